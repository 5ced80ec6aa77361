"""Reporting over HTTP: questions only, each as of a day and as known at an instant."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from azione0.access.purposes import ACCOUNTING, AUDIT
from azione0.database import reader
from azione0.door.api import Api
from azione0.door.reception import ANYONE
from azione0.letter import ROME
from reporting import forms
from reporting.access import ACCESS
from reporting.agreement import Agreement
from reporting.application import Reporting
from reporting.generations import NeverBuilt
from reporting.glance import Glance
from reporting.indicators.indicators import NoSuchIndicator
from reporting.indicators.measure import Evidence
from reporting.monitoring.behind import LetterBehind
from reporting.monitoring.board import Board
from reporting.pages import board as pages
from reporting.pages import sheet
from reporting.pages.letters import letters_page
from reporting.story import Story

#: For whom figures open into letters: those of the purposes that list every case.
OPENING_PURPOSES = (ACCOUNTING, AUDIT)

api = Api(
    "reporting",
    access=ACCESS,
    about="What the letters of all services say, taken together.",
    # Whoever asks can do nothing about it; the figures are there later.
    refusals={NeverBuilt: 503, NoSuchIndicator: 404},
)


@api.question("/glance", forms.GlanceForm, asks=forms.Asked)
def programme_at_a_glance(
    reporting: Reporting, as_of: date | None, known_at: datetime | None
) -> Glance:
    """Give the programme's figures."""
    return reporting.glance(as_of, known_at)


@api.question("/indicators", forms.MeasuredForm(many=True), asks=forms.Asked)
def indicators_measured(
    reporting: Reporting, as_of: date | None, known_at: datetime | None
) -> list[dict[str, Any]]:
    """Give every indicator, with its definition, its interval and what is missing."""
    return [it.plain() for it in reporting.indicators(as_of, known_at)]


@api.question(
    "/indicators/<string:code>/behind",
    forms.EvidenceForm(many=True),
    asks=forms.Asked,
)
def behind_an_indicator(
    reporting: Reporting, code: str, as_of: date | None, known_at: datetime | None
) -> list[Evidence]:
    """Open an indicator into what it looked at, of the households that may be seen."""
    return reporting.behind(code, as_of, known_at)[1]


@api.question("/agreements", forms.AgreementForm(many=True), asks=forms.Asked)
def agreements_kept_and_missed(
    reporting: Reporting, as_of: date | None, known_at: datetime | None
) -> list[Agreement]:
    """List every agreement with how it is kept, in the order of signing."""
    return reporting.agreements(as_of, known_at)


@api.question(
    "/households/<uuid:household_id>/story", forms.StoryForm, asks=forms.Asked
)
def household_story(
    reporting: Reporting,
    household_id: UUID,
    as_of: date | None,
    known_at: datetime | None,
) -> Story:
    """Tell what happened to a household across the five services."""
    return reporting.story(household_id, as_of, known_at)


@api.question("/board", forms.BoardForm, asks=forms.BoardAsked)
def board_bulletin(
    reporting: Reporting,
    as_of: date | None,
    known_at: datetime | None,
    known_on: date | None,
) -> Board:
    """Give the steering group's bulletin, without what tells of fewer than five."""
    return reporting.board(as_of, _instant(known_at, known_on))


@api.document("/board/page", "text/html; charset=utf-8", asks=forms.BoardAsked)
def board_page(
    reporting: Reporting,
    as_of: date | None,
    known_at: datetime | None,
    known_on: date | None,
) -> str:
    """Give the bulletin as a page."""
    board = reporting.board(as_of, _instant(known_at, known_on))
    imprint = reporting.imprint(opens=_may_open())
    return pages.board_page(board, imprint, reporting.rhythms())


@api.document("/board/csv", "text/csv; charset=utf-8", asks=forms.BoardTableAsked)
def board_csv(
    reporting: Reporting,
    as_of: date | None,
    known_at: datetime | None,
    known_on: date | None,
    view: str,
    by: str,
) -> str:
    """Give the bulletin's tables, or one of them, as CSV."""
    board = reporting.board(as_of, _instant(known_at, known_on))
    return sheet.board_csv(board, view, by)


@api.document("/board/style", "text/css; charset=utf-8", role=ANYONE)
def board_style(_reporting: Reporting) -> str:
    """Give the style sheet of the pages; it tells of nobody."""
    return pages.style()


@api.question(
    "/board/letters", forms.LetterBehindForm(many=True), asks=forms.FigureAsked
)
def letters_behind(
    reporting: Reporting, known_on: date | None, **asked: Any
) -> list[LetterBehind]:
    """List the letters behind one figure, of the households that may be seen."""
    known_at = _instant(asked.pop("known_at"), known_on)
    return reporting.letters_behind(known_at=known_at, **asked)


@api.document(
    "/board/letters/page",
    "text/html; charset=utf-8",
    asks=forms.FigureAsked,
    write=letters_page,
)
def letters_behind_page(
    reporting: Reporting, known_on: date | None, **asked: Any
) -> list[LetterBehind]:
    """List the letters behind one figure, as a page."""
    known_at = _instant(asked.pop("known_at"), known_on)
    return reporting.letters_behind(known_at=known_at, **asked)


def _instant(known_at: datetime | None, known_on: date | None) -> datetime | None:
    """Give the instant asked for: a day is asked for with its end."""
    if known_at is not None or known_on is None:
        return known_at
    return datetime.combine(known_on, time.max, ROME)


def _may_open() -> bool:
    """Tell whether who asks may list cases, and so open a figure."""
    asking = reader()
    return asking is not None and asking.purpose in OPENING_PURPOSES
