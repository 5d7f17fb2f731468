"""Steps that say their name and their time, as those of scripts/lib.sh do."""

import os
import sys
import time
from contextlib import contextmanager

STARTED = time.time() - float(os.environ.get("BENCH_ELAPSED", "0"))


def duration(seconds):
    """A time for people."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def say(text):
    """A line of a step."""
    print(f"  {text}", flush=True)


@contextmanager
def step(name):
    """Runs between two lines that give its name and its time."""
    since = time.time()
    print(f"\n▶ {name}  ({duration(since - STARTED)} since the start)", flush=True)
    try:
        yield
    except BaseException:
        print(f"✘ {name}: failed after {duration(time.time() - since)}", file=sys.stderr, flush=True)
        raise
    print(f"✔ {name}: {duration(time.time() - since)}", flush=True)
