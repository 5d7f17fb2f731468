"""Points in perimeters by Shapely and by DuckDB: run by `points`, in the bench's own Python."""

import gzip
import json
import sys
import time
from pathlib import Path

import numpy
import shapely
from shapely.geometry import shape

SEED = 20261127
ROUNDS = 5
NEAR = 15
"""Metres from an edge, typically."""


def prepare(folder, perimeters, contours, count):
    """The perimeters, as published and repaired; a cloud of points over France, one near edges."""
    features = json.loads(gzip.decompress(Path(perimeters).read_bytes()))["features"]
    features.sort(key=lambda feature: feature["properties"]["code_qp"])
    codes = [feature["properties"]["code_qp"] for feature in features]
    raw = [shape(feature["geometry"]) for feature in features]
    lines = (f"{code}\t{json.dumps(polygons(one))}\n" for code, one in zip(codes, raw, strict=True))
    (folder / "raw.tsv").write_text("".join(lines))
    invalid = [place for place, one in enumerate(raw) if not shapely.is_valid(one)]
    kinds = {"raw": raw, "sound": list(map(repaired, raw)), "valid": [areas(shapely.make_valid(one)) for one in raw]}
    for kind, every in kinds.items():
        numpy.save(folder / f"{kind}.npy", shapely.to_wkb(every), allow_pickle=True)
    chance = numpy.random.default_rng(SEED)
    france = shapely.union_all([shape(one["geometry"]) for one in json.loads(Path(contours).read_text())["features"]])
    within(france, count, chance).tofile(folder / "france.points")
    beside(raw, count, chance).tofile(folder / "edges.points")
    return {"perimeters": len(raw), "repaired": len(invalid), "codes": codes}


def polygons(one):
    """Polygons, their rings, their points."""
    parts = one.geoms if hasattr(one, "geoms") else [one]
    return [[list(map(list, ring.coords)) for ring in (part.exterior, *part.interiors)] for part in parts]


def repaired(one):
    """A valid area with the same inside: the faces between its edges, those that lie in it by parity, together.

    `make_valid` fills some holes that a doubled edge ties to their ring: it is set beside, for its pairs alone.
    """
    if shapely.is_valid(one):
        return one
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.boundary(one))]))
    return shapely.union_all(faces[shapely.intersects(one, shapely.point_on_surface(faces))])


def areas(one):
    """Only what has an area: a repair may leave lines and points beside."""
    parts = [part for part in shapely.get_parts(one) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def within(area, count, chance):
    """Points spread evenly over an area, by squares of a degree."""
    kept = []
    parts = [part for part in shapely.get_parts(area) if part.area > 1e-4]
    shares = numpy.array([part.area for part in parts])
    for part, share in zip(parts, numpy.ceil(shares / shares.sum() * count).astype(int), strict=True):
        shapely.prepare(part)
        west, south, east, north = part.bounds
        found = numpy.empty((0, 2))
        while len(found) < share:
            tried = chance.uniform((west, south), (east, north), (4 * share + 100, 2))
            found = numpy.vstack([found, tried[shapely.contains_xy(part, tried)]])
        kept.append(found[:share])
    points = numpy.vstack(kept)
    return chance.permutation(points)[:count]


def beside(perimeters, count, chance):
    """Points a few metres from an edge, on either side; an edge is drawn by its length."""
    rings = shapely.get_coordinates(perimeters)
    owner = shapely.get_coordinates(shapely.boundary(perimeters), return_index=True)[1]
    ends = numpy.flatnonzero(owner[:-1] == owner[1:])
    lengths = numpy.hypot(*(rings[ends + 1] - rings[ends]).T)
    usable = (lengths > 0) & (lengths < 0.1)
    ends, lengths = ends[usable], lengths[usable]
    drawn = chance.choice(ends, count, p=lengths / lengths.sum())
    along = chance.uniform(0, 1, (count, 1))
    on = rings[drawn] + along * (rings[drawn + 1] - rings[drawn])
    north = chance.normal(0, NEAR, (count, 2)) / 111_195
    north[:, 0] /= numpy.cos(numpy.radians(on[:, 1]))
    return on + north


def read(folder, cloud):
    """The points, and the perimeters by kind: as published, repaired, made valid."""
    points = numpy.fromfile(folder / f"{cloud}.points").reshape(-1, 2)
    read_ = {kind: numpy.load(folder / f"{kind}.npy", allow_pickle=True) for kind in ("raw", "sound", "valid")}
    return points, {kind: shapely.from_wkb(every) for kind, every in read_.items()}


def best(work):
    """The quickest of several rounds; the last one's result."""
    times = []
    for _ in range(ROUNDS):
        since = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - since)
    return min(times), result


def by_shapely(folder, cloud):
    """STRtree with its predicate; then the tree for boxes alone and prepared perimeters for the rest."""
    points, kinds = read(folder, cloud)
    every, sound = shapely.points(points), kinds["sound"]
    tree = shapely.STRtree(sound)
    took, found = best(lambda: tree.query(every, predicate="intersects"))
    keep(folder / f"{cloud}.sound", *found)
    for kind in ("raw", "valid"):
        keep(folder / f"{cloud}.{kind}", *shapely.STRtree(kinds[kind]).query(every, predicate="intersects"))
    shapely.prepare(sound)

    def prepared():
        who, where = tree.query(every)
        return shapely.intersects_xy(sound[where], *points[who].T)

    quicker, _ = best(prepared)
    return {
        "strtree": {"rate": len(points) / took, "seconds": took},
        "prepared": {"rate": len(points) / quicker, "seconds": quicker},
    }


def by_duckdb(folder, cloud):
    """A spatial join, which DuckDB makes an index for; a table of points in memory."""
    import duckdb
    import duckdb_extension_spatial

    points, kinds = read(folder, cloud)
    library = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))
    base = duckdb.connect(config={"threads": 1})
    base.execute(f"load '{library}'")
    x, y = numpy.ascontiguousarray(points.T)
    base.register("xy", {"n": numpy.arange(len(points)), "x": x, "y": y})
    base.execute("create table points as select n, ST_Point(x, y) as p from xy")
    base.execute("create table perimeters (m integer, w blob)")
    base.executemany("insert into perimeters values (?, ?)", list(enumerate(shapely.to_wkb(kinds["sound"]))))
    base.execute("create table areas as select m, ST_GeomFromWKB(w) as a from perimeters")
    asked = "select count(*) from points join areas on ST_Intersects(a, p)"
    took, (count,) = best(lambda: base.execute(asked).fetchone())
    return {"duckdb": {"rate": len(points) / took, "seconds": took, "pairs": count, "version": duckdb.__version__}}


def inside(file, perimeters):
    """For each point of a file the code of the perimeter that holds it, edges included; the smaller code of two."""
    features = json.loads(gzip.decompress(Path(perimeters).read_bytes()))["features"]
    features.sort(key=lambda feature: feature["properties"]["code_qp"], reverse=True)
    tree = shapely.STRtree([shape(feature["geometry"]) for feature in features])
    points = json.loads(Path(file).read_text())
    found = [None] * len(points)
    for who, where in tree.query(shapely.points(points), predicate="intersects").T:
        code = features[where]["properties"]["code_qp"]
        found[who] = min(code, found[who] or code)
    return found


def keep(path, who, where):
    """Pairs, as `locate` writes them."""
    numpy.column_stack([who, where]).astype("<u4").tofile(path)


if __name__ == "__main__":
    name, place, *rest = sys.argv[1:]
    if name == "inside":
        print(json.dumps(inside(place, *rest)))
    elif name == "prepare":
        print(json.dumps(prepare(Path(place), *rest[:2], int(rest[2]))))
    else:
        print(json.dumps({"shapely": by_shapely, "duckdb": by_duckdb}[name](Path(place), *rest)))
