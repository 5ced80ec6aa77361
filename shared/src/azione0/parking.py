"""
Letters that could not be handled: seen, tried again, or put aside by a person.

Nothing leaves the parking by itself, and what a person decides is written
beside the letter with their name and reason.
"""

from dataclasses import dataclass
from datetime import datetime

from azione0.database import Session
from azione0.inbox import let_next_go
from azione0.store import Store

OPEN_STATES = ("parked", "retrying", "waiting", "held")


@dataclass(frozen=True, slots=True)
class ParkedLetter:
    """One letter that is not done, and why."""

    position: int
    state: str
    source: str
    type: str
    subject: str
    attempts: int
    due_at: datetime | None
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class QuarantinedLetter:
    """A message that is no letter, or that came under the id of another."""

    fingerprint: str
    source: str
    letter_id: str
    reason: str
    received_at: datetime


class Parking:
    """The letters of one service that are not done."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def letters(self) -> list[ParkedLetter]:
        """List what is parked, being retried, waiting or held, oldest first."""
        marks = ", ".join("?" * len(OPEN_STATES))
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT position, state, source, type, subject, attempts, due_at, "  # noqa: S608  marks only
                "reason, received_at FROM inbox WHERE state <> 'done' "
                f"AND state IN ({marks}) "
                "ORDER BY position",
                OPEN_STATES,
            )
        return [ParkedLetter(*row) for row in rows]

    def quarantined(self) -> list[QuarantinedLetter]:
        """List what was refused as unreadable or forged."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT fingerprint, source, letter_id, reason, received_at "
                "FROM quarantine ORDER BY received_at, fingerprint"
            )
        return [QuarantinedLetter(*row) for row in rows]

    def show(self, position: int) -> tuple[str, bytes]:
        """Give headers (JSON text) and body of one letter, as they came."""
        with self.store.reading() as session:
            found = session.execute(
                "SELECT headers, body FROM inbox WHERE position = ?", (position,)
            )
        if not found:
            raise NotParked(f"no letter stands at position {position}")
        return found[0][0], bytes(found[0][1])

    def retry(self, position: int, *, now: datetime) -> None:
        """Let a parked letter be tried again now; its attempts count anew."""
        with self.store.database.writing() as session:
            _expect(session, position, ("parked", "retrying"))
            session.execute(
                "UPDATE inbox SET state = 'retrying', attempts = 0, due_at = ? "
                "WHERE position = ?",
                (now, position),
            )

    def discard(self, position: int, *, by: str, reason: str, now: datetime) -> None:
        """Put a letter aside for good; those behind it go on."""
        with self.store.database.writing() as session:
            subject = _expect(session, position, ("parked", "retrying"))
            session.execute(
                "UPDATE inbox SET state = 'discarded', due_at = NULL, reason = ? "
                "WHERE position = ?",
                (f"discarded by {by} at {now.isoformat()}: {reason}", position),
            )
            let_next_go(session, subject, position, now)


def _expect(session: Session, position: int, states: tuple[str, ...]) -> str:
    found = session.execute(
        "SELECT state, subject FROM inbox WHERE position = ?", (position,)
    )
    if not found:
        raise NotParked(f"no letter stands at position {position}")
    [[state, subject]] = found
    if state not in states:
        raise NotParked(f"the letter at position {position} is {state}, not parked")
    return str(subject)


class NotParked(LookupError):
    """A position at which no parked letter stands."""
