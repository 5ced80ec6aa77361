"""One line of the comparison: what was measured, ours, the peer's, the goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """
    A measurement; `goal` is the least ratio, or the most `ours` may be if no peer.

    `ours` and `peer` are in `unit`; `note` says what was compared with what.
    """

    what: str
    unit: str
    ours: float
    goal: float
    peer: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure ours is."""
        return None if self.peer is None else self.ours / self.peer

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        if self.ratio is None:
            return self.ours <= self.goal
        return self.ratio >= self.goal

    def __str__(self) -> str:
        mark = "reached" if self.reached else "NOT reached"
        if self.ratio is None:
            told = f"{self.ours:,.1f} {self.unit} (goal {self.goal:g}, {mark})"
        else:
            told = (
                f"{self.ours:,.0f} {self.unit}, peer {self.peer:,.0f}: "
                f"{self.ratio:.1f} x (goal {self.goal:g} x, {mark})"
            )
        return f"{self.what}: {told}. {self.note}"
