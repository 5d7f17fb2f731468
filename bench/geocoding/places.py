"""Communes as the official tables give them: names, postal codes, centre, inhabitants."""

import csv
import gzip
import io
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .text import fold

OFFICIAL = Path(__file__).resolve().parents[2].parent / "shared" / "data"
"""Beside the project's root, as for the tests on official data."""

SPLIT = {"75056": "Paris", "69123": "Lyon", "13055": "Marseille"}
"""Communes whose addresses bear an arrondissement's code."""


JOINED = {"10", "31", "32", "33", "34", "35"}
"""Movements after which a name is no longer a commune's: another name, and every way to become one with others."""


@dataclass(frozen=True)
class Commune:
    """A commune, or an arrondissement of the three that have some."""

    code: str
    name: str
    postcodes: tuple
    lon: float
    lat: float
    population: int
    departement: str
    region: str
    parent: str
    """The commune of an arrondissement; its own code elsewhere."""

    @property
    def city(self):
        """The name that an envelope bears."""
        return SPLIT.get(self.parent, self.name)


def official(*parts):
    """The text of an official file."""
    path = OFFICIAL.joinpath(*parts)
    read = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return read.decode("utf-8-sig")


def table(*parts, separator=";"):
    """The rows of an official table."""
    return list(csv.DictReader(io.StringIO(official(*parts)), delimiter=separator))


class Communes:
    """All those of which the postal codes and the centre are known."""

    def __init__(self):
        self.by_code, self.by_name, self.by_postcode = {}, defaultdict(set), defaultdict(set)
        self.by_former_name, self.former = defaultdict(set), defaultdict(dict)
        centres = json.loads(official("admin", "communes_centre_bbox.json.gz"))
        for row in json.loads(official("admin", "communes_cog2026.json.gz")):
            if row.get("codesPostaux") and row["code"] in centres and row["code"] not in SPLIT:
                self._add(row, centres[row["code"]]["center"])
        self._former_names()

    def _add(self, row, centre):
        one = Commune(
            code=row["code"],
            name=row["nom"],
            postcodes=tuple(row["codesPostaux"]),
            lon=centre[0],
            lat=centre[1],
            population=row.get("population") or 0,
            departement=row.get("departement", ""),
            region=row.get("region", ""),
            parent=row.get("commune", row["code"]),
        )
        self.by_code[one.code] = one
        for name in {one.name, one.city}:
            self.by_name[fold(name)].add(one.code)
        for postcode in one.postcodes:
            self.by_postcode[postcode].add(one.code)

    def _former_names(self):
        """Names that communes bore before they joined another or took a new one, and that people still write."""
        rows = [row for row in table("admin", "communes_mouvements_2026.csv.gz", separator=",") if row["MOD"] in JOINED]
        after = {}
        for row in sorted(rows, key=lambda row: row["DATE_EFF"]):
            if row["TYPECOM_AP"] == "COM" and row["COM_AP"] != row["COM_AV"]:
                after[row["COM_AV"]] = row["COM_AP"]
        for row in rows:
            code = row["COM_AV"]
            for _ in after:
                if code in self.by_code or code not in after:
                    break
                code = after[code]
            name = row["LIBELLE_AV"]
            if code in self.by_code and fold(name) not in (
                fold(self.by_code[code].name),
                fold(self.by_code[code].city),
            ):
                self.former[code].setdefault(fold(name), (name, row["COM_AV"]))
        for code, names in self.former.items():
            for folded in names:
                self.by_former_name[folded].add(code)

    def named(self, folded):
        """The codes of the communes that bear or bore a name."""
        return self.by_name.get(folded, set()) | self.by_former_name.get(folded, set())


@cache
def communes():
    """Read once."""
    return Communes()


@cache
def areas():
    """The names of départements and régions, by code."""
    return (
        {row["code"]: row["nom"] for row in json.loads(official("admin", "departements_2026.json"))},
        {row["code"]: row["nom"] for row in json.loads(official("admin", "regions_2026.json"))},
    )
