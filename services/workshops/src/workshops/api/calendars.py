"""
The programme as calendars, over HTTP.

Calendar programs cannot send a token, so none is asked for: an address names a
workshop or a facilitator by a random id, and nothing in a calendar is personal.
"""

from uuid import UUID

from azione0.words import _
from workshops.api.entrance import api
from workshops.application import Workshops
from workshops.documents.calendar import calendar_of, kind_said
from workshops.labs.workshop import Workshop

ICALENDAR = "text/calendar; charset=utf-8"


@api.document("/workshops/<uuid:workshop_id>/calendar.ics", ICALENDAR, role="anyone")
def calendar_of_workshop(workshops: Workshops, workshop_id: UUID) -> str:
    """Give the sessions of a workshop as an iCalendar document."""
    found = workshops.get(Workshop, workshop_id)
    return calendar_of([found], kind_said(found.kind))


@api.document(
    "/facilitators/<uuid:facilitator_id>/calendar.ics", ICALENDAR, role="anyone"
)
def calendar_of_facilitator(workshops: Workshops, facilitator_id: UUID) -> str:
    """Give the sessions that somebody leads as an iCalendar document."""
    return calendar_of(workshops.led_by(facilitator_id), _("Laboratori"))
