"""Essaim beside addok: the same rows asked of both, how well and how fast."""

import statistics

from ground import VAR
from peers.addok import Addok
from program import BINARY
from steps import say

from . import noise, quality
from .answers import of_addok
from .essaim import Essaim
from .ground import FOLDER, Ground

ROUNDS = 3
CLEAN = ("clean",)


def measure(plan, left_out):
    """Everything that is asked of the geocoder; addok is left out where it cannot be had."""
    ground = Ground(plan.size)
    say(f"{sum(ground.made['counts'].values()):,} addresses, {ground.made['queries']:,} queries of geocoder-tester")
    essaim = Essaim(BINARY, FOLDER / f"essaim-{ground.size}")
    loaded = essaim.load(ground)
    addok = None if "addok" in left_out else Addok(VAR / "data" / f"addok-{ground.size}")
    found = {"ground": ground.made, "loaded": loaded and without_words(loaded), "kinds": {}, "tester": {}, "rates": {}}
    if addok:
        addok.start()
        found["addok"] = {"version": addok.version(), **addok.load(ground)}
    try:
        found |= answers(ground, essaim, addok, plan)
        found["rates"] = rates(ground, essaim, addok, plan)
    finally:
        if addok:
            addok.stop()
    return found


def without_words(took):
    """What a command took, without what it said."""
    return {key: value for key, value in took.items() if key != "said"}


def answers(ground, essaim, addok, plan):
    """Every kind of noise and geocoder-tester, asked of both."""
    rows = list(noise.rows(ground, noise.all_kinds(), plan.sample))
    queries = ground.queries[:: plan.every]
    texts = [row.text for row in rows] + [query.text for query in queries]
    near = [None] * len(rows) + [(query.lon, query.lat) if query.lon is not None else None for query in queries]
    told = {"essaim": essaim.geocode(texts, FOLDER / "asked", near)[0]}
    if addok:
        told["addok"] = [of_addok(one) for one in addok.geocode(texts, near)[0]]
    found = {"kinds": {}, "tester": {}}
    for name, every in told.items():
        own, asked = every[: len(rows)], every[len(rows) :]
        found["kinds"][name] = {kind: tally.shares() for kind, tally in quality.tallies(rows, own).items()}
        found["tester"][name] = quality.tester(queries, asked)
        passed = found["tester"][name]["all"]
        noisy = found["kinds"][name][quality.NOISE]
        say(f"{name}: geocoder-tester {passed[1] / passed[0]:.2%}; of noisy rows {noisy['exact']:.1%} exact")
        quality.failing(FOLDER / f"failing-{name}.csv", rows, own, queries, asked)
        if name == "essaim":
            found["reliability"] = quality.reliability(rows, own)
    return found


def rates(ground, essaim, addok, plan):
    """Rows a second, clean and dirty, each engine in turn; whole command for Essaim, answers alone for addok."""
    dirty = [name for name in noise.KINDS if name not in CLEAN]
    found = {}
    for name, kinds in (("clean", CLEAN), ("dirty", dirty)):
        texts = [row.text for row in noise.rows(ground, kinds, plan.rated // len(kinds))]
        many = repeated(texts, plan.many)
        runs = {"essaim": [], "addok": []}
        for _ in range(ROUNDS):
            runs["essaim"].append(len(many) / essaim.geocode(many, FOLDER / "asked")[1]["seconds"])
            if addok:
                runs["addok"].append(len(texts) / addok.geocode(texts)[1])
        found[name] = {engine: statistics.median(some) for engine, some in runs.items() if some}
        say(f"{name}: " + ", ".join(f"{engine} {rate:,.0f} rows a second" for engine, rate in found[name].items()))
    return found


def repeated(texts, count):
    """As many rows as asked, from some texts in turn."""
    return [texts[place % len(texts)] for place in range(count)]
