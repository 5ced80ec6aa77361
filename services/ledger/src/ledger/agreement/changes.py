"""
What can be agreed about an agreement that runs: a holiday, another day, longer.

A change takes hold of what is still to come. What is paid is left alone, what is
missed stays missed, every instalment keeps its number, and together they stay the
same debt to the cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ledger.account.facts import Change, Instalment
from ledger.agreement.rhythm import (
    ONE_OFF,
    days_after,
    due_days,
    full_months,
    most_instalments,
)
from ledger.agreement.schedule import (
    TooManyInstalments,
    check_amount,
    equal_part,
    with_the_rest,
)
from ledger.agreement.terms import (
    CATCH_UP,
    EXTEND,
    MOVE,
    SETTLE_EARLY,
    SKIP,
    Terms,
    in_order,
)


def skip(terms: Terms, number: int) -> Change:
    """
    Let an instalment of the rhythm go, and put what was open of it at the end.

    `NoSuchInstalment`, `OutOfRhythm`, `AlreadyPaid`, `AlreadyMissed`,
    `TooManyInstalments`, `LaterChange`, `NotSignedYet`; `NothingFollows` for a
    one-off.
    """
    _check_order(terms)
    skipped = terms.still_to_come(number)
    terms.place_in_rhythm(skipped)
    [due_on] = _days_at_the_end(terms, 1)
    return _changed(terms, SKIP, _put_together(terms, [skipped], due_on))


def move(terms: Terms, number: int, due_on: date) -> Change:
    """
    Give an instalment another day; later ones of the rhythm follow from there.

    Those already paid keep their day and their turn. A down payment, or what is
    caught up, moves alone. `DueBeforeChange`, `DueBeforePrevious`, and the refusals
    of `skip` but `OutOfRhythm`.
    """
    _check_order(terms)
    moved = terms.still_to_come(number)
    _check_day(terms, due_on)
    rhythm = terms.in_rhythm
    if moved not in rhythm:
        return _changed(terms, MOVE, [replace(moved, due_on=due_on)])
    place = rhythm.index(moved)
    if place and due_on < rhythm[place - 1].due_on:
        raise DueBeforePrevious(
            f"{due_on} is before {rhythm[place - 1].due_on}, the day of instalment "
            f"{rhythm[place - 1].number}: give a later one"
        )
    following = rhythm[place:]
    days = due_days(due_on, len(following), terms.rhythm)
    return _changed(
        terms,
        MOVE,
        [
            replace(it, due_on=day)
            for it, day in zip(following, days, strict=True)
            if not it.amount_cents or not terms.is_paid(it)
        ],
    )


def extend(
    terms: Terms, number: int, count: int, *, multiple_of_cents: int = 1
) -> Change:
    """
    Spread what is open from an instalment on over `count`, more than there are.

    In equal parts, the last with what is left over; what was paid of an
    instalment stays in it. `NotLonger`, `InstalmentTooSmall`, `WrongMultiple`, and
    the refusals of `skip`. Source: policy parameter `max_instalments`.
    """
    _check_order(terms)
    rhythm = terms.in_rhythm
    place = terms.place_in_rhythm(terms.still_to_come(number))
    left = [it for it in rhythm[place:] if not terms.is_paid(it)]
    if count <= len(left):
        raise NotLonger(
            f"{len(left)} instalments are left from number {number} on: {count} are "
            "not more"
        )
    rest = sum(terms.open_cents(it) for it in left)
    part = equal_part(rest, count, multiple_of_cents)
    check_amount(part, rest, terms.rhythm, terms.policy)
    most = most_instalments(terms.policy.max_instalments, terms.rhythm)
    if count > most and terms.rhythm != ONE_OFF:
        raise TooManyInstalments(
            f"{count} instalments are asked for and {most} allowed: the agreement may "
            f"last {terms.policy.max_instalments} months"
        )
    days = _days_at_the_end(terms, count - len(left))
    parts = with_the_rest(rest, part, count)
    numbers = range(terms.next_number, terms.next_number + len(days))
    longer = [
        replace(it, amount_cents=it.amount_cents - terms.open_cents(it) + cents)
        for it, cents in zip(left, parts, strict=False)
    ]
    longer += map(Instalment, numbers, days, parts[len(left) :])
    return _changed(terms, EXTEND, longer)


def settle_early(terms: Terms, due_on: date) -> Change:
    """
    Let all that is open fall due on one day, in one new instalment.

    `NothingOpen`; `NotEarly` on a day after the last one; `DueBeforeChange`,
    `LaterChange`, `NotSignedYet`.
    """
    _check_order(terms)
    left = [it for it in terms.instalments if not terms.is_paid(it)]
    if not left:
        raise NothingOpen("every instalment is paid: nothing is left to settle")
    _check_day(terms, due_on)
    if due_on > left[-1].due_on:
        raise NotEarly(
            f"{due_on} is after {left[-1].due_on}, when the last instalment is due"
        )
    return _changed(terms, SETTLE_EARLY, _put_together(terms, left, due_on))


def catch_up(terms: Terms, due_on: date) -> Change:
    """
    Let all that is overdue fall due on one day, in one new instalment.

    For a reinstatement: what follows goes on as it was promised. `NothingOverdue`;
    `DueBeforeChange`, `TooManyInstalments`, `LaterChange`, `NotSignedYet`.
    """
    _check_order(terms)
    overdue = [
        it for it in terms.instalments if it.due_on < terms.on and not terms.is_paid(it)
    ]
    if not overdue:
        raise NothingOverdue(f"no instalment is overdue on {terms.on}")
    _check_day(terms, due_on)
    return _changed(terms, CATCH_UP, _put_together(terms, overdue, due_on))


def _check_order(terms: Terms) -> None:
    if terms.on < terms.plan.signed_on:
        raise NotSignedYet(
            f"signed on {terms.plan.signed_on}: nothing to change on {terms.on}"
        )
    later = max((it.on for it in terms.plan.changes), default=terms.on)
    if later > terms.on:
        raise LaterChange(
            f"a change was agreed on {later}: agree this one on that day or later"
        )


def _check_day(terms: Terms, due_on: date) -> None:
    if due_on < terms.on:
        raise DueBeforeChange(
            f"{due_on} is before {terms.on}, the day of the change: give a later one"
        )
    due_days(due_on, 1)  # refuses the end of the calendar


def _days_at_the_end(terms: Terms, count: int) -> list[date]:
    """Give the days with which the rhythm goes on, none before the change."""
    promised = [it.due_on for it in terms.in_rhythm]
    late = max(0, (terms.on - promised[-1]).days)
    days = days_after(promised, count + late, terms.rhythm)
    return [it for it in days if it >= terms.on][:count]


def _put_together(
    terms: Terms, instalments: Sequence[Instalment], due_on: date
) -> list[Instalment]:
    """Leave of instalments what was paid of them; the rest is one new instalment."""
    paid = [
        replace(it, amount_cents=it.amount_cents - terms.open_cents(it))
        for it in instalments
    ]
    cents = sum(terms.open_cents(it) for it in instalments)
    return [*paid, Instalment(terms.next_number, due_on, cents)]


def _changed(terms: Terms, kind: str, changed: Iterable[Instalment]) -> Change:
    now = {it.number: it for it in (*terms.instalments, *changed)}
    instalments = in_order(now.values())
    first = min(it.due_on for it in terms.plan.instalments if it.number)
    months = full_months(first, instalments[-1].due_on) + 1
    most = terms.policy.max_instalments
    if months > most and instalments[-1].due_on > terms.instalments[-1].due_on:
        raise TooManyInstalments(
            f"the agreement would last {months} months from {first} on and "
            f"{most} are allowed"
        )
    return Change(kind, terms.on, instalments)


class DueBeforeChange(Exception):
    """A new due day before the day on which it is agreed."""


class DueBeforePrevious(Exception):
    """A new due day before the instalment that comes first."""


class NotLonger(Exception):
    """An extension over no more instalments than are left."""


class NotEarly(Exception):
    """An early settlement after the last due day."""


class NothingOpen(Exception):
    """An early settlement of an agreement that is paid."""


class NothingOverdue(Exception):
    """A catching up where nothing is overdue."""


class LaterChange(Exception):
    """A change agreed before one that is already agreed."""


class NotSignedYet(Exception):
    """A change agreed before the agreement itself."""
