"""
Somebody says "I am on it", for some minutes, so that two people do not call twice.

A claim runs out by itself; instants come in as arguments.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.worklist.cooldown import CoolDown

#: Why one may step in although another is on it, or contacted the household lately.
URGENT = ("eviction", "safety", "household_asked")
_CLAIMS = UUID("d02f4b6a-8c1e-4f30-9b5d-7a9c1e3f5b10")


def claim_key(household_id: UUID) -> UUID:
    """Give the id under which the claims on a household are kept."""
    return uuid5(_CLAIMS, str(household_id))


class Claim(Aggregate, topic="intake.Claim"):
    """Who is on a household now, and until when."""

    class Opened(Aggregate.Created):
        household_id: UUID

    class Taken(Aggregate.Event):
        who: str
        until_at: datetime
        urgent: str | None
        effective_on: date

    class Released(Aggregate.Event):
        who: str
        effective_on: date

    @event(Opened)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id
        self.who: str | None = None
        self.until_at: datetime | None = None

    def is_held_at(self, at: datetime) -> bool:
        """Whether somebody is on it at an instant."""
        return self.who is not None and self.until_at is not None and at < self.until_at

    def take(
        self,
        who: str,
        at: datetime,
        until_at: datetime,
        on: date,
        cooling: CoolDown | None,
        urgent: str | None = None,
    ) -> None:
        """
        Be on it until an instant.

        `Claimed` while another is, `CoolingDown` while another's contact is fresh;
        neither, for an urgent reason. `NotUrgent` for a reason in no list.
        """
        if urgent is not None and urgent not in URGENT:
            raise NotUrgent(f"{urgent!r} is not one of {', '.join(URGENT)}")
        if urgent is None:
            self._refuse_if_held(who, at)
            self._refuse_if_cooling(who, on, cooling)
        self._taken(who, until_at, urgent, on)

    def release(self, who: str, at: datetime, on: date) -> None:
        """Be on it no more; `NotClaimed` if one is not."""
        if not self.is_held_at(at) or self.who != who:
            raise NotClaimed(f"household {self.household_id} is not claimed by you")
        self._released(who, on)

    def _refuse_if_held(self, who: str, at: datetime) -> None:
        if self.is_held_at(at) and self.who != who and self.until_at is not None:
            raise Claimed(
                f"household {self.household_id}: {_organisation(self.who)} is on it "
                f"until {self.until_at.isoformat(timespec='minutes')}; wait, or give "
                f"an urgent reason: {', '.join(URGENT)}"
            )

    def _refuse_if_cooling(self, who: str, on: date, cooling: CoolDown | None) -> None:
        if cooling is not None and cooling.holds_on(on) and cooling.contact.who != who:
            last = cooling.contact
            raise CoolingDown(
                f"household {self.household_id}: {last.organisation_id} contacted it "
                f"by {last.channel} on {last.on}; wait until after "
                f"{cooling.until_on}, or give an urgent reason: {', '.join(URGENT)}"
            )

    @event(Taken)
    def _taken(
        self, who: str, until_at: datetime, urgent: str | None, effective_on: date
    ) -> None:
        self.who = who
        self.until_at = until_at

    @event(Released)
    def _released(self, who: str, effective_on: date) -> None:
        self.who = None
        self.until_at = None


def _organisation(who: str | None) -> str:
    return (who or "").partition("/")[0]


class Claimed(Exception):
    """A household that somebody else is on."""


class CoolingDown(Exception):
    """A household that somebody else contacted lately."""


class NotClaimed(Exception):
    """A claim to release that one does not hold."""


class NotUrgent(Exception):
    """A reason that is in no list of urgent ones."""


class WrongMinutes(Exception):
    """A claim for no time at all."""
