"""Agreements that are kept, missed, broken, made anew, and at rest after a death."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from creditors import ALER, HOUSEHOLD, months, registered
from stories import (
    Books,
    Step,
    adopted,
    agree,
    closes,
    command,
    household_changed,
)

SPOUSE = UUID("99999999-2222-4333-8444-555555555555")

UNPAID = months(date(2025, 1, 10), 6)
SIX_UNPAID_BILLS = [registered(), *map(ALER.bill, UNPAID)]


def last_of(first: date, count: int) -> list[date]:
    """The last days of so many months."""
    return [it - timedelta(days=1) for it in months(first, count)]


# 1. Happy path.

INSTALMENTS = list(
    zip(months(date(2025, 8, 10), 16), [7000] * 15 + [3000], strict=True)
)
PAID_OFF = date(2026, 11, 10)


def _paid_on_its_day(due: date) -> list[Step]:
    paid = [ALER.payment(day, cents) for day, cents in INSTALMENTS if day == due]
    bill = ALER.bill(due, iuv=f"N{due}")
    return [bill, ALER.payment(due, 18000, iuv=f"N{due}"), *paid, *closes(due)]


HAPPY_PATH: list[Step] = [
    *SIX_UNPAID_BILLS[:3],
    *closes(date(2025, 1, 31), date(2025, 2, 12)),
    *SIX_UNPAID_BILLS[3:],
    *closes(date(2025, 6, 30)),
    agree("plan", on=date(2025, 7, 1), first_due_on=date(2025, 8, 10), cents=7000),
    *(it for due in months(date(2025, 7, 10), 17) for it in _paid_on_its_day(due)),
    *closes(PAID_OFF + timedelta(days=1)),
]


def test_1_a_debt_is_repaid_in_sixteen_instalments(books: Books) -> None:
    books.tell(*HAPPY_PATH)
    [detected] = books.said("ArrearsDetected")
    assert (detected.effective_on, detected.overdue_cents) == (
        date(2025, 2, 11),
        36000,
    )
    assert (detected.effective_on - detected.oldest_due_on).days == 32

    plan = books.agreement("plan")
    assert (plan.signed_on, plan.debt_cents) == (date(2025, 7, 1), 108000)
    assert [(it.due_on, it.amount_cents) for it in plan.instalments] == INSTALMENTS
    assert plan.instalments[-1].due_on == PAID_OFF
    assert [it.days_late for it in plan.paid.values()] == [0] * 16
    assert (plan.state, plan.completed_on) == ("completed", PAID_OFF)
    [cleared] = books.said("ArrearsCleared")
    assert cleared.cleared_on == PAID_OFF
    assert (cleared.cleared_on - detected.effective_on).days == 637
    adherence = books.indicators(PAID_OFF)["K3"]
    assert (adherence.value, adherence.counted) == (1, 16)
    measured = books.measured(PAID_OFF)
    assert (measured["K3"].numerator, measured["K3"].denominator) == (16, 16)
    assert (measured["K7"].value, measured["K7"].numerator) == (637, 1)


# 2. Partial.


def _in_two_parts(second_cents: int) -> list[Step]:
    return [
        *SIX_UNPAID_BILLS,
        *closes(date(2025, 6, 30)),
        agree("plan", on=date(2025, 7, 1), first_due_on=date(2025, 9, 10), cents=7000),
        ALER.payment(date(2025, 9, 8), 4000),
        *closes(date(2025, 9, 10)),
        ALER.payment(date(2025, 9, 19), second_cents),
        *closes(date(2025, 9, 19), date(2025, 9, 21)),
        ALER.payment(date(2025, 10, 10), 7000),
        *closes(date(2025, 10, 21)),
    ]


@pytest.mark.parametrize("second_cents", [3000, 2950])
def test_2_an_instalment_in_two_parts_is_paid_late_but_in_its_grace(
    books: Books, second_cents: int
) -> None:
    books.tell(*_in_two_parts(second_cents))
    plan = books.agreement("plan")
    assert (plan.instalments[0].due_on, plan.instalments[0].amount_cents) == (
        date(2025, 9, 10),
        7000,
    )
    assert (plan.paid[1].paid_on, plan.paid[1].days_late) == (date(2025, 9, 19), 9)
    assert books.events("InstalmentMissed") == []


def test_2_what_the_tolerance_forgives_is_carried_to_the_next_instalment(
    books: Books,
) -> None:
    books.tell(*_in_two_parts(2950))
    then = books.standing(date(2025, 9, 21))
    assert then.paid_of(books.agreements["plan"]) == {1: 6950}
    now = books.standing(date(2025, 10, 21))
    assert now.paid_of(books.agreements["plan"]) == {1: 7000, 2: 6950}
    assert books.agreement("plan").paid[2].days_late == 0
    assert now.judgements[books.agreements["plan"]].outstanding_cents == 108000 - 13950


# 5. Renegotiation.

DEBT = 240000
MONTH_ENDS = [date(2025, 3, 31), *last_of(date(2025, 5, 1), 4)]
BROKEN: list[Step] = [
    registered(),
    ALER.bill(date(2025, 1, 10), DEBT),
    *closes(date(2025, 2, 28)),
    agree("old", on=date(2025, 3, 1), first_due_on=date(2025, 3, 31), cents=10000),
    *(
        it
        for day in MONTH_ENDS
        for it in (ALER.payment(day, 10000), *closes(day + timedelta(days=12)))
    ),
    *closes(date(2025, 9, 10), date(2025, 9, 12)),
    *closes(date(2025, 10, 10), date(2025, 10, 12)),
]
RENEGOTIATION: list[Step] = [
    *BROKEN,
    *closes(date(2025, 11, 4)),
    agree(
        "new",
        on=date(2025, 11, 5),
        first_due_on=date(2025, 11, 30),
        cents=5000,
        supersedes="old",
    ),
    ALER.payment(date(2025, 11, 30), 5000),
    *closes(date(2025, 12, 11)),
]
STRICT: list[Step] = [
    adopted(date(2025, 1, 1), breach_consecutive="1"),
    *BROKEN,
]


def test_5_two_months_missed_break_an_agreement(books: Books) -> None:
    books.tell(*BROKEN)
    old = books.agreement("old")
    assert [it.amount_cents for it in old.instalments] == [10000] * 24
    assert [it.due_on for it in old.instalments[:7]] == [
        *MONTH_ENDS,
        date(2025, 8, 31),
        date(2025, 9, 30),
    ]
    assert sorted(old.paid) == [1, 2, 3, 4, 5]
    missed = books.said("InstalmentMissed")
    assert [(it.due_on, it.effective_on) for it in missed] == [
        (date(2025, 8, 31), date(2025, 9, 11)),
        (date(2025, 9, 30), date(2025, 10, 11)),
    ]
    [breached] = books.said("AgreementBreached")
    assert breached.effective_on == date(2025, 10, 11)
    assert breached.outstanding_cents == 190000
    adherence = books.indicators(date(2025, 10, 11))["K3"]
    assert (adherence.value, adherence.counted) == (Decimal("0.7143"), 7)
    measured = books.measured(date(2025, 10, 11))["K3"]
    assert (measured.numerator, measured.denominator) == (5, 7)


def test_5_a_new_agreement_takes_its_place_and_the_breach_still_counts(
    books: Books,
) -> None:
    books.tell(*RENEGOTIATION)
    new = books.agreement("new")
    assert (new.signed_on, new.debt_cents) == (date(2025, 11, 5), 190000)
    assert [it.amount_cents for it in new.instalments] == [5000] * 38
    assert new.instalments[0].due_on == date(2025, 11, 30)
    assert new.instalments[-1].due_on == date(2028, 12, 31)
    assert (books.agreement("old").state, new.state) == ("superseded", "active")
    figures = books.indicators(date(2025, 12, 11))
    assert (figures["K5"].value, figures["K5"].counted) == (Decimal("0.5"), 2)
    breach = books.measured(date(2025, 12, 11))["K5"]
    assert (breach.numerator, breach.denominator) == (1, 2)


def test_5_under_the_strict_rules_one_missed_month_breaks_it(books: Books) -> None:
    books.tell(*STRICT)
    [breached] = books.said("AgreementBreached")
    assert breached.effective_on == date(2025, 9, 11)
    assert breached.outstanding_cents == 190000
    assert sorted(books.agreement("old").missed) == [6]


# 6. Tenant dies.

DIED = date(2025, 6, 15)
TEN_PAID: list[Step] = [
    registered(),
    ALER.bill(date(2024, 7, 10), 90000),
    *closes(date(2024, 8, 14)),
    agree("old", on=date(2024, 8, 15), first_due_on=date(2024, 8, 31), cents=3000),
    *(ALER.payment(day, 3000) for day in last_of(date(2024, 9, 1), 10)),
    *closes(DIED),
]
DIED_AND_KNOWN = [
    *TEN_PAID,
    household_changed("death", DIED),
    *closes(date(2025, 6, 16)),
    *closes(date(2025, 7, 19)),
]
SUCCEEDED: list[Step] = [
    *DIED_AND_KNOWN,
    household_changed("succession", date(2025, 7, 20), new_holder_id=SPOUSE),
    agree(
        "new",
        on=date(2025, 7, 20),
        first_due_on=date(2025, 8, 31),
        cents=3000,
        supersedes="old",
    ),
    ALER.payment(date(2025, 8, 31), 3000),
    *closes(date(2025, 9, 11)),
]
KNOWN_IN_DECEMBER: list[Step] = [
    *TEN_PAID,
    *closes(date(2025, 9, 11)),
    *closes(date(2025, 11, 30)),
    household_changed("death", DIED),
    *closes(date(2025, 12, 31)),
]
WITHOUT_SUCCESSOR: list[Step] = [
    *DIED_AND_KNOWN,
    command(
        "estate",
        "close_account",
        HOUSEHOLD,
        "ALER-BCM",
        on=date(2025, 7, 20),
        reason="estate",
    ),
    *closes(date(2025, 12, 31)),
]


def _rests_with_600_left(books: Books) -> None:
    old = books.agreement("old")
    assert [it.amount_cents for it in old.instalments] == [3000] * 30
    assert sorted(old.paid) == list(range(1, 11))
    assert old.missed == {}
    [suspended] = books.said("AgreementSuspended")
    assert (suspended.effective_on, suspended.outstanding_cents) == (DIED, 60000)


@pytest.mark.parametrize("story", [DIED_AND_KNOWN, KNOWN_IN_DECEMBER])
def test_6_after_a_death_nothing_is_missed_however_late_it_is_known(
    books: Books, story: list[Step]
) -> None:
    books.tell(*story)
    _rests_with_600_left(books)
    assert books.agreement("old").state == "suspended"


def test_6_a_spouse_who_succeeds_signs_for_what_is_left(books: Books) -> None:
    books.tell(*SUCCEEDED)
    _rests_with_600_left(books)
    new = books.agreement("new")
    assert (new.signed_on, new.debt_cents) == (date(2025, 7, 20), 60000)
    assert [it.amount_cents for it in new.instalments] == [3000] * 20
    assert (books.agreement("old").state, new.state) == ("superseded", "active")
    assert sorted(new.paid) == [1]


def test_6_without_a_successor_what_is_left_is_the_estates(books: Books) -> None:
    books.tell(*WITHOUT_SUCCESSOR)
    _rests_with_600_left(books)
    [closed] = books.said("AccountClosed")
    assert (closed.reason, closed.balance_cents) == ("estate", 60000)
    assert books.account().closed_on == date(2025, 7, 20)


# 11. Out of order.


def _marked_missed(*before: Step) -> list[Step]:
    return [
        registered(),
        *before,
        ALER.bill(date(2025, 1, 10), DEBT),
        *closes(date(2025, 7, 31)),
        agree("plan", on=date(2025, 8, 1), first_due_on=date(2025, 8, 31), cents=10000),
        *closes(date(2025, 8, 31)),
        *closes(date(2025, 9, 10), date(2025, 9, 12)),
        *closes(date(2025, 9, 19)),
    ]


LATE_LETTER = [ALER.payment(date(2025, 8, 28), 10000), *closes(date(2025, 9, 20))]
OUT_OF_ORDER: list[Step] = [*_marked_missed(), *LATE_LETTER]
OUT_OF_ORDER_STRICT: list[Step] = [
    *_marked_missed(adopted(date(2025, 1, 1), breach_consecutive="1")),
    *LATE_LETTER,
]


@pytest.mark.parametrize("story", [OUT_OF_ORDER, OUT_OF_ORDER_STRICT])
def test_11_a_payment_that_arrives_late_unsays_the_miss_and_the_breach(
    books: Books, story: list[Step]
) -> None:
    books.tell(*story[:-2])
    missed = books.agreement("plan").missed[1]
    assert (missed.due_on, missed.missed_on) == (date(2025, 8, 31), date(2025, 9, 11))
    strict = story is OUT_OF_ORDER_STRICT
    assert books.agreement("plan").state == ("breached" if strict else "active")

    books.tell(*story[-2:])
    plan = books.agreement("plan")
    assert (plan.missed, plan.breaches, plan.state) == ({}, {}, "active")
    assert plan.paid[1].days_late == 0
    [retracted] = books.said("InstalmentMissRetracted")
    assert retracted.by_payment_id == plan.paid[1].payment_id
    assert len(books.said("BreachRetracted")) == strict
    judgement = books.standing(date(2025, 9, 20)).judgements[plan.id]
    assert judgement.missed == {}
    adherence = books.indicators(date(2025, 9, 20))["K3"]
    assert (adherence.value, adherence.counted) == (1, 1)


STORIES = {
    "1": HAPPY_PATH,
    "2": _in_two_parts(3000),
    "2, within the tolerance": _in_two_parts(2950),
    "5": RENEGOTIATION,
    "5, strict": STRICT,
    "6, a spouse succeeds": SUCCEEDED,
    "6, known late": KNOWN_IN_DECEMBER,
    "6, no successor": WITHOUT_SUCCESSOR,
    "11": OUT_OF_ORDER,
    "11, strict": OUT_OF_ORDER_STRICT,
}


@pytest.mark.parametrize("name", STORIES)
def test_letters_in_any_order_and_doubled_end_alike(
    name: str, ends_alike_in_any_order
) -> None:
    ends_alike_in_any_order(STORIES[name])
