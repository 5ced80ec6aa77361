"""
Agreements kept and missed: what became of each promise to repay.

Works out the answer from the projection's rows. A miss or a breach that was
taken back counts nowhere, from the instant at which that is known; before, it
counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from azione0.database import Session
from reporting import generations
from reporting.projections.agreements_kept_and_missed import (
    AGREEMENTS_KEPT_AND_MISSED,
    INSTALMENT,
)
from reporting.projections.entry import Question

#: Days of grace where no policy was adopted. Source: policy parameter `grace_days`.
DEFAULT_GRACE_DAYS = 10
STATES = ("superseded", "completed", "breached", "suspended", "active")
POLICY = "PolicyParametersAdopted"
#: What takes a statement back does so for every day, once it is known.
UNSAYING = (
    "InstalmentPaymentRetracted",
    "InstalmentMissRetracted",
    "BreachRetracted",
    "CompletionRetracted",
)


@dataclass(slots=True)
class PromisedInstalment:
    """
    One instalment of an agreement, and what became of it.

    `days_late` counts from `due_on`; `paid_by_grace_cents` is what had come in
    when an instalment was missed.
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


@dataclass(slots=True)
class Agreement:
    """A repayment agreement, as of a day and as known at an instant."""

    agreement_id: UUID
    household_id: UUID
    creditor_id: str
    signed_on: date
    debt_cents: int
    down_payment_cents: int
    grace_days: int
    as_of: date
    instalments: dict[int, PromisedInstalment] = field(default_factory=dict)
    breached_on: date | None = None
    suspended: bool = False
    superseded: bool = False
    completed: bool = False

    @property
    def state(self) -> str:
        """One of superseded, completed, breached, suspended, active."""
        for state in ("superseded", "completed"):
            if getattr(self, state):
                return state
        if self.breached_on is not None:
            return "breached"
        return "suspended" if self.suspended else "active"

    @property
    def settled(self) -> list[PromisedInstalment]:
        """
        Give the instalments whose keeping can be judged: grace over, or missed.

        After a breach no instalment is counted any more, paid or not.
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
        if it.paid_on is None:
            return False
        if self.completed:
            return True
        grace_over = _days_after(it.due_on, self.grace_days)
        end = self.as_of if self.breached_on is None else self.breached_on
        return grace_over < end


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


def agreements(session: Session, question: Question) -> list[Agreement]:
    """Give the agreements signed by a day, in the order of signing."""
    table = AGREEMENTS_KEPT_AND_MISSED.table(generations.asked(session))
    rows = session.execute(
        "SELECT agreement_id, kind, number, household_id, creditor_id, day, cents, "  # noqa: S608  our own names
        f"figure, effective_on, recorded_at FROM {table} WHERE recorded_at <= ? "
        "AND (effective_on <= ? OR kind IN (?, ?, ?, ?))",
        (question.known_at, question.as_of, *UNSAYING),
    )
    policies = sorted((row[5], row[2]) for row in rows if row[1] == POLICY)
    said: dict[UUID, dict[str, list[Sequence[Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        if row[0] is not None:
            said[row[0]][row[1]].append(row)
    found = [
        _agreement(statements, policies, question.as_of)
        for statements in said.values()
        if statements["AgreementSigned"]
    ]
    return sorted(found, key=lambda it: (it.signed_on, it.agreement_id))


def _agreement(
    statements: dict[str, list[Sequence[Any]]],
    policies: Sequence[tuple[date, int]],
    as_of: date,
) -> Agreement:
    signed = statements["AgreementSigned"][0]
    agreement = Agreement(
        agreement_id=signed[0],
        household_id=signed[3],
        creditor_id=signed[4],
        signed_on=signed[5],
        debt_cents=signed[6],
        down_payment_cents=signed[7],
        grace_days=_grace(policies, signed[5]),
        as_of=as_of,
        suspended=bool(statements["AgreementSuspended"]),
        superseded=bool(statements["AgreementSuperseded"]),
        completed=len(statements["AgreementCompleted"])
        > len(statements["CompletionRetracted"]),
    )
    for row in statements[INSTALMENT]:
        agreement.instalments[row[2]] = PromisedInstalment(row[2], row[5], row[6])
    breaches = statements["AgreementBreached"]
    if len(breaches) > len(statements["BreachRetracted"]):
        agreement.breached_on = max(row[8] for row in breaches)
    for it in agreement.instalments.values():
        _keep(it, statements)
    return agreement


def _keep(it: PromisedInstalment, statements: dict[str, list[Sequence[Any]]]) -> None:
    unsaid = Counter(
        row[5]
        for row in statements["InstalmentPaymentRetracted"]
        if row[2] == it.number
    )
    said = [row for row in statements["InstalmentPaid"] if row[2] == it.number]
    times = Counter(row[5] for row in said)
    payments = [row for row in said if times[row[5]] > unsaid[row[5]]]
    if payments:
        last = max(payments, key=lambda row: (row[9], row[8]))
        it.paid_on, it.days_late = last[5], last[7]
    misses = [row for row in statements["InstalmentMissed"] if row[2] == it.number]
    it.times_missed = len(misses)
    if misses:
        last = max(misses, key=lambda row: row[8])
        it.missed_on, it.paid_by_grace_cents = last[8], last[7]
    it.times_retracted = sum(
        row[2] == it.number for row in statements["InstalmentMissRetracted"]
    )


def _grace(policies: Sequence[tuple[date, int]], on: date) -> int:
    """Give the days of grace of the policy in force on a day."""
    adopted = [days for since, days in policies if since <= on]
    return adopted[-1] if adopted else DEFAULT_GRACE_DAYS


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
