"""
Reads a bank statement, CAMT.053 in versions 2, 3, 4 and 8.

Payers' names and accounts stand in the file and are never taken out of it. A
statement is taken only if its entries lead from its opening to its closing balance.
"""

from collections.abc import Mapping

from azione0.words import _
from ledger.files.amounts import euro
from ledger.files.attribution import attribute
from ledger.files.entry import (
    BOOKED,
    Entry,
    read_amount,
    read_entry,
    read_sign,
    status_of,
)
from ledger.files.fields import Fields, one_of
from ledger.files.recognise import Kind, recognise
from ledger.files.refusal import Faults, masked
from ledger.files.statement import Statement
from ledger.files.tree import Element, read_tree

OPENING = ("OPBD", "PRCD")
"""The booked balance to start from: today's opening, or else yesterday's closing."""

CLOSING = ("CLBD",)


def read_statements(content: bytes, accounts: Mapping[str, str]) -> list[Statement]:
    """
    Read every statement of a file, or refuse the file whole.

    `accounts` maps an IBAN to a creditor's id. Raises `Refused` with all faults.
    """
    kind = recognise(content)
    message = read_tree(content).all("BkToCstmrStmt")[0]
    faults = Faults()
    where = _("riga {line}, messaggio").format(line=message.line)
    _last_page(message, "GrpHdr/MsgPgntn", where, faults)
    elements = message.all("Stmt")
    if not elements:
        faults.add(
            where,
            "Stmt",
            "",
            _("almeno un estratto conto"),
            _("Il CAMT.053 non contiene nessun estratto conto."),
        )
    statements = []
    for number, element in enumerate(elements, start=1):
        where = _("riga {line}, estratto {number}").format(
            line=element.line, number=number
        )
        statements.append(_statement(element, where, kind, accounts, faults))
    faults.refuse()
    return statements


def _statement(
    element: Element,
    where: str,
    kind: Kind,
    accounts: Mapping[str, str],
    faults: Faults,
) -> Statement:
    fields = Fields(where, element.texts, faults)
    statement_id = fields.required("Id", str, "")
    iban = _account(fields, accounts)
    creditor_id = accounts.get(iban, "")
    _last_page(element, "StmtPgntn", where, faults)
    opening_cents = _balance(element, OPENING, where, faults)
    closing_cents = _balance(element, CLOSING, where, faults)
    entries, moved_cents, not_booked = _entries(element, where, kind, faults)
    if (
        opening_cents is not None
        and closing_cents is not None
        and moved_cents is not None
    ):
        _compare_balances(fields, opening_cents, moved_cents, closing_cents)
    return attribute(
        Statement(
            statement_id=statement_id,
            creditor_id=creditor_id,
            opening_cents=opening_cents or 0,
            closing_cents=closing_cents or 0,
            not_booked=not_booked,
        ),
        iban,
        entries,
    )


def _last_page(element: Element, path: str, where: str, faults: Faults) -> None:
    """Refuse what is announced to go on in another file."""
    if element.one(path) is None:
        return
    fields = Fields(where, element.texts, faults)
    last = fields.required(
        f"{path}/LastPgInd", one_of({"true", "false", "1", "0"}), "1"
    )
    if last in {"false", "0"}:
        fields.wrong(
            f"{path}/LastPgInd",
            last,
            "true",
            _("L'estratto conto continua in un'altra pagina: serve intero."),
        )


def _account(fields: Fields, accounts: Mapping[str, str]) -> str:
    fields.optional("Acct/Ccy", one_of({"EUR"}), "EUR")
    iban = fields.required("Acct/Id/IBAN", _plain_iban, "")
    if iban and iban not in accounts:
        fields.wrong(
            "Acct/Id/IBAN",
            masked(iban),
            _("l'IBAN di un creditore configurato"),
            _("L'estratto conto è di un IBAN che non è tra quelli configurati."),
        )
    return iban


def _plain_iban(text: str) -> str:
    return "".join(text.split()).upper()


def _balance(
    element: Element, codes: tuple[str, ...], where: str, faults: Faults
) -> int | None:
    """Read the booked balance known by the first of the codes; signed euro cents."""
    for code in codes:
        found = [
            balance
            for balance in element.all("Bal")
            if balance.texts("Tp/CdOrPrtry/Cd") == [code]
        ]
        if not found:
            continue
        place = _("{where}, saldo {code}").format(where=where, code=code)
        if len(found) > 1:
            faults.add(place, "Bal", str(len(found)), _("un solo saldo"))
        fields = Fields(place, found[0].texts, faults)
        return read_amount(found[0], "Amt", fields, read_sign(fields))
    faults.add(where, "Bal", "", _("il saldo {codes}").format(codes=" / ".join(codes)))
    return None


def _entries(
    element: Element, where: str, kind: Kind, faults: Faults
) -> tuple[list[Entry], int | None, int]:
    """Give the sound entries, the cents moved (if all known), how many still wait."""
    entries = []
    amounts: list[int | None] = []
    not_booked = 0
    for number, movement in enumerate(element.all("Ntry"), start=1):
        place = _("{where}, riga {line}, movimento {number}").format(
            where=where.partition(", ")[2], line=movement.line, number=number
        )
        status = status_of(movement, place, kind, faults)
        if status != BOOKED:
            not_booked += 1
            continue
        amount_cents, entry = read_entry(movement, place, kind, faults)
        amounts.append(amount_cents)
        if entry:
            entries.append(entry)
    known = [amount_cents for amount_cents in amounts if amount_cents is not None]
    moved_cents = sum(known) if len(known) == len(amounts) else None
    return entries, moved_cents, not_booked


def _compare_balances(
    fields: Fields, opening_cents: int, moved_cents: int, closing_cents: int
) -> None:
    expected_cents = opening_cents + moved_cents
    if expected_cents == closing_cents:
        return
    fields.wrong(
        "Bal CLBD",
        euro(closing_cents),
        _("{expected}: saldo iniziale {opening} più movimenti {moved}").format(
            expected=euro(expected_cents),
            opening=euro(opening_cents),
            moved=euro(moved_cents),
        ),
        _(
            "L'estratto conto non quadra: il saldo finale è {closing}, non {expected}."
        ).format(closing=euro(closing_cents), expected=euro(expected_cents)),
    )
