"""
A person's consent to one optional purpose, given and perhaps withdrawn.

Consent never decides about rent: it opens and closes optional services only.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_CONSENTS = UUID("0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c07")


def consent_key(person_id: UUID, purpose: str) -> UUID:
    """Give the id of a person's consent to a purpose."""
    return uuid5(_CONSENTS, f"{person_id}/{purpose}")


@dataclass(frozen=True)
class Term:
    """From when to when a consent was given; it does not hold on `until` itself."""

    since: date
    until: date | None

    def holds_on(self, day: date, years: int | None = None) -> bool:
        """Tell whether a day lies in it, and it was not given too long before."""
        return (
            self.since <= day
            and (self.until is None or day < self.until)
            and (years is None or day < years_after(self.since, years))
        )


class Consent(Aggregate, topic="intake.Consent"):
    """One person, one purpose."""

    class Given(Aggregate.Created):
        person_id: UUID
        household_id: UUID
        purpose: str
        text_version: str
        effective_on: date

    class GivenAgain(Aggregate.Event):
        person_id: UUID
        household_id: UUID
        purpose: str
        text_version: str
        effective_on: date

    class Withdrawn(Aggregate.Event):
        person_id: UUID
        household_id: UUID
        purpose: str
        text_version: str
        effective_on: date

    @event(Given)
    def __init__(
        self,
        *,
        id: UUID,
        person_id: UUID,
        household_id: UUID,
        purpose: str,
        text_version: str,
        effective_on: date,
    ) -> None:
        self.person_id = person_id
        self.household_id = household_id
        self.purpose = purpose
        self.text_version = text_version
        self.withdrawn_on: date | None = None
        self.terms = [Term(effective_on, None)]

    def holds_on(self, day: date, years: int | None = None) -> bool:
        """Tell whether it was given by a day, not withdrawn, and not too old."""
        return any(it.holds_on(day, years) for it in self.terms)

    def give_again(
        self,
        household_id: UUID,
        text_version: str,
        on: date,
        years: int | None = None,
    ) -> None:
        """Record a new consent; the same one while it holds changes nothing."""
        if text_version != self.text_version or not self.holds_on(on, years):
            self._given_again(
                self.person_id, household_id, self.purpose, text_version, on
            )

    def withdraw(self, on: date) -> None:
        """End the consent from a day; `NoConsent` if there is none to end."""
        if self.withdrawn_on is not None:
            raise NoConsent(
                f"consent to {self.purpose} was withdrawn on {self.withdrawn_on}"
            )
        self._withdrawn(
            self.person_id, self.household_id, self.purpose, self.text_version, on
        )

    @event(GivenAgain)
    def _given_again(
        self,
        person_id: UUID,
        household_id: UUID,
        purpose: str,
        text_version: str,
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.text_version = text_version
        self.withdrawn_on = None
        self.terms.append(Term(effective_on, None))

    @event(Withdrawn)
    def _withdrawn(
        self,
        person_id: UUID,
        household_id: UUID,
        purpose: str,
        text_version: str,
        effective_on: date,
    ) -> None:
        self.withdrawn_on = effective_on
        self.terms = [
            Term(it.since, effective_on if it.until is None else it.until)
            for it in self.terms
        ]


def years_after(day: date, years: int) -> date:
    """Give the same day some years later; of 29 February the last of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class NoConsent(Exception):
    """A consent to withdraw that nobody has given."""


class ConsentMissing(Exception):
    """Something that a person has to agree to first, and has not, or no more."""
