"""
Further stories, as tangled as they come: whatever the order, the same books.

What is proved of the scenarios is proved here of letters that contradict one
another, come before what they speak of, or change the rules of what is over.
"""

from datetime import date

import pytest
from creditors import ADMINISTRATOR, ALER, HOUSEHOLD, months, registered
from stories import (
    Books,
    Command,
    Step,
    adopted,
    agree,
    closes,
    command,
    household_changed,
    last_day,
)

from ledger.proceeding.claim import Claim

BILLS = months(date(2025, 1, 10), 6)
DEBT = [ALER.bill(due, iuv=f"N{due.month}") for due in BILLS]


def _at_month_ends(first: date, count: int) -> list[Step]:
    return [it for day in months(first, count) for it in closes(day)]


def _two_hundred_a_month() -> list[Step]:
    return [
        registered(),
        *DEBT,
        *closes(date(2025, 6, 30)),
        agree("plan", on=date(2025, 7, 1), first_due_on=date(2025, 7, 31), cents=20000),
    ]


CLAIM = Claim(320000, 4310, 60000)
AS_FILED = Claim(CLAIM.debt_cents, 0, 0)


def _step(use_case: str, **terms: object) -> Command:
    def act(books: Books) -> None:
        [it] = books.ledger.proceedings_of(HOUSEHOLD)
        getattr(books.ledger, use_case)(it.id, **terms)

    return Command(use_case, act)


def _ninety_days_to_pay() -> list[Step]:
    """Scenario 18, told word for word with the proceedings' own tests."""
    return [
        registered(),
        *(ALER.bill(due, 40000) for due in months(date(2024, 7, 10), 8)),
        *closes(date(2025, 2, 28)),
        command(
            "notice",
            "open_proceeding",
            HOUSEHOLD,
            "ALER-BCM",
            claim=AS_FILED,
            on=date(2025, 3, 1),
        ),
        _step(
            "file_claim",
            on=date(2025, 4, 15),
            hearing_on=date(2025, 6, 10),
            claim=AS_FILED,
        ),
        *closes(date(2025, 6, 9)),
        _step("grant_term", on=date(2025, 6, 10), days=90, claim=CLAIM),
        ALER.payment(date(2025, 7, 1), 100000),
        *closes(date(2025, 9, 1)),
        ALER.payment(date(2025, 8, 1), 200000),
        *closes(date(2025, 9, 5)),
    ]


STORIES: dict[str, list[Step]] = {
    "18, an eviction averted": [
        *_ninety_days_to_pay(),
        ALER.payment(date(2025, 9, 5), CLAIM.total_cents - 300000),
        *closes(date(2025, 9, 8), date(2025, 9, 10)),
        *closes(date(2025, 9, 18)),
    ],
    "18, paid too late": [
        *_ninety_days_to_pay(),
        *closes(date(2025, 9, 8)),
        ALER.payment(date(2025, 9, 9), CLAIM.total_cents - 300000),
        *closes(date(2025, 9, 9), date(2025, 9, 10)),
        *closes(date(2025, 9, 18)),
    ],
    "tenancies, two creditors, money with and without a name": [
        ALER.tenancy(),
        registered(("ALER-BCM", "T1"), ("COND-SOLE", "S1")),
        *DEBT[:2],
        ADMINISTRATOR.bill(BILLS[0], 9000, tenancy_id="S1", kind="service"),
        ALER.payment(BILLS[0], 18000, tenancy_id=None, iuv="N1"),
        *closes(date(2025, 2, 28)),
        *DEBT[2:4],
        ALER.payment(date(2025, 3, 20), 25000),
        ADMINISTRATOR.payment(date(2025, 2, 1), 5000, tenancy_id="S1"),
        *closes(date(2025, 5, 31)),
    ],
    "arrears that end, a charge corrected, one taken back, a refund": [
        registered(),
        *DEBT[:3],
        *closes(date(2025, 2, 8), date(2025, 2, 14)),
        ALER.payment(date(2025, 3, 3), 36000, payment_id="SDD"),
        *closes(date(2025, 3, 28)),
        *DEBT[3:],
        ALER.refund("SDD", date(2025, 3, 3), 36000, on=date(2025, 4, 25)),
        *closes(date(2025, 4, 28)),
        ALER.correct(BILLS[2], 12000, replaces=f"T1-rent-{BILLS[2]}", charge_id="C3"),
        ALER.take_back(f"T1-rent-{BILLS[3]}", date(2025, 5, 2)),
        *closes(date(2025, 5, 28)),
        ALER.payment(date(2025, 6, 20), 200000),
        *_at_month_ends(date(2025, 6, 28), 2),
    ],
    "a bill taken back twice and a payment reversed before it comes": [
        registered(),
        *DEBT[:3],
        ALER.take_back(f"T1-rent-{BILLS[0]}", date(2025, 4, 1)),
        ALER.take_back(f"T1-rent-{BILLS[0]}", date(2025, 3, 1)),
        *closes(date(2025, 2, 28)),
        ALER.payment(date(2025, 2, 15), 18000, payment_id="SDD"),
        ALER.refund("SDD", date(2025, 2, 15), 18000, on=date(2025, 3, 15)),
        *closes(date(2025, 4, 30)),
    ],
    "an agreement kept, missed, paid too late, and saved by a late letter": [
        *_two_hundred_a_month(),
        *(ALER.bill(due, 9000) for due in months(date(2025, 7, 10), 4)),
        ALER.payment(date(2025, 7, 9), 9000),
        ALER.payment(date(2025, 7, 31), 20000, payment_id="SDD"),
        ALER.payment(date(2025, 8, 9), 9000),
        *closes(date(2025, 8, 11)),
        ALER.payment(date(2025, 8, 30), 20000),
        *closes(date(2025, 9, 30)),
        ALER.refund("SDD", date(2025, 7, 31), 20000, on=date(2025, 9, 20)),
        *closes(date(2025, 10, 12)),
        ALER.payment(date(2025, 10, 5), 20000),
        *closes(date(2025, 11, 15)),
        *closes(date(2026, 1, 31)),
    ],
    "money from before the signing comes after it": [
        *_two_hundred_a_month(),
        ALER.payment(date(2025, 7, 31), 20000),
        *closes(date(2025, 8, 15)),
        ALER.payment(date(2025, 6, 25), 78000),
        *closes(date(2025, 8, 31)),
        ALER.payment(date(2025, 8, 31), 10000, payment_id="last"),
        ALER.refund("last", date(2025, 8, 31), 10000, on=date(2025, 9, 5)),
        *closes(date(2025, 9, 30)),
        *closes(date(2025, 12, 31)),
    ],
    "a death known late, stricter rules known late": [
        *_two_hundred_a_month(),
        ALER.payment(date(2025, 7, 31), 19600),
        adopted(date(2025, 1, 1), paid_tolerance_cents="500"),
        *closes(date(2025, 8, 31)),
        adopted(date(2025, 7, 1), grace_days="20", detection_days="45"),
        *closes(date(2025, 9, 25)),
        adopted(date(2025, 8, 1), breach_consecutive="1"),
        *closes(date(2025, 10, 31)),
        household_changed("death", date(2025, 9, 1)),
        *closes(date(2025, 12, 31)),
    ],
}


@pytest.mark.parametrize("name", STORIES)
def test_letters_in_any_order_and_doubled_end_alike(
    name: str, ends_alike_in_any_order
) -> None:
    ends_alike_in_any_order(STORIES[name])


@pytest.mark.parametrize(
    ("name", "state", "averted_on"),
    [
        ("18, an eviction averted", "averted", date(2025, 9, 5)),
        ("18, paid too late", "grace_term", None),
    ],
)
def test_18_an_eviction_is_averted_by_what_was_paid_in_the_term(
    books: Books, name: str, state: str, averted_on: date | None
) -> None:
    books.tell(*STORIES[name])
    [it] = books.ledger.proceedings_of(HOUSEHOLD)
    assert (it.state, it.averted_on) == (state, averted_on)
    assert (it.term_on, it.hearing_on) == (date(2025, 9, 8), date(2025, 9, 18))


def test_the_stories_tell_of_all_that_is_compared(books: Books) -> None:
    story = STORIES[
        "an agreement kept, missed, paid too late, and saved by a late letter"
    ]
    books.tell(*story)
    told = books.outcome(last_day(story))
    plan = told[str(books.agreements["plan"])]
    assert plan["paid"]
    assert plan["missed"]
    assert plan["breaches"]
    [account] = [it for name, it in told.items() if name.endswith("ALER-BCM")]
    assert account["episodes"]
    assert account["lines"]
    assert told["figures"]["indicators"]
