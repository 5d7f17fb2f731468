"""Suggestions while typing: the time of one request, asked one after the other over one connection.

The time is that seen by whoever asks, loopback and reading included: the server's own is shorter still.
"""

import http.client
import re
import statistics
import time
from urllib.parse import quote

from load import ask
from processes import HOST

WORDS = 400


def beginnings(documents):
    """What somebody types: the first letters, one more each time, of words spread over the corpus."""
    words = {}
    for document in documents[:: max(1, len(documents) // 200)]:
        text = f"{document['title']} {document['partners']} {document['places']}"
        words |= dict.fromkeys(re.findall(r"\w{4,}", text.lower()))
    chosen = list(words)[:: max(1, len(words) // WORDS)][:WORDS]
    return [word[:length] for word in chosen for length in range(1, min(len(word), 9))]


def measure(port, typed):
    """Asks each beginning once; milliseconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    paths = [f"/api/v1/suggestions?q={quote(one)}" for one in typed]
    for path in paths[:50]:
        ask(connection, path)
    times = []
    for path in paths:
        since = time.perf_counter()
        ask(connection, path)
        times.append((time.perf_counter() - since) * 1e3)
    connection.close()
    times.sort()
    return {
        "count": len(times),
        "p50": statistics.median(times),
        "p99": times[int(len(times) * 0.99)],
        "worst": times[-1],
    }
