"""The index of addresses: its size, how fast it is made and opened, at 1 and 4 million made-up addresses, and what
follows for the 26 million of France.

The addresses bear the names of the ground's streets, drawn for all communes by their inhabitants. Real ones bear more
distinct names: the same line of figures, a little higher.
"""

import csv
import gzip
import io
import json
import statistics

from program import BINARY
from steps import say

from .distractors import Distractors
from .essaim import Essaim
from .ground import COLUMNS, FOLDER, Ground, dressed, mark

FRANCE = 26_000_000
OPENINGS = 7


def measure(plan):
    """Each size, then the line through them."""
    found = {str(count): one(count) for count in plan.index}
    return {"sizes": found, "france": carried_on(found)}


def one(count):
    """Imports so many addresses into an empty folder, and asks one address of it several times."""
    file = synthetic(count)
    essaim = Essaim(BINARY, FOLDER / f"essaim-{count}")
    essaim.clear()
    took = essaim.bring(file)
    text = ["1 Rue Carnot 93140 Bondy"]
    essaim.geocode(text, FOLDER / "opened")
    times = [essaim.geocode(text, FOLDER / "opened")[1] for _ in range(OPENINGS)]
    exact = json.loads(file.with_name("made.json").read_text())["count"]
    found = {
        "count": exact,
        "seconds": took["seconds"],
        "rate": exact / took["seconds"],
        "peak": took["peak"],
        "bytes": took["bytes"],
        "opened": statistics.median(time["seconds"] for time in times),
        "own": max(time["own"] for time in times),
    }
    essaim.clear()
    say(
        f"{exact:,} addresses: {found['bytes'] / exact:.0f} MB a million, {found['rate']:,.0f} a second, "
        f"one address answered {found['opened'] * 1e3:.0f} ms after the start of the command"
    )
    return found


def carried_on(found):
    """The straight line through the smallest and the largest size, carried on to the whole of France; none goes down."""
    small, large = (found[key] for key in (min(found, key=int), max(found, key=int)))
    if small is large:
        return None
    grown = large["count"] - small["count"]
    return {
        key: large[key] + max(0, large[key] - small[key]) / grown * (FRANCE - large["count"])
        for key in ("bytes", "seconds", "peak", "opened")
    }


def synthetic(count):
    """A file of the national base's dress, made once."""
    folder = FOLDER / f"synthetic-{count}"
    file, made = folder / "ban.csv.gz", folder / "made.json"
    if made.exists() and json.loads(made.read_text())["mark"] == mark():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    streets = {(query.commune, query.street) for query in Ground("small").queries if query.street}
    written = 0
    with gzip.GzipFile(file, "wb", compresslevel=3, mtime=0) as packed:
        text = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        for address in Distractors(streets, {}, {}).elsewhere(count):
            writer.writerow(dressed(address))
            written += 1
        text.flush()
    made.write_text(json.dumps({"mark": mark(), "count": written}))
    return file
