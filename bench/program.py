"""Essaim itself: the release binary, banks that it imports, servers on a free port."""

import json
import os
import re
import signal
import threading
import time
from pathlib import Path

from ground import ROOT, VAR
from processes import PATIENCE, Process, run

BINARY = Path(os.environ.get("ESSAIM_BENCH_BINARY") or ROOT / "target" / "release" / "essaim").resolve()


def environment():
    """Nothing of the operator's own configuration; no limit on how many PDFs a minute."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ESSAIM_")}
    return kept | {"ESSAIM_LIMITS_DOCUMENTS_PER_MINUTE": "0", "LC_ALL": "C.UTF-8"}


def essaim(data, *words):
    """Runs a command on a data folder."""
    return run([BINARY, "--data", data, *words], env=environment())


def version():
    """What the binary says of itself."""
    return run([BINARY, "--version"]).strip()


def imported(corpus, count):
    """A data folder with the experiences of a corpus, made anew; and how long the import took."""
    data = VAR / "data" / f"essaim-{count}"
    for file in data.glob("**/*"):
        if file.is_file():
            file.unlink()
    since = time.perf_counter()
    report = json.loads(essaim(data, "--json", "import", corpus / "bank"))
    took = time.perf_counter() - since
    if report["added"] != count:
        raise RuntimeError(f"{count} experiences were to be imported: {str(report)[:500]}")
    return data, took


class Server(Process):
    """`essaim serve` on a free port of the loopback."""

    def __init__(self, data, name="essaim", command="serve"):
        reading, writing = os.pipe()
        try:
            super().__init__(
                name, [BINARY, "--data", data, command, "--listen", "127.0.0.1:0"], output=writing, env=environment()
            )
        finally:
            os.close(writing)
        self.port = self._announced(reading)

    def _announced(self, reading):
        """The port of the address that it prints on a line of its own; what it prints later is let go."""
        guard = threading.Timer(PATIENCE, self.child.kill)
        guard.start()
        with os.fdopen(reading, closefd=False) as lines:
            found = next(
                filter(None, (re.fullmatch(r"http://127\.0\.0\.1:(\d+)", line.strip()) for line in lines)), None
            )
        guard.cancel()
        if not found:
            raise self.failed("did not say where it listens")
        self.output = reading
        return int(found[1])

    def kill(self):
        """As a power cut would."""
        self.stop(signal.SIGKILL)
