"""
Reads one entry of a bank statement and the details below it.

Amounts carry no sign: the credit or debit mark does, and the mark of a reversal
does not turn it round. The versions of CAMT.053 differ in where things stand.
"""

from dataclasses import dataclass
from datetime import date

from azione0.words import _
from ledger.files.amounts import camt_cents, euro
from ledger.files.days import xml_day
from ledger.files.fields import Fields, one_of
from ledger.files.recognise import Kind
from ledger.files.refusal import Faults
from ledger.files.tree import Element

SIGNS = {"CRDT": 1, "DBIT": -1}
BOOKED = "BOOK"
NOT_GIVEN = frozenset({"NOTPROVIDED", "NONREF", "NOREF"})
"""What banks write where they have no reference."""

COLLECTION = "IDDT"
"""The family of direct debits that the owner of the account collected."""

OLD_DETAILS = frozenset({Kind.CAMT_053_02, Kind.CAMT_053_03})


@dataclass(frozen=True, slots=True)
class Detail:
    """One order within an entry; euro cents, negative for a debit."""

    where: str
    amount_cents: int
    end_to_end_id: str | None
    transaction_id: str | None
    reference: str | None
    remittance: str
    is_direct_debit: bool
    is_returned: bool
    return_reason: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One booked movement of the account; euro cents, negative for a debit.

    `details` is empty when the bank bundled several orders without saying how
    much each of them was.
    """

    where: str
    amount_cents: int
    booked_on: date
    value_on: date
    reference: str | None
    is_reversal: bool
    is_direct_debit: bool
    details: tuple[Detail, ...]


def status_of(element: Element, where: str, kind: Kind, faults: Faults) -> str:
    """Give the status of an entry (BOOK, PDNG, ...); "" if it has none."""
    path = "Sts"
    if kind is Kind.CAMT_053_08:
        path = "Sts/Prtry" if element.texts("Sts/Prtry") else "Sts/Cd"
    return Fields(where, element.texts, faults).required(path, str, "")


def read_entry(
    element: Element, where: str, kind: Kind, faults: Faults
) -> tuple[int | None, Entry | None]:
    """Read a booked entry: its amount, if readable, and all of it, if sound."""
    before = len(faults)
    fields = Fields(where, element.texts, faults)
    signed_cents = read_amount(element, "Amt", fields, read_sign(fields))
    booked_on = _day(element, "BookgDt", where, faults)
    value_on = _day(element, "ValDt", where, faults)
    if booked_on is None and value_on is None:
        fields.wrong("BookgDt", "", _("la data di contabilizzazione o di valuta"))
    if signed_cents is None:
        return None, None
    details = _details(element, where, kind, faults, signed_cents)
    booked_on = booked_on or value_on
    if len(faults) > before or booked_on is None:
        return signed_cents, None
    return signed_cents, Entry(
        where=where,
        amount_cents=signed_cents,
        booked_on=booked_on,
        value_on=value_on or booked_on,
        reference=_reference(element, "AcctSvcrRef"),
        is_reversal=element.texts("RvslInd") in (["true"], ["1"]),
        is_direct_debit=COLLECTION in element.texts("BkTxCd/Domn/Fmly/Cd"),
        details=details,
    )


def read_amount(
    element: Element, path: str, fields: Fields, sign: int | None
) -> int | None:
    """Read an amount in euro with the sign given; None if it cannot be read."""
    amount = element.one(path)
    currency = amount.attributes.get("Ccy", "") if amount else "EUR"
    if currency != "EUR":
        fields.wrong(f"{path} Ccy", currency, _("EUR: si leggono solo importi in euro"))
    read: int | None = fields.required(path, camt_cents, None)
    return None if read is None or sign is None else sign * read


def read_sign(fields: Fields) -> int | None:
    """Read the credit or debit mark: 1, -1, or None if there is no such mark."""
    return SIGNS.get(fields.required("CdtDbtInd", one_of(SIGNS), ""))


def _day(element: Element, name: str, where: str, faults: Faults) -> date | None:
    """Read a day that stands as a day or as a date-time."""

    def either(name: str) -> list[str]:
        return [*element.texts(f"{name}/Dt"), *element.texts(f"{name}/DtTm")]

    read: date | None = Fields(where, either, faults).optional(name, xml_day, None)
    return read


def _details(
    element: Element, where: str, kind: Kind, faults: Faults, entry_cents: int
) -> tuple[Detail, ...]:
    """Read the details of an entry; none if their amounts are not all known."""
    elements = element.all("NtryDtls/TxDtls")
    if not elements:
        bundled = element.texts("NtryDtls/Btch/NbOfTxs")
        if bundled and bundled != ["1"]:
            return ()
        return (_detail(element, where, entry_cents, _remittance(element, element)),)
    details = []
    amounts: list[int | None] = []
    for number, detail in enumerate(elements, start=1):
        place = _("{where}, dettaglio {number}").format(where=where, number=number)
        path = _amount_path(detail, kind)
        if path is None:
            amount_cents = entry_cents if len(elements) == 1 else None
        else:
            amount_cents = _detail_amount(detail, place, path, faults, entry_cents)
        amounts.append(amount_cents)
        fallback = element if len(elements) == 1 else detail
        details.append(
            _detail(detail, place, amount_cents or 0, _remittance(detail, fallback))
        )
    known = [amount_cents for amount_cents in amounts if amount_cents is not None]
    if len(known) < len(amounts):
        return ()
    if sum(known) != entry_cents:
        faults.add(
            where,
            "NtryDtls",
            euro(sum(known)),
            _("{amount}, l'importo del movimento").format(amount=euro(entry_cents)),
        )
    return tuple(details)


def _amount_path(detail: Element, kind: Kind) -> str | None:
    """Where a detail's amount stands, by version; None if it has none."""
    inner = "AmtDtls/TxAmt/Amt"
    if kind in OLD_DETAILS:
        return inner if detail.one(inner) else None
    if kind is Kind.CAMT_053_04 or detail.one("Amt"):
        return "Amt"
    return inner if detail.one(inner) else None


def _detail_amount(
    detail: Element, where: str, path: str, faults: Faults, entry_cents: int
) -> int | None:
    """Read it with the sign of its entry, unless it has its own."""
    fields = Fields(where, detail.texts, faults)
    sign: int | None = 1 if entry_cents >= 0 else -1
    if detail.one("CdtDbtInd"):
        sign = read_sign(fields)
    return read_amount(detail, path, fields, sign)


def _detail(element: Element, where: str, amount_cents: int, remittance: str) -> Detail:
    returned = element.one("RtrInf")
    return Detail(
        where=where,
        amount_cents=amount_cents,
        end_to_end_id=_reference(element, "Refs/EndToEndId"),
        transaction_id=_reference(element, "Refs/TxId"),
        reference=_reference(element, "Refs/AcctSvcrRef"),
        remittance=remittance,
        is_direct_debit=COLLECTION in element.texts("BkTxCd/Domn/Fmly/Cd"),
        is_returned=returned is not None,
        return_reason=_reference(returned, "Rsn/Cd") if returned else None,
    )


def _remittance(detail: Element, entry: Element) -> str:
    """Banks that leave the remittance line empty write it as additional text."""
    return "".join(
        detail.texts("RmtInf/Ustrd")
        or detail.texts("AddtlTxInf")
        or entry.texts("AddtlNtryInf")
    )


def _reference(element: Element, path: str) -> str | None:
    found = element.texts(path)
    return found[0] if found and found[0].upper() not in NOT_GIVEN else None
