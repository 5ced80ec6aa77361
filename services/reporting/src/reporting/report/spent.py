"""What was spent and what is assumed of its return, as a file says. K12 and K15."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from azione0.words import _
from reporting.validation.cost import (
    ASSUMED,
    Assumptions,
    CostPerCase,
    Return,
    cost_per_case,
    social_return,
)
from reporting.validation.interval import ImpossibleValue, TooFew


@dataclass(frozen=True, slots=True)
class Spent:
    """Cost per case, and the social return if it was asked for; `until` what day."""

    until: date
    cost_cents: int
    per_case: CostPerCase
    social: Return | None


def read_costs(path: Path, cases: int) -> Spent:
    """
    Read costs from TOML: `until`, `cost_cents`, `recovered_cents`, table `[social]`.

    `[social]` gives `outcomes_cents` year by year and, for each assumption, its least,
    most likely and greatest share, as texts. `WrongCosts` says what is wrong.
    """
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        until, cents = said["until"], said["cost_cents"]
        if type(until) is not date or type(cents) is not int:
            raise WrongCosts(_("Costi: until è un giorno, cost_cents un intero."))
        each = cost_per_case(cents, cases, int(said.get("recovered_cents", 0)))
        social = said.get("social")
        return Spent(until, cents, each, _social(social, cents) if social else None)
    except (TooFew, ImpossibleValue) as wrong:
        raise WrongCosts(_("Costi: un valore non è possibile.")) from wrong
    except (OSError, ValueError, KeyError, TypeError, InvalidOperation) as wrong:
        if isinstance(wrong, WrongCosts):
            raise
        raise WrongCosts(_("Costi: il file non dice ciò che serve.")) from wrong


def _social(said: Mapping[str, Any], cents: int) -> Return:
    given = {name: [Decimal(it) for it in said[name]] for name in ASSUMED}
    if any(len(it) != len(("least", "likely", "greatest")) for it in given.values()):
        raise WrongCosts(_("Costi: per ogni ipotesi, tre quote."))
    return social_return(
        list(said["outcomes_cents"]),
        cents,
        Assumptions(**{name: it[1] for name, it in given.items()}),
        {name: (it[0], it[2]) for name, it in given.items()},
    )


class WrongCosts(ValueError):
    """A file of costs that cannot be used."""
