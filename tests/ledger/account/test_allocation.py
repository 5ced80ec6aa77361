"""Which payment pays which charge: the law by example, and what always holds."""

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from bookkeeping import LAST, a_day, books, charge, day, payment, plan, some_books
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.account import allocation
from ledger.account.allocation import (
    ACCESSORY,
    DECLARED,
    IN_PROPORTION,
    OLDEST,
    RULES,
    WRITTEN_OFF,
    Position,
    allocate,
)
from ledger.account.facts import Imputation
from ledger.policy import Policy, Rules

quick = settings(max_examples=200, derandomize=True, deadline=None)


def paid(position: Position) -> list[tuple]:
    return [(it.charge_id, it.cents, it.rule) for it in position.lines]


# The law, by example.


def test_who_pays_says_what_for():
    old, new = charge("2025-01-10"), charge("2025-02-10", iuv="N2")
    money = payment("2025-03-01", 18000, iuv="N2")
    position = allocate([old, new], [money], [], LAST)
    assert paid(position) == [(new.id, 18000, DECLARED)]
    assert position.open_cents[old.id] == 18000


def test_one_notice_may_stand_for_rent_and_services():
    rent = charge("2025-01-10", 12000, iuv="N1")
    service = charge("2025-01-10", 6000, kind="service", iuv="N1")
    older = charge("2024-12-10")
    for facts in ([rent, service, older], [older, service, rent]):
        position = allocate(facts, [payment("2025-01-08", 18000, iuv="N1")], [], LAST)
        assert position.open_cents == {rent.id: 0, service.id: 0, older.id: 18000}


@pytest.mark.parametrize("one", [1, 2])
def test_too_little_for_a_notice_is_shared_by_what_stands_on_it(one):
    rent = replace(charge("2025-01-10", 12000, iuv="N1"), id=UUID(int=one))
    service = replace(
        charge("2025-01-10", 6000, kind="service", iuv="N1"), id=UUID(int=3 - one)
    )
    position = allocate(
        [rent, service], [payment("2025-01-08", 6001, iuv="N1")], [], LAST
    )
    first = min(rent, service, key=lambda it: it.id.int)
    had = {rent.id: 4000, service.id: 2000, first.id: 0} | {
        first.id: 4001 if first is rent else 2001
    }
    assert sorted(paid(position)) == sorted(
        (it, cents, DECLARED) for it, cents in had.items()
    )


def test_of_a_notice_the_least_secured_debt_is_paid_first():
    rent = replace(charge("2025-01-10", 12000, iuv="N1"), secured=True)
    service = charge("2025-01-10", 6000, kind="service", iuv="N1")
    position = allocate(
        [rent, service], [payment("2025-01-08", 7000, iuv="N1")], [], LAST
    )
    assert position.open_cents == {rent.id: 11000, service.id: 0}


def test_costs_and_interest_go_before_older_rent():
    rent = charge("2025-01-10", 10000)
    cost = charge("2025-02-10", 3000, kind="cost")
    position = allocate([rent, cost], [payment("2025-03-01", 5000)], [], LAST)
    assert paid(position) == [(cost.id, 3000, ACCESSORY), (rent.id, 2000, OLDEST)]


def test_the_oldest_debt_goes_first():
    old, new = charge("2025-01-10"), charge("2025-02-10")
    position = allocate([new, old], [payment("2025-03-01", 20000)], [], LAST)
    assert paid(position) == [(old.id, 18000, OLDEST), (new.id, 2000, OLDEST)]


def test_debts_of_one_age_share_in_proportion_to_the_cent():
    rent = charge("2025-01-10", 10000)
    service = charge("2025-01-10", 5000, kind="service")
    position = allocate([rent, service], [payment("2025-02-01", 1000)], [], LAST)
    shares = {it.charge_id: it.cents for it in position.lines}
    assert sorted(shares.values()) == [333, 667]
    assert shares[rent.id] == 667
    assert {it.rule for it in position.lines} == {IN_PROPORTION}


def test_what_is_not_due_yet_waits_as_credit():
    position = allocate(
        [charge("2025-03-10")], [payment("2025-03-01", 18000)], [], day("2025-03-09")
    )
    assert position.credit_cents == 18000
    assert (
        allocate(
            [charge("2025-03-10")],
            [payment("2025-03-01", 18000)],
            [],
            day("2025-03-10"),
        ).credit
        == []
    )


def test_a_settlement_in_favour_is_money_only_from_its_day():
    settled = charge("2025-06-30", -5000, kind="settlement")
    rent = charge("2025-01-10")
    before = allocate([rent, settled], [], [], day("2025-06-29"))
    assert (before.open_cents[rent.id], before.credit_cents) == (18000, 0)
    after = allocate([rent, settled], [], [], day("2025-06-30"))
    assert after.open_cents[rent.id] == 13000


def test_a_bill_that_comes_after_its_day_is_owed_from_its_coming():
    late = charge("2025-01-10", effective_on=day("2025-03-01"))
    money = payment("2025-01-20", 18000)
    assert allocate([late], [money], [], day("2025-02-28")).credit_cents == 18000
    [line] = allocate([late], [money], [], day("2025-03-01")).lines
    assert line.on == day("2025-03-01")


def test_in_a_plan_money_goes_to_instalments_and_pays_the_oldest_charge():
    debts = [charge("2025-01-10", 10000), charge("2025-02-10", 10000)]
    agreed = plan(debts, "2025-03-01", "2025-03-31", 7000)
    position = allocate(debts, [payment("2025-03-10", 9000)], [agreed], LAST)
    assert [(it.cents, it.on, it.instalment) for it in position.lines] == [
        (7000, day("2025-03-31"), 1),
        (2000, day("2025-04-30"), 2),
    ]
    assert {it.charge_id for it in position.lines} == {debts[0].id}


def test_money_declared_for_a_charge_in_a_plan_counts_for_its_instalments():
    debt = charge("2025-01-10", 20000, iuv="N1")
    agreed = plan([debt], "2025-03-01", "2025-03-31", 7000)
    money = payment("2025-03-05", 10000, iuv="N1")
    position = allocate([debt], [money], [agreed], LAST)
    assert [(it.cents, it.instalment) for it in position.lines] == [
        (7000, 1),
        (3000, 2),
    ]


def test_money_that_came_before_the_signing_is_not_lost_in_the_plan():
    """The payment arrives late: the debt was 8,000, not the 20,000 promised."""
    debt = charge("2025-01-10", 20000)
    agreed = plan([debt], "2025-03-01", "2025-03-31", 5000)
    early, later = payment("2025-02-01", 12000), payment("2025-03-31", 20000)
    position = allocate([debt], [early, later], [agreed], LAST)
    assert position.open_cents[debt.id] == 0
    assert position.credit_cents == 12000


def test_a_plan_that_ends_gives_its_charges_back():
    debt = charge("2025-01-10", 20000)
    agreed = plan([debt], "2025-03-01", "2025-03-31", 5000, ended_on=day("2025-05-11"))
    position = allocate([debt], [payment("2025-05-12", 9000)], [agreed], LAST)
    assert paid(position) == [(debt.id, 9000, OLDEST)]
    assert position.lines[0].agreement_id is None


# What always holds.


@quick
@given(some_books(), a_day)
def test_no_cent_comes_or_goes(facts, as_of):
    position = facts.position(list(facts.plans.values()), as_of)
    charges = [it for it in facts.charges_on(as_of) if it.effective_on <= as_of]
    money = [it for it in facts.payments_on(as_of) if it.value_on <= as_of]
    in_favour = [it for it in charges if it.cents < 0 and it.owed_on <= as_of]
    moved = sum(it.cents for it in position.lines if it.rule != WRITTEN_OFF)
    assert (
        sum(it.cents for it in money) - sum(it.cents for it in in_favour)
        == moved + position.credit_cents
    )
    owed = sum(it.cents for it in charges if it.cents > 0)
    given_up = position.written_off_cents
    assert owed == moved + given_up + sum(position.open_cents.values())


@quick
@given(some_books(), a_day)
def test_no_line_is_more_than_its_payment_or_its_charge(facts, as_of):
    position = facts.position(list(facts.plans.values()), as_of)
    spent: Counter = Counter()
    covered: Counter = Counter()
    available = {it.id: it.cents for it in facts.payments.values()}
    available |= {it.id: -it.cents for it in facts.charges.values() if it.cents < 0}
    available |= {it.id: it.cents for it in facts.write_offs.values()}
    for line in position.lines:
        assert line.cents > 0
        assert line.on <= as_of
        assert line.rule in RULES
        assert (line.agreement_id is None) == (line.instalment is None)
        spent[line.payment_id] += line.cents
        covered[line.charge_id] += line.cents
    assert all(cents <= available[it] for it, cents in spent.items())
    assert all(cents <= facts.charges[it].cents for it, cents in covered.items())
    assert all(cents > 0 for _, cents in position.credit)
    assert min(position.open_cents.values(), default=0) >= 0


@quick
@given(some_books(), a_day, some.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_given_does_not_matter(facts, as_of, chance):
    plans = list(facts.plans.values())
    expected = facts.position(plans, as_of)
    charges, payments = facts.charges_on(as_of), facts.payments_on(as_of)
    known = facts.circumstances(charges, plans, as_of, Rules())
    shuffled = replace(
        known,
        holds=chance.sample(known.holds, len(known.holds)),
        imputations=chance.sample(known.imputations, len(known.imputations)),
        write_offs=chance.sample(known.write_offs, len(known.write_offs)),
    )
    for given_facts in (charges, payments, plans):
        chance.shuffle(given_facts)
    assert allocate(charges, payments, plans, as_of, shuffled) == expected


@quick
@given(some_books(), a_day)
def test_the_shortcut_changes_nothing(facts, as_of):
    plans = list(facts.plans.values())
    short = facts.position(plans, as_of)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            allocation._Allocation,  # noqa: SLF001  the shortcut is inside
            "_set_apart",
            lambda self, payments: payments,
        )
        long = facts.position(plans, as_of)
    assert _in_order(short) == _in_order(long)
    assert short.open_cents == long.open_cents
    assert short.credit == long.credit


@quick
@given(some_books(), a_day, a_day)
def test_what_was_paid_by_a_day_is_the_same_asked_later(facts, one, other):
    """With facts that count from the start and none that end."""
    sooner, later = sorted((one, other))
    charges = [it for it in facts.charges.values() if it.effective_on <= it.due_on]
    money = list(facts.payments.values())
    if any(it.iuv for it in charges):
        # A declared payment goes back to its day when the bill comes after it.
        money = [it for it in money if not it.iuv]
    plans = list(facts.plans.values())
    before = allocate(charges, money, plans, sooner)
    after = allocate(charges, money, plans, later)
    assert _in_order(before) == [it for it in _in_order(after) if it[0] <= sooner]


def _in_order(position: Position) -> list[tuple]:
    return sorted(
        (it.on, str(it.payment_id), str(it.charge_id), it.cents, it.rule)
        for it in position.lines
    )


def test_nothing_is_allocated_of_nothing():
    assert allocate([], [], [], date(2025, 1, 1)).lines == []
    assert books().position((), LAST).credit == []


def test_two_payments_of_one_day_are_told_in_one_order():
    charges = [
        charge("2025-01-10", iuv="N1"),
        charge("2025-02-10", iuv="N2"),
    ]
    money = [payment("2025-01-05", 18000, iuv=it, name=it) for it in ("N1", "N2")]
    assert allocate(charges, money, [], LAST) == allocate(
        charges, money[::-1], [], LAST
    )


def test_a_tenant_cannot_pay_principal_before_its_interest():
    """Art. 1194 c.c.: without the creditor's consent, whatever the tenant names."""
    rent = charge("2025-01-10", 10000)
    interest = charge("2025-03-10", 300, kind="interest")
    other = charge("2025-01-05", 5000, kind="service")
    money = payment("2025-03-20", 10000)
    known = books(
        [rent, interest, other],
        [money],
        imputations=[Imputation(money.id, (rent.id,))],
    )
    known.interest_of[rent.id] = [interest.id]
    assert paid(known.position((), LAST)) == [
        (interest.id, 300, DECLARED),
        (rent.id, 9700, DECLARED),
    ]
    agreed = Rules((Policy("agreed", interest_first=False),))
    assert paid(known.position((), LAST, agreed)) == [(rent.id, 10000, DECLARED)]
