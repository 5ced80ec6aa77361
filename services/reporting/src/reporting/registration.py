"""
What will be looked at, written down before it can be seen.

A plan of analysis is registered by the hash of its text; the store says when. Who
looks first and then chooses what to look for always finds something.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_REGISTRATIONS = UUID("b1a9c2d3-0005-4e5f-8a6b-0c1d2e3f4a05")


def registration_key(digest: str) -> UUID:
    """Give the id under which a text is registered, by its hash."""
    return uuid5(_REGISTRATIONS, digest)


class Registration(Aggregate, topic="reporting.Registration"):
    """One plan of analysis, registered once; `digest` is the SHA-256 of `text`."""

    class Registered(Aggregate.Created):
        text: str
        digest: str
        effective_on: date

    @event(Registered)
    def __init__(self, *, id: UUID, text: str, digest: str, effective_on: date) -> None:
        self.text = text
        self.digest = digest
        self.registered_on = effective_on

    @property
    def registered_at(self) -> datetime:
        """Give the instant at which the store wrote it down."""
        return self.created_on
