"""Counts and shares of people as they may be published: no small one gets out."""

from collections.abc import Sequence
from decimal import Decimal

from azione0.words import _
from reporting.amounts import number, percent
from reporting.validation.proportions import Proportion
from reporting.validation.suppression import THRESHOLD, safe_line, safe_table

HIDDEN = "·"


def count(many: int | None) -> str:
    """Write one count; a dot where it is hidden."""
    return HIDDEN if many is None else number(many)


def alone(many: int) -> str:
    """Write a count that stands alone; a dot below five, but for nobody at all."""
    return count(many if many == 0 or many >= THRESHOLD else None)


def line(counts: Sequence[int]) -> list[str]:
    """Write counts of one whole, hidden where one gives another away."""
    safe = safe_line(counts, show_zeros=True)
    return [count(it) for it in safe.cells]


def table(counts: Sequence[Sequence[int]]) -> list[list[str]]:
    """Write a table with its margins, the last row and the last column."""
    safe = safe_table(counts, show_zeros=True)
    rows = [
        [*map(count, cells), count(total)]
        for cells, total in zip(safe.cells, safe.row_totals, strict=True)
    ]
    return [*rows, [*map(count, safe.column_totals), count(safe.total)]]


def share(it: Proportion | None) -> tuple[str, str, str]:
    """
    Write a share, its interval, and of how many; dots if it would tell of a few.

    A share and its whole give the part away, so all are hidden together.
    """
    if it is None:
        return (_("non c'è"), "", "")
    safe = safe_line([it.part, it.whole - it.part], show_zeros=True)
    if None in safe.cells or safe.total is None:
        return (HIDDEN, "", "")
    within = _("da {low} a {high}").format(
        low=_percent(it.interval.low), high=_percent(it.interval.high)
    )
    return (_percent(it.value), within, f"{number(it.part)} / {number(it.whole)}")


def _percent(value: float) -> str:
    return percent(Decimal(value))
