"""What the ledger makes of facts that come late, first, or a second time."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from creditors import ALER, HOUSEHOLD, months, registered
from stories import Books, agree, command, household_changed, said

from azione0.contracts import employment

OTHER = UUID("77777777-2222-4333-8444-555555555555")


@pytest.fixture
def books(on_sqlite) -> Iterator[Books]:
    with on_sqlite() as opened:
        opened.hear(registered())
        yield opened


def test_a_day_closed_twice_says_nothing_twice(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 4)))
    books.close(date(2025, 5, 1))
    head = books.house.office("ledger").store.max_notification_id()
    books.close(date(2025, 5, 1), date(2025, 5, 1), date(2025, 4, 1))
    assert books.house.office("ledger").store.max_notification_id() == head
    assert len(books.events("ArrearsDetected")) == 1


def test_money_stays_where_it_went_though_no_day_was_ever_closed(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.hear(ALER.take_back("another", date(2025, 1, 10)))
    books.hear(ALER.payment(date(2025, 2, 10), 18000))
    books.hear(ALER.take_back("another", date(2025, 1, 5)))
    [allocated] = books.said("PaymentAllocated")
    assert [it.amount_cents for it in allocated.lines] == [18000]


def test_a_bill_waits_until_its_household_is_known(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), tenancy_id="T2"))
    books.hear(ALER.payment(date(2025, 1, 9), 18000, tenancy_id="T2"))
    assert {it.kind for it in books.ledger.waiting()} == {"rent", "payment"}

    books.hear(registered(("ALER-BCM", "T1"), ("ALER-BCM", "T2")))
    assert books.ledger.waiting() == []
    position = books.standing(date(2025, 1, 31)).position
    assert list(position.open_cents.values()) == [0]
    assert position.credit_cents == 0


def test_the_review_day_is_the_next_one_that_matters(books: Books) -> None:
    due = date(2025, 1, 10)
    books.hear(ALER.bill(due))
    books.close(date(2025, 1, 5))
    assert books.standing(date(2025, 1, 5)).next_review_on == due
    assert books.standing(due).next_review_on == due + timedelta(days=1)


def test_bills_and_money_follow_a_tenancy_to_the_household_it_belongs_to(
    books: Books,
) -> None:
    bills = months(date(2024, 12, 10), 5)
    books.hear(*(ALER.bill(due, iuv=str(due)) for due in bills))
    books.hear(ALER.payment(bills[0], 18000, iuv=str(bills[0]), payment_id="first"))
    books.hear(ALER.payment(date(2025, 2, 10), 5000, payment_id="second"))
    books.hear(ALER.take_back(f"T1-rent-{bills[4]}", bills[4]))
    books.close(date(2025, 5, 1))
    here = books.standing(date(2025, 5, 1))
    assert here.overdue_cents == 49000
    assert len(here.episodes) == 1

    books.hear(registered(household_id=OTHER))
    books.close(date(2025, 5, 2))
    left = books.standing(date(2025, 5, 2))
    assert (left.overdue_cents, left.episodes) == (0, [])
    there = books.ledger.standing(OTHER, "ALER-BCM", date(2025, 5, 2))
    assert there.overdue_cents == here.overdue_cents
    assert there.episodes == here.episodes
    books.hear(ALER.refund("second", date(2025, 2, 10), 5000, on=date(2025, 5, 3)))

    books.hear(registered(("ALER-BCM", "T1"), ("ALER-BCM", "T9")))
    books.close(date(2025, 5, 4))
    back = books.standing(date(2025, 5, 4))
    assert back.overdue_cents == here.overdue_cents + 5000
    assert books.ledger.standing(OTHER, "ALER-BCM", date(2025, 5, 4)).episodes == []


def test_figures_adopted_for_a_day_that_is_over_judge_anew(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.close(date(2025, 1, 31), date(2025, 3, 31))
    assert len(books.account().episodes) == 1
    mild = {"detection_months": "3"}
    books.tell(command("mild", "adopt_policy", "mild", mild, date(2025, 1, 1)))
    books.close(date(2025, 4, 1))
    assert books.account().episodes == {}


def test_figures_for_a_later_day_put_off_no_review(books: Books) -> None:
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.close(date(2025, 1, 31))
    mild = {"detection_months": "3"}
    books.tell(command("mild", "adopt_policy", "mild", mild, date(2025, 6, 1)))
    books.close(date(2025, 2, 28))
    assert len(books.account().episodes) == 1


def test_a_third_agreement_may_take_the_place_of_a_second(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 60000))
    books.close(date(2025, 2, 28))
    before = None
    for name, on, cents in (
        ("first", date(2025, 3, 1), 10000),
        ("second", date(2025, 3, 10), 6000),
        ("third", date(2025, 3, 20), 5000),
    ):
        first_due_on = date(2025, 3, 31)
        books.tell(
            agree(
                name, on=on, first_due_on=first_due_on, cents=cents, supersedes=before
            )
        )
        before = name
    assert books.agreement("third").debt_cents == 60000
    assert books.agreement("second").state == "superseded"


def test_what_was_signed_after_a_death_does_not_rest(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 60000))
    books.close(date(2025, 7, 19))
    signed_on, first_due_on = date(2025, 7, 20), date(2025, 8, 31)
    books.tell(agree("plan", on=signed_on, first_due_on=first_due_on, cents=3000))
    books.hear(household_changed("death", date(2025, 6, 15)))
    assert books.agreement("plan").state == "active"


def test_a_relief_is_proposed_once_a_breach_turns_out_to_be_none(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 60000))
    books.close(date(2025, 2, 28))
    first_due_on, lost_on = date(2025, 3, 31), date(2025, 5, 5)
    books.tell(
        agree("plan", on=date(2025, 3, 1), first_due_on=first_due_on, cents=6000)
    )
    books.close(date(2025, 5, 11))
    books.hear(
        said(
            employment.JobEnded(
                placement_id=OTHER,
                household_id=HOUSEHOLD,
                person_id=OTHER,
                end_on=lost_on,
                days_worked=130,
                effective_on=lost_on,
            )
        )
    )
    assert books.agreement("plan").state == "breached"
    assert books.events("ReliefProposed") == []

    books.hear(*(ALER.payment(day, 6000) for day in (first_due_on, date(2025, 4, 30))))
    books.close(date(2025, 5, 12))
    assert books.agreement("plan").state == "active"
    [relief] = books.said("ReliefProposed")
    assert (relief.cause, relief.effective_on) == ("job_ended", lost_on)


def test_a_reversal_that_comes_first_is_told_when_the_payment_comes(
    books: Books,
) -> None:
    books.hear(ALER.bill(date(2025, 1, 10)))
    books.hear(ALER.refund("SDD", date(2025, 1, 9), 18000, on=date(2025, 2, 1)))
    books.hear(ALER.payment(date(2025, 1, 9), 18000, payment_id="SDD"))
    told = books.said("PaymentReversed")
    assert [it.effective_on for it in told if it] == [date(2025, 2, 1)]


def test_a_charge_taken_back_before_it_comes_is_told_when_it_comes(
    books: Books,
) -> None:
    books.hear(ALER.take_back("C1", date(2025, 2, 1)))
    books.hear(ALER.bill(date(2025, 1, 10), charge_id="C1"))
    told = books.said("ChargeEnded")
    assert [it.effective_on for it in told if it] == [date(2025, 2, 1)]


def test_arrears_paid_before_the_day_was_closed_are_told_all_the_same(
    books: Books,
) -> None:
    books.close(date(2025, 1, 1))
    books.hear(*(ALER.bill(due) for due in months(date(2025, 1, 10), 2)))
    books.hear(ALER.payment(date(2025, 3, 5), 36000))
    books.close(date(2025, 3, 31))
    [episode] = books.account().episodes.values()
    assert episode.cleared_on == date(2025, 3, 5)


def test_a_refunded_instalment_opens_a_completed_agreement_again(books: Books) -> None:
    books.hear(ALER.bill(date(2025, 1, 10), 20000))
    books.close(date(2025, 2, 28))
    first_due_on = date(2025, 3, 31)
    books.tell(
        agree("plan", on=date(2025, 3, 1), first_due_on=first_due_on, cents=10000)
    )
    books.hear(
        ALER.payment(first_due_on, 10000),
        ALER.payment(date(2025, 4, 30), 10000, payment_id="SDD"),
    )
    books.close(date(2025, 5, 1))
    assert books.agreement("plan").state == "completed"

    books.hear(ALER.refund("SDD", date(2025, 4, 30), 10000, on=date(2025, 5, 20)))
    books.close(date(2025, 5, 20))
    agreement = books.agreement("plan")
    assert (agreement.state, set(agreement.paid)) == ("active", {1})
    assert set(agreement.missed) == {2}
    [paid] = books.said("InstalmentPaymentRetracted")
    assert (paid.number, paid.paid_on, paid.effective_on) == (
        2,
        date(2025, 4, 30),
        date(2025, 5, 20),
    )
    [completed] = books.said("CompletionRetracted")
    assert (completed.outstanding_cents, completed.tenancy_id) == (10000, "T1")

    books.hear(ALER.payment(date(2025, 5, 25), 10000))
    books.close(date(2025, 5, 26))
    assert books.agreement("plan").state == "completed"
    assert len(books.events("AgreementCompleted")) == 2
