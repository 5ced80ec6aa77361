"""
Tells when the bank and pagoPA report one and the same payment of a notice.

A bank may pass on which notice a transfer paid (its IUV), but never the receipt
(IUR), by which pagoPA's flows and the creditors know the payment. Whichever is
told first stands in the books, and the other is known by it: one for one, and
only if the amounts agree.
"""

from collections.abc import Mapping
from uuid import UUID

from azione0.database import Session
from azione0.rows import Table
from azione0.store import Transaction
from ledger.account.facts import Payment

TABLES = (
    """CREATE TABLE IF NOT EXISTS notice_payments_v1 (
        payment_id uuid PRIMARY KEY,
        creditor_id text NOT NULL,
        iuv text NOT NULL,
        cents bigint NOT NULL,
        with_receipt boolean NOT NULL,
        is_taken_back boolean NOT NULL,
        stands_as uuid NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS notice_payments_v1_iuv
        ON notice_payments_v1 (creditor_id, iuv, cents)""",
)


TOLD = Table(
    "notice_payments_v1",
    ("payment_id",),
    ("creditor_id", "iuv", "cents", "with_receipt", "is_taken_back", "stands_as"),
)


def foresee(
    transaction: Transaction, creditor_id: str, payments: Mapping[UUID, str]
) -> None:
    """Look up at once what was told of payments, given by id with their IUVs."""
    transaction.rows(TOLD).fetch([(it,) for it in payments])
    iuvs = set(payments.values())
    told = transaction.session.look_up(
        "SELECT iuv FROM notice_payments_v1 WHERE creditor_id = ? AND iuv IN ({keys})",
        list(iuvs),
        [creditor_id],
    )
    _untold(transaction).update(
        (creditor_id, it) for it in iuvs - {iuv for [iuv] in told}
    )


def stands_as(
    transaction: Transaction, creditor_id: str, payment: Payment, *, with_receipt: bool
) -> UUID:
    """
    Give the id under which a payment stands in the books, and remember it.

    Its own id, unless the same payment was told before in the other way.
    """
    if payment.iuv is None or payment.channel != "pagopa":
        return payment.id
    rows = transaction.rows(TOLD)
    known = rows.get(payment.id)
    if known:
        found: UUID = known[-1]
        return found
    others: list[UUID] = []
    if (creditor_id, payment.iuv) not in _untold(transaction):
        others = _others(
            transaction.session, creditor_id, payment, with_receipt=with_receipt
        )
    standing: UUID = others[0] if others else payment.id
    rows.put(
        (payment.id,),
        (creditor_id, payment.iuv, payment.cents, with_receipt, False, standing),
    )
    _untold(transaction).discard((creditor_id, payment.iuv))
    return standing


def take_back(transaction: Transaction, payment_id: UUID) -> None:
    """Let nothing be known by a payment that no longer holds."""
    rows = transaction.rows(TOLD)
    known = rows.get(payment_id)
    if known:
        *about, _, standing = known
        rows.put((payment_id,), (*about, True, standing))


def _others(
    session: Session, creditor_id: str, payment: Payment, *, with_receipt: bool
) -> list[UUID]:
    """Give the payments told in the other way that this one may be."""
    # Sorted here and not there, so that both databases give the same one.
    return sorted(
        other
        for [other] in session.execute(
            "SELECT payment_id FROM notice_payments_v1 AS it "
            "WHERE creditor_id = ? AND iuv = ? AND cents = ? AND with_receipt <> ? "
            "AND stands_as = payment_id AND is_taken_back = ? AND NOT EXISTS (SELECT 1 "
            "FROM notice_payments_v1 AS taken WHERE taken.stands_as = it.payment_id "
            "AND taken.payment_id <> it.payment_id)",
            (creditor_id, payment.iuv, payment.cents, with_receipt, False),
        )
    )


def _untold(transaction: Transaction) -> set[tuple[str, str]]:
    """Give the notices, each with its creditor, of which no payment was told."""
    return transaction.keep("untold notices", set)
