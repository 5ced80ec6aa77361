"""
The story of one household: what others said, and what was done here.

What others said stands in the inbox, as it came; what was done here, in the
events of the case and of the household. Both are read, nothing is kept twice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import CanMutateAggregate

from azione0 import inbox
from azione0.database import Session
from azione0.store import Recorded

TABLES = (
    *inbox.TABLES,
    "CREATE INDEX IF NOT EXISTS inbox_subject ON inbox (subject)",
)
#: The field that says what a letter is about, and the one that says how much.
REFERENCES = (
    "episode_id",
    "agreement_id",
    "charge_id",
    "payment_id",
    "placement_id",
    "traineeship_id",
    "pathway_id",
    "budget_id",
    "enrolment_id",
    "commitment_id",
)
AMOUNTS = (
    "shortfall_cents",
    "overdue_cents",
    "debt_cents",
    "amount_cents",
    "outstanding_cents",
    "affordable_cents",
)


@dataclass(frozen=True, order=True)
class StoryLine:
    """
    On which day what counted, when it was written down, who said it.

    `because` names the figures by which it was decided, where no person decided.
    """

    effective_on: date
    recorded_at: datetime
    said: str
    who: str
    reference: str | None = None
    amount_cents: int | None = None
    because: str | None = None


def heard_about(session: Session, household_id: UUID) -> list[StoryLine]:
    """Give what other organisations said about a household, by day."""
    rows = session.execute(
        "SELECT source, type, effective_on, recorded_at, body FROM inbox "
        "WHERE subject = ? AND state = 'done'",
        (str(household_id),),
    )
    return sorted(
        StoryLine(
            effective_on,
            recorded_at,
            type_name.split(".")[-2],
            source,
            *_gist(msgspec.json.decode(body)),
        )
        for source, type_name, effective_on, recorded_at, body in rows
    )


def done_here(
    history: Iterable[tuple[Recorded, CanMutateAggregate[UUID]]],
    because: Callable[[Any], str | None] = lambda _event: None,
) -> Iterator[StoryLine]:
    """
    Give what was done here, from the events of a noun; the actor says who.

    `because` gives the figures by which an event was decided, if it was by figures.
    """
    for recorded, happened in history:
        told: Any = happened
        yield StoryLine(
            told.effective_on,
            recorded.recorded_at,
            type(told).__name__,
            recorded.actor,
            because=because(told),
        )


def deadlines(
    kind: str, history: Iterable[tuple[Recorded, CanMutateAggregate[UUID]]]
) -> Iterator[StoryLine]:
    """Give since when a task is wanted, by when, and the figure that says so."""
    for recorded, happened in history:
        used = getattr(happened, "by", None)
        if used is not None:
            told: Any = happened
            yield StoryLine(
                told.since_on,
                recorded.recorded_at,
                "TaskWanted",
                recorded.actor,
                f"{kind} {told.due_on}",
                because=str(used),
            )


def told(
    lines: Iterable[StoryLine],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[StoryLine]:
    """Give the lines that counted by a day and were known at an instant, in order."""
    return sorted(
        line
        for line in lines
        if (as_of is None or line.effective_on <= as_of)
        and (known_at is None or line.recorded_at <= known_at)
    )


def _gist(body: dict[str, Any]) -> tuple[str | None, int | None]:
    reference = next((body[name] for name in REFERENCES if name in body), None)
    amount = next((body[name] for name in AMOUNTS if name in body), None)
    return reference, amount
