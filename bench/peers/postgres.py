"""A PostgreSQL cluster of the bench's own, set for a small machine that does nothing else."""

import re
import shutil
import signal
import tempfile
from pathlib import Path

from ground import VAR
from processes import HOST, Process, free_port, run, unprivileged

SETTINGS = {
    "listen_addresses": f"'{HOST}'",
    "unix_socket_directories": "''",
    "max_connections": 50,
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "random_page_cost": 1.1,
    "jit": "off",
    "max_parallel_workers_per_gather": 0,
    "fsync": "off",
    "synchronous_commit": "off",
}
"""A quarter of a modest memory as buffers, room for sorts, fast disks; no JIT or parallel plan for queries of
milliseconds: with 32 visitors there is no idle core."""


class Postgres:
    """A cluster, then its server."""

    def __init__(self):
        self.owner = unprivileged("postgres", "nobody")
        self.folder = folder_for(self.owner)
        self.bin = programs()

    @staticmethod
    def version():
        """As the server says it."""
        return "PostgreSQL " + re.search(r"[\d.]+", run([programs() / "postgres", "--version"]))[0]

    def start(self):
        """Makes the cluster anew and serves it."""
        self.port = free_port()
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        run(
            [
                self.bin / "initdb",
                "--pgdata",
                data,
                "--username=bench",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
            ],
            cwd=self.folder,
            **self.owner,
        )
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{key} = {setting}\n" for key, setting in {**SETTINGS, "port": self.port}.items())
        self.process = Process(
            "postgres", [self.bin / "postgres", "-D", data], stop_with=signal.SIGINT, cwd=self.folder, **self.owner
        )
        self._wait()
        run([self.bin / "createdb", "--host", HOST, "--port", self.port, "--username=bench", "bench"])

    def _wait(self):
        """Until it takes connections."""
        for _ in range(300):
            try:
                run([self.bin / "pg_isready", "--host", HOST, "--port", self.port, "--timeout=1"])
                return
            except RuntimeError:
                if self.process.child.poll() is not None:
                    break
        raise self.process.failed("did not start")

    def stop(self):
        """Stops the server."""
        self.process.stop()


def folder_for(owner):
    """A folder that the cluster's user may reach: under var/bench, or a temporary one where that is closed to him."""
    folder = VAR / "data" / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    if not owner:
        return folder
    shutil.chown(folder, owner["user"], owner["group"])
    try:
        run(["test", "-w", folder], cwd="/", **owner)
        return folder
    except RuntimeError:
        temporary = Path(tempfile.mkdtemp(prefix="essaim-bench-"))
        shutil.chown(temporary, owner["user"], owner["group"])
        return temporary


def programs():
    """Where the newest PostgreSQL keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = found[-1] if found else shutil.which("initdb")
    if not initdb:
        raise RuntimeError("PostgreSQL's initdb was not found")
    return Path(initdb).parent
