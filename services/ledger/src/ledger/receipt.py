"""
A payment without a name: money whose reference no bill is known to bear yet.

It is kept, listed, and posted as soon as the bill arrives or a person says
whose it is. A reversal may come before the payment that it reverses.
"""

from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from ledger.account.facts import Payment

_PAYMENTS = UUID("6c0b74de-0d1c-4f3e-9a76-9f3a61a5be44")


def payment_key(
    creditor_id: str,
    payment_id: str,
    iuv: str | None,
    iur: str | None,
    line_index: int | None,
) -> UUID:
    """
    Give the id of a payment from its business key.

    A pagoPA payment is its creditor, IUV, IUR and line (1 to 5); one receipt
    (IUR) can cover several lines. Any other is the creditor's own id.
    """
    if iur:
        place = f"{creditor_id}/{iuv or ''}/{iur}/{line_index or 1}"
    else:
        place = f"{creditor_id}/{payment_id}"
    return uuid5(_PAYMENTS, place)


class Receipt(Aggregate, topic="ledger.Receipt"):
    """Money that stands on no account yet."""

    class Awaited(Aggregate.Created):
        creditor_id: str
        effective_on: date

    class Kept(Aggregate.Event):
        payment: Payment
        effective_on: date

    class Reversed(Aggregate.Event):
        effective_on: date

    class Placed(Aggregate.Event):
        tenancy_id: str
        reason: str
        effective_on: date

    @event(Awaited)
    def __init__(self, *, id: UUID, creditor_id: str, effective_on: date) -> None:
        self.creditor_id = creditor_id
        self.payment: Payment | None = None
        self.reversed_on: date | None = None
        self.placed_with: str | None = None

    def keep(self, payment: Payment) -> None:
        """
        Keep the money; the same again changes nothing.

        `ReceiptDiffers` if another payment came under its id before.
        """
        if self.payment is None:
            self._kept(payment, payment.value_on)
        elif (self.payment.cents, self.payment.value_on) != (
            payment.cents,
            payment.value_on,
        ):
            raise ReceiptDiffers(
                f"payment {self.id} waits at {self.payment.cents} cents of "
                f"{self.payment.value_on}; now it says {payment.cents} of "
                f"{payment.value_on}"
            )

    def reverse(self, on: date) -> None:
        """Keep that the money does not hold from a day on, the earliest one said."""
        if self.reversed_on is None or on < self.reversed_on:
            self._reversed(on)

    def place(self, tenancy_id: str, reason: str, on: date) -> Payment:
        """
        Say whose it is, and give the money; `AlreadyPlaced` if somebody has.

        `NothingKept` if only its reversal has come so far; `PlacedBeforePaid` on a
        day before its own.
        """
        if self.placed_with is not None:
            raise AlreadyPlaced(f"payment {self.id} went to {self.placed_with} already")
        if self.payment is None:
            raise NothingKept(f"payment {self.id} has not come in yet")
        if on < self.payment.value_on:
            raise PlacedBeforePaid(
                f"payment {self.id} of {self.payment.value_on} cannot be placed on {on}"
            )
        self._placed(tenancy_id, reason, on)
        return self.payment

    @event(Kept)
    def _kept(self, payment: Payment, effective_on: date) -> None:
        self.payment = payment

    @event(Reversed)
    def _reversed(self, effective_on: date) -> None:
        self.reversed_on = effective_on

    @event(Placed)
    def _placed(self, tenancy_id: str, reason: str, effective_on: date) -> None:
        self.placed_with = tenancy_id


class AlreadyPlaced(Exception):
    """A payment to be placed a second time."""


class ReceiptDiffers(Exception):
    """Another payment under the id of one that waits without a name."""


class PlacedBeforePaid(Exception):
    """A payment to be placed from a day before it was made."""


class NothingKept(Exception):
    """A payment to be placed that has not come in."""
