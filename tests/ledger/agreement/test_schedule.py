"""The days and amounts of an agreement."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.agreement.schedule import (
    InstalmentTooLarge,
    InstalmentTooSmall,
    NothingToRepay,
    TooManyInstalments,
    monthly_dates,
    schedule,
)
from ledger.policy import Policy

POLICY = Policy()
FIRST = date(2025, 8, 10)


@settings(derandomize=True, deadline=None)
@given(
    some.integers(3000, 500_000), some.integers(3000, 60_000), some.integers(0, 50_000)
)
def test_instalments_add_up_to_the_debt(debt, instalment, down):
    rest = debt - down
    if rest <= 0 or instalment > rest or rest / instalment > POLICY.max_instalments:
        return
    made = schedule(
        debt,
        instalment_cents=instalment,
        first_due_on=FIRST,
        policy=POLICY,
        down_payment_cents=down,
        signed_on=date(2025, 7, 1),
    )
    assert sum(it.amount_cents for it in made) == debt
    assert all(it.amount_cents > 0 for it in made)
    monthly = [it for it in made if it.number]
    assert [it.number for it in monthly] == list(range(1, len(monthly) + 1))
    assert all(it.amount_cents == instalment for it in monthly[:-1])
    assert monthly[-1].amount_cents <= instalment
    assert [it.amount_cents for it in made if not it.number] == ([down] if down else [])


def test_a_down_payment_is_due_when_signed():
    made = schedule(
        100_000,
        instalment_cents=20_000,
        first_due_on=FIRST,
        policy=POLICY,
        down_payment_cents=10_000,
        signed_on=date(2025, 7, 1),
    )
    assert (made[0].number, made[0].due_on) == (0, date(2025, 7, 1))
    assert made[1].due_on == FIRST


def test_the_end_of_the_month_stays_the_end_of_the_month():
    assert monthly_dates(date(2025, 1, 31), 4) == [
        date(2025, 1, 31),
        date(2025, 2, 28),
        date(2025, 3, 31),
        date(2025, 4, 30),
    ]


def test_a_day_that_february_lacks_is_its_last():
    assert monthly_dates(date(2023, 12, 30), 4) == [
        date(2023, 12, 30),
        date(2024, 1, 30),
        date(2024, 2, 29),
        date(2024, 3, 30),
    ]


def test_from_the_29th_of_february_every_month_ends_with_an_instalment():
    assert monthly_dates(date(2024, 2, 29), 3)[1:] == [
        date(2024, 3, 31),
        date(2024, 4, 30),
    ]


@pytest.mark.parametrize(
    ("debt", "instalment", "down", "refusal"),
    [
        (0, 3000, 0, NothingToRepay),
        (-5000, 3000, 0, NothingToRepay),
        (10_000, 3000, 10_000, NothingToRepay),
        (10_000, 3000, -1, NothingToRepay),
        (10_000, 2999, 0, InstalmentTooSmall),
        (10_000, 0, 0, InstalmentTooSmall),
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


def test_sixty_instalments_and_a_small_debt_are_allowed():
    most = schedule(180_000, instalment_cents=3000, first_due_on=FIRST, policy=POLICY)
    assert len(most) == 60
    [one] = schedule(2000, instalment_cents=2000, first_due_on=FIRST, policy=POLICY)
    assert one.amount_cents == 2000
