"""What a bank statement tells the ledger: payments, settled flows, returned debits."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StatementLine:
    """
    One credit that is a payment; euro cents, always positive.

    `key` makes it one and the same in every statement that reports it. `iuv` is
    there if the bank passed on which notice was paid. `reference` is what the
    payer's order was called (EndToEndId), by which a returned debit names it.
    """

    key: str
    creditor_id: str
    amount_cents: int
    booked_on: date
    value_on: date
    iuv: str | None
    reference: str | None
    is_direct_debit: bool = False


@dataclass(frozen=True, slots=True)
class FlowSettlement:
    """
    The transfer of a pagoPA flow: no payment, for its lines are the payments.

    `flow_id` without blanks, and perhaps cut short by a bank. Euro cents.
    """

    key: str
    creditor_id: str
    flow_id: str
    amount_cents: int
    booked_on: date


@dataclass(frozen=True, slots=True)
class ReturnedDebit:
    """
    A direct debit that the tenant's bank took back; euro cents, positive.

    `reference` is that of the collection; `reason` the bank's code (as MD01).
    """

    key: str
    creditor_id: str
    amount_cents: int
    booked_on: date
    value_on: date
    reference: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ForAPerson:
    """An entry that no rule can attribute: somebody must look; euro cents, signed."""

    where: str
    creditor_id: str
    amount_cents: int
    booked_on: date
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One account over one period, its balances verified; euro cents.

    `not_booked` counts entries that are only announced, `other_entries` the
    booked ones that concern no tenant (fees, transfers the creditor made).
    """

    statement_id: str
    creditor_id: str
    opening_cents: int
    closing_cents: int
    payments: tuple[StatementLine, ...] = ()
    settlements: tuple[FlowSettlement, ...] = ()
    returned: tuple[ReturnedDebit, ...] = ()
    for_a_person: tuple[ForAPerson, ...] = ()
    not_booked: int = 0
    other_entries: int = 0
