"""What an engine answers, in one form for all; and Essaim's side, through its commands."""

import csv
import os
import re
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .places import OFFICIAL

LABEL = re.compile(
    r"^(?:(?P<number>\d{1,5}(?:\s?(?:bis|ter|quater|[a-z]))?)\s+)?(?P<street>.+?),?\s+(?P<postcode>\d{5})\s+.+$",
    re.IGNORECASE,
)
TABLES = (
    "admin/communes_cog2026.json.gz",
    "admin/communes_mouvements_2026.csv.gz",
    "admin/codes_postaux_laposte_2025.csv.gz",
)
"""What Essaim is given beside the addresses; addok has every commune in its documents."""


@dataclass(frozen=True)
class Answer:
    """The first answer to a query."""

    kind: str
    """numero, interpolee, voie, lieu_dit, commune; empty where nothing was found."""
    score: float
    number: str
    street: str
    insee: str
    lon: float
    lat: float
    label: str
    why: str = ""


NOTHING = Answer("", 0.0, "", "", "", 0.0, 0.0, "")


def of_line(row):
    """An answer from a line of `essaim geocode`."""
    label, kind = row["adresse_trouvee"], row["adresse_nature"]
    why = row.get("adresse_motif", "")
    if not kind:
        return Answer("", number(row["adresse_score"]), "", "", row.get("adresse_insee", ""), 0.0, 0.0, label, why)
    parts = LABEL.match(label) if kind != "commune" else None
    return Answer(
        kind=kind,
        score=number(row["adresse_score"]),
        number=(parts["number"] or "") if parts and kind in ("numero", "interpolee") else "",
        street=parts["street"] if parts else label,
        insee=row["adresse_insee"],
        lon=number(row["adresse_lon"]),
        lat=number(row["adresse_lat"]),
        label=label,
        why=why,
    )


def number(text):
    """A decimal number in either dress; nothing is zero."""
    return float(text.replace(",", ".")) if text else 0.0


class Essaim:
    """The program, with a folder of data."""

    def __init__(self, binary, data):
        self.binary, self.data = Path(binary).resolve(), Path(data)

    def run(self, *words):
        """Runs a command; its seconds and the most memory it held, in bytes."""
        command = [str(word) for word in (self.binary, "--data", self.data, *words)]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ESSAIM_")}
        since = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment | {"LC_ALL": "C.UTF-8"},
        )
        said = child.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.perf_counter() - since
        if child.returncode:
            raise RuntimeError(f"{' '.join(command[3:6])} failed ({child.returncode}):\n{said[-2_000:]}")
        del before
        return {"seconds": took, "peak": usage.ru_maxrss * 1024, "said": said}

    def load(self, ground, keep=False):
        """Imports the ground, unless this very program did it already."""
        mark, kept = self.mark(ground), self.data / "ground"
        if kept.exists() and (keep or kept.read_text() == mark):
            return None
        self.data.mkdir(parents=True, exist_ok=True)
        kept.unlink(missing_ok=True)
        for table in TABLES:
            try:
                self.run("territories", "import", OFFICIAL / table)
            except RuntimeError as refusal:
                print(f"  not taken: {table}: {str(refusal).splitlines()[-1][:150]}")
        took = self.run("territories", "import", ground.ban)
        kept.write_text(mark)
        return took

    def mark(self, ground):
        """Of the program and of the ground."""
        facts = self.binary.stat()
        return f"{ground.made['mark']} {ground.size} {facts.st_size} {facts.st_mtime_ns}"

    def geocode(self, texts, folder, near=None):
        """The answers to some texts, in one command; and what it took."""
        folder.mkdir(parents=True, exist_ok=True)
        asked, told = folder / "asked.csv", folder / "told.csv"
        write(asked, texts, near)
        words = ["geocode", asked, "-o", told, "--address", "adresse"]
        if near and "--near-lon" in self.run("geocode", "--help")["said"]:
            words += ["--near-lon", "near_lon", "--near-lat", "near_lat"]
        told.unlink(missing_ok=True)
        took = self.run(*words)
        with told.open(encoding="utf-8-sig", newline="") as file:
            found = [of_line(row) for row in csv.DictReader(file, delimiter=";")]
        if len(found) != len(texts):
            raise RuntimeError(f"{len(texts)} rows asked, {len(found)} told")
        return found, took


def write(path, texts, near=None):
    """A file of addresses, each in one cell; beside it, where there is one, the point near which it is asked."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["ligne", "adresse", *(["near_lon", "near_lat"] if near else [])])
        for place, text in enumerate(texts):
            writer.writerow([place, text, *(near[place] or ("", "") if near else ())])
