"""The section of README.md on addresses: its own table of aims, then every kind of noise side by side."""

import re
from string import Template

from ground import HERE
from table import Line, rows

from . import noise, quality
from .points import CLOUDS, ENGINES

HEADING = "## Addresses"
TEMPLATE = HERE / "geocoding" / "README.template.md"

TITLES = {
    "clean": "as the base writes it",
    "upper_bare": "capitals, no accents",
    "lower_bare": "small letters, no accents nor signs",
    "commas": "commas, dashes, line breaks",
    "abbreviations": "abbreviations (av, bd, st, gal…)",
    "no_postcode": "no postal code",
    "wrong_postcode": "wrong postal code",
    "no_city": "no city",
    "cedex": "Cedex",
    "flat": "building, stair, floor, flat",
    "residence": "residence",
    "at_someone": "“chez”",
    "post_box": "PO box beside the street",
    "typo_one": "one slip of the hand",
    "typo_two": "two slips",
    "phonetic": "as one hears it",
    "inverted": "city, code, street, number",
    "city_first": "city first",
    "old_fashioned": "“Bondy, rue Carnot 12”",
    "glued": "everything glued",
    "half_glued": "one space forgotten",
    "rank_glued": "“4B”",
    "rank_forms": "12 B, 12bis, 12-BIS…",
    "ranges": "“22-24”",
    "mojibake": "mojibake",
    "mojibake_twice": "mojibake, twice",
    "question_marks": "“?” for accents",
    "small_words": "no “de”, “la”, “des”",
    "no_type": "no type of street",
    "several": "several faults at once",
    quality.NOISE: "**all noise**",
    "unknown_street": "*a street that the town lacks*",
    "number_beyond": "*a number far beyond the last*",
    quality.ABSENT: "**all that does not exist**",
}


def lines(found):
    """Every aim on addresses."""
    side = found["side"]
    for name in ("clean", "dirty"):
        rate = side["rates"][name]
        ratio = rate["essaim"] / rate["addok"] if "addok" in rate else None
        figure = f"{ratio:.0f} ({rate['essaim']:,.0f} ÷ {rate['addok']:,.0f})" if ratio else ""
        yield Line.judged(f"Addresses found a second, {name}, ÷ addok", "≥ 30", figure, ratio and ratio >= 30)
    yield from better(side)
    yield from tagging(found["tagging"])
    yield from index(found["index"])
    yield from points(found["points"])


def better(side):
    """Quality beside addok's."""
    ours, theirs = side["tester"]["essaim"]["all"], side["tester"].get("addok", {}).get("all")
    figure = f"{share(ours)}" + (f" against {share(theirs)}" if theirs else "")
    yield Line.judged("geocoder-tester, queries that pass", "above addok", figure, theirs and ours[1] > theirs[1])
    own, other = side["kinds"]["essaim"], side["kinds"].get("addok")
    for key, what in (("exact", "Noisy rows exact"), ("wrong_decided", "Noisy rows wrong with a score of 0.8 or more")):
        a, b = own[quality.NOISE][key], other and other[quality.NOISE][key]
        figure = f"{a:.2%}" + ("" if b is None else f" against {b:.2%}")
        holds = None if b is None else a > b if key == "exact" else a < b
        yield Line.judged(what, f"{'above' if key == 'exact' else 'below'} addok", figure, holds)
    if other:
        less = [name for name in noise.KINDS if own[name]["exact"] < other[name]["exact"]]
        figure = f"{len(less)} of {len(noise.KINDS)}"
        yield Line.judged("Kinds of noise with fewer exact rows than addok", "0", figure, not less)
    for low, count, right in ((place / 10, *side["reliability"][place]) for place in (8, 9)):
        what = f"Rows scored {low:.1f} to {low + 0.1:.1f} that are right"
        yield Line.judged(what, f"≥ {low:.0%}", f"{right / count:.1%}" if count else "", count and right / count >= low)


def tagging(found):
    """Tables to neighbourhoods."""
    bulk, verdicts = found["bulk"], found["verdicts"]
    yield Line.judged(
        f"{bulk['rows']:,} rows tagged, a second", "≥ 15,000", f"{bulk['rate']:,.0f}", bulk["rate"] >= 15_000
    )
    yield Line.judged("Memory of it beside the data", "< 300 MB", f"{bulk['own'] / 1e6:.0f} MB", bulk["own"] < 300e6)
    clean, noisy = verdicts["clean"]["0"], verdicts["noisy"]["0"]
    what = f"Bondy’s {verdicts['inside']:,} addresses in a QPV found back"
    yield Line.judged(what, "≥ 99%", f"{clean['recall']:.2%}", clean["recall"] >= 0.99)
    yield Line.judged(
        "False `dans` among them all", "≤ 0.1%", f"{clean['false_inside']:.2%}", clean["false_inside"] <= 0.001
    )
    for key, verdict in (("inside", "dans"), ("outside", "hors")):
        right = noisy[key]
        figure = "" if right is None else f"{right:.2%}"
        yield Line.judged(f"`{verdict}` that are right, noisy rows", "≥ 99.5%", figure, right and right >= 0.995)
    yield Line.judged("Noisy rows decided", "≥ 90%", f"{noisy['decided']:.1%}", noisy["decided"] >= 0.9)


def index(found):
    """The index of addresses, at its largest measured size."""
    large = found["sizes"][max(found["sizes"], key=int)]
    size = large["bytes"] / large["count"]
    yield Line.judged("Index of addresses, a million", "< 100 MB", f"{size:.0f} MB", size < 100)
    opened = max(one["opened"] for one in found["sizes"].values())
    yield Line.judged("One address, from the command’s start", "< 100 ms", f"{opened * 1e3:.0f} ms", opened < 0.1)
    yield Line.judged("Addresses indexed a second", "≥ 100,000", f"{large['rate']:,.0f}", large["rate"] >= 100_000)


def points(found):
    """Points in perimeters."""
    for cloud, name in CLOUDS.items():
        one = found["clouds"][cloud]
        ratio = one["essaim"]["rate"] / one["strtree"]["rate"]
        yield Line.judged(f"Points {name} ÷ Shapely’s STRtree", "≥ 10", f"{ratio:.1f}", ratio >= 10)
    opened = max(one["essaim"]["opened"] for one in found["clouds"].values())
    yield Line.judged("Perimeters opened", "< 50 ms", f"{opened * 1e3:.0f} ms", opened < 0.05)
    off = sum(differing(one["pairs"], "only_essaim", "only_geos") for one in found["clouds"].values())
    yield Line.judged("Pairs that GEOS finds otherwise", "0", f"{off}", off == 0)


def share(counted):
    """Of a count, how many."""
    return f"{counted[1] / counted[0]:.2%}"


def section(found):
    """The whole of it, as Markdown."""
    if "absent" in found:
        return f"{HEADING}\n\nNot measured: {found['absent']}.\n"
    side = found["side"]
    bulk, verdicts = found["tagging"]["bulk"], found["tagging"]["verdicts"]
    text = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        aims=rows(
            ["What", "Aim", "Figure", ""], [(one.what, one.aim, one.figure, one.verdict) for one in lines(found)]
        ),
        date=found["machine"]["date"],
        busy=f"{found['machine']['busy']:.1f}",
        versions="; ".join(
            filter(None, [found["essaim"], side.get("addok", {}).get("version"), found["points"]["shapely"].strip()])
        ),
        kinds=kinds(side["kinds"]),
        tester=tester(side["tester"]),
        reliability=reliability(side["reliability"]),
        ground=ground(side["ground"]),
        left=left(side["ground"]["left"]),
        addok_load=addok_load(side),
        verdicts=margins(verdicts),
        inside=f"{verdicts['inside']:,}",
        addresses=f"{verdicts['addresses']:,}",
        peak=f"{bulk['peak'] / 1e6:.0f}",
        data=f"{bulk['data'] / 1e6:.0f}",
        index=sizes(found["index"]),
        points=clouds(found["points"]),
        perimeters=f"{found['points']['perimeters']:,}",
        repaired=f"{found['points']['repaired']:,}",
        pairs=pairs(found["points"]),
    )
    return text.rstrip() + "\n"


def kinds(found):
    """Every kind of noise on its row, both engines side by side."""
    head = ["Noise", "rows"]
    for name in found:
        head += [f"{name.capitalize() if name == 'essaim' else name}: exact", "street", "wrong", "none", "wrong ≥ 0.8"]
    body = []
    for kind, title in TITLES.items():
        if kind not in found["essaim"]:
            continue
        row = [title, f"{found['essaim'][kind]['rows']:,}"]
        for every in found.values():
            one = every[kind]
            row += [f"{one[key]:.1%}" for key in ("exact", "street", "wrong", "none", "wrong_decided")]
        body.append(row)
    return rows(head, body)


def tester(found):
    """geocoder-tester, by what a query says."""
    names = sorted(found["essaim"], key=lambda name: (name != "all", name))
    head = ["Queries", "count", *(name.capitalize() if name == "essaim" else name for name in found)]
    return rows(
        head, [[name, f"{found['essaim'][name][0]:,}", *(share(one[name]) for one in found.values())] for name in names]
    )


def reliability(bins):
    """What a score is worth."""
    body = [
        (f"{place / 10:.1f}–{place / 10 + 0.1:.1f}", f"{count:,}", f"{right / count:.1%}" if count else "–")
        for place, (count, right) in enumerate(bins)
    ]
    return rows(["Score", "rows", "right"], body)


def ground(made):
    """What the engines are loaded with."""
    names = {
        "bondy": "Bondy, as the national base has it",
        "metz": "Metz, as companies wrote it",
        "tester": "streets that geocoder-tester’s answers name",
        "near": "near spellings in the same commune",
        "elsewhere": "the same names in other communes",
    }
    return rows(["Addresses", "count"], [(title, f"{made['counts'].get(key, 0):,}") for key, title in names.items()])


def left(counted):
    """Why queries of geocoder-tester are not asked."""
    return "; ".join(f"{reason} ({count:,})" for reason, count in sorted(counted.items(), key=lambda one: -one[1]))


def addok_load(side):
    """What addok took to be loaded."""
    if "addok" not in side:
        return "addok was left out."
    took, count = side["addok"], sum(side["ground"]["counts"].values())
    return (
        f"addok took {took['seconds']:,.0f} s to load the ground ({count / took['seconds']:,.0f} addresses a second, "
        f"{took['memory'] / 1e6:,.0f} MB in Redis)."
    )


def margins(found):
    """The verdicts at each margin."""
    body = []
    for name, title in (("clean", "as the base writes them"), ("noisy", "one kind of noise each")):
        for margin, one in found[name].items():
            told = [
                "–" if one[key] is None else f"{one[key]:.2%}" for key in ("recall", "inside", "outside", "decided")
            ]
            body.append([title, f"{margin} m", *told, f"{one['false_inside']:.3%}"])
    return rows(["Bondy", "margin", "found back", "`dans` right", "`hors` right", "decided", "false `dans`"], body)


def sizes(found):
    """The index at each size, then carried on."""
    body = [
        (
            f"{one['count']:,}",
            f"{one['bytes'] / 1e6:,.0f} MB",
            f"{one['seconds']:.1f} s",
            f"{one['peak'] / 1e6:,.0f} MB",
            f"{one['opened'] * 1e3:.0f} ms",
        )
        for one in found["sizes"].values()
    ]
    if france := found["france"]:
        body.append(
            (
                "26,000,000, computed",
                f"{france['bytes'] / 1e6:,.0f} MB",
                f"{france['seconds']:,.0f} s",
                f"{france['peak'] / 1e6:,.0f} MB",
                f"{france['opened'] * 1e3:.0f} ms",
            )
        )
    return rows(["Addresses", "on disk", "import", "memory of it", "first answer"], body)


def clouds(found):
    """Points a second."""
    body = []
    for key, title in ENGINES.items():
        rates = [found["clouds"][cloud].get(key) for cloud in CLOUDS]
        if all(rates):
            body.append([title, *(f"{rate['rate'] / 1e6:.2f}" for rate in rates)])
    return rows(["Millions of points a second, one core", *CLOUDS.values()], body)


def pairs(found):
    """How the pairs differ, and which."""
    told = []
    for cloud, name in CLOUDS.items():
        one = found["clouds"][cloud]["pairs"]
        count, off = one["essaim"], differing(one, "only_essaim", "only_geos")
        repair, valid = ("gained_by_repair", "lost_by_repair"), ("gained_by_valid", "lost_by_valid")
        told.append(
            f"{name[0].upper()}{name[1:]}: {count:,} pairs, {off} other than GEOS’s. "
            f"The repair changes {differing(one, *repair)} of them{where(one, repair, found['codes'])}; "
            f"GEOS’s `make_valid` would change {differing(one, *valid)}{where(one, valid, found['codes'])}."
        )
    return " ".join(told)


def differing(one, *kinds_):
    """How many pairs, gained and lost."""
    return sum(one[kind]["count"] for kind in kinds_)


def where(one, kinds_, codes):
    """The perimeters in which such pairs lie."""
    changed = {codes[number] for kind in kinds_ for _, number in one[kind]["first"]}
    return f" (in {', '.join(sorted(changed))})" if changed else ""


def replaced(text, found):
    """README.md with this section anew."""
    new = section(found)
    at = re.compile(rf"^{HEADING}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if at.search(text):
        return at.sub(lambda _: new + "\n", text, count=1)
    before, method, after = text.partition("\n## Method\n")
    return f"{before}\n{new}{method}{after}"
