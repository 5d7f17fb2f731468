"""geocoder-tester's French queries: which of them the ground can answer, and where their answers lie.

Kept: those whose expected answer names a street (and a number, or none), or is a commune. Left out, and counted: places
of other kinds (shops, stations, areas, hamlets), answers that are coordinates without a street, and those whose commune
cannot be told.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import partial

from .addresses import Address, Axis, chance, metres, plausible_numbers
from .places import OFFICIAL, communes
from .real import read_number
from .text import fold

FOLDER = OFFICIAL / "adresses" / "geocoder-tester" / "france"

WAYS = (
    "allee allees avenue boulevard chaussee chemin cite clos cour cours faubourg grande grand impasse lotissement mail "
    "montee passage petite petit place placette pont porte promenade quai quartier residence rond route rue ruelle "
    "sente sentier square traverse venelle villa voie"
)
STREET = re.compile(rf"^({'|'.join(WAYS.split())}) .")
NEIGHBOUR = 25_000
"""Metres between the centres of two communes that may be taken for each other."""
NUMBERED = re.compile(r"^(\d{1,5}\s?(?:bis|ter|quater|[a-z])?)\s+(?=\D)(.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """What is asked, and what must come back."""

    text: str
    file: str
    lon: float | None
    lat: float | None
    limit: int
    number: str
    street: str
    city: str
    postcode: str
    coordinate: str
    """Latitude, longitude and how many metres away one may be."""
    commune: str = ""
    """The code of the commune in which the answer lies."""
    kind: str = "street"
    """street; commune, whose name must come back; city, in which anything may."""

    @property
    def group(self):
        """A street is often asked three times: by its city, by its postal code, by a point near it."""
        return self.file, fold(self.street), fold(self.number)


@dataclass
class Reading:
    """The queries kept, and why the others are not."""

    kept: list = field(default_factory=list)
    left: Counter = field(default_factory=Counter)


def read():
    """Every query, kept or counted."""
    reading, pending = Reading(), []
    for row, file in rows():
        query, reason = understood(row, file)
        if reason:
            reading.left[reason] += 1
        else:
            pending.append(query)
    reading.kept = placed(one_name(pending), reading.left)
    return reading


def one_name(queries):
    """The same number at the same point is the same street, of which files may know two spellings: the commoner one."""
    names = defaultdict(Counter)
    for query in queries:
        if query.street and query.lon is not None and query.number:
            names[fold(query.number), query.lon, query.lat][query.street] += "fuzzy" not in query.file or 0.1
    better = {}
    for (number, *_), counted in names.items():
        best = max(counted, key=lambda name: (counted[name], name))
        better |= {(number, fold(name)): best for name in counted if fold(name) != fold(best)}
    return [replace(one, street=better.get((fold(one.number), fold(one.street)), one.street)) for one in queries]


def rows():
    """The rows of all files."""
    for path in sorted(FOLDER.rglob("*.csv")):
        text = path.read_text(encoding="utf-8")
        head = text.partition("\n")[0]
        separator = ";" if head.count(";") > head.count(",") else ","
        for row in csv.DictReader(io.StringIO(text), delimiter=separator):
            yield {key: (value or "").strip() for key, value in row.items() if key}, str(path.relative_to(FOLDER))


def understood(row, file):
    """The query, or the reason for which it is left out."""
    name, street = row.get("expected_name", ""), row.get("expected_street", "")
    number = row.get("expected_housenumber", "")
    if not row.get("query"):
        return None, "no query"
    if not street and (numbered := NUMBERED.match(name)) and STREET.match(fold(numbered[2])):
        number, street = numbered[1], numbered[2]
    elif not street and STREET.match(fold(name)) and not number:
        street = name
    query = Query(
        text=row["query"],
        file=file,
        lon=float(row["lon"]) if row.get("lon") else None,
        lat=float(row["lat"]) if row.get("lat") else None,
        limit=int(row.get("limit") or 1),
        number=number,
        street=street,
        city=row.get("expected_city", ""),
        postcode=row.get("expected_postcode", "").zfill(5) if row.get("expected_postcode") else "",
        coordinate=row.get("expected_coordinate", ""),
    )
    if number and not read_number(number)[0]:
        return None, "the expected number is no number"
    if street:
        return query, None
    return town(query, name)


def town(query, name):
    """An answer that is a commune; anything else is of a kind that no base of addresses holds."""
    if query.number:
        return None, "a number without a street"
    if name and communes().named(fold(name)) and near_enough(query, name):
        return replace(query, kind="commune", city=name), None
    if not name and query.city and not query.coordinate and fold(query.city) in fold(query.text):
        return replace(query, kind="city"), None
    if name:
        return None, "a place that is neither a street nor a commune"
    if query.coordinate:
        return None, "a point without a street"
    return None, "an area, or nothing that can be placed"


def near_enough(query, name):
    """Whether a commune of that name lies where the answer must: a département may bear the same one."""
    if not query.coordinate:
        return True
    lat, lon, most = map(float, query.coordinate.split(","))
    found = [communes().by_code[code] for code in communes().named(fold(name))]
    return any(metres(lon, lat, one.lon, one.lat) <= most for one in found)


def placed(pending, left):
    """Each with its commune. Those that say least come last: their group may know more."""
    known, streets, kept = defaultdict(set), defaultdict(set), {}
    for turn in (1, 2, 3):
        for place, query in enumerate(pending):
            if place in kept:
                continue
            found = candidates(query, known.get(query.group))
            # Of the arrondissements, one in which another query knows that street.
            found = found & streets[fold(query.street)] or found if turn == 3 else found
            if len(found) == 1 or (turn == 3 and found):
                code = min(found, key=partial(likelier, query))
                if query.street:
                    known[query.group].add(code)
                    streets[fold(query.street)].add(code)
                kept[place] = replace(query, commune=code)
    left["the commune cannot be told"] += len(pending) - len(kept)
    return [kept[place] for place in sorted(kept)]


def likelier(query, code):
    """What puts one commune before another: it bears the name today, then it has more inhabitants."""
    one = communes().by_code[code]
    bears_it = f" {fold(one.name)} " in f" {fold(query.city)} {ending(query)} "
    return not bears_it, -one.population, code


def candidates(query, siblings):
    """The communes that an answer may lie in."""
    official = communes()
    found = set(official.named(fold(query.city))) if query.city else set()
    if query.postcode:
        here = official.by_postcode.get(query.postcode, set())
        found = found & here or here or found
    if not found and not query.city and not query.postcode:
        found = set(official.by_code) if query.lon is not None else set()
    for postcode in re.findall(r"\d{5}", query.text):
        found = found & official.by_postcode.get(postcode, set()) or found
    found = said(query, found)
    if siblings:
        found = found & siblings or found
    if len(found) > 1 and query.lon is not None:
        return {min(found, key=lambda code: (away(query, official.by_code[code]), code))}
    return found


def said(query, found):
    """Of some communes, those that the query names after its street. A neighbour that it names plainly is meant even
    where it has another postal code: OpenStreetMap's and the post's are not always the same.
    """
    official = communes()
    words = ending(query).split()
    for place in range(len(words)):
        named = official.named(" ".join(words[place:]))
        if named & found:
            return named & found
        close = {code for code in named if any(distance(code, other) < NEIGHBOUR for other in found)}
        if close and place == 0 and len(found) < 20:
            return close
    return found


def ending(query):
    """What a query says after its street, folded; all of it where the street is not written as expected."""
    text, name = f" {fold(query.text)} ", f" {fold(query.street)} "
    return text.rpartition(name)[2].strip() if query.street and name in text else text.strip()


def distance(code, other):
    """Metres between the centres of two communes."""
    one, two = communes().by_code[code], communes().by_code[other]
    return metres(one.lon, one.lat, two.lon, two.lat)


def away(query, commune):
    """Metres between a query's point and a commune's centre."""
    return metres(query.lon, query.lat, commune.lon, commune.lat)


def addresses(queries):
    """The streets that the answers name, with the numbers that they name and a few more."""
    streets = defaultdict(list)
    for query in queries:
        if query.street:
            streets[query.commune, fold(query.street)].append(query)
    for (code, _), asked in sorted(streets.items()):
        yield from street(communes().by_code[code], asked)


def street(commune, asked):
    """The numbers of one street."""
    name = max((query.street for query in asked), key=lambda name: (sum(name == one.street for one in asked), name))
    postcodes = [query.postcode for query in asked if query.postcode]
    postcode = next((code for code in postcodes if code in commune.postcodes), commune.postcodes[0])
    numbers = {read_number(query.number) for query in asked if query.number}
    numbers |= {(number, "") for number in plausible_numbers(chance("numbers", commune.code, name))}
    here = next((query for query in asked if query.lon is not None), None)
    through = (read_number(here.number)[0] or 0, here.lon, here.lat) if here else None
    axis = Axis(commune, name, through)
    for number, repetition in sorted(numbers):
        exact = here and (number, repetition) == read_number(here.number)
        lon, lat = (here.lon, here.lat) if exact else axis.at(number, repetition)
        yield Address(
            number,
            repetition,
            tidy(name),
            postcode,
            commune.code,
            commune.name,
            lon,
            lat,
            "tester",
            *former_name(commune, asked),
        )


def former_name(commune, asked):
    """The name and the code under which the queries know a commune that joined another since."""
    former = communes().former.get(commune.code, {})
    known = {fold(query.city) for query in asked} | {ending(query) for query in asked}
    return next((former[name] for name in sorted(known & former.keys())), ("", ""))


def tidy(name):
    """A name as a base of addresses writes it."""
    return " ".join(name.split()).replace("’", "'")
