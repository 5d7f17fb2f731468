"""What an engine answers, in one form for all."""

import re
from dataclasses import dataclass

LABEL = re.compile(
    r"^(?:(?P<number>\d{1,5}(?:\s?(?:bis|ter|quater|[a-z]))?)\s+)?(?P<street>.+?),?\s+(?P<postcode>\d{5})\s+.+$",
    re.IGNORECASE,
)
OF_ADDOK = {"housenumber": "numero", "street": "voie", "locality": "lieu_dit", "municipality": "commune"}


@dataclass(frozen=True)
class Answer:
    """The first answer to a query."""

    kind: str
    """numero, interpolee, voie, lieu_dit, commune; empty where nothing was found."""
    score: float
    number: str
    street: str
    insee: str
    lon: float
    lat: float
    label: str
    why: str = ""


NOTHING = Answer("", 0.0, "", "", "", 0.0, 0.0, "")


def of_essaim(row):
    """An answer from a line that `essaim geocode` gave back."""
    label, kind = row["adresse_trouvee"], row["adresse_nature"]
    parts = LABEL.match(label) if kind not in ("", "commune") else None
    return Answer(
        kind=kind,
        score=decimal(row["adresse_score"]),
        number=(parts["number"] or "") if parts and kind in ("numero", "interpolee") else "",
        street=parts["street"] if parts else label,
        insee=row["adresse_insee"],
        lon=decimal(row["adresse_lon"]),
        lat=decimal(row["adresse_lat"]),
        label=label,
        why=row.get("adresse_motif", ""),
    )


def decimal(text):
    """A decimal number in either dress; nothing is zero."""
    return float(text.replace(",", ".")) if text else 0.0


def of_addok(found):
    """An answer of addok's."""
    if not found:
        return NOTHING
    return Answer(
        kind=OF_ADDOK[found["type"]],
        score=found["score"],
        number=found["number"],
        street=found["name"],
        insee=found["citycode"],
        lon=found["lon"],
        lat=found["lat"],
        label=found["label"],
    )
