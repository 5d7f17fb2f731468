"""Points in perimeters: Essaim's `geo` beside Shapely (GEOS) and DuckDB, on the same points and the same 1,584 QPV.

All are asked by one core, everything in memory, five times; the best is kept. What each makes beforehand (an index of
the perimeters) is not counted, but for DuckDB, which makes its own for each join.
"""

import json
import os
import re
import shutil
import struct
from pathlib import Path

from ground import HERE, PYTHON, ROOT
from processes import run
from steps import say

from .ground import FOLDER
from .places import OFFICIAL

COUNT = 1_000_000
PERIMETERS = OFFICIAL / "qpv" / "qpv_2024_france.geojson.gz"
CLOUDS = {"france": "over France", "edges": "near edges"}
ENGINES = {
    "essaim": "Essaim",
    "strtree": "Shapely, STRtree",
    "prepared": "Shapely, prepared perimeters",
    "duckdb": "DuckDB",
}


def measure(count=COUNT, left_out=()):
    """Points a second of each engine, on each cloud, and where their pairs differ."""
    folder = FOLDER / "points"
    folder.mkdir(parents=True, exist_ok=True)
    found = {"count": count, "clouds": {}}
    made = json.loads(peer("prepare", folder, PERIMETERS, OFFICIAL / "admin" / "regions_contours.geojson", count))
    found |= made
    for cloud in CLOUDS:
        found["clouds"][cloud] = one(folder, cloud, left_out)
    found["shapely"] = run(
        [PYTHON, "-c", "import shapely as s; print('Shapely', s.__version__, 'GEOS', s.geos_version_string)"]
    )
    return found


def one(folder, cloud, left_out):
    """Everyone on one cloud."""
    essaim = json.loads(pinned([example(), folder / "raw.tsv", folder / f"{cloud}.points", folder / f"{cloud}.essaim"]))
    found = {"essaim": {"rate": essaim["points"] / essaim["seconds"], **essaim}}
    found |= json.loads(peer("shapely", folder, cloud))
    if "duckdb" not in left_out:
        found |= json.loads(peer("duckdb", folder, cloud))
    ours, theirs, raw, valid = (pairs(folder / f"{cloud}.{kind}") for kind in ("essaim", "sound", "raw", "valid"))
    found["pairs"] = {
        "essaim": len(ours),
        "only_essaim": listed(ours - theirs),
        "only_geos": listed(theirs - ours),
        "gained_by_repair": listed(theirs - raw),
        "lost_by_repair": listed(raw - theirs),
        "gained_by_valid": listed(valid - raw),
        "lost_by_valid": listed(raw - valid),
    }
    for name in filter(found.__contains__, ENGINES):
        say(f"{CLOUDS[cloud]}: {ENGINES[name]} {found[name]['rate'] / 1e6:.2f} million points a second")
    say(f"{CLOUDS[cloud]}: {len(ours):,} pairs; {len(ours ^ theirs)} differ from GEOS's on repaired perimeters")
    return found


def listed(differing, most=20):
    """How many pairs, and the first of them."""
    return {"count": len(differing), "first": sorted(differing)[:most]}


def pairs(path):
    """Pairs of a point's number and a perimeter's."""
    return set(struct.iter_unpack("<II", path.read_bytes()))


def peer(*words):
    """Runs the other engines' side, on one core."""
    return pinned([PYTHON, "-m", "geocoding.points_peers", *words])


def pinned(command):
    """On one core where the system lets one say so."""
    alone = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] if shutil.which("taskset") else []
    return run([*alone, *command], cwd=HERE)


def example():
    """`crates/geo/examples/locate.rs`, built; ESSAIM_BENCH_LOCATE names one at hand."""
    if at_hand := os.environ.get("ESSAIM_BENCH_LOCATE"):
        return Path(at_hand).resolve()
    words = "cargo build --release --locked --package essaim-geo --example locate --message-format json"
    said = run(words.split(), cwd=ROOT)
    return Path(re.findall(r'"executable":"([^"]+)"', said)[-1])
