"""
Legal interest on what is paid late, with the reckoning that leads to it.

A charge bears simple interest on what of it is open, for each day after the one
on which it falls due up to the day on which it is paid. Interest bears none.
Source: arts. 1282-1284 c.c.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from ledger.account.facts import Charge
from ledger.rates import LEGAL_RATES, YEAR_DAYS, LegalRate, RateTable

#: Interest on interest is owed only by judicial demand. Source: art. 1283 c.c.
BARREN_KINDS = frozenset({"interest"})
_ONE_DAY = timedelta(days=1)
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    Days on which one principal bore one rate, so that it can be checked by hand.

    They are the days after `after_on` up to `until_on`: `days` in all.
    """

    after_on: date
    until_on: date
    principal_cents: int
    rate: LegalRate
    year_days: int = YEAR_DAYS

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.until_on - self.after_on).days

    @property
    def exact_cents(self) -> Fraction:
        """Its interest in euro cents, not rounded."""
        return Fraction(
            self.principal_cents * self.rate.basis_points * self.days,
            _WHOLE * self.year_days,
        )


@dataclass(frozen=True, slots=True)
class Accrual:
    """The interest of one charge up to a day, and the stretches it came in."""

    charge_id: UUID
    until_on: date
    stretches: tuple[Stretch, ...]

    @property
    def exact_cents(self) -> Fraction:
        """The interest in euro cents, not rounded."""
        return sum((it.exact_cents for it in self.stretches), Fraction(0))

    @property
    def cents(self) -> int:
        """The interest in euro cents, rounded once; a half goes up."""
        exact = self.exact_cents
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    def explained(self) -> list[str]:
        """Give the reckoning, a line for each stretch: days, principal and rate."""
        return [
            f"{it.after_on}/{it.until_on}: {it.principal_cents} x {it.days} d x "
            f"{it.rate.percent} %"
            for it in self.stretches
        ]


def accrue(
    charge: Charge,
    paid: Sequence[tuple[date, int]],
    until: date,
    *,
    excluded: Iterable[tuple[date, date]] = (),
    table: RateTable = LEGAL_RATES,
) -> Accrual:
    """
    Reckon the interest of a charge up to a day, that day counted.

    `paid` are (day, euro cents): what was paid on a day bears interest on that
    day and no more after it; what was taken back again, negative, from the day
    after. On the days from the first to the one before the second of `excluded`
    it bears none: disputed, frozen, in instalments, prescribed. `RateUnknown` if
    a day that bears interest has no rate. Source: arts. 1282-1284 c.c.
    """
    stretches = []
    for after_on, until_on in _pieces(charge.owed_on, until, paid, excluded, table):
        principal = charge.cents - sum(cents for day, cents in paid if day <= after_on)
        if principal > 0 and charge.kind not in BARREN_KINDS:
            rate = table.on(after_on + _ONE_DAY)
            stretches.append(
                Stretch(after_on, until_on, principal, rate, table.year_days)
            )
    return Accrual(charge.id, until, tuple(stretches))


def _pieces(
    due_on: date,
    until: date,
    paid: Iterable[tuple[date, int]],
    excluded: Iterable[tuple[date, date]],
    table: RateTable,
) -> Iterator[tuple[date, date]]:
    """Cut the days that count where something changes: (day before, last day)."""
    gaps = [
        (max(since, due_on + _ONE_DAY) - _ONE_DAY, min(end - _ONE_DAY, until))
        for since, end in excluded
        if due_on < end and since <= until
    ]
    cuts = {due_on, until, *(day for day, _ in paid)}
    cuts.update(it.last_on for it in table.rates)
    cuts.update(day for gap in gaps for day in gap)
    days = sorted(it for it in cuts if due_on <= it <= until)
    for after_on, until_on in pairwise(days):
        if not any(begin <= after_on and until_on <= end for begin, end in gaps):
            yield after_on, until_on
