"""
A tenancy, as the creditor who rents the dwelling out tells of it.

Its end may be heard before its beginning; a creditor may also correct itself,
and then the word it wrote down last counts, whenever it arrives.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_TENANCIES = UUID("3c1f0f3a-51f5-4a37-9a7c-c1f0b1a0d101")


@dataclass(frozen=True, order=True)
class Word:
    """Which of two statements is the later: when written down, then its id."""

    recorded_at: datetime
    letter_id: str


def tenancy_key(creditor_id: str, tenancy_id: str) -> UUID:
    """Give our own id of a creditor's tenancy."""
    return uuid5(_TENANCIES, f"{len(creditor_id)}/{creditor_id}/{tenancy_id}")


class Tenancy(Aggregate, topic="intake.Tenancy"):
    """A dwelling rented from one creditor, from a day, perhaps to a day."""

    class Named(Aggregate.Created):
        creditor_id: str
        tenancy_id: str

    class Registered(Aggregate.Event):
        dwelling_id: str
        building_id: str
        valid_from: date
        word: Word

    class Ended(Aggregate.Event):
        valid_to: date
        word: Word

    @event(Named)
    def __init__(self, *, id: UUID, creditor_id: str, tenancy_id: str) -> None:
        self.creditor_id = creditor_id
        self.tenancy_id = tenancy_id
        self.dwelling_id: str | None = None
        self.building_id: str | None = None
        self.valid_from: date | None = None
        self.valid_to: date | None = None
        self._registered: Word | None = None
        self._ended: Word | None = None

    def register(
        self, dwelling_id: str, building_id: str, valid_from: date, word: Word
    ) -> None:
        """Take in where and since when, unless a later word is known already."""
        if self._registered is None or word > self._registered:
            self._register(dwelling_id, building_id, valid_from, word)

    def end(self, valid_to: date, word: Word) -> None:
        """Take in the last day, unless a later word is known already."""
        if self._ended is None or word > self._ended:
            self._end(valid_to, word)

    @event(Registered)
    def _register(
        self, dwelling_id: str, building_id: str, valid_from: date, word: Word
    ) -> None:
        self.dwelling_id = dwelling_id
        self.building_id = building_id
        self.valid_from = valid_from
        self._registered = word

    @event(Ended)
    def _end(self, valid_to: date, word: Word) -> None:
        self.valid_to = valid_to
        self._ended = word
