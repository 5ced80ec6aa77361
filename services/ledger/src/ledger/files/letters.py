"""
Says what was read from files in the creditors' own contracts.

The ids are made of what the money is, not of the file: a payment that comes in a
flow, in a list and in a creditor's letter is one payment, and a file read twice
gives the same letters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import singledispatch
from hashlib import sha256
from types import ModuleType
from typing import Any
from uuid import UUID, uuid5

from azione0.contract import Contract, encode
from azione0.contracts import aler, condominium, creditor
from ledger.creditors import Creditors
from ledger.files.bills import REASON, BillLine
from ledger.files.pagopa import Flow, FlowLine
from ledger.files.payments_csv import PaymentLine
from ledger.files.replacement import Replacement
from ledger.files.statement import ReturnedDebit, StatementLine

FILES = UUID("8b0f5c3e-6a0e-5d43-9a57-0c1a1d7a53b1")
"""The namespace of the ids made here; a change would count every payment again."""

WORDS: dict[str, ModuleType] = {"aler": aler, "condominium": condominium}


@dataclass(frozen=True, slots=True)
class FileLetter:
    """
    One contract that a file contains, and the ids that follow from it.

    `row` is the line of the file where it stands, 0 in a file without rows.
    """

    contract: Contract
    row: int = field(default=0, compare=False)

    @property
    def business_key(self) -> str:
        """What comes again with the same key, in whatever way, is known already."""
        return business_key(self.contract)

    @property
    def letter_id(self) -> UUID:
        """The id of the letter, the same for the same key."""
        return uuid5(FILES, self.business_key)

    @property
    def digest(self) -> str:
        """What tells the same key with the same content from other content."""
        return sha256(encode(self.contract)).hexdigest()


@singledispatch
def business_key(contract: Contract) -> str:
    """Give what makes a creditor's word one and the same, however it arrives."""
    raise NotFromACreditor(type(contract).__name__)


@business_key.register
def _(charge: creditor.ChargeIssued) -> str:
    return _joined("charge", charge.creditor_id, charge.charge_id)


@business_key.register
def _(charge: creditor.ChargeCorrected) -> str:
    # A charge may be corrected more than once: another content, another word.
    digest = sha256(encode(charge)).hexdigest()
    return _joined("correction", charge.creditor_id, charge.charge_id, digest)


@business_key.register
def _(charge: creditor.ChargeReversed) -> str:
    return _joined("reversal", charge.creditor_id, charge.charge_id)


@business_key.register
def _(payment: creditor.PaymentReceived) -> str:
    return _payment_key(payment, "executed")


@business_key.register
def _(payment: creditor.PaymentReversed) -> str:
    return _payment_key(payment, "revoked")


def letters_of_bills(
    lines: Iterable[BillLine], creditors: Creditors
) -> Iterator[FileLetter]:
    """Say a bill run: charges, corrections and reversals, in the order of the file."""
    for line in lines:
        words = _words(creditors, line.creditor_id)
        about: dict[str, Any] = {
            "creditor_id": line.creditor_id,
            "tenancy_id": line.tenancy_id,
            "effective_on": line.issued_on,
        }
        owed: dict[str, Any] = {
            "charge_id": line.charge_id,
            "kind": line.kind,
            "amount_cents": line.amount_cents,
            "issued_on": line.issued_on,
            "due_on": line.due_on,
            "period_from": line.period_from,
            "period_to": line.period_to,
            "iuv": line.iuv,
        }
        changed: dict[str, Any] = {"reason": line.reason}
        if line.record == "C":
            said: Contract = words.ChargeIssued(**about, **owed)
        elif line.record == "X":
            replaces = line.replaces
            said = words.ChargeCorrected(**about, **owed, **changed, replaces=replaces)
        else:
            said = words.ChargeReversed(**about, **changed, charge_id=line.replaces)
        yield FileLetter(said, line.row)


def letters_of_payments(
    lines: Iterable[PaymentLine], creditors: Creditors
) -> Iterator[FileLetter]:
    """Say a list of payments; a negative one takes back what its receipt paid."""
    for line in lines:
        if line.iur is None:
            key = _joined(
                "listed",
                line.creditor_id,
                line.tenancy_id or "",
                line.iuv or "",
                line.value_on.isoformat(),
                str(line.amount_cents),
                line.channel,
                line.payer,
                str(line.ordinal),
            )
        else:
            key = _receipt(line.creditor_id, line.iuv, line.iur, line.index)
        yield _payment(
            _words(creditors, line.creditor_id),
            row=line.row,
            is_reversal=line.is_revoked,
            payment_id=_id(key),
            creditor_id=line.creditor_id,
            tenancy_id=line.tenancy_id,
            amount_cents=abs(line.amount_cents),
            value_on=line.value_on,
            channel=line.channel,
            payer=line.payer,
            iuv=line.iuv,
            iur=line.iur,
            line_index=line.index if line.iur else None,
        )


def letters_of_flow(flow: Flow, creditors: Creditors) -> Iterator[FileLetter]:
    """Say a flow that replaces none: one payment, or its reversal, for each line."""
    for line in flow.lines:
        yield _flow_letter(line, flow, creditors, is_reversal=line.is_revoked)


def letters_of_replacement(
    replacement: Replacement, creditors: Creditors
) -> Iterator[FileLetter]:
    """
    Say what a later flow changes: first what no longer holds, then what does.

    A revoked line that the later flow does not have makes its payment good again.
    """
    flow = replacement.flow
    for gone in replacement.reversed_lines:
        # A payment made good again is a new one: the old one stays reversed.
        line = replace(gone, posted_with=flow.written_at) if gone.is_revoked else gone
        yield _flow_letter(line, flow, creditors, is_reversal=not line.is_revoked)
    for line in replacement.new_lines:
        yield _flow_letter(line, flow, creditors, is_reversal=line.is_revoked)


def letters_of_statement(
    lines: Iterable[StatementLine], creditors: Creditors
) -> Iterator[FileLetter]:
    """
    Say the payments of a bank statement.

    One with an IUV has no receipt: whoever posts it looks first whether a flow
    has already paid that IUV, and the other way round.
    """
    for line in lines:
        channel = "pagopa" if line.iuv else "transfer"
        yield _payment(
            _words(creditors, line.creditor_id),
            is_reversal=False,
            payment_id=_id(line.key),
            creditor_id=line.creditor_id,
            amount_cents=line.amount_cents,
            value_on=line.value_on,
            channel="direct_debit" if line.is_direct_debit else channel,
            payer="tenant",
            iuv=line.iuv,
        )


def letter_of_return(
    returned: ReturnedDebit, payment_id: str, creditors: Creditors
) -> FileLetter:
    """Say that a direct debit was returned, once it is known which payment it was."""
    words = _words(creditors, returned.creditor_id)
    reason = (returned.reason or "").lower()
    contract: Contract = words.PaymentReversed(
        payment_id=payment_id,
        creditor_id=returned.creditor_id,
        amount_cents=returned.amount_cents,
        value_on=returned.value_on,
        channel="direct_debit",
        payer="tenant",
        reason=reason if REASON.fullmatch(reason) else None,
        effective_on=returned.value_on,
    )
    return FileLetter(contract)


def _flow_letter(
    line: FlowLine, flow: Flow, creditors: Creditors, *, is_reversal: bool
) -> FileLetter:
    key = _receipt(flow.creditor_id, line.iuv, line.iur, line.index)
    if line.posted_with:
        # The receipt stands for the payment that was taken back. What took its
        # place is known by an id of its own, and by its IUV as ever.
        key = _joined(key, line.posted_with.isoformat())
    is_first = line.posted_with is None
    return _payment(
        _words(creditors, flow.creditor_id),
        is_reversal=is_reversal,
        payment_id=_id(key),
        creditor_id=flow.creditor_id,
        amount_cents=abs(line.amount_cents),
        value_on=line.paid_on,
        channel="pagopa",
        payer="tenant",
        iuv=line.iuv,
        iur=line.iur if is_first else None,
        line_index=line.index if is_first else None,
    )


def _payment(
    words: ModuleType, *, is_reversal: bool, row: int = 0, **facts: Any
) -> FileLetter:
    say = words.PaymentReversed if is_reversal else words.PaymentReceived
    return FileLetter(say(**facts, effective_on=facts["value_on"]), row)


def _payment_key(payment: creditor.Payment, outcome: str) -> str:
    if payment.iuv is None or payment.iur is None:
        return _joined("payment", payment.creditor_id, payment.payment_id, outcome)
    key = _receipt(
        payment.creditor_id, payment.iuv, payment.iur, payment.line_index or 1
    )
    return _joined(key, outcome)


def _receipt(creditor_id: str, iuv: str | None, iur: str | None, index: int) -> str:
    return _joined("receipt", creditor_id, iuv or "", iur or "", str(index))


def _joined(*parts: str) -> str:
    """Join with a control character, which no code can contain."""
    return "\x1f".join(parts)


def _id(key: str) -> str:
    return str(uuid5(FILES, key))


def _words(creditors: Creditors, creditor_id: str) -> ModuleType:
    return WORDS[creditors[creditor_id].publisher]


class NotFromACreditor(TypeError):
    """Only what creditors say has a business key."""
