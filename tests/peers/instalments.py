"""A debt promised in given instalments, or billed in as many charges, as books."""

from collections.abc import Sequence
from datetime import date, timedelta

from bookkeeping import books, charge, named, payment
from peers.cases import cents, day

from ledger.account.books import Books
from ledger.account.facts import Instalment, Payment, Plan
from ledger.account.standing import Standing, stand
from ledger.policy import Policy, Rules

AGREEMENT = named("agreement", "peer")
#: No miss ends the agreement: money still goes to its instalments.
LASTING = Policy("peer", breach_cure="when_caught_up", paid_tolerance_cents=0)

Promised = Sequence[Sequence[str]]


def money(paid: Promised) -> list[Payment]:
    """Payments as the cases tell them: a day and an amount."""
    return [
        payment(value, cents(amount), name=f"{place} {value}")
        for place, (value, amount, *_) in enumerate(paid)
    ]


def in_instalments(promised: Promised, payments: Sequence[Payment]) -> Books:
    """One debt, promised in these instalments well before the first."""
    first = min(day(promised[0][0]), *(it.value_on for it in payments), date.max)
    signed_on = first - timedelta(20)
    debt = charge(signed_on - timedelta(40), sum(cents(it) for _, it in promised))
    instalments = tuple(
        Instalment(number, day(due), cents(amount))
        for number, (due, amount) in enumerate(promised, 1)
    )
    return books(
        [debt], list(payments), [Plan(AGREEMENT, (debt.id,), instalments, signed_on)]
    )


def in_charges(promised: Promised, payments: Sequence[Payment]) -> Books:
    """As many bills as there are instalments."""
    return books([charge(due, cents(amount)) for due, amount in promised], payments)


def stood(facts: Books, as_of: date, *policies: Policy) -> Standing:
    return stand(facts, as_of, Rules(policies or (LASTING,)))


def paid_by_instalment(facts: Books, standing: Standing) -> list[int]:
    """What each instalment got, in their order."""
    paid = standing.paid_of(AGREEMENT)
    return [paid.get(it.number, 0) for it in facts.plans[AGREEMENT].instalments]


def still_open(facts: Books, standing: Standing) -> list[tuple[date, int]]:
    """What is open by its due day: of the instalments, or of the charges."""
    if not facts.plans:
        return [(it.charge.due_on, it.open_cents) for it in standing.open_charges]
    got = paid_by_instalment(facts, standing)
    return [
        (it.due_on, it.amount_cents - paid)
        for it, paid in zip(facts.plans[AGREEMENT].instalments, got, strict=True)
    ]
