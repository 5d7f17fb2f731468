"""Where the bench stands: its folders and its sizes."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VAR = ROOT / "var" / "bench"
PYTHON = VAR / "venv" / "bin" / "python"

CONNECTIONS = 32
"""As many at once as the aims say."""


@dataclass(frozen=True)
class Plan:
    """How much is measured: all of it, or a little to try the bench itself."""

    small: int
    large: int | None
    rounds: int
    seconds: int
    peer_rounds: int
    peer_seconds: int
    starts: int
    beside: int
    """Experiences in the book that is set beside others: about 120 pages."""
    book: int
    prints: int

    @classmethod
    def whole(cls):
        """What README.md is written from."""
        return cls(
            small=10_000,
            large=100_000,
            rounds=5,
            seconds=6,
            peer_rounds=3,
            peer_seconds=8,
            starts=5,
            beside=38,
            book=1_000,
            prints=5,
        )

    @classmethod
    def quick(cls):
        """A few minutes, figures that prove nothing."""
        return cls(
            small=1_000,
            large=None,
            rounds=2,
            seconds=2,
            peer_rounds=1,
            peer_seconds=8,
            starts=2,
            beside=38,
            book=200,
            prints=2,
        )
