"""Essaim's side: its commands on a folder of data, with the time and the memory that each takes."""

import csv
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from .answers import of_essaim
from .places import OFFICIAL

TABLES = (
    "admin/communes_cog2026.json.gz",
    "admin/communes_mouvements_2026.csv.gz",
    "admin/codes_postaux_laposte_2025.csv.gz",
    "qpv/qpv_2024_france.geojson.gz",
)
"""What it is given beside the addresses; addok has every commune in its documents."""

VINTAGE = "2026-11-01"
"""A made-up day for a made-up base."""


class Essaim:
    """The program, with a folder of data."""

    def __init__(self, binary, data):
        self.binary, self.data = Path(binary).resolve(), Path(data)

    def run(self, *words):
        """Runs a command: its seconds, what it said, the most memory it held in bytes (`peak` with the files it maps,
        `own` without).
        """
        command = [str(word) for word in (self.binary, "--data", self.data, *words)]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ESSAIM_")}
        with tempfile.TemporaryFile() as out:
            since = time.perf_counter()
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environment | {"LC_ALL": "C.UTF-8"},
            )
            watch = Watch(child.pid)
            child.wait()
            took = time.perf_counter() - since
            held = watch.end()
            out.seek(0)
            said = out.read().decode(errors="replace")
        if child.returncode:
            raise RuntimeError(f"{' '.join(command[3:6])} failed ({child.returncode}):\n{said[-2_000:]}")
        return {"seconds": took, "said": said, **held}

    def load(self, ground, keep=False):
        """Imports the ground, unless this very program did it already; what the addresses took."""
        mark, kept = self._mark(ground), self.data / "ground"
        if kept.exists() and (keep or kept.read_text() == mark):
            return None
        self.clear()
        for table in TABLES:
            try:
                self.run("territories", "import", "--date", VINTAGE, OFFICIAL / table)
            except RuntimeError as refusal:
                print(f"  not taken: {table}: {str(refusal).splitlines()[-1][:150]}")
        took = self.bring(ground.ban)
        kept.write_text(mark)
        return took

    def clear(self):
        """Forgets what was imported."""
        shutil.rmtree(self.data / "territories", ignore_errors=True)
        self.data.mkdir(parents=True, exist_ok=True)
        (self.data / "ground").unlink(missing_ok=True)

    def bring(self, addresses):
        """Imports a file of addresses; what it took, and the bytes on the disk after less those before."""
        before = self.size()
        took = self.run("territories", "import", "--date", VINTAGE, addresses)
        return took | {"bytes": self.size() - before}

    def size(self):
        """Bytes of all that was imported."""
        return sum(file.stat().st_size for file in self.data.glob("territories/**/*") if file.is_file())

    def _mark(self, ground):
        """Of the program and of the ground."""
        facts = self.binary.stat()
        return f"{ground.made['mark']} {ground.size} {facts.st_size} {facts.st_mtime_ns}"

    def geocode(self, texts, folder, near=None):
        """The answers to some texts, in one command; and what it took."""
        asked, told = table(folder, texts, near)
        words = ["geocode", asked, "-o", told, "--address", "adresse"]
        if near and any(near) and "--near-lon" in self.run("geocode", "--help")["said"]:
            words += ["--near-lon", "near_lon", "--near-lat", "near_lat"]
        took = self.run(*words)
        return [of_essaim(row) for row in read(told, len(texts))], took

    def tag(self, texts, folder, *words):
        """The lines of some texts with their neighbourhood; and what it took."""
        asked, told = table(folder, texts)
        took = self.run("qpv", "tag", asked, "-o", told, "--address", "adresse", *words)
        return read(told, len(texts)), took


class Watch:
    """Looks at a process every few milliseconds: the most memory it held.

    What the kernel counts at the end would hold this program's own size too, which it had before it became another.
    """

    def __init__(self, pid):
        self.status, self.over = Path(f"/proc/{pid}/status"), threading.Event()
        self.peak = self.own = 0
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self):
        while not self.over.wait(0.005):
            try:
                lines = self.status.read_text().splitlines()
            except OSError:
                return
            held = {line.partition(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith(" kB")}
            self.peak = max(self.peak, held.get("VmHWM", 0))
            self.own = max(self.own, held.get("RssAnon", 0))

    def end(self):
        """Stops looking; bytes, with the files it mapped and without."""
        self.over.set()
        self.thread.join()
        return {"peak": self.peak, "own": self.own}


def table(folder, texts, near=None):
    """Writes a file of addresses, each in one cell; beside it, where there is one, the point near which it is asked."""
    folder.mkdir(parents=True, exist_ok=True)
    asked, told = folder / "asked.csv", folder / "told.csv"
    told.unlink(missing_ok=True)
    near = near if near and any(near) else None
    with asked.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["ligne", "adresse", *(["near_lon", "near_lat"] if near else [])])
        for place, text in enumerate(texts):
            writer.writerow([place, text, *(near[place] or ("", "") if near else ())])
    return asked, told


def read(told, count):
    """The lines that came back: as many, in the same order."""
    with told.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    if [line["ligne"] for line in lines] != [str(place) for place in range(count)]:
        raise RuntimeError(f"{count:,} lines were asked, {len(lines):,} came back, or in another order")
    return lines
