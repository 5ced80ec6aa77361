"""
How far the contact with a household has come: nothing but its history decides.

Invited, appointment to come, seen, did not come: the status follows from what was
sent and agreed, and from the instant at which one asks. Modelled on the rules of
rdv-insertion (cases RDV-001 and RDV-003).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

#: What came of an appointment; `unknown` until somebody has said.
UNKNOWN, SEEN, NO_SHOW, EXCUSED, REVOKED = (
    "unknown",
    "seen",
    "noshow",
    "excused",
    "revoked",
)
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Invited:
    """An invitation, and until when it can be answered; without end, for good."""

    sent_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Meeting:
    """An appointment: when it was made, when it begins, what came of it."""

    made_at: datetime
    starts_at: datetime | None = None
    status: str = UNKNOWN

    def is_to_come(self, now: datetime) -> bool:
        """Whether it has not begun, and nobody has cancelled it."""
        begins = self.starts_at or self.made_at
        return self.status == UNKNOWN and begins >= now


@dataclass(frozen=True)
class ContactHistory:
    """All that was sent and agreed since the case was taken up."""

    invitations: tuple[Invited, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    closed: bool = False


def status_at(history: ContactHistory, now: datetime) -> str:
    """
    Give the status of a contact at an instant, in one word.

    An invitation sent after the last appointment was made counts more than it.
    Of appointments, one to come counts most; then one that was seen after the last
    was made; else the last that was made says how it stands.
    """
    if history.closed:
        return "closed"
    if not history.invitations and not history.meetings:
        return "not_invited"
    if _invited_anew(history, now):
        still = any(
            it.expires_at is None or it.expires_at >= now for it in history.invitations
        )
        return "invitation_pending" if still else "invitation_expired"
    return _by_meetings(history, now)


def _by_meetings(history: ContactHistory, now: datetime) -> str:
    if any(it.is_to_come(now) for it in history.meetings):
        return "rdv_pending"
    last = _last_made(history)
    seen = [it for it in history.meetings if it.status == SEEN]
    begun = max((it.starts_at for it in seen if it.starts_at), default=None)
    if last.status == SEEN or (begun is not None and begun > last.made_at):
        return "rdv_seen"
    if last.status == UNKNOWN:
        return "rdv_needs_status_update"
    return f"rdv_{last.status}"


def next_turn(history: ContactHistory, now: datetime) -> datetime | None:
    """
    Give the next instant at which time alone changes the status; `None` for never.

    A second after an appointment began that nobody has spoken of, or after an
    invitation ended, whichever changes the word.
    """
    present = status_at(history, now)
    return next(
        (
            it
            for it in sorted(set(_turns(history)))
            if it > now and status_at(history, it) != present
        ),
        None,
    )


def _turns(history: ContactHistory) -> Iterator[datetime]:
    for invited in history.invitations:
        if invited.expires_at is not None:
            yield invited.expires_at + MOMENT
    for meeting in history.meetings:
        if meeting.status == UNKNOWN:
            yield (meeting.starts_at or meeting.made_at) + MOMENT


def _invited_anew(history: ContactHistory, now: datetime) -> bool:
    if not history.invitations or not history.meetings:
        return bool(history.invitations)
    last = _last_made(history)
    compared = last.made_at
    if last.is_to_come(now):
        compared = last.starts_at or last.made_at
    return max(it.sent_at for it in history.invitations) > compared


def _last_made(history: ContactHistory) -> Meeting:
    """Give the appointment made last; of one instant, the one told last."""
    return max(reversed(history.meetings), key=lambda it: it.made_at)
