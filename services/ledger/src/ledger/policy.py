"""
The figures that the steering group may change: thresholds, grace, breach.

Every figure is a parameter with a version and a first day; what was decided
under an older one can still be explained by it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.proceeding.deadlines import Terms
from ledger.rates import LEGAL_RATES, LegalRate, RateTable

PROJECT_DEFAULTS = "proj-1"

#: Figures that are words, and which words they may be.
WORDS = {
    "breach_cure": ("by_decision", "when_caught_up"),
    "surplus_rule": ("credit", "next", "last", "spread"),
}
#: Beyond these no calendar reaches, and every account would fail by it.
MOST_DAYS, MOST_CENTS = 36_500, 999_999_999_999
#: What of a version is no figure with a value of its own.
NO_FIGURES = {"version", "effective_from", "legal_rates"}
#: The legal rate of a year, in hundredths of a per cent. Source: art. 1284 c.c.
LEGAL_RATE = re.compile(r"legal_interest_bp_(?P<year>20\d\d)")
MOST_BASIS_POINTS = 10_000
SWITCHES = ("counts_current_bills", "interest_first")


@dataclass(frozen=True, slots=True)
class Policy(Terms):
    """
    One version of the rules, in cents, days, years, monthly bills and counts.

    Bands of arrears, in monthly bills: A below `band_b_from`, B up to
    `band_c_above`, C up to `band_d_above`, D beyond. `breach_cure`: a broken
    agreement holds again by a decision, or as soon as what was missed is paid.
    `surplus_rule`: money beyond what is due waits (`credit`), or goes to the
    `next` instalment, the `last`, or is `spread` over all. `value_days_ahead`: so
    long before its value day money may be reported. `interest_first`:
    interest and costs are paid before principal (art. 1194 c.c.). Years of
    prescription: arts. 2948 and 2946 c.c. Of evictions: `Terms`. Source: the
    project's own proposal, to be confirmed by the steering group.
    """

    version: str = PROJECT_DEFAULTS
    effective_from: date = date.min
    detection_months: int = 2
    detection_days: int = 30
    cleared_tolerance_cents: int = 100
    max_instalments: int = 60
    min_instalment_cents: int = 3000
    grace_days: int = 10
    paid_tolerance_cents: int = 100
    breach_consecutive: int = 2
    breach_in_12_months: int = 3
    counts_current_bills: bool = True
    breach_cure: str = "by_decision"
    surplus_rule: str = "credit"
    interest_first: bool = True
    band_b_from: int = 3
    band_c_above: int = 6
    band_d_above: int = 12
    prescription_years: int = 5
    prescription_years_other: int = 10
    approval_above_cents: int = 500_000
    notice_cure_days: int = 20
    warning_days: int = 5
    relief_days: int = 14
    value_days_ahead: int = 5
    legal_rates: tuple[LegalRate, ...] = ()

    def changed(
        self, version: str, parameters: Mapping[str, str], effective_from: date
    ) -> "Policy":
        """
        Give the next version, with some figures changed.

        `UnknownParameter` for a name that is not a figure of this service;
        `WrongParameter` for a value that is not a whole number from 0, is beyond
        reason, or is not one of the words that the figure may be.
        """
        values: dict[str, Any] = {}
        rates = {it.first_on.year: it for it in self.legal_rates}
        for name, text in parameters.items():
            if rate := LEGAL_RATE.fullmatch(name):
                year = int(rate["year"])
                rates[year] = _rate(year, name, text, version)
            elif is_figure(name):
                values[name] = _value(name, text)
            else:
                raise UnknownParameter(f"{name} is no parameter of the ledger")
        values["legal_rates"] = tuple(rates[year] for year in sorted(rates))
        return replace(self, version=version, effective_from=effective_from, **values)

    def band(self, months_equiv: Decimal) -> str:
        """Give the band of an amount in monthly bills."""
        if months_equiv < self.band_b_from:
            return "A"
        if months_equiv <= self.band_c_above:
            return "B"
        return "C" if months_equiv <= self.band_d_above else "D"


def is_figure(name: str) -> bool:
    """Tell whether a parameter concerns the ledger: a figure, or a year's rate."""
    known = {it.name for it in fields(Policy)} - NO_FIGURES
    return name in known or LEGAL_RATE.fullmatch(name) is not None


def _value(name: str, text: str) -> int | bool | str:
    if name in WORDS:
        if text not in WORDS[name]:
            raise WrongParameter(f"{name}={text!r}: give {' or '.join(WORDS[name])}")
        return text
    if not (text.isascii() and text.isdigit()):
        raise WrongParameter(f"{name}={text!r}: give a whole number from 0")
    most = MOST_CENTS if name.endswith("_cents") else MOST_DAYS
    if not _most(text, most):
        raise WrongParameter(f"{name}: give at most {most}")
    number = int(text)
    return bool(number) if name in SWITCHES else number


def _most(digits: str, most: int) -> bool:
    return len(digits) <= len(str(most)) and int(digits) <= most


def _rate(year: int, name: str, text: str, version: str) -> LegalRate:
    if any(it.first_on.year == year for it in LEGAL_RATES.rates):
        raise WrongParameter(
            f"{name}: the rate of {year} is known by its decree and cannot be another"
        )
    if not (text.isascii() and text.isdigit() and _most(text, MOST_BASIS_POINTS)):
        raise WrongParameter(
            f"{name}={text!r}: give hundredths of a per cent, at most "
            f"{MOST_BASIS_POINTS}"
        )
    return LegalRate.of_year(year, int(text), version)


#: One missed month ends the agreement, as at ALER Bergamo-Lecco-Sondrio.
ALER_STRICT = replace(Policy(), version="aler-strict", breach_consecutive=1)


#: What holds until the steering group adopts something else.
DEFAULTS = Policy()


def policy_on(day: date, versions: Sequence[Policy]) -> Policy:
    """Give the version in force on a day: of those begun, the one that began last."""
    begun = [it for it in versions if it.effective_from <= day]
    return max(begun, key=_place, default=DEFAULTS)


def _place(policy: Policy) -> tuple[date, str]:
    """Versions follow one another by their first day, then by their name."""
    return policy.effective_from, policy.version


@dataclass(frozen=True, slots=True)
class Rules:
    """Every version of the figures, each from its first day on."""

    versions: tuple[Policy, ...] = ()

    def at(self, day: date) -> Policy:
        """Give the version in force on a day."""
        return policy_on(day, self.versions) if self.versions else DEFAULTS

    def legal_rates(self) -> RateTable:
        """Give the legal rates known by their decrees, and those adopted since."""
        adopted = {
            it.first_on: it
            for policy in sorted(self.versions, key=_place)
            for it in policy.legal_rates
        }
        return LEGAL_RATES.extended(*adopted.values())

    def first_days(self) -> list[date]:
        """Give the days on which a version begins."""
        return [it.effective_from for it in self.versions]

    def detection_days(self) -> set[int]:
        """Give every age of arrears that some version asks for."""
        return {it.detection_days for it in (DEFAULTS, *self.versions)}

    def least_prescription_years(self) -> int:
        """Give the shortest time after which some version lets a debt be prescribed."""
        return min(
            min(it.prescription_years, it.prescription_years_other)
            for it in (DEFAULTS, *self.versions)
        )


class UnknownParameter(Exception):
    """A figure that this service does not use."""


class WrongParameter(Exception):
    """A value that is not one for its figure."""
