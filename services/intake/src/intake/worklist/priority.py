"""
Which household comes first, by rules that can be read aloud.

The criteria are published and stand in one order. Of two households the first
criterion in which they differ decides; within a class, the earlier day, then who
waits longer. There are no weights and there is no score.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from intake.governance.figures import Book, Used
from intake.worklist.facts import Facts

RULE = "worklist_order_1"
#: Criterion by criterion, the classes in their order. Source: the project's proposal.
CRITERIA: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("eviction", ("dated", "begun", "none")),
    ("deadline", ("passed_or_today", "soon", "later", "none")),
    ("agreement", ("broken", "instalment_missed", "at_risk", "none")),
    ("band", ("D", "C", "B", "A", "none")),
    ("minors", ("some", "none_or_unknown")),
    ("contact", ("never_tried", "silent", "recent")),
)
SOON, SILENCE = "worklist_soon_days", "worklist_silence_days"


@dataclass(frozen=True)
class Placed:
    """In which class of a criterion a household is, and the fact that puts it there."""

    criterion: str
    label: str
    fact: str

    @property
    def rank(self) -> int:
        """The place of the class in its criterion, from 0."""
        return dict(CRITERIA)[self.criterion].index(self.label)


@dataclass(frozen=True)
class Priority:
    """Where a household stands: its classes, the day that presses, the figures used."""

    placed: tuple[Placed, ...]
    presses_on: date
    used: tuple[Used, ...]

    @property
    def order(self) -> int:
        """
        The classes as digits and the day that presses: the smaller comes first.

        It orders as the tuple of the ranks and the day do, and is no score: nothing
        is added up.
        """
        digits = "".join(str(it.rank) for it in self.placed)
        return int(f"{digits}{self.presses_on:%Y%m%d}")

    @property
    def decided_by(self) -> Placed:
        """The first criterion in which it is not in the last class, else the last."""
        return next(
            (it for it in self.placed if it.label != dict(CRITERIA)[it.criterion][-1]),
            self.placed[-1],
        )


def prioritise(it: Facts, day: date, book: Book) -> Priority:
    """Say where a household stands on a day, and by which facts."""
    soon, silence = book.on(SOON, day), book.on(SILENCE, day)
    minors = it.minors_on(day)
    placed = (
        _eviction(it),
        _deadline(it, day, soon.number),
        _agreement(it),
        Placed("band", it.band or "none", it.band),
        Placed(
            "minors",
            "some" if minors else "none_or_unknown",
            "" if minors is None else str(minors),
        ),
        _contact(it, day, silence.number),
    )
    return Priority(placed, _presses_on(it), (soon, silence))


def _eviction(it: Facts) -> Placed:
    found = it.next_eviction
    if found is None:
        return Placed("eviction", "none", "")
    if found.day is None:
        return Placed("eviction", "begun", f"{found.step} {found.on}")
    return Placed("eviction", "dated", f"{found.step} {found.day}")


def _deadline(it: Facts, day: date, soon_days: int) -> Placed:
    found = it.first_due
    if found is None:
        return Placed("deadline", "none", "")
    fact = f"{found.kind} {found.due_on}"
    if found.due_on <= day:
        return Placed("deadline", "passed_or_today", fact)
    is_soon = found.due_on - timedelta(days=soon_days) <= day
    return Placed("deadline", "soon" if is_soon else "later", fact)


def _agreement(it: Facts) -> Placed:
    if "broken" in it.agreements or it.has_task("review_breach"):
        return Placed("agreement", "broken", "AgreementBreached")
    if it.has_task("call"):
        return Placed("agreement", "instalment_missed", "InstalmentMissed")
    if it.has_task("call_before_due", "propose_relief"):
        return Placed("agreement", "at_risk", "AgreementAtRisk")
    return Placed("agreement", "none", "")


def _contact(it: Facts, day: date, silence_days: int) -> Placed:
    if it.last_contact is None:
        return Placed("contact", "never_tried", "")
    on = it.last_contact.on
    silent = on + timedelta(days=silence_days) < day
    return Placed("contact", "silent" if silent else "recent", str(on))


def _presses_on(it: Facts) -> date:
    eviction, task = it.next_eviction, it.first_due
    if eviction is not None and eviction.day is not None:
        return eviction.day
    return task.due_on if task is not None else date.max
