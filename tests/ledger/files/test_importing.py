"""What a file says becomes the creditors' own words, one for each fact."""

from datetime import date

import pytest

from azione0.contract import decode, encode
from azione0.contracts import aler, condominium
from azione0.refused import Refused
from ledger.creditors import Creditors
from ledger.files.importing import prepare, prepare_replacement
from ledger.files.letters import business_key, letter_of_return

FLOW, LATER = "flusso-piu-pagamenti.xml", "flusso-sostitutivo.xml"


def keys(prepared):
    return {letter.business_key for letter in prepared.letters}


def test_each_creditor_speaks_in_its_own_words(sample, creditors):
    said = [
        one.contract
        for one in prepare(sample("bollette.csv"), "bills", creditors).letters
    ]
    assert [type(contract) for contract in said] == [
        aler.ChargeIssued,
        aler.ChargeIssued,
        condominium.ChargeIssued,
        aler.ChargeCorrected,
        aler.ChargeReversed,
    ]
    assert said[3].replaces == said[1].charge_id == "2026/0001/2"
    assert said[4].charge_id == "2026/0077/1"
    assert said[4].effective_on == date(2026, 3, 2)


def test_a_payment_in_a_flow_a_list_and_a_letter_is_one_payment(sample, creditors):
    flow = prepare(sample(FLOW), "payments", creditors)
    listed = prepare(sample("pagamenti.csv"), "payments", creditors)
    letter = aler.PaymentReceived(
        payment_id="ALER-778",
        creditor_id="aler-bcm",
        tenancy_id="0042/17",
        amount_cents=18000,
        value_on=date(2026, 3, 10),
        channel="pagopa",
        payer="tenant",
        iuv="01000000001234519",
        iur="IUR-A",
        line_index=1,
        effective_on=date(2026, 3, 10),
    )
    assert len(keys(flow) & keys(listed)) == 2
    assert business_key(letter) in keys(flow) & keys(listed)


def test_the_same_bytes_give_the_same_letters(sample, creditors):
    first = prepare(sample(FLOW), "payments", creditors)
    again = prepare(sample(FLOW), "payments", creditors)
    assert first == again
    assert [one.letter_id for one in first.letters] == [
        one.letter_id for one in again.letters
    ]
    assert len({one.letter_id for one in first.letters}) == first.lines == 5


def test_a_revoked_line_reverses_a_payment(sample, creditors):
    prepared = prepare(sample(FLOW), "payments", creditors)
    assert prepared.reversals == 1
    assert prepared.letters[-1].contract.amount_cents == 4000


def test_the_public_flow_pays_its_iuv(sample, creditors):
    [letter] = prepare(sample("flusso-2021-11-21.xml"), "payments", creditors).letters
    assert letter.contract.iuv == "12210209926737900"
    assert letter.contract.amount_cents == 123456
    assert letter.contract.effective_on == date(2021, 11, 21)
    assert letter.contract.subject() == "12210209926737900"


def test_a_statement_posts_payments_and_reports_the_rest(sample, creditors):
    prepared = prepare(sample("camt053.v8.xml"), "payments", creditors)
    assert prepared.lines == len(prepared.letters) == 5
    assert prepared.total_cents == 57000
    assert [one.amount_cents for one in prepared.settlements] == [31550]
    assert len(prepared.messages) == 3
    channels = [letter.contract.channel for letter in prepared.letters]
    assert channels == [
        "pagopa",
        "transfer",
        "transfer",
        "direct_debit",
        "direct_debit",
    ]


def test_a_returned_debit_reverses_the_payment_it_is_joined_to(sample, creditors):
    prepared = prepare(sample("camt053.v8.xml"), "payments", creditors)
    [returned] = prepared.returned
    letter = letter_of_return(returned, "payment-of-SDD-77", creditors)
    assert letter.contract.payment_id == "payment-of-SDD-77"
    assert letter.contract.reason == "md06"


@pytest.mark.parametrize(
    "name", [FLOW, "camt053.v8.xml", "camt053.v3.xml", "pagamenti.csv", "bollette.csv"]
)
def test_every_word_of_a_file_can_travel(sample, creditors, name):
    wanted = "bills" if name == "bollette.csv" else "payments"
    for letter in prepare(sample(name), wanted, creditors).letters:
        assert decode(type(letter.contract), encode(letter.contract)) == letter.contract


def test_a_replacement_leaves_only_what_changes(sample, creditors):
    earlier = prepare(sample(FLOW), "payments", creditors)
    later = prepare(sample(LATER), "payments", creditors)
    changed = prepare_replacement(earlier.flow, later, creditors)
    assert (len(changed.letters), changed.reversals) == (4, 2)
    assert changed.flow.total_cents == later.total_cents
    assert not keys(changed) & keys(earlier)


def test_bills_and_payments_are_not_mistaken_for_each_other(sample, creditors):
    with pytest.raises(Refused, match="import bills"):
        prepare(sample("bollette.csv"), "payments", creditors)
    with pytest.raises(Refused, match="import payments"):
        prepare(sample(FLOW), "bills", creditors)


def test_without_creditors_nothing_is_imported(sample):
    with pytest.raises(Refused, match="AZIONE0_CREDITORS"):
        prepare(sample(FLOW), "payments", Creditors())
