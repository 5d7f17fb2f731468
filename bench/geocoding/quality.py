"""How good the answers are, kind of noise by kind of noise: the table, and the rows that fail."""

import csv
import time
from collections import Counter
from dataclasses import dataclass, field

from . import noise
from .essaim import Essaim
from .ground import FOLDER, Ground
from .judge import DECIDED, OUTCOMES, outcome, passes, sound

BINS = 10
NOISE, ABSENT = "all noise", "all absent"


@dataclass
class Tally:
    """What came of the rows of one kind."""

    outcomes: Counter = field(default_factory=Counter)
    decided: int = 0
    """Rows with a score of 0.8 or more."""
    decided_sound: int = 0
    wrong_decided: int = 0
    """Wrong with such a score: worse than any "to be checked"."""

    @property
    def count(self):
        """All rows."""
        return sum(self.outcomes.values())

    def add(self, row, answer):
        """Counts one."""
        found = outcome(row, answer)
        self.outcomes[found] += 1
        if answer.kind and answer.score >= DECIDED:
            self.decided += 1
            self.decided_sound += sound(row, answer)
            self.wrong_decided += found == "wrong"

    def join(self, other):
        """Both together."""
        self.outcomes += other.outcomes
        self.decided += other.decided
        self.decided_sound += other.decided_sound
        self.wrong_decided += other.wrong_decided

    def shares(self):
        """Parts of the rows, and of those decided."""
        count = self.count or 1
        return {
            "rows": self.count,
            **{name: self.outcomes[name] / count for name in OUTCOMES},
            "wrong_decided": self.wrong_decided / count,
            "decided": self.decided / count,
            "sound": self.decided_sound / self.decided if self.decided else None,
        }


def cells(shares):
    """Shares in percent, for a table."""
    told = "–" if shares["sound"] is None else f"{shares['sound']:.1%}"
    outcomes = [f"{shares[name]:.1%}" for name in OUTCOMES]
    return [f"{shares['rows']:,}", *outcomes, f"{shares['wrong_decided']:.2%}", f"{shares['decided']:.1%}", told]


HEAD = ["rows", *OUTCOMES, "wrong ≥ 0.8", "decided", "sound of these"]


def tallies(rows, answers):
    """By kind, in the order of the rows; then all dirty ones, then those that do not exist."""
    found = {}
    for row, answer in zip(rows, answers, strict=True):
        found.setdefault(row.kind, Tally()).add(row, answer)
    for title, kinds in (
        (NOISE, set(noise.KINDS) - {"clean"}),
        (ABSENT, set(noise.Missing.kinds)),
    ):
        whole = Tally()
        for name in kinds & found.keys():
            whole.join(found[name])
        if whole.count:
            found[title] = whole
    return found


def reliability(rows, answers):
    """By tenth of score: rows, and those one may rely on."""
    bins = [[0, 0] for _ in range(BINS)]
    for row, answer in zip(rows, answers, strict=True):
        if answer.kind:
            place = min(BINS - 1, int(answer.score * BINS + 1e-9))
            bins[place][0] += 1
            bins[place][1] += sound(row, answer)
    return bins


def tester(queries, answers):
    """geocoder-tester: by how the query says where, the queries and those that pass; by file too."""
    found = {}
    for query, answer in zip(queries, answers, strict=True):
        for name in ("all", how(query), part(query)):
            counted = found.setdefault(name, [0, 0])
            counted[0] += 1
            counted[1] += passes(query, answer)
    return found


def how(query):
    """What a query says of the commune."""
    if query.kind != "street":
        return "communes"
    if query.lon is not None:
        return "streets, near a point"
    return (
        "streets, with a postal code" if any(map(str.isdigit, query.text[-5:])) else "streets, with a name or nothing"
    )


def part(query):
    """The kind of file."""
    if "fuzzy" in query.file:
        return "files: fuzzy"
    return "files: addresses" if query.file.endswith("test_addresses.csv") else "files: typed by people, others"


def table(head, body):
    """Aligned, for a terminal."""
    every = [head, *[[str(cell) for cell in row] for row in body]]
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in every)


def failing(path, rows, answers, queries, told):
    """Writes the rows that are not as they should be, those of the highest score first in each kind."""
    lines = []
    for row, answer in zip(rows, answers, strict=True):
        found = outcome(row, answer)
        if not sound(row, answer):
            expected = "–" if row.kind == "unknown_street" else row.truth.label
            lines.append((row.kind, found, row.text, expected, answer))
    for query, answer in zip(queries, told, strict=True):
        if not passes(query, answer):
            expected = f"{query.number} {query.street} | {query.city} {query.postcode} [{query.commune}]".strip()
            lines.append((f"tester {how(query)}", "fails", query.text, expected, answer))
    lines.sort(key=lambda line: (line[0], -line[4].score, line[2]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["kind", "outcome", "query", "expected", "found", "nature", "score", "insee", "why"])
        for name, found, text, expected, answer in lines:
            answered = [answer.label, answer.kind, f"{answer.score:.3f}", answer.insee, answer.why]
            writer.writerow([name, found, text, expected, *answered])
    return len(lines)


def quick(options):
    """Essaim alone, for who writes its geocoder."""
    ground = Ground(options.size)
    kinds = noise.all_kinds() if options.kinds == "all" else options.kinds.split(",")
    with_tester = options.kinds == "all" or "tester" in kinds
    rows = list(noise.rows(ground, [name for name in kinds if name != "tester"], options.sample))
    queries = ground.queries[:: options.every] if with_tester else []
    engine = Essaim(options.binary, options.data or FOLDER / f"essaim-{options.size}")
    if loaded := engine.load(ground, options.keep):
        count = sum(ground.made["counts"].values())
        print(f"imported {count:,} addresses in {loaded['seconds']:.1f} s, peak {loaded['peak'] / 1e6:.0f} MB")
    texts = [row.text for row in rows] + [query.text for query in queries]
    near = [None] * len(rows) + [(query.lon, query.lat) if query.lon is not None else None for query in queries]
    since = time.perf_counter()
    answers, took = engine.geocode(texts, FOLDER / "asked", near)
    print(f"{len(texts):,} rows in {took['seconds']:.2f} s, peak {took['peak'] / 1e6:.0f} MB\n")
    own, told = answers[: len(rows)], answers[len(rows) :]
    show(rows, own, queries, told)
    left = failing(options.failing, rows, own, queries, told)
    print(f"\n{left:,} rows to look at: {options.failing}  ({time.perf_counter() - since:.1f} s in all)")


def show(rows, answers, queries, told):
    """The tables, on screen."""
    if rows:
        print(
            table(["kind", *HEAD], [[name, *cells(tally.shares())] for name, tally in tallies(rows, answers).items()])
        )
        print("\nscore    rows   sound")
        for place, (count, right) in enumerate(reliability(rows, answers)):
            print(f"{place / BINS:.1f}   {count:7,}   {f'{right / count:.1%}' if count else '–'}")
    if queries:
        found = tester(queries, told)
        body = [[name, f"{count:,}", f"{right / count:.2%}"] for name, (count, right) in sorted(found.items())]
        print("\n" + table(["geocoder-tester", "queries", "pass"], body))
