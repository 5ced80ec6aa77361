"""
Reads a bill run: what a creditor charges, corrects and takes back, line by line.

Each row is one line of a bill. Codes are text, for leading zeros matter; no row
has room for a person.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast, get_args

from azione0.words import _
from ledger.account.decisions import MOST_NAMED
from ledger.files.amounts import cents, euro
from ledger.files.days import day
from ledger.files.fields import Fields, one_of
from ledger.files.notice import NOTICE, iuv_of
from ledger.files.refusal import Faults
from ledger.files.table import Row, compare_total, part_trailer, read_rows

Record = Literal["C", "X", "R"]
Kind = Literal["rent", "service", "settlement", "cost", "interest"]

COLUMNS = (
    "record",
    "creditor",
    "tenancy",
    "bill",
    "line",
    "kind",
    "period_from",
    "period_to",
    "issued_on",
    "due_on",
    "amount",
    "iuv",
    "replaces",
    "reason",
)

IUV = re.compile(r"[A-Za-z0-9]{1,35}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,59}")
LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
REASON = re.compile(r"[a-z][a-z0-9_]{0,39}")
FISCAL_CODE = re.compile(
    r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class BillLine:
    """
    One row of a bill run: a charge (C), a correction (X), a reversal (R).

    Amounts are euro cents, negative only for a settlement in the tenant's favour,
    absent for a reversal, which may leave out kind, period and due day as well.
    `replaces` is the `charge_id` that a correction or reversal speaks of. `row` is
    where it stands in its file, and no part of what makes two rows equal.
    """

    record: Record
    creditor_id: str
    tenancy_id: str
    bill: str
    line: str
    kind: Kind | None
    period_from: date | None
    period_to: date | None
    issued_on: date
    due_on: date | None
    amount_cents: int | None
    iuv: str | None
    replaces: str | None
    reason: str | None
    row: int = field(default=0, compare=False)

    @property
    def charge_id(self) -> str:
        """The creditor's own name of the charge."""
        return f"{self.bill}/{self.line}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a row one and the same in every file."""
        return self.record, self.creditor_id, self.bill, self.line


@dataclass(frozen=True, slots=True)
class BillRun:
    """The rows of a file, each once; `repeated` counts rows written again alike."""

    lines: tuple[BillLine, ...]
    total_cents: int
    repeated: int


def read_bills(content: bytes, creditors: Collection[str]) -> BillRun:
    """
    Read a bill run whole, or refuse it whole; `creditors` are the ids configured.

    Raises `Refused` with every fault of the file.
    """
    faults = Faults()
    all_rows = read_rows(content, COLUMNS, faults)
    unread = len(faults)
    rows, trailer = part_trailer(all_rows, "record", "line", faults)
    first_seen: dict[tuple[str, str, str, str], tuple[int, BillLine]] = {}
    borne: Counter[tuple[str, str]] = Counter()
    repeated = total_cents = 0
    for row in rows:
        line = _line(row, creditors, faults)
        if line is None:
            unread += 1
            continue
        total_cents += line.amount_cents or 0
        row_number, earlier = first_seen.setdefault(line.key, (row.line, line))
        if earlier != line:
            row.fields(faults).wrong(
                "bill / line",
                line.charge_id,
                _("una chiave nuova, o un contenuto uguale alla riga {line}").format(
                    line=row_number
                ),
            )
        elif row_number != row.line:
            repeated += 1
        elif line.iuv:
            borne[line.creditor_id, line.iuv] += 1
            if borne[line.creditor_id, line.iuv] == MOST_NAMED + 1:
                row.fields(faults).wrong("iuv", line.iuv, no_more_lines())
    if trailer and not unread:
        compare_total(trailer, total_cents, faults)
    faults.refuse()
    lines = tuple(line for _row_number, line in first_seen.values())
    return BillRun(lines, total_cents, repeated)


def no_more_lines() -> str:
    """Say of how many lines one notice may be."""
    return _("al massimo {most} righe con lo stesso IUV").format(most=MOST_NAMED)


def tenancy_code(text: str) -> str:
    """Read a creditor's contract code, which must not be a codice fiscale."""
    if FISCAL_CODE.fullmatch(text):
        raise ValueError(_("il codice del contratto, non il codice fiscale"))
    return _code(CODE, text, _("un codice di lettere, cifre e . _ / -"))


def an_iuv(text: str) -> str:
    """Read a payment identifier; the longer number of its notice is told apart."""
    if NOTICE.fullmatch(text):
        raise ValueError(
            _("lo IUV {iuv}, non il numero di avviso").format(iuv=iuv_of(text))
        )
    return _code(IUV, text, _("uno IUV di lettere e cifre, al massimo 35"))


def _line(row: Row, creditors: Collection[str], faults: Faults) -> BillLine | None:
    before = len(faults)
    fields = row.fields(faults)
    record = fields.required("record", one_of(get_args(Record)), "C")
    is_reversal = record == "R"
    take = fields.optional if is_reversal else fields.required
    kind: str | None = take("kind", one_of(get_args(Kind)), None)
    period_from: date | None = take("period_from", day, None)
    period_to: date | None = take("period_to", day, None)
    due_on: date | None = take("due_on", day, None)
    line = BillLine(
        record=cast("Record", record),
        creditor_id=fields.required("creditor", one_of(creditors), ""),
        tenancy_id=fields.required("tenancy", tenancy_code, ""),
        bill=fields.required("bill", _bill, ""),
        line=fields.required("line", _number_of_line, ""),
        kind=cast("Kind | None", kind),
        period_from=period_from,
        period_to=period_to,
        issued_on=fields.required("issued_on", day, date.min),
        due_on=due_on,
        amount_cents=_amount(fields, kind, is_reversal=is_reversal),
        iuv=fields.optional("iuv", an_iuv, None),
        replaces=_of_a_change(fields, record, "replaces", _charge_id),
        reason=_of_a_change(fields, record, "reason", _reason),
        row=row.line,
    )
    if period_from and period_to and period_to < period_from:
        fields.wrong(
            "period_to",
            period_to.isoformat(),
            _("un giorno non prima di {day}").format(day=period_from.isoformat()),
        )
    return line if len(faults) == before else None


def _amount(fields: Fields, kind: str | None, *, is_reversal: bool) -> int | None:
    if is_reversal:
        _left_empty(fields, "amount")
        return None
    amount_cents: int | None = fields.required("amount", cents, None)
    if amount_cents == 0:
        fields.wrong(
            "amount", euro(0), _("un importo diverso da zero (per annullare: riga R)")
        )
    elif amount_cents and amount_cents < 0 and kind != "settlement":
        fields.wrong(
            "amount",
            euro(amount_cents),
            _("un importo positivo: è negativo solo un conguaglio"),
        )
    return amount_cents


def _of_a_change(
    fields: Fields, record: str, name: str, read: Callable[[str], str]
) -> str | None:
    """Read what only corrections and reversals have, and must have."""
    if record == "C":
        _left_empty(fields, name)
        return None
    value: str | None = fields.required(name, read, None)
    return value


def _left_empty(fields: Fields, name: str) -> None:
    """Note a value that has no meaning in this kind of row."""

    def refuse(text: str) -> None:
        raise ValueError(_("niente, in questo tipo di riga"))

    fields.optional(name, refuse, None)


def _bill(text: str) -> str:
    return _code(CODE, text, _("un codice di lettere, cifre e . _ / -"))


def _number_of_line(text: str) -> str:
    return _code(LINE, text, _("un codice di lettere, cifre e . _ -, senza barra"))


def _charge_id(text: str) -> str:
    bill, _slash, line = text.rpartition("/")
    if not CODE.fullmatch(bill) or not LINE.fullmatch(line):
        raise ValueError(_("la riga sostituita, scritta bolletta/riga"))
    return text


def _reason(text: str) -> str:
    return _code(REASON, text, _("un codice in minuscolo, come meter_error"))


def _code(pattern: re.Pattern[str], text: str, expected: str) -> str:
    if pattern.fullmatch(text) is None:
        raise ValueError(expected)
    return text
