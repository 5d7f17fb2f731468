"""Rows that are asked: each kind of noise on its own, the same at every run; and addresses that do not exist.

No text is asked that is as near another street of the commune as its own: nobody could tell what it means.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace

from .addresses import Address, chance, metres
from .hands import KINDS, SHORT, told
from .likeness import Neighbours, within
from .text import fold, repaired


@dataclass(frozen=True)
class Row:
    """What is asked, and the address that it means (or none)."""

    kind: str
    text: str
    truth: Address
    others: tuple = ()
    """Points that are right too: the other end of a range."""


class Missing:
    """Addresses that do not exist."""

    kinds = ("unknown_street", "number_beyond")

    def __init__(self, ground):
        self.ground = ground
        names = {one.street for one in ground.real} | {query.street for query in ground.queries if query.street}
        self.names = sorted(names)

    def rows(self, name, sample):
        """Made from real addresses, each with another street or another number."""
        for one in sample:
            luck = chance(name, one.label)
            if name == "number_beyond":
                beyond = self.ground.streets[one.insee][fold(one.street)] + luck.randrange(200, 600)
                yield Row(name, told(replace(one, number=beyond, repetition="")), one)
                continue
            other = luck.choice(self.names)
            while self._is_known(one.insee, other):
                other = luck.choice(self.names)
            yield Row(name, told(replace(one, street=other.title() if other.isupper() else other)), one)

    def _is_known(self, insee, name):
        """Whether a street of the commune says all that counts in a name: it may be the same, written otherwise."""
        telling = {word for word in fold(name).split()[1:] if len(word) >= 4 and word not in SHORT}
        return not telling or any(telling <= set(street.split()) for street in self.ground.streets[insee])


class Noise:
    """The rows of a ground, by kind."""

    def __init__(self, ground):
        self.ground, self.missing = ground, Missing(ground)
        self.twins = Counter((insee, bare(name)) for insee, names in ground.streets.items() for name in names)
        self.neighbours = {insee: Neighbours(map(bare, names)) for insee, names in ground.streets.items()}

    def rows(self, name, sample):
        """As many rows of a kind as asked, from addresses all over the ground."""
        kept = self.ground.folder / "rows" / f"{name}-{sample}.json"
        if kept.exists() and (found := json.loads(kept.read_text()))["mark"] == self.ground.rows_mark:
            return [row_of(one) for one in found["rows"]]
        made = list(self._made(name, sample))
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps({"mark": self.ground.rows_mark, "rows": [asdict(row) for row in made]}))
        return made

    def _made(self, name, sample):
        order = self.ground.real[:]
        chance("order", name).shuffle(order)
        if name in Missing.kinds:
            yield from self.missing.rows(name, order[:sample])
            return
        made = filter(None, (self.row(name, one) for one in order))
        yield from (row for row, _ in zip(made, range(sample), strict=False))

    def row(self, name, one):
        """One row, or none where the kind changes nothing, or where one could not tell which street is meant."""
        text = KINDS[name](one, chance(name, one.label))
        if not text or (name == "no_type" and self.twins[one.insee, bare(fold(one.street))] > 1):
            return None
        if self._is_another(one, fold(repaired(text))):
            return None
        return Row(name, text, one, self._other_end(one) if name == "ranges" else ())

    def _is_another(self, one, text):
        """Whether a text is as near another street's name as its own, type aside."""
        own = bare(fold(one.street))
        far = within(own, text)
        return bool(far) and any(within(name, text) <= far for name in self.neighbours[one.insee].near(own))

    def _other_end(self, one):
        """The point of the number after next, where it exists."""
        same = (other for other in self.ground.real if (other.insee, other.street) == (one.insee, one.street))
        return tuple(
            (other.lon, other.lat) for other in same if other.number == one.number + 2 and not other.repetition
        )


def row_of(kept):
    """A row that was kept."""
    others = tuple(map(tuple, kept["others"]))
    return Row(kept["kind"], kept["text"], Address(**kept["truth"]), others)


def rows(ground, kinds, sample):
    """For each kind, as many rows as asked."""
    noise = Noise(ground)
    for name in kinds:
        yield from noise.rows(name, sample)


def bare(folded):
    """A street's name without its type."""
    return folded.partition(" ")[2] or folded


def close(row, lon, lat, within=20):
    """Whether a point is one of those that the row means."""
    points = [(row.truth.lon, row.truth.lat), *row.others]
    return any(metres(lon, lat, *point) <= within for point in points)


def all_kinds():
    """Every kind, in the order of the table."""
    return [*KINDS, *Missing.kinds]
