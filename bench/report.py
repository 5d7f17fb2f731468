"""The table of a run, each aim with its figure and whether it is met; and README.md, from README.template.md.

bench/report.py    writes README.md again from the last whole run
"""

import json
from string import Template

from geocoding import report as addresses
from ground import HERE, VAR
from load import Rate
from table import Line, rows


NOT_RUN = {"absent": "this part was not run"}


def lines(results):
    """Every aim of the bench."""
    plan = results["plan"]
    yield from pages(results, plan)
    yield from peers(results)
    yield from starting(results, plan)
    yield from books(results)
    typed = results["suggestions"]
    yield Line.judged("Suggestions, seen by who asks: p99", "< 5 ms", f"{typed['p99']:.2f} ms", typed["p99"] < 5)


def pages(results, plan):
    """Essaim beside its own static page, and beside itself with ten times as much."""
    static = rate(results, "static")
    search, page = rate(results, "search") / static, rate(results, "experience") / static
    holds = search >= 1 / 3
    line = Line.judged("Search page ÷ static page", "≥ 0.33, not under 0.17", f"{search:.2f}", holds)
    yield line if holds or search < 1 / 6 else Line(line.what, line.aim, line.figure, "**not met**, above the floor")
    yield Line.judged("Experience page ÷ static page", "≥ 0.67", f"{page:.2f}", page >= 2 / 3)
    what = "Search page at 100,000: cost ÷ that at 10,000"
    if plan["large"]:
        cost = rate(results, "search") / rate(results, "search-large")
        yield Line.judged(what, "≤ 4", f"{cost:.1f}", cost <= 4)
    else:
        yield Line.judged(what, "≤ 4", "", None)


def peers(results):
    """Essaim beside each peer, in the same minutes."""
    for name, form, times in (
        ("Datasette", "search", 20),
        ("Django and PostgreSQL", "search", 20),
        ("Groonga", "api", 3),
    ):
        what = f"{'Search page' if form == 'search' else 'Search as JSON'} ÷ {name}"
        found = results["peers"].get(name)
        ratio = found and found[form] / found["rate"].per_second
        yield Line.judged(
            what, f"≥ {times}", f"{ratio:.1f}" if found else absent(results, name), found and ratio >= times
        )


def starting(results, plan):
    """From nothing to a page, and at rest."""
    found = results["start"]
    at = f"{plan['small']:,} experiences"
    yield Line.judged(
        f"Start to first answer, index at hand, {at}", "< 1 s", f"{found['start']:.2f} s", found["start"] < 1
    )
    yield Line.judged(
        f"Memory at rest (resident), {at}", "< 150 MB", f"{found['rss'] / 1e6:.0f} MB", found["rss"] < 150e6
    )


def books(results):
    """PDFs, alone and beside others."""
    few, many, beside = results["samples"], results["many"], results["beside"]
    worst = max(few["command"], few["served"])
    yield Line.judged(f"Compendium of {few['experiences']}", "< 1 s", f"{worst:.2f} s", worst < 1)
    yield Line.judged(
        f"Compendium of {many['experiences']:,}, with progress",
        "< 20 s",
        f"{many['command']:.1f} s, {many['steps']} steps shown",
        many["command"] < 20 and many["steps"] > 10,
    )
    for name, title in (("weasyprint", "WeasyPrint ÷ Essaim"), ("typst", "Essaim ÷ Typst’s own")):
        what = f"Compendium of about 120 pages: time of {title}"
        aim = "≥ 10" if name == "weasyprint" else "≤ 1.2"
        if not beside or name not in beside:
            yield Line.judged(what, aim, absent(results, name), None)
            continue
        theirs, ours = beside[name]["seconds"], beside["server"]["seconds"]
        ratio, holds = (
            (theirs / ours, theirs / ours >= 10) if name == "weasyprint" else (ours / theirs, ours / theirs <= 1.2)
        )
        yield Line.judged(what, aim, f"{ratio:.1f}" if name == "weasyprint" else f"{ratio:.2f}", holds)


def rate(results, name):
    """Pages a second."""
    return results["rates"]["rates"][name].per_second


def absent(results, name):
    """Why a peer is not there."""
    return results["left_out"].get(name.split()[0].lower(), "this program cannot write the book's sources")


def table(results):
    """The table as Markdown."""
    return rows(
        ["What", "Aim", "Figure", ""], [(line.what, line.aim, line.figure, line.verdict) for line in lines(results)]
    )


def own_rates(results):
    """Essaim's pages."""
    small, large = results["plan"]["small"], results["plan"]["large"]
    names = {
        "static": "Static page",
        "search": f"Search page, {small:,}",
        "experience": f"Experience page, {small:,}",
        "api": f"Search as JSON, {small:,}",
    }
    if large:
        names |= {"search-large": f"Search page, {large:,}", "api-large": f"Search as JSON, {large:,}"}
    return rows(
        ["Page", "a second", "processor", "p50", "p99", "kB"],
        [rated(title, results["rates"]["rates"][name]) for name, title in names.items()],
    )


def peer_rates(results):
    """The peers, and Essaim in the same minutes."""
    body = []
    for name, peer in results["peers"].items():
        body.append(
            (*rated(name, peer["rate"]), f"{peer['close']:.0%}", f"{peer['search']:,.0f}", f"{peer['api']:,.0f}")
        )
    head = ["Server", "a second", "processor", "p50", "p99", "kB", "same totals", "Essaim’s page", "Essaim’s JSON"]
    left = [f"\nLeft out: {name}, {reason}." for name, reason in results["left_out"].items()]
    return rows(head, body) + "".join(left)


def rated(title, rate_):
    """A rate as cells."""
    return (
        title,
        f"{rate_.per_second:,.0f}",
        f"{rate_.cost:,.0f} µs" if rate_.cost < 10_000 else f"{rate_.cost / 1e3:,.0f} ms",
        milliseconds(rate_.p50),
        milliseconds(rate_.p99),
        f"{rate_.size / 1e3:.0f}",
    )


def milliseconds(value):
    """A latency for people."""
    return f"{value:.1f} ms" if value < 100 else f"{value:,.0f} ms"


def starts(results):
    """Start and memory at both sizes."""
    body = []
    for key, count in (("start", results["plan"]["small"]), ("start_large", results["plan"]["large"])):
        if not count:
            continue
        found, made = results[key], results["imports"][str(count)]
        body.append(
            (
                f"{count:,}",
                f"{made['seconds']:.0f} s",
                f"{made['first_start']:.1f} s",
                f"{made['index_bytes'] / 1e6:.0f} MB",
                f"{found['start'] * 1e3:.0f} ms",
                f"{found['rss'] / 1e6:.0f} MB",
                f"{found['pss'] / 1e6:.0f} MB",
            )
        )
    head = ["Experiences", "import", "first start", "index", "later starts", "resident", "proportional"]
    return rows(head, body)


def printed(results):
    """Books."""
    few, many, beside = results["samples"], results["many"], results["beside"]
    body = [
        (f"{few['experiences']} experiences, `essaim recueil`", few["pages"], f"{few['command']:.2f} s"),
        (
            f"{few['experiences']} experiences, `/recueil.pdf` of a server just started",
            few["pages"],
            f"{few['served']:.2f} s",
        ),
        (
            f"{many['experiences']:,} experiences, `essaim recueil` (at most {many['peak'] / 1e6:,.0f} MB)",
            many["pages"],
            f"{many['command']:.1f} s",
        ),
    ]
    titles = {
        "server": "`/recueil.pdf` of a server just started",
        "command": "`essaim recueil`",
        "typst": "Typst’s own, the same sources",
        "weasyprint": "WeasyPrint, the same as HTML",
    }
    for name, title in titles.items():
        if beside and name in beside:
            body.append(
                (
                    f"{beside['experiences']} experiences, {title}",
                    beside[name]["pages"],
                    f"{beside[name]['seconds']:.2f} s",
                )
            )
    return rows(["Book", "pages", "time"], body)


def write(results):
    """README.md."""
    facts, plan = results["machine"], results["plan"]
    static = results["rates"]["static"]
    found = {
        "table": table(results),
        "own_rates": own_rates(results),
        "peer_rates": peer_rates(results),
        "starts": starts(results),
        "printed": printed(results),
        **{key: str(value) for key, value in facts.items()},
        "memory": f"{facts['memory'] / 2**30:.0f} GiB",
        "busy": f"{facts['busy']:.1f}",
        "busy_after": f"{results['busy_after']:.1f}",
        "versions": "; ".join(
            [
                results["essaim"],
                *results["tools"].values(),
                *[p["version"] for n, p in results["peers"].items() if "," not in n],
                *results["printers"].values(),
            ]
        ),
        "static_path": static["path"],
        "static_bytes": f"{static['bytes']:,}",
        "static_off": f"{static['off']:+.0%}",
        "search_bytes": f"{results['sizes']['search']:,.0f}",
        "rounds": str(plan["rounds"]),
        "seconds": str(plan["seconds"]),
        "peer_rounds": str(plan["peer_rounds"]),
        "peer_seconds": str(plan["peer_seconds"]),
        "prints": str(plan["prints"]),
        "start_count": str(plan["starts"]),
        "after_load": f"{results['after_load']['rss'] / 1e6:.0f}",
        "spread": f"{max(one.spread for one in results['rates']['rates'].values()):.0%}",
        "typed": f"{results['suggestions']['count']:,}",
        "typed_p50": f"{results['suggestions']['p50']:.2f}",
        "typed_worst": f"{results['suggestions']['worst']:.1f}",
    }
    found["addresses"] = addresses.section(results.get("addresses") or NOT_RUN).rstrip()
    text = Template((HERE / "README.template.md").read_text(encoding="utf-8")).substitute(found)
    (HERE / "README.md").write_text(text, encoding="utf-8")


def write_addresses(found):
    """The section on addresses alone, in README.md as it is."""
    file = HERE / "README.md"
    file.write_text(addresses.replaced(file.read_text(encoding="utf-8"), found), encoding="utf-8")


def last():
    """The figures of the last whole run."""
    results = json.loads((VAR / "results" / "last.json").read_text())
    results["rates"]["rates"] = {name: Rate(**one) for name, one in results["rates"]["rates"].items()}
    for peer in results["peers"].values():
        peer["rate"] = Rate(**peer["rate"])
    return results


if __name__ == "__main__":
    write(last())
