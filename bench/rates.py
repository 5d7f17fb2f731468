"""How many pages a second Essaim gives, and what each costs beside a static page of the same size."""

import re
import statistics

from load import Target, get, measure, sweep
from processes import status
from steps import say

NEAR = 0.1
"""A static page is of the same size within a tenth."""


class Bank:
    """A served bank of some size, and the addresses to ask of it."""

    def __init__(self, count, corpus, server, mark=""):
        self.count, self.server, self.mark = count, server, mark
        self.queries = (corpus / "queries.txt").read_text().split()
        self.slugs = [f"/experiences/experience-{number}" for number in range(1, count + 1)]

    def target(self, kind):
        """The addresses of a kind of page."""
        paths = {
            "search": lambda: [f"/experiences?{query}" for query in self.queries],
            "api": lambda: [f"/api/v1/experiences?{query}" for query in self.queries],
            "experience": lambda: self.slugs,
        }[kind]()
        return Target.of(f"{kind}{self.mark}", self.server.port, paths, self.server)

    def static(self, size):
        """The embedded file that is closest to a size, under its own address; all of them with their sizes."""
        sizes, pages = {}, ["/", "/carte"]
        for page in pages:
            names = re.findall(r"[\w-]+-[0-9A-Za-z]{8,10}\.(?:css|js|svg|woff2)", get(self.server.port, page).decode())
            for path in dict.fromkeys(f"/assets/{name}" for name in names):
                if path not in sizes and status(self.server.port, path) == 200:
                    sizes[path] = len(get(self.server.port, path))
                    pages += [path] if path.endswith((".css", ".js")) else []
        chosen = min(sizes, key=lambda path: abs(sizes[path] - size))
        return Target.of("static", self.server.port, [chosen], self.server), sizes


def check(bank, kinds=("search", "api", "experience")):
    """Asks everything once: all must come with 200. Gives the mean sizes of the bodies."""
    sizes = {kind: statistics.mean(sweep(bank.target(kind))) for kind in kinds}
    say(
        f"{bank.count:,} experiences, all 200; mean bytes: "
        + ", ".join(f"{kind} {size:,.0f}" for kind, size in sizes.items())
    )
    return sizes


def compare(small, large, sizes, plan):
    """Static, search, experience and API of the small bank in turn, with search and API of the large one."""
    static, assets = small.static(sizes["search"])
    chosen = static.paths()[0]
    off = assets[chosen] / sizes["search"] - 1
    say(
        f"static page: {chosen}, {assets[chosen]:,} bytes ({off:+.0%}); others: "
        + ", ".join(f"{size:,}" for path, size in assets.items() if path != chosen)
    )
    targets = [static, *[small.target(kind) for kind in ("search", "experience", "api")]]
    if large:
        targets += [large.target("search"), large.target("api")]
    rates = measure(targets, plan.rounds, plan.seconds)
    for name, rate in rates.items():
        times = f"p50 {rate.p50:.2f} ms, p99 {rate.p99:.2f} ms, {rate.cost:.0f} µs of processor"
        say(f"{name}: {rate.per_second:,.0f}/s, {times}, spread {rate.spread:.0%}")
    return {"rates": rates, "static": {"path": chosen, "bytes": assets[chosen], "off": off, "near": abs(off) <= NEAR}}
