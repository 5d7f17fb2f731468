"""Groonga and its own HTTP server: a full-text index with positions, a drilldown for each facet, JSON.

TokenBigram cuts Latin letters at words and NormalizerNFKC130 folds case: no dictionary is needed. Index columns are
made after the documents are loaded, which is Groonga's advice, and its query cache is left out of the measure
(`cache=no`).
"""

import json
import shutil
import subprocess
from urllib.parse import urlencode

from facets import FACETS, PAGE, SEVERAL, TEXTS, read
from ground import VAR
from load import get
from processes import HOST, Process, free_port, run

WEIGHTS = {"title": 8, "summary": 4, "in_brief": 3, "partners": 3, "places": 3, "labels": 2, "body": 1, "figures": 1}
THREADS = 2
"""As many as there are cores."""


class Groonga:
    """A database, then its server."""

    name = "Groonga"
    key = "groonga"
    snippets = False

    def __init__(self):
        self.folder = VAR / "data" / "groonga"

    @staticmethod
    def version():
        """As the program says it."""
        return run(["groonga", "--version"]).split(" [")[0]

    def prepare(self, documents):
        """Makes the tables, loads the documents, then makes the indexes."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        commands = "\n".join([*tables(), *load(documents), *indexes()]) + "\n"
        done = subprocess.run(
            ["groonga", "-n", str(self.folder / "db")], input=commands, capture_output=True, text=True, check=False
        )
        faults = [line for line in done.stdout.splitlines() if line.startswith("[[") and not line.startswith("[[0,")]
        if done.returncode or faults:
            raise RuntimeError(f"Groonga refused the documents: {(faults or [done.stderr])[0][:500]}")

    def start(self):
        """Serves the database."""
        self.port = free_port()
        command = [
            "groonga",
            "-s",
            "--protocol",
            "http",
            "--bind-address",
            HOST,
            "--port",
            self.port,
            "--max-threads",
            THREADS,
            "--log-path",
            VAR / "logs" / "groonga-server.log",
            self.folder / "db",
        ]
        self.process = Process("groonga", command)
        self.processes = [self.process]
        self.process.wait_until_answers(self.port, "/d/status")

    def stop(self):
        """Stops the server."""
        self.process.stop()

    def path(self, query, snippets=None):
        """The address of a search."""
        words, filters = read(query)
        shown = ["slug", "title", "summary", "year", *FACETS.values(), "_score"]
        if self.snippets if snippets is None else snippets:
            shown.append("snippet_html(body)")
        asked = [
            ("table", "Experiences"),
            ("match_columns", " || ".join(f"{text} * {weight}" for text, weight in WEIGHTS.items())),
            ("query", words),
            ("limit", PAGE),
            ("sort_keys", "-_score"),
            ("output_columns", ",".join(shown)),
            ("cache", "no"),
        ]
        if filters:
            asked.append(
                (
                    "filter",
                    " && ".join(
                        f"{column} {'@' if column in SEVERAL else '=='} {json.dumps(value)}"
                        for column, value in filters
                    ),
                )
            )
        for column in FACETS.values():
            asked += [
                (f"drilldowns[{column}].keys", column),
                (f"drilldowns[{column}].sort_keys", "-_nsubrecs"),
                (f"drilldowns[{column}].limit", -1),
                (f"drilldowns[{column}].output_columns", "_key,_nsubrecs"),
            ]
        return f"/d/select?{urlencode(asked)}"

    def total(self, query):
        """How many documents a search finds."""
        _, found, *_ = json.loads(get(self.port, self.path(query)))
        return found[0][0][0]


class GroongaWithSnippets(Groonga):
    """The same, with marked snippets of the body."""

    name = "Groonga, with snippets"
    key = "groonga-snippets"
    snippets = True


def tables():
    """A table of documents, one of terms for each facet."""
    yield "table_create Experiences TABLE_HASH_KEY ShortText"
    for column in ["slug", *TEXTS]:
        yield f"column_create Experiences {column} COLUMN_SCALAR Text"
    yield "column_create Experiences year COLUMN_SCALAR Int32"
    for column in FACETS.values():
        yield f"table_create Terms_{column} TABLE_HASH_KEY ShortText"
        kind = "COLUMN_VECTOR" if column in SEVERAL else "COLUMN_SCALAR"
        yield f"column_create Experiences {column} {kind} Terms_{column}"


def load(documents):
    """The documents, as the load command reads them."""
    yield "load --table Experiences"
    yield "["
    lines = []
    for document in documents:
        kept = {"_key": document["slug"], "slug": document["slug"], "year": document["year"]}
        kept |= {text: document[text] for text in TEXTS}
        kept |= {column: document[column] if column in SEVERAL else document[column][0] for column in FACETS.values()}
        lines.append(json.dumps(kept, ensure_ascii=False))
    yield ",\n".join(lines)
    yield "]"


def indexes():
    """The lexicon of the texts, and where each term of a facet stands."""
    yield "table_create Lexicon TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerNFKC130"
    yield f"column_create Lexicon experiences COLUMN_INDEX|WITH_POSITION|WITH_SECTION Experiences {','.join(TEXTS)}"
    for column in FACETS.values():
        yield f"column_create Terms_{column} experiences COLUMN_INDEX Experiences {column}"
