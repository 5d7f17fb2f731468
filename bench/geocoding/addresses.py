"""An address of the ground, and where the made-up ones lie."""

import math
import random
from dataclasses import dataclass

SEED = 20261127
METRES = 111_195
"""One degree of latitude."""

REPETITIONS = {"b": "bis", "t": "ter", "q": "quater"}


@dataclass(frozen=True)
class Address:
    """A number of a street of a commune."""

    number: int
    repetition: str
    street: str
    postcode: str
    insee: str
    city: str
    lon: float
    lat: float
    source: str
    """bondy, metz, tester, or the kind of distractor."""
    former: str = ""
    """The name of a commune that joined another, where people still write it."""
    former_insee: str = ""

    @property
    def label(self):
        """On one line, as an envelope bears it."""
        rank = f" {self.repetition}" if self.repetition else ""
        return f"{self.number}{rank} {self.street} {self.postcode} {self.city}"


def chance(*key):
    """Chance that is the same at every run, for this key alone."""
    return random.Random(":".join(map(str, (SEED, *key))))  # noqa: S311


def metres(lon, lat, other_lon, other_lat):
    """Between two points, well enough within a town."""
    east = (other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(east, other_lat - lat) * METRES


def moved(lon, lat, east, north):
    """A point some metres away."""
    return round(lon + east / METRES / math.cos(math.radians(lat)), 6), round(lat + north / METRES, 6)


class Axis:
    """A street as a straight line: a number lies on its side, some metres after the former."""

    def __init__(self, commune, street, through=None):
        self.chance = chance("axis", commune.code, street)
        if through:
            self.number, self.lon, self.lat = through
        else:
            self.number = 0
            self.lon, self.lat = moved(commune.lon, commune.lat, *(self.chance.uniform(-350, 350) for _ in "en"))
        self.angle = self.chance.uniform(0, 2 * math.pi)
        self.step = self.chance.uniform(4, 9)

    def at(self, number, repetition=""):
        """The point of a number. A street of thousands of numbers is short all the same: all lie near a centre."""
        away = min(abs(number - self.number), 120) * self.step * (1 if number >= self.number else -1)
        side = 0 if number == self.number else (6 if (number - self.number) % 2 else 0)
        away += 3 * bool(repetition) if number != self.number else 0
        east = away * math.cos(self.angle) - side * math.sin(self.angle)
        north = away * math.sin(self.angle) + side * math.cos(self.angle)
        return moved(self.lon, self.lat, east, north)


def plausible_numbers(chance_, least=3):
    """From 1 on, most of them, seldom beyond a hundred."""
    last = least + min(300, int(chance_.expovariate(1 / 20)))
    return [number for number in range(1, last + 1) if chance_.random() < 0.85 or number == last]
