"""
Documents as HTML pages that print well: A4, tables that repeat their heads.

Everything that is written on a page is escaped; a page carries its style and its
images within itself and asks nobody for anything.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment

from azione0.templates import templates
from azione0.words import language
from ledger.documents import sentences, written
from ledger.documents.agreement_letter import AgreementLetter
from ledger.documents.notice import PaymentNotice
from ledger.documents.statement import Statement

#: Instalments side by side, so that a long agreement stays on its page.
ROWS_OF_A_COLUMN = 6
MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Imprint:
    """
    What a document says of its making.

    `contact`: whom to call, as the creditor's settings say; nothing leaves a line
    to be filled in. `demo`: the data are invented, and every page says so.
    """

    organisation: str
    creditor_name: str
    printed_at: datetime
    printed_by: str
    contact: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Payable:
    """An open charge's notice, or why it has none."""

    said: str
    notice: PaymentNotice | None
    reason: str = ""


def statement_page(
    statement: Statement, payables: list[Payable], imprint: Imprint
) -> str:
    """Write the statement of an account."""
    reasons: dict[str, list[str]] = {}
    for it in payables:
        if it.notice is None:
            reasons.setdefault(it.reason, []).append(it.said)
    return _page(
        "statement.html",
        imprint,
        statement=statement,
        notices=[it for it in payables if it.notice],
        reasons=reasons,
    )


def letter_page(letter: AgreementLetter, imprint: Imprint) -> str:
    """Write the letter of a repayment agreement."""
    return _page(
        "agreement_letter.html",
        imprint,
        letter=letter,
        columns=_columns(list(letter.promises)),
    )


def _page(template: str, imprint: Imprint, **values: Any) -> str:
    return (
        _environment()
        .get_template(template)
        .render(imprint=imprint, language=language(), **values)
    )


def _columns(rows: list[Any]) -> list[list[Any]]:
    """Part rows into as many columns of equal length as are needed, and few."""
    count = min(MOST_COLUMNS, -(-len(rows) // ROWS_OF_A_COLUMN)) or 1
    length = -(-len(rows) // count)
    return [rows[it : it + length] for it in range(0, len(rows), length)]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return templates(
        "ledger.documents",
        euros=written.euros,
        day=written.day,
        long_day=written.long_day,
        moment=written.moment,
        word=sentences.word,
        charge_said=sentences.charge_said,
        part_said=sentences.part_said,
        movement_said=sentences.movement_said,
        period_said=sentences.period_said,
    )
