"""Whether the engines found the same: how many results each gives for some searches."""

import json
import statistics

from load import get
from steps import say

SAMPLE = 200
CLOSE = 0.1


def essaim_totals(bank):
    """Essaim's totals for every search of the sample."""
    return {
        query: json.loads(get(bank.server.port, f"/api/v1/experiences?{query}"))["total"]
        for query in sample(bank.queries)
    }


def sample(queries):
    """Searches spread over the list."""
    return queries[:: max(1, len(queries) // SAMPLE)][:SAMPLE]


def compare(peer, ours):
    """The part of the searches for which a peer's total is within a tenth of ours, or one result; and the ratio of all
    the results together."""
    theirs = {query: peer.total(query) for query in ours}
    close = [abs(theirs[query] - count) <= max(1, CLOSE * count) for query, count in ours.items()]
    found = {"close": statistics.mean(close), "ratio": sum(theirs.values()) / max(1, sum(ours.values()))}
    close, ratio = found["close"], found["ratio"]
    say(f"{peer.name}: {close:.0%} of {len(ours)} totals within a tenth of Essaim's, {ratio:.2f} times its results")
    if found["ratio"] < 0.5 or found["ratio"] > 2:
        raise RuntimeError(f"{peer.name} does not search the same: compare a few queries by hand")
    return found
