"""Money that comes early, twice, without a name, is refunded, or is another's."""

from datetime import date
from uuid import UUID

import pytest
from creditors import ADMINISTRATOR, ALER, HOUSEHOLD, days, months, registered
from stories import Books, Command, Forged, Step, agree, charge, closes, said

from azione0.contracts import workshops
from ledger.account.allocation import OLDEST, SOLIDARITY
from ledger.application.agreements import NotAffordable

# 3. Overpayment.

OVERPAYMENT: list[Step] = [
    registered(),
    *map(ALER.bill, months(date(2025, 1, 10), 6)),
    *closes(date(2025, 8, 31)),
    agree("plan", on=date(2025, 9, 1), first_due_on=date(2025, 10, 10), cents=7000),
    ALER.bill(date(2025, 10, 10)),
    *closes(date(2025, 10, 4)),
    ALER.payment(date(2025, 10, 5), 50000),
    *closes(date(2025, 10, 5), date(2025, 10, 11)),
    ALER.bill(date(2025, 11, 10)),
    *closes(date(2025, 11, 9), date(2025, 11, 21)),
]


def test_3_money_that_comes_early_waits_for_the_next_due_days(books: Books) -> None:
    books.tell(*OVERPAYMENT)
    credit = {
        day: books.standing(day).position.credit_cents
        for day in days(date(2025, 10, 5), date(2025, 11, 11))
    }
    assert set(map(credit.get, days(date(2025, 10, 5), date(2025, 10, 9)))) == {50000}
    assert set(map(credit.get, days(date(2025, 10, 10), date(2025, 11, 9)))) == {25000}
    assert (credit[date(2025, 11, 10)], credit[date(2025, 11, 11)]) == (0, 0)
    position = books.standing(date(2025, 11, 10)).position
    assert [(it.on, it.cents, it.instalment) for it in position.lines] == [
        (date(2025, 10, 10), 18000, None),
        (date(2025, 10, 10), 7000, 1),
        (date(2025, 11, 10), 18000, None),
        (date(2025, 11, 10), 7000, 2),
    ]
    paid = books.agreement("plan").paid
    assert {it: paid[it].days_late for it in paid} == {1: 0, 2: 0}


# 4. Payment before charge known.

PARKED: list[Step] = [
    registered(),
    *closes(date(2025, 11, 2)),
    ALER.payment(date(2025, 11, 3), 18000, tenancy_id=None, iuv="30100"),
    *closes(date(2025, 11, 3), date(2025, 11, 4)),
]
BEFORE_ITS_BILL: list[Step] = [
    *PARKED,
    ALER.bill(date(2025, 11, 10), iuv="30100", issued_on=date(2025, 11, 5)),
    *closes(date(2025, 11, 5), date(2025, 11, 11)),
    *closes(date(2025, 12, 31)),
]


def test_4_a_payment_waits_for_the_bill_that_it_names(books: Books) -> None:
    books.tell(*PARKED)
    [waiting] = books.ledger.waiting()
    assert (waiting.kind, waiting.cents) == ("payment", 18000)
    assert (waiting.iuv, waiting.since_on) == ("30100", date(2025, 11, 3))

    books.tell(*BEFORE_ITS_BILL[len(PARKED) :])
    assert books.ledger.waiting() == []
    [(recorded, _)] = [
        it
        for it in books.ledger.events_of(books.account().id)
        if type(it[1]).__name__ == "ChargePosted"
    ]
    assert recorded.recorded_at.date() == date(2025, 11, 5)
    [allocated] = books.said("PaymentAllocated")
    assert allocated.effective_on == date(2025, 11, 3)
    assert [it.amount_cents for it in allocated.lines] == [18000]
    assert books.events("ArrearsDetected") == []
    assert books.standing(date(2025, 12, 31)).overdue_cents == 0


# 10. Duplicate from ALER.


def _paid(cents: int, **named: str):
    return ALER.payment(date(2025, 2, 1), cents, iuv="30100", iur="R1", **named)


DUPLICATES: list[Step] = [
    registered(),
    ALER.bill(date(2025, 1, 10), 30000),
    _paid(15000, letter_id="a"),
    _paid(15000, letter_id="a"),
    _paid(15000, letter_id="b", payment_id="told otherwise"),
    *closes(date(2025, 2, 28)),
    Forged(_paid(15500, letter_id="a")),
    *closes(date(2025, 3, 1)),
]


def test_10_the_same_money_is_posted_once(books: Books) -> None:
    books.tell(*DUPLICATES[:-2])
    assert len(books.said("PaymentPosted")) == 1
    assert books.standing(date(2025, 2, 28)).balance_cents == 15000

    books.tell(*DUPLICATES[-2:])
    assert books.standing(date(2025, 3, 1)).balance_cents == 15000


# 15. Direct debit refunded.

REFUNDED_ON = date(2025, 5, 20)
DEBIT: list[Step] = [
    registered(),
    *map(ALER.bill, months(date(2025, 3, 10), 2)),
    *closes(date(2025, 3, 11)),
    ALER.payment(date(2025, 4, 10), 18000, payment_id="SDD", channel="direct_debit"),
    *closes(date(2025, 4, 9), date(2025, 4, 12)),
    *closes(date(2025, 5, 1)),
    *closes(date(2025, 5, 19)),
]
REFUNDED: list[Step] = [
    *DEBIT,
    ALER.refund("SDD", date(2025, 4, 10), 18000, on=REFUNDED_ON),
    *closes(REFUNDED_ON, date(2025, 5, 21)),
]


def test_15_a_refunded_debit_is_arrears_from_the_refund_on(books: Books) -> None:
    books.tell(*DEBIT)
    assert books.standing(date(2025, 5, 19)).overdue_cents == 18000
    assert books.events("ArrearsDetected") == []

    books.tell(*REFUNDED[len(DEBIT) :])
    [reversed_] = books.said("PaymentReversed")
    assert (reversed_.effective_on, reversed_.amount_cents) == (REFUNDED_ON, 18000)
    standing = books.standing(REFUNDED_ON)
    assert [
        (it.charge.due_on, it.open_cents, it.status) for it in standing.open_charges
    ] == [
        (date(2025, 3, 10), 18000, "overdue"),
        (date(2025, 4, 10), 18000, "overdue"),
    ]
    [detected] = books.said("ArrearsDetected")
    assert (detected.effective_on, detected.oldest_due_on) == (
        REFUNDED_ON,
        date(2025, 3, 10),
    )
    assert books.standing(date(2025, 5, 19)).episodes == []


# 16. Solidarity contribution.

SERVICES = months(date(2025, 1, 5), 12)
PRIOR = months(date(2024, 1, 10), 11)
GRANTED_ON = date(2025, 12, 15)
CONTRIBUTION: list[Step] = [
    registered(),
    *(ALER.bill(due) for due in PRIOR),
    *(ALER.bill(due, 6000, kind="service") for due in SERVICES),
    *closes(date(2025, 1, 31)),
    *closes(date(2025, 12, 14)),
    ALER.payment(GRANTED_ON, 270000, payer="regional"),
    *closes(GRANTED_ON, date(2025, 12, 16)),
]


def test_16_a_regional_contribution_pays_the_years_services_then_past_debt(
    books: Books,
) -> None:
    books.tell(*CONTRIBUTION)
    before = books.standing(date(2025, 12, 14))
    services = [it for it in before.open_charges if it.charge.kind == "service"]
    assert sum(it.open_cents for it in services) == 72000
    assert {it.status for it in before.open_charges} == {"overdue"}
    assert before.overdue_cents == 72000 + 198000

    after = books.standing(GRANTED_ON)
    assert (after.overdue_cents, after.position.credit_cents) == (0, 0)
    assert {(it.on, it.rule) for it in after.position.lines} == {
        (GRANTED_ON, SOLIDARITY)
    }
    due = [books.account().books.charges[it.charge_id] for it in after.position.lines]
    assert [it.due_on for it in due] == [*SERVICES, *PRIOR]


def test_16_what_is_owed_falls_by_it_and_what_tenants_paid_does_not_grow(
    books: Books,
) -> None:
    books.tell(*CONTRIBUTION)
    before, after = books.glance(date(2025, 12, 14)), books.glance(GRANTED_ON)
    assert before.overdue_cents - after.overdue_cents == 270000
    assert (before.self_paid_cents, after.self_paid_cents) == (0, 0)
    assert after.paid_cents - before.paid_cents == 270000


# 17. Two creditors.

RENTS = months(date(2025, 1, 10), 6)
AFFORDABLE = 7000


def _budget(cents: int):
    return said(
        workshops.BudgetAgreed(
            budget_id=UUID("88888888-2222-4333-8444-555555555555"),
            household_id=HOUSEHOLD,
            month="2025-06",
            affordable_cents=cents,
            residual_cents=2 * cents,
            effective_on=date(2025, 6, 20),
        )
    )


def _beyond_the_cap(books: Books) -> None:
    with pytest.raises(NotAffordable, match="3100 cents a month beside 4000"):
        books.ledger.propose_agreement(
            HOUSEHOLD,
            "COND-SOLE",
            instalment_cents=3100,
            first_due_on=date(2025, 8, 10),
            on=date(2025, 7, 1),
        )


TWO_CREDITORS: list[Step] = [
    registered(("ALER-BCM", "T1"), ("COND-SOLE", "S1")),
    *(ALER.bill(due, 9500) for due in RENTS),
    *(ADMINISTRATOR.bill(due, 11000, tenancy_id="S1", kind="service") for due in RENTS),
    ADMINISTRATOR.payment(date(2025, 1, 10), 11000, tenancy_id="S1"),
    *closes(date(2025, 2, 28)),
    _budget(AFFORDABLE),
    *closes(date(2025, 6, 30)),
    agree("rent", on=date(2025, 7, 1), first_due_on=date(2025, 8, 10), cents=4000),
    Command("beyond the cap", _beyond_the_cap),
    agree(
        "services",
        on=date(2025, 7, 1),
        first_due_on=date(2025, 8, 10),
        cents=3000,
        creditor_id="COND-SOLE",
    ),
    ALER.payment(date(2025, 8, 10), 4000),
    ADMINISTRATOR.payment(date(2025, 8, 10), 3000, tenancy_id="S1"),
    *closes(date(2025, 8, 21)),
]


def test_17_two_creditors_never_share_money(books: Books) -> None:
    books.tell(*TWO_CREDITORS)
    assert books.ledger.accounts_of(HOUSEHOLD) == ["ALER-BCM", "COND-SOLE"]
    aler = books.standing(date(2025, 7, 1))
    assert (aler.balance_cents, aler.position.lines) == (6 * 9500, [])
    sole = books.standing(date(2025, 7, 1), "COND-SOLE")
    assert sole.balance_cents == 5 * 11000
    [line] = sole.position.lines
    assert line.charge_id == charge(f"S1-service-{RENTS[0]}", "COND-SOLE")


def test_17_two_agreements_stay_within_what_the_household_can_pay(
    books: Books,
) -> None:
    books.tell(*TWO_CREDITORS)
    rent, services = books.agreement("rent"), books.agreement("services")
    assert (rent.creditor_id, rent.debt_cents) == ("ALER-BCM", 57000)
    assert (services.creditor_id, services.debt_cents) == ("COND-SOLE", 55000)
    usual = [it.instalments[0].amount_cents for it in (rent, services)]
    assert sum(usual) == AFFORDABLE
    assert (sorted(rent.paid), sorted(services.paid)) == ([1], [1])
    later = books.standing(date(2025, 8, 10)).position.lines
    assert [(it.cents, it.rule) for it in later] == [(4000, OLDEST)]


STORIES = {
    "3": OVERPAYMENT,
    "4": BEFORE_ITS_BILL,
    "10": DUPLICATES,
    "15": REFUNDED,
    "16": CONTRIBUTION,
    "17": TWO_CREDITORS,
}


@pytest.mark.parametrize("name", STORIES)
def test_letters_in_any_order_and_doubled_end_alike(
    name: str, ends_alike_in_any_order
) -> None:
    ends_alike_in_any_order(STORIES[name])
