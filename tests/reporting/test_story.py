"""One household's story, as of a day and as known at an instant."""

from io import StringIO

import pytest
from postman import (
    ALER,
    CASE,
    HOUSEHOLD,
    SOLE,
    adjusted,
    at,
    billed,
    detected,
    hand_in,
    letter,
    miss_retracted,
    missed,
    named,
    on,
    opened,
    paid,
)
from rich.console import Console

from azione0.application import NotFound
from azione0.codes import household_code


@pytest.fixture(autouse=True)
def _in_italian(monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "it")


def texts(story):
    return [line.text.replace("\xa0", " ") for line in story.lines]


def test_lines_come_in_the_order_in_which_they_count(house):
    reporting = hand_in(
        house,
        [
            letter(detected("2025-02-11")),
            letter(billed("2025-01-10", 123456, issued="2024-12-20"), at("2025-03-01")),
        ],
    )
    assert texts(reporting.story(HOUSEHOLD)) == [
        "Addebito canone di 1.234,56 € con scadenza 10/01/2025.",
        (
            "Morosità rilevata: 360,00 € scaduti dal 11/02/2025, "
            "pari a 2 mensilità, fascia A."
        ),
    ]


def test_a_retracted_miss_is_marked_once_that_is_known(house):
    reporting = hand_in(
        house,
        [
            letter(missed(1, "2025-09-11", "2025-08-31", 10000)),
            letter(miss_retracted(1, "2025-08-28"), at("2025-09-20T10:00")),
            letter(missed(1, "2025-10-20", "2025-08-31", 10000)),
        ],
    )
    before = reporting.story(HOUSEHOLD, known_at=at("2025-09-19"))
    after = reporting.story(HOUSEHOLD)
    assert [line.unsaid_at for line in before.lines] == [None]
    assert [(line.name, line.unsaid_at) for line in after.lines] == [
        ("InstalmentMissRetracted", None),
        ("InstalmentMissed", at("2025-09-20T10:00")),
        ("InstalmentMissed", None),
    ]


def test_the_balance_follows_each_creditor_apart(tell):
    reporting = tell(
        billed("2025-01-10", 18000, "rent"),
        billed("2025-01-10", 11000, "services", creditor=SOLE),
        adjusted("2025-01-10", 17000, "2025-01-11", "rent"),
        paid("2025-01-12", 5000),
    )
    assert reporting.story(HOUSEHOLD).balances == {ALER: 12000, SOLE: 11000}


def test_a_story_as_of_a_day_ends_with_that_day(tell):
    reporting = tell(billed("2025-01-10", 18000), paid("2025-01-12", 5000))
    assert len(reporting.story(HOUSEHOLD, on("2025-01-11")).lines) == 1
    with pytest.raises(NotFound):
        reporting.story(HOUSEHOLD, on("2025-01-09"))


def test_a_household_is_found_by_code_id_and_case(tell):
    reporting = tell(opened("2025-02-12"))
    for text in (household_code(HOUSEHOLD).lower(), str(HOUSEHOLD), str(CASE)):
        assert reporting.find_household(text) == HOUSEHOLD
    with pytest.raises(NotFound):
        reporting.find_household(str(named("nobody")))


def test_the_page_says_who_and_what_was_taken_back(house):
    reporting = hand_in(
        house,
        [
            letter(missed(1, "2025-09-11", "2025-08-31", 10000)),
            letter(miss_retracted(1, "2025-09-20"), at("2025-09-20T10:00")),
        ],
    )
    console = Console(width=140, file=StringIO())
    reporting.render_story(console, HOUSEHOLD)
    shown = console.file.getvalue()
    assert "ALER BCM" in shown
    assert "[ritirato il 20/09/2025]" in shown
