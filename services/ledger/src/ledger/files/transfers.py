"""
Joins what the bank reports to what it belongs to, whichever came first.

A transfer that settles a pagoPA flow is compared with the flow; a direct debit
that the tenant's bank took back is joined to the payment that it was.
"""

from collections.abc import Iterable, Iterator

from azione0.database import Session
from azione0.words import _
from ledger.creditors import Creditors
from ledger.files.amounts import euro
from ledger.files.letters import FileLetter, letter_of_return, letters_of_statement
from ledger.files.pagopa import Flow
from ledger.files.remittance import Match, match
from ledger.files.statement import (
    FlowSettlement,
    ReturnedDebit,
    Statement,
    StatementLine,
)

TABLES = (
    """CREATE TABLE IF NOT EXISTS settlements_v1 (
        settlement_key text PRIMARY KEY,
        creditor_id text NOT NULL,
        flow_id text NOT NULL,
        amount_cents bigint NOT NULL,
        booked_on date NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS debits_v1 (
        payment_id text PRIMARY KEY,
        creditor_id text NOT NULL,
        reference text NOT NULL,
        amount_cents bigint NOT NULL,
        booked_on date NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS debits_v1_reference
        ON debits_v1 (creditor_id, reference)""",
    """CREATE TABLE IF NOT EXISTS returned_debits_v1 (
        return_key text PRIMARY KEY,
        creditor_id text NOT NULL,
        reference text NOT NULL,
        amount_cents bigint NOT NULL,
        booked_on date NOT NULL,
        value_on date NOT NULL,
        reason text,
        payment_id text)""",
)


class Transfers:
    """What the bank has reported so far, as one transaction sees it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- transfers that settle flows

    def settle(self, settlements: Iterable[FlowSettlement]) -> Iterator[str]:
        """Keep transfers that settle flows; say how each fits what is known."""
        for it in settlements:
            self._session.execute(
                "INSERT INTO settlements_v1 (settlement_key, creditor_id, flow_id, "
                "amount_cents, booked_on) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (it.key, it.creditor_id, it.flow_id, it.amount_cents, it.booked_on),
            )
            flows = self._session.execute(
                "SELECT flow_id, total_cents FROM flows_v1 WHERE creditor_id = ? "
                "ORDER BY flow_id",
                (it.creditor_id,),
            )
            found = [
                sentence
                for flow_id, cents in flows
                if (sentence := _fits(it.flow_id, it.amount_cents, flow_id, cents))
            ]
            yield from found or [
                _("Il flusso {flow_id} non è ancora stato importato.").format(
                    flow_id=it.flow_id
                )
            ]

    def settled(self, flow: Flow) -> Iterator[str]:
        """Say which transfers, of those reported so far, settle a flow."""
        for flow_id, cents in self._session.execute(
            "SELECT flow_id, amount_cents FROM settlements_v1 WHERE creditor_id = ? "
            "ORDER BY settlement_key",
            (flow.creditor_id,),
        ):
            if sentence := _fits(flow_id, cents, flow.flow_id, flow.total_cents):
                yield sentence

    # -- direct debits that were taken back

    def take_back(
        self, statements: Iterable[Statement], creditors: Creditors
    ) -> Iterator[FileLetter]:
        """
        Keep debits and returns; give a reversal for each return that finds its debit.

        A debit and its return may stand in two files, imported in any order.
        """
        for statement in statements:
            for line in statement.payments:
                self._keep_debit(line, creditors)
            for returned in statement.returned:
                self._keep_return(returned)
        for row in self._session.execute(
            "SELECT return_key, creditor_id, amount_cents, booked_on, value_on, "
            "reference, reason FROM returned_debits_v1 WHERE payment_id IS NULL "
            "ORDER BY booked_on, return_key"
        ):
            returned = ReturnedDebit(*row)
            payment_id = self._debit_of(returned)
            if payment_id is not None and returned.creditor_id in creditors.ids:
                self._session.execute(
                    "UPDATE returned_debits_v1 SET payment_id = ? WHERE return_key = ?",
                    (payment_id, returned.key),
                )
                yield letter_of_return(returned, payment_id, creditors)

    def unjoined(self, statements: Iterable[Statement]) -> Iterator[str]:
        """Say which returned debits of these statements have found no payment."""
        for returned in (it for one in statements for it in one.returned):
            [[joined]] = self._session.execute(
                "SELECT count(*) FROM returned_debits_v1 "
                "WHERE return_key = ? AND payment_id IS NOT NULL",
                (returned.key,),
            )
            if not joined:
                yield _(
                    "Addebito respinto di {amount} del {day}: il suo incasso non è "
                    "tra quelli importati; sarà stornato quando arriva."
                ).format(
                    amount=euro(returned.amount_cents),
                    day=returned.booked_on.isoformat(),
                )

    def _keep_debit(self, line: StatementLine, creditors: Creditors) -> None:
        if line.reference is None:
            return
        [letter] = letters_of_statement([line], creditors)
        self._session.execute(
            "INSERT INTO debits_v1 (payment_id, creditor_id, reference, amount_cents, "
            "booked_on) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                getattr(letter.contract, "payment_id"),  # noqa: B009  a creditor's word
                line.creditor_id,
                line.reference,
                line.amount_cents,
                line.booked_on,
            ),
        )

    def _keep_return(self, returned: ReturnedDebit) -> None:
        self._session.execute(
            "INSERT INTO returned_debits_v1 (return_key, creditor_id, reference, "
            "amount_cents, booked_on, value_on, reason) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (
                returned.key,
                returned.creditor_id,
                returned.reference or "",
                returned.amount_cents,
                returned.booked_on,
                returned.value_on,
                returned.reason,
            ),
        )

    def _debit_of(self, returned: ReturnedDebit) -> str | None:
        """Give the last payment with this reference that was not taken back yet."""
        found = self._session.execute(
            "SELECT payment_id FROM debits_v1 AS it WHERE creditor_id = ? "
            "AND reference = ? AND amount_cents = ? AND booked_on <= ? "
            "AND NOT EXISTS (SELECT 1 FROM returned_debits_v1 AS gone "
            "WHERE gone.payment_id = it.payment_id) "
            "ORDER BY booked_on DESC, payment_id LIMIT 1",
            (
                returned.creditor_id,
                returned.reference,
                returned.amount_cents,
                returned.booked_on,
            ),
        )
        return str(found[0][0]) if found else None


def _fits(reported_id: str, cents: int, flow_id: str, flow_cents: int) -> str | None:
    words = {
        Match.SETTLED: _("Il flusso {flow_id} è riversato: {amount}."),
        Match.OTHER_AMOUNT: _(
            "Da verificare a mano: il flusso {flow_id} dichiara {declared}, "
            "il bonifico è di {amount}."
        ),
        Match.PROPOSED: _(
            "Da verificare a mano: il bonifico {reported} di {amount} sembra "
            "quello del flusso {flow_id}."
        ),
    }
    sentence = words.get(match(reported_id, cents, flow_id, flow_cents))
    return sentence and sentence.format(
        flow_id=flow_id,
        reported=reported_id,
        declared=euro(flow_cents),
        amount=euro(cents),
    )
