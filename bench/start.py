"""From a kill to the first answer, and what the program holds once it rests."""

import statistics
import time

from program import Server

SETTLE = 20
"""Seconds of rest before memory is read: by then, what a start leaves over has been given back."""
PAGE = "/experiences?q=emploi"


def wait_for_index(data, patience=300):
    """Until a running server has written its index, which it does once things are quiet."""
    files = [data / "index" / name for name in ("bank.entries", "bank.index")]
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if all(file.exists() for file in files) and not list((data / "index").glob("*.part*")):
            time.sleep(0.5)
            return sum(file.stat().st_size for file in files)
        time.sleep(0.2)
    raise RuntimeError(f"{data} has no index after {patience} s")


def build(data):
    """The first start, which builds the index: how long to its first answer, and the size of what it wrote."""
    server = Server(data, "essaim-first")
    took = first_answer(server)
    size = wait_for_index(data)
    server.kill()
    return {"first_start": took, "index_bytes": size}


def again(data, times):
    """Starts on the index at hand, each after a kill: the median time from the spawn to a search page that came with
    200; then the memory of the last one at rest.
    """
    taken = []
    for number in range(times):
        server = Server(data, "essaim-start")
        taken.append(first_answer(server))
        if number < times - 1:
            server.kill()
    time.sleep(SETTLE)
    memory = server.memory()
    server.kill()
    return {"start": statistics.median(taken), "starts": taken, **memory}


def first_answer(server):
    """Asks a search page until it comes with 200; seconds since the program was started."""
    server.wait_until_answers(server.port, PAGE, patience=600)
    return time.perf_counter() - server.started
