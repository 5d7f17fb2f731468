"""The common ground of all engines: the same addresses as a BAN file and as addok's documents, made once.

Folder `var/bench/geocoding/<size>`: `ban.csv.gz`, `addok.jsonl`, `towns.tsv`, and for the bench itself `real.json`,
`queries.json`, `streets.json` (the names of streets in the communes of real addresses) and `made.json` (what it is made
of).
"""

import csv
import gzip
import hashlib
import io
import json
import math
from collections import Counter, defaultdict
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path

from . import real, tester
from .addresses import Address, moved
from .distractors import Distractors
from .places import areas, communes
from .text import fold

FOLDER = Path(__file__).resolve().parents[2] / "var" / "bench" / "geocoding"
SIZES = {"whole": 800_000, "small": 40_000}
"""Distractors elsewhere, at least. The small one has spellings beside the real streets alone."""

COLUMNS = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
).split(";")


class Ground:
    """What the engines are loaded with, and what they are asked."""

    def __init__(self, size="whole"):
        self.size, self.folder = size, FOLDER / size
        if not (self.folder / "made.json").exists() or self.made["mark"] != mark():
            write(self.folder, size)
            self.__dict__.pop("made", None)

    @property
    def ban(self):
        """The addresses in the dress of the national base."""
        return self.folder / "ban.csv.gz"

    @property
    def documents(self):
        """The same as addok reads them, with every commune."""
        return self.folder / "addok.jsonl"

    @cached_property
    def rows_mark(self):
        """Of all that makes the rows that are asked of it."""
        return f"{self.made['mark']} {mark_of('hands', 'likeness', 'noise', 'text')}"

    def _json(self, name):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    @cached_property
    def made(self):
        """Counts, and the mark of what made it."""
        return self._json("made.json")

    @cached_property
    def real(self):
        """The real addresses, Bondy's then Metz's."""
        return [Address(**one) for one in self._json("real.json")]

    @cached_property
    def queries(self):
        """geocoder-tester's, those kept."""
        return [tester.Query(**one) for one in self._json("queries.json")]

    @cached_property
    def streets(self):
        """By commune of real addresses: its streets' names, folded, with the last number of each."""
        return self._json("streets.json")


def mark():
    """Of all that makes the ground: another one is another ground."""
    return mark_of("addresses", "distractors", "ground", "places", "real", "tester", "text")


def mark_of(*names):
    """Of some files of this folder."""
    made = hashlib.sha256()
    for name in names:
        made.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return made.hexdigest()[:16]


def write(folder, size):
    """Makes it anew."""
    folder.mkdir(parents=True, exist_ok=True)
    reading = tester.read()
    true = [*real.bondy(), *real.metz()]
    (folder / "real.json").write_text(json.dumps([asdict(one) for one in true], ensure_ascii=False))
    (folder / "queries.json").write_text(json.dumps([asdict(one) for one in reading.kept], ensure_ascii=False))
    known = [*true, *beside(true, tester.addresses(reading.kept))]
    made = Distractors({(one.insee, one.street) for one in known}, asked(reading.kept), endings(reading.kept))
    counts, last = Counter(), defaultdict(dict)
    homes = {one.insee for one in true}
    with Writer(folder) as writer:
        near = made.near(homes if size == "small" else None)
        for part in (known, near, made.elsewhere(SIZES[size])):
            for one in part:
                writer.add(one)
                counts[one.source] += 1
                if one.insee in homes:
                    streets = last[one.insee]
                    streets[fold(one.street)] = max(one.number, streets.get(fold(one.street), 0))
    (folder / "streets.json").write_text(json.dumps(last))
    towns = sorted(communes().by_code.values(), key=lambda one: one.code)
    (folder / "towns.tsv").write_text("".join(map(town, towns)), encoding="utf-8")
    report = {"mark": mark(), "counts": counts, "streets": writer.streets, "queries": len(reading.kept)}
    (folder / "made.json").write_text(json.dumps(report | {"left": reading.left}, ensure_ascii=False, indent=1))


def town(one):
    """A line on a commune: code, name, other names, postal codes, longitude, latitude, inhabitants."""
    cells = one.code, one.name, "|".join(names(one)[1:]), "|".join(one.postcodes), one.lon, one.lat, one.population
    return "\t".join(map(str, cells)) + "\n"


def names(commune):
    """Those under which people look for a commune: its own first, then its town's, then former ones."""
    former = sorted(name for name, _ in communes().former.get(commune.code, {}).values())
    return list(dict.fromkeys([commune.name, commune.city, *former]))


def beside(true, others):
    """Expected numbers of a street that is real too: those that it lacks, next to the number closest to them."""
    streets = defaultdict(list)
    for one in true:
        streets[one.insee, fold(one.street)].append(one)
    for one in others:
        here = streets.get((one.insee, fold(one.street)))
        if not here:
            yield one
        elif all((one.number, one.repetition) != (other.number, other.repetition) for other in here):
            close = min(here, key=lambda other: abs(other.number - one.number))
            lon, lat = moved(close.lon, close.lat, 8, 0)
            yield replace(one, street=close.street, postcode=close.postcode, lon=lon, lat=lat)


def asked(queries):
    """All that is asked of a commune, folded, so that no distractor is written as a query is."""
    texts = defaultdict(str)
    for query in queries:
        texts[query.commune] += f" | {fold(query.text)}"
    return texts


def endings(queries):
    """What is said after each street, by its name: a distractor of that name lies in no commune that is named so."""
    said = defaultdict(set)
    for query in queries:
        if query.street:
            said[fold(query.street)].add(f" {tester.ending(query)} ")
    return said


class Writer:
    """Both files at once; the numbers of one street follow each other, or are gathered."""

    def __init__(self, folder):
        self.folder, self.streets = folder, 0
        self.street, self.numbers = None, []
        self.done = set()

    def __enter__(self):
        self.compressed = gzip.GzipFile(self.folder / "ban.csv.gz", "wb", compresslevel=3, mtime=0)
        self.text = io.TextIOWrapper(self.compressed, encoding="utf-8", newline="")
        self.ban = csv.writer(self.text, delimiter=";", lineterminator="\n")
        self.ban.writerow(COLUMNS)
        self.documents = (self.folder / "addok.jsonl").open("w", encoding="utf-8")
        for commune in communes().by_code.values():
            self.documents.write(json.dumps(municipality(commune), ensure_ascii=False) + "\n")
        self.waiting = defaultdict(list)
        return self

    def add(self, one):
        """An address."""
        self.ban.writerow(dressed(one))
        key = one.insee, one.street, one.postcode
        if one.source in ("near", "elsewhere"):
            if self.street != key:
                self._flush()
                self.street = key
            self.numbers.append(one)
        else:
            self.waiting[key].append(one)

    def _flush(self):
        if self.numbers:
            self._document(self.numbers)
        self.numbers = []

    def _document(self, numbers):
        self.streets += 1
        self.documents.write(json.dumps(street(numbers), ensure_ascii=False) + "\n")

    def __exit__(self, *_):
        self._flush()
        for numbers in self.waiting.values():
            self._document(numbers)
        self.documents.close()
        self.text.close()
        self.compressed.close()


def dressed(one):
    """A line of the national base."""
    city = one.city
    return [
        f"{one.insee}_{fold(one.street).replace(' ', '')[:6]}_{one.number:05}{one.repetition}",
        "",
        one.number,
        one.repetition,
        one.street,
        one.postcode,
        one.insee,
        city,
        one.former_insee,
        one.former,
        "",
        "",
        one.lon,
        one.lat,
        "",
        "",
        "",
        fold(communes().by_code[one.insee].city).upper(),
        fold(one.street).upper(),
        "inconnue",
        "inconnue",
        0,
        "",
    ]


def street(numbers):
    """A street as addok's documents have it, with its numbers."""
    first = numbers[0]
    commune = communes().by_code[first.insee]
    middle = numbers[len(numbers) // 2]
    cities = list(dict.fromkeys(filter(None, [commune.city, commune.name, first.former])))
    return {
        "id": f"{first.insee}_{fold(first.street).replace(' ', '_')}_{first.postcode}",
        "type": "street",
        "name": first.street,
        "postcode": first.postcode,
        "citycode": first.insee,
        "city": cities if len(cities) > 1 else cities[0],
        "context": context(commune),
        "lon": middle.lon,
        "lat": middle.lat,
        "importance": round(0.6 * weight(commune) + 0.2 * math.log10(len(numbers) + 1) / 3, 4),
        "housenumbers": {f"{one.number}{one.repetition}": {"lat": one.lat, "lon": one.lon} for one in numbers},
    }


def municipality(commune):
    """A commune as addok's documents have it."""
    every = names(commune)
    return {
        "id": commune.code,
        "type": "municipality",
        "name": every if len(every) > 1 else every[0],
        "postcode": list(commune.postcodes) if len(commune.postcodes) > 1 else commune.postcodes[0],
        "citycode": commune.code,
        "city": every if len(every) > 1 else every[0],
        "context": context(commune),
        "lon": commune.lon,
        "lat": commune.lat,
        "population": commune.population,
        "importance": round(weight(commune), 4),
    }


def context(commune):
    """Département and région, which people write too."""
    departements, regions = areas()
    parts = commune.departement, departements.get(commune.departement), regions.get(commune.region)
    return ", ".join(filter(None, parts))


def weight(commune):
    """How known a commune is, from 0 to 1."""
    return min(1, math.log10(commune.population + 1) / 6.5)
