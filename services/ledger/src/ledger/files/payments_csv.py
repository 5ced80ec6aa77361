"""Reads payments that a creditor lists itself: from its counter, by money order."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, cast, get_args

from azione0.words import _
from ledger.files.amounts import cents, euro
from ledger.files.bills import an_iuv, tenancy_code
from ledger.files.days import day
from ledger.files.fields import Fields, a_code, one_of, whole
from ledger.files.pagopa import MOST_SHARES
from ledger.files.refusal import Faults
from ledger.files.table import Row, compare_total, part_trailer, read_rows

Channel = Literal["pagopa", "transfer", "direct_debit", "mav", "cash", "other"]
Payer = Literal["tenant", "regional", "municipal", "charity"]

COLUMNS = (
    "creditor",
    "tenancy",
    "iuv",
    "iur",
    "index",
    "value_on",
    "amount",
    "channel",
    "payer",
)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """
    One payment; euro cents, negative if a payment with this IUV and IUR is revoked.

    `ordinal` numbers payments without a receipt that are otherwise alike: a
    tenant may pay the same amount twice on one day. `row` is where it stands in
    its file, and no part of what makes two payments equal.
    """

    creditor_id: str
    tenancy_id: str | None
    iuv: str | None
    iur: str | None
    index: int
    value_on: date
    amount_cents: int
    channel: Channel
    payer: Payer
    ordinal: int = 1
    row: int = field(default=0, compare=False)

    @property
    def is_revoked(self) -> bool:
        """Tell whether this line takes an earlier payment back."""
        return self.amount_cents < 0

    @property
    def receipt(self) -> tuple[str, str, str, int, bool] | None:
        """What makes it one and the same payment everywhere, if it has a receipt."""
        if self.iuv is None or self.iur is None:
            return None
        return self.creditor_id, self.iuv, self.iur, self.index, self.is_revoked


@dataclass(frozen=True, slots=True)
class PaymentList:
    """The payments of a file, each once; `repeated` counts receipts listed again."""

    lines: tuple[PaymentLine, ...]
    total_cents: int
    repeated: int


def read_payments(content: bytes, creditors: Collection[str]) -> PaymentList:
    """
    Read a list of payments whole, or refuse it whole.

    The trailer says T under `creditor` and the number of rows under `index`.
    Raises `Refused` with every fault of the file.
    """
    faults = Faults()
    all_rows = read_rows(content, COLUMNS, faults)
    unread = len(faults)
    rows, trailer = part_trailer(all_rows, "creditor", "index", faults)
    lines: list[PaymentLine] = []
    first_seen: dict[tuple[str, str, str, int, bool], tuple[int, PaymentLine]] = {}
    alike: Counter[PaymentLine] = Counter()
    repeated = total_cents = 0
    for row in rows:
        line = _line(row, creditors, faults)
        if line is None:
            unread += 1
            continue
        total_cents += line.amount_cents
        if line.receipt is None:
            alike[line] += 1
            lines.append(replace(line, ordinal=alike[line]))
            continue
        row_number, earlier = first_seen.setdefault(line.receipt, (row.line, line))
        if row_number == row.line:
            lines.append(line)
        elif earlier == line:
            repeated += 1
        else:
            row.fields(faults).wrong(
                "iur",
                line.iur or "",
                _("una ricevuta nuova, o un contenuto uguale alla riga {line}").format(
                    line=row_number
                ),
            )
    if trailer and not unread:
        compare_total(trailer, total_cents, faults)
    faults.refuse()
    return PaymentList(tuple(lines), total_cents, repeated)


def _line(row: Row, creditors: Collection[str], faults: Faults) -> PaymentLine | None:
    before = len(faults)
    fields = row.fields(faults)
    channel = fields.required("channel", one_of(get_args(Channel)), "other")
    payer = fields.required("payer", one_of(get_args(Payer)), "tenant")
    line = PaymentLine(
        creditor_id=fields.required("creditor", one_of(creditors), ""),
        tenancy_id=fields.optional("tenancy", tenancy_code, None),
        iuv=fields.optional("iuv", an_iuv, None),
        iur=fields.optional("iur", a_code, None),
        index=fields.optional("index", whole(1, MOST_SHARES), 1),
        value_on=fields.required("value_on", day, date.min),
        amount_cents=fields.required("amount", cents, 1),
        channel=cast("Channel", channel),
        payer=cast("Payer", payer),
        row=row.line,
    )
    if len(faults) == before:
        _check_together(fields, line)
    return line if len(faults) == before else None


def _check_together(fields: Fields, line: PaymentLine) -> None:
    if line.iur and not line.iuv:
        fields.wrong("iuv", "", _("lo IUV, perché la riga ha uno IUR"))
    elif not line.iuv and not line.tenancy_id:
        fields.wrong("tenancy", "", _("il contratto o lo IUV"))
    if line.amount_cents == 0:
        fields.wrong("amount", euro(0), _("un importo diverso da zero"))
    elif line.is_revoked and line.receipt is None:
        fields.wrong(
            "amount",
            euro(line.amount_cents),
            _("un importo positivo: uno storno vuole IUV e IUR"),
        )
