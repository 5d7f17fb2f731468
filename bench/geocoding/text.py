"""Texts compared without what a hand leaves out: case, accents, hyphens and apostrophes."""

import re
import unicodedata
from functools import lru_cache

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})


def without_accents(text):
    """The same letters, bare."""
    spread = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@lru_cache(1 << 20)
def fold(text):
    """Lower case, bare letters and digits, one space between words."""
    return re.sub(r"[^0-9a-z]+", " ", without_accents(text).lower()).strip()


def repaired(text):
    """UTF-8 that was read as Windows-1252, as some lines of the official file still have it, read again."""
    for _ in range(2):
        try:
            again = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            break
        if again == text:
            break
        text = again
    return text
