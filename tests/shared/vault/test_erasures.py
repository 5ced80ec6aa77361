"""The list of erasures outlives every database, and a line cut by a power failure."""

from datetime import date
from uuid import UUID

import pytest

from azione0.vault.erasures import BrokenList, Erasure, ErasureList

ONE = Erasure(
    UUID(int=1), UUID(int=2), ("contact", "identity"), "request", date(2026, 1, 2)
)
TWO = Erasure(UUID(int=3), UUID(int=4), ("identity",), "retention", date(2026, 1, 3))


@pytest.fixture
def erasures(tmp_path):
    return ErasureList(tmp_path / "elsewhere" / "intake.erased")


def test_what_was_added_is_read_in_order_and_once(erasures):
    assert erasures.read() == []
    for one in (ONE, TWO, ONE):
        erasures.add(one)
    assert erasures.read() == [ONE, TWO]


def test_every_cut_of_the_last_line_reads_what_was_whole_and_can_be_added_again(
    erasures,
):
    erasures.add(ONE)
    erasures.add(TWO)
    whole = erasures.path.read_bytes()
    start = len(f"{ONE}\n")
    for cut in range(start, len(whole)):
        erasures.path.write_bytes(whole[:cut])
        assert erasures.read() == [ONE]
        erasures.add(TWO)
        assert erasures.read() == [ONE, TWO]


def test_a_list_that_is_none_is_refused(erasures):
    erasures.add(ONE)
    erasures.path.write_text("something else\n")
    with pytest.raises(BrokenList, match="line 1"):
        erasures.read()
