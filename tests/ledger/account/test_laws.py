"""
What always holds of an account, whatever was recorded, decided and agreed.

The books are drawn with every kind of fact, and with rules that change meanwhile.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

from bookkeeping import JANUARY, an_account_on
from hypothesis import given, settings

from ledger.account.account import Account
from ledger.account.allocation import RULES, WRITTEN_OFF
from ledger.account.books import Books
from ledger.account.facts import FOREVER, Plan
from ledger.account.standing import (
    DISPUTED,
    FROZEN,
    NOT_DUE,
    OVERDUE,
    PRESCRIBED,
    RESCHEDULED,
    Standing,
    stand,
)
from ledger.agreement.agreement import RepaymentAgreement
from ledger.policy import Rules

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
STATUSES = {OVERDUE, NOT_DUE, RESCHEDULED, DISPUTED, FROZEN, PRESCRIBED}

thorough = settings(
    max_examples=int(__import__("os").environ.get("N", "150")),
    derandomize=True,
    deadline=None,
)


@thorough
@given(an_account_on())
def test_money_is_conserved(account):
    """What was charged, less what was paid and given up, is what is open."""
    facts, rules, as_of = account
    standing = stand(facts, as_of, rules)
    charged = sum(
        it.cents
        for it in facts.charges_on(as_of)
        if it.effective_on <= as_of and (it.cents > 0 or it.owed_on <= as_of)
    )
    paid = sum(it.cents for it in facts.payments_on(as_of) if it.value_on <= as_of)
    given_up = standing.position.written_off_cents
    open_cents = sum(standing.position.open_cents.values())
    assert charged - paid - given_up == open_cents - standing.position.credit_cents
    assert standing.balance_cents == charged - paid - given_up
    assert given_up <= sum(it.cents for it in facts.write_offs_on(as_of))


@thorough
@given(an_account_on())
def test_nothing_gets_more_than_it_wants_and_nobody_gives_more_than_he_has(
    account,
):
    facts, rules, as_of = account
    position = stand(facts, as_of, rules).position
    has = {it.id: it.cents for it in facts.payments_on(as_of)}
    has |= {it.id: it.cents for it in facts.write_offs_on(as_of)}
    wants = {it.id: it.cents for it in facts.charges_on(as_of)}
    has |= {it: -cents for it, cents in wants.items() if cents < 0}
    given_by: Counter = Counter()
    got_by: Counter = Counter()
    for line in position.lines:
        assert line.cents > 0
        assert line.on <= as_of
        assert line.rule in RULES
        given_by[line.payment_id] += line.cents
        got_by[line.charge_id] += line.cents
    for payment_id, cents in position.credit:
        assert cents > 0
        given_by[payment_id] += cents
    assert all(cents <= has[it] for it, cents in given_by.items())
    assert all(cents <= wants[it] for it, cents in got_by.items())
    for charge_id, cents in position.open_cents.items():
        assert cents == wants[charge_id] - got_by[charge_id] >= 0


@thorough
@given(an_account_on())
def test_instalments_get_what_their_charges_get(account):
    """Nothing counts twice: neither in two agreements nor in two instalments."""
    facts, rules, as_of = account
    position = stand(facts, as_of, rules).position
    for agreement_id, covers in position.covers.items():
        assert all(it.cents > 0 for it in covers)
        inside = set(facts.plans[agreement_id].charge_ids)
        paid: Counter = Counter()
        for line in position.lines:
            if line.charge_id in inside and line.rule != WRITTEN_OFF:
                paid[line.payment_id] += line.cents
        counted: Counter = Counter()
        for cover in covers:
            counted[cover.payment_id] += cover.cents
        assert all(cents <= paid[it] for it, cents in counted.items())


@thorough
@given(an_account_on())
def test_every_open_cent_has_one_status(account):
    facts, rules, as_of = account
    standing = stand(facts, as_of, rules)
    listed = [it.charge.id for it in standing.open_charges]
    assert len(listed) == len(set(listed))
    assert {it.charge.id: it.open_cents for it in standing.open_charges} == {
        charge_id: cents
        for charge_id, cents in standing.position.open_cents.items()
        if cents
    }
    assert {it.status for it in standing.open_charges} <= STATUSES
    by_status = sum(standing.cents(status) for status in STATUSES)
    assert by_status == sum(standing.position.open_cents.values())


@thorough
@given(an_account_on())
def test_a_schedule_is_the_same_debt_whatever_was_changed(account):
    facts, rules, as_of = account
    for plan in stand(facts, as_of, rules).plans:
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
    without = Rules(tuple(it for it in rules.versions if it.effective_from <= as_of))
    expected = stand(facts, as_of, rules)
    assert told(stand(until(facts, as_of), as_of, without)) == told(expected)


def until(facts: Books, day: date) -> Books:
    """The books without anything that begins to count after a day."""

    def ended(ends: dict[UUID, date]) -> dict[UUID, date]:
        return {it: on for it, on in ends.items() if on <= day}

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
            it: replace(hold, until=hold.until if hold.until <= day else FOREVER)
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


def told(standing: Standing) -> tuple:
    """All that is said about a day, but for the day on which to look again."""
    return (
        standing.position.lines,
        {it: cents for it, cents in standing.position.open_cents.items() if cents},
        standing.position.credit,
        standing.position.covers,
        standing.episodes,
        {
            agreement_id: (
                it.paid,
                it.missed,
                it.breaches,
                it.completed_on,
                it.outstanding_cents,
                it.unpaid_cents,
                it.expected_cents,
            )
            for agreement_id, it in standing.judgements.items()
        },
        standing.open_charges,
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
        said_and_true(opened, agreements, standing)


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


def said_and_true(
    account: Account, agreements: dict[UUID, RepaymentAgreement], standing: Standing
) -> None:
    lines_of = standing.position.lines_of()
    assert {it: lines for it, lines in account.allocated.items() if lines} == {
        it: lines for it, lines in lines_of.items() if it in account.books.payments
    }
    assert {
        it: (said.episode.beginning, said.band, said.cleared_on)
        for it, said in account.episodes.items()
    } == {
        it.detected_on: (it.beginning, it.last_band[1], it.cleared_on)
        for it in standing.episodes
    }
    for agreement_id, judgement in standing.judgements.items():
        said = agreements[agreement_id]
        assert (said.paid, said.missed) == (judgement.paid, judgement.missed)
        assert said.breaches == judgement.breaches
        assert said.completed_on == judgement.completed_on
