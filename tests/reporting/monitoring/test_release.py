"""What may be told of so few people: nothing that sums and differences give away."""

from datetime import date

from attacker import Attacker
from hypothesis import example, given, settings
from hypothesis import strategies as some

from reporting.monitoring.grouping import ALL, Periods
from reporting.monitoring.release import Raw, release, remaining

ROWS, COLUMNS = ("a", "b", "c"), ("x", "y", "z", "w")
#: Households by row and column: mostly few, for few are what has to be hidden.
counts = some.lists(
    some.lists(some.integers(0, 9), min_size=4, max_size=4), min_size=3, max_size=3
)


def table_of(counted, rows=ROWS):
    raw = Raw(rows, COLUMNS)
    for at, line in enumerate(counted):
        for place, count in enumerate(line):
            for number in range(count):
                raw.count(rows[at], COLUMNS[place], (at, place, number))
    return raw


def whole_of(counted):
    raw = Raw((ALL,), COLUMNS)
    for at, line in enumerate(counted):
        for place, count in enumerate(line):
            for number in range(count):
                raw.count(ALL, COLUMNS[place], (at, place, number))
    return raw


def hears(attacker, safe, dimension, rows):
    """Tell an attacker what a released table tells; give nothing away by the shape."""
    for (row, column), cell in safe.cells.items():
        if cell is not None:
            attacker.hear({(dimension, row, column): 1})
    for row, total in safe.row_totals.items():
        if total is not None:
            attacker.hear({(dimension, row, it): 1 for it in COLUMNS})
    for column, total in safe.column_totals.items():
        if total is not None:
            attacker.hear({(dimension, it, column): 1 for it in rows})
    if safe.total is not None:
        attacker.hear({(dimension, r, c): 1 for r in rows for c in COLUMNS})


@settings(max_examples=300, deadline=None)
@given(counts, some.permutations(range(12)))
@example([[0, 0, 0, 4], [5, 0, 0, 5], [0, 0, 5, 5]], list(range(12)))
def test_two_breakdowns_and_their_sums_give_no_small_cell_away(counted, order):
    """The same people by two groupings: each hides within the same programme line."""
    # Shuffled over other rows, column by column: another way to part the same people.
    other = [[0] * 4 for _ in ROWS]
    for place in range(4):
        moved = [line[place] for line in counted]
        shift = order[place] % 3
        for at in range(3):
            other[at][place] = moved[(at + shift) % 3]
    whole = release(whole_of(counted))
    first = release(table_of(counted), whole)
    second = release(table_of(other), whole)
    attacker = Attacker()
    # The sums of both are one: whoever knows one knows the other.
    for column in COLUMNS:
        for dimension in ("first", "second"):
            attacker.hear(
                {(ALL, ALL, column): -1, **{(dimension, r, column): 1 for r in ROWS}}
            )
    hears(attacker, whole, ALL, (ALL,))
    hears(attacker, first, "first", ROWS)
    hears(attacker, second, "second", ROWS)
    for dimension, these in (("first", counted), ("second", other)):
        for small in small_cells(these, dimension):
            assert not attacker.knows(small), small
    for place, column in enumerate(COLUMNS):
        if 0 < sum(line[place] for line in counted) < 5:
            assert not attacker.knows({(ALL, ALL, column): 1}), column


def small_cells(counted, dimension):
    """Give every sum that stands for one to four people, cells and rows."""
    for row, line in zip(ROWS, counted, strict=True):
        for column, count in zip(COLUMNS, line, strict=True):
            if 0 < count < 5:
                yield {(dimension, row, column): 1}
        if 0 < sum(line) < 5:
            yield {(dimension, row, it): 1 for it in COLUMNS}


@given(counts)
def test_what_is_told_is_so(counted):
    safe = release(table_of(counted))
    for (row, column), cell in safe.cells.items():
        count = counted[ROWS.index(row)][COLUMNS.index(column)]
        assert cell in (None, count)
        assert cell is None or cell == 0 or cell >= 5
    for row, total in safe.row_totals.items():
        assert total in (None, sum(counted[ROWS.index(row)]))


def test_an_amount_is_hidden_for_how_few_paid_it_and_not_for_how_much():
    raw = Raw(("a", "b"), ("paid",))
    for number in range(7):
        raw.add("a", "paid", 1, number)
    for number in range(4):
        raw.add("b", "paid", 1_000_000, 100 + number)
    safe = release(raw)
    assert safe.cells["b", "paid"] is None
    assert safe.cells["a", "paid"] is None or safe.total is None


def test_one_household_that_pays_in_five_months_is_not_five():
    months = ("1", "2", "3", "4", "5", "6")
    raw = Raw(months, ("paid",))
    for month in months:
        raw.add(month, "paid", 100, "the same")
    safe = release(raw)
    assert set(safe.cells.values()) == {None}
    assert safe.column_totals["paid"] is None
    assert safe.total is None


@given(
    some.lists(some.none() | some.integers(0, 9), min_size=1, max_size=6), some.data()
)
def test_what_remains_after_each_step_is_what_a_reader_can_reckon(steps, drawn):
    real = [drawn.draw(some.integers(0, 9)) if it is None else it for it in steps]
    total = drawn.draw(some.sampled_from([None, sum(real)]))
    left = remaining(total, steps)
    for at, it in enumerate(left):
        assert it in (None, sum(real[at:]))
    attacker = Attacker()
    if total is not None:
        attacker.hear(dict.fromkeys(range(len(steps)), 1))
    for at, step in enumerate(steps):
        if step is not None:
            attacker.hear({at: 1})
    for at, it in enumerate(left):
        known = attacker.knows(dict.fromkeys(range(at, len(steps)), 1))
        assert (it is not None) <= known


def test_months_are_put_together_until_there_are_five_and_stay_so():
    counted = {
        date(2025, month, 1): count for month, count in enumerate((2, 2, 1, 7, 0, 3), 1)
    }
    periods = Periods(counted)
    assert periods.keys == ["2025-01/2025-03", "2025-04/2025-06"]
    assert periods.key(date(2025, 2, 20)) == "2025-01/2025-03"
    later = Periods({**counted, date(2025, 7, 1): 2})
    assert later.keys == ["2025-01/2025-03", "2025-04", "2025-05/2025-07"]
    assert later.end("2025-05/2025-07") == date(2025, 7, 31)


def test_an_attacker_subtracts():
    attacker = Attacker()
    attacker.hear({"a": 1, "b": 1})
    assert not attacker.knows({"a": 1})
    attacker.hear({"b": 1, "c": 1})
    assert attacker.knows({"a": 1, "c": -1})
    attacker.hear({"c": 1})
    assert attacker.knows({"a": 1})
