"""Rows that are asked: each kind of noise on its own, the same at every run; and addresses that do not exist.

No text is given whose street is written exactly as another one of the commune: nobody could tell what it means.
"""

from collections import Counter
from dataclasses import dataclass, replace

from .addresses import Address, chance, metres
from .hands import KINDS, told
from .text import fold


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
        names = {(one.insee, one.street) for one in ground.real}
        names |= {(query.commune, query.street) for query in ground.queries if query.street}
        self.names = sorted({name for _, name in names})

    def rows(self, name, sample):
        """Made from real addresses, each with another street or another number."""
        for one in sample:
            luck = chance(name, one.label)
            if name == "number_beyond":
                beyond = self.ground.streets[one.insee][fold(one.street)] + luck.randrange(200, 600)
                yield Row(name, told(replace(one, number=beyond, repetition="")), one)
                continue
            other = luck.choice(self.names)
            while self._near(one.insee, other):
                other = luck.choice(self.names)
            yield Row(name, told(replace(one, street=other.title() if other.isupper() else other)), one)

    def _near(self, insee, name):
        """Whether a name shares its rarest word with a street of the commune."""
        longest = max(fold(name).split(), key=len)
        return any(longest[:5] in street for street in self.ground.streets[insee])


def rows(ground, kinds, sample):
    """For each kind, as many rows as asked, from addresses all over the ground."""
    missing, same = Missing(ground), twins(ground)
    for name in kinds:
        order = ground.real[:]
        chance("order", name).shuffle(order)
        if name in Missing.kinds:
            yield from missing.rows(name, order[:sample])
            continue
        made = 0
        for one in order:
            if made == sample:
                break
            row = noisy(ground, name, one, same)
            if row:
                made += 1
                yield row


def twins(ground):
    """How many streets of a commune bear a name, whatever their type."""
    return Counter((insee, bare(name)) for insee, names in ground.streets.items() for name in names)


def noisy(ground, name, one, same):
    """One row, or none where the kind changes nothing or makes another street's name."""
    text = KINDS[name](one, chance(name, one.label))
    if not text:
        return None
    if name == "no_type" and same[one.insee, bare(fold(one.street))] > 1:
        return None
    if names_another(ground, one, fold(text)):
        return None
    return Row(name, text, one, other_end(ground, one) if name == "ranges" else ())


def bare(folded):
    """A street's name without its type."""
    return folded.partition(" ")[2] or folded


def names_another(ground, one, text):
    """Whether the text holds another street's whole name, and not the true one's."""
    streets = ground.streets[one.insee]
    own = fold(one.street)
    if own in text:
        return False
    return any(name in text for name in streets if name != own and len(name) > 6)


def other_end(ground, one):
    """The point of the number after next, where it exists."""
    same = (other for other in ground.real if (other.insee, other.street) == (one.insee, one.street))
    return tuple((other.lon, other.lat) for other in same if other.number == one.number + 2 and not other.repetition)


def close(row, lon, lat, within=20):
    """Whether a point is one of those that the row means."""
    points = [(row.truth.lon, row.truth.lat), *row.others]
    return any(metres(lon, lat, *point) <= within for point in points)


def all_kinds():
    """Every kind, in the order of the table."""
    return [*KINDS, *Missing.kinds]
