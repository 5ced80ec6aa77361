"""
Tables of people that tell of nobody: small cells hidden, and those that give them away.

A count below the threshold is hidden, margins like cells; then further cells are
hidden until nobody who knows the margins can work out one that is. Both kinds look
the same to the reader. It protects one table: what other tables, other months or
another office say of the same people has to be thought of by whoever publishes.
Standard library only. Source: Willenborg and de Waal, Elements of Statistical
Disclosure Control (2001), chapters 5 and 6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from reporting.validation.interval import ImpossibleValue, Mismatched, TooFew

THRESHOLD = 5
Cell = tuple[int, int]
#: More than any count: a cell that is hidden only if nothing else can be.
DEAR = 10**9


@dataclass(frozen=True, slots=True)
class SafeLine:
    """Counts that may be published; `None` is one that may not."""

    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Counts that may be published; `None` is one that may not."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def safe_line(
    counts: Sequence[int], threshold: int = THRESHOLD, *, show_zeros: bool = False
) -> SafeLine:
    """
    Give counts and their sum with the small ones hidden, and what gives them away.

    See `safe_table`.
    """
    table = safe_table([counts], threshold, show_zeros=show_zeros)
    return SafeLine(table.cells[0], table.row_totals[0])


def safe_table(
    counts: Sequence[Sequence[int]],
    threshold: int = THRESHOLD,
    *,
    show_zeros: bool = False,
    also: frozenset[Cell] = frozenset(),
    told: frozenset[Cell] = frozenset(),
) -> SafeTable:
    """
    Give counts and their margins with the small ones hidden, and what gives them away.

    Every hidden count below `threshold` may, for all the reader can reckon, be
    `threshold` or more; every other hidden count may be at least two values. Totals
    stay as long as possible, large counts before small. With `show_zeros` a cell or
    margin of nobody is published. `TooFew` for an empty table, `Mismatched` for rows
    of unlike length, `ImpossibleValue` for a negative count. `also` are cells, or
    margins (last row, last column), that are hidden whatever their count; `told` are
    those that are known already, from another table, and cannot be hidden any more.
    If that leaves too little to hide, all the others are hidden.
    """
    full = _with_margins(counts)
    rows, columns = len(full) - 1, len(full[0]) - 1
    hidden: set[Cell] = {
        (row, column)
        for row, line in enumerate(full)
        for column, count in enumerate(line)
        if (row, column) not in told
        and (
            (count < threshold and not (show_zeros and count == 0))
            or (row, column) in also
        )
    }
    small = sorted(hidden, key=lambda it: (full[it[0]][it[1]], it))
    for cell in small:
        needed = max(threshold - full[cell[0]][cell[1]], 1)
        room = _Room(full, hidden, cell, show_zeros=show_zeros, told=told)
        hidden |= room.make(needed)
    if told and not _is_safe(full, hidden, small, threshold):
        every = {(row, at) for row, it in enumerate(full) for at in range(len(it))}
        hidden = every - told
    hidden = _fewest(full, hidden, small, threshold)
    shown = [
        [None if (row, column) in hidden else count for column, count in enumerate(it)]
        for row, it in enumerate(full)
    ]
    return SafeTable(
        cells=tuple(tuple(line[:columns]) for line in shown[:rows]),
        row_totals=tuple(line[columns] for line in shown[:rows]),
        column_totals=tuple(shown[rows][:columns]),
        total=shown[rows][columns],
    )


def possible(
    table: Sequence[Sequence[int]], hidden: frozenset[Cell], cell: Cell
) -> tuple[int, int | None]:
    """
    Give the least and the greatest that a reader can think one hidden cell to be.

    `table` holds its margins, last row and last column; `hidden` are `(row, column)`
    of it. Exact for whole counts of nobody or more; no greatest if it has no end.
    """
    count = table[cell[0]][cell[1]]
    up = _Room(table, set(hidden), cell).found(DEAR)
    down = _Room(table, set(hidden), cell, down=True).found(count)
    return count - down, None if up >= DEAR else count + up


@dataclass
class _Room:
    """
    How far one cell of a table may move, if others move against it.

    Rows and columns are places; a cell is a road between its row and its column. With
    margins taken as negative every row and column sums to nothing, so whatever a cell
    gains has to come back to it by other roads: that is a flow, and the room is the
    greatest one. A count cannot fall below nobody; nothing limits its rise.
    """

    table: Sequence[Sequence[int]]
    hidden: set[Cell]
    cell: Cell
    down: bool = False
    show_zeros: bool = False
    told: frozenset[Cell] = frozenset()
    moved: dict[Cell, int] = field(default_factory=dict)

    def found(self, needed: int) -> int:
        """Give the room there is by hidden cells alone, `needed` at most."""
        return self._move(needed, wider=False)

    def make(self, needed: int) -> set[Cell]:
        """Give the cells that move so that this one can move by `needed`."""
        self._move(needed, wider=True)
        return set(self.moved)

    def _move(self, needed: int, *, wider: bool) -> int:
        missing = needed
        while missing > 0:
            way = self._way(wider=wider)
            if way is None:
                break
            step = min(missing, *(self._left(*it) for it in way))
            for cell, sign in way:
                self.moved[cell] = self.moved.get(cell, 0) + sign * step
            missing -= step
        return needed - missing

    def _way(self, *, wider: bool) -> list[tuple[Cell, int]] | None:
        """Find the cheapest way back, as cells and the sign of each one's change."""
        row, column = ("row", self.cell[0]), ("column", self.cell[1])
        rises = (self._sign(self.cell) > 0) is not self.down
        start, end = (column, row) if rises else (row, column)
        seen: set[tuple[str, int]] = set()
        heap: list[tuple[int, int, tuple[str, int], list[tuple[Cell, int]]]] = []
        heappush(heap, (0, 0, start, []))
        tried = 0
        while heap:
            cost, _, place, way = heappop(heap)
            if place == end:
                return way
            if place in seen:
                continue
            seen.add(place)
            for cell, onward in self._roads(place):
                if cell == self.cell or cell in self.told:
                    continue
                if not wider and cell not in self.hidden:
                    continue
                change = (1 if place[0] == "row" else -1) * self._sign(cell)
                if onward not in seen and self._left(cell, change) > 0:
                    tried += 1
                    further = cost + self._cost(cell)
                    heappush(heap, (further, tried, onward, [*way, (cell, change)]))
        return None

    def _roads(self, place: tuple[str, int]) -> Iterator[tuple[Cell, tuple[str, int]]]:
        kind, at = place
        if kind == "row":
            for column in range(len(self.table[0])):
                yield (at, column), ("column", column)
        else:
            for row in range(len(self.table)):
                yield (row, at), ("row", row)

    def _sign(self, cell: Cell) -> int:
        lasts = (cell[0] == len(self.table) - 1, cell[1] == len(self.table[0]) - 1)
        return 1 if lasts[0] == lasts[1] else -1

    def _left(self, cell: Cell, change: int) -> int:
        if change > 0:
            return DEAR
        return self.table[cell[0]][cell[1]] + self.moved.get(cell, 0)

    def _cost(self, cell: Cell) -> int:
        if cell in self.hidden or cell in self.moved:
            return 0
        count = self.table[cell[0]][cell[1]]
        last = cell == (len(self.table) - 1, len(self.table[0]) - 1)
        return DEAR if last or (self.show_zeros and count == 0) else count + 1


def _is_safe(
    full: Sequence[Sequence[int]],
    hidden: set[Cell],
    small: Sequence[Cell],
    threshold: int,
) -> bool:
    needed = ((it, max(threshold - full[it[0]][it[1]], 1)) for it in small)
    return all(_Room(full, hidden, it).found(room) >= room for it, room in needed)


def _fewest(
    full: Sequence[Sequence[int]],
    hidden: set[Cell],
    small: Sequence[Cell],
    threshold: int,
) -> set[Cell]:
    """Show again what need not be hidden, the largest first, or is known anyway."""
    kept = set(hidden)
    others = sorted(kept - set(small), key=lambda it: (-full[it[0]][it[1]], it))
    for cell in others:
        without = kept - {cell}
        if _is_safe(full, without, small, threshold):
            kept = without
    fixed = set(kept)
    for cell in others:
        if cell in fixed and not _moves(full, fixed, cell):
            kept.discard(cell)
    return kept


def _moves(full: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> bool:
    """Tell whether a hidden cell may be another count, for all a reader can reckon."""
    up = _Room(full, hidden, cell).found(1)
    return up > 0 or (
        full[cell[0]][cell[1]] > 0 and _Room(full, hidden, cell, down=True).found(1) > 0
    )


def _with_margins(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    if not counts or not counts[0]:
        raise TooFew("a table without cells: there is nothing to publish")
    if any(len(line) != len(counts[0]) for line in counts):
        raise Mismatched("rows of unlike length: fill in the counts of nobody")
    if any(count < 0 for line in counts for count in line):
        raise ImpossibleValue("a count below nobody: a table of people has none")
    full = [[*line, sum(line)] for line in counts]
    return [*full, [sum(column) for column in zip(*full, strict=True)]]
