"""Makes the table and loads the documents: `python -m peers.django_app.load DOCUMENTS`."""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peers.django_app.settings")
django.setup()

from django.contrib.postgres.search import SearchVector  # noqa: E402
from django.db import connection  # noqa: E402

from facets import FACETS, SEVERAL, TEXTS  # noqa: E402

from .models import Experience  # noqa: E402
from .views import CONFIGURATION  # noqa: E402

WEIGHTS = {"title": "A", "summary": "B", "in_brief": "B", "partners": "B", "places": "B", "labels": "C"}


def main():
    """Configuration of French without accents, table, rows, vectors, statistics."""
    with connection.cursor() as cursor:
        cursor.execute("create extension unaccent")
        cursor.execute(f"create text search configuration {CONFIGURATION} (copy = french)")
        cursor.execute(f"""alter text search configuration {CONFIGURATION}
            alter mapping for hword, hword_part, word with unaccent, french_stem""")
    with connection.schema_editor() as editor:
        editor.create_model(Experience)
    documents = json.loads(Path(sys.argv[1]).read_text())
    Experience.objects.bulk_create(map(row, documents), batch_size=500)
    vectors = [SearchVector(text, weight=WEIGHTS.get(text, "D"), config=CONFIGURATION) for text in TEXTS]
    Experience.objects.update(vector=sum(vectors[1:], start=vectors[0]))
    with connection.cursor() as cursor:
        cursor.execute("vacuum full analyze")


def row(document):
    """A document as a row."""
    facets = {column: document[column] if column in SEVERAL else document[column][0] for column in FACETS.values()}
    return Experience(
        slug=document["slug"], year=document["year"], **{text: document[text] for text in TEXTS}, **facets
    )


main()
