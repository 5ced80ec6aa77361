"""
An invitation: a link by which a household takes its place itself, once.

Of the link only the SHA-256 is kept. 256 random bits need no slow hash: nobody
invents them, and nobody can try them out.
"""

import re
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from azione0.aggregate import Aggregate, event
from workshops.labs.reason import check_code

#: What the random part of a link looks like: 32 bytes in base64 for addresses.
TOKEN_BYTES = 32
LONGEST = timedelta(days=90)
_HASH = re.compile(r"[0-9a-f]{64}")


def hash_of(token: str) -> str:
    """Give the SHA-256 of a link's token, in hex."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Invitation(Aggregate, topic="workshops.Invitation"):
    """One link for one household and one workshop."""

    class Made(Aggregate.Created):
        workshop_id: UUID
        household_id: UUID
        person_id: UUID | None
        token_sha256: str
        expires_at: datetime
        effective_on: date

    class Used(Aggregate.Event):
        enrolment_id: UUID
        effective_on: date

    class Revoked(Aggregate.Event):
        reason: str
        effective_on: date

    @event(Made)
    def __init__(
        self,
        *,
        id: UUID,
        workshop_id: UUID,
        household_id: UUID,
        person_id: UUID | None,
        token_sha256: str,
        expires_at: datetime,
        effective_on: date,
    ) -> None:
        self.workshop_id = workshop_id
        self.household_id = household_id
        self.person_id = person_id
        self.token_sha256 = token_sha256
        self.expires_at = expires_at
        self.made_on = effective_on
        self.enrolment_id: UUID | None = None
        self.revoked_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was neither used nor taken back; it may have expired."""
        return self.enrolment_id is None and self.revoked_on is None

    def use(self, enrolment_id: UUID, on: date) -> None:
        """Take the place; `InvitationUnusable` the second time."""
        if not self.is_open:
            raise unusable()
        self._used(enrolment_id, on)

    def revoke(self, reason: str, on: date) -> None:
        """Take it back, with a reason code; `InvitationClosed` if it is of no use."""
        if not self.is_open:
            raise InvitationClosed(
                f"invitation {self.id} is used or taken back already"
            )
        self._revoked(check_code(reason), on)

    @event(Used)
    def _used(self, enrolment_id: UUID, effective_on: date) -> None:
        self.enrolment_id = enrolment_id

    @event(Revoked)
    def _revoked(self, reason: str, effective_on: date) -> None:
        self.revoked_on = effective_on


def check_invitation(token_sha256: str, now: datetime, expires_at: datetime) -> None:
    """Refuse a link that has ended before it begins, or lasts more than 90 days."""
    if not _HASH.fullmatch(token_sha256):
        raise ImpossibleInvitation("give the SHA-256 of the token, in hex")
    if not now < expires_at <= now + LONGEST:
        raise ImpossibleInvitation(
            f"expires at {expires_at:%Y-%m-%d %H:%M}: choose an instant within "
            f"{LONGEST.days} days from now"
        )


def unusable() -> "InvitationUnusable":
    """Give the one refusal of every link that opens nothing, whatever the cause."""
    return InvitationUnusable("this link opens nothing: ask who gave it for a new one")


class InvitationUnusable(Exception):
    """A link that was used, has expired, was taken back, or never was."""


class InvitationClosed(Exception):
    """An invitation that was used or taken back already."""


class ImpossibleInvitation(Exception):
    """A link that would open nothing, or for too long."""
