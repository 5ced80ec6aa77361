"""
The words of a creditor about its tenancies: bills, payments, who rents what.

`aler` and `condominium` each say them under their own name. Ids here are the
creditor's own codes, as text: leading zeros matter. Amounts are euro cents.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from azione0.contract import Code, Contract, Economic, Plain

ChargeKind = Literal["rent", "service", "settlement", "cost", "interest"]
Channel = Literal["pagopa", "transfer", "direct_debit", "mav", "cash", "other"]
Payer = Literal["tenant", "regional", "municipal", "charity"]


@dataclass(frozen=True, kw_only=True)
class TenancyRegistered(Contract):
    """A tenancy begins: a contract code is joined to a dwelling and a building."""

    creditor_id: Plain[str]
    tenancy_id: Plain[str]
    dwelling_id: Plain[str]
    building_id: Plain[str]
    valid_from: Plain[date]


@dataclass(frozen=True, kw_only=True)
class TenancyEnded(Contract):
    """A tenancy ends; `valid_to` is its last day."""

    creditor_id: Plain[str]
    tenancy_id: Plain[str]
    valid_to: Plain[date]


@dataclass(frozen=True, kw_only=True)
class ChargeIssued(Contract):
    """
    A bill line is owed: `amount_cents` by `due_on`, for a period.

    Negative only for a `settlement` in the tenant's favour. `iuv` is the
    pagoPA reference under which it can be paid.
    """

    charge_id: Plain[str]
    creditor_id: Plain[str]
    tenancy_id: Plain[str]
    kind: Plain[ChargeKind]
    amount_cents: Economic[int]
    issued_on: Plain[date]
    due_on: Plain[date]
    period_from: Plain[date]
    period_to: Plain[date]
    iuv: Plain[str | None] = None


@dataclass(frozen=True, kw_only=True)
class ChargeCorrected(Contract):
    """A charge takes the place of the charge `replaces`, as if it always had."""

    charge_id: Plain[str]
    creditor_id: Plain[str]
    tenancy_id: Plain[str]
    kind: Plain[ChargeKind]
    amount_cents: Economic[int]
    issued_on: Plain[date]
    due_on: Plain[date]
    period_from: Plain[date]
    period_to: Plain[date]
    replaces: Plain[str]
    iuv: Plain[str | None] = None
    reason: Plain[Code | None] = None


@dataclass(frozen=True, kw_only=True)
class ChargeReversed(Contract):
    """A charge is taken back whole, from `effective_on`."""

    charge_id: Plain[str]
    creditor_id: Plain[str]
    tenancy_id: Plain[str]
    reason: Plain[Code | None] = None


@dataclass(frozen=True, kw_only=True)
class Payment(Contract):
    """
    The facts of money that moved: `amount_cents`, always positive.

    `value_on` is the day the payer paid. pagoPA payments are known by `iuv`,
    `iur` and `line_index` (1 to 5); one `iur` can cover several lines.
    """

    payment_id: Plain[str]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    value_on: Plain[date]
    channel: Plain[Channel]
    payer: Plain[Payer]
    tenancy_id: Plain[str | None] = None
    iuv: Plain[str | None] = None
    iur: Plain[str | None] = None
    line_index: Plain[int | None] = None

    def subject(self) -> str:
        """Give the tenancy, else the pagoPA reference, else the payment itself."""
        return self.tenancy_id or self.iuv or self.payment_id


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(Payment):
    """A creditor received money; the tenancy may not be known yet."""


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(Payment):
    """The payment `payment_id` did not hold: revoked, refunded or returned."""

    reason: Plain[Code | None] = None
