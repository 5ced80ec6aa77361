"""
Posts a file of a creditor: whole, or not at all.

What a file says goes through the same inbox as the creditor's letters, in one
transaction with the register of files, so that a payment in a file and in a
letter counts once and no file is ever in the books by half.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from eventsourcing.persistence import RecordConflictError

from azione0 import letter
from azione0.contract import Contract
from azione0.contracts.creditor import ChargeCorrected, ChargeReversed
from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.office import Office
from azione0.partners import Partner
from azione0.refused import Refused
from azione0.store import Cause
from azione0.words import _
from ledger.creditors import Creditor, Creditors
from ledger.files.importing import Prepared, Wanted, prepare, prepare_replacement
from ledger.files.letters import FileLetter
from ledger.files.register import Entry, Register
from ledger.files.screening import REFUSALS, Screening
from ledger.files.transfers import Transfers

TOGETHER, ALONE = 500, 1
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class ImportResult:
    """
    What came of a file.

    Of its letters, `posted` stand on accounts, `waiting` wait for a tenancy or a
    household to be known, `known` were there already, `reversed` took something
    back. `total_cents` is what the file sums to.
    """

    file_sha256: str
    lines: int
    total_cents: int
    posted: int = 0
    known: int = 0
    waiting: int = 0
    reversed: int = 0
    messages: tuple[str, ...] = ()
    already_imported: bool = False


def import_file(
    office: Office,
    content: bytes,
    wanted: Wanted,
    creditors: Creditors,
    *,
    by: str,
    recorded_at: datetime,
    check_only: bool = False,
) -> ImportResult:
    """
    Post a file of bills or of payments, once.

    `Refused` with every line that is wrong, and nothing is stored. The same
    bytes again change nothing. With `check_only` nothing is stored either way.
    """
    file_sha256 = sha256(content).hexdigest()
    with office.store.reading() as session:
        earlier = Register(session).entry(file_sha256)
    if earlier and earlier.wanted == wanted:
        return _already(earlier)
    prepared = prepare(content, wanted, creditors)
    if not check_only:
        # What is due goes first, so that as little as possible waits behind it.
        office.inbox.retry_due(recorded_at)
    posting = _Posting(office, prepared, wanted, creditors, by, recorded_at)
    try:
        result = posting.run(check_only=check_only)
    except _CheckedOnly as checked:
        return checked.result
    office.inbox.retry_due(recorded_at)
    return result


@dataclass
class _Posting:
    """One file on its way into the books."""

    office: Office
    prepared: Prepared
    wanted: Wanted
    creditors: Creditors
    by: str
    recorded_at: datetime

    def run(self, *, check_only: bool) -> ImportResult:
        """Post in big steps; if one is refused, one by one, to name every line."""
        together = TOGETHER
        for attempt in range(MOST_ATTEMPTS):
            try:
                return self._run(together, check_only=check_only)
            except REFUSALS:
                together = ALONE
            except RecordConflictError:
                # Somebody wrote about the same account just now: look again.
                if attempt + 1 == MOST_ATTEMPTS:
                    raise
        return self._run(ALONE, check_only=check_only)

    def _run(self, together: int, *, check_only: bool) -> ImportResult:
        cause = Cause(actor=self.by, id=f"import/{self.prepared.file_sha256}")
        with self.office.store.transaction(cause) as transaction:
            # An empty batch takes the inbox for this transaction: until its end
            # neither a letter nor another file comes in between.
            self.office.inbox.take_whole(())
            register = Register(transaction.session)
            transfers = Transfers(transaction.session)
            earlier = register.entry(self.prepared.file_sha256)
            if earlier and earlier.wanted == self.wanted:
                return _already(earlier)
            prepared = self._against_earlier(register)
            letters = [
                *prepared.letters,
                *transfers.take_back(prepared.statements, self.creditors),
            ]
            screening = Screening(
                self.office.application,
                register,
                letters,
                from_flow=prepared.flow is not None,
            )
            taken = self._post(register, screening, letters, together)
            screening.refuse()
            if prepared.flow:
                register.keep_flow(prepared.flow, prepared.file_sha256)
            messages = (*prepared.messages, *self._remarks(prepared, transfers, taken))
            result = _result(prepared, screening, messages)
            register.write_lines(prepared.file_sha256, screening.new_lines)
            register.write(self._entry(result))
            if check_only:
                raise _CheckedOnly(result)
        return result

    def _against_earlier(self, register: Register) -> Prepared:
        flow = self.prepared.flow
        earlier = register.flow(flow.key) if flow else None
        if earlier is None:
            return self.prepared
        return prepare_replacement(earlier, self.prepared, self.creditors)

    def _post(
        self,
        register: Register,
        screening: Screening,
        letters: Sequence[FileLetter],
        together: int,
    ) -> Taken:
        taken = Taken()
        for start in range(0, len(letters), together):
            some = letters[start : start + together]
            try:
                new = [it for it in some if screening.is_new(it)]
                raws = [self._raw(it, register) for it in new]
                taken += self.office.inbox.take_whole(raws)
            except REFUSALS as wrong:
                if together != ALONE:
                    raise
                # Nothing of this file will be kept: the rest is only looked at.
                screening.refuse_line(some[0], wrong)
        return taken

    def _raw(self, it: FileLetter, register: Register) -> Raw:
        named = FileLetter(_under_its_name(it.contract, register), it.row)
        creditor = self.creditors[_creditor_id(it.contract)]
        return letter.write(
            named.contract,
            id=str(named.letter_id),
            source=source_of(creditor, self.office.settings.partners),
            recorded_at=self.recorded_at,
            correlation_id=self.prepared.file_sha256,
            causation_id=self.prepared.file_sha256,
        )

    def _remarks(
        self, prepared: Prepared, transfers: Transfers, taken: Taken
    ) -> Iterator[str]:
        if taken.quarantined:
            raise Refused(
                _("Una lettera con lo stesso identificativo dice un'altra cosa.")
            )
        if prepared.flow and prepared is not self.prepared:
            yield _("Sostituisce il flusso {flow_id} già importato.").format(
                flow_id=prepared.flow.flow_id
            )
        yield from transfers.settle(prepared.settlements)
        if prepared.flow:
            yield from transfers.settled(prepared.flow)
        yield from transfers.unjoined(prepared.statements)
        if taken.waiting:
            yield _(
                "Righe accodate a una lettera non ancora riuscita: {count} "
                "(vedere 'azione0 parked list')."
            ).format(count=taken.waiting)

    def _entry(self, result: ImportResult) -> Entry:
        return Entry(
            file_sha256=result.file_sha256,
            wanted=self.wanted,
            kind=str(self.prepared.kind),
            by=self.by,
            at=self.recorded_at,
            lines=result.lines,
            total_cents=result.total_cents,
            posted=result.posted,
            known=result.known,
            waiting=result.waiting,
            reversed=result.reversed,
        )


def _result(
    prepared: Prepared, screening: Screening, messages: tuple[str, ...]
) -> ImportResult:
    waiting = screening.waiting()
    return ImportResult(
        file_sha256=prepared.file_sha256,
        lines=prepared.lines,
        total_cents=prepared.total_cents,
        posted=len(screening.received) - waiting,
        known=screening.known,
        waiting=waiting,
        reversed=screening.reversed,
        messages=messages,
    )


def source_of(creditor: Creditor, partners: Sequence[Partner]) -> str:
    """
    Give the source under which a creditor's files are posted: that of its letters.

    The partner of its kind named like it, else the only one of its kind; a
    creditor that writes no letters has a source of its own.
    """
    kin = [it for it in partners if it.kind == creditor.publisher]
    named = [it for it in kin if it.name == creditor.creditor_id]
    for found in (named, kin):
        if len(found) == 1:
            return found[0].source
    return f"//{creditor.creditor_id}/{creditor.publisher}"


def _already(entry: Entry) -> ImportResult:
    return ImportResult(
        file_sha256=entry.file_sha256,
        lines=entry.lines,
        total_cents=entry.total_cents,
        already_imported=True,
    )


def _under_its_name(said: Contract, register: Register) -> Contract:
    """
    Name the charge that stands now, where it was corrected under its own name.

    Files may correct a bill line in its own place; the books know every version
    by a name of its own.
    """
    if isinstance(said, ChargeReversed):
        name = register.standing_name(said.creditor_id, said.charge_id)
        return replace(said, charge_id=name)
    if isinstance(said, ChargeCorrected):
        standing = register.standing_name(said.creditor_id, said.replaces)
        name = said.charge_id
        if name == said.replaces:
            name = register.next_name(said.creditor_id, name)
        return replace(said, charge_id=name, replaces=standing)
    return said


def _creditor_id(said: Contract) -> str:
    return str(getattr(said, "creditor_id"))  # noqa: B009  every creditor's word has it


class _CheckedOnly(Exception):
    """A file that could be posted, and was not asked to be."""

    def __init__(self, result: ImportResult) -> None:
        super().__init__(result.file_sha256)
        self.result = result
