"""Of an invented estate, every cent on every account can be explained."""

from datetime import timedelta

import pytest

from azione0.house import House
from ledger.documents.ageing_table import aged_account
from ledger.documents.explanation import explain
from ledger.documents.reading import folios
from ledger.documents.statement import statement
from simulation.programme import Programme

HOUSEHOLDS, MONTHS = 14, 12


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lived")
    programme = Programme(households=HOUSEHOLDS, months=MONTHS, seed=7)
    with House({"AZIONE0_DATA": str(folder)}, clock=programme.clock) as house:
        programme.live(house, lambda month: None)
        yield programme, house.ledger


def test_every_cent_of_every_account_is_explained(lived):
    programme, ledger = lived
    pages = list(folios(ledger, None, None))
    assert len(pages) > HOUSEHOLDS
    moved = 0
    for page in pages:
        for back in (0, 45, 200):
            day = programme.today - timedelta(back)
            standing = ledger.standing(page.household_id, page.creditor_id, day)
            made = explain(page, day)
            assert sum(it.cents for it in made.effects()) == standing.balance_cents
            assert aged_account(page, day).balance_cents == standing.balance_cents
            told = statement(page, day, as_of=day)
            assert told.closing_cents == standing.balance_cents
            moved += sum(len(it.moves) for it in made.charges)
    assert moved > 100


def test_every_fact_of_an_explanation_says_who_wrote_it_down(lived):
    programme, ledger = lived
    for page in folios(ledger, None, None):
        made = explain(page, programme.today)
        assert all(it.mark for it in made.effects())
