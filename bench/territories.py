"""Where the made-up experiences happen: real codes of the project's own tables, and what lies around each."""

import gzip
from dataclasses import dataclass
from pathlib import Path

BANDS = [(10_000, "under-10k"), (50_000, "10k-50k"), (200_000, "50k-200k"), (float("inf"), "over-200k")]


def rows(path):
    """The rows of a table, by code; the first line names the columns."""
    read = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = read.decode().splitlines()
    kept = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    head, body = kept[0], kept[1:]
    return {row[0]: dict(zip(head, row, strict=False)) for row in body}


@dataclass(frozen=True)
class Territories:
    """The tables, by level."""

    tables: dict[str, dict[str, dict[str, str]]]
    communes: list[str]
    neighbourhoods: list[str]

    @classmethod
    def read(cls, folder: Path):
        """Reads the tables that an experience of the corpus needs."""
        files = {
            "region": "regions.tsv",
            "departement": "departements.tsv",
            "arrondissement": "arrondissements.tsv",
            "epci": "epci.tsv",
            "contrat": "contrats.tsv",
            "commune": "communes.tsv.gz",
            "qpv": "qpv.tsv",
        }
        tables = {level: rows(folder / file) for level, file in files.items()}
        communes = [f"commune-{code}" for code in tables["commune"] if len(code) == 5]
        neighbourhoods = [f"qpv-{code}" for code in tables["qpv"] if code.startswith("Q")]
        return cls(tables, communes, neighbourhoods)

    def row(self, place):
        """The row of a level-code."""
        level, code = place.split("-", 1)
        return self.tables[level].get(code, {})

    def name(self, place):
        """The name of a level-code."""
        return self.row(place)["name"]

    def communes_of(self, place):
        """The communes in which a place lies."""
        if place.startswith("commune-"):
            return [place]
        codes = self.row(place)["communes"].replace(",", " ").split()
        return [f"commune-{code}" for code in codes if code in self.tables["commune"]]

    def around(self, place):
        """The place, and everything inside which it lies."""
        found = {place: None}
        for commune in self.communes_of(place):
            row = self.row(commune)
            found[commune] = None
            for level in ("arrondissement", "epci", "contrat"):
                found |= {f"{level}-{code}": None for code in [row.get(level)] if code}
            departement = f"departement-{self.departement(commune)}"
            found |= {departement: None, f"region-{self.row(departement).get('region')}": None}
        return [one for one in found if self.row(one)]

    def departement(self, commune):
        """The code of a commune's département."""
        code = commune.removeprefix("commune-")
        return code[:3] if code.startswith("97") else code[:2]

    def names_around(self, place):
        """The names under which the place may be sought."""
        return list(dict.fromkeys(self.name(one) for one in self.around(place)))

    def large_around(self, place):
        """The régions and départements, which every engine counts."""
        return [one for one in self.around(place) if one.startswith(("region-", "departement-"))]

    def town_sizes(self, place):
        """The bands of population of the communes."""
        people = [int(self.row(commune).get("population") or 0) for commune in self.communes_of(place)]
        return sorted({next(band for limit, band in BANDS if count < limit) for count in people})
