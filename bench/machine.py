"""The machine and the tools of a run."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from processes import run


def facts():
    """What one needs to read the figures."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": len(os.sched_getaffinity(0)),
        "model": first(r"model name\s*:\s*(.+)", "/proc/cpuinfo") or platform.machine(),
        "memory": int(first(r"MemTotal:\s*(\d+)", "/proc/meminfo")) * 1024,
        "kernel": f"Linux {platform.release().split('-')[0]}",
        "system": (first(r'PRETTY_NAME="(.+)"', "/etc/os-release") or platform.system()),
        "busy": os.getloadavg()[0],
    }


def first(pattern, file):
    """The first match in a file of the system."""
    found = re.search(pattern, Path(file).read_text(encoding="utf-8"))
    return found[1].strip() if found else None


def tools():
    """Versions of what made and measured the program."""
    wrk = run(["sh", "-c", "wrk -v 2>&1 || true"])
    return {
        "rust": run(["rustc", "--version"]).split(" (")[0],
        "python": f"Python {platform.python_version()}",
        "wrk": f"wrk {re.search(r'[0-9]+[.][0-9.]+', wrk)[0]}",
    }
