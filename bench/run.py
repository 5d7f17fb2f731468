#!/usr/bin/env python3
"""Everything that `make bench` measures, in one run. Called by scripts/bench.sh, which brings the tools.

bench/run.py                    the whole run, which writes bench/README.md
bench/run.py --only addresses   the part on addresses alone, which writes its section of bench/README.md
bench/run.py --quick            a few minutes on a small corpus, to try the bench: prints its table, writes nothing
"""

import argparse
import json
import os
import shutil
import sys

import agreement
import machine
import program
import rates
import report
import start
import suggestions
from books import measure as books
from geocoding import report as addresses_report
from geocoding import whole as addresses
from ground import HERE, VAR, Plan
from load import Target, measure
from peers.datasette import Datasette
from peers.django import Django
from peers.groonga import Groonga, GroongaWithSnippets
from processes import run, stop_when_told
from steps import say, step

PEERS = {"datasette": [Datasette], "django": [Django], "groonga": [Groonga, GroongaWithSnippets]}


def main():
    """The steps, in an order that lets each rest on the former ones."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="little of everything: its figures prove nothing")
    options.add_argument("--only", choices=["addresses"], help="this part alone")
    asked = options.parse_args()
    quick = asked.quick
    stop_when_told()
    if asked.only:
        only_addresses(quick)
        return
    plan = Plan.quick() if quick else Plan.whole()
    results = {
        "machine": machine.facts(),
        "tools": machine.tools(),
        "essaim": program.version(),
        "plan": vars(plan),
        "left_out": left_out(),
        "quick": quick,
    }
    with step("corpus"):
        corpora = {count: corpus(count) for count in sorted({plan.beside, plan.book, plan.small, plan.large} - {None})}
    with step("import"):
        banks = {count: imported(count, folder, results) for count, folder in corpora.items()}
    with step("start and memory"):
        results["start"] = starts(plan.small, banks[plan.small], plan)
        results["start_large"] = starts(plan.large, banks[plan.large], plan) if plan.large else None
    serve_and_compare(plan, corpora, banks, results)
    with step("books: the samples"):
        results["samples"] = books.of_the_samples(plan.prints)
    with step(f"books: {plan.book:,} experiences"):
        results["many"] = books.of_many(banks[plan.book], plan.book)
    with step("books: about 120 pages, beside others"):
        printers = {"typst", "weasyprint"} - set(results["left_out"])
        results["beside"] = books.beside(banks[plan.beside], plan.beside, plan.prints, printers)
        results["printers"] = books.versions(printers)
    results["addresses"] = addresses.measure(quick, results["left_out"])
    finish(results, quick)


def only_addresses(quick):
    """The part on addresses; the rest of the table stays as it is."""
    found = addresses.measure(quick, left_out())
    kept("addresses-quick" if quick else "addresses", found)
    print("\n" + addresses_report.section(found))
    if not quick:
        report.write_addresses(found)
        print("\nWritten to bench/README.md")


def serve_and_compare(plan, corpora, banks, results):
    """Everything that is asked of servers: Essaim's own pages, then each peer beside them."""
    servers = {count: program.Server(banks[count], f"essaim-{count}") for count in (plan.small, plan.large) if count}
    small = rates.Bank(plan.small, corpora[plan.small], servers[plan.small])
    large = rates.Bank(plan.large, corpora[plan.large], servers[plan.large], "-large") if plan.large else None
    with step("every address once"):
        results["sizes"] = rates.check(small)
        if large:
            rates.check(large, ("search", "api"))
    with step("rates"):
        results["rates"] = rates.compare(small, large, results["sizes"], plan)
        results["after_load"] = small.server.memory()
    documents = [json.loads(line) for line in (corpora[plan.small] / "documents.jsonl").read_text().splitlines()]
    with step("suggestions"):
        results["suggestions"] = suggestions.measure(small.server.port, suggestions.beginnings(documents))
        say("p50 {p50:.2f} ms, p99 {p99:.2f} ms, worst {worst:.2f} ms over {count:,}".format(**results["suggestions"]))
    if large:
        large.server.stop()
    totals = agreement.essaim_totals(small)
    results["peers"] = {}
    for kind in (kind for key, kinds in PEERS.items() if key not in results["left_out"] for kind in kinds):
        peer = kind()
        with step(f"beside {peer.name}"):
            peer.prepare(documents)
            results["peers"][peer.name] = beside(peer, small, totals, plan)
    small.server.stop()


def beside(peer, small, totals, plan):
    """A peer's rate, and Essaim's in the same minutes."""
    peer.start()
    agreed = agreement.compare(peer, totals)
    theirs = Target.of(peer.key, peer.port, [peer.path(query) for query in small.queries], *peer.processes)
    ours = [small.target("search"), small.target("api")]
    found = measure([theirs, *ours], plan.peer_rounds, plan.peer_seconds)
    peer.stop()
    rate = found[theirs.name]
    search, api = (found[one.name].per_second for one in ours)
    say(f"{peer.name}: {rate.per_second:,.0f}/s; beside it Essaim's page {search:,.0f}/s, its JSON {api:,.0f}/s")
    return {"version": peer.version(), "rate": rate, "search": search, "api": api, **agreed}


def corpus(count):
    """A folder of documents and searches, kept from one run to the next as long as what makes it does not change."""
    folder = VAR / "corpus" / str(count)
    mark = run(["sha256sum", HERE / "generate.py", HERE / "territories.py", HERE.parent / "data" / "vocabularies.toml"])
    made = folder / "made-by"
    if not made.exists() or made.read_text() != mark:
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, HERE / "generate.py", count, folder])
        made.write_text(mark)
    say(f"{count:,} experiences in {folder.relative_to(HERE.parent)}")
    return folder


def imported(count, folder, results):
    """A bank made from a corpus; its index is built by a first start."""
    data, took = program.imported(folder, count)
    first = start.build(data)
    results.setdefault("imports", {})[str(count)] = {"seconds": took, **first}
    say(f"{count:,} imported in {took:.1f} s; first start, which builds the index: {first['first_start']:.1f} s")
    return data


def starts(count, data, plan):
    """Starts on the index at hand."""
    found = start.again(data, plan.starts)
    say(
        f"{count:,}: first answer after {found['start'] * 1e3:.0f} ms; at rest {found['rss'] / 1e6:.0f} MB resident, "
        f"{found['pss'] / 1e6:.0f} MB proportional"
    )
    return found


def left_out():
    """What scripts/bench.sh could not install, with the reason."""
    lines = (VAR / "left-out").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def finish(results, quick):
    """The table on screen; the whole run's in README.md too."""
    results["busy_after"] = os.getloadavg()[0]
    kept("quick" if quick else "last", results)
    print("\n" + report.table(results))
    print("\n" + addresses_report.section(results["addresses"]))
    if not quick:
        report.write(results)
        print("\nWritten to bench/README.md")


def kept(name, results):
    """Keeps the figures of a run."""
    folder = VAR / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(results, default=vars, indent=1))


if __name__ == "__main__":
    main()
