"""Datasette: an SQLite table with an FTS5 index, its own page of the table, a facet for each of the fourteen.

As its docs advise: the file is opened as immutable with its counts made beforehand (`inspect`), nothing is suggested,
and no facet is dropped for want of time. Long texts stand in the index only, since a facet of several values reads
every column of its table for each result. It shows neither ranked results nor snippets, which is in its favour.
"""

import json
import shutil
import sqlite3
from urllib.parse import urlencode

from facets import FACETS, PAGE, SEVERAL, TEXTS, read
from ground import PYTHON, VAR
from load import get
from processes import HOST, Process, free_port, run

SETTINGS = {
    "suggest_facets": "off",
    "facet_time_limit_ms": 20_000,
    "sql_time_limit_ms": 20_000,
    "default_facet_size": 200,
    "max_returned_rows": 200,
}


SHOWN = ["slug", "title", "summary", "year"]

METADATA = {"databases": {"bench": {"tables": {"experiences": {"fts_table": "experiences_fts", "fts_pk": "id"}}}}}


class Datasette:
    """A file, then its server."""

    name = "Datasette"
    key = "datasette"

    def __init__(self):
        self.folder = VAR / "data" / "datasette"
        self.file = self.folder / "bench.db"

    @staticmethod
    def version():
        """As the package says it."""
        return f"Datasette {run([PYTHON, '-m', 'datasette', '--version']).split()[-1]}, SQLite {sqlite()}"

    def prepare(self, documents):
        """Makes the table, its index, and the counts."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        connection = sqlite3.connect(self.file)
        connection.executescript(schema())
        insert(connection, "experiences", ["id", *SHOWN, *FACETS.values()], documents)
        insert(connection, "experiences_fts", ["rowid", *TEXTS], documents)
        connection.execute("insert into experiences_fts(experiences_fts) values ('optimize')")
        connection.execute("analyze")
        connection.commit()
        connection.execute("vacuum")
        connection.close()
        (self.folder / "metadata.json").write_text(json.dumps(METADATA))
        run([PYTHON, "-m", "datasette", "inspect", self.file, "--inspect-file", self.folder / "counts.json"])

    def start(self):
        """Serves the file."""
        self.port = free_port()
        settings = [word for key, setting in SETTINGS.items() for word in ("--setting", key, setting)]
        command = [
            PYTHON,
            "-m",
            "datasette",
            "serve",
            "--immutable",
            self.file,
            "--inspect-file",
            self.folder / "counts.json",
            "--metadata",
            self.folder / "metadata.json",
            "--host",
            HOST,
            "--port",
            self.port,
            *settings,
        ]
        self.process = Process("datasette", command)
        self.processes = [self.process]
        self.process.wait_until_answers(self.port, "/-/versions.json")

    def stop(self):
        """Stops the server."""
        self.process.stop()

    def path(self, query, form=""):
        """The address of a search."""
        words, filters = read(query)
        asked = [("_search", words), ("_size", PAGE), *[("_col", column) for column in SHOWN]]
        asked += [(f"{column}__arraycontains" if column in SEVERAL else column, wanted) for column, wanted in filters]
        asked += [("_facet_array" if column in SEVERAL else "_facet", column) for column in FACETS.values()]
        return f"/bench/experiences{form}?{urlencode(asked)}"

    def total(self, query):
        """How many documents a search finds."""
        return json.loads(get(self.port, self.path(query, ".json")))["filtered_table_rows_count"]


def schema():
    """A column for each facet, an index on each single value, and the full text apart, without its content."""
    indexes = [
        f"create index by_{column} on experiences ({column});" for column in FACETS.values() if column not in SEVERAL
    ]
    return f"""
        create table experiences (id integer primary key, {", ".join([*SHOWN, *FACETS.values()])});
        create virtual table experiences_fts using fts5 ({", ".join(TEXTS)}, content='',
            tokenize='unicode61 remove_diacritics 2');
        {" ".join(indexes)}
    """


def insert(connection, table, columns, documents):
    """Fills a table: the first column numbers the documents."""
    rows = ([number, *[value(one, column) for column in columns[1:]]] for number, one in enumerate(documents, 1))
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)


def value(document, column):
    """What a column holds: several values are a list in JSON, which Datasette counts one by one."""
    if column in SEVERAL:
        return json.dumps(document[column], ensure_ascii=False)
    return document[column][0] if column in FACETS.values() else document[column]


def sqlite():
    """The version of the library that the virtual environment's Python uses."""
    return run([PYTHON, "-c", "import sqlite3; print(sqlite3.sqlite_version)"]).strip()
