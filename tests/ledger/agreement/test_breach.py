"""How an agreement is kept: grace, tolerance, months in a row, refunds, rest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bookkeeping import books, charge, day, payment, plan
from creditors import months

from ledger.account.facts import Pause, Plan
from ledger.account.standing import stand
from ledger.agreement.breach import Judgement
from ledger.policy import ALER_STRICT, Policy, Rules

DEBT = charge("2025-01-10", 100000, iuv="DEBT")
AGREED = plan([DEBT], "2025-02-01", "2025-02-28", 10000)
DUE = [it.due_on for it in AGREED.instalments]


def paid(*numbers: int) -> list:
    """Those instalments, each on its day and declared for the plan's debt."""
    return [payment(DUE[it - 1], 10000, name=str(it), iuv="DEBT") for it in numbers]


def judged(
    payments: list,
    as_of: str | date,
    *,
    agreed: Plan = AGREED,
    bills: list | None = None,
    rules: Rules | None = None,
    **ends,
) -> Judgement:
    facts = books([DEBT, *(bills or [])], payments, [agreed], **ends)
    today = day(as_of) if isinstance(as_of, str) else as_of
    judgements = stand(facts, today, rules or Rules()).judgements
    return judgements[agreed.agreement_id]


def test_an_instalment_is_missed_the_day_after_its_grace():
    assert judged([], "2025-03-10").missed == {}
    missed = judged([], "2025-03-11").missed[1]
    assert (missed.missed_on, missed.due_on) == (day("2025-03-11"), DUE[0])
    assert (missed.due_cents, missed.paid_cents) == (10000, 0)


@pytest.mark.parametrize(
    ("value", "missed"), [("2025-03-10", False), ("2025-03-11", True)]
)
def test_the_last_day_of_grace_is_in_time(value, missed):
    judgement = judged([payment(value, 10000)], "2025-03-31")
    assert (1 in judgement.missed) is missed
    assert judgement.paid[1].days_late == (day(value) - DUE[0]).days


@pytest.mark.parametrize(("cents", "missed"), [(9900, False), (9899, True)])
def test_a_euro_may_be_missing(cents, missed):
    judgement = judged([payment("2025-02-28", cents)], "2025-03-15")
    assert (1 in judgement.missed) is missed
    assert (1 in judgement.paid) is not missed


def test_what_was_missing_within_the_tolerance_is_carried():
    """Fifty cents short in February and again in March: a euro short in all."""
    short = [payment(DUE[0], 9950), payment(DUE[1], 9950)]
    assert not judged(short, "2025-04-15").missed
    assert 3 in judged([*short, payment(DUE[2], 9950)], "2025-05-15").missed


def test_a_last_instalment_within_the_tolerance_is_paid_when_the_others_are():
    debt = charge("2025-01-10", 30050, name="small")
    agreed = plan([debt], "2025-02-01", "2025-02-28", 10000)
    assert [it.amount_cents for it in agreed.instalments][-1] == 50
    for count, numbers in ((1, [1]), (2, [1, 2]), (3, [1, 2, 3, 4])):
        money = [payment(it, 10000, name=str(it)) for it in DUE[:count]]
        facts = books([debt], money, [agreed])
        judgement = stand(facts, DUE[count - 1], Rules()).judgements[
            agreed.agreement_id
        ]
        assert list(judgement.paid) == numbers
    assert judgement.completed_on == judgement.paid[4].paid_on == DUE[2]


def test_a_miss_says_what_had_come_in_by_then():
    judgement = judged([payment("2025-02-20", 4000)], "2025-03-15")
    assert judgement.missed[1].paid_cents == 4000


def test_two_months_in_a_row_break_it_on_the_second_miss():
    judgement = judged(paid(1), "2025-12-31")
    assert [it.consecutive for it in judgement.missed.values()] == [1, 2]
    assert judgement.breached_on == DUE[2] + timedelta(11)
    assert judgement.outstanding_cents == 90000
    assert 4 not in judgement.missed


def test_three_months_within_a_year_break_it():
    """Instalments 2, 4 and 6 are paid a month too late."""
    late = [payment(DUE[it - 1] + timedelta(20), 10000, name=f"{it}") for it in (2, 4)]
    judgement = judged([*paid(1, 3, 5), *late], "2025-09-30")
    assert [it.in_12_months for it in judgement.missed.values()] == [1, 2, 3]
    assert judgement.breached_on == judgement.missed[6].missed_on


def test_a_strict_policy_breaks_it_at_the_first_miss():
    rules = Rules((replace(ALER_STRICT, effective_from=day("2025-01-01")),))
    assert judged([], "2025-04-30", rules=rules).breached_on == day("2025-03-11")


def test_grace_is_what_the_policy_of_the_due_day_says():
    rules = Rules((Policy("two", day("2025-03-01"), grace_days=20),))
    judgement = judged([], "2025-12-31", rules=rules)
    assert [it.missed_on for it in judgement.missed.values()] == [
        day("2025-03-11"),
        DUE[1] + timedelta(21),
    ]


def test_a_current_bill_counts_for_its_month():
    bill = charge("2025-02-10")
    judgement = judged(paid(1), "2025-03-15", bills=[bill])
    assert judgement.missed == {}
    judgement = judged(paid(1), "2025-12-31", bills=[bill])
    assert judgement.missed[2].consecutive == 2
    assert judgement.breached_on == DUE[1] + timedelta(11)


def test_a_month_counts_once_for_its_bill_and_its_instalment():
    bills = [charge(it) for it in months(date(2025, 2, 10), 2)]
    judgement = judged([], "2025-03-15", bills=bills[:1])
    assert judgement.missed[1].consecutive == 1
    assert judgement.breached_on is None


def test_bills_do_not_count_where_the_policy_says_so():
    rules = Rules((Policy("two", counts_current_bills=False),))
    bills = [charge(it) for it in months(date(2025, 2, 10), 6)]
    payments = paid(*range(1, 8))
    assert judged(payments, DUE[5], bills=bills, rules=rules).breached_on is None
    assert judged(payments, DUE[5], bills=bills).breached_on is not None


@pytest.mark.parametrize(
    ("due", "counts"), [("2025-02-01", True), ("2025-01-31", False)]
)
def test_a_bill_is_current_from_the_day_of_signing(due, counts):
    judgement = judged(paid(1), "2025-12-31", bills=[charge(due, 500)])
    assert (judgement.missed[2].consecutive == 2) is counts


def test_a_charge_taken_back_was_missed_while_it_counted():
    bill = charge("2025-02-10")
    ends = {bill.id: day("2025-05-01")}
    kept = judged(paid(1), "2025-06-30", bills=[bill], charge_ends=ends)
    assert kept.missed[2].consecutive == 2
    ends = {bill.id: day("2025-02-15")}
    kept = judged(paid(1), "2025-04-30", bills=[bill], charge_ends=ends)
    assert kept.missed[2].consecutive == 1


def test_a_refunded_payment_is_missed_from_the_refund_on():
    money = paid(1, 2, 3, 4)
    ends = {money[0].id: day("2025-05-20")}
    assert not judged(money, "2025-05-19", payment_ends=ends).missed
    judgement = judged(money, "2025-05-20", payment_ends=ends)
    # The later payments move up: the third instalment is the one left open.
    [missed] = judgement.missed.values()
    assert (missed.number, missed.missed_on) == (3, day("2025-05-20"))


def test_months_in_a_row_are_counted_whichever_was_found_first():
    """April is missed in May; March turns out to be when its bill is refunded."""
    bill = charge("2025-03-10", iuv="N3")
    money = payment("2025-03-10", 18000, iuv="N3")
    payments = [*paid(1, 2), money]
    rules = Rules((Policy("two", breach_consecutive=2, breach_in_12_months=9),))
    judgement = judged(
        payments,
        "2025-05-25",
        bills=[bill],
        rules=rules,
        payment_ends={money.id: day("2025-05-20")},
    )
    assert set(judgement.missed) == {3}
    assert judgement.breached_on == day("2025-05-20")


def test_a_resting_plan_misses_nothing():
    resting = replace(AGREED, pauses=(Pause(day("2025-03-10")),))
    bills = [charge(it) for it in months(date(2025, 3, 10), 6)]
    judgement = judged([], "2025-12-31", agreed=resting, bills=bills)
    assert (judgement.missed, judgement.breached_on) == ({}, None)


def test_a_plan_that_was_replaced_misses_nothing_afterwards():
    ended = replace(AGREED, ended_on=day("2025-04-05"))
    assert set(judged([], "2025-12-31", agreed=ended).missed) == {1}


def test_it_is_completed_with_the_last_instalment():
    judgement = judged(paid(*range(1, 11)), "2025-12-31")
    assert judgement.completed_on == DUE[9]
    assert judgement.outstanding_cents == 0
    assert len(judgement.paid) == 10


def test_it_is_completed_within_the_tolerance_and_the_rest_is_owed():
    money = [*paid(*range(1, 10)), payment(DUE[9], 9950)]
    judgement = judged(money, "2025-12-31")
    assert judgement.completed_on == DUE[9]
    assert judgement.outstanding_cents == 50
    standing = stand(books([DEBT], money, [AGREED]), day("2025-12-31"), Rules())
    assert standing.overdue_cents == 50


def test_a_debt_that_was_smaller_than_promised_takes_the_last_instalments_away():
    early = payment("2025-01-20", 75000)
    judgement = judged([early, *paid(1, 2, 3)], "2025-12-31")
    assert set(judgement.paid) == {1, 2, 3}
    assert judgement.missed == {}
    assert judgement.completed_on == DUE[2]


def test_what_is_left_of_a_debt_larger_than_promised_is_overdue_afterwards():
    """A payment from before the signing is refunded when all was paid."""
    early = payment("2025-01-20", 50000)
    agreed = plan([DEBT], "2025-02-01", "2025-02-28", 25000, debt_cents=50000)
    money = [early, payment("2025-02-28", 25000), payment("2025-03-31", 25000)]
    facts = books([DEBT], money, [agreed], payment_ends={early.id: day("2025-06-01")})
    before = stand(facts, day("2025-05-31"), Rules())
    assert before.judgements[agreed.agreement_id].completed_on == day("2025-03-31")
    assert before.overdue_cents == 0
    assert stand(facts, day("2025-06-01"), Rules()).overdue_cents == 50000


def test_a_completed_plan_whose_payment_is_refunded_is_open_again():
    money = paid(*range(1, 11))
    ends = {money[9].id: DUE[9] + timedelta(30)}
    assert judged(money, DUE[9] + timedelta(29), payment_ends=ends).completed_on
    judgement = judged(money, DUE[9] + timedelta(30), payment_ends=ends)
    assert judgement.completed_on is None
    assert judgement.outstanding_cents == 10000
    assert set(judgement.missed) == {10}


def test_nothing_breaks_an_agreement_that_was_kept_to_its_end():
    """Bills unpaid after the last instalment are arrears, and no breach."""
    bills = [charge(it) for it in months(date(2026, 1, 10), 4)]
    judgement = judged(paid(*range(1, 11)), "2026-06-30", bills=bills)
    assert judgement.completed_on == DUE[9]
    assert (judgement.breaches, judgement.missed) == ({}, {})


def test_an_account_is_looked_at_when_the_grace_of_a_bill_is_over_that_rested():
    """The rest takes ten days of the bill's grace; no instalment is near."""
    rest = Pause(date(2025, 8, 12), date(2025, 8, 22))
    agreed = plan([DEBT], "2025-07-01", "2025-12-10", 100000)
    bill = charge("2025-08-10")
    facts = books([DEBT, bill], [], [replace(agreed, pauses=(rest,))])
    strict = Rules((ALER_STRICT,))
    assert stand(facts, date(2025, 8, 22), strict).next_review_on == day("2025-08-31")
    judgements = stand(facts, date(2025, 8, 31), strict).judgements
    assert judgements[agreed.agreement_id].breached_on == date(2025, 8, 31)


def test_twelve_months_are_those_of_the_calendar_in_a_leap_year_too():
    debt = charge("2023-01-10", 10000, name="old")
    agreed = plan([debt], "2023-08-01", "2023-09-01", 5000)
    first, second = agreed.instalments
    agreed = replace(
        agreed, instalments=(first, replace(second, due_on=date(2024, 8, 31)))
    )
    rules = Rules((Policy("two", breach_consecutive=9, breach_in_12_months=2),))
    judgements = stand(books([debt], [], [agreed]), date(2024, 9, 30), rules).judgements
    judgement = judgements[agreed.agreement_id]
    assert judgement.missed[1].missed_on == date(2023, 9, 12)
    assert judgement.breached_on == judgement.missed[2].missed_on == date(2024, 9, 11)
