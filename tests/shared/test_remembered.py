"""What is kept in memory between two transactions, and what has to go."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from azione0.remembered import OWN_WEIGHT, TURNED_AWAY, Remembered


def noun(number: int, version: int = 2) -> SimpleNamespace:
    return SimpleNamespace(id=UUID(int=number), version=version)


def kept(remembered: Remembered, numbers: range) -> int:
    """Pass over nouns as a close of day does; give how many were remembered."""
    found = 0
    for number in numbers:
        it = remembered.take(UUID(int=number))
        found += it is not None
        remembered.keep(it or noun(number))
    return found


def test_a_noun_taken_is_there_no_more():
    remembered = Remembered(100)
    remembered.keep(it := noun(1))
    assert remembered.take(it.id) is it
    assert remembered.take(it.id) is None


def test_the_same_noun_kept_twice_weighs_once():
    remembered = Remembered(OWN_WEIGHT + 2)
    remembered.keep(noun(1))
    remembered.keep(later := noun(1))
    assert remembered.take(later.id) is later


def test_a_memory_too_small_for_a_round_still_helps_in_the_next():
    remembered = Remembered(80 * (OWN_WEIGHT + 2))
    kept(remembered, range(100))
    for _ in range(5):
        assert kept(remembered, range(100)) >= 60


def test_new_work_finds_room_in_the_end():
    remembered = Remembered(10 * (OWN_WEIGHT + 2))
    kept(remembered, range(10))
    for _ in range(10 * (TURNED_AWAY + 1)):
        kept(remembered, range(100, 110))
    assert kept(remembered, range(100, 110)) == 10


@pytest.mark.parametrize("version", [1, 1000])
def test_never_more_than_the_most(version):
    remembered = Remembered(50)
    for number in range(200):
        remembered.keep(noun(number, version))
    assert len(remembered) * (OWN_WEIGHT + version) <= 50


def test_what_is_forgotten_leaves_its_room():
    remembered = Remembered(OWN_WEIGHT + 2)
    remembered.keep(noun(1))
    remembered.forget()
    assert remembered.take(UUID(int=1)) is None
    remembered.keep(second := noun(2))
    assert remembered.take(second.id) is second
