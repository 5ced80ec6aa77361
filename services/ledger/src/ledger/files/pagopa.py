"""
Reads a pagoPA reporting flow: which notices one credit transfer paid.

A flow (flusso di rendicontazione) is one transfer to one account; each line is one
payment, or one share of a payment, that a tenant made. Source: SANP and the
published schema; copies of the schema differ, so the rules here are the measure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from azione0.words import _
from ledger.files.amounts import euro, pagopa_cents
from ledger.files.days import instant, xml_day
from ledger.files.fields import Fields, a_code, matching, one_of, whole
from ledger.files.refusal import Faults, masked
from ledger.files.tree import Element, read_tree

LineKey = tuple[str, str, int, bool]
"""IUV, IUR, index, and whether the payment is revoked."""

REVOKED = "3"
OUTCOMES = frozenset({"0", "3", "4", "8", "9"})
"""0 executed, 3 revoked, 4 stand-in, 8 stand-in without RPT, 9 without RPT."""

MOST_SHARES = 5
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FlowLine:
    """
    One payment of a flow, or one of the up to five shares of a payment.

    `iuv` names what was paid, `iur` the receipt, `index` the share. Euro cents,
    negative if the payment was revoked; `paid_on` is the day the tenant paid.
    `posted_with` tells when the flow was written with which it was posted, if
    that was a replacement; it is no part of what makes two lines equal.
    """

    iuv: str
    iur: str
    index: int
    amount_cents: int
    outcome: str
    paid_on: date
    posted_with: datetime | None = field(default=None, compare=False)

    @property
    def is_revoked(self) -> bool:
        """Tell whether this line takes an earlier payment back."""
        return self.outcome == REVOKED

    @property
    def key(self) -> LineKey:
        """What makes the line one and the same, among those of its creditor."""
        return self.iuv, self.iur, self.index, self.is_revoked


@dataclass(frozen=True, slots=True)
class Flow:
    """
    One flow: who sent it, to which creditor, when, and its lines.

    `written_at` in UTC; of flows with the same `flow_id`, sender and creditor
    the later one counts. `transfer` is the bank's reference of the transfer.
    `withdrawn` are keys that an earlier version had and a later one took back.
    """

    flow_id: str
    written_at: datetime
    transfer: str
    settled_on: date
    sender: str
    creditor_id: str
    total_cents: int
    lines: tuple[FlowLine, ...]
    withdrawn: tuple[LineKey, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two files the same flow; two creditors may share an id."""
        return self.flow_id, self.sender, self.creditor_id


def read_flow(content: bytes, creditors: Mapping[str, str]) -> Flow:
    """
    Read a flow whole, or refuse it whole with everything that is wrong.

    `creditors` maps a codice fiscale to a creditor's id. Raises `Refused`.
    """
    root = read_tree(content)
    faults = Faults()
    head = Fields(_("riga {line}, flusso").format(line=root.line), root.texts, faults)
    head.required("versioneOggetto", one_of({"1.0", "1.1"}), "")
    flow_id = head.required(
        "identificativoFlusso",
        matching(r"[A-Za-z0-9_-]{1,35}", _("da 1 a 35 lettere, cifre, - o _")),
        "",
    )
    written_at = head.required("dataOraFlusso", instant, NEVER)
    transfer = head.required(
        "identificativoUnivocoRegolamento",
        matching(r"[^\x00-\x1f]{1,35}", _("da 1 a 35 caratteri")),
        "",
    )
    settled_on = head.required("dataRegolamento", xml_day, date.min)
    sender = _sender(head)
    creditor_id = _creditor(head, creditors)
    head.required(
        "numeroTotalePagamenti", _exactly(len(root.all("datiSingoliPagamenti"))), 0
    )
    total_cents, lines = _lines_and_total(root, head, faults)
    faults.refuse()
    return Flow(
        flow_id=flow_id,
        written_at=written_at,
        transfer=transfer,
        settled_on=settled_on,
        sender=sender,
        creditor_id=creditor_id,
        total_cents=total_cents,
        lines=lines,
    )


def _sender(head: Fields) -> str:
    sender = "istitutoMittente/identificativoUnivocoMittente"
    kind = head.required(
        f"{sender}/tipoIdentificativoUnivoco", one_of({"A", "B", "G"}), ""
    )
    code = head.required(f"{sender}/codiceIdentificativoUnivoco", a_code, "")
    return f"{kind}:{code}"


def _creditor(head: Fields, creditors: Mapping[str, str]) -> str:
    receiver = "istitutoRicevente/identificativoUnivocoRicevente"
    head.required(f"{receiver}/tipoIdentificativoUnivoco", one_of({"G"}), "")
    field = f"{receiver}/codiceIdentificativoUnivoco"
    fiscal_code = head.required(field, a_code, "")
    if fiscal_code and fiscal_code not in creditors:
        head.wrong(
            field,
            masked(fiscal_code),
            _("il codice fiscale di un creditore configurato"),
            _("Il flusso è di un creditore che non è tra quelli configurati."),
        )
    return creditors.get(fiscal_code, "")


def _lines_and_total(
    root: Element, head: Fields, faults: Faults
) -> tuple[int, tuple[FlowLine, ...]]:
    before = len(faults)
    lines = _lines(root, faults)
    sum_cents = sum(line.amount_cents for line in lines)
    declared_cents = head.required("importoTotalePagamenti", _total(sum_cents), 0)
    if len(faults) == before and declared_cents != sum_cents:
        sentence = _(
            "Il flusso dichiara {declared}, le righe sommano {summed}."
        ).format(declared=euro(declared_cents), summed=euro(sum_cents))
        if declared_cents == sum_cents * 100:
            sentence += " " + _("Il totale sembra scritto in centesimi.")
        head.wrong(
            "importoTotalePagamenti",
            euro(declared_cents),
            _("{summed}, la somma delle righe").format(summed=euro(sum_cents)),
            sentence,
        )
    return declared_cents, lines


def _total(sum_cents: int) -> Callable[[str], int]:
    """Read the total, and recognise one written in cents, which pagoPA forbids."""

    def read(text: str) -> int:
        if text == str(sum_cents):
            raise ValueError(
                _(
                    "{summed} in euro con due decimali: sembra scritto in centesimi"
                ).format(summed=euro(sum_cents))
            )
        return pagopa_cents(text)

    return read


def _exactly(count: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.lstrip("0") != str(count).lstrip("0"):
            raise ValueError(
                _("{count}, il numero dei pagamenti elencati").format(count=count)
            )
        return count

    return read


def _lines(root: Element, faults: Faults) -> tuple[FlowLine, ...]:
    elements = root.all("datiSingoliPagamenti")
    if not elements:
        where = _("riga {line}, flusso").format(line=root.line)
        faults.add(where, "datiSingoliPagamenti", "", _("almeno un pagamento"))
    first_seen: dict[LineKey, int] = {}
    lines = []
    for number, element in enumerate(elements, start=1):
        where = _("riga {line}, pagamento {number}").format(
            line=element.line, number=number
        )
        line = _line(where, element, faults)
        if line is None:
            continue
        lines.append(line)
        earlier = first_seen.setdefault(line.key, number)
        if earlier != number:
            faults.add(
                where,
                "identificativoUnivocoVersamento",
                line.iuv,
                _(
                    "IUV, IUR, indice o esito diversi dal pagamento {earlier}: "
                    "lo stesso pagamento è scritto due volte"
                ).format(earlier=earlier),
            )
    return tuple(lines)


def _line(where: str, element: Element, faults: Faults) -> FlowLine | None:
    before = len(faults)
    fields = Fields(where, element.texts, faults)
    line = FlowLine(
        iuv=fields.required("identificativoUnivocoVersamento", a_code, ""),
        iur=fields.required("identificativoUnivocoRiscossione", a_code, ""),
        index=fields.optional("indiceDatiSingoloPagamento", whole(1, MOST_SHARES), 1),
        amount_cents=fields.required("singoloImportoPagato", pagopa_cents, 0),
        outcome=fields.required("codiceEsitoSingoloPagamento", one_of(OUTCOMES), ""),
        paid_on=fields.required("dataEsitoSingoloPagamento", xml_day, date.min),
    )
    if len(faults) > before:
        return None
    if line.is_revoked and line.amount_cents >= 0:
        expected = _("un importo negativo, perché il pagamento è revocato (esito 3)")
    elif not line.is_revoked and line.amount_cents <= 0:
        expected = _("un importo maggiore di zero")
    else:
        return line
    fields.wrong("singoloImportoPagato", euro(line.amount_cents), expected)
    return None
