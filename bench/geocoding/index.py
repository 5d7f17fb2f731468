"""The index of addresses: its size, how fast it is made and opened, at 1 and 4 million made-up addresses, and what
follows for the 26 million of France.

Names are those of the ground's streets: four in ten as they are, the others made of two or with a word changed.
"""

import csv
import gzip
import io
import json
import statistics

from program import BINARY
from steps import say

from .addresses import chance
from .distractors import misspelt, numbered
from .essaim import Essaim
from .ground import COLUMNS, FOLDER, Ground, dressed, mark, mark_of
from .places import communes

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
    """The straight line through the smallest and the largest size, carried on to the whole of France, never down."""
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
    stamp = f"{mark()} {mark_of('index')}"
    if made.exists() and json.loads(made.read_text())["mark"] == stamp:
        return file
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with gzip.GzipFile(file, "wb", compresslevel=3, mtime=0) as packed:
        text = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        while written < count:
            for commune, name in streets(chance("synthetic", written)):
                for address in numbered(commune, name, "synthetic", commune.postcodes[0]):
                    writer.writerow(dressed(address))
                    written += 1
        text.flush()
    made.write_text(json.dumps({"mark": stamp, "count": written}))
    return file


def streets(luck, some=10_000):
    """Made-up streets, each in a commune drawn by its inhabitants."""
    official = communes()
    codes = sorted(official.by_code)
    weights = [(official.by_code[code].population + 200) ** 0.5 for code in codes]
    names = sorted({query.street for query in Ground("small").queries if query.street})
    taken = set()
    for code in luck.choices(codes, weights, k=some):
        name = drawn(names, luck)
        if (code, name) not in taken:
            taken.add((code, name))
            yield official.by_code[code], name


def drawn(names, luck):
    """A name of the ground, as it is, made of two, or with a word of its own: a large base has as many words."""
    name, other = luck.choice(names), luck.choice(names)
    turn = luck.random()
    if turn < 0.4:
        return name
    if turn < 0.75:
        return " ".join([*name.split()[:2], other.split()[-1]])
    return misspelt(name, luck, luck.choice((1, 2, 3))) or name
