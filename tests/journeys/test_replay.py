"""
A replay, from the bills of two winters to the same figures read again.

ledger/application/bookkeeping.py → ledger/account/account.py
    → ledger/published.py
    → reporting/service.py → reporting/projections/ → reporting/replay.py
"""

from datetime import date

from creditors import Creditor

from azione0.store import Cause

CREDITOR, TENANCY = "ALER-BCM", "T1"
TODAY = date(2025, 10, 1)


def close(house, *days):
    for day in days:
        with house.ledger.transaction(Cause("timer", f"close/{day}")):
            house.ledger.close_day(day)
    house.deliver()


def a_household_that_falls_behind(house):
    """Two bills unpaid, an agreement, an instalment missed and then not."""
    aler = Creditor(CREDITOR)
    for kind in ("intake", "ledger"):
        house.hand_in(kind, [aler.tenancy(TENANCY)])
    house.hand_in(
        "ledger", [aler.bill(date(2025, 1, 10)), aler.bill(date(2025, 2, 10))]
    )
    house.deliver()
    close(house, date(2025, 3, 1))
    household_id = house.intake.household_of(CREDITOR, TENANCY)
    with house.ledger.transaction(Cause("operator", "agree")):
        agreement_id = house.ledger.propose_agreement(
            household_id,
            CREDITOR,
            instalment_cents=6000,
            first_due_on=date(2025, 4, 10),
            on=date(2025, 3, 15),
        )
        house.ledger.sign_agreement(
            agreement_id, on=date(2025, 3, 15), signatory_roles=["tenant"]
        )
    close(house, date(2025, 4, 21))
    house.hand_in("ledger", [aler.payment(date(2025, 4, 9), 6000)])
    close(house, date(2025, 5, 1))
    return household_id


def test_a_replay_of_the_journey_changes_no_figure_and_sends_nothing(house):
    household_id = a_household_that_falls_behind(house)
    reporting = house.reporting
    before = (
        reporting.digest(),
        reporting.glance(TODAY),
        reporting.story(household_id),
    )
    books = {
        kind: house.office(kind).store.max_notification_id()
        for kind in ("intake", "ledger", "workshops", "employment", "reporting")
    }

    rebuilt = reporting.replay()
    moved = house.deliver()
    house.deliver()  # every letter again: nothing may happen twice

    assert rebuilt.digest == before[0] == reporting.digest()
    assert reporting.glance(TODAY) == before[1]
    assert reporting.story(household_id) == before[2]
    assert not moved.done
    assert books == {
        kind: house.office(kind).store.max_notification_id() for kind in books
    }


def test_what_reporting_counts_is_what_the_books_say(house):
    household_id = a_household_that_falls_behind(house)
    glance = house.reporting.glance(date(2025, 5, 1))
    assert (glance.bills, glance.bills_cents, glance.paid_cents) == (2, 36000, 6000)
    assert (glance.overdue_cents, glance.open_episodes) == (30000, 1)
    assert (glance.instalments_kept, glance.instalments_missed) == (1, 0)
    [agreement] = glance.agreements
    assert agreement.instalments[1].times_retracted == 1
    story = house.reporting.story(household_id)
    [miss] = [line for line in story.lines if line.name == "InstalmentMissed"]
    assert miss.unsaid_at is not None
    assert story.balances == {CREDITOR: 30000}
