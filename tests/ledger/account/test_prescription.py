"""When a debt is prescribed, and what lets its time run anew."""

from datetime import date, timedelta

import pytest
from bookkeeping import books, charge, day, payment
from hypothesis import given
from hypothesis import strategies as some

from ledger.account.facts import Plan
from ledger.account.prescription import Prescription, prescribe, prescribed_on
from ledger.account.standing import stand
from ledger.agreement.schedule import schedule
from ledger.policy import DEFAULTS, Rules

RENT = charge("2020-03-10")
a_day = some.dates(date(2000, 1, 1), date(2040, 12, 31))
some_days = some.lists(a_day, max_size=5)
some_years = some.integers(0, 20)


def test_rent_is_prescribed_the_day_after_five_years():
    assert prescribe(RENT, [], 5) == Prescription(
        on=date(2025, 3, 11), since_on=date(2020, 3, 10)
    )


def test_a_cost_is_prescribed_the_day_after_ten_years():
    cost = charge("2020-03-10", kind="cost")
    assert prescribed_on(cost, [], 10) == date(2030, 3, 11)


def test_time_runs_from_the_day_on_which_a_charge_counts():
    late = charge("2020-03-10", effective_on=date(2020, 5, 1))
    assert prescribed_on(late, [], 5) == date(2025, 5, 2)


@pytest.mark.parametrize(
    ("due", "on"),
    [("2020-02-29", "2025-03-01"), ("2020-02-28", "2025-03-01")],
)
def test_from_a_29th_of_february_the_last_day_is_a_28th(due, on):
    assert prescribed_on(charge(due), [], 5) == day(on)


def test_from_a_29th_of_february_to_a_leap_year_it_is_a_29th():
    assert prescribed_on(charge("2020-02-29"), [], 4) == date(2024, 3, 1)


@pytest.mark.parametrize("served", ["2020-03-11", "2023-06-01", "2025-03-10"])
def test_what_comes_in_time_lets_it_run_anew(served):
    found = prescribe(RENT, [day(served)], 5)
    assert found.interrupted_on == found.since_on == day(served)
    assert found.on == day(served).replace(year=day(served).year + 5) + timedelta(1)


@pytest.mark.parametrize("served", ["2025-03-11", "2026-01-01"])
def test_what_comes_too_late_revives_nothing(served):
    assert prescribe(RENT, [day(served)], 5) == prescribe(RENT, [], 5)


@pytest.mark.parametrize("served", ["2019-01-01", "2020-03-10"])
def test_what_comes_before_it_can_be_asked_for_counts_for_nothing(served):
    assert prescribe(RENT, [day(served)], 5) == prescribe(RENT, [], 5)


def test_each_in_time_for_the_one_before_keeps_a_debt_alive():
    served = [date(2029, 12, 1), date(2025, 1, 15), date(2035, 1, 1)]
    found = prescribe(RENT, served, 5)
    assert found.interrupted_on == date(2029, 12, 1)
    assert found.on == date(2034, 12, 2)


def test_one_too_many_years_apart_ends_the_chain():
    found = prescribe(RENT, [date(2025, 1, 15), date(2030, 1, 16)], 5)
    assert (found.interrupted_on, found.on) == (date(2025, 1, 15), date(2030, 1, 16))


def test_where_the_calendar_ends_nothing_is_prescribed():
    assert prescribed_on(RENT, [], 9000) == date.max


def test_an_agreement_of_sixty_months_is_paid_to_the_end_before_it_is_prescribed():
    debt, signed_on = charge("2025-01-10", 180000), date(2025, 7, 1)
    promised = schedule(
        debt.cents,
        first_due_on=date(2025, 8, 10),
        count=60,
        policy=DEFAULTS,
        signed_on=signed_on,
    )
    agreed = Plan(RENT.id, (debt.id,), promised, signed_on)
    paid = [payment(it.due_on, it.amount_cents) for it in promised]
    standing = stand(books([debt], paid, [agreed]), date(2030, 7, 31), Rules())
    judgement = standing.judgements[agreed.agreement_id]
    assert judgement.completed_on == promised[-1].due_on == date(2030, 7, 10)
    assert (judgement.missed, standing.balance_cents) == ({}, 0)


def test_what_falls_due_after_a_breach_lets_no_time_run_anew():
    debt, signed_on = charge("2025-01-10", 180000), date(2025, 7, 1)
    promised = schedule(
        debt.cents,
        first_due_on=date(2025, 8, 10),
        count=60,
        policy=DEFAULTS,
        signed_on=signed_on,
    )
    agreed = Plan(RENT.id, (debt.id,), promised, signed_on)
    standing = stand(books([debt], [], [agreed]), date(2026, 7, 31), Rules())
    [left] = standing.open_charges
    assert standing.judgements[agreed.agreement_id].breached_on == date(2025, 9, 21)
    assert left.prescription.on == date(2030, 9, 11)


@given(a_day, some_days, some_years, some.randoms())
def test_the_order_in_which_interruptions_are_known_is_indifferent(
    due, served, years, chance
):
    owed = charge(due)
    found = prescribe(owed, served, years)
    chance.shuffle(served)
    assert prescribe(owed, served, years) == found


@given(a_day, some_days, some_years, a_day)
def test_one_more_interruption_never_prescribes_earlier(due, served, years, more):
    owed = charge(due)
    on = prescribed_on(owed, served, years)
    assert prescribed_on(owed, [*served, more], years) >= on


@given(a_day, some_days, some_years, a_day)
def test_what_is_prescribed_stays_so(due, served, years, late):
    owed = charge(due)
    on = prescribed_on(owed, served, years)
    assert prescribed_on(owed, [*served, max(on, late)], years) == on


@given(a_day, some_days, some_years)
def test_the_last_that_counted_is_one_of_those_known(due, served, years):
    found = prescribe(charge(due), served, years)
    assert found.interrupted_on in [*served, None]
    assert found.since_on == (found.interrupted_on or due)
    assert found.on > found.since_on
    assert found.on == prescribed_on(charge(found.since_on), [], years)
