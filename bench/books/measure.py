"""The compendium of the samples, of many experiences, and one of about 120 pages beside WeasyPrint and Typst's own."""

import os
import pty
import re
import shutil
import statistics
import time
from pathlib import Path

from ground import PYTHON, VAR
from load import get
from processes import Process, run
from program import BINARY, Server, environment, essaim

FOLDER = VAR / "books"


def of_the_samples(times):
    """The demo's nineteen, by the command and through a server that was just started."""
    data = VAR / "data" / "demo"
    shutil.rmtree(data, ignore_errors=True)
    served, count = [], 0
    for _ in range(times + 1):
        server = Server(data, "essaim-demo", command="demo")
        server.wait_until_answers(server.port, "/recueil")
        count = int(re.search(rb'"total":(\d+)', get(server.port, "/api/v1/experiences"))[1])
        served.append(seconds(lambda port=server.port: get(port, "/recueil.pdf")))
        server.stop()
    pdf = target("samples.pdf")
    commanded = [seconds(lambda: essaim(data, "recueil", pdf)) for _ in range(times)]
    # The very first server filled the bank while it was asked.
    return {
        "experiences": count,
        "pages": pages(pdf),
        "command": statistics.median(commanded),
        "served": statistics.median(served[1:]),
    }


def of_many(data, count):
    """A large one, by the command on a terminal, where it shows how far it is."""
    pdf = target("many.pdf")
    since = time.perf_counter()
    status, shown, peak = on_a_terminal([BINARY, "--data", data, "recueil", pdf])
    took = time.perf_counter() - since
    if status != 0:
        raise RuntimeError(f"the compendium of {count} failed:\n{shown[-1_000:]}")
    steps = len(set(re.findall(r"(\d+) %", shown)))
    return {
        "experiences": count,
        "pages": pages(pdf),
        "command": took,
        "steps": steps,
        "peak": peak,
        "bytes": pdf.stat().st_size,
    }


def on_a_terminal(command):
    """Runs a command before a terminal of its own: its status, what it showed, the most memory that it held."""
    reading, writing = pty.openpty()
    process = Process("recueil", command, output=writing, errors=writing, env=environment())
    os.close(writing)
    shown = b""
    while True:
        try:
            read = os.read(reading, 65_536)
        except OSError:
            break
        if not read:
            break
        shown += read
    os.close(reading)
    _, status, usage = os.wait4(process.pid, 0)
    process.ended(os.waitstatus_to_exitcode(status))
    return process.child.returncode, shown.decode(errors="replace"), usage.ru_maxrss * 1024


def beside(data, count, times, peers):
    """The same book by Essaim's server, its command, Typst's own compiler and WeasyPrint: seconds and pages."""
    folder = FOLDER / "sources"
    shutil.rmtree(folder, ignore_errors=True)
    if "--sources" not in essaim(data, "recueil", "--help"):
        return None
    essaim(data, "recueil", target("beside.pdf"), "--sources", folder)
    if "weasyprint" in peers:
        run([PYTHON, Path(__file__).with_name("write_html.py"), folder])
    ways = {
        "server": lambda: by_a_server(data, target("server.pdf")),
        "command": lambda: seconds(lambda: essaim(data, "recueil", target("command.pdf"))),
        "typst": lambda: alone("print_typst.py", folder, target("typst.pdf")),
        "weasyprint": lambda: alone("print_weasyprint.py", folder / "index.html", target("weasyprint.pdf")),
    }
    ways = {name: way for name, way in ways.items() if name in ("server", "command") or name in peers}
    taken = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            taken[name].append(way())
    found = {
        name: {"seconds": statistics.median(some), "pages": pages(target(f"{name}.pdf"))}
        for name, some in taken.items()
    }
    return {"experiences": count, **found}


def alone(script, *words):
    """Runs one of the scripts beside this file in a process of its own: the seconds that it says."""
    return float(run([PYTHON, Path(__file__).with_name(script), *words]))


def seconds(doing):
    """How long something takes."""
    since = time.perf_counter()
    doing()
    return time.perf_counter() - since


def target(name):
    """Where a PDF goes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER / name


def by_a_server(data, pdf):
    """Asks a server that was just started, since it keeps the book that it printed last."""
    server = Server(data, "essaim-books")
    server.wait_until_answers(server.port, "/recueil")
    took = seconds(lambda: pdf.write_bytes(get(server.port, "/recueil.pdf")))
    server.stop()
    return took


def pages(pdf):
    """How many pages a PDF has."""
    return int(run([PYTHON, "-c", "import sys, pypdf; print(len(pypdf.PdfReader(sys.argv[1]).pages))", pdf]))


def versions(peers):
    """As the packages say them."""
    asked = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    return {name: f"{name} {run([PYTHON, '-c', asked, name]).strip()}" for name in sorted(peers)}
