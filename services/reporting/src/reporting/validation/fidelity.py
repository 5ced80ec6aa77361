"""
Was the programme that was promised the one that was given? K14.

Standard library only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from reporting.validation.interval import ImpossibleValue, TooFew

HIGH = Fraction(8, 10)
CONTACT_DAYS, ASSESSMENT_DAYS, SESSIONS = 30, 45, 4


class Component(StrEnum):
    """What a household is owed, in the order in which it comes."""

    CONTACT = "contact"
    ASSESSMENT = "assessment"
    PACT = "pact"
    BUDGET = "budget"
    SESSIONS = "sessions"
    PLAN = "plan"
    LABOUR_PROFILE = "labour_profile"
    REVIEW = "review"


EQUAL: Mapping[Component, int] = dict.fromkeys(Component, 1)


@dataclass(frozen=True, slots=True)
class Given:
    """
    What one household was given; `None` is not known.

    Days from the opening of the case to contact and assessment; sessions attended;
    reviews held of those due, one every three months in charge.
    """

    contact_days: int | None = None
    assessment_days: int | None = None
    pact: bool | None = None
    budget: bool | None = None
    sessions: int | None = None
    plan: bool | None = None
    working_age: bool = True
    labour_profile: bool | None = None
    reviews_held: int | None = None
    reviews_due: int = 0

    def delivered(self) -> dict[Component, bool | None]:
        """Say of each component that is required whether it was given."""
        said = {
            Component.CONTACT: _at_most(self.contact_days, CONTACT_DAYS),
            Component.ASSESSMENT: _at_most(self.assessment_days, ASSESSMENT_DAYS),
            Component.PACT: self.pact,
            Component.BUDGET: self.budget,
            Component.SESSIONS: _at_least(self.sessions, SESSIONS),
            Component.PLAN: self.plan,
        }
        if self.working_age:
            said[Component.LABOUR_PROFILE] = self.labour_profile
        if self.reviews_due > 0:
            said[Component.REVIEW] = _at_least(self.reviews_held, self.reviews_due)
        return said


@dataclass(frozen=True, slots=True)
class Fidelity:
    """`value` between 0 and 1; `missing` components count as not given."""

    value: Fraction
    required: int
    missing: int

    @property
    def high(self) -> bool:
        """Say whether it is 0.8 or more."""
        return self.value >= HIGH


@dataclass(frozen=True, slots=True)
class FidelityOfMany:
    """The mean over households, how many of them were high, and what was not given."""

    value: Fraction
    counted: int
    high: int
    missing: int
    given: Mapping[Component, tuple[int, int]] = field(default_factory=dict)


def fidelity(given: Given, weights: Mapping[Component, int] = EQUAL) -> Fidelity:
    """
    Give Σ w·delivered / Σ w over the required components. K14.

    Weights are the steering group's; all equal until it decides. `TooFew` if nothing
    required has a weight, `ImpossibleValue` for a negative one.
    """
    if any(it < 0 for it in weights.values()):
        raise ImpossibleValue("a negative weight: leave the component out with 0")
    said = given.delivered()
    whole = sum(weights.get(it, 0) for it in said)
    if whole == 0:
        raise TooFew("nothing that is required has a weight: give one")
    part = sum(weights.get(it, 0) for it, was in said.items() if was)
    missing = sum(was is None for was in said.values())
    return Fidelity(Fraction(part, whole), len(said), missing)


def fidelity_of(
    households: Sequence[Given], weights: Mapping[Component, int] = EQUAL
) -> FidelityOfMany:
    """Put households together; `given` says `(delivered, required)` of each."""
    if not households:
        raise TooFew("no household: there is no fidelity to speak of yet")
    each = [fidelity(it, weights) for it in households]
    said = [it.delivered() for it in households]
    return FidelityOfMany(
        value=sum((it.value for it in each), Fraction(0)) / len(each),
        counted=len(each),
        high=sum(it.high for it in each),
        missing=sum(it.missing for it in each),
        given={
            component: (
                sum(bool(it.get(component)) for it in said),
                sum(component in it for it in said),
            )
            for component in Component
        },
    )


def _at_most(value: int | None, limit: int) -> bool | None:
    return None if value is None else value <= limit


def _at_least(value: int | None, limit: int) -> bool | None:
    return None if value is None else value >= limit
