"""Tables of addresses to neighbourhoods: how fast in bulk, and how right on the addresses of Bondy.

The truth is where Shapely finds the point that the national base gives to each address.
"""

import json
import statistics
from collections import Counter

from program import BINARY
from steps import say

from . import hands, noise
from .essaim import Essaim
from .ground import FOLDER, Ground
from .places import OFFICIAL
from .points import peer
from .side import repeated

MARGINS = (0, 2, 5, 10)
"""Metres from an edge under which a line is to be checked."""

ROUNDS = 3


def measure(plan):
    """The rate of bulk tagging, then what the verdicts are worth."""
    ground = Ground(plan.size)
    essaim = Essaim(BINARY, FOLDER / f"essaim-{ground.size}")
    essaim.load(ground)
    return {"bulk": bulk(ground, essaim, plan), "verdicts": verdicts(ground, essaim, plan)}


def bulk(ground, essaim, plan):
    """A large file of real addresses, all kinds of noise in it, the whole path from file to file."""
    each = max(1, plan.rated // len(noise.KINDS))
    texts = repeated([row.text for row in noise.rows(ground, list(noise.KINDS), each)], plan.many)
    runs = [essaim.tag(texts, FOLDER / "tagged")[1] for _ in range(ROUNDS)]
    found = {
        "rows": len(texts),
        "rate": statistics.median(len(texts) / run["seconds"] for run in runs),
        "peak": max(run["peak"] for run in runs),
        "own": max(run["own"] for run in runs),
        "data": essaim.size(),
    }
    say(f"{len(texts):,} rows tagged: {found['rate']:,.0f} a second, {found['own'] / 1e6:.0f} MB beside the data")
    return found


def verdicts(ground, essaim, plan):
    """Bondy, as the base writes it and as people do, at each margin."""
    addresses = [one for one in ground.real if one.source == "bondy"][:: plan.every]
    truth = neighbourhoods(addresses)
    found = {"addresses": len(addresses), "inside": sum(code is not None for code in truth)}
    for name, rows in (("clean", [hands.told(one) for one in addresses]), ("noisy", noisy(ground, addresses))):
        found[name] = {}
        for margin in MARGINS:
            lines, _ = essaim.tag(rows, FOLDER / "tagged", "--marge", margin)
            found[name][str(margin)] = worth(lines, truth)
        say(f"Bondy, {name}: " + told(found[name]["0"]))
    return found


def noisy(ground, addresses):
    """Each address with one kind of noise, all kinds in turn; the next kind where one would change nothing."""
    kinds, texts = [name for name in noise.KINDS if name != "clean"], []
    made = noise.Noise(ground)
    for place, one in enumerate(addresses):
        turned = kinds[place % len(kinds) :] + kinds[: place % len(kinds)]
        texts.append(next(filter(None, (made.row(name, one) for name in turned))).text)
    return texts


def neighbourhoods(addresses):
    """For each address the code of the neighbourhood that holds its point, by Shapely."""
    file = FOLDER / "inside.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([(one.lon, one.lat) for one in addresses]))
    return json.loads(peer("inside", file, OFFICIAL / "qpv" / "qpv_2024_france.geojson.gz"))


def worth(lines, truth):
    """How the verdicts stand beside the truth."""
    told_ = Counter((line["qpv_verdict"], code is not None) for line, code in zip(lines, truth, strict=True))
    misnamed = sum(
        line["qpv_verdict"] == "dans" and code is not None and line["qpv_code"] != code
        for line, code in zip(lines, truth, strict=True)
    )
    inside, outside = told_["dans", True] - misnamed, told_["hors", False]
    said_inside, said_outside = told_["dans", True] + told_["dans", False], outside + told_["hors", True]
    return {
        "recall": inside / sum(code is not None for code in truth),
        "false_inside": told_["dans", False] / len(truth),
        "inside": inside / said_inside if said_inside else None,
        "outside": outside / said_outside if said_outside else None,
        "decided": (said_inside + said_outside) / len(truth),
    }


def told(one):
    """One line of figures."""
    shown = {key: "–" if value is None else f"{value:.2%}" for key, value in one.items()}
    return "found back {recall}, `dans` right {inside}, `hors` right {outside}, decided {decided}".format(**shown)
