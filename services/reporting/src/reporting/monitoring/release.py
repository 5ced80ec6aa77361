"""
The one gate to the outside: what of a table about so few people may be told.

A figure behind which stand one to four households or persons is hidden, and with it
as many others as are needed so that nobody can work it out from the sums. Nobody at
all is told as zero. Everything that a page, a chart, a CSV file or a JSON answer
shows is a `Released`; the raw tables stay in this folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reporting.validation.suppression import THRESHOLD, safe_table

#: What a figure is: so many, euro cents, minutes, a share in ten-thousandths, or a
#: ratio in hundredths.
Unit = Literal["count", "cents", "minutes", "share", "ratio"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, its title for people, what its figures are."""

    code: str
    title: str
    unit: Unit = "count"


@dataclass(frozen=True, slots=True)
class Line:
    """One row that may be told; `None` is a figure that may not."""

    key: str
    title: str
    cells: tuple[int | None, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """
    A table that may be told, with its definition and what is to be said of it.

    `by` is what its rows are: `month`, `organisation`, `building`, or `all`.
    """

    code: str
    by: str
    title: str
    definition: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def hides(self) -> bool:
        """Whether there is a figure that is not told."""
        return any(cell is None for line in self.lines for cell in line.cells)

    def cell(self, key: str, column: str) -> int | None:
        """Give one figure; `KeyError` if there is no such row or column."""
        places = {it.code: place for place, it in enumerate(self.columns)}
        for line in self.lines:
            if line.key == key:
                return line.cells[places[column]]
        raise KeyError(key)


@dataclass
class Raw:
    """
    A table as it is: a figure for each row and column, and who stands behind it.

    `cells` holds what is to be told, `behind` the households or persons; of counts
    the two say the same. Rows and columns add up to the margins; who stands behind
    a margin is the union of who stands behind its cells. The sums of `hidden_rows`
    are not told: what they amount to concerns fewer than moved it.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    behind: dict[tuple[str, str], set[object]] = field(default_factory=dict)
    hidden_rows: set[str] = field(default_factory=set)

    def add(self, row: str, column: str, amount: int, who: object) -> None:
        """Add an amount, with who is behind it."""
        self.cells[row, column] = self.cells.get((row, column), 0) + amount
        self.behind.setdefault((row, column), set()).add(who)

    def count(self, row: str, column: str, who: object) -> None:
        """Count somebody, once."""
        self.behind.setdefault((row, column), set()).add(who)
        self.cells[row, column] = len(self.behind[row, column])


@dataclass(frozen=True, slots=True)
class Safe:
    """The cells and margins of a table that may be told."""

    cells: Mapping[tuple[str, str], int | None]
    row_totals: Mapping[str, int | None]
    column_totals: Mapping[str, int | None]
    total: int | None


def release(
    raw: Raw,
    within: Safe | None = None,
    rows_told: Mapping[str, int | None] | None = None,
    before: Sequence[Raw] = (),
) -> Safe:
    """
    Hide what tells of fewer than five, and what would give it away.

    Who is behind a cell decides, whatever the amount; a margin is hidden too if
    fewer than five in all are behind it, though its cells count some of them more
    than once. `within` is the table of one row, already told, whose cells are the
    sums of these columns: what it tells is told here, and what it hides is hidden.
    `rows_told` are sums of rows that another table has told, or hides. `before` are
    the same tables as of earlier days, the oldest first: what has changed since by
    one to four is hidden, for who kept the earlier table would see them.
    """
    rows, columns = list(raw.rows), list(raw.columns)
    if not rows or not columns:
        return Safe({}, {}, {}, 0)
    sums = Sums(raw)
    also = {
        *((at, len(columns)) for at, r in enumerate(rows) if is_small(sums.rows[r])),
        *((len(rows), at) for at, c in enumerate(columns) if is_small(sums.columns[c])),
    }
    also |= {(rows.index(it), len(columns)) for it in raw.hidden_rows}
    places: dict[str | None, int] = {it: at for at, it in enumerate(columns)}
    places[None] = len(columns)
    also |= {(rows.index(r), places[c]) for r, c in unsteady([*before, raw])}
    if is_small(sums.everybody):
        also.add((len(rows), len(columns)))
    told: set[tuple[int, int]] = set()
    if within is not None:
        [row] = within.row_totals
        margins = [*(within.cells[row, it] for it in columns), within.row_totals[row]]
        for at, margin in enumerate(margins):
            (also if margin is None else told).add((len(rows), at))
    for at, it in enumerate(rows if rows_told is not None else ()):
        margin = rows_told.get(it) if rows_told is not None else None
        (also if margin is None else told).add((at, len(columns)))
    also -= told
    shown = safe_table(
        [[len(raw.behind.get((r, c), ())) for c in columns] for r in rows],
        show_zeros=True,
        also=frozenset(also),
        told=frozenset(told),
    )
    return Safe(
        cells={
            (r, c): None if shown.cells[at][place] is None else raw.cells.get((r, c), 0)
            for at, r in enumerate(rows)
            for place, c in enumerate(columns)
        },
        row_totals={
            r: None
            if shown.row_totals[at] is None
            else sum(raw.cells.get((r, c), 0) for c in columns)
            for at, r in enumerate(rows)
        },
        column_totals={
            c: None
            if shown.column_totals[at] is None
            else sum(raw.cells.get((r, c), 0) for r in rows)
            for at, c in enumerate(columns)
        },
        total=None if shown.total is None else sum(raw.cells.values()),
    )


def unsteady(tables: Sequence[Raw]) -> set[tuple[str, str | None]]:
    """
    Give the cells of the last table that changed by one to four since they were told.

    Without a column it is the sum of a row. What was so small a change in an earlier
    table was not told there, and is compared with what was told before it.
    """
    if len(tables) == 1:
        return set()
    rows, columns = tables[-1].rows, tables[-1].columns
    steady: dict[tuple[str, str | None], int] = {}
    found: set[tuple[str, str | None]] = set()
    for table in tables:
        found = set()
        for row in rows:
            counts: dict[str | None, int] = {
                it: len(table.behind.get((row, it), ())) for it in columns
            }
            counts[None] = sum(counts.values())
            for column, count in counts.items():
                step = abs(count - steady.get((row, column), 0))
                if 0 < step < THRESHOLD:
                    found.add((row, column))
                else:
                    steady[row, column] = count
    return found


class Sums:
    """Who is behind each margin of a table, gathered once: a table may be long."""

    def __init__(self, raw: Raw) -> None:
        self.rows: dict[str, set[object]] = {it: set() for it in raw.rows}
        self.columns: dict[str, set[object]] = {it: set() for it in raw.columns}
        self.everybody: set[object] = set()
        for (row, column), who in raw.behind.items():
            self.rows[row] |= who
            self.columns[column] |= who
            self.everybody |= who


def is_small(who: set[object]) -> bool:
    """Tell whether so few are behind a figure that it may not be told."""
    return 0 < len(who) < THRESHOLD


def remaining(total: int | None, steps: Sequence[int | None]) -> list[int | None]:
    """
    Give what is left after each step, as far as a reader could reckon it alone.

    `total` less the steps, from the front or from the back, over what is told; so
    it tells nothing that the steps do not. The first is the total itself, the last
    is what is left at the end, 0.
    """
    left: list[int | None] = [None] * (len(steps) + 1)
    running = total
    for at, step in enumerate(steps):
        left[at] = running
        running = None if running is None or step is None else running - step
    left[-1] = running
    backwards: int | None = 0
    for at in reversed(range(len(steps))):
        if left[at + 1] is None:
            left[at + 1] = backwards
        step = steps[at]
        backwards = None if backwards is None or step is None else backwards + step
    if left[0] is None:
        left[0] = backwards
    return left
