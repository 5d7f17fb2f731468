"""addok, the engine behind France's national address service, with its French plugins and a Redis of the bench's own.

Set as its tutorial says (https://addok.readthedocs.io): addok-fr's phonetics, addok-france's reading of numbers and of
noise. Redis listens on a socket of the file system alone, which is quicker than a port, and hiredis reads its answers. Rows
are asked as addok's own batch does (addok-csv): `search(text, autocomplete=False, limit=3)`, the first answer kept.
"""

import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from ground import HERE, PYTHON
from processes import Process, run

WORKERS = 3
"""On 2 cores three are the quickest: while one waits for Redis, another works."""

CONFIGURATION = """\
QUERY_PROCESSORS_PYPATHS = [
    "addok.helpers.text.check_query_length",
    "addok_france.extract_address",
    "addok_france.clean_query",
    "addok_france.remove_leading_zeros",
]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber",
    "addok_france.make_labels",
    "addok.helpers.results.score_by_importance",
    "addok.helpers.results.score_by_autocomplete_distance",
    "addok.helpers.results.score_by_ngram_distance",
    "addok.helpers.results.score_by_geo_distance",
    "addok.helpers.results.adjust_scores",
]
PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize",
    "addok.helpers.text.normalize",
    "addok_france.glue_ordinal",
    "addok_france.fold_ordinal",
    "addok_france.flag_housenumber",
    "addok.helpers.text.synonymize",
    "addok_fr.phonemicize",
]
"""


class Addok:
    """Redis, what addok put in it, and its workers."""

    name = "addok"
    key = "addok"

    def __init__(self, folder):
        self.folder = Path(folder)
        self.redis = None

    @staticmethod
    def version():
        """As the packages and the server say it."""
        words = "from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in "
        packages = run([PYTHON, "-c", f"{words}('addok', 'addok-fr', 'addok-france')), sep=', ')"]).strip()
        return f"{packages}, Redis {run(['redis-server', '--version']).split('v=')[1].split()[0]}"

    def start(self):
        """Serves what was loaded before, if anything was."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "addok.conf").write_text(CONFIGURATION)
        # The path of a socket may hold a hundred letters only.
        self.room = Path(tempfile.mkdtemp(prefix="essaim-bench-"))
        self.socket = self.room / "redis"
        options = {"port": 0, "unixsocket": self.socket, "dir": self.folder, "save": "", "appendonly": "no"}
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        self.redis = Process("redis", ["redis-server", *words])
        self._wait()

    def _wait(self):
        """Until it has read its file and answers."""
        for _ in range(1_200):
            if self.redis.child.poll() is not None:
                raise self.redis.failed("stopped by itself")
            try:
                if "PONG" in self._redis("ping"):
                    return
            except RuntimeError:
                pass
            time.sleep(0.1)
        raise self.redis.failed("did not answer in two minutes")

    def _redis(self, *words):
        return run(["redis-cli", "-s", self.socket, *words])

    def stop(self):
        """Stops the server."""
        if self.redis:
            self.redis.stop()
            shutil.rmtree(self.room, ignore_errors=True)

    def environment(self):
        """Where addok finds its configuration and its Redis."""
        return os.environ | {
            "ADDOK_CONFIG_MODULE": str(self.folder / "addok.conf"),
            "ADDOK_LOG_DIR": str(self.folder),
            "REDIS_SOCKET": str(self.socket),
        }

    def load(self, ground):
        """Imports the ground by addok's own command, unless it is there already; what it took, or took then."""
        kept = self.folder / "ground.json"
        mark = f"{ground.made['mark']} {ground.size}"
        if kept.exists() and json.loads(kept.read_text())["mark"] == mark:
            return json.loads(kept.read_text())
        self._redis("flushall")
        since = time.perf_counter()
        run([PYTHON.with_name("addok"), "batch", ground.documents], env=self.environment(), cwd=self.folder)
        took = time.perf_counter() - since
        memory = int(self._redis("info", "memory").split("used_memory:")[1].split()[0])
        self._redis("save")
        found = {"mark": mark, "seconds": took, "memory": memory}
        kept.write_text(json.dumps(found))
        return found

    def geocode(self, texts, near=None, workers=WORKERS, limit=3):
        """The first answer to each text, by some workers at once; and the seconds between their start and their end."""
        near = near or [None] * len(texts)
        parts = [list(range(place, len(texts), workers)) for place in range(workers)]
        running = [self._worker(place, part, texts, near, limit) for place, part in enumerate(parts)]
        for one in running:
            one.ready()
        since = time.perf_counter()
        for one in running:
            one.go()
        for one in running:
            one.wait()
        took = time.perf_counter() - since
        answers = [None] * len(texts)
        for one, part in zip(running, parts, strict=True):
            for place, answer in zip(part, one.answers(), strict=True):
                answers[place] = answer
        return answers, took

    def _worker(self, place, part, texts, near, limit):
        asked = self.room / f"asked-{place}.json"
        asked.write_text(json.dumps({"limit": limit, "rows": [(texts[row], near[row]) for row in part]}))
        return Worker(place, asked, self.environment())


class Worker:
    """A Python process that holds addok. It waits for a file before it begins, so that all begin together."""

    def __init__(self, place, asked, environment):
        self.asked = asked
        self.told, self.set, self.begin = (asked.with_suffix(end) for end in (".told", ".set", ".begin"))
        for file in (self.told, self.set, self.begin):
            file.unlink(missing_ok=True)
        command = [PYTHON, "-m", "peers.addok_worker", asked]
        self.process = Process(f"addok-{place}", command, env=environment, cwd=HERE)

    def ready(self):
        """Until it has addok at hand."""
        while not self.set.exists():
            if self.process.child.poll() is not None:
                raise self.process.failed("stopped by itself")
            time.sleep(0.01)

    def go(self):
        """Lets it begin."""
        self.begin.touch()

    def wait(self):
        """Until it has answered everything."""
        if self.process.child.wait():
            raise self.process.failed("stopped by itself")
        self.process.stop()

    def answers(self):
        """What it found."""
        return json.loads(self.told.read_text())
