"""
A person whom the ledger has forgotten: nothing is left here but a random id.

Its books know households, and of persons at most the id of who signed or came.
"""

from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_FORGOTTEN = UUID("b1a9c2d3-0001-4e5f-8a6b-0c1d2e3f4a01")


def forgotten_key(person_id: UUID) -> UUID:
    """Give the id under which it is written down that somebody was forgotten."""
    return uuid5(_FORGOTTEN, str(person_id))


class Forgotten(Aggregate, topic="ledger.Forgotten"):
    """One person, forgotten once."""

    class Confirmed(Aggregate.Created):
        person_id: UUID
        household_id: UUID
        effective_on: date

    @event(Confirmed)
    def __init__(
        self, *, id: UUID, person_id: UUID, household_id: UUID, effective_on: date
    ) -> None:
        self.person_id = person_id
        self.forgotten_on = effective_on
