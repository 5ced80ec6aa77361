"""
The figures that the steering group may change: thresholds, grace, breach.

Every figure is a parameter with a version and a first day; what was decided
under an older one can still be explained by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

PROJECT_DEFAULTS = "proj-1"


@dataclass(frozen=True, slots=True)
class Policy:
    """
    One version of the rules, in cents, days and counts.

    Source: the project's own proposal, to be confirmed by the steering group.
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

    def changed(
        self, version: str, parameters: Mapping[str, str], effective_from: date
    ) -> "Policy":
        """
        Give the next version, with some figures changed.

        `UnknownParameter` for a name that is not a figure of this service;
        `WrongParameter` for a value that is not a whole number from 0.
        """
        known = {it.name for it in fields(self)} - {"version", "effective_from"}
        values: dict[str, int | bool] = {}
        for name, text in parameters.items():
            if name not in known:
                raise UnknownParameter(f"{name} is no parameter of the ledger")
            if not (text.isascii() and text.isdigit()):
                raise WrongParameter(f"{name}={text!r}: give a whole number from 0")
            number = int(text)
            values[name] = bool(number) if name == "counts_current_bills" else number
        return replace(self, version=version, effective_from=effective_from, **values)  # type: ignore[arg-type]


#: One missed month ends the agreement, as at ALER Bergamo-Lecco-Sondrio.
ALER_STRICT = replace(Policy(), version="aler-strict", breach_consecutive=1)


#: What holds until the steering group adopts something else.
DEFAULTS = Policy()


def policy_on(day: date, versions: Sequence[Policy]) -> Policy:
    """Give the version in force on a day: the last adopted of those begun."""
    begun = [it for it in versions if it.effective_from <= day]
    return max(begun, key=lambda it: it.effective_from, default=DEFAULTS)


class UnknownParameter(Exception):
    """A figure that this service does not use."""


class WrongParameter(Exception):
    """A value that is not one for its figure."""
