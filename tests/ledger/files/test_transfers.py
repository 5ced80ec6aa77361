"""What the bank says and what pagoPA says of the same money is joined, not added."""

from datetime import date

import pytest

FLOW, STATEMENT = "flusso-piu-pagamenti.xml", "camt053.v8.xml"
NOTICE = "01000000001234519"
REVOKED = (
    "creditor;tenancy;iuv;iur;index;value_on;amount;channel;payer\n"
    f"aler-bcm;;{NOTICE};IUR-A;1;2026-03-20;-180,00;pagopa;tenant\n"
    "T;;;;1;;-180,00;;\n"
)
LATER = date(2026, 12, 31)


def payments_of(office, iuv=NOTICE):
    """The cents paid under a reference, as the money that waits shows them."""
    return sorted(it.cents for it in office.house.ledger.waiting() if it.iuv == iuv)


@pytest.mark.parametrize("order", [(FLOW, STATEMENT), (STATEMENT, FLOW)])
def test_a_notice_in_a_flow_and_in_a_statement_is_one_payment(office, sample, order):
    first, second = [office.hand_in(sample(name)) for name in order]
    assert first.known == 0
    assert second.known == 1
    # 180,00 told by both, 20,00 by the flow alone: another share of the receipt.
    assert payments_of(office) == [2000, 18000]


@pytest.mark.parametrize("order", [(FLOW, STATEMENT), (STATEMENT, FLOW)])
def test_the_transfer_of_a_flow_is_joined_to_it_and_posts_nothing(
    office, sample, order
):
    results = [office.hand_in(sample(name)) for name in order]
    said = results[1].messages
    assert any("S000000042 è riversato: 315,50" in it for it in said)
    assert 31550 not in [it.cents for it in office.house.ledger.waiting()]


def test_a_transfer_of_another_amount_is_for_a_person(office, sample):
    office.hand_in(sample(STATEMENT))
    other = sample(FLOW, (">315.50<", ">335.50<"), (">20.00<", ">40.00<"))
    said = office.hand_in(other).messages
    assert any("335,50" in it and "a mano" in it for it in said)


def test_a_flow_not_imported_yet_is_named(office, sample):
    said = office.hand_in(sample(STATEMENT)).messages
    assert any("non è ancora stato importato" in it for it in said)


def test_a_revoked_receipt_takes_back_what_the_bank_had_told(office, sample, aler):
    office.hand_in(sample(STATEMENT))
    [[before]] = office.rows(
        "SELECT payment_id FROM notice_payments_v1 WHERE iuv = ?", NOTICE
    )
    assert office.hand_in(REVOKED).reversed == 1
    office.hear(aler.bill(date(2026, 3, 10), tenancy_id="0042/17", iuv=NOTICE))
    assert set(office.account().books.payments) == {before}
    assert set(office.account().books.payment_ends) == {before}
    assert office.open_cents(LATER) == 18000


def test_a_corrected_flow_line_counts_once_beside_the_bank(office, sample, aler):
    office.hear(aler.bill(date(2026, 3, 10), 50000, tenancy_id="0042/17", iuv=NOTICE))
    office.hand_in(sample(FLOW))
    assert office.open_cents(LATER) == 50000 - 18000 - 2000
    corrected = sample(
        FLOW,
        ("2026-03-13T00:12:00", "2026-03-14T00:12:00"),
        (">2026-03-10<", ">2026-03-11<"),
    )
    result = office.hand_in(corrected)
    assert (result.posted, result.reversed) == (1, 1)
    assert office.open_cents(LATER) == 50000 - 18000 - 2000
    office.hand_in(sample(STATEMENT))
    assert office.open_cents(LATER) == 50000 - 18000 - 2000


def test_money_that_comes_again_after_a_revocation_counts(office, sample, aler):
    office.hear(aler.bill(date(2026, 3, 10), 50000, tenancy_id="0042/17", iuv=NOTICE))
    office.hand_in(sample(FLOW))
    office.hand_in(REVOKED)
    assert office.open_cents(LATER) == 50000 - 2000
    office.hand_in(sample(STATEMENT))
    assert office.open_cents(LATER) == 50000 - 2000 - 18000


def test_a_returned_debit_takes_its_payment_back(office, sample):
    result = office.hand_in(sample(STATEMENT))
    assert result.reversed == 1
    [[payment_id]] = office.rows(
        "SELECT payment_id FROM returned_debits_v1 WHERE reference = 'SDD-77'"
    )
    [[collected]] = office.rows(
        "SELECT payment_id FROM debits_v1 WHERE reference = 'SDD-77'"
    )
    assert payment_id == collected
    again = office.hand_in(sample(STATEMENT) + b"\n")
    assert again.reversed == 0
    assert again.known == 5
    [[reversals]] = office.rows(
        "SELECT count(*) FROM events WHERE topic LIKE '%Receipt.Reversed'"
    )
    assert reversals == 1
