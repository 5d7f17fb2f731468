"""Asking many pages at once: bounded runs of wrk on the loopback, every answer a 200."""

import http.client
import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from ground import CONNECTIONS, HERE, VAR
from processes import HOST, processor_time, run

WARM_UP = 3
MOST = 40
"""Seconds of a run at most."""
QUIET = 0.02
"""Seconds of processor in a fifth of a second: less is rest."""


@dataclass(frozen=True)
class Target:
    """Addresses of a server, walked one after the other."""

    name: str
    port: int
    file: Path
    """One path a line."""
    processes: tuple
    """What answers, to count its processor time."""

    @classmethod
    def of(cls, name, port, paths, *processes):
        """Writes the paths where wrk reads them."""
        folder = VAR / "paths"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.paths"
        file.write_text("\n".join(paths) + "\n")
        return cls(name, port, file, processes)

    def paths(self):
        """All of them."""
        return self.file.read_text().splitlines()


@dataclass(frozen=True)
class Rate:
    """What several runs gave: the median of each figure."""

    per_second: float
    p50: float
    p99: float
    size: float
    cost: float
    spread: float
    """The widest distance of a run from the median, as a part of it."""

    @classmethod
    def of(cls, runs):
        """The median of some runs; latencies in milliseconds, cost in microseconds of processor, size with headers."""
        rates = [one["requests"] / one["microseconds"] * 1e6 for one in runs]
        middle = statistics.median(rates)
        return cls(
            per_second=middle,
            p50=statistics.median(one["p50"] for one in runs) / 1e3,
            p99=statistics.median(one["p99"] for one in runs) / 1e3,
            cost=statistics.median(one["processor"] / one["requests"] for one in runs) * 1e6,
            size=sum(one["bytes"] for one in runs) / sum(one["requests"] for one in runs),
            spread=max(abs(rate - middle) for rate in rates) / middle,
        )


def wrk(target, seconds, first=0, connections=CONNECTIONS):
    """One bounded run. One thread of wrk for every server, so that all share the cores with it alike."""
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=30s", "--script", HERE / "load.lua"]
    said = run(["wrk", *options, f"http://{HOST}:{target.port}", "--", target.file, first])
    counted = json.loads(said.strip().splitlines()[-1])
    if counted["refused"] or counted["broken"]:
        raise RuntimeError(
            f"{target.name}: {counted['refused']} answers were refusals, {counted['broken']} were broken"
        )
    return counted


def measure(targets, rounds, seconds, connections=CONNECTIONS):
    """Runs each target in turn, several times over, so that a slow minute of the machine weighs on all of them."""
    runs = {target.name: [] for target in targets}
    lengths = {target.name: max(seconds, enough(target, connections)) for target in targets}
    for number in range(rounds):
        for target in targets:
            before = processor_time(target.processes)
            # Each round begins elsewhere: no two rounds ask the same pages.
            counted = wrk(target, lengths[target.name], 1 + number * 997, connections)
            counted["processor"] = processor_time(target.processes) - before
            if not counted["requests"]:
                raise RuntimeError(f"{target.name}: no answer in {lengths[target.name]} s")
            runs[target.name].append(counted)
            settle(target)
    return {name: Rate.of(some) for name, some in runs.items()}


def enough(target, connections):
    """Warms a server up; seconds in which each connection gets several answers, so that those under way when a run ends
    weigh little.
    """
    counted = wrk(target, WARM_UP, connections=connections)
    settle(target)
    answered = max(counted["requests"], 1) / WARM_UP
    return min(MOST, round(4 * connections / answered))


def settle(target, patience=60):
    """Waits until a server has finished what nobody waits for any more: it would weigh on whoever is measured next."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        before = processor_time(target.processes)
        time.sleep(0.2)
        if processor_time(target.processes) - before < QUIET:
            return


def get(port, path):
    """The body of a page, which must come with 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        return ask(connection, path)
    finally:
        connection.close()


def ask(connection, path):
    """The same on a connection at hand."""
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}: {body[:300]!r}")
    return body


def sweep(target):
    """Asks every address once: all must come with 200. Gives the sizes of the bodies."""
    connection = http.client.HTTPConnection(HOST, target.port, timeout=60)
    try:
        return [len(ask(connection, path)) for path in target.paths()]
    finally:
        connection.close()
