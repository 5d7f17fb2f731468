"""The search page, as a careful developer would write it: two queries, whatever is asked."""

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import connection
from django.db.models import F
from django.shortcuts import render

from facets import FACETS, PAGE, SEVERAL

from .models import Experience

CONFIGURATION = "french_unaccented"


def experiences(request):
    """Results by relevance with marked snippets, and the counts of every facet among them."""
    words = request.GET.get("q", "").strip()
    query = SearchQuery(words, config=CONFIGURATION, search_type="websearch")
    found = Experience.objects.filter(vector=query) if words else Experience.objects.all()
    for key, column in FACETS.items():
        for value in request.GET.getlist(key):
            found = found.filter(**{f"{column}__contains": [value]} if column in SEVERAL else {column: value})
    total, facets = counts(found, request)
    results = (
        found.only("slug", "title", "summary", "year")
        .annotate(
            rank=SearchRank(F("vector"), query),
            snippet=SearchHeadline(
                "body",
                query,
                config=CONFIGURATION,
                start_sel="<mark>",
                stop_sel="</mark>",
                max_fragments=2,
                max_words=20,
                min_words=10,
            ),
        )
        .order_by("-rank", "pk")[:PAGE]
    )
    return render(request, "search.html", {"words": words, "total": total, "facets": facets, "results": results})


def counts(found, request):
    """How many there are, and for each facet its values, how many each holds and where it leads: one query."""
    hits, parameters = found.values(*FACETS.values()).query.sql_with_params()
    counted = [
        f"select '{column}', value, count(*) from hits, unnest({column}) as value group by value"
        if column in SEVERAL
        else f"select '{column}', {column}, count(*) from hits group by {column}"
        for column in FACETS.values()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"with hits as materialized ({hits}) select '', '', count(*) from hits "
            f"union all {' union all '.join(counted)}",
            parameters,
        )
        rows = cursor.fetchall()
    facets = [facet(key, [row[1:] for row in rows if row[0] == column], request) for key, column in FACETS.items()]
    return next(count for column, _, count in rows if not column), facets


def facet(key, values, request):
    """A facet of the page: each value with the address that adds it to the search."""
    base = request.GET.urlencode()
    chosen = request.GET.getlist(key)
    values = sorted(values, key=lambda value: (-value[1], value[0]))
    return {
        "key": key,
        "values": [
            {"label": value, "count": count, "chosen": value in chosen, "href": f"?{base}&{key}={value}"}
            for value, count in values
        ],
    }
