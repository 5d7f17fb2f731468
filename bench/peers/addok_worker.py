"""Asks addok each row of a file. Run by `peers.addok`, in its own process."""

import json
import sys
import time
from pathlib import Path

from addok.config import config
from addok.core import search
from addok.helpers.text import EntityTooLarge


def main(asked):
    """Reads the rows, waits for the word, asks, and writes the answers at once."""
    config.load()
    job = json.loads(asked.read_text())
    search("1 rue de la paix", autocomplete=False, limit=3)
    asked.with_suffix(".set").touch()
    while not asked.with_suffix(".begin").exists():
        time.sleep(0.001)
    answers = [first(text, near, job["limit"]) for text, near in job["rows"]]
    asked.with_suffix(".told").write_text(json.dumps(answers))


def first(text, near, limit):
    """The first answer, as plain values."""
    place = {"lon": near[0], "lat": near[1]} if near else {}
    try:
        found = search(text, autocomplete=False, limit=limit, **place)
    except EntityTooLarge:
        return None
    if not found:
        return None
    result = found[0]
    return {
        "type": result.type,
        "score": result.score,
        "number": str(result.housenumber or ""),
        "name": result.name,
        "citycode": result.citycode,
        "lon": float(result.lon),
        "lat": float(result.lat),
        "label": str(result),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
