"""A notice: somebody with a place is to be told of a change, and was told."""

from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

SESSION_CANCELLED, SESSION_MOVED = "session_cancelled", "session_moved"
SESSION_ARRANGED = "session_arranged"
WORKSHOP_CANCELLED, SEAT_GIVEN = "workshop_cancelled", "seat_given"
NEWS = (
    SESSION_CANCELLED,
    SESSION_MOVED,
    SESSION_ARRANGED,
    WORKSHOP_CANCELLED,
    SEAT_GIVEN,
)
CHANNELS = ("letter", "phone", "door", "concierge", "email", "other")


def notice_key(
    enrolment_id: UUID, news: str, session_number: int, on: date, told: int = 0
) -> UUID:
    """Give the id of a notice: news of a day that was told so many times before."""
    again = f"/{told}" if told else ""
    return uuid5(enrolment_id, f"notice/{news}/{session_number}/{on}{again}")


class Notice(Aggregate, topic="workshops.Notice"):
    """One piece of news for one place; number 0 is the workshop as a whole."""

    class Owed(Aggregate.Created):
        workshop_id: UUID
        enrolment_id: UUID
        news: str
        session_number: int
        effective_on: date

    class Given(Aggregate.Event):
        channel: str
        effective_on: date

    class Dropped(Aggregate.Event):
        effective_on: date

    @event(Owed)
    def __init__(
        self,
        *,
        id: UUID,
        workshop_id: UUID,
        enrolment_id: UUID,
        news: str,
        session_number: int,
        effective_on: date,
    ) -> None:
        self.workshop_id = workshop_id
        self.enrolment_id = enrolment_id
        self.news = news
        self.session_number = session_number
        self.owed_since_on = effective_on
        self.settled_on: date | None = None

    def give(self, channel: str, on: date) -> None:
        """Note that it was given; `NoticeSettled` if it is no longer owed."""
        if channel not in CHANNELS:
            raise UnknownChannel(f"{channel!r}: use one of {', '.join(CHANNELS)}")
        if self.settled_on is not None:
            raise NoticeSettled(f"notice {self.id} was settled on {self.settled_on}")
        self._given(channel, on)

    def drop(self, on: date) -> None:
        """Owe it no more: who was to be told takes part no longer."""
        if self.settled_on is None:
            self._dropped(on)

    @event(Given)
    def _given(self, channel: str, effective_on: date) -> None:
        self.settled_on = effective_on

    @event(Dropped)
    def _dropped(self, effective_on: date) -> None:
        self.settled_on = effective_on


class NoticeSettled(Exception):
    """A notice that was given, or is owed no more."""


class UnknownChannel(Exception):
    """A way of telling that is none of ours."""
