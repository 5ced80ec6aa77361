"""
Looks at each line of a file: is it new, is it known, or at odds with the books.

What came before, in whatever way, is counted as known. What came before and said
something else is a fault, and one fault refuses the file.
"""

from collections.abc import Sequence
from uuid import UUID

from azione0.body import BadLetter
from azione0.contracts.creditor import (
    ChargeCorrected,
    ChargeIssued,
    ChargeReversed,
    PaymentReceived,
    PaymentReversed,
)
from azione0.refused import BadLine, Refused
from azione0.words import _
from ledger.account.account import ChargeDiffers, ClosedAccount, PaymentDiffers
from ledger.account.decisions import TooManyNamed
from ledger.account.soundness import (
    FIRST_YEAR,
    LAST_YEAR,
    DayOutOfReach,
    DueBeforeIssue,
    NotYetPaid,
    PeriodBackwards,
    WrongAmount,
)
from ledger.application import Ledger
from ledger.application.postings import ReversalDiffers, ReversedBeforePaid
from ledger.files.amounts import euro
from ledger.files.bills import no_more_lines
from ledger.files.known import known_charge, known_payment, waits
from ledger.files.letters import FileLetter
from ledger.files.register import Register
from ledger.hearing import charge_said, payment_key_said, payment_said
from ledger.receipt import ReceiptDiffers
from ledger.tenancy import KeptDiffers

REFUSALS = (
    BadLetter,
    ChargeDiffers,
    ClosedAccount,
    DayOutOfReach,
    DueBeforeIssue,
    KeptDiffers,
    NotYetPaid,
    PaymentDiffers,
    PeriodBackwards,
    ReceiptDiffers,
    ReversalDiffers,
    ReversedBeforePaid,
    TooManyNamed,
    WrongAmount,
)
"""What the books may say of one line."""


class Screening:
    """
    The lines of one file, looked at in its order, and what was found.

    `from_flow` tells that every payment has a receipt, also one that took the
    place of another and is not called by it. `received` has the ids of new charges
    and payments; `new_lines` the letter id and digest of every line that no file
    had before.
    """

    def __init__(
        self,
        ledger: Ledger,
        register: Register,
        letters: Sequence[FileLetter],
        *,
        from_flow: bool,
    ) -> None:
        self._ledger = ledger
        self._from_flow = from_flow
        self._seen = register.digests([it.letter_id for it in letters])
        self._bad: list[BadLine] = []
        self.received: list[UUID] = []
        self.new_lines: list[tuple[UUID, str]] = []
        self.known = 0
        self.reversed = 0

    def is_new(self, it: FileLetter) -> bool:
        """Tell whether a line says something new; count it either way."""
        digest = self._seen.get(it.letter_id)
        known, differs = self._compare(it, digest)
        if differs:
            self._bad.append(_bad(it, _same()))
            return False
        if digest is None:
            self.new_lines.append((it.letter_id, it.digest))
        if known:
            self.known += 1
            return False
        said = it.contract
        if isinstance(said, PaymentReversed | ChargeReversed):
            self.reversed += 1
        elif isinstance(said, PaymentReceived):
            self.received.append(payment_key_said(said))
        elif isinstance(said, ChargeIssued | ChargeCorrected):
            self.received.append(charge_said(said).id)
        return True

    def refuse_line(self, it: FileLetter, wrong: Exception) -> None:
        """Note that the books did not take a line, and why."""
        self._bad.append(_bad(it, _why(wrong)))

    def refuse(self) -> None:
        """Raise `Refused` with every line that is wrong, if there is one."""
        if len(self._bad) == 1:
            sentence = _("Una riga non va d'accordo con ciò che è già registrato.")
        else:
            sentence = _(
                "{count} righe non vanno d'accordo con ciò che è già registrato."
            ).format(count=len(self._bad))
        if self._bad:
            raise Refused(sentence, self._bad)

    def waiting(self) -> int:
        """Count what is received and stands on no account yet."""
        return sum(waits(self._ledger, it) for it in self.received)

    def _compare(self, it: FileLetter, digest: str | None) -> tuple[bool, bool]:
        """Tell whether a line is known, and whether as another one."""
        said = it.contract
        if isinstance(said, PaymentReceived):
            return self._compare_payment(said)
        if digest is not None:
            return True, digest != it.digest
        if isinstance(said, ChargeIssued):
            charge = charge_said(said)
            known = known_charge(
                self._ledger, said.creditor_id, said.tenancy_id, charge.id
            )
            return known is not None, known not in (None, charge)
        return False, False

    def _compare_payment(self, said: PaymentReceived) -> tuple[bool, bool]:
        # A list and a flow tell the same payment with more or with less: only
        # how much it was and when must agree.
        payment = payment_said(said)
        known = known_payment(self._ledger, payment.id)
        if known is not None:
            same = (known.cents, known.value_on) == (payment.cents, payment.value_on)
            return True, not same
        standing = self._ledger.stands_as(
            said.creditor_id,
            payment,
            with_receipt=self._from_flow or said.iur is not None,
        )
        return standing != payment.id, False


def _bad(it: FileLetter, expected: str) -> BadLine:
    said = it.contract
    value = euro(getattr(said, "amount_cents", 0))
    if isinstance(said, ChargeIssued | ChargeCorrected | ChargeReversed):
        field, code = "bill / line", said.charge_id
    elif isinstance(said, PaymentReceived | PaymentReversed) and said.iuv:
        field, code = "iuv / iur", f"{said.iuv} / {said.iur or ''}"
    else:
        field, code = "amount", ""
    where = _("riga {line}").format(line=it.row) if it.row else _("un pagamento")
    return BadLine(where, field, f"{code}: {value}" if code else value, expected)


def _same() -> str:
    return _("lo stesso contenuto con cui è già registrato")


def _why(wrong: Exception) -> str:
    """Say what the books would have taken instead of what they refused."""
    said = {
        ClosedAccount: _("un conto aperto: questo è chiuso"),
        DayOutOfReach: _("una data dal {first} al {last}").format(
            first=FIRST_YEAR, last=LAST_YEAR
        ),
        DueBeforeIssue: _("una scadenza non precedente all'emissione"),
        NotYetPaid: _("una data di valuta che non sia nel futuro"),
        PeriodBackwards: _("un periodo che non finisca prima di cominciare"),
        ReversalDiffers: _("l'importo intero con cui il pagamento è registrato"),
        ReversedBeforePaid: _("uno storno non precedente al pagamento"),
        TooManyNamed: no_more_lines(),
        WrongAmount: _("un importo diverso da zero, negativo solo in un conguaglio"),
    }
    return (
        str(wrong) if isinstance(wrong, BadLetter) else said.get(type(wrong), _same())
    )
