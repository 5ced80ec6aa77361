"""
The legal rate of interest, year by year.

A decree sets it by 15 December for the year that follows (art. 1284 c.c.). The years
that are known are here; the steering group adopts each new one as a figure,
`legal_interest_bp_2027`, in hundredths of a per cent.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class LegalRate:
    """The legal rate from a day to another, both counted, and who set it."""

    first_on: date
    last_on: date
    basis_points: int
    source: str

    @classmethod
    def of_year(cls, year: int, basis_points: int, source: str) -> "LegalRate":
        """Give the rate of a calendar year, in hundredths of a per cent."""
        return cls(date(year, 1, 1), date(year, 12, 31), basis_points, source)

    @property
    def percent(self) -> Decimal:
        """The rate as it is usually written: 1.25."""
        return Decimal(self.basis_points) / 100


@dataclass(frozen=True, slots=True)
class RateTable:
    """Legal rates by day; `year_days` is what a year counts, leap or not."""

    rates: tuple[LegalRate, ...]
    year_days: int = YEAR_DAYS

    def extended(self, *rates: LegalRate) -> "RateTable":
        """Give a table with more rates; `RatesOverlap` if a day would have two."""
        ordered = sorted((*self.rates, *rates), key=lambda it: it.first_on)
        for before, after in pairwise(ordered):
            if after.first_on <= before.last_on:
                raise RatesOverlap(
                    f"{after.first_on} has the rate of {before.source!r} and of "
                    f"{after.source!r}: keep one"
                )
        return RateTable(tuple(ordered), self.year_days)

    def on(self, day: date) -> LegalRate:
        """Give the rate of a day; `RateUnknown` if the table has none."""
        for rate in self.rates:
            if rate.first_on <= day <= rate.last_on:
                return rate
        raise RateUnknown(
            f"no legal interest rate is loaded for {day}: add that of {day.year}, "
            "which a decree sets by 15 December of the year before"
        )


#: Those of later years are adopted as figures. Source: art. 1284 c.c.
LEGAL_RATES = RateTable(
    (
        LegalRate.of_year(2022, 125, "D.M. 13 dicembre 2021"),
        LegalRate.of_year(2023, 500, "D.M. 13 dicembre 2022"),
        LegalRate.of_year(2024, 250, "D.M. 29 novembre 2023"),
        LegalRate.of_year(2025, 200, "D.M. 10 dicembre 2024"),
        LegalRate.of_year(2026, 160, "D.M. 10 dicembre 2025"),
    )
)


class RateUnknown(Exception):
    """A day whose legal rate of interest is not loaded."""


class RatesOverlap(Exception):
    """Two legal rates for one day."""
