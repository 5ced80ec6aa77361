"""One household's story, as of a day and as known at an instant."""

from io import StringIO

import pytest
from postman import (
    ALER,
    CASE,
    HOUSEHOLD,
    SOLE,
    account_closed,
    adjusted,
    at,
    at_risk,
    billed,
    decided,
    detected,
    hand_in,
    letter,
    miss_retracted,
    missed,
    named,
    no_longer_at_risk,
    on,
    opened,
    paid,
    reinstated,
    relief,
    rescheduled,
    resumed,
    state_change,
)
from rich.console import Console

from azione0.application import NotFound
from azione0.codes import household_code
from azione0.contracts import ledger


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


def test_a_retraction_marks_the_breach_before_it_and_no_earlier_one(house):
    late = at("2026-01-08T10:00")
    reporting = hand_in(
        house,
        [
            letter(state_change(ledger.AgreementBreached, "2025-10-21")),
            letter(reinstated("2025-11-05")),
            letter(state_change(ledger.AgreementBreached, "2025-12-21")),
            letter(state_change(ledger.BreachRetracted, "2026-01-08"), late),
            letter(state_change(ledger.AgreementBreached, "2025-12-30"), late),
        ],
    )
    assert [
        (f"{it.effective_on}", it.unsaid_at)
        for it in reporting.story(HOUSEHOLD).lines
        if it.name == "AgreementBreached"
    ] == [("2025-10-21", None), ("2025-12-21", late), ("2025-12-30", None)]


def test_the_balance_follows_each_creditor_apart(tell):
    reporting = tell(
        billed("2025-01-10", 18000, "rent"),
        billed("2025-01-10", 11000, "services", creditor=SOLE),
        adjusted("2025-01-10", 17000, "2025-01-11", "rent"),
        paid("2025-01-12", 5000),
    )
    assert reporting.story(HOUSEHOLD).balances == {ALER: 12000, SOLE: 11000}


def test_a_debt_given_up_and_owed_again_moves_the_balance(tell):
    reporting = tell(
        billed("2025-01-10", 18000),
        decided(ledger.DebtWrittenOff, "2025-04-01", 13000),
        decided(ledger.DebtWriteOffRevoked, "2025-05-04", 13000),
    )
    balances = [it.balance_cents for it in reporting.story(HOUSEHOLD).lines]
    assert balances == [18000, 5000, 18000]


def test_what_happens_to_an_agreement_is_told_in_plain_words(tell):
    skipped = {"2025-09-10": 7000, "2025-10-10": 0, "2025-11-10": 7000}
    reporting = tell(
        at_risk("2025-09-12", "2025-09-10", 2000),
        no_longer_at_risk("2025-09-14"),
        relief("2025-09-15", "2025-09-29"),
        relief("2025-09-16", "2025-09-30", affordable=None),
        rescheduled("2025-09-20", skipped, kind="skip"),
        resumed("2025-10-01"),
        reinstated("2025-11-05", catch_up="2025-12-10"),
        reinstated("2025-11-06"),
        state_change(ledger.AgreementTerminated, "2025-12-01", cents=5000),
        decided(ledger.DebtFreezeEnded, "2025-12-02", 5000),
        decided(ledger.DebtWriteOffRevoked, "2025-12-03", 5000),
        account_closed("2025-12-04", 5000),
        account_closed("2025-12-05", -4200, reason="transferred"),
        account_closed("2025-12-06", 0, reason="moved"),
    )
    assert texts(reporting.story(HOUSEHOLD)) == [
        (
            "Piano a rischio: una rata è nei giorni di tolleranza, la rata precedente "
            "è stata pagata in ritardo. Mancano 20,00 € della rata del 10/09/2025."
        ),
        "Il piano non è più a rischio.",
        (
            "Si propone di abbassare la rata, per fine di un lavoro; decidere entro il "
            "29/09/2025; rata sostenibile 40,00 €."
        ),
        (
            "Si propone di abbassare la rata, per fine di un lavoro; decidere entro il "
            "30/09/2025."
        ),
        (
            "Rate riprogrammate: una rata è saltata; rate ancora da pagare: 1, "
            "l'ultima il 10/11/2025."
        ),
        "Il piano di rientro riprende: restano 0,00 €.",
        (
            "Il piano decaduto vale di nuovo: restano 0,00 €; rimettersi in pari entro "
            "il 10/12/2025."
        ),
        "Il piano decaduto vale di nuovo: restano 0,00 €.",
        "Piano di rientro chiuso per decisione: restano 50,00 €.",
        "Fine del congelamento: 50,00 € si possono chiedere di nuovo.",
        "Stralcio revocato: 50,00 € sono di nuovo dovuti.",
        "Conto chiuso: decesso; restano da pagare 50,00 €.",
        "Conto chiuso: passaggio a un altro conto; a credito del nucleo 42,00 €.",
        "Conto chiuso: trasferito; saldo zero.",
    ]


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
