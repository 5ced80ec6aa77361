"""A creditor's file is in the books whole, once, or not at all."""

from datetime import UTC, date, datetime

import pytest

from azione0.refused import Refused

FLOW = "flusso-2021-11-21.xml"
BILL = (
    "record;creditor;tenancy;bill;line;kind;period_from;period_to;issued_on;due_on;"
    "amount;iuv;replaces;reason\n"
)
PAID = "creditor;tenancy;iuv;iur;index;value_on;amount;channel;payer\n"
IUV = "12210209926737900"
DAY = date(2021, 11, 30)


def bill(line=1, amount="180,00", *, due="2021-11-30", iuv="", number="2021/7", **more):
    tenancy, record = more.get("tenancy", "0042/17"), more.get("record", "C")
    replaces, reason = more.get("replaces", ""), more.get("reason", "")
    return (
        f"{record};aler-bcm;{tenancy};{number};{line};rent;2021-11-01;2021-11-30;"
        f"{more.get('issued', '2021-11-01')};{due};{amount};{iuv};{replaces};{reason}\n"
    )


def run_of(*rows, total):
    return BILL + "".join(rows) + f"T;;;;{len(rows)};;;;;;{total};;;\n"


def paid(*rows, total):
    return PAID + "".join(rows) + f"T;;;;{len(rows)};;{total};;\n"


def test_the_published_flow_closes_the_charge_with_its_reference(office, sample):
    office.hand_in(run_of(bill(amount="1234,56", iuv=IUV), total="1234,56"), "bills")
    assert office.open_cents(DAY) == 123456
    result = office.hand_in(sample(FLOW))
    assert (result.lines, result.posted, result.total_cents) == (1, 1, 123456)
    assert office.open_cents(DAY) == 0
    [payment] = office.account().books.payments.values()
    assert payment.value_on == date(2021, 11, 21)


def test_a_flow_that_comes_before_its_bill_waits_and_then_closes_it(office, sample):
    result = office.hand_in(sample(FLOW))
    assert (result.posted, result.waiting) == (0, 1)
    assert [it.iuv for it in office.house.ledger.waiting()] == [IUV]
    office.hand_in(run_of(bill(amount="1234,56", iuv=IUV), total="1234,56"), "bills")
    assert office.open_cents(DAY) == 0
    assert not office.house.ledger.waiting()


def test_the_same_bytes_again_change_nothing(office, sample):
    office.hand_in(sample(FLOW))
    before = office.everything()
    again = office.hand_in(sample(FLOW))
    assert again.already_imported
    assert (again.lines, again.total_cents) == (1, 123456)
    assert office.everything() == before


def test_the_register_says_who_imported_what_and_when(office, sample):
    result = office.hand_in(sample("pagamenti.csv"))
    [row] = office.rows(
        "SELECT file_sha256, kind, imported_by, lines, total_cents, posted, known, "
        "waiting, reversed FROM imports_v1"
    )
    assert row == (result.file_sha256, "payments", "anna", 5, 51000, 4, 0, 0, 1)


def test_a_check_stores_nothing_and_counts_what_would_be(office, sample):
    before = office.everything()
    checked = office.hand_in(sample("bollette.csv"), "bills", check_only=True)
    assert office.everything() == before
    posted = office.hand_in(sample("bollette.csv"), "bills")
    assert posted == checked
    assert posted.posted == 4
    assert posted.reversed == 1


def test_a_failure_in_the_middle_leaves_nothing_behind(office, sample, monkeypatch):
    ledger = office.house.ledger
    before = office.everything()
    post, calls = ledger.post_payment, []

    def stumble(*arguments, **named):
        calls.append(arguments)
        if len(calls) == 3:
            raise OSError("the disk is full")
        post(*arguments, **named)

    monkeypatch.setattr(ledger, "post_payment", stumble)
    with pytest.raises(OSError, match="disk"):
        office.hand_in(sample("pagamenti.csv"))
    assert office.everything() == before
    monkeypatch.undo()
    assert office.hand_in(sample("pagamenti.csv")).posted == 4


def test_what_the_books_refuse_refuses_the_file_and_every_line_is_named(office):
    office.hand_in(run_of(bill(1), bill(2), total="360,00"), "bills")
    before = office.everything()
    wrong = run_of(
        bill(1, "181,00"), bill(2), bill(3), bill(4, due="2021-10-01"), total="721,00"
    )
    with pytest.raises(Refused, match="2 righe") as refused:
        office.hand_in(wrong, "bills")
    assert [it.where for it in refused.value.lines] == ["riga 2", "riga 5"]
    assert "2021/7/1" in refused.value.lines[0].value
    assert "scadenza" in refused.value.lines[1].expected
    assert office.everything() == before


def test_a_payment_told_with_another_amount_refuses_the_file(office):
    row = "aler-bcm;0042/17;{iuv};R1;1;2021-11-20;{amount};pagopa;tenant\n"
    office.hand_in(paid(row.format(iuv=IUV, amount="50,00"), total="50,00"))
    other = paid(row.format(iuv=IUV, amount="60,00"), total="60,00")
    with pytest.raises(Refused, match="Una riga") as refused:
        office.hand_in(other)
    assert refused.value.lines[0].where == "riga 2"
    assert len(office.account().books.payments) == 1


@pytest.mark.parametrize("file_first", [True, False])
@pytest.mark.parametrize("billed", [True, False])
def test_a_payment_in_a_file_and_in_a_letter_counts_once(
    office, sample, aler, billed, file_first
):
    if billed:
        office.hand_in(
            run_of(bill(amount="1234,56", iuv=IUV), total="1234,56"), "bills"
        )
    letter = aler.payment(
        date(2021, 11, 21),
        123456,
        tenancy_id="0042/17",
        payment_id="ALER-1",
        iuv=IUV,
        iur="2130101502302932577",
    )
    if file_first:
        office.hand_in(sample(FLOW))
        office.hear(letter)
    else:
        office.hear(letter)
        assert office.hand_in(sample(FLOW)).known == 1
    assert len(office.account().books.payments) == 1
    assert not office.house.ledger.waiting()


def test_a_charge_in_a_file_and_in_a_letter_counts_once(office, aler):
    office.hear(
        aler.bill(date(2021, 11, 30), tenancy_id="0042/17", charge_id="2021/7/1")
    )
    same = bill(1).replace("2021-11-30;2021-11-01", "2021-11-28;2021-11-01", 1)
    result = office.hand_in(run_of(same, total="180,00"), "bills")
    assert (result.posted, result.known) == (0, 1)
    assert office.open_cents(DAY) == 18000


def test_a_line_is_corrected_in_its_own_place_and_once_more(office):
    office.hand_in(run_of(bill(1), total="180,00"), "bills")
    change = {"record": "X", "replaces": "2021/7/1", "reason": "meter_error"}
    first = bill(1, "150,00", **change)
    office.hand_in(run_of(first, total="150,00"), "bills")
    assert office.open_cents(DAY) == 15000
    office.hand_in(run_of(bill(1, "140,00", **change), total="140,00"), "bills")
    assert office.open_cents(DAY) == 14000
    again = office.hand_in(run_of(first, bill(2), total="330,00"), "bills")
    assert (again.known, again.posted) == (1, 1)
    assert office.open_cents(DAY) == 32000
    gone = bill(9, "", record="R", replaces="2021/7/1", reason="wrong_tenancy")
    office.hand_in(run_of(gone, total="0,00"), "bills")
    assert office.open_cents(DAY) == 18000


def test_a_later_flow_takes_the_place_of_the_earlier_one(office, sample):
    first = office.hand_in(sample("flusso-piu-pagamenti.xml"))
    later = office.hand_in(sample("flusso-sostitutivo.xml"))
    assert first.posted + first.waiting
    assert any("Sostituisce il flusso" in it for it in later.messages)
    before = office.everything()
    with pytest.raises(Refused, match="più recente"):
        office.hand_in(sample("flusso-piu-pagamenti.xml") + b"\n")
    assert office.everything() == before
    [[kept]] = office.rows("SELECT count(*) FROM flows_v1")
    assert kept == 1


def test_a_file_posts_behind_letters_that_wait_and_says_so(office, aler, monkeypatch):
    ledger = office.house.ledger

    def stumble(*arguments):
        raise OSError("not now")

    with monkeypatch.context() as failing:
        failing.setattr(ledger, "post_charge", stumble)
        taken = office.house.hand_in(
            "ledger", [aler.bill(date(2021, 11, 10), tenancy_id="0042/17")]
        )
        assert taken.failed == 1
    # Its turn has not come: the clock of the house is behind the letter's delay.
    inbox = office.house.office("ledger").inbox
    with monkeypatch.context() as early:
        early.setattr(inbox, "retry_due", lambda now: None)
        result = office.hand_in(run_of(bill(1), total="180,00"), "bills")
    assert any("accodate" in it for it in result.messages)
    inbox.retry_due(datetime(2030, 1, 1, tzinfo=UTC))
    assert inbox.census()["done"] == sum(inbox.census().values())
    assert office.open_cents(DAY) == 36000
