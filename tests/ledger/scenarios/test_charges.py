"""Arrears that come back, a bill taken back, one disputed, and a job that is lost."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from creditors import ALER, HOUSEHOLD, days, months, registered
from stories import Books, Step, adopted, agree, charge, closes, command, said

from azione0.contracts import employment, workshops
from ledger.household import Household, household_key

# 8. Relapse.

RELAPSE: list[Step] = [
    registered(),
    *(ALER.bill(due, 21000) for due in months(date(2024, 11, 10), 2)),
    *closes(date(2025, 1, 31)),
    ALER.payment(date(2025, 2, 28), 42000),
    *closes(date(2025, 2, 28), date(2025, 3, 1)),
    ALER.bill(date(2025, 9, 10), 21000),
    *closes(date(2025, 9, 11)),
    ALER.bill(date(2025, 10, 10), 21000),
    *closes(date(2025, 10, 9), date(2025, 10, 12)),
]


def test_8_arrears_that_come_back_are_a_relapse(books: Books) -> None:
    books.tell(*RELAPSE)
    [cleared] = books.said("ArrearsCleared")
    assert cleared.cleared_on == date(2025, 2, 28)
    first, second = books.said("ArrearsDetected")
    assert (second.effective_on, second.overdue_cents) == (date(2025, 10, 11), 42000)
    assert (second.is_relapse, second.days_since_last_clear) == (True, 225)
    assert not first.is_relapse
    assert cleared.episode_id == first.episode_id != second.episode_id
    assert books.glance(date(2025, 10, 12)).relapses == 1


# 12. Reversed charge.


def _settlement(first_day_of_knowledge: date) -> datetime:
    return datetime.combine(first_day_of_knowledge, datetime.max.time(), UTC)


KNOWN_10_JULY, KNOWN_20_JULY = map(_settlement, (date(2025, 7, 10), date(2025, 7, 20)))
REVERSED: list[Step] = [
    registered(),
    ALER.bill(
        date(2025, 6, 30),
        64000,
        kind="settlement",
        charge_id="S1",
        issued_on=date(2025, 6, 1),
    ),
    *closes(date(2025, 7, 4)),
    ALER.payment(date(2025, 7, 5), 20000),
    *closes(date(2025, 7, 5), date(2025, 7, 14)),
    ALER.take_back("S1", date(2025, 6, 30)),
    *closes(date(2025, 7, 15)),
    ALER.correct(
        date(2025, 8, 15),
        41000,
        replaces="S1",
        charge_id="S2",
        kind="settlement",
        issued_on=date(2025, 7, 16),
    ),
    *closes(date(2025, 7, 16), date(2025, 7, 20)),
    *closes(date(2025, 8, 14), date(2025, 8, 16)),
]


def test_12_a_settlement_taken_back_leaves_a_credit_for_the_next(books: Books) -> None:
    books.tell(*REVERSED)
    reversed_, corrected = [
        recorded.recorded_at.date()
        for recorded, event in books.ledger.events_of(books.account().id)
        if type(event).__name__ == "ChargeEnded"
        or (type(event).__name__ == "ChargePosted" and event.charge.cents == 41000)
    ][:2]
    assert (reversed_, corrected) == (date(2025, 7, 15), date(2025, 7, 16))
    before = books.standing(date(2025, 8, 14))
    assert (before.overdue_cents, before.position.credit_cents) == (0, 20000)
    due = books.standing(date(2025, 8, 15))
    assert due.position.credit_cents == 0
    [open_charge] = due.open_charges
    assert open_charge.charge.id == charge("S2")
    assert (open_charge.open_cents, open_charge.charge.due_on) == (
        21000,
        date(2025, 8, 15),
    )
    [line] = due.position.lines
    assert (line.cents, line.on) == (20000, date(2025, 8, 15))


def test_12_the_10_july_is_answered_by_what_was_known_then_or_later(
    books: Books,
) -> None:
    books.tell(*REVERSED)
    then = books.standing(date(2025, 7, 10), known_at=KNOWN_10_JULY)
    assert (then.overdue_cents, then.position.credit_cents) == (44000, 0)
    for known_at in (KNOWN_20_JULY, None):
        later = books.standing(date(2025, 7, 10), known_at=known_at)
        assert (later.overdue_cents, later.position.credit_cents) == (0, 20000)


# 13. Dispute.

CHARGE = charge("BIG")
DISPUTE: list[Step] = [
    registered(),
    adopted(date(2025, 1, 1), breach_consecutive="1"),
    *map(ALER.bill, months(date(2024, 11, 10), 2)),
    *closes(date(2025, 1, 14)),
    agree("plan", on=date(2025, 1, 15), first_due_on=date(2025, 2, 15), cents=6000),
    ALER.payment(date(2025, 2, 15), 6000),
    ALER.bill(date(2025, 3, 22), 32000, charge_id="BIG", kind="service", iuv="30100"),
    *closes(date(2025, 3, 4)),
    command(
        "dispute",
        "dispute_charge",
        HOUSEHOLD,
        "ALER-BCM",
        CHARGE,
        on=date(2025, 3, 5),
        grounds="wrong_reading",
    ),
    ALER.payment(date(2025, 3, 15), 6000),
    *closes(date(2025, 3, 22), date(2025, 4, 3)),
    ALER.payment(date(2025, 4, 15), 6000),
    *closes(date(2025, 4, 19)),
    command(
        "resolve",
        "resolve_dispute",
        HOUSEHOLD,
        "ALER-BCM",
        CHARGE,
        on=date(2025, 4, 20),
        result="reduced",
        amount_cents=22000,
        new_due_on=date(2025, 5, 20),
    ),
    ALER.payment(date(2025, 5, 15), 6000),
    *closes(date(2025, 5, 19), date(2025, 5, 29)),
    ALER.payment(date(2025, 5, 30), 22000, iuv="30100"),
    *closes(date(2025, 5, 30), date(2025, 6, 2)),
]


def test_13_a_disputed_charge_is_neither_overdue_nor_missed(books: Books) -> None:
    books.tell(*DISPUTE)
    [disputed] = books.said("ChargeDisputed")
    assert (disputed.charge_id, disputed.effective_on) == (CHARGE, date(2025, 3, 5))
    for day in days(date(2025, 3, 23), date(2025, 5, 20)):
        standing = books.standing(day)
        assert standing.overdue_cents == 0
        assert standing.judgements[books.agreements["plan"]].breaches == {}
    assert books.standing(date(2025, 4, 10)).cents("disputed") == 32000
    assert books.events("AgreementBreached") == []
    rescheduled = 36000 - 2 * 6000
    assert books.glance(date(2025, 4, 10)).overdue_cents == rescheduled


def test_13_what_it_is_reduced_to_is_due_anew(books: Books) -> None:
    books.tell(*DISPUTE)
    [resolved] = books.said("DisputeResolved")
    assert (resolved.effective_on, resolved.amount_cents, resolved.new_due_on) == (
        date(2025, 4, 20),
        22000,
        date(2025, 5, 20),
    )
    assert books.standing(date(2025, 4, 20)).cents("not_due") == 22000
    assert books.standing(date(2025, 5, 20)).overdue_cents == 0
    assert books.standing(date(2025, 5, 21)).overdue_cents == 22000


def test_13_it_bears_no_interest_before_its_new_due_day(books: Books) -> None:
    books.tell(*DISPUTE)

    def interest(until: date) -> dict[UUID, int]:
        found = books.ledger.interest(HOUSEHOLD, "ALER-BCM", until)
        return {it.charge_id: it.cents for it in found}

    for day in days(date(2025, 3, 22), date(2025, 5, 20)):
        assert CHARGE not in interest(day)
    # 220 euros, ten days, 2 per cent.
    assert interest(date(2025, 5, 30))[CHARGE] == 12


# 7. Job lost: what the ledger makes of it.

PERSON, JOB, PATHWAY, BUDGET = (
    UUID(f"{it}2222222-2222-4333-8444-555555555555") for it in (6, 7, 8, 9)
)
WHO = {"placement_id": JOB, "household_id": HOUSEHOLD, "person_id": PERSON}
LAST_DAY = date(2025, 9, 11)


def _confirmed(day: date, checkpoint_days: int, status: str = "retained"):
    return said(
        employment.RetentionConfirmed(
            **WHO, checkpoint_days=checkpoint_days, status=status, effective_on=day
        )
    )


JOB_LOST: list[Step] = [
    registered(),
    *map(ALER.bill, months(date(2025, 1, 10), 4)),
    said(
        employment.JobPlaced(
            **WHO,
            pathway_id=PATHWAY,
            contract_kind="fixed_term",
            start_on=date(2025, 5, 5),
            planned_end_on=date(2025, 11, 4),
            hours_band="16_to_29",
            qualifying=True,
            effective_on=date(2025, 5, 5),
        )
    ),
    *closes(date(2025, 5, 19)),
    said(
        workshops.BudgetAgreed(
            budget_id=BUDGET,
            household_id=HOUSEHOLD,
            month="2025-05",
            affordable_cents=9000,
            residual_cents=20000,
            effective_on=date(2025, 5, 20),
        )
    ),
    *closes(date(2025, 5, 31)),
    agree("plan", on=date(2025, 6, 1), first_due_on=date(2025, 6, 30), cents=9000),
    _confirmed(date(2025, 6, 4), 30),
    *(ALER.payment(day, 9000) for day in (date(2025, 6, 30), date(2025, 7, 31))),
    *closes(date(2025, 8, 2)),
    _confirmed(date(2025, 8, 3), 90),
    ALER.payment(date(2025, 8, 31), 9000),
    *closes(date(2025, 9, 10)),
    said(
        employment.JobEnded(
            **WHO, end_on=LAST_DAY, days_worked=130, effective_on=LAST_DAY
        )
    ),
    *closes(LAST_DAY),
    *closes(date(2025, 10, 10), date(2025, 10, 12)),
    _confirmed(date(2025, 11, 1), 180, "not_retained"),
    *closes(date(2025, 11, 1)),
]


def test_7_a_lost_job_asks_for_a_relief_and_breaks_no_agreement(books: Books) -> None:
    books.tell(*JOB_LOST)
    ended, not_retained = books.said("ReliefProposed")
    assert (ended.cause, ended.effective_on) == ("job_ended", LAST_DAY)
    assert (ended.proposal, ended.review_by_on) == ("pause", date(2025, 9, 25))
    assert ended.affordable_cents == 9000
    assert (not_retained.cause, not_retained.effective_on) == (
        "job_lost",
        date(2025, 11, 1),
    )
    plan = books.agreement("plan")
    assert (plan.state, plan.breaches, sorted(plan.missed)) == ("active", {}, [4])
    household = books.ledger.get(Household, household_key(HOUSEHOLD))
    assert household.review_due_since == LAST_DAY


STORIES = {
    "7": JOB_LOST,
    "8": RELAPSE,
    "12": REVERSED,
    "13": DISPUTE,
}


@pytest.mark.parametrize("name", STORIES)
def test_letters_in_any_order_and_doubled_end_alike(
    name: str, ends_alike_in_any_order
) -> None:
    ends_alike_in_any_order(STORIES[name])
