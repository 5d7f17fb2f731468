"""What every engine searches, filters and counts: the same texts, the same fourteen facets."""

from urllib.parse import parse_qsl

TEXTS = ["title", "summary", "in_brief", "partners", "places", "labels", "body", "figures"]
"""The fields that Essaim indexes."""

FACETS = {
    "categorie": "category",
    "levier": "lever",
    "objectif": "objective",
    "public": "public",
    "theme": "theme",
    "secteur": "sector",
    "porteur": "lead_kind",
    "echelle": "scale",
    "moyens": "means",
    "apport": "contribution",
    "maturite": "maturity",
    "statut": "known_status",
    "taille": "town_size",
    "territoire": "territory",
}
"""Keys of the address and the columns behind them."""

SEVERAL = ["category", "lever", "objective", "public", "theme", "town_size", "territory"]
"""The columns in which a document may have several values."""

PAGE = 20
"""How many results a page lists."""


def read(query):
    """The words of a search, and its filters as pairs of column and value."""
    pairs = parse_qsl(query)
    words = next(value for key, value in pairs if key == "q")
    return words, [(FACETS[key], value) for key, value in pairs if key in FACETS]
