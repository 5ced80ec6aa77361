"""What always holds of an account on a day, to be asked after any story."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from ledger.account.account import Account
from ledger.account.allocation import RULES, WRITTEN_OFF
from ledger.account.books import Books
from ledger.account.standing import (
    DISPUTED,
    FROZEN,
    NOT_DUE,
    OVERDUE,
    PRESCRIBED,
    RESCHEDULED,
    Standing,
)
from ledger.agreement.agreement import RepaymentAgreement

STATUSES = {OVERDUE, NOT_DUE, RESCHEDULED, DISPUTED, FROZEN, PRESCRIBED}


def conserved(facts: Books, standing: Standing) -> None:
    """What was charged, less what was paid and given up, is what is open."""
    as_of, position = standing.as_of, standing.position
    charged = sum(
        it.cents
        for it in facts.charges_on(as_of)
        if it.effective_on <= as_of and (it.cents > 0 or it.owed_on <= as_of)
    )
    paid = sum(it.cents for it in facts.payments_on(as_of) if it.value_on <= as_of)
    given_up = position.written_off_cents
    open_cents = sum(position.open_cents.values())
    assert charged - paid - given_up == open_cents - position.credit_cents
    assert standing.balance_cents == charged - paid - given_up
    assert given_up <= sum(it.cents for it in facts.write_offs_on(as_of))


def within_limits(facts: Books, standing: Standing) -> None:
    """No line is more than its payment has, or more than its charge wants."""
    as_of, position = standing.as_of, standing.position
    has = {it.id: it.cents for it in facts.payments_on(as_of)}
    has |= {it.id: it.cents for it in facts.write_offs_on(as_of)}
    wants = {it.id: it.cents for it in facts.charges_on(as_of)}
    has |= {it: -cents for it, cents in wants.items() if cents < 0}
    given_by: Counter[UUID] = Counter()
    got_by: Counter[UUID] = Counter()
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


def counted_once(facts: Books, standing: Standing) -> None:
    """Money counts for instalments at most once, and only what their charges got."""
    for agreement_id, covers in standing.position.covers.items():
        assert all(it.cents > 0 for it in covers)
        inside = set(facts.plans[agreement_id].charge_ids)
        paid: Counter[UUID] = Counter()
        for line in standing.position.lines:
            if line.charge_id in inside and line.rule != WRITTEN_OFF:
                paid[line.payment_id] += line.cents
        counted: Counter[UUID] = Counter()
        for cover in covers:
            counted[cover.payment_id] += cover.cents
        assert all(cents <= paid[it] for it, cents in counted.items())


def of_one_status(standing: Standing) -> None:
    """Every open cent has one status, and each is listed."""
    listed = {it.charge.id: it.open_cents for it in standing.open_charges}
    assert len(listed) == len(standing.open_charges)
    open_cents = standing.position.open_cents
    assert listed == {it: cents for it, cents in open_cents.items() if cents}
    assert {it.status for it in standing.open_charges} <= STATUSES
    by_status = sum(standing.cents(status) for status in STATUSES)
    assert by_status == sum(open_cents.values())


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


def said_as_derived(
    account: Account,
    agreements: Mapping[UUID, RepaymentAgreement],
    standing: Standing,
) -> None:
    """What an account and its agreements said is what follows from the books."""
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
