"""
The ledger does as other systems and the law do, case by case.

The cases are facts (`peer_cases.json`, each with its source); how one is told to
the ledger stands in `tests/peers/`. What touches a store is told on each.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from peers import ages, agreements, payments
from peers.cases import CASES, cents, euro
from peers.desk import Desk, open_desk

PURE = {**agreements.PURE, **ages.PURE, **payments.PURE}
STORED = {**agreements.STORED, **payments.STORED}
AREAS = {"ledger", "agreements", "arrears", "operations"}


def told(runners: dict) -> list:
    """Each case once, or once for each way in which it can be told."""
    return [
        pytest.param(case_id, ways, id=" ".join((case_id, *ways)))
        for case_id, (_, several) in sorted(runners.items())
        for ways in ([(way,) for way in several] or [()])
    ]


@pytest.fixture
def desk(
    database_url: str, tmp_path: Path, clock: Callable[[], datetime]
) -> Iterator[Desk]:
    with open_desk(database_url, tmp_path, clock) as opened:
        yield opened


def test_every_case_that_must_hold_is_told_and_once():
    assert not PURE.keys() & STORED.keys()
    must_hold = {
        case_id
        for case_id, case in CASES.items()
        if case["area"] in AREAS and case["adopt"] == "as_is"
    }
    assert must_hold == PURE.keys() | STORED.keys()
    assert len(must_hold) == 30


def test_every_case_says_where_it_is_from():
    assert all(case["source"] and case["title"] for case in CASES.values())


@pytest.mark.parametrize("amount", ["0", "91.67", "312", "0.05"])
def test_amounts_are_read_to_the_cent(amount):
    assert euro(cents(amount)) == amount


@pytest.mark.parametrize(("case_id", "ways"), told(PURE))
def test_a_case_holds(case_id, ways):
    run, _ = PURE[case_id]
    run(CASES[case_id], *ways)


@pytest.mark.parametrize(("case_id", "ways"), told(STORED))
def test_a_case_holds_on_every_store(case_id, ways, desk):
    run, _ = STORED[case_id]
    run(CASES[case_id], desk, *ways)
