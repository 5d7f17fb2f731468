"""The real addresses: Bondy's as the national base gives them, Metz's as companies wrote them."""

import re

from .addresses import REPETITIONS, Address
from .places import table
from .text import fold, repaired


def bondy():
    """8,413 addresses; the few texts that are still encoded twice are repaired for every engine."""
    for row in table("adresses", "ban_93010_bondy_2022.csv.gz"):
        yield Address(
            number=int(row["numero"]),
            repetition=row["rep"],
            street=repaired(row["nom_voie"]),
            postcode=row["code_postal"],
            insee=row["code_insee"],
            city=row["nom_commune"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            source="bondy",
        )


def metz():
    """Of a range (`22-24`), the first number; of two lines for one address, the first."""
    known = set()
    for row in table("adresses", "adresses_57463_metz_sirene.csv.gz"):
        number, repetition = read_number(row["numero"])
        key = (number, repetition, fold(row["nom_voie"]))
        if not number or key in known:
            continue
        known.add(key)
        lon, lat = float(row["lon"]), float(row["lat"])
        yield Address(
            number,
            repetition,
            row["nom_voie"],
            row["code_postal"],
            row["code_insee"],
            row["nom_commune"],
            lon,
            lat,
            "metz",
        )


def read_number(text):
    """A number and its rank: `4B`, `9 BIS`, `22/24`."""
    found = re.match(r"0*(\d{1,5})\s*(bis|ter|quater|[a-z])?\b", text.strip().lower())
    if not found:
        return None, ""
    rank = found[2] or ""
    return int(found[1]), REPETITIONS.get(rank, rank)
