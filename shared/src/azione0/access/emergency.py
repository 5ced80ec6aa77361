"""
Breaking the glass: to look at a case that is nobody's to look at, for an hour.

It always works for who does case work, and is always looked at afterwards. The code
of the reason is part of the history; the sentence in which it is told stays outside
of it, for it may speak of a person.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from azione0.access.decision import Emergency
from azione0.aggregate import Aggregate, event
from azione0.database import Session, overwrite
from azione0.store import Store
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS emergencies_v1 (
        emergency_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        actor text NOT NULL,
        sentence text NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS emergencies_v1_household
        ON emergencies_v1 (household_id)""",
    """CREATE TABLE IF NOT EXISTS emergency_hours_v1 (
        emergency_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        actor text NOT NULL,
        organisation text NOT NULL,
        from_at timestamptz NOT NULL,
        until_at timestamptz NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS emergency_hours_v1_household
        ON emergency_hours_v1 (household_id)""",
)
HOLDS: Mapping[str, str] = {
    "emergencies_v1": _("Chi ha rotto il vetro, per chi, e la frase che dice perché."),
    "emergency_hours_v1": _("Da quando a quando il vetro rotto lascia vedere un caso."),
}
REASONS: Final = (
    "danger_to_life",
    "child_at_risk",
    "eviction_today",
    "other_emergency",
)
OUTCOMES: Final = ("justified", "unjustified")
LASTS: Final = timedelta(minutes=60)
REVIEW_WORKING_DAYS: Final = 5
SHORTEST_SENTENCE: Final = 20
#: What stands where a sentence was.
FORGOTTEN: Final = "[cancellato]"
#: Day and month of the holidays with a fixed date. Source: L. 260/1949, art. 2.
_HOLIDAYS: Final = frozenset(
    {(1, 1), (6, 1), (25, 4), (1, 5), (2, 6), (15, 8), (1, 11), (8, 12), (25, 12),
     (26, 12)}
)  # fmt: skip
_FIRST_OF_WEEKEND: Final = 5


class BrokenGlass(Aggregate, topic="access.BrokenGlass"):
    """One time that somebody looked without being let in by a case."""

    class BreakGlassOpened(Aggregate.Created):
        household_id: UUID
        actor: str
        organisation: str
        reason: str
        from_at: datetime
        until_at: datetime
        review_by_on: date
        effective_on: date

    class BreakGlassReviewed(Aggregate.Event):
        reviewer: str
        outcome: str
        effective_on: date

    @event(BreakGlassOpened)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        actor: str,
        organisation: str,
        reason: str,
        from_at: datetime,
        until_at: datetime,
        review_by_on: date,
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.actor = actor
        self.organisation = organisation
        self.reason = reason
        self.from_at = from_at
        self.until_at = until_at
        self.review_by_on = review_by_on
        self.broken_on = effective_on
        self.outcome: str | None = None
        self.reviewer: str | None = None
        self.reviewed_on: date | None = None

    def review(self, reviewer: str, outcome: str, on: date) -> None:
        """Say whether it was right; `ReviewedAlready`, `OwnReview`."""
        if self.outcome is not None:
            raise ReviewedAlready(_("questo accesso è già stato esaminato"))
        if reviewer == self.actor:
            raise OwnReview(_("chi ha rotto il vetro non esamina sé stesso"))
        self._reviewed(reviewer, outcome, on)

    @property
    def emergency(self) -> Emergency:
        """The hour in which it lets look, as the decision reads it."""
        return Emergency(self.actor, self.organisation, self.from_at, self.until_at)

    @event(BreakGlassReviewed)
    def _reviewed(self, reviewer: str, outcome: str, effective_on: date) -> None:
        self.reviewer = reviewer
        self.outcome = outcome
        self.reviewed_on = effective_on


def show_emergency(session: Session, broken: BrokenGlass, sentence: str) -> None:
    """Write down a broken glass: the hour, and apart from it the sentence."""
    session.execute(
        "INSERT INTO emergencies_v1 (emergency_id, household_id, actor, sentence) "
        "VALUES (?, ?, ?, ?)",
        (broken.id, broken.household_id, broken.actor, sentence),
    )
    session.execute(
        "INSERT INTO emergency_hours_v1 (emergency_id, household_id, actor, "
        "organisation, from_at, until_at) VALUES (?, ?, ?, ?, ?, ?)",
        (
            broken.id,
            broken.household_id,
            broken.actor,
            broken.organisation,
            broken.from_at,
            broken.until_at,
        ),
    )


def checked_sentence(sentence: str) -> str:
    """Refuse a sentence that says nothing; `NoReason`."""
    if len(sentence.strip()) < SHORTEST_SENTENCE:
        raise NoReason(
            _("dire perché, in una frase di almeno {least} caratteri").format(
                least=SHORTEST_SENTENCE
            )
        )
    return sentence.strip()


def after_working_days(day: date, count: int) -> date:
    """
    Give the day that so many working days later is.

    Saturdays, Sundays and holidays of a fixed date are none; Easter Monday and the
    patron's day are taken for one.
    """
    while count:
        day += timedelta(1)
        if day.weekday() < _FIRST_OF_WEEKEND and (day.day, day.month) not in _HOLIDAYS:
            count -= 1
    return day


def emergencies_of(
    session: Session, household_ids: list[UUID]
) -> dict[UUID, list[UUID]]:
    """Give the ids of the times that the glass was broken for households."""
    found: dict[UUID, list[UUID]] = {}
    statement = (
        "SELECT household_id, emergency_id FROM emergencies_v1 "
        "WHERE household_id IN ({keys})"
    )
    for household_id, emergency_id in session.look_up(statement, household_ids):
        found.setdefault(household_id, []).append(emergency_id)
    return found


def forget_sentences(store: Store, household_id: UUID) -> None:
    """
    Let nothing stand in the place of the sentences about a household.

    In the transaction in which one of its people is erased; codes and hours stay.
    """
    transaction = store.current()
    if transaction is None:
        raise RuntimeError("sentences are forgotten inside a transaction")
    overwrite(transaction.session, store.database.dialect)
    transaction.session.execute(
        "UPDATE emergencies_v1 SET sentence = ? WHERE household_id = ?",
        (FORGOTTEN, household_id),
    )


class ReviewedAlready(Exception):
    """A broken glass that was looked at before."""


class OwnReview(Exception):
    """A review by who broke the glass."""


class NoReason(Exception):
    """A broken glass without a sentence that says why."""
