"""One line of the comparison: what was measured, ours, the peer's, the goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """
    A measurement; `goal` is the least ratio, or the most `ours` may be if no peer.

    `ours` and `peer` are in `unit`; `ratios` those of each pair measured one after
    the other, whose median counts; `note` says what was compared with what. A row
    without a goal is there to be known.
    """

    what: str
    unit: str
    ours: float
    goal: float | None
    peer: float | None = None
    note: str = ""
    ratios: tuple[float, ...] = ()

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure ours is."""
        if self.ratios:
            return median(self.ratios)
        return None if self.peer is None else self.ours / self.peer

    @property
    def reached(self) -> bool:
        """Whether the goal is reached; always, where there is none."""
        if self.goal is None:
            return True
        if self.ratio is None:
            return self.ours <= self.goal
        return self.ratio >= self.goal

    def __str__(self) -> str:
        told = f"{self.ours:,.{0 if self.peer else 1}f} {self.unit}"
        if self.peer is not None:
            told = f"{told}, peer {self.peer:,.0f}: {self.ratio:.1f} x"
        if self.goal is not None:
            mark = "reached" if self.reached else "NOT reached"
            least = "" if self.peer is None else " x"
            told = f"{told} (goal {self.goal:g}{least}, {mark})"
        return f"{self.what}: {told}. {self.note}"


def pairs(
    ours: Callable[[], float], peer: Callable[[], float], count: int
) -> tuple[float, float, tuple[float, ...]]:
    """
    Measure ours, the peer, ours, the peer …, as the machine may change its mood.

    Gives the median of ours, that of the peer, and the ratio of each pair.
    """
    measured: Sequence[tuple[float, float]] = [(ours(), peer()) for _ in range(count)]
    mine, theirs = zip(*measured, strict=True)
    return median(mine), median(theirs), tuple(a / b for a, b in measured)
