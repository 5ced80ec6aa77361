"""
The facts of an account, as values: what is owed, what came in, what was promised.

Money is integer euro cents; days are civil days in Europe/Rome. Nothing here
decides anything: `allocation`, `detection` and `breach` do, from these alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from uuid import UUID

FOREVER = date.max
DISPUTE, FREEZE = "dispute", "freeze"


@dataclass(frozen=True, slots=True)
class Charge:
    """
    A bill line of one creditor.

    `cents` is negative only for a settlement in the household's favour. It
    counts from `effective_on` until the day before it is taken back. `secured`
    (by a deposit or a guarantor) and `burden` (basis points of interest a year
    beyond the legal rate) order debts by law; who says nothing says none. Source:
    art. 1193 c. 2 c.c.
    """

    id: UUID
    kind: str
    cents: int
    issued_on: date
    due_on: date
    period_from: date
    period_to: date
    effective_on: date
    iuv: str | None = None
    secured: bool = False
    burden: int = 0

    @property
    def owed_on(self) -> date:
        """The day on which it falls due: never before it counts."""
        return max(self.due_on, self.effective_on)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in on `value_on`; `iuv` declares what it is for."""

    id: UUID
    cents: int
    value_on: date
    channel: str
    payer: str
    iuv: str | None = None


@dataclass(frozen=True, slots=True)
class Imputation:
    """
    Which charges a payment is for, in this order, said beyond its reference.

    By the tenant when paying (art. 1193 c. 1 c.c.), or by the creditor in the
    receipt that the tenant accepted (art. 1195), which holds only where the tenant
    said nothing.
    """

    payment_id: UUID
    charge_ids: tuple[UUID, ...]
    by_creditor: bool = False


@dataclass(frozen=True, slots=True)
class Amendment:
    """From `on` a charge amounts to `cents` and is due on `due_on`."""

    charge_id: UUID
    on: date
    cents: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Hold:
    """
    A charge that cannot be asked for, from `since` until the day before `until`.

    `reason` is `dispute` (it is not owed, as far as is known) or `freeze` (it is
    owed, and left in peace by a decision, as for arrears without fault).
    """

    id: UUID
    charge_id: UUID
    reason: str
    since: date
    until: date = FOREVER

    def on(self, day: date) -> bool:
        """Whether the charge is held on a day."""
        return self.since <= day < self.until

    def overlap(self, first: date, day: date) -> int:
        """Give how many of the days from `first` to a day it takes away."""
        return max(0, (min(self.until, day) - max(self.since, first)).days)


@dataclass(frozen=True, slots=True)
class WriteOff:
    """
    At most `cents` of a charge given up on a day, by a decision.

    What was paid by then is not given up; a revoked one counts until the day
    before.
    """

    id: UUID
    charge_id: UUID
    cents: int
    on: date
    decision_ref: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of default for some charges. Source: art. 1219 c.c."""

    id: UUID
    charge_ids: tuple[UUID, ...]
    cents: int
    served_on: date
    cure_by_on: date


@dataclass(frozen=True, slots=True)
class OnDay:
    """A fact and a day on which something became of it."""

    id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class InterestOn:
    """A charge of interest, and the debt that bore it."""

    id: UUID
    debt_id: UUID


@dataclass(frozen=True, slots=True)
class Rulings:
    """What was decided about some charges and payments, to be told elsewhere."""

    holds: tuple[Hold, ...]
    amendments: tuple[Amendment, ...]
    imputations: tuple[Imputation, ...]
    write_offs: tuple[WriteOff, ...]
    write_off_ends: tuple[OnDay, ...]
    notices: tuple[Notice, ...]
    interruptions: tuple[OnDay, ...]
    interest: tuple[InterestOn, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was decided."""
        return any(getattr(self, it.name) for it in fields(self))


@dataclass(frozen=True, slots=True)
class Instalment:
    """One promised payment: its number from 1 (0 is the down payment)."""

    number: int
    due_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Change:
    """
    From `on` an agreement's instalments are these; `kind` says what was agreed.

    What was missed before stays missed: a change takes hold of what is still
    to come on that day.
    """

    kind: str
    on: date
    instalments: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """
    Nothing can be missed from `since` until the day before `until`.

    Days of grace stand still meanwhile.
    """

    since: date
    until: date = FOREVER
    reason: str = "agreed"

    def overlap(self, first: date, day: date) -> int:
        """Give how many of the days from `first` to a day it takes away."""
        return max(0, (min(self.until, day) - max(self.since, first)).days)


def ended_by(pause: Pause, on: date) -> Pause:
    """Give a pause as it is when the agreement goes on from a day."""
    return replace(pause, until=on) if pause.since <= on < pause.until else pause


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What a signed agreement changes: charges give way to instalments.

    From `signed_on` until the day before `ended_on` the charges are not overdue
    and money goes to the instalments; it still pays the charges, oldest first.
    `lapses` are the stretches between a breach and a reinstatement, in which it
    does not hold: (first day, first day on which it holds again).
    """

    agreement_id: UUID
    charge_ids: tuple[UUID, ...]
    instalments: tuple[Instalment, ...]
    signed_on: date
    ended_on: date = FOREVER
    changes: tuple[Change, ...] = ()
    pauses: tuple[Pause, ...] = ()
    reinstated_on: tuple[date, ...] = ()
    lapses: tuple[tuple[date, date], ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether it stands between its charges and the creditor on a day."""
        return self.signed_on <= day < self.ended_on and not any(
            since <= day < until for since, until in self.lapses
        )

    def schedule_on(self, day: date) -> tuple[Instalment, ...]:
        """Give the instalments as they were agreed on a day."""
        instalments = self.instalments
        for change in self.changes:
            if change.on <= day:
                instalments = change.instalments
        return instalments

    def as_on(self, day: date) -> "Plan":
        """Give the plan without the changes, pauses and ends agreed after a day."""
        changes = tuple(it for it in self.changes if it.on <= day)
        pauses = tuple(it for it in self.pauses if it.since <= day)
        again = tuple(it for it in self.reinstated_on if it <= day)
        if (changes, pauses, again) == (
            self.changes,
            self.pauses,
            self.reinstated_on,
        ):
            return self
        return replace(self, changes=changes, pauses=pauses, reinstated_on=again)


@dataclass(frozen=True, slots=True)
class Line:
    """
    A part of a payment that pays a part of a charge, on a day, by a rule.

    `agreement_id` and `instalment` are there when the charge is in a plan. What
    is written off moves by lines too; `payment_id` is then the decision's.
    """

    payment_id: UUID
    charge_id: UUID
    cents: int
    on: date
    rule: str
    agreement_id: UUID | None = None
    instalment: int | None = None


def grace_ends(
    due_on: date, grace_days: int, rests: Sequence[Hold | Pause], until: date
) -> date | None:
    """
    Give the day after the grace, on which what is unpaid is missed.

    Days on which it rests do not count. Nothing if that is after `until`, or
    never. Source: policy parameter `grace_days`.
    """
    day = due_on + timedelta(grace_days + 1)
    while day <= until:
        later = due_on + timedelta(grace_days + 1 + rested_days(rests, due_on, day))
        if later == day:
            return day
        if any(it.until == FOREVER and it.since < day for it in rests):
            return None
        day = later
    return None


def rested_days(rests: Sequence[Hold | Pause], first: date, day: date) -> int:
    """Give how many of the days from `first` to a day are taken away, each once."""
    days, reached = 0, first
    for it in sorted(rests, key=lambda it: it.since):
        days += it.overlap(reached, day)
        reached = max(reached, it.until)
    return days
