"""
A repayment agreement as it is known from letters: its instalments, where it stands.

As of a day and as known at an instant; `agreements` puts it together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

#: Where an agreement can stand, in the order in which this is told.
STATES = ("superseded", "terminated", "completed", "breached", "suspended", "active")


@dataclass(slots=True)
class PromisedInstalment:
    """
    One instalment of an agreement, and what became of it.

    `days_late` counts from `due_on`; `paid_by_grace_cents` is what had come in
    when an instalment was missed. Of one that was missed, day and cents are those
    it was missed with, whatever was agreed since. `grace_days` are those of the
    policy in force on its due day.
    """

    number: int
    due_on: date
    cents: int
    paid_on: date | None = None
    days_late: int = 0
    times_missed: int = 0
    times_retracted: int = 0
    missed_on: date | None = None
    paid_by_grace_cents: int = 0
    grace_days: int = 0

    @property
    def missed(self) -> bool:
        """Whether its grace ended unpaid, and that still stands."""
        return self.times_missed > self.times_retracted

    @property
    def cured(self) -> bool:
        """Whether it was paid after it was missed."""
        return (
            self.missed
            and self.paid_on is not None
            and self.missed_on is not None
            and self.paid_on >= self.missed_on
        )

    @property
    def on_time(self) -> bool:
        """Whether it was paid by its due day."""
        return self.paid_on is not None and not self.missed and self.days_late <= 0

    @property
    def late(self) -> bool:
        """Whether it was paid after its due day but within its grace."""
        return self.paid_on is not None and not self.missed and self.days_late > 0


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach on a day; it ended on `until`, the first day it held again."""

    on: date
    until: date | None = None


@dataclass(slots=True)
class Agreement:
    """A repayment agreement, as of a day and as known at an instant."""

    agreement_id: UUID
    household_id: UUID
    creditor_id: str
    signed_on: date
    debt_cents: int
    down_payment_cents: int
    as_of: date
    instalments: dict[int, PromisedInstalment] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()
    terminated_on: date | None = None
    suspended: bool = False
    superseded: bool = False
    completed: bool = False

    @property
    def state(self) -> str:
        """One of superseded, terminated, completed, breached, suspended, active."""
        if self.superseded:
            return "superseded"
        if self.terminated_on is not None:
            return "terminated"
        if self.completed:
            return "completed"
        if self.broken_on is not None:
            return "breached"
        return "suspended" if self.suspended else "active"

    @property
    def breached_on(self) -> date | None:
        """The day of its latest breach, whether or not it holds again since."""
        return max((it.on for it in self.breaches), default=None)

    @property
    def broken_on(self) -> date | None:
        """The day of the breach since which it does not hold."""
        return max((it.on for it in self.breaches if it.until is None), default=None)

    @property
    def ended(self) -> bool:
        """Whether it is over: completed, broken, or ended by a decision."""
        return (
            self.completed
            or self.broken_on is not None
            or self.terminated_on is not None
        )

    @property
    def settled(self) -> list[PromisedInstalment]:
        """
        Give the instalments whose keeping can be judged: grace over, or missed.

        After a breach, or an end by decision, no instalment is counted any more,
        paid or not; nor is one of which nothing is left to pay.
        """
        return [it for it in self.instalments.values() if self._is_settled(it)]

    @property
    def kept(self) -> bool:
        """Whether no miss stands against it and it is neither breached nor resting."""
        return self.state in ("active", "completed") and not any(
            it.missed for it in self.instalments.values()
        )

    def _is_settled(self, it: PromisedInstalment) -> bool:
        if it.missed:
            return True
        if it.paid_on is None or not it.cents:
            return False
        if self.completed:
            return True
        grace_over = _days_after(it.due_on, it.grace_days)
        ends = (self.as_of, self.broken_on, self.terminated_on)
        return grace_over < min(it for it in ends if it is not None)


@dataclass(frozen=True, slots=True)
class MonthKept:
    """The instalments due in one month: how many were judged, and how."""

    month: date
    on_time: int
    late: int
    missed: int
    retracted: int


def by_month(found: Iterable[Agreement]) -> list[MonthKept]:
    """Count the settled instalments by the first day of the month they were due in."""
    settled = sorted(
        (it for agreement in found for it in agreement.settled),
        key=lambda it: it.due_on,
    )
    counted = []
    for month, due in groupby(settled, key=lambda it: it.due_on.replace(day=1)):
        these = list(due)
        counted.append(
            MonthKept(
                month,
                on_time=sum(it.on_time for it in these),
                late=sum(it.late for it in these),
                missed=sum(it.missed for it in these),
                retracted=sum(it.times_retracted > 0 and not it.missed for it in these),
            )
        )
    return counted


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
