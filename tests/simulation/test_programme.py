"""The same seed lives through the same programme, and nothing goes wrong in it."""

from collections import Counter
from pathlib import Path

import pytest

from azione0.house import House
from simulation.programme import Programme

HOUSEHOLDS, MONTHS = 12, 5


def lived(folder: Path, seed: int) -> tuple[Counter, dict[str, Counter]]:
    """Live through a small programme: what reporting heard, and how letters fared."""
    programme = Programme(households=HOUSEHOLDS, months=MONTHS, seed=seed)
    with House({"AZIONE0_DATA": str(folder)}, clock=programme.clock) as house:
        programme.live(house, lambda month: None)
        states = {
            # The plus leaves out the states that no letter is in.
            kind: +Counter(office.inbox.census())
            for kind, office in house.offices.items()
        }
        with house.office("reporting").store.reading() as session:
            rows = session.execute("SELECT type, subject, body FROM inbox")
    return Counter((kind, subject, bytes(body)) for kind, subject, body in rows), states


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return lived(tmp_path_factory.mktemp("first"), seed=7)


def test_the_same_seed_says_the_same_letters(first, tmp_path):
    assert lived(tmp_path, seed=7)[0] == first[0]


def test_another_seed_says_others(first, tmp_path):
    assert lived(tmp_path, seed=8)[0] != first[0]


def test_every_letter_of_a_programme_is_acted_on(first):
    for kind, states in first[1].items():
        assert set(states) == {"done"}, kind


def test_a_small_programme_knows_bills_arrears_and_cases(first):
    said = {kind.split(".")[3] for kind, _, _ in first[0]}
    assert {"ChargePosted", "PaymentPosted", "ArrearsDetected", "CaseOpened"} <= said
