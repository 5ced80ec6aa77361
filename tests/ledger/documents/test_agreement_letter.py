"""The letter of an agreement says what is promised, and what if it is not kept."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from creditors import HOUSEHOLD

from azione0.store import Cause
from ledger.documents.agreement_letter import (
    NoSuchAgreement,
    agreement_letter,
    latest_agreement,
)
from ledger.documents.page import Imprint, letter_page
from ledger.documents.reading import read_folio, read_proposal
from ledger.documents.sums import DoesNotAddUp
from ledger.policy import ALER_STRICT

TODAY = date(2025, 8, 15)
IMPRINT = Imprint(
    organisation="aler-bcm",
    creditor_name="ALER <Brescia> & C.",
    printed_at=datetime(2025, 9, 1, 8, tzinfo=UTC),
    printed_by="anna",
)


@pytest.fixture
def letter(ledger, agreement_id):
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    proposal = read_proposal(ledger, folio, agreement_id)
    return agreement_letter(folio, proposal, agreement_id, TODAY)


def test_the_debt_is_what_its_charges_left_open(letter):
    assert [(it.kind, it.count, it.cents) for it in letter.debt] == [
        ("rent", 6, 108000)
    ]
    assert (letter.debt_cents, letter.adjusted_cents) == (108000, 0)
    assert letter.debt[0].period_from == date(2025, 1, 1)


def test_the_payments_add_up_to_the_debt_and_count_down_to_nothing(letter):
    assert [it.cents for it in letter.promises] == [7000] * 15 + [3000]
    assert letter.promises[0].left_cents == 101000
    assert letter.promises[-1].left_cents == 0
    assert letter.promises[-1].due_on == date(2026, 11, 10)
    assert letter.down_payment is None


def test_it_names_the_tenancy_and_the_dwelling(letter):
    assert (letter.tenancy_id, letter.dwelling_id, letter.building_id) == (
        "0042/17",
        "D1",
        "cimabue",
    )


def test_how_it_is_kept_is_told_as_of_the_day(letter):
    assert letter.kept.state == "active"
    assert letter.kept.instalments[0].state == "in_grace"


def test_a_payment_known_late_is_told_apart(ledger, agreement_id, letter):
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    # Proposed as the account is, had a hundred euros come in before.
    later = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    first = min(later.books.charges.values(), key=lambda it: it.due_on)
    later.books.charges[first.id] = replace(first, cents=first.cents - 10000)
    told = agreement_letter(folio, later, agreement_id, TODAY)
    assert told.adjusted_cents == 10000
    assert sum(it.cents for it in told.debt) + told.adjusted_cents == told.debt_cents
    assert "Variazioni registrate dopo la proposta" in letter_page(told, IMPRINT)


def test_an_agreement_of_nobody_is_refused_by_name(ledger, agreement_id):
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    nobody = UUID(int=7)
    with pytest.raises(NoSuchAgreement, match=str(nobody)):
        agreement_letter(folio, folio, nobody, TODAY)
    folio.agreements.clear()
    with pytest.raises(NoSuchAgreement, match="propose one"):
        latest_agreement(folio)


def test_payments_that_are_not_the_debt_are_not_sent(ledger, agreement_id):
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    folio.agreements[agreement_id].debt_cents += 1
    with pytest.raises(DoesNotAddUp, match="payments"):
        agreement_letter(folio, folio, agreement_id, TODAY)


def test_the_letter_says_grace_breach_acknowledgement_and_whom_to_call(letter):
    page = letter_page(replace(letter), IMPRINT)
    for said in (
        "10 giorni di tolleranza",
        "2 mesi di seguito non pagati, oppure 3 in dodici mesi",
        "anche un mese la cui bolletta",
        "art. 2944 c.c.",
        "versione proj-1",
        "Contratto 0042/17",
        "telefono ____",
        "Per il nucleo",
    ):
        assert said in page
    assert "ALER &lt;Brescia&gt; &amp; C." in page
    assert "Dati inventati" not in page
    called = letter_page(letter, replace(IMPRINT, contact="Anna, 030 1", demo=True))
    assert "Anna, 030 1" in called
    assert "Dati inventati" in called


def test_the_rules_are_those_of_the_version_it_was_proposed_under(ledger, agreement_id):
    with ledger.transaction(Cause("cabina", "adopt")):
        ledger.adopt_policy("proj-2", {"grace_days": "3"}, date(2025, 7, 2))
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    told = agreement_letter(folio, folio, agreement_id, TODAY)
    assert (told.policy.version, told.policy.grace_days) == ("proj-1", 10)
    folio.agreements[agreement_id].policy_version = "proj-2"
    told = agreement_letter(folio, folio, agreement_id, TODAY)
    assert (told.policy.version, told.policy.grace_days) == ("proj-2", 3)


def test_the_strict_rules_are_said_in_the_singular(letter):
    page = letter_page(replace(letter, policy=ALER_STRICT), IMPRINT)
    assert "si interrompe al primo mese non pagato" in page


def test_a_proposal_is_no_agreement_yet(ledger):
    with ledger.transaction(Cause("aler/anna", "propose")):
        proposed = ledger.propose_agreement(
            HOUSEHOLD,
            "aler-bcm",
            instalment_cents=20000,
            first_due_on=date(2025, 8, 10),
            on=date(2025, 7, 1),
            down_payment_cents=8000,
        )
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    letter = agreement_letter(folio, folio, proposed, TODAY)
    assert letter.kept is None
    assert (letter.down_payment.cents, len(letter.instalments)) == (8000, 5)
    page = letter_page(letter, IMPRINT)
    assert "Proposta di piano di rientro" in page
    assert "acconto" in page


def test_an_agreement_that_no_longer_holds_says_so_first(letter):
    ended = replace(letter, kept=replace(letter.kept, state="breached"))
    assert "questo piano è interrotto" in letter_page(ended, IMPRINT)
    assert "questo piano è" not in letter_page(letter, IMPRINT)
