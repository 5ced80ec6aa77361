"""
The lines of a household budget, and the monthly figures that follow from them.

A line says an amount, how often it comes, and from when to when. Nothing is
rounded before the end.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from workshops.budgets.categories import DEBTS, ESSENTIAL, EXPENSES, HOUSING, INCOME

MONTHS_LOOKED_BACK = 12
LAST_MONTH = 12
LONGEST_MONTH = 31
MOST_LINES = 300
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_CENTS = 1_000_000_00
PERIODS = (1, 2, 3, 4, 6, 12)
CONFIDENCE = ("documented", "declared", "estimated")


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line: `amount_cents` every `every_months` months, of a category.

    `one_off` amounts come once and are no part of what a household lives on.
    Without `from_on` or `to_on` it was always so, or has no end. `confidence`
    says how it is known: a document, the household's word, an estimate. `source`
    and `evidence` are codes: where the money comes from or goes, and which document
    shows it. `day` is that of the month on which it falls, if it has one.
    """

    category: str
    amount_cents: int
    every_months: int = 1
    from_on: date | None = None
    to_on: date | None = None
    one_off: bool = False
    confidence: str = "declared"
    source: str = ""
    evidence: str = ""
    day: int | None = None

    def counts_in(self, month: date) -> bool:
        """Whether the line runs in a month, given by its first day."""
        ends = next_month(month)
        begun = self.from_on is None or self.from_on < ends
        return begun and (self.to_on is None or self.to_on >= month)

    def comes_in(self, month: date) -> bool:
        """
        Whether its amount comes in a month, given by its first day.

        One that comes every so many months comes in the month of its first day and
        so many later; without a first day, from January on.
        """
        if not self.counts_in(month):
            return False
        begun = month_of(self.from_on) if self.from_on else date(month.year, 1, 1)
        apart = (month.year - begun.year) * 12 + month.month - begun.month
        return apart == 0 if self.one_off else apart % self.every_months == 0

    @property
    def per_month(self) -> Fraction:
        """The mean of a month in which it runs, in cents, exact."""
        return Fraction(0 if self.one_off else self.amount_cents, self.every_months)


@dataclass(frozen=True, slots=True)
class Figures:
    """
    A month in five figures, in cents: `Y, H, E, M, D` of the method.

    Mean income, housing bill, essential spending without housing, subsistence
    floor without housing, other debt service.
    """

    income_cents: int
    housing_cents: int
    essentials_cents: int
    floor_cents: int
    debts_cents: int


def check(lines: Iterable[Line]) -> None:
    """
    Refuse a line that says nothing possible, by `ImpossibleLine`.

    So are more than 300 lines, and what comes once without a day from which it does.
    """
    known = list(lines)
    if len(known) > MOST_LINES:
        raise ImpossibleLine(f"{len(known)} lines: give {MOST_LINES} at most")
    for line in known:
        possible = (
            line.category in (*INCOME, *EXPENSES)
            and 0 <= line.amount_cents <= MOST_CENTS
            and line.every_months in PERIODS
            and line.confidence in CONFIDENCE
            and not (line.from_on and line.to_on and line.to_on < line.from_on)
            and not (line.one_off and line.from_on is None)
            and (line.day is None or 1 <= line.day <= LONGEST_MONTH)
            and all(not it or CODE.fullmatch(it) for it in (line.source, line.evidence))
        )
        if not possible:
            raise ImpossibleLine(
                f"{line.category}: {line.amount_cents} cents every {line.every_months} "
                f"months, {line.from_on} to {line.to_on}, {line.confidence}"
            )


def check_cents(*amounts: int) -> None:
    """Refuse amounts below zero or beyond a million euro, by `ImpossibleLine`."""
    for cents in amounts:
        if not 0 <= cents <= MOST_CENTS:
            raise ImpossibleLine(f"{cents} cents: give 0 to {MOST_CENTS}")


def figures(lines: Iterable[Line], month: date, floor_cents: int) -> Figures:
    """
    Work out a month's figures; `month` is its first day.

    Income is the mean of what came in the twelve months before. Spending is that of
    the month itself, with bills that come less often spread. Cents are rounded half
    up, once per figure.
    """
    known = list(lines)
    before = list(_months_before(month))
    income = sum(
        line.amount_cents * sum(line.comes_in(past) for past in before)
        for line in known
        if line.category in INCOME and not line.one_off
    )
    return Figures(
        income_cents=half_up(Fraction(income) / MONTHS_LOOKED_BACK),
        housing_cents=_spent(known, HOUSING, month),
        essentials_cents=_spent(known, ESSENTIAL, month),
        floor_cents=floor_cents,
        debts_cents=_spent(known, DEBTS, month),
    )


def planned(lines: Iterable[Line], month: date) -> dict[str, int]:
    """Give the expenses of a month by category, in cents, without one-offs."""
    known = list(lines)
    spent = {category: _spent(known, (category,), month) for category in EXPENSES}
    return {category: cents for category, cents in spent.items() if cents}


def half_up(value: Fraction) -> int:
    """Round to whole cents, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def month_of(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Give the first day of the month after a day's."""
    month = month_of(day)
    if month.month == LAST_MONTH:
        return month.replace(year=month.year + 1, month=1)
    return month.replace(month=month.month + 1)


def _spent(lines: list[Line], categories: tuple[str, ...], month: date) -> int:
    return half_up(
        sum(
            (
                line.per_month
                for line in lines
                if line.category in categories and line.counts_in(month)
            ),
            Fraction(0),
        )
    )


def _months_before(month: date) -> Iterator[date]:
    for _ in range(MONTHS_LOOKED_BACK):
        last_year = month.month == 1
        month = month.replace(
            year=month.year - last_year,
            month=LAST_MONTH if last_year else month.month - 1,
        )
        yield month


class ImpossibleLine(Exception):
    """A budget line with an unknown category, or figures that cannot be."""
