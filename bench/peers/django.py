"""Django on PostgreSQL's full text, behind gunicorn: the small site of `django_app`."""

import json
import os
import re

from ground import HERE, PYTHON, VAR
from load import get
from peers.postgres import Postgres
from processes import HOST, Process, free_port, run

WORKERS = 2
THREADS = 2


class Django:
    """A database and its server, then the site's."""

    name = "Django and PostgreSQL"
    key = "django"

    def __init__(self):
        self.database = Postgres()

    @staticmethod
    def version():
        """As the packages say it."""
        packages = run(
            [
                PYTHON,
                "-c",
                "import django, psycopg, gunicorn; print(f'Django {django.__version__}, "
                "psycopg {psycopg.__version__}, gunicorn {gunicorn.__version__}')",
            ]
        ).strip()
        return f"{packages}, {Postgres.version()}"

    def environment(self):
        """Where the site finds its modules and its database."""
        return os.environ | {"PYTHONPATH": str(HERE), "BENCH_POSTGRES_PORT": str(self.database.port)}

    def prepare(self, documents):
        """Starts the database and loads the documents, by the site's own script."""
        self.database.start()
        file = VAR / "data" / "django.json"
        file.write_text(json.dumps(documents))
        run([PYTHON, "-m", "peers.django_app.load", file], env=self.environment(), cwd=HERE)

    def start(self):
        """Serves the site."""
        self.port = free_port()
        command = [
            PYTHON,
            "-m",
            "gunicorn",
            "--bind",
            f"{HOST}:{self.port}",
            "--workers",
            WORKERS,
            "--threads",
            THREADS,
            "--keep-alive",
            30,
            "--log-level",
            "warning",
            "peers.django_app.wsgi",
        ]
        self.process = Process("django", command, env=self.environment(), cwd=HERE)
        self.processes = [self.process, self.database.process]
        self.process.wait_until_answers(self.port, "/experiences?q=emploi")

    def stop(self):
        """Stops the site, then the database."""
        self.process.stop()
        self.database.stop()

    def path(self, query):
        """The address of a search: the site takes Essaim's own keys."""
        return f"/experiences?{query}"

    def total(self, query):
        """How many documents a search finds."""
        return int(re.search(rb"<h1>(\d+)", get(self.port, self.path(query)))[1])
