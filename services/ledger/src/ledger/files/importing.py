"""
Turns a file into the words that its creditor would have said, ready to be posted.

Nothing is stored here and nothing is asked of the store: what is already known,
which flow a flow replaces and which payment a returned debit was are for the
application to look up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from typing import Literal

from azione0.contracts.creditor import PaymentReversed
from azione0.refused import Refused
from azione0.words import _
from ledger.creditors import SETTING, Creditors
from ledger.files.amounts import euro
from ledger.files.bills import read_bills
from ledger.files.camt import read_statements
from ledger.files.letters import (
    FileLetter,
    letters_of_bills,
    letters_of_flow,
    letters_of_payments,
    letters_of_replacement,
    letters_of_statement,
)
from ledger.files.pagopa import Flow, read_flow
from ledger.files.payments_csv import read_payments
from ledger.files.recognise import Kind, recognise
from ledger.files.replacement import replace_flow
from ledger.files.statement import FlowSettlement, ReturnedDebit, Statement

Wanted = Literal["bills", "payments"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """
    A sound file: its letters, each business key once, and what else it tells.

    `file_sha256` in hex; `lines` counts what the file lists, `repeated` what it
    lists more than once; `total_cents` is what it sums to. A flow has its
    `flow`, a bank statement its `statements`.
    """

    kind: Kind
    file_sha256: str
    lines: int
    total_cents: int
    letters: tuple[FileLetter, ...]
    repeated: int = 0
    flow: Flow | None = None
    statements: tuple[Statement, ...] = ()

    @property
    def settlements(self) -> tuple[FlowSettlement, ...]:
        """Transfers that settle a pagoPA flow, to be matched with it."""
        return tuple(chain.from_iterable(one.settlements for one in self.statements))

    @property
    def returned(self) -> tuple[ReturnedDebit, ...]:
        """Returned direct debits, to be joined to their payments."""
        return tuple(chain.from_iterable(one.returned for one in self.statements))

    @property
    def reversals(self) -> int:
        """How many letters take a payment back."""
        return sum(
            isinstance(letter.contract, PaymentReversed) for letter in self.letters
        )

    @property
    def messages(self) -> tuple[str, ...]:
        """What the person who imports should know beside the figures."""
        return tuple(_messages(self))


def prepare(content: bytes, wanted: Wanted, creditors: Creditors) -> Prepared:
    """
    Read a file of bills or of payments; `Refused` with all that is wrong.

    A flow is prepared as if it replaced none; see `prepare_replacement`.
    """
    kind = recognise(content)
    if wanted == "bills" and kind is not Kind.BILLS:
        raise Refused(_("Il file contiene pagamenti: usare 'azione0 import payments'."))
    if wanted == "payments" and kind is Kind.BILLS:
        raise Refused(_("Il file contiene bollette: usare 'azione0 import bills'."))
    if not len(creditors):
        raise Refused(
            _("Nessun creditore è configurato: indicare l'elenco in {setting}.").format(
                setting=SETTING
            )
        )
    file_sha256 = sha256(content).hexdigest()
    if kind is Kind.PAGOPA_FLOW:
        return _prepare_flow(content, file_sha256, creditors)
    if kind is Kind.BILLS:
        run = read_bills(content, creditors.ids)
        return _prepared(
            letters_of_bills(run.lines, creditors),
            Prepared(
                kind=kind,
                file_sha256=file_sha256,
                lines=len(run.lines) + run.repeated,
                total_cents=run.total_cents,
                letters=(),
                repeated=run.repeated,
            ),
        )
    if kind is Kind.PAYMENTS:
        listed = read_payments(content, creditors.ids)
        return _prepared(
            letters_of_payments(listed.lines, creditors),
            Prepared(
                kind=kind,
                file_sha256=file_sha256,
                lines=len(listed.lines) + listed.repeated,
                total_cents=listed.total_cents,
                letters=(),
                repeated=listed.repeated,
            ),
        )
    return _prepare_statements(content, kind, file_sha256, creditors)


def prepare_replacement(
    earlier: Flow, prepared: Prepared, creditors: Creditors
) -> Prepared:
    """
    Prepare again a flow that replaces the `earlier` one, as it was kept.

    Only what changes is left in the letters; the flow to keep from now on is in
    `flow`. `Refused`, by name, if the flow is not later than the earlier one.
    """
    if prepared.flow is None:
        raise ValueError("only a flow replaces a flow")
    replacement = replace_flow(earlier, prepared.flow)
    letters = letters_of_replacement(replacement, creditors)
    return replace(prepared, letters=tuple(letters), flow=replacement.flow)


def _prepare_flow(content: bytes, file_sha256: str, creditors: Creditors) -> Prepared:
    flow = read_flow(content, creditors.by_fiscal_code)
    return _prepared(
        letters_of_flow(flow, creditors),
        Prepared(
            kind=Kind.PAGOPA_FLOW,
            file_sha256=file_sha256,
            lines=len(flow.lines),
            total_cents=flow.total_cents,
            letters=(),
            flow=flow,
        ),
    )


def _prepare_statements(
    content: bytes, kind: Kind, file_sha256: str, creditors: Creditors
) -> Prepared:
    statements = read_statements(content, creditors.by_iban)
    payments = [line for statement in statements for line in statement.payments]
    return _prepared(
        letters_of_statement(payments, creditors),
        Prepared(
            kind=kind,
            file_sha256=file_sha256,
            lines=len(payments),
            total_cents=sum(line.amount_cents for line in payments),
            letters=(),
            statements=tuple(statements),
        ),
    )


def _prepared(letters: Iterable[FileLetter], prepared: Prepared) -> Prepared:
    """Add the letters, each business key once."""
    once: dict[str, FileLetter] = {}
    count = 0
    for letter in letters:
        once.setdefault(letter.business_key, letter)
        count += 1
    return replace(
        prepared,
        letters=tuple(once.values()),
        repeated=prepared.repeated + count - len(once),
    )


def _messages(prepared: Prepared) -> Iterator[str]:
    if prepared.repeated:
        yield _("Righe ripetute uguali nel file, contate una volta: {count}.").format(
            count=prepared.repeated
        )
    for settlement in prepared.settlements:
        yield _(
            "Riversamento del flusso {flow_id}: {amount}, non è un pagamento."
        ).format(flow_id=settlement.flow_id, amount=euro(settlement.amount_cents))
    for statement in prepared.statements:
        if statement.not_booked:
            yield _(
                "Movimenti non ancora contabilizzati, non importati: {count}."
            ).format(count=statement.not_booked)
        if statement.other_entries:
            yield _("Movimenti che non riguardano inquilini: {count}.").format(
                count=statement.other_entries
            )
        for entry in statement.for_a_person:
            yield _("Da verificare a mano: {where}, {amount}: {why}.").format(
                where=entry.where, amount=euro(entry.amount_cents), why=entry.why
            )
