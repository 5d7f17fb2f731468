"""Whether an answer is right. The same rules for every engine.

- *exact*: within 20 m of the address asked for (of either end, for a range).
- *street*: farther, but in the right street of the right commune.
- *none*: nothing, or the right commune alone.
- *wrong*: anything else.

Of an address that does not exist: a street that the commune lacks is right when at most the commune comes back; a
number far beyond the last is right when the street comes back without number. A numbered answer is then wrong.
"""

from .addresses import metres
from .noise import close
from .places import SPLIT, communes
from .real import read_number
from .text import fold

DECIDED = 0.8
"""The score from which a verdict is given."""

OUTCOMES = ("exact", "street", "wrong", "none")


def outcome(row, answer):
    """One of the four."""
    if not answer.kind:
        return "none"
    if answer.kind == "commune":
        return "none" if same_commune(answer.insee, row.truth.insee) else "wrong"
    if row.kind == "unknown_street":
        return "wrong"
    numbered = answer.kind in ("numero", "interpolee")
    if row.kind == "number_beyond" and numbered:
        return "wrong"
    if row.kind != "number_beyond" and close(row, answer.lon, answer.lat):
        return "exact"
    right = answer.insee == row.truth.insee and fold(answer.street) == fold(row.truth.street)
    return "street" if right else "wrong"


def sound(row, answer):
    """Whether one may rely on an answer: the point, or the street where it says to be no more than that."""
    found = outcome(row, answer)
    if row.kind == "unknown_street":
        return found == "none"
    return found == "exact" or (found == "street" and answer.kind == "voie")


def same_commune(code, other):
    """Whether two codes are of one commune: an arrondissement is of its town."""
    parents = [getattr(communes().by_code.get(one), "parent", one) for one in (code, other)]
    return parents[0] == parents[1]


def passes(query, answer):
    """geocoder-tester's comparison, on what both engines give: number, street, commune, point; case and accents folded.

    The commune is compared by its code, so that a former name or an arrondissement is no fault.
    """
    if not answer.kind:
        return False
    if query.kind == "commune" and answer.kind != "commune":
        return False
    if query.street and fold(query.street) != fold(answer.street):
        return False
    if query.number and read_number(query.number) != read_number(answer.number or "-"):
        return False
    if query.coordinate:
        lat, lon, most = map(float, query.coordinate.split(","))
        if metres(lon, lat, answer.lon, answer.lat) > most:
            return False
    if not (query.city or query.postcode):
        return True
    if query.postcode:
        return answer.insee == query.commune or (answer.insee in SPLIT and same_commune(answer.insee, query.commune))
    return same_commune(answer.insee, query.commune)
