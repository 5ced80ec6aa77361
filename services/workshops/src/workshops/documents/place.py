"""
The page behind a link to a place: which workshop, when and where, and a button.

Nobody is named on it. Every link that opens nothing has one page, whatever the cause.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_date

from azione0.words import _, language
from workshops.documents.calendar import kind_said
from workshops.documents.certificate import environment, locale
from workshops.labs.recurrence import ROME
from workshops.labs.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session as a page tells it."""

    on: date
    minutes: int
    starts_at: str
    place: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page tells of a workshop; `waits` if its seats are all taken."""

    kind: str
    organisation: str
    sessions: tuple[Meeting, ...]
    waits: bool = False
    expires_on: date = date.max
    expires_hour: str = ""


def offer_of(
    workshop: Workshop, organisation: str, expires_at: datetime | None = None
) -> Offer:
    """Give what a page tells of a workshop, its sessions by their days."""
    meetings = [
        Meeting(it.on, it.minutes, it.starts_at, it.place, number in workshop.dropped)
        for number, it in workshop.sessions.items()
    ]
    local = expires_at.astimezone(ROME) if expires_at else None
    return Offer(
        kind=workshop.kind,
        organisation=organisation.replace("-", " ").title(),
        sessions=tuple(sorted(meetings, key=lambda it: (it.on, it.starts_at))),
        waits=len(workshop.seated) >= workshop.capacity,
        expires_on=local.date() if local else date.max,
        expires_hour=f"{local:%H:%M}" if local else "",
    )


def offered(it: Offer) -> str:
    """Write the page with the button."""
    return _page(kind_said(it.kind), "offered", it)


def taken(it: Offer, state: str) -> str:
    """Write the page of a place that was taken: `enrolled`, or `waiting`."""
    return _page(kind_said(it.kind), state, it)


def unusable() -> str:
    """Write the one page of every link that opens nothing."""
    return _page(
        _("Questo collegamento non apre nulla"),
        "refused",
        said=_(
            "Un collegamento vale una volta sola e per un certo tempo. Un posto preso "
            "con questo collegamento resta valido; altrimenti ne chieda uno nuovo."
        ),
    )


def over() -> str:
    """Write the page of a workshop that takes nobody any more."""
    return _page(
        _("Questo laboratorio non prende più iscrizioni"),
        "refused",
        said=_("È finito, oppure non si fa più."),
    )


def in_already() -> str:
    """Write the page of who has a place already."""
    return _page(
        _("Il posto c'è già"),
        "refused",
        said=_("La Sua famiglia ha già un posto, o è già in lista d'attesa."),
    )


@cache
def style() -> str:
    """Give the style sheet of all these pages."""
    place = files("workshops.documents").joinpath("templates", "place.css")
    return place.read_text(encoding="utf-8")


def _page(title: str, state: str, it: Offer | None = None, said: str = "") -> str:
    return (
        environment()
        .get_template("place.html")
        .render(
            title=title,
            state=state,
            it=it,
            said=said,
            language=language(),
            style=style(),
            long_weekday=_long_weekday,
        )
    )


def _long_weekday(on: date) -> str:
    return format_date(on, "EEEE d MMMM y", locale=locale())
