"""
The facts of an account, as values: what is owed, what came in, what was promised.

Money is integer euro cents; days are civil days in Europe/Rome. Nothing here
decides anything: `allocation`, `detection` and `breach` do, from these alone.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Charge:
    """
    A bill line of one creditor.

    `cents` is negative only for a settlement in the household's favour. It
    counts from `effective_on` until the day before `ended_on`.
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
class Instalment:
    """One promised payment: its number from 1 (0 is the down payment)."""

    number: int
    due_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What a signed agreement changes: charges give way to instalments.

    From `signed_on` until the day before `ended_on` the charges are not overdue
    and money goes to the instalments; it still pays the charges, oldest first.
    """

    agreement_id: UUID
    charge_ids: tuple[UUID, ...]
    instalments: tuple[Instalment, ...]
    signed_on: date
    ended_on: date = FOREVER
    suspended_on: date = FOREVER


@dataclass(frozen=True, slots=True)
class Line:
    """
    A part of a payment that pays a part of a charge, on a day, by a rule.

    `agreement_id` and `instalment` are there when the charge is in a plan.
    """

    payment_id: UUID
    charge_id: UUID
    cents: int
    on: date
    rule: str
    agreement_id: UUID | None = None
    instalment: int | None = None
