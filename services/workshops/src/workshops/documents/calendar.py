"""
The programme as a calendar that any calendar program can follow.

Every session keeps its UID for ever; each change of it raises its SEQUENCE, and one
that falls through stays in the calendar as cancelled. No person is in it, nor the
pseudonym of one. Source: RFC 5545 (iCalendar), RFC 7986 (names of calendars).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from azione0.words import _
from workshops.labs.recurrence import begins, ends
from workshops.labs.workshop import CANCELLED, Session, Workshop

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Azione 0//workshops//IT"
#: How often a calendar program should look again.
REFRESH = timedelta(hours=6)


def kind_said(kind: str) -> str:
    """Say what a workshop is about; a kind of one's own is said as it is written."""
    known = {
        "family_budget": _("Bilancio familiare"),
        "purchasing_group": _("Gruppo di acquisto solidale"),
        "food_sharing": _("Condivisione del cibo"),
        "reuse": _("Riuso e riparazione"),
        "energy_saving": _("Risparmio energetico"),
        "condominium_life": _("Vita in condominio"),
        "common_goods": _("Cura dei beni comuni"),
        "social_concierge": _("Portierato sociale"),
        "time_bank": _("Banca del tempo"),
    }
    return known.get(kind, kind.replace("_", " "))


def calendar_of(workshops: Sequence[Workshop], name: str) -> str:
    """Write the sessions of workshops as an iCalendar document."""
    from icalendar import Calendar  # noqa: PLC0415  much memory, when asked for

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Rome")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for workshop in sorted(workshops, key=lambda it: it.id):
        for number in sorted(workshop.sessions):
            calendar.add_component(_session(workshop, workshop.sessions[number]))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written.decode()


def _session(workshop: Workshop, session: Session) -> "Event":
    from icalendar import Event  # noqa: PLC0415  as above

    event = Event()
    changed_at: datetime = workshop.modified_on.astimezone(UTC)
    event.add("uid", f"{workshop.id}-{session.number}@azione0.it")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", workshop.revisions.get(session.number, 0))
    summary = _("{kind}, incontro {number} di {count}").format(
        kind=kind_said(workshop.kind),
        number=session.number,
        count=len(workshop.sessions),
    )
    event.add("summary", summary)
    if session.starts_at:
        event.add("dtstart", begins(session.on, session.starts_at))
        event.add("dtend", ends(session.on, session.starts_at, session.minutes))
    else:
        event.add("dtstart", session.on)
        event.add("dtend", session.on + timedelta(days=1))
    if session.place:
        event.add("location", session.place)
    event.add(
        "status", "CANCELLED" if _falls_through(workshop, session) else "CONFIRMED"
    )
    event.add("transp", "OPAQUE")
    event.add("class", "PUBLIC")
    return event


def _falls_through(workshop: Workshop, session: Session) -> bool:
    given_up = workshop.state == CANCELLED and session.number not in workshop.held
    return given_up or session.number in workshop.dropped
