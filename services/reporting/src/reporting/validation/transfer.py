"""
What another city has to know before it takes the model over.

RE-AIM: whom it reached, what it did, who took it up, how it was given, what lasted;
and the sheet of the place where that was so. Standard library only. Source: Glasgow,
Vogt and Boles, Am. J. Public Health 89 (1999) 1322-1327.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reporting.validation.fidelity import FidelityOfMany
from reporting.validation.interval import Estimate, ImpossibleValue
from reporting.validation.proportions import Proportion


@dataclass(frozen=True, slots=True)
class Effect:
    """One outcome by one design; `registered_on` a day before the data, if it was."""

    indicator: str
    design: str
    estimate: Estimate
    registered_on: date | None
    cannot_conclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReAim:
    """
    The five questions of transfer, each with its figures.

    Reach: taken in charge of targeted. Effectiveness: effects, harms among them.
    Adoption: organisations, and buildings, that took part of those asked.
    Implementation: fidelity, and cost per case in euro cents. Maintenance: households
    without relapse after a year, and organisations that go on.
    """

    reach: Proportion
    effectiveness: tuple[Effect, ...]
    adoption_organisations: Proportion
    adoption_buildings: Proportion
    implementation: FidelityOfMany
    cost_per_case_cents: int
    maintenance_households: Proportion | None
    maintenance_organisations: Proportion | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the questions that have no answer yet."""
        said = {
            "effectiveness": bool(self.effectiveness),
            "maintenance_households": self.maintenance_households is not None,
            "maintenance_organisations": self.maintenance_organisations is not None,
        }
        return tuple(name for name, there in said.items() if not there)


@dataclass(frozen=True, slots=True)
class ContextSheet:
    """
    The place: what has to be like it for the figures to hold elsewhere.

    `tenure_mix` and `creditor_split` are shares by code that sum to 1; amounts in
    euro cents; `operator_hours` a month. `ImpossibleValue` if shares or counts cannot
    be.
    """

    estate: str
    as_of: date
    dwellings: int
    households: int
    residents: int
    tenure_mix: Mapping[str, Fraction]
    creditor_split: Mapping[str, Fraction]
    households_in_arrears: int
    arrears_cents: int
    operators: Fraction
    operator_hours: int
    services_before: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, shares in (
            ("tenure_mix", self.tenure_mix),
            ("creditor_split", self.creditor_split),
        ):
            if sum(shares.values()) != 1 or any(it < 0 for it in shares.values()):
                raise ImpossibleValue(f"{name}: the shares have to sum to 1")
        if not 0 <= self.households_in_arrears <= self.households:
            raise ImpossibleValue("more households in arrears than there are: count")
        if self.operators <= 0:
            raise ImpossibleValue("nobody works there: give the full-time operators")

    @property
    def arrears_rate(self) -> Fraction:
        """Give households in arrears of all households."""
        return Fraction(self.households_in_arrears, max(self.households, 1))

    @property
    def households_per_operator(self) -> Fraction:
        """Give the load of one full-time operator."""
        return self.households / self.operators
