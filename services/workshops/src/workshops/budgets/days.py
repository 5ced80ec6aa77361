"""
A budget day by day: when money comes, when it goes, and when there is none.

Each line has a day of the month on which it falls, and months in which it comes;
what has no day is spread over the days of its month, to the cent. So the days of a
month always sum to the month, and a stretch from one pay day to the next can be read
as well as a calendar month.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workshops.budgets.categories import ESSENTIAL, HOUSING, INCOME
from workshops.budgets.lines import Line, month_of

ONE_DAY = timedelta(days=1)
MOST_DAYS = 731
#: Paid before anything else: what keeps a roof, light, water and food.
FIRST = (*HOUSING, "energy", "water", "food")


@dataclass(frozen=True, slots=True)
class Day:
    """A day in euro cents: what comes in, what goes out, and what is left after it."""

    on: date
    income_cents: int
    spent_cents: int
    left_cents: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    From a day to a day, both counted, in euro cents.

    `without_money` counts the days that end with nothing left, `lowest_cents` is the
    least that was left at the end of any.
    """

    first_on: date
    last_on: date
    income_cents: int
    spent_cents: int
    without_money: int
    lowest_cents: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """
    What is put aside for one kind of bill out of one pay, in euro cents.

    `short_cents` is what the pay does not cover; nothing is lent between envelopes.
    """

    category: str
    due_cents: int
    aside_cents: int
    short_cents: int


def amount_on(line: Line, day: date) -> int:
    """
    Give the cents of a line that fall on a day, 0 on most.

    A line that comes every so many months comes in the month of its first day and
    so many later, on its `day` or the last of a shorter month; without a `day` its
    amount is spread over the month, the odd cents on the first days.
    """
    if not line.comes_in(month_of(day)):
        return 0
    length = monthrange(day.year, day.month)[1]
    if line.day is not None:
        return line.amount_cents if day.day == min(line.day, length) else 0
    each, odd = divmod(line.amount_cents, length)
    return each + (day.day <= odd)


def amount_in(line: Line, month: date) -> int:
    """Give the cents of a line in a calendar month, as they are paid and not spread."""
    return line.amount_cents if line.comes_in(month_of(month)) else 0


def day_by_day(
    lines: Iterable[Line], first_on: date, last_on: date, *, in_hand_cents: int = 0
) -> list[Day]:
    """
    Follow the money from a day to a day, both counted.

    `in_hand_cents` is what there is at the start; `TooManyDays` beyond two years.
    """
    check_stretch(first_on, last_on)
    known, left = list(lines), in_hand_cents
    days = []
    for on in _days(first_on, last_on):
        income = sum(amount_on(it, on) for it in known if it.category in INCOME)
        spent = sum(amount_on(it, on) for it in known if it.category not in INCOME)
        left += income - spent
        days.append(Day(on, income, spent, left))
    return days


def check_stretch(first_on: date, last_on: date) -> None:
    """Refuse a stretch that ends before it begins, or after two years."""
    if not 0 <= (last_on - first_on).days < MOST_DAYS:
        raise TooManyDays(
            f"{first_on} to {last_on}: ask for 1 to {MOST_DAYS} days, in their order"
        )


def by_month(days: Sequence[Day]) -> list[Stretch]:
    """Sum days by calendar month; the first and the last may not be whole."""
    starts = {days[0].on, *(it.on for it in days if it.on.day == 1)} if days else set()
    return _stretches(days, starts)


def by_pay_day(days: Sequence[Day], lines: Iterable[Line]) -> list[Stretch]:
    """
    Sum days from one pay day to the eve of the next.

    A pay day is one on which an income with a day of its own comes in; the days
    before the first one make a stretch of their own.
    """
    paid = [it for it in lines if it.category in INCOME and it.day is not None]
    starts = {it.on for it in days if any(amount_on(line, it.on) for line in paid)}
    return _stretches(days, {*starts, *(it.on for it in days[:1])})


def envelopes(lines: Iterable[Line], first_on: date, last_on: date) -> list[Envelope]:
    """
    Fill the envelopes of a stretch out of what comes in during it.

    Home, light, water and food first, then the other essentials, then the rest;
    within each, in the order of the headings.
    """
    known = list(lines)
    days = list(_days(first_on, last_on))
    total: dict[str, int] = {}
    for line in known:
        total[line.category] = total.get(line.category, 0) + sum(
            amount_on(line, on) for on in days
        )
    left = sum(cents for category, cents in total.items() if category in INCOME)
    filled = []
    order = [
        *FIRST,
        *(it for it in ESSENTIAL if it not in FIRST),
        *sorted(set(total) - {*FIRST, *ESSENTIAL, *INCOME}, key=_debts_first),
    ]
    for category in order:
        due = total.get(category, 0)
        if due:
            aside = min(due, left)
            left -= aside
            filled.append(Envelope(category, due, aside, due - aside))
    return filled


def _debts_first(category: str) -> tuple[bool, str]:
    return category not in ("arrears_instalment", "debt_service"), category


def _stretches(days: Sequence[Day], starts: set[date]) -> list[Stretch]:
    found: list[list[Day]] = []
    for it in days:
        if it.on in starts:
            found.append([])
        found[-1].append(it)
    return [
        Stretch(
            first_on=some[0].on,
            last_on=some[-1].on,
            income_cents=sum(it.income_cents for it in some),
            spent_cents=sum(it.spent_cents for it in some),
            without_money=sum(it.left_cents <= 0 for it in some),
            lowest_cents=min(it.left_cents for it in some),
        )
        for some in found
    ]


def _days(first_on: date, last_on: date) -> Iterator[date]:
    for number in range((last_on - first_on).days + 1):
        yield first_on + number * ONE_DAY


class TooManyDays(Exception):
    """A stretch of days that is empty, or longer than two years."""
