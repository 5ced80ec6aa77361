"""
A privacy notice (informativa): what people are told before their data is taken.

One for each purpose and version; a version never changes once it is published.
Source: arts. 13-14 GDPR.
"""

from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_NOTICES = UUID("3c1d2e4f-5a6b-4c7d-8e9f-0a1b2c3d4e08")


def notice_key(purpose: str, text_version: str) -> UUID:
    """Give the id of a version of the notice for a purpose."""
    return uuid5(_NOTICES, f"{purpose}/{text_version}")


class Notice(Aggregate, topic="intake.Notice"):
    """One version of the notice for one purpose."""

    class Published(Aggregate.Created):
        purpose: str
        text_version: str
        text: str
        effective_on: date

    @event(Published)
    def __init__(
        self,
        *,
        id: UUID,
        purpose: str,
        text_version: str,
        text: str,
        effective_on: date,
    ) -> None:
        self.purpose = purpose
        self.text_version = text_version
        self.text = text
        self.valid_from = effective_on


class NoticeAlreadyPublished(Exception):
    """A version that was published with another text or from another day."""


class NoSuchNotice(Exception):
    """A notice that was not published by that day."""
