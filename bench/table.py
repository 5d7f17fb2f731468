"""Tables of a report: what was aimed at and what was found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What was aimed at and what was found."""

    what: str
    aim: str
    figure: str
    verdict: str

    @classmethod
    def judged(cls, what, aim, figure, holds):
        """Met or not; `None` where it was not measured."""
        return cls(what, aim, figure, {True: "met", False: "**not met**", None: "not measured"}[holds])


def rows(head, body):
    """A table as Markdown, its columns aligned for who reads it as text."""
    every = [head, *[[str(cell) for cell in row] for row in body]]
    widths = [max(3, *(len(row[column]) for row in every)) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in every
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
