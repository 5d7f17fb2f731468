"""The documents: texts, one column for each facet, and the weighted vector of all the texts."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from facets import FACETS, SEVERAL


class Experience(models.Model):
    """A document of the corpus."""

    slug = models.CharField(max_length=100, unique=True)
    year = models.IntegerField()
    title = models.TextField()
    summary = models.TextField()
    in_brief = models.TextField()
    partners = models.TextField()
    places = models.TextField()
    labels = models.TextField()
    body = models.TextField()
    figures = models.TextField()
    vector = SearchVectorField(null=True)

    class Meta:
        """Indexes of the search and of the filters that take several values."""

        indexes = [GinIndex("vector", name="by_vector"), *[GinIndex(column, name=f"by_{column}") for column in SEVERAL]]


for name in FACETS.values():
    one = models.CharField(max_length=60, db_index=name not in SEVERAL)
    Experience.add_to_class(name, ArrayField(one) if name in SEVERAL else one)
