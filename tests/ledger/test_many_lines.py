"""Files of 10,000 lines: taken whole, or refused whole with the line that is wrong."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from small_estate import (
    ALER,
    CREDITOR_ID,
    NO_LETTERS,
    NOW,
    OWING,
    TODAY,
    Estate,
    an_estate,
    payment_of,
)

from azione0.refused import Refused
from ledger.account.account import Account, account_id
from ledger.account.decisions import MOST_NAMED
from ledger.creditors import Creditor, Creditors
from ledger.files.posting import import_file

LINES = 10_000
IUV = "01000000001234519"
BILLS = (
    "record;creditor;tenancy;bill;line;kind;period_from;period_to;issued_on;due_on;"
    "amount;iuv;replaces;reason\n"
)
PAYMENTS = "creditor;tenancy;iuv;iur;index;value_on;amount;channel;payer\n"


@pytest.fixture
def estate(database_url, tmp_path) -> Iterator[Estate]:
    with an_estate(tmp_path, database_url) as opened:
        yield opened


def hand_in(estate, content, wanted):
    return import_file(
        estate.office,
        content.encode(),
        wanted,
        Creditors([Creditor(CREDITOR_ID, "aler", "77777777777", (), "ALER")]),
        by="anna",
        recorded_at=NOW,
    )


def bill_run(count, *, iuv="", last_due="2025-07-10"):
    rows = [
        f"C;{CREDITOR_ID};T1;2025/{it // 10};{it % 10};rent;2025-07-01;2025-07-31;"
        f"2025-07-01;{last_due if it == count - 1 else '2025-07-10'};1,00;{iuv};;\n"
        for it in range(count)
    ]
    return BILLS + "".join(rows) + f"T;;;;{count};;;;;;{count},00;;;\n"


def payment_list(*, last_amount=""):
    amounts = [f"0,0{1 + it % 9}" for it in range(LINES)]
    total_cents = sum(int(it[-1]) for it in amounts)
    amounts[-1] = last_amount or amounts[-1]
    rows = [f"{CREDITOR_ID};T1;;;;2025-06-30;{it};cash;tenant\n" for it in amounts]
    total = f"{total_cents // 100},{total_cents % 100:02}"
    return PAYMENTS + "".join(rows) + f"T;;;;{LINES};;{total};;\n", total_cents


def test_money_on_10_000_lines_is_posted_to_the_cent(tmp_path):
    content, total_cents = payment_list()
    with an_estate(tmp_path, f"sqlite:///{tmp_path}/store.db") as estate:
        result = hand_in(estate, content, "payments")
        account = estate.ledger.get(Account, account_id(OWING, CREDITOR_ID))
    assert (result.posted, result.total_cents) == (LINES, total_cents)
    assert sum(it.cents for it in account.books.payments.values()) == total_cents + 5000


def test_one_amount_with_three_decimals_refuses_10_000_lines(estate):
    before = estate.everything()
    with pytest.raises(Refused) as refused:
        hand_in(estate, payment_list(last_amount="0,001")[0], "payments")
    assert [it.where for it in refused.value.lines] == [f"riga {LINES + 1}"]
    assert estate.everything() == before


def test_one_line_that_the_books_refuse_refuses_those_before_it_too(estate):
    before = estate.everything()
    with pytest.raises(Refused) as refused:
        hand_in(estate, bill_run(500, last_due="2025-06-30"), "bills")
    assert [it.where for it in refused.value.lines] == ["riga 501"]
    assert estate.everything() == before


def test_a_notice_of_10_000_lines_is_refused_whole(estate):
    before = estate.everything()
    with pytest.raises(Refused) as refused:
        hand_in(estate, bill_run(LINES, iuv=IUV), "bills")
    [wrong] = refused.value.lines
    assert wrong.where == f"riga {MOST_NAMED + 2}"
    assert str(MOST_NAMED) in wrong.expected
    assert estate.everything() == before


def test_a_notice_has_no_more_lines_in_two_files_than_in_one(estate):
    hand_in(estate, bill_run(MOST_NAMED, iuv=IUV), "bills")
    before = estate.everything()
    one_more = bill_run(1, iuv=IUV).replace(";2025/0;", ";2026/0;")
    with pytest.raises(Refused) as refused:
        hand_in(estate, one_more, "bills")
    assert str(MOST_NAMED) in refused.value.lines[0].expected
    assert estate.everything() == before


@pytest.mark.parametrize("tenancy_id", ["T1", "of nobody yet"])
def test_the_line_too_many_of_a_notice_is_parked(estate, tenancy_id):
    def line(number):
        return ALER.bill(
            date(2025, 7, 10),
            100,
            tenancy_id=tenancy_id,
            charge_id=f"line {number}",
            iuv=IUV,
        )

    estate.office.inbox.take([line(it) for it in range(MOST_NAMED)])
    assert estate.office.parking.letters() == []
    before = estate.everything(*NO_LETTERS)
    estate.office.inbox.take([line(MOST_NAMED)])
    [parked] = estate.office.parking.letters()
    assert parked.reason.startswith("TooManyNamed: ")
    assert estate.everything(*NO_LETTERS) == before


def test_a_payment_may_be_for_as_many_lines_as_a_notice_has(estate):
    hand_in(estate, bill_run(MOST_NAMED, iuv=IUV), "bills")
    whole = ALER.payment(TODAY, MOST_NAMED * 100, iuv=IUV, payment_id="whole")
    estate.office.inbox.take([whole])
    account = estate.ledger.get(Account, account_id(OWING, CREDITOR_ID))
    lines = account.allocated[UUID(payment_of("whole"))]
    assert (len(lines), sum(it.cents for it in lines)) == (MOST_NAMED, MOST_NAMED * 100)
    while estate.office.relay.step():
        pass
