"""
The board's page: a sentence, a chart and a table for each view, of one bulletin.

It carries no script, asks nobody outside for anything, and prints on A4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup

from azione0.rhythm import Rhythm
from azione0.templates import templates
from azione0.words import language
from reporting.amounts import day, moment
from reporting.monitoring.board import Board
from reporting.monitoring.bulletin import Bulletin
from reporting.monitoring.grouping import ALL
from reporting.monitoring.release import Released
from reporting.pages.charts import Bar, bars, cascade, levels
from reporting.pages.headlines import headline
from reporting.pages.written import (
    caption,
    figure,
    first_title,
    lasting,
    not_told,
    rhythm_said,
    why_not_told,
)

#: The addresses that a page leads to; a page in a file leads nowhere.
ADDRESSES = {
    "page": "/api/board/page",
    "csv": "/api/board/csv",
    "letters": "/api/board/letters/page",
    "style": "/api/board/style",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """
    What a page says of its making; `demo` if the data are invented.

    `opens` tells whether who looks may see cases, and so the letters behind a
    figure. Without `addresses` the page stands alone in a file.
    """

    organisation: str
    made_at: datetime
    demo: bool = False
    opens: bool = False
    addresses: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One view on the page."""

    code: str
    sentence: str
    chart: Markup | None
    tables: tuple[Released, ...]

    @property
    def definition(self) -> str:
        """How its figures are counted."""
        return self.tables[0].definition


def board_page(board: Board, imprint: Imprint, rhythms: Sequence[Rhythm] = ()) -> str:
    """Write the page; `rhythms` say how those whom we hear write to us, by now."""
    return (
        environment()
        .get_template("board.html")
        .render(
            imprint=imprint,
            language=language(),
            style=Markup(style()),  # noqa: S704  our own file
            bulletin=board.bulletin,
            sections=[_section(board, code) for code in _views(board)],
            link=_Links(board.bulletin, imprint),
            rhythms=rhythms,
            rhythm_said=rhythm_said,
            lasting=lasting,
        )
    )


def style() -> str:
    """Give the style sheet of the page."""
    return files("reporting.pages").joinpath("templates/board.css").read_text("utf-8")


class _Links:
    """The addresses of one bulletin, for who may follow them."""

    def __init__(self, bulletin: Bulletin, imprint: Imprint) -> None:
        self._asked = {
            "as_of": bulletin.as_of.isoformat(),
            "known_at": bulletin.question.known_at.isoformat(),
        }
        self._imprint = imprint

    def csv(self, table: Released | None = None) -> str:
        """Lead to a table as CSV, or to all of them."""
        which = {} if table is None else {"view": table.code, "by": table.by}
        return self._to("csv", which)

    def letters(self, table: Released, key: str, column: str) -> str:
        """Lead to the letters behind a figure; nowhere for who may not see cases."""
        if not self._imprint.opens:
            return ""
        which = {"view": table.code, "by": table.by, "row": key, "column": column}
        return self._to("letters", which)

    def _to(self, name: str, which: Mapping[str, str]) -> str:
        addresses = self._imprint.addresses
        if addresses is None:
            return ""
        return f"{addresses[name]}?{urlencode({**which, **self._asked})}"


def _views(board: Board) -> list[str]:
    return list(dict.fromkeys(it.code for it in board.tables))


def _section(board: Board, code: str) -> Section:
    tables = board.view(code)
    return Section(code, headline(tables[0]), _chart(tables[0]), tables)


def _chart(table: Released) -> Markup | None:
    """Draw the view's first table: its only line by column, or its lines by month."""
    name = f"chart-{table.code}"
    lines = [it for it in table.lines if not it.is_total]
    if table.by == ALL:
        if not lines:
            return None
        rows = [
            (column.title, figure(cell, column.unit), cell)
            for column, cell in zip(table.columns, lines[0].cells, strict=True)
            if column.unit not in ("share", "ratio")
        ]
        drawn = cascade(rows) if table.code == "waterfall" else levels(rows)
        return bars(name, headline(table), table.definition, drawn)
    if not lines:
        return None
    place = next((at for at, it in enumerate(table.columns) if it.code == "change"), 0)
    unit = table.columns[place].unit
    drawn = [
        Bar(it.title, figure(it.cells[place], unit), 0, it.cells[place], change=True)
        for it in lines
    ]
    return bars(name, headline(table), table.definition, drawn)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give the templates, with the words and figures that they use."""
    return templates(
        "reporting.pages",
        day=day,
        moment=moment,
        figure=figure,
        caption=caption,
        first_title=first_title,
        not_told=not_told,
        why_not_told=why_not_told,
    )
