"""What can be agreed about an agreement that runs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.account.facts import Change, Instalment, Pause, Plan
from ledger.agreement.changes import (
    DueBeforeChange,
    DueBeforePrevious,
    LaterChange,
    NotEarly,
    NothingOpen,
    NothingOverdue,
    NotLonger,
    NotSignedYet,
    catch_up,
    extend,
    move,
    settle_early,
    skip,
)
from ledger.agreement.rhythm import DueTooLate, NothingFollows, due_days, full_months
from ledger.agreement.schedule import InstalmentTooSmall, TooManyInstalments
from ledger.agreement.terms import (
    AlreadyMissed,
    AlreadyPaid,
    NoSuchInstalment,
    OutOfRhythm,
    Terms,
)
from ledger.policy import Policy, Rules

SIGNED = date(2023, 7, 1)
POLICY = Policy()
REFUSALS = (
    AlreadyMissed,
    AlreadyPaid,
    DueBeforeChange,
    DueBeforePrevious,
    InstalmentTooSmall,
    NoSuchInstalment,
    NotEarly,
    NothingOpen,
    NothingOverdue,
    NotLonger,
    OutOfRhythm,
    TooManyInstalments,
)
properties = settings(derandomize=True, deadline=None, max_examples=300)


def instalments(*rows: tuple[str, int], first: int = 1) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(number, date.fromisoformat(due), cents)
        for number, (due, cents) in enumerate(rows, first)
    )


THREE = instalments(
    ("2023-08-01", 100_000), ("2023-09-01", 100_000), ("2023-10-01", 100_000)
)


def terms(
    agreed: Sequence[Instalment] = THREE,
    on: str | date = "2023-08-20",
    paid: dict[int, int] | None = None,
    *,
    changes: Sequence[Change] = (),
    pauses: Sequence[Pause] = (),
    policy: Policy = POLICY,
    rhythm: str = "monthly",
) -> Terms:
    plan = Plan(
        UUID(int=1),
        (),
        tuple(agreed),
        SIGNED,
        changes=tuple(changes),
        pauses=tuple(pauses),
    )
    day = date.fromisoformat(on) if isinstance(on, str) else on
    rules = Rules((policy,))
    return Terms(plan, day, rules, {1: 100_000} if paid is None else paid, rhythm)


def rows(change: Change) -> list[tuple[int, str, int]]:
    return [
        (it.number, it.due_on.isoformat(), it.amount_cents) for it in change.instalments
    ]


def total(promised: Sequence[Instalment]) -> int:
    return sum(it.amount_cents for it in promised)


def test_a_moved_day_takes_the_later_ones_along():
    change = move(terms(), 2, date(2023, 9, 15))
    assert (change.kind, change.on) == ("move", date(2023, 8, 20))
    assert rows(change) == [
        (1, "2023-08-01", 100_000),
        (2, "2023-09-15", 100_000),
        (3, "2023-10-15", 100_000),
    ]


def test_a_holiday_is_made_up_for_at_the_end():
    change = skip(terms(), 2)
    assert (change.kind, change.on) == ("skip", date(2023, 8, 20))
    assert rows(change) == [
        (1, "2023-08-01", 100_000),
        (2, "2023-09-01", 0),
        (3, "2023-10-01", 100_000),
        (4, "2023-11-01", 100_000),
    ]


def test_what_was_paid_of_a_holiday_stays_in_it():
    change = skip(terms(paid={1: 100_000, 2: 30_000}), 2)
    assert rows(change)[1:] == [
        (2, "2023-09-01", 30_000),
        (3, "2023-10-01", 100_000),
        (4, "2023-11-01", 70_000),
    ]


def test_two_holidays_are_two_more_months():
    first = skip(terms(), 2)
    second = skip(terms(changes=[first]), 3)
    assert rows(second)[2:] == [
        (3, "2023-10-01", 0),
        (4, "2023-11-01", 100_000),
        (5, "2023-12-01", 100_000),
    ]


def test_a_holiday_at_the_end_of_february_returns_to_the_day_agreed():
    agreed = instalments(
        ("2023-12-30", 5000), ("2024-01-30", 5000), ("2024-02-29", 5000)
    )
    change = skip(terms(agreed, "2024-01-10", {}), 2)
    assert rows(change)[-1] == (4, "2024-03-30", 5000)


@pytest.mark.parametrize(
    ("rhythm", "last"),
    [("weekly", "2023-08-22"), ("every_10_days", "2023-08-31")],
)
def test_a_holiday_keeps_the_rhythm_of_the_plan(rhythm, last):
    days = due_days(date(2023, 8, 1), 3, rhythm)
    agreed = [Instalment(it, day, 5000) for it, day in enumerate(days, 1)]
    change = skip(terms(agreed, "2023-07-15", {}, rhythm=rhythm), 1)
    assert rows(change)[-1] == (4, last, 5000)


def test_a_holiday_of_the_last_week_is_not_made_up_for_in_the_past():
    days = due_days(date(2023, 8, 1), 3, "weekly")
    agreed = [Instalment(it, day, 5000) for it, day in enumerate(days, 1)]
    paid = {1: 5000, 2: 5000}
    change = skip(terms(agreed, "2023-08-25", paid, rhythm="weekly"), 3)
    assert rows(change)[2:] == [(3, "2023-08-15", 0), (4, "2023-08-29", 5000)]
    change = skip(terms(agreed, "2023-08-22", paid, rhythm="weekly"), 3)
    assert rows(change)[-1] == (4, "2023-08-22", 5000)


def test_a_one_off_has_no_holiday_but_another_day():
    agreed = instalments(("2023-08-01", 100_000))
    stands = terms(agreed, "2023-07-20", {}, rhythm="one_off")
    with pytest.raises(NothingFollows):
        skip(stands, 1)
    with pytest.raises(NothingFollows):
        extend(stands, 1, 2)
    assert rows(move(stands, 1, date(2023, 9, 1))) == [(1, "2023-09-01", 100_000)]


def test_a_day_can_be_moved_forward():
    change = move(terms(), 2, date(2023, 8, 25))
    assert rows(change)[1:] == [(2, "2023-08-25", 100_000), (3, "2023-09-25", 100_000)]


def test_moved_to_the_end_of_a_month_the_later_ones_stay_there():
    agreed = instalments(
        ("2024-01-15", 5000), ("2024-02-15", 5000), ("2024-03-15", 5000)
    )
    change = move(terms(agreed, "2024-01-20", {1: 5000}), 2, date(2024, 2, 29))
    assert rows(change)[1:] == [(2, "2024-02-29", 5000), (3, "2024-03-31", 5000)]


def test_what_is_paid_already_keeps_its_day_and_its_turn():
    agreed = (*THREE, *instalments(("2023-11-01", 100_000), first=4))
    paid = {1: 100_000, 3: 100_000}
    change = move(terms(agreed, paid=paid), 2, date(2023, 9, 15))
    assert rows(change) == [
        (1, "2023-08-01", 100_000),
        (2, "2023-09-15", 100_000),
        (3, "2023-10-01", 100_000),
        (4, "2023-11-15", 100_000),
    ]


def test_a_down_payment_moves_alone():
    agreed = (Instalment(0, date(2023, 7, 1), 50_000), *THREE)
    change = move(terms(agreed, "2023-07-05", {}), 0, date(2023, 7, 20))
    assert rows(change)[:2] == [(0, "2023-07-20", 50_000), (1, "2023-08-01", 100_000)]
    assert change.instalments[1:] == THREE


def test_what_is_left_is_spread_over_more():
    change = extend(terms(), 2, 4)
    assert (change.kind, change.on) == ("extend", date(2023, 8, 20))
    assert rows(change) == [
        (1, "2023-08-01", 100_000),
        (2, "2023-09-01", 50_000),
        (3, "2023-10-01", 50_000),
        (4, "2023-11-01", 50_000),
        (5, "2023-12-01", 50_000),
    ]


def test_spread_over_more_a_part_paid_stays_where_it_was_paid():
    change = extend(terms(paid={1: 100_000, 2: 30_000}), 2, 3, multiple_of_cents=500)
    assert rows(change)[1:] == [
        (2, "2023-09-01", 86_500),
        (3, "2023-10-01", 56_500),
        (4, "2023-11-01", 57_000),
    ]


def test_spread_over_more_the_instalments_before_stay_as_they_are():
    change = extend(terms(on="2023-07-10", paid={}), 2, 7)
    assert change.instalments[0] == THREE[0]
    assert [it.amount_cents for it in change.instalments[1:]] == [28_571] * 6 + [28_574]


def test_what_is_paid_in_advance_is_not_spread():
    change = extend(terms(paid={1: 100_000, 3: 100_000}), 2, 2)
    assert rows(change)[1:] == [
        (2, "2023-09-01", 50_000),
        (3, "2023-10-01", 100_000),
        (4, "2023-11-01", 50_000),
    ]


def test_all_that_is_left_can_be_settled_early():
    change = settle_early(terms(paid={1: 100_000, 2: 25_000}), date(2023, 9, 10))
    assert (change.kind, change.on) == ("settle_early", date(2023, 8, 20))
    assert rows(change) == [
        (1, "2023-08-01", 100_000),
        (2, "2023-09-01", 25_000),
        (4, "2023-09-10", 175_000),
        (3, "2023-10-01", 0),
    ]


def test_after_a_breach_what_is_overdue_is_caught_up_and_the_rest_goes_on():
    change = catch_up(terms(on="2023-09-20", paid={1: 60_000}), date(2023, 9, 25))
    assert (change.kind, change.on) == ("catch_up", date(2023, 9, 20))
    assert rows(change) == [
        (1, "2023-08-01", 60_000),
        (2, "2023-09-01", 0),
        (4, "2023-09-25", 140_000),
        (3, "2023-10-01", 100_000),
    ]


def test_what_is_caught_up_is_outside_the_rhythm():
    caught_up = catch_up(terms(on="2023-09-20", paid={1: 100_000}), date(2023, 10, 5))
    again = terms(on="2023-09-21", changes=[caught_up])
    assert rows(move(again, 3, date(2023, 10, 10)))[2:] == [
        (4, "2023-10-05", 100_000),
        (3, "2023-10-10", 100_000),
    ]
    assert rows(move(again, 4, date(2023, 10, 20)))[2:] == [
        (3, "2023-10-01", 100_000),
        (4, "2023-10-20", 100_000),
    ]
    assert rows(skip(again, 3))[-1] == (5, "2023-11-01", 100_000)
    for refused in (lambda: skip(again, 4), lambda: extend(again, 4, 3)):
        with pytest.raises(OutOfRhythm):
            refused()


def test_a_down_payment_has_no_holiday_and_is_not_extended():
    agreed = (Instalment(0, date(2023, 7, 5), 50_000), *THREE)
    for refused in (skip, lambda it, number: extend(it, number, 5)):
        with pytest.raises(OutOfRhythm):
            refused(terms(agreed, "2023-07-02", {}), 0)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda it: skip(it, 9), NoSuchInstalment),
        (lambda it: move(it, -1, date(2023, 12, 1)), NoSuchInstalment),
        (lambda it: extend(it, 0, 9), NoSuchInstalment),
        (lambda it: skip(it, 1), AlreadyPaid),
        (lambda it: move(it, 1, date(2023, 12, 1)), AlreadyPaid),
        (lambda it: extend(it, 1, 9), AlreadyPaid),
        (lambda it: move(it, 2, date(2023, 8, 19)), DueBeforeChange),
        (lambda it: settle_early(it, date(2023, 8, 19)), DueBeforeChange),
        (lambda it: settle_early(it, date(2023, 10, 2)), NotEarly),
        (lambda it: catch_up(it, date(2023, 10, 2)), NothingOverdue),
        (lambda it: extend(it, 2, 2), NotLonger),
        (lambda it: extend(it, 2, 0), NotLonger),
        (lambda it: extend(it, 2, 67), InstalmentTooSmall),
        (lambda it: extend(it, 2, 10**9), InstalmentTooSmall),
        (lambda it: extend(it, 2, 60), TooManyInstalments),
        (lambda it: extend(it, 2, 61), TooManyInstalments),
        (lambda it: move(it, 2, date(2028, 8, 1)), TooManyInstalments),
        (lambda it: move(it, 2, date(9999, 8, 1)), DueTooLate),
    ],
)
def test_what_cannot_be_changed_is_refused_by_name(change, refusal):
    with pytest.raises(refusal):
        change(terms())


def test_the_last_month_that_is_allowed_is_allowed():
    assert len(extend(terms(), 2, 59).instalments) == 60
    moved = move(terms(), 3, date(2028, 7, 31))
    assert moved.instalments[-1].due_on == date(2028, 7, 31)


def test_more_than_the_months_hold_is_refused_before_it_is_laid_out():
    tiny = Policy(min_instalment_cents=1)
    with pytest.raises(TooManyInstalments, match="100000 instalments"):
        extend(terms(policy=tiny), 2, 100_000)


def test_a_down_payment_does_not_shorten_the_time_allowed():
    agreed = (Instalment(0, date(2023, 7, 1), 50_000), *THREE)
    assert len(extend(terms(agreed), 2, 59).instalments) == 61


def test_a_plan_that_became_too_long_can_still_be_changed_within_its_time():
    short = Policy(max_instalments=2)
    assert move(terms(policy=short), 2, date(2023, 8, 25))
    assert settle_early(terms(policy=short), date(2023, 9, 10))
    with pytest.raises(TooManyInstalments):
        skip(terms(policy=short), 2)


def test_a_debt_can_be_caught_up_no_later_than_a_plan_may_last():
    stands = terms(on="2023-09-20")
    assert catch_up(stands, date(2028, 7, 31))
    with pytest.raises(TooManyInstalments):
        catch_up(stands, date(2028, 8, 1))


@pytest.mark.parametrize(
    ("on", "missed"), [("2023-09-11", False), ("2023-09-12", True)]
)
def test_an_instalment_can_be_changed_until_its_grace_is_over(on, missed):
    stands = terms(on=on)
    for change in (
        lambda: skip(stands, 2),
        lambda: move(stands, 2, date(2023, 9, 20)),
        lambda: extend(stands, 2, 4),
    ):
        if missed:
            with pytest.raises(AlreadyMissed):
                change()
        else:
            assert total(change().instalments) == 300_000


def test_days_of_two_rests_at_once_count_once():
    agreed = Pause(date(2023, 9, 5), date(2023, 9, 15))
    death = Pause(date(2023, 9, 5), date(2023, 9, 15), "death")
    assert skip(terms(on="2023-09-21", pauses=[agreed, death]), 2)
    with pytest.raises(AlreadyMissed):
        skip(terms(on="2023-09-22", pauses=[agreed, death]), 2)


def test_grace_is_that_of_the_day_on_which_an_instalment_falls_due():
    shorter = replace(
        POLICY, version="2", effective_from=date(2023, 9, 3), grace_days=1
    )
    plan = Plan(UUID(int=1), (), THREE, SIGNED)
    due_before = Terms(plan, date(2023, 9, 8), Rules((POLICY, shorter)), {1: 100_000})
    assert move(due_before, 2, date(2023, 9, 15)).kind == "move"
    due_after = replace(due_before, on=date(2023, 10, 3))
    with pytest.raises(AlreadyMissed):
        move(due_after, 3, date(2023, 10, 15))


def test_days_of_a_pause_are_no_days_of_grace():
    pause = Pause(date(2023, 9, 5), date(2023, 9, 15))
    assert skip(terms(on="2023-09-21", pauses=[pause]), 2)
    with pytest.raises(AlreadyMissed):
        skip(terms(on="2023-09-22", pauses=[pause]), 2)
    endless = Pause(date(2023, 9, 5))
    assert skip(terms(on="2024-05-01", pauses=[endless]), 2)


def test_within_the_tolerance_an_instalment_is_paid():
    with pytest.raises(AlreadyPaid):
        skip(terms(paid={1: 100_000, 2: 99_900}), 2)
    assert skip(terms(paid={1: 100_000, 2: 99_899}), 2)


def test_without_a_tolerance_an_instalment_is_paid_by_all_of_it():
    exact = Policy(paid_tolerance_cents=0)
    with pytest.raises(AlreadyPaid):
        skip(terms(paid={2: 100_000}, policy=exact), 2)
    with pytest.raises(AlreadyPaid):
        skip(terms(paid={2: 100_001}, policy=exact), 2)
    assert skip(terms(paid={2: 99_999}, policy=exact), 2)


def test_a_holiday_is_not_taken_twice():
    once = skip(terms(), 2)
    with pytest.raises(AlreadyPaid):
        skip(terms(changes=[once]), 2)


def test_a_backdated_change_is_judged_by_its_own_day():
    assert skip(terms(on="2023-09-05"), 2).on == date(2023, 9, 5)
    assert rows(move(terms(on="2023-07-02", paid={}), 1, date(2023, 8, 5)))[0] == (
        (1, "2023-08-05", 100_000)
    )


def test_no_change_is_agreed_before_a_later_one_or_before_the_agreement():
    later = skip(terms(on="2023-08-21"), 2)
    assert skip(terms(on="2023-08-21", changes=[later]), 3)
    for change in (
        lambda it: skip(it, 3),
        lambda it: move(it, 3, date(2023, 10, 2)),
        lambda it: extend(it, 3, 4),
        lambda it: settle_early(it, date(2023, 9, 1)),
        lambda it: catch_up(it, date(2023, 9, 1)),
    ):
        with pytest.raises(LaterChange):
            change(terms(on="2023-08-20", changes=[later]))
        with pytest.raises(NotSignedYet):
            change(terms(on=SIGNED - timedelta(1)))


def test_early_is_until_the_last_day_that_was_promised():
    assert settle_early(terms(), date(2023, 10, 1))
    with pytest.raises(NotEarly):
        settle_early(terms(), date(2023, 10, 2))


def test_the_latest_of_all_changes_counts():
    first = skip(terms(on="2023-08-20"), 2)
    second = skip(terms(on="2023-08-25", changes=[first]), 3)
    with pytest.raises(LaterChange, match="2023-08-25"):
        skip(terms(on="2023-08-22", changes=[first, second]), 4)


def test_what_is_paid_is_neither_settled_nor_caught_up():
    everything = {1: 100_000, 2: 100_000, 3: 99_900}
    with pytest.raises(NothingOpen):
        settle_early(terms(on="2023-11-01", paid=everything), date(2023, 11, 2))
    with pytest.raises(NothingOverdue):
        catch_up(terms(on="2023-11-01", paid=everything), date(2023, 11, 2))


def test_what_is_due_today_is_not_overdue():
    with pytest.raises(NothingOverdue):
        catch_up(terms(on="2023-09-01"), date(2023, 9, 10))
    assert catch_up(terms(on="2023-09-02"), date(2023, 9, 10))


def test_no_instalment_can_come_before_the_one_before_it():
    stands = terms(on="2023-07-10", paid={})
    with pytest.raises(DueBeforePrevious, match="instalment 1"):
        move(stands, 2, date(2023, 7, 31))
    assert move(stands, 2, date(2023, 8, 2))


# Any agreement, any change of it, and another after that.

a_change = some.one_of(
    some.tuples(some.just(skip), some.integers(0, 14)),
    some.tuples(some.just(move), some.integers(0, 14), some.integers(-40, 90)),
    some.tuples(some.just(extend), some.integers(0, 14), some.integers(0, 20)),
    some.tuples(some.just(settle_early), some.integers(-10, 200)),
    some.tuples(some.just(catch_up), some.integers(-10, 200)),
)


@some.composite
def agreements(draw: some.DrawFn) -> Terms:
    rhythm = draw(some.sampled_from(["monthly", "weekly", "every_30_days"]))
    count = draw(some.integers(1, 10))
    first = SIGNED + timedelta(draw(some.integers(0, 60)))
    promised = [
        Instalment(number, due_on, draw(some.integers(1, 40)) * 500)
        for number, due_on in enumerate(due_days(first, count, rhythm), 1)
    ]
    if draw(some.booleans()):
        promised.insert(0, Instalment(0, SIGNED, draw(some.integers(1, 40)) * 500))
    paid = {
        it.number: draw(
            some.sampled_from([0, 0, it.amount_cents, it.amount_cents // 3])
        )
        for it in promised
    }
    on = SIGNED + timedelta(draw(some.integers(0, 400)))
    policy = Policy(min_instalment_cents=draw(some.sampled_from([1, 3000])))
    return terms(promised, on, paid, policy=policy, rhythm=rhythm)


def days_from(on: date, asked: tuple) -> tuple:
    """The last figure of a change is a day for those that want one."""
    change, *rest = asked
    if change in (move, settle_early, catch_up):
        rest[-1] = on + timedelta(rest[-1])
    return change, *rest


@properties
@given(agreements(), some.lists(a_change, min_size=1, max_size=4), some.data())
def test_whatever_is_changed_the_debt_is_the_same_and_what_is_paid_is_left_alone(
    before, asked, data
):
    owed = total(before.plan.instalments)
    for one in asked:
        change, *rest = days_from(before.on, one)
        try:
            made = change(before, *rest)
        except REFUSALS:
            continue
        now = made.instalments
        assert total(now) == owed
        assert made.on == before.on
        assert [(it.due_on, it.number) for it in now] == sorted(
            (it.due_on, it.number) for it in now
        )
        numbers = [it.number for it in now]
        assert len(numbers) == len(set(numbers))
        by_number = {it.number: it for it in now}
        assert by_number.keys() >= {it.number for it in before.instalments}
        for it in before.instalments:
            paid = before.paid.get(it.number, 0)
            assert by_number[it.number].amount_cents >= paid
            if it.amount_cents and before.is_paid(it):
                assert by_number[it.number] == it
        first = min(it.due_on for it in before.plan.instalments if it.number)
        if now[-1].due_on > before.instalments[-1].due_on:
            assert full_months(first, now[-1].due_on) < before.policy.max_instalments
        days = {it.number: it.due_on for it in before.instalments}
        assert all(
            it.due_on >= before.on for it in now if it.due_on != days.get(it.number)
        )
        before = replace(
            before,
            plan=replace(before.plan, changes=(*before.plan.changes, made)),
            on=before.on + timedelta(data.draw(some.integers(0, 40))),
        )


@properties
@given(agreements(), some.integers(1, 12), some.integers(0, 90))
def test_after_a_move_the_rhythm_goes_on_and_nobody_overtakes(stands, number, later):
    try:
        made = move(stands, number, stands.on + timedelta(later))
    except REFUSALS:
        return
    rhythm = [it.number for it in stands.in_rhythm]
    by_number = {it.number: it for it in made.instalments}
    moved = [
        by_number[it]
        for it in rhythm[rhythm.index(number) :]
        if by_number[it] not in stands.instalments or it == number
    ]
    days = due_days(moved[0].due_on, len(rhythm) - rhythm.index(number), stands.rhythm)
    assert [it.due_on for it in moved] == sorted(it.due_on for it in moved)
    assert {it.due_on for it in moved} <= set(days)
    kept = rhythm[: rhythm.index(number)]
    assert all(by_number[it] in stands.instalments for it in kept)


@properties
@given(agreements(), some.integers(1, 12))
def test_a_holiday_moves_what_was_open_and_no_day(stands, number):
    try:
        made = skip(stands, number)
    except REFUSALS:
        return
    *kept, added = sorted(made.instalments, key=lambda it: it.number)
    was = {it.number: it for it in stands.instalments}
    assert [it.due_on for it in kept] == [was[it.number].due_on for it in kept]
    assert added.amount_cents == stands.open_cents(was[number])
    assert added.due_on > max(it.due_on for it in stands.in_rhythm)
    assert [it for it in kept if it != was[it.number]] == [
        replace(was[number], amount_cents=stands.paid.get(number, 0))
    ]


@properties
@given(agreements(), some.integers(0, 200))
def test_after_catching_up_nothing_is_overdue_but_what_is_paid(stands, later):
    try:
        made = catch_up(stands, stands.on + timedelta(later))
    except REFUSALS:
        return
    overdue = [it for it in made.instalments if it.due_on < stands.on]
    assert all(stands.is_paid(it) for it in overdue)
    future = [it for it in stands.instalments if it.due_on >= stands.on]
    assert set(future) <= set(made.instalments)
