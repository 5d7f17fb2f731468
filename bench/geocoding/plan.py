"""How much of the geocoder is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """All of it, or a little to try the bench itself."""

    size: str
    """Of the ground."""
    sample: int
    """Rows of each kind of noise."""
    every: int
    """One query of geocoder-tester, and one address of Bondy, out of so many."""
    rated: int
    """Distinct rows behind a rate; addok is asked each once a round."""
    many: int
    """Rows that Essaim is asked for a rate: the distinct ones again and again."""
    points: int
    index: tuple

    @classmethod
    def whole(cls):
        """What README.md is written from."""
        return cls("whole", 500, 1, 3_000, 100_000, 1_000_000, (1_000_000, 4_000_000))

    @classmethod
    def quick(cls):
        """A few minutes, figures that prove nothing."""
        return cls("small", 40, 25, 600, 10_000, 100_000, (100_000, 300_000))
