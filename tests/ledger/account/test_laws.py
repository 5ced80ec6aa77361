"""
What always holds of an account, whatever was recorded, decided and agreed.

The books are drawn with every kind of fact, and with rules that change meanwhile.
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from bookkeeping import JANUARY, an_account_on
from hypothesis import given, settings
from laws import (
    conserved,
    counted_once,
    of_one_status,
    said_as_derived,
    told,
    within_limits,
)

from ledger.account.account import Account
from ledger.account.books import Books
from ledger.account.facts import FOREVER, Plan
from ledger.account.standing import Standing, stand
from ledger.agreement.agreement import RepaymentAgreement
from ledger.policy import Rules

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")

thorough = settings(max_examples=300, derandomize=True, deadline=None)


@thorough
@given(an_account_on())
def test_no_cent_comes_or_goes_or_counts_twice(account):
    facts, rules, as_of = account
    standing = stand(facts, as_of, rules)
    conserved(facts, standing)
    within_limits(facts, standing)
    counted_once(facts, standing)


@thorough
@given(an_account_on())
def test_every_open_cent_has_one_status_and_a_schedule_is_the_debt(account):
    facts, rules, as_of = account
    standing = stand(facts, as_of, rules)
    of_one_status(standing)
    for plan in standing.plans:
        promised = sum(it.amount_cents for it in plan.instalments)
        for day in (plan.signed_on, as_of, FOREVER):
            now = plan.schedule_on(day)
            assert sum(it.amount_cents for it in now) == promised
            assert len({it.number for it in now}) == len(now)
            assert all(it.amount_cents >= 0 for it in now)


@thorough
@given(an_account_on())
def test_what_counts_only_later_says_nothing_about_a_day(account):
    """As of a day is the same, whether or not what came into force later is known."""
    facts, rules, as_of = account
    known = Rules(tuple(it for it in rules.versions if it.effective_from <= as_of))
    assert told(stand(until(facts, as_of), as_of, known)) == told(
        stand(facts, as_of, rules)
    )


def until(facts: Books, day: date) -> Books:
    """The books without anything that begins to count after a day."""

    def ended(ends: dict[UUID, date]) -> dict[UUID, date]:
        return {it: on for it, on in ends.items() if on <= day}

    def still(on: date) -> date:
        return on if on <= day else FOREVER

    return Books(
        charges={
            it: charge
            for it, charge in facts.charges.items()
            if charge.effective_on <= day
        },
        payments={
            it: paid for it, paid in facts.payments.items() if paid.value_on <= day
        },
        charge_ends=ended(facts.charge_ends),
        payment_ends=ended(facts.payment_ends),
        plans={
            it: plan_until(plan, day)
            for it, plan in facts.plans.items()
            if plan.signed_on <= day
        },
        amendments={
            it: [one for one in some if one.on <= day]
            for it, some in facts.amendments.items()
        },
        holds={
            it: replace(hold, until=still(hold.until))
            for it, hold in facts.holds.items()
            if hold.since <= day
        },
        imputations=dict(facts.imputations),
        write_offs={it: one for it, one in facts.write_offs.items() if one.on <= day},
        write_off_ends=ended(facts.write_off_ends),
        notices={it: one for it, one in facts.notices.items() if one.served_on <= day},
    )


def plan_until(plan: Plan, day: date) -> Plan:
    return replace(
        plan,
        ended_on=plan.ended_on if plan.ended_on <= day else FOREVER,
        changes=tuple(it for it in plan.changes if it.on <= day),
        pauses=tuple(
            replace(it, until=it.until if it.until <= day else FOREVER)
            for it in plan.pauses
            if it.since <= day
        ),
        reinstated_on=tuple(it for it in plan.reinstated_on if it <= day),
    )


@thorough
@given(an_account_on())
def test_nothing_is_missed_cleared_or_moved_before_the_day_on_which_to_look_again(
    account,
):
    facts, rules, as_of = account
    standing = stand(facts, as_of, rules)
    again_on = standing.next_review_on or FOREVER
    the_day_before = min(again_on - timedelta(1), date(2031, 12, 31))
    if the_day_before > as_of:
        later = stand(facts, the_day_before, rules)
        assert followed(standing) == followed(later)


def followed(standing: Standing) -> tuple:
    """All that would be said to others."""
    return (
        standing.position.lines,
        [(it.beginning, it.last_band, it.cleared_on) for it in standing.episodes],
        {
            agreement_id: (it.paid, it.missed, it.breaches, it.completed_on)
            for agreement_id, it in standing.judgements.items()
        },
    )


@thorough
@given(an_account_on(3))
def test_what_was_said_is_what_follows_on_whatever_days_one_looked(account):
    """Said bit by bit and unsaid again, or all at once: the same in the end."""
    facts, rules, *days = account
    opened = Account(
        id=HOUSEHOLD, household_id=HOUSEHOLD, creditor_id="ALER", effective_on=JANUARY
    )
    opened.books = facts
    agreements: dict[UUID, RepaymentAgreement] = {}
    for day in days:
        standing = stand(facts, day, rules)
        opened.conclude(standing, "peer")
        for plan in standing.plans:
            agreement = agreements.setdefault(plan.agreement_id, signed(plan))
            agreement.conclude(standing.judgements[plan.agreement_id], day)
        said_as_derived(opened, agreements, standing)


def signed(plan: Plan) -> RepaymentAgreement:
    agreement = RepaymentAgreement(
        id=plan.agreement_id,
        household_id=HOUSEHOLD,
        creditor_id="ALER",
        tenancy_id=None,
        debt_cents=sum(it.amount_cents for it in plan.instalments),
        charge_ids=list(plan.charge_ids),
        down_payment_cents=0,
        instalments=list(plan.instalments),
        affordability_ref=None,
        policy_version="peer",
        supersedes=None,
        effective_on=plan.signed_on,
        rhythm="monthly",
        proposed_by="anna",
        needs_approval=False,
    )
    agreement.sign(plan.signed_on, ["tenant"])
    return agreement
