"""
How agreements stand, by what the ledger told: broken, holding again, ended.

Instalments of an agreement that is broken or ended are no part of a plan. Words are
taken in the order in which the ledger wrote them down, however they came; a word that
takes another back counts for all days.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from azione0.database import Session

BREACHED, BREACH_RETRACTED, REINSTATED = "breached", "breach_retracted", "reinstated"
TERMINATED, COMPLETED = "terminated", "completed"
COMPLETION_RETRACTED = "completion_retracted"
#: Of one instant what takes back comes before what is said anew.
_ORDER = (
    BREACH_RETRACTED,
    COMPLETION_RETRACTED,
    BREACHED,
    REINSTATED,
    COMPLETED,
    TERMINATED,
)


@dataclass(slots=True)
class Standing:
    """When an agreement did not hold: from a day to the eve of another, or for good."""

    broken: list[tuple[date, date]] = field(default_factory=list)
    completed_on: date | None = None
    terminated_on: date | None = None

    def asks_on(self, due_on: date) -> bool:
        """Whether an instalment due on a day is to be paid as agreed."""
        if any(since <= due_on < until for since, until in self.broken):
            return False
        if self.terminated_on is not None and due_on >= self.terminated_on:
            return False
        return self.completed_on is None or due_on <= self.completed_on


def note_word(
    session: Session,
    letter_id: str,
    agreement_id: UUID,
    word: str,
    on: date,
    recorded_at: datetime,
) -> None:
    """Keep what was said of an agreement, which may not be known yet."""
    columns = ("letter_id", "agreement_id", "word", "effective_on", "recorded_at")
    session.put(
        "agreement_words_v1",
        columns[:1],
        columns,
        [(letter_id, agreement_id, word, on, recorded_at)],
    )


def standing(session: Session, agreement_id: UUID) -> Standing:
    """Give how an agreement stands, by all that was said of it so far."""
    rows = session.execute(
        "SELECT recorded_at, word, effective_on FROM agreement_words_v1 "
        "WHERE agreement_id = ?",
        (agreement_id,),
    )
    said = sorted((at, _ORDER.index(word), word, on) for at, word, on in rows)
    return fold((word, on) for _, _, word, on in said)


def fold(said: Iterable[tuple[str, date]]) -> Standing:
    """Give what words come to, (word, day), in the order in which they were said."""
    found = Standing()
    for word, on in said:
        if word == BREACHED:
            found.broken.append((on, date.max))
        elif word == BREACH_RETRACTED:
            del found.broken[-1:]
        elif word == REINSTATED and found.broken:
            found.broken[-1] = (found.broken[-1][0], on)
        elif word == TERMINATED:
            found.terminated_on = on
        elif word == COMPLETED:
            found.completed_on = on
        elif word == COMPLETION_RETRACTED:
            found.completed_on = None
    return found
