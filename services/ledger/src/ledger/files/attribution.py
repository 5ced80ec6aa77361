"""
Decides what each booked entry of a statement is: a payment, a settled flow, neither.

No bank promises an identifier for a line, so one is made here. Identical lines of
one booking day are numbered within their statement: two statements that report the
same two credits give the same two keys, so the highest count is kept, never the sum.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from azione0.words import _
from ledger.files.amounts import euro
from ledger.files.entry import Detail, Entry
from ledger.files.remittance import PaysFlow, PaysNotice, understand
from ledger.files.statement import (
    FlowSettlement,
    ForAPerson,
    ReturnedDebit,
    Statement,
    StatementLine,
)


def attribute(statement: Statement, iban: str, entries: Iterable[Entry]) -> Statement:
    """Give the statement with its booked entries sorted into what they are."""
    sorting = _Sorting(statement.creditor_id, iban)
    for entry in entries:
        sorting.take(entry)
    return replace(
        statement,
        payments=tuple(sorting.payments),
        settlements=tuple(sorting.settlements),
        returned=tuple(sorting.returned),
        for_a_person=tuple(sorting.for_a_person),
        other_entries=sorting.other_entries,
    )


@dataclass
class _Sorting:
    """The piles, while entries are put on them."""

    creditor_id: str
    iban: str
    payments: list[StatementLine] = field(default_factory=list)
    settlements: list[FlowSettlement] = field(default_factory=list)
    returned: list[ReturnedDebit] = field(default_factory=list)
    for_a_person: list[ForAPerson] = field(default_factory=list)
    other_entries: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def take(self, entry: Entry) -> None:
        if not entry.details:
            self._ask(
                entry,
                entry.where,
                entry.amount_cents,
                _("più pagamenti in un movimento, senza gli importi di ciascuno"),
            )
        for number, detail in enumerate(entry.details, start=1):
            key = self._key(entry, detail, number)
            if detail.amount_cents > 0:
                self._credit(entry, detail, key)
            elif detail.amount_cents < 0:
                self._debit(entry, detail, key)
            else:
                self.other_entries += 1

    def _credit(self, entry: Entry, detail: Detail, key: str) -> None:
        meaning = understand(detail.remittance)
        doubt = _doubt(entry, detail, meaning)
        if doubt:
            self._ask(entry, detail.where, detail.amount_cents, doubt)
        elif isinstance(meaning, PaysFlow):
            self.settlements.append(
                FlowSettlement(
                    key=key,
                    creditor_id=self.creditor_id,
                    flow_id=meaning.flow_id,
                    amount_cents=detail.amount_cents,
                    booked_on=entry.booked_on,
                )
            )
        else:
            self.payments.append(
                StatementLine(
                    key=key,
                    creditor_id=self.creditor_id,
                    amount_cents=detail.amount_cents,
                    booked_on=entry.booked_on,
                    value_on=entry.value_on,
                    iuv=meaning.iuv if meaning else None,
                    reference=detail.end_to_end_id,
                    is_direct_debit=entry.is_direct_debit or detail.is_direct_debit,
                )
            )

    def _debit(self, entry: Entry, detail: Detail, key: str) -> None:
        if detail.is_returned:
            self.returned.append(
                ReturnedDebit(
                    key=key,
                    creditor_id=self.creditor_id,
                    amount_cents=-detail.amount_cents,
                    booked_on=entry.booked_on,
                    value_on=entry.value_on,
                    reference=detail.end_to_end_id,
                    reason=detail.return_reason,
                )
            )
        elif entry.is_reversal:
            self._ask(
                entry, detail.where, detail.amount_cents, _("storno di un accredito")
            )
        else:
            self.other_entries += 1

    def _ask(self, entry: Entry, where: str, amount_cents: int, why: str) -> None:
        self.for_a_person.append(
            ForAPerson(
                where=where,
                creditor_id=self.creditor_id,
                amount_cents=amount_cents,
                booked_on=entry.booked_on,
                why=why,
            )
        )

    def _key(self, entry: Entry, detail: Detail, number: int) -> str:
        reference = entry.reference or detail.reference
        if reference:
            parts = ["ref", self.iban, reference, str(number)]
        else:
            parts = [
                "line",
                self.iban,
                entry.booked_on.isoformat(),
                entry.value_on.isoformat(),
                str(detail.amount_cents),
                detail.end_to_end_id or "",
                detail.transaction_id or "",
                "".join(detail.remittance.split()),
            ]
        digest = sha256("\x1f".join(parts).encode()).hexdigest()
        self.seen[digest] += 1
        return f"camt:{digest}:{self.seen[digest]}"


def _doubt(
    entry: Entry, detail: Detail, meaning: PaysFlow | PaysNotice | None
) -> str | None:
    """Say why a credit cannot be taken as it is, if it cannot."""
    if entry.is_reversal:
        return _("storno di un addebito")
    if detail.is_returned:
        return _("bonifico in uscita tornato indietro")
    if isinstance(meaning, PaysFlow) and not meaning.flow_id:
        return _("riversamento pagoPA senza l'identificativo del flusso")
    if (
        isinstance(meaning, PaysNotice)
        and meaning.amount_cents is not None
        and meaning.amount_cents != detail.amount_cents
    ):
        return _("la causale indica {named}, l'accredito è di {credited}").format(
            named=euro(meaning.amount_cents), credited=euro(detail.amount_cents)
        )
    return None
