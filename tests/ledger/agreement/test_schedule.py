"""The days and amounts of an agreement."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from ledger.account.facts import Instalment
from ledger.agreement.rhythm import DueTooLate, UnknownRhythm, monthly_cents
from ledger.agreement.schedule import (
    AmountOrCount,
    DownPaymentAfterFirst,
    FirstDueBeforeSigning,
    FirstDueTooLate,
    InstalmentTooLarge,
    InstalmentTooSmall,
    NoDownPayment,
    NoInstalments,
    NothingToRepay,
    TooManyInstalments,
    WrongMultiple,
    schedule,
)
from ledger.policy import Policy

POLICY = Policy()
LENIENT = Policy(min_instalment_cents=1, max_instalments=120)
SIGNED = date(2025, 7, 1)
FIRST = date(2025, 8, 10)
RHYTHMS = ["weekly", "fortnightly", "four_weekly", "monthly", "every_30_days"]
properties = settings(derandomize=True, deadline=None)


def amounts(made: tuple[Instalment, ...]) -> list[int]:
    return [it.amount_cents for it in made]


@properties
@given(
    some.integers(3000, 500_000),
    some.integers(1500, 60_000),
    some.integers(0, 50_000),
    some.sampled_from(RHYTHMS),
)
def test_instalments_add_up_to_the_debt(debt, instalment, down, rhythm):
    rest = debt - down
    assume(rest > 0)
    try:
        made = schedule(
            debt,
            instalment_cents=instalment,
            first_due_on=FIRST,
            policy=POLICY,
            rhythm=rhythm,
            down_payment_cents=down,
            signed_on=SIGNED,
        )
    except InstalmentTooSmall:
        assert monthly_cents(instalment, rhythm) < min(3000, rest)
    except InstalmentTooLarge:
        assert instalment > rest
    except TooManyInstalments:
        assert rest > instalment * 60
    else:
        assert sum(amounts(made)) == debt
        assert all(it.amount_cents > 0 for it in made)
        in_rhythm = [it for it in made if it.number]
        assert [it.number for it in in_rhythm] == list(range(1, len(in_rhythm) + 1))
        assert all(it.amount_cents == instalment for it in in_rhythm[:-1])
        assert in_rhythm[-1].amount_cents <= instalment
        assert amounts(tuple(it for it in made if not it.number)) == [down] * bool(down)
        assert [it.due_on for it in made] == sorted(it.due_on for it in made)


@properties
@given(
    some.integers(1, 500_000),
    some.integers(1, 120),
    some.sampled_from([1, 100, 400, 500]),
    some.integers(0, 50_000),
    some.sampled_from(RHYTHMS),
)
def test_so_many_instalments_add_up_to_the_debt(debt, count, multiple, down, rhythm):
    assume(debt > down)
    assume(count == 1 or (debt - down) // count >= multiple)
    made = schedule(
        debt,
        count=count,
        multiple_of_cents=multiple,
        first_due_on=FIRST,
        policy=LENIENT,
        rhythm=rhythm,
        down_payment_cents=down,
        down_payment_on=SIGNED if down else None,
        signed_on=SIGNED,
    )
    in_rhythm = [it for it in made if it.number]
    assert sum(amounts(made)) == debt
    assert len(in_rhythm) == count
    *equal, last = amounts(tuple(in_rhythm))
    assert len(set(equal)) <= 1
    assert all(it % multiple == 0 for it in equal)
    assert all(it <= last < it + multiple * count for it in equal)


def test_four_instalments_in_multiples_of_four_euro_leave_the_rest_to_the_last():
    made = schedule(
        125_000,
        count=4,
        multiple_of_cents=400,
        first_due_on=date(2023, 1, 1) + timedelta(30),
        policy=POLICY,
        rhythm="every_30_days",
    )
    assert made == (
        Instalment(1, date(2023, 1, 31), 31_200),
        Instalment(2, date(2023, 3, 2), 31_200),
        Instalment(3, date(2023, 4, 1), 31_200),
        Instalment(4, date(2023, 5, 1), 31_400),
    )


def test_fifteen_of_seventy_euro_and_one_of_thirty():
    made = schedule(108_000, instalment_cents=7000, first_due_on=FIRST, policy=POLICY)
    assert amounts(made) == [7000] * 15 + [3000]
    assert made[-1].due_on == date(2026, 11, 10)


def test_thirty_eight_at_the_end_of_the_month():
    made = schedule(190_000, count=38, first_due_on=date(2025, 11, 30), policy=POLICY)
    assert amounts(made) == [5000] * 38
    assert made[-1].due_on == date(2028, 12, 31)


def test_a_cent_is_left_to_the_last():
    made = schedule(10_000, count=3, first_due_on=FIRST, policy=POLICY)
    assert amounts(made) == [3333, 3333, 3334]


def test_a_one_off_is_the_whole_debt_on_one_day():
    [one] = schedule(
        10_000, first_due_on=date(2019, 11, 1), policy=POLICY, rhythm="one_off"
    )
    assert one == Instalment(1, date(2019, 11, 1), 10_000)
    [same] = schedule(
        10_000,
        instalment_cents=10_000,
        first_due_on=date(2019, 11, 1),
        policy=POLICY,
        rhythm="one_off",
    )
    assert same == one


@pytest.mark.parametrize("asked", [{"instalment_cents": 5000}, {"count": 2}])
def test_a_one_off_comes_once(asked):
    with pytest.raises(TooManyInstalments):
        schedule(10_000, first_due_on=FIRST, policy=POLICY, rhythm="one_off", **asked)


def test_a_down_payment_is_due_when_signed():
    made = schedule(
        100_000,
        instalment_cents=20_000,
        first_due_on=FIRST,
        policy=POLICY,
        down_payment_cents=10_000,
        signed_on=SIGNED,
    )
    assert made[0] == Instalment(0, SIGNED, 10_000)
    assert made[1].due_on == FIRST


def test_a_lump_sum_has_its_own_day_before_the_first_instalment():
    made = schedule(
        10_000,
        instalment_cents=1000,
        first_due_on=date(2019, 11, 1),
        policy=POLICY,
        rhythm="weekly",
        down_payment_cents=5000,
        down_payment_on=date(2019, 10, 17),
        signed_on=date(2019, 10, 10),
    )
    assert made[0] == Instalment(0, date(2019, 10, 17), 5000)
    assert made[1:3] == (
        Instalment(1, date(2019, 11, 1), 1000),
        Instalment(2, date(2019, 11, 8), 1000),
    )
    assert len(made) == 6


@pytest.mark.parametrize(
    ("cents", "rhythm", "number", "due_on"),
    [
        (5000, "monthly", 1, "2019-11-01"),
        (2000, "monthly", 2, "2019-12-01"),
        (2000, "weekly", 4, "2019-11-22"),
        (10_000, "one_off", 1, "2019-11-01"),
        (2000, "four_weekly", 2, "2019-11-29"),
        (2000, "fortnightly", 3, "2019-11-29"),
    ],
)
def test_the_plans_of_a_peer_fall_due_when_they_do_there(cents, rhythm, number, due_on):
    made = schedule(
        10_000,
        instalment_cents=cents,
        first_due_on=date(2019, 11, 1),
        policy=LENIENT,
        rhythm=rhythm,
    )
    assert made[number - 1].due_on == date.fromisoformat(due_on)


@pytest.mark.parametrize("first", [date(2025, 3, 30), date(2025, 10, 26)])
def test_a_change_of_the_clock_moves_no_due_day(first):
    made = schedule(30_000, count=3, first_due_on=first, policy=POLICY, rhythm="weekly")
    assert [(it.due_on - first).days for it in made] == [0, 7, 14]


@pytest.mark.parametrize(
    ("debt", "instalment", "down", "refusal"),
    [
        (0, 3000, 0, NothingToRepay),
        (-5000, 3000, 0, NothingToRepay),
        (10_000, 3000, 10_000, NothingToRepay),
        (10_000, 3000, -1, NothingToRepay),
        (10_000, 2999, 0, InstalmentTooSmall),
        (10_000, 0, 0, InstalmentTooSmall),
        (10_000, -3000, 0, InstalmentTooSmall),
        (10_000, 10_001, 0, InstalmentTooLarge),
        (3000 * 60 + 1, 3000, 0, TooManyInstalments),
    ],
)
def test_what_cannot_be_spread_is_refused(debt, instalment, down, refusal):
    with pytest.raises(refusal):
        schedule(
            debt,
            instalment_cents=instalment,
            first_due_on=FIRST,
            policy=POLICY,
            down_payment_cents=down,
        )


@pytest.mark.parametrize("cents", [0, -1])
def test_an_instalment_of_nothing_is_refused_even_without_a_least(cents):
    without = Policy(min_instalment_cents=0)
    with pytest.raises(InstalmentTooSmall):
        schedule(10_000, instalment_cents=cents, first_due_on=FIRST, policy=without)
    with pytest.raises(InstalmentTooSmall):
        schedule(50, count=51, first_due_on=FIRST, policy=without)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({}, AmountOrCount),
        ({"count": 2, "instalment_cents": 5000}, AmountOrCount),
        ({"count": 0}, NoInstalments),
        ({"count": -1}, NoInstalments),
        ({"count": 2, "multiple_of_cents": 0}, WrongMultiple),
        ({"count": 2, "multiple_of_cents": -500}, WrongMultiple),
        ({"instalment_cents": 3001, "multiple_of_cents": 500}, WrongMultiple),
        ({"instalment_cents": 3000, "multiple_of_cents": 0}, WrongMultiple),
        ({"count": 4}, InstalmentTooSmall),
        ({"count": 2, "multiple_of_cents": 40_000}, InstalmentTooSmall),
        ({"count": 10**12}, InstalmentTooSmall),
        ({"count": 2, "rhythm": "daily"}, UnknownRhythm),
        ({"count": 2, "down_payment_on": FIRST}, NoDownPayment),
        (
            {"count": 2, "signed_on": SIGNED, "first_due_on": date(2030, 8, 1)},
            FirstDueTooLate,
        ),
        ({"count": 2, "first_due_on": date(9999, 12, 31)}, DueTooLate),
    ],
)
def test_what_makes_no_plan_is_refused_by_name(asked, refusal):
    with pytest.raises(refusal):
        schedule(10_000, policy=POLICY, **{"first_due_on": FIRST, **asked})


def test_a_plan_that_would_never_end_is_refused_before_it_is_laid_out():
    with pytest.raises(TooManyInstalments):
        schedule(10**15, instalment_cents=1, first_due_on=FIRST, policy=LENIENT)


@pytest.mark.parametrize(
    ("first_due_on", "down_on", "refusal"),
    [
        (SIGNED - timedelta(1), None, FirstDueBeforeSigning),
        (FIRST, SIGNED - timedelta(1), FirstDueBeforeSigning),
        (FIRST, FIRST + timedelta(1), DownPaymentAfterFirst),
    ],
)
def test_nothing_is_due_before_it_is_agreed_nor_the_down_payment_late(
    first_due_on, down_on, refusal
):
    with pytest.raises(refusal):
        schedule(
            100_000,
            instalment_cents=20_000,
            first_due_on=first_due_on,
            policy=POLICY,
            down_payment_cents=10_000,
            down_payment_on=down_on,
            signed_on=SIGNED,
        )


def test_the_first_instalment_can_be_as_late_as_a_plan_may_last():
    [one] = schedule(
        3000, count=1, first_due_on=date(2030, 7, 31), policy=POLICY, signed_on=SIGNED
    )
    assert one.due_on == date(2030, 7, 31)


def test_a_down_payment_can_come_with_the_first_instalment():
    made = schedule(
        100_000,
        instalment_cents=90_000,
        first_due_on=FIRST,
        policy=POLICY,
        down_payment_cents=10_000,
        down_payment_on=FIRST,
    )
    assert [(it.number, it.due_on) for it in made] == [(0, FIRST), (1, FIRST)]


def test_the_first_instalment_can_be_due_on_the_day_of_signing():
    made = schedule(
        100_000,
        instalment_cents=20_000,
        first_due_on=SIGNED,
        policy=POLICY,
        signed_on=SIGNED,
    )
    assert made[0].due_on == SIGNED


def test_sixty_instalments_and_a_small_debt_are_allowed():
    most = schedule(180_000, instalment_cents=3000, first_due_on=FIRST, policy=POLICY)
    assert len(most) == 60
    [one] = schedule(2000, instalment_cents=2000, first_due_on=FIRST, policy=POLICY)
    assert one.amount_cents == 2000


def test_the_least_is_by_the_month_so_that_weeks_may_be_smaller():
    a_week = schedule(
        10_000, instalment_cents=693, first_due_on=FIRST, policy=POLICY, rhythm="weekly"
    )
    assert amounts(a_week)[0] == 693
    with pytest.raises(InstalmentTooSmall, match="2999 a month"):
        schedule(
            10_000,
            instalment_cents=692,
            first_due_on=FIRST,
            policy=POLICY,
            rhythm="weekly",
        )


def test_the_most_is_in_months_so_that_weeks_may_be_more():
    made = schedule(
        1_000_000, count=260, first_due_on=FIRST, policy=POLICY, rhythm="weekly"
    )
    assert len(made) == 260
    with pytest.raises(TooManyInstalments, match=r"261 .* 260 allowed"):
        schedule(
            1_000_000, count=261, first_due_on=FIRST, policy=POLICY, rhythm="weekly"
        )
