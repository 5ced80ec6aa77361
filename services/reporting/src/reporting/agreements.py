"""
Agreements kept and missed: what became of each promise to repay.

Works out the answer from the projection's rows. A miss or a breach that was
taken back counts nowhere, from the instant at which that is known; before, it
counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from azione0.database import Session
from reporting import generations
from reporting.agreement import Agreement, Breach, PromisedInstalment
from reporting.projections.agreements_kept_and_missed import (
    AGREEMENTS_KEPT_AND_MISSED,
    INSTALMENT,
    RESCHEDULED_INSTALMENT,
)
from reporting.projections.entry import Question, day_of, instant_of, number_of

#: Days of grace where no policy was adopted. Source: policy parameter `grace_days`.
DEFAULT_GRACE_DAYS = 10
POLICY = "PolicyParametersAdopted"
#: What takes a statement back does so for every day, once it is known.
UNSAYING = (
    "InstalmentPaymentRetracted",
    "InstalmentMissRetracted",
    "BreachRetracted",
    "CompletionRetracted",
)
#: Looked at whole, for a retraction does not say which breach it takes back.
BREACHING = ("AgreementBreached", "AgreementReinstated")


class Statement(NamedTuple):
    """One row of the projection: something that was said about an agreement."""

    agreement_id: UUID
    kind: str
    number: int
    household_id: UUID
    creditor_id: str
    cents: int
    figure: int
    known: int
    letter_id: str
    day: date
    effective_on: date

    @property
    def by_day(self) -> tuple[date, int, str]:
        """Its place among others: by day, then by when it was written down."""
        return self.effective_on, self.known, self.letter_id


Statements = defaultdict[str, list[Statement]]


def agreements(session: Session, question: Question) -> list[Agreement]:
    """Give the agreements signed by a day, in the order of signing."""
    table = AGREEMENTS_KEPT_AND_MISSED.table(generations.asked(session))
    asked = (instant_of(question.known_at), number_of(question.as_of))
    rows = [
        Statement._make((*row, named if named is None else day_of(named), day_of(day)))
        for *row, named, day in session.execute(
            "SELECT agreement_id, kind, number, household_id, creditor_id, "  # noqa: S608  our own names
            "cents, figure, known, letter_id, counts_on, day "
            f"FROM {table} WHERE known <= ? "
            "AND (day <= ? OR kind IN (?, ?, ?, ?, ?, ?))",
            (*asked, *UNSAYING, *BREACHING),
        )
    ]
    policies = sorted((row.day, row.number) for row in rows if row.kind == POLICY)
    said: dict[UUID, Statements] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.kind != POLICY:
            said[row.agreement_id][row.kind].append(row)
    found = [
        _agreement(statements, policies, question.as_of)
        for statements in said.values()
        if statements["AgreementSigned"]
    ]
    return sorted(found, key=lambda it: (it.signed_on, it.agreement_id))


def _agreement(
    statements: Statements, policies: Sequence[tuple[date, int]], as_of: date
) -> Agreement:
    signed = statements["AgreementSigned"][0]
    agreement = Agreement(
        agreement_id=signed.agreement_id,
        household_id=signed.household_id,
        creditor_id=signed.creditor_id,
        signed_on=signed.day,
        debt_cents=signed.cents,
        down_payment_cents=signed.figure,
        as_of=as_of,
        breaches=_breaches(statements, as_of),
        terminated_on=min(
            (it.effective_on for it in statements["AgreementTerminated"]), default=None
        ),
        suspended=_rests(statements),
        superseded=bool(statements["AgreementSuperseded"]),
        completed=len(statements["AgreementCompleted"])
        > len(statements["CompletionRetracted"]),
    )
    for row in _schedule(statements):
        agreement.instalments[row.number] = PromisedInstalment(
            row.number, row.day, row.cents
        )
    for it in agreement.instalments.values():
        _keep(it, statements)
        it.grace_days = _grace(policies, it.due_on)
    return agreement


def _schedule(statements: Statements) -> list[Statement]:
    """Give the instalments as they were agreed last."""
    changes = statements["AgreementRescheduled"]
    if not changes:
        return statements[INSTALMENT]
    last = max(changes, key=lambda it: it.by_day)
    return [
        it
        for it in statements[RESCHEDULED_INSTALMENT]
        if it.letter_id == last.letter_id
    ]


def _rests(statements: Statements) -> bool:
    """
    Tell whether an agreement rests.

    It goes on again from a later day, or the same, but only from the rests that
    were known when that was written down.
    """
    return any(
        not any(
            it.effective_on >= rest.effective_on and it.known >= rest.known
            for it in statements["AgreementResumed"]
        )
        for rest in statements["AgreementSuspended"]
    )


def _breaches(statements: Statements, as_of: date) -> tuple[Breach, ...]:
    """
    Give the breaches by a day that were not taken back, and how each ended.

    In the order of writing, a retraction takes back the last breach before it,
    with its end; what was retracted is said before what is said anew. One that is
    heard without its breach waits for it.
    """
    order = ("BreachRetracted", *BREACHING)
    words = [it for kind in order for it in statements[kind]]
    words.sort(key=lambda it: (it.known, order.index(it.kind), it.by_day))
    standing: list[Breach] = []
    to_take_back = 0
    for it in words:
        if it.kind == "BreachRetracted":
            if standing:
                standing.pop()
            else:
                to_take_back += 1
        elif it.kind == "AgreementReinstated":
            if standing:
                standing[-1] = Breach(standing[-1].on, it.effective_on)
        elif to_take_back:
            to_take_back -= 1
        else:
            standing.append(Breach(it.effective_on))
    return tuple(
        it if it.until is None or it.until <= as_of else Breach(it.on)
        for it in standing
        if it.on <= as_of
    )


def _keep(it: PromisedInstalment, statements: Statements) -> None:
    unsaid = Counter(
        row.day
        for row in statements["InstalmentPaymentRetracted"]
        if row.number == it.number
    )
    said = [row for row in statements["InstalmentPaid"] if row.number == it.number]
    times = Counter(row.day for row in said)
    payments = [row for row in said if times[row.day] > unsaid[row.day]]
    if payments:
        last = _said_last(payments)
        it.paid_on, it.days_late = last.day, last.figure
    misses = [row for row in statements["InstalmentMissed"] if row.number == it.number]
    it.times_missed = len(misses)
    it.times_retracted = sum(
        row.number == it.number for row in statements["InstalmentMissRetracted"]
    )
    if misses:
        last = _said_last(misses)
        it.missed_on, it.paid_by_grace_cents = last.effective_on, last.figure
        if it.missed:
            it.due_on, it.cents = last.day, last.cents


def _said_last(rows: Iterable[Statement]) -> Statement:
    """Give what was said last: it stands in the place of what was unsaid."""
    return max(rows, key=lambda row: (row.known, row.effective_on))


def _grace(policies: Sequence[tuple[date, int]], on: date) -> int:
    """Give the days of grace of the policy in force on a day."""
    adopted = [days for since, days in policies if since <= on]
    return adopted[-1] if adopted else DEFAULT_GRACE_DAYS
