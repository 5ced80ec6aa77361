"""
Tells which file this is by what it contains, never by what it is called.

What is not one of the formats read here is turned away with a sentence that says
what it is, if that can be told.
"""

import re
from enum import StrEnum

from azione0.words import _
from ledger.files.refusal import BadLine, Refused, shown
from ledger.files.tree import Element, read_opening

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a caller that reads a file need never read more than one byte beyond."""

LONGEST_LINE = 64 * 1024
"""Bytes of one row of a table."""

PAGOPA_NAMESPACE = "http://www.digitpa.gov.it/schemas/2011/Pagamenti/"
ISO_20022_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BILL_WORDS = frozenset({"record", "bill", "due_on", "issued_on"})
PAYMENT_WORDS = frozenset({"iur", "value_on", "channel", "payer"})


class Kind(StrEnum):
    """The files that can be read."""

    PAGOPA_FLOW = "pagopa"
    CAMT_053_02 = "camt.053.001.02"
    CAMT_053_03 = "camt.053.001.03"
    CAMT_053_04 = "camt.053.001.04"
    CAMT_053_08 = "camt.053.001.08"
    PAYMENTS = "payments"
    BILLS = "bills"

    @property
    def is_statement(self) -> bool:
        """Tell whether this is a bank statement, of whichever version."""
        return self.value.startswith("camt.053")


STATEMENTS = {kind.value: kind for kind in Kind if kind.is_statement}


def recognise(content: bytes) -> Kind:
    """
    Tell what a file is; `Refused` if it is nothing that can be read.

    Only the opening of an XML document is looked at, and the header of a table:
    that the rest is sound is for its reader to say.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(_("Il file supera 20 MB: dividerlo in più file."))
    text = content.removeprefix(BYTE_ORDER_MARK).strip()
    if not text:
        raise Refused(_("Il file è vuoto."))
    _refuse_other_formats(content)
    if text.startswith(b"<"):
        return _kind_of_document(read_opening(text))
    return _kind_of_table(text)


def _refuse_other_formats(content: bytes) -> None:
    if b"%PDF-" in content[:1024]:
        raise Refused(
            _("È un PDF: serve il file originale (XML o CSV), non la sua stampa.")
        )
    known_openings = {
        b"PK\x03\x04": _(
            "È un archivio ZIP o un foglio Excel: estrarre o salvare come CSV."
        ),
        b"\x1f\x8b": _("È un file compresso (gzip): va decompresso prima."),
        b"BZh": _("È un file compresso (bzip2): va decompresso prima."),
        b"\xfd7zXZ": _("È un file compresso (xz): va decompresso prima."),
        b"7z\xbc\xaf": _("È un archivio 7z: estrarre prima il file."),
        b"\xd0\xcf\x11\xe0": _("È un foglio Excel o documento Office: salvare in CSV."),
        b"\xff\xfe": _("Il file è in UTF-16: salvarlo in UTF-8."),
        b"\xfe\xff": _("Il file è in UTF-16: salvarlo in UTF-8."),
    }
    for opening, sentence in known_openings.items():
        if content.startswith(opening):
            raise Refused(sentence)
    if _looks_like_utf_16(content):
        raise Refused(_("Il file è in UTF-16: salvarlo in UTF-8."))
    if NOT_TEXT.search(content):
        raise Refused(
            _("Il file è binario: servono XML o CSV (un .p7m va prima aperto).")
        )


def _looks_like_utf_16(content: bytes) -> bool:
    """Without its mark, Latin text in UTF-16 has every other byte zero."""
    start = content[:64]
    return len(start) > 1 and (
        not any(start[0 : len(start) // 2 * 2 : 2]) or not any(start[1::2])
    )


def _kind_of_document(root: Element) -> Kind:
    if root.name == "FlussoRiversamento":
        if root.namespace == PAGOPA_NAMESPACE:
            return Kind.PAGOPA_FLOW
        raise Refused(
            _("Il flusso non ha lo spazio dei nomi di pagoPA."),
            [_at_the_root(root, "xmlns", root.namespace, PAGOPA_NAMESPACE)],
        )
    if root.namespace.startswith(ISO_20022_NAMESPACE):
        return _kind_of_bank_message(root)
    raise Refused(
        _("Questo XML non è né un flusso pagoPA né un estratto conto CAMT.053."),
        [_at_the_root(root, root.name, root.namespace, "FlussoRiversamento, Document")],
    )


def _kind_of_bank_message(root: Element) -> Kind:
    message = root.namespace.removeprefix(ISO_20022_NAMESPACE)
    body = root.children[0].name if root.children else ""
    if message.startswith("camt.052") or body == "BkToCstmrAcctRpt":
        raise Refused(
            _(
                "È un CAMT.052, un rapporto intermedio: i movimenti non sono ancora "
                "definitivi. Serve l'estratto conto CAMT.053."
            )
        )
    if message.startswith("camt.054") or body == "BkToCstmrDbtCdtNtfctn":
        raise Refused(
            _(
                "È un CAMT.054, un avviso di accredito o addebito: senza saldi non si "
                "può verificare. Serve l'estratto conto CAMT.053."
            )
        )
    kind = STATEMENTS.get(message)
    if kind is None:
        raise Refused(
            _("Il messaggio {message} non è tra quelli che si leggono.").format(
                message=shown(message)
            ),
            [_at_the_root(root, "xmlns", message, ", ".join(STATEMENTS))],
        )
    if root.name != "Document" or body != "BkToCstmrStmt":
        raise Refused(
            _("Il CAMT.053 non contiene un estratto conto."),
            [_at_the_root(root, root.name, body, "BkToCstmrStmt")],
        )
    return kind


def _at_the_root(root: Element, field: str, value: str, expected: str) -> BadLine:
    where = _("riga {line}").format(line=root.line)
    return BadLine(where, shown(field), shown(value), expected)


def _kind_of_table(text: bytes) -> Kind:
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            raise Refused(
                _("La riga {number} supera 64 kB: non è una tabella CSV.").format(
                    number=number
                )
            )
    try:
        header = text.splitlines()[0].decode()
        text.decode()
    except UnicodeDecodeError:
        raise Refused(
            _("Il testo non è in UTF-8: salvare il CSV con codifica UTF-8.")
        ) from None
    columns = {name.strip().strip('"') for name in header.split(";")}
    if columns & BILL_WORDS:
        return Kind.BILLS
    if columns & PAYMENT_WORDS:
        return Kind.PAYMENTS
    if {name.strip() for name in header.split(",")} & (BILL_WORDS | PAYMENT_WORDS):
        raise Refused(_("Le colonne del CSV vanno separate da punto e virgola."))
    raise Refused(
        _(
            "Il file non si riconosce: servono un flusso pagoPA, un estratto conto "
            "CAMT.053 o un CSV di bollette o pagamenti con la riga di testata."
        )
    )
