"""
A pagoPA notice for what is still open of a bill: its number and its QR code.

A notice is printed only for a reference (IUV) that makes a sound number and for
a creditor whose fiscal code the settings say; else the reason is printed. Source:
SACI of pagoPA; QR `PAGOPA|002|notice|fiscal code|cents`, error level M.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import segno

from azione0.words import _
from ledger.account.standing import NOT_DUE, OVERDUE, OpenCharge
from ledger.creditors import Creditor
from ledger.documents.sentences import word
from ledger.files.notice import is_sound

AUXILIARY = "3"
IUV_DIGITS = 17
#: The largest amount of the payment request's field: ten digits of euro cents.
MOST_CENTS = 99_999_999_99
ASKED_FOR = (OVERDUE, NOT_DUE)


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """What can be paid with one code: a number of 18 digits, and how much."""

    number: str
    codice_fiscale: str
    creditor_name: str
    cents: int
    due_on: date

    @property
    def spaced_number(self) -> str:
        """The number in groups of four, to be read aloud."""
        digits = self.number
        return " ".join(digits[it : it + 4] for it in range(0, len(digits), 4))

    @property
    def qr_content(self) -> str:
        """What the QR code says."""
        return f"PAGOPA|002|{self.number}|{self.codice_fiscale}|{self.cents}"

    def qr_image(self) -> str:
        """Draw the QR code, as the data address of an SVG image."""
        return qr_code(self.qr_content).svg_data_uri(border=4, omitsize=True)


def qr_code(content: str) -> segno.QRCode:
    """Encode a text at error level M, no more and no less."""
    return segno.make_qr(content, error="m", boost_error=False)


def notice_number(iuv: str) -> str | None:
    """Give the notice number of an IUV of 17 digits; nothing if it is not sound."""
    number = AUXILIARY + iuv
    return number if len(iuv) == IUV_DIGITS and is_sound(number) else None


def notice_for(
    iuv: str | None, lines: Iterable[OpenCharge], creditor: Creditor | None
) -> PaymentNotice:
    """
    Give the notice of a reference, for all that is open of its charges.

    `lines` are what is open of the account. `NoNotice` says in words why there is
    none.
    """
    if not iuv:
        raise NoNotice(_("l'addebito non ha un codice IUV"))
    number = notice_number(iuv)
    if number is None:
        raise NoNotice(
            _("lo IUV {iuv} non dà un numero di avviso valido").format(iuv=iuv)
        )
    if creditor is None:
        raise NoNotice(_("il codice fiscale del creditore non è fra le impostazioni"))
    mine = [it for it in lines if it.charge.iuv == iuv]
    if not mine:
        raise NoNotice(_("non resta nulla da pagare"))
    withheld = [it.status for it in mine if it.status not in ASKED_FOR]
    if withheld:
        raise NoNotice(_("l'addebito è {status}").format(status=word(withheld[0])))
    cents = sum(it.open_cents for it in mine)
    if cents > MOST_CENTS:
        raise NoNotice(_("l'importo è troppo grande per un avviso"))
    return PaymentNotice(
        number,
        creditor.codice_fiscale,
        creditor.name,
        cents,
        min(it.charge.due_on for it in mine),
    )


class NoNotice(Exception):
    """No notice can be printed; the message says why."""
