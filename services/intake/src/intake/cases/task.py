"""
A task: something that somebody must do for a household by a day.

It begins with a cause and ends when it is done, when a fact takes its cause
away, or when nobody needs it any more. A cause that was taken away can come
back; the two are counted, so it does not matter which is heard first.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.governance.figures import Used

_TASKS = UUID("f4c8d1e2-3a5b-4c6d-9e7f-1a2b3c4d5e06")


def task_key(kind: str, reference: str) -> UUID:
    """Give the id of the one task of a kind about one thing."""
    return uuid5(_TASKS, f"{kind}/{reference}")


@dataclass(frozen=True, order=True)
class Cause:
    """
    Since when a task is wanted, and by when it must be done.

    `by` is the figure that gave the day; `None` if it was named by who told it.
    """

    since_on: date
    due_on: date
    by: Used | None = field(default=None, compare=False)


class Task(Aggregate, topic="intake.Task"):
    """One thing to do, of a kind, about something, for a household."""

    class Foreseen(Aggregate.Created):
        kind: str
        household_id: UUID
        reference: str

    class Raised(Aggregate.Event):
        since_on: date
        due_on: date
        by: Used | None = None

    class Scheduled(Aggregate.Event):
        """It is wanted, whatever was heard before."""

        since_on: date
        due_on: date
        by: Used | None = None

    class Settled(Aggregate.Event):
        """A fact took the cause away."""

        effective_on: date

    class Done(Aggregate.Event):
        effective_on: date

    class Answered(Aggregate.Event):
        """A fact shows that somebody did it."""

        effective_on: date

    class Dropped(Aggregate.Event):
        """Nobody needs what was wanted up to a day: paid, averted, case closed."""

        effective_on: date

    class DropTakenBack(Aggregate.Event):
        """What made it needless on a day turned out not to be so."""

        dropped_on: date
        effective_on: date

    @event(Foreseen)
    def __init__(
        self, *, id: UUID, kind: str, household_id: UUID, reference: str
    ) -> None:
        self.kind = kind
        self.household_id = household_id
        self.reference = reference
        self.causes: list[Cause] = []
        self.settled = 0
        self.done_on: date | None = None
        self.answered_on: date | None = None
        self.drops: Counter[date] = Counter()

    @property
    def dropped_on(self) -> date | None:
        """Until when nobody needs what was wanted; a drop taken back is none."""
        return max((on for on, times in self.drops.items() if times > 0), default=None)

    @property
    def last(self) -> Cause | None:
        """The latest cause; `None` if only its taking away was heard."""
        return max(self.causes, default=None)

    @property
    def status(self) -> str:
        """`open`, `done` or `withdrawn`, as its history says."""
        last = self.last
        if self.done_on is not None and (not last or last.since_on <= self.done_on):
            return "done"
        if self.answered_on is not None:
            return "done"
        if last is None or len(self.causes) <= self.settled:
            return "withdrawn"
        dropped = self.dropped_on is not None and last.since_on <= self.dropped_on
        return "withdrawn" if dropped else "open"

    def complete(self, on: date) -> None:
        """Record that it was done; `NothingToDo` if it is not open."""
        self._refuse_unless_open()
        self._done(on)

    def schedule(self, since_on: date, due_on: date, by: Used | None = None) -> None:
        """Want it since a day, unless it is wanted so or was done since."""
        if self.status == "done" and self.done_on and since_on <= self.done_on:
            return
        if self.status != "open" or self.last != Cause(since_on, due_on):
            self._scheduled(since_on, due_on, by)

    def is_wanted_so(self, since_on: date, due_on: date) -> bool:
        """Whether it was wanted last since a day, to be done by another."""
        return self.last == Cause(since_on, due_on)

    def answer(self, on: date) -> None:
        """Record that a fact shows it done; `NothingToDo` if it is not open."""
        self._refuse_unless_open()
        self._answered(on)

    @event(Raised)
    def want(self, since_on: date, due_on: date, by: Used | None = None) -> None:
        """Take in a cause, and the figure by which its day was reckoned."""
        self.causes.append(Cause(since_on, due_on, by))

    @event(Settled)
    def settle(self, effective_on: date) -> None:
        """Take in that a cause was taken away."""
        self.settled += 1

    @event(Dropped)
    def drop(self, effective_on: date) -> None:
        """Take in that nobody needs what was wanted up to a day."""
        self.drops[effective_on] += 1

    @event(DropTakenBack)
    def take_drop_back(self, dropped_on: date, effective_on: date) -> None:
        """Take in that one drop was not so; it may not have been heard yet."""
        self.drops[dropped_on] -= 1

    @event(Scheduled)
    def _scheduled(self, since_on: date, due_on: date, by: Used | None = None) -> None:
        self.causes = [Cause(since_on, due_on, by)]
        self.settled = 0
        self.answered_on = None
        self.drops.clear()

    @event(Done)
    def _done(self, effective_on: date) -> None:
        self.done_on = effective_on

    @event(Answered)
    def _answered(self, effective_on: date) -> None:
        self.answered_on = effective_on

    def _refuse_unless_open(self) -> None:
        if self.status != "open":
            raise NothingToDo(f"task {self.id} ({self.kind}) is {self.status}")


class NothingToDo(Exception):
    """A task that is done or withdrawn."""


class DoneByRecording(Exception):
    """A task that only a review or an assessment does."""
