"""Nobody who knows the margins can work out a hidden cell: every table is tried."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reporting.validation.interval import ImpossibleValue, Mismatched, TooFew
from reporting.validation.suppression import possible, safe_line, safe_table

FEW = 3


def published(safe):
    """The table as the reader sees it, margins last."""
    lines = zip(safe.cells, safe.row_totals, strict=True)
    return [
        *[[*line, total] for line, total in lines],
        [*safe.column_totals, safe.total],
    ]


def readings(seen, most):
    """Every table of whole counts up to `most` that agrees with what is seen."""
    rows, columns = len(seen) - 1, len(seen[0]) - 1
    cells = [
        range(most + 1) if seen[row][column] is None else [seen[row][column]]
        for row in range(rows)
        for column in range(columns)
    ]
    axes = np.meshgrid(*[np.array(it) for it in cells], indexing="ij")
    inner = np.stack([it.ravel() for it in axes], axis=1).reshape(-1, rows, columns)
    full = np.concatenate([inner, inner.sum(axis=2, keepdims=True)], axis=2)
    full = np.concatenate([full, full.sum(axis=1, keepdims=True)], axis=1)
    fits = np.ones(len(full), dtype=bool)
    for row, column in itertools.product(range(rows + 1), range(columns + 1)):
        if seen[row][column] is not None:
            fits &= full[:, row, column] == seen[row][column]
    return full[fits]


def test_what_a_reader_can_think_is_reckoned_exactly():
    full, most = [[2, 4, 3, 9], [1, 4, 2, 7], [3, 8, 5, 16]], 9
    hidden = frozenset({(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (0, 2), (2, 1)})
    seen = [
        [None if (row, column) in hidden else it for column, it in enumerate(line)]
        for row, line in enumerate(full)
    ]
    found = readings(seen, most)
    for cell in hidden:
        thought = found[:, cell[0], cell[1]]
        assert possible(full, hidden, cell) == (thought.min(), thought.max())


def assert_safe(counts, *, most, show_zeros=False):
    safe = safe_table(counts, FEW, show_zeros=show_zeros)
    seen = published(safe)
    found = readings(seen, most)
    truth = np.array(counts)
    full = np.block(
        [
            [truth, truth.sum(axis=1, keepdims=True)],
            [truth.sum(axis=0, keepdims=True), truth.sum(keepdims=True)],
        ]
    )
    assert (found == full).all(axis=(1, 2)).any()
    for (row, column), count in np.ndenumerate(full):
        thought = set(found[:, row, column].tolist())
        small = count < FEW and not (show_zeros and count == 0)
        if seen[row][column] is None:
            assert len(thought) > 1, f"{counts}: {(row, column)} is given away"
            if small:
                assert max(thought) >= FEW, f"{counts}: {(row, column)} is known small"
        else:
            assert not small
    return safe


@pytest.mark.parametrize("show_zeros", [False, True])
def test_no_table_of_two_by_two_gives_a_hidden_cell_away(show_zeros):
    """Every one of the 2,401 with counts up to six."""
    for a, b, c, d in itertools.product(range(7), repeat=4):
        if (a, b) <= (c, d):  # turned upside down it is the same table
            assert_safe([[a, b], [c, d]], most=9, show_zeros=show_zeros)


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(
        st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2
    ),
    show_zeros=st.booleans(),
)
@example(counts=[[2, 4, 4], [4, 4, 4]], show_zeros=False)
@example(counts=[[0, 0, 4], [4, 0, 0]], show_zeros=True)
def test_no_table_of_two_by_three_gives_a_hidden_cell_away(counts, show_zeros):
    assert_safe(counts, most=7, show_zeros=show_zeros)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.booleans())
def test_no_line_gives_a_hidden_cell_away(counts, show_zeros):
    safe = assert_safe([counts], most=9, show_zeros=show_zeros)
    line = safe_line(counts, FEW, show_zeros=show_zeros)
    assert line.cells == safe.cells[0]
    assert safe.column_totals == safe.cells[0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=3, max_size=5
    )
)
def test_no_cell_below_five_is_ever_shown(counts):
    seen = published(safe_table(counts))
    assert all(it is None or it >= 5 for line in seen for it in line)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 15), min_size=4, max_size=4), min_size=3, max_size=4
    ),
    st.booleans(),
)
def test_no_larger_table_gives_a_hidden_cell_away_either(counts, show_zeros):
    """Reckoned, and not listed: the reckoning was held against a list above."""
    seen = published(safe_table(counts, show_zeros=show_zeros))
    full = [[*it, sum(it)] for it in counts]
    full.append([sum(it) for it in zip(*full, strict=True)])
    hidden = frozenset(
        (row, column)
        for row, line in enumerate(seen)
        for column, it in enumerate(line)
        if it is None
    )
    for row, column in hidden:
        least, greatest = possible(full, hidden, (row, column))
        assert least != greatest
        if full[row][column] < 5 and not (show_zeros and full[row][column] == 0):
            assert greatest is None or greatest >= 5


def test_a_large_table_is_published_whole():
    safe = safe_table([[10, 20], [30, 40]])
    assert safe.cells == ((10, 20), (30, 40))
    assert (safe.row_totals, safe.column_totals) == ((30, 70), (40, 60))
    assert safe.total == 100


def test_one_small_cell_takes_three_others_with_it_and_no_margin():
    safe = safe_table([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    assert safe.cells == ((None, None, 30), (None, None, 60), (70, 80, 90))
    assert None not in (*safe.row_totals, *safe.column_totals, safe.total)


def test_two_small_cells_that_add_up_to_a_small_sum_need_a_third():
    assert safe_line([1, 3, 20, 30]).cells == (None, None, None, 30)
    assert safe_line([3, 4, 20, 30]).cells == (None, None, 20, 30)


def test_a_table_of_hardly_anybody_says_nothing():
    safe = safe_line([1, 2])
    assert safe.cells == (None, None)
    assert safe.total is None


def test_nobody_may_be_shown_where_that_tells_nothing():
    assert safe_line([0, 20, 30], show_zeros=True).cells == (0, 20, 30)
    assert safe_line([0, 20, 30]).cells == (None, None, 30)


def test_refusals_have_names():
    with pytest.raises(TooFew):
        safe_table([])
    with pytest.raises(Mismatched):
        safe_table([[1, 2], [3]])
    with pytest.raises(ImpossibleValue):
        safe_line([-1])
