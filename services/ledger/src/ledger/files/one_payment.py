"""
Tells when the bank and pagoPA report one and the same payment of a notice.

A bank may pass on which notice a transfer paid (its IUV), but never the receipt
(IUR), by which pagoPA's flows and the creditors know the payment. Whichever is
told first stands in the books, and the other is known by it: one for one, and
only if the amounts agree.
"""

from uuid import UUID

from azione0.database import Session
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


def stands_as(
    session: Session, creditor_id: str, payment: Payment, *, with_receipt: bool
) -> UUID:
    """
    Give the id under which a payment stands in the books, and remember it.

    Its own id, unless the same payment was told before in the other way.
    """
    if payment.iuv is None or payment.channel != "pagopa":
        return payment.id
    known = session.execute(
        "SELECT stands_as FROM notice_payments_v1 WHERE payment_id = ?", (payment.id,)
    )
    if known:
        found: UUID = known[0][0]
        return found
    # Sorted here and not there, so that both databases give the same one.
    others = sorted(
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
    standing: UUID = others[0] if others else payment.id
    session.execute(
        "INSERT INTO notice_payments_v1 (payment_id, creditor_id, iuv, cents, "
        "with_receipt, is_taken_back, stands_as) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            payment.id,
            creditor_id,
            payment.iuv,
            payment.cents,
            with_receipt,
            False,
            standing,
        ),
    )
    return standing


def take_back(session: Session, payment_id: UUID) -> None:
    """Let nothing be known by a payment that no longer holds."""
    session.execute(
        "UPDATE notice_payments_v1 SET is_taken_back = ? WHERE payment_id = ?",
        (True, payment_id),
    )
