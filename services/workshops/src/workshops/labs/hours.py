"""
Hours given to the estate: volunteering, care of what is common, the time bank.

They belong to a workshop or to none, to a household or to a guest of another
organisation, by pseudonym. What was entered wrongly is corrected, never erased.
"""

from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from workshops.labs.reason import check_code

VOLUNTEERING, COMMUNITY, TIME_BANK = "volunteering", "community", "time_bank"
KINDS = (VOLUNTEERING, COMMUNITY, TIME_BANK)
MOST_MINUTES = 24 * 60


class HoursGiven(Aggregate, topic="workshops.HoursGiven"):
    """One day's hours of one person or household."""

    class Entered(Aggregate.Created):
        kind: str
        activity: str
        workshop_id: UUID | None
        household_id: UUID | None
        person_id: UUID | None
        minutes: int
        effective_on: date

    class Corrected(Aggregate.Event):
        minutes: int
        effective_on: date
        kind: str = ""
        household_id: UUID | None = None
        person_id: UUID | None = None
        given_on: date | None = None

    @event(Entered)
    def __init__(
        self,
        *,
        id: UUID,
        kind: str,
        activity: str,
        workshop_id: UUID | None,
        household_id: UUID | None,
        person_id: UUID | None,
        minutes: int,
        effective_on: date,
    ) -> None:
        self.kind = kind
        self.household_id = household_id
        self.person_id = person_id
        self.activity = activity
        self.workshop_id = workshop_id
        self.household_id = household_id
        self.person_id = person_id
        self.minutes = minutes
        self.given_on = effective_on

    def correct(self, minutes: int, on: date) -> None:
        """Say how many minutes it really was; 0 takes the entry back."""
        check_minutes(minutes, least=0)
        if minutes != self.minutes:
            self._corrected(
                minutes,
                on,
                self.kind,
                self.household_id,
                self.person_id,
                self.given_on,
            )

    @event(Corrected)
    def _corrected(
        self,
        minutes: int,
        effective_on: date,
        kind: str = "",
        household_id: UUID | None = None,
        person_id: UUID | None = None,
        given_on: date | None = None,
    ) -> None:
        self.minutes = minutes


def check_hours(kind: str, activity: str, minutes: int) -> None:
    """Refuse hours of an unknown kind, or that no day has, by `ImpossibleHours`."""
    if kind not in KINDS:
        raise ImpossibleHours(f"{kind!r}: use one of {', '.join(KINDS)}")
    check_code(activity)
    check_minutes(minutes, least=1)


def check_minutes(minutes: int, *, least: int) -> None:
    """Refuse minutes that no day has, by `ImpossibleHours`."""
    if not least <= minutes <= MOST_MINUTES:
        raise ImpossibleHours(f"{minutes} minutes: give {least} to {MOST_MINUTES}")


class ImpossibleHours(Exception):
    """Hours of an unknown kind, or more than a day has."""
