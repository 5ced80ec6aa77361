"""The programme of workshops over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from workshops.api.entrance import api
from workshops.application import Workshops
from workshops.forms import programme as forms
from workshops.forms.common import OnDay, OnDayBecause
from workshops.labs.workshop import (
    Workshop,
)


@api.command("/workshops", forms.NewWorkshop, forms.WorkshopForm, status=201)
def schedule_workshop(
    workshops: Workshops, sessions: Sequence[dict[str, Any]], **terms: Any
) -> dict[str, Any]:
    """Announce a workshop, day by day; the catalogue plans by recurrence."""
    days = [(session["on"], session["minutes"]) for session in sessions]
    return shown(workshops, workshops.schedule_workshop(sessions=days, **terms))


@api.question("/workshops", forms.WorkshopLine(many=True), asks=forms.FromDay)
def list_workshops(workshops: Workshops, on: date) -> list[dict[str, Any]]:
    """List the workshops that are not over on a day, soonest first."""
    names = list(forms.WorkshopLine().fields)
    return [dict(zip(names, row, strict=True)) for row in workshops.listed(on)]


@api.question("/workshops/<uuid:workshop_id>", forms.WorkshopForm)
def workshop(workshops: Workshops, workshop_id: UUID) -> dict[str, Any]:
    """Give a workshop, its sessions and who has a place."""
    return shown(workshops, workshop_id)


@api.command(
    "/workshops/<uuid:workshop_id>/capacity", forms.Capacity, forms.WorkshopForm
)
def change_capacity(
    workshops: Workshops, workshop_id: UUID, capacity: int, on: date
) -> dict[str, Any]:
    """Change the number of seats; who waits moves up."""
    workshops.change_capacity(workshop_id, capacity, on)
    return shown(workshops, workshop_id)


@api.command("/workshops/<uuid:workshop_id>/sessions/<int:number>/day", forms.NewDay)
def move_session(
    workshops: Workshops, workshop_id: UUID, number: int, to_on: date, on: date
) -> None:
    """Put a session on another day."""
    workshops.move_session(workshop_id, number, to_on, on)


@api.command(
    "/workshops/<uuid:workshop_id>/sessions/<int:number>/cancellation",
    OnDayBecause,
)
def cancel_session(
    workshops: Workshops, workshop_id: UUID, number: int, on: date, reason: str
) -> None:
    """Cancel a session of ours: nobody missed it."""
    workshops.cancel_session(workshop_id, number, reason, on)


@api.command("/workshops/<uuid:workshop_id>/completion", OnDay, forms.SeenThrough)
def complete_workshop(
    workshops: Workshops, workshop_id: UUID, on: date
) -> dict[str, Any]:
    """End a workshop: who attended enough has seen it through."""
    return {"enrolments": workshops.complete_workshop(workshop_id, on)}


@api.command("/workshops/<uuid:workshop_id>/cancellation", OnDayBecause)
def cancel_workshop(
    workshops: Workshops, workshop_id: UUID, on: date, reason: str
) -> None:
    """Give a workshop up; everybody is released."""
    workshops.cancel_workshop(workshop_id, reason, on)


@api.command(
    "/workshops/<uuid:workshop_id>/sessions/<int:number>/arrangement",
    forms.Arrangement,
)
def arrange_session(
    workshops: Workshops, workshop_id: UUID, number: int, **arranged: Any
) -> None:
    """Say at what hour, where and by whom a session is held; who has a seat is told."""
    workshops.arrange_session(workshop_id, number, **arranged)


@api.command(
    "/workshops/<uuid:workshop_id>/sessions/<int:number>/community", forms.Community
)
def count_community(
    workshops: Workshops, workshop_id: UUID, number: int, people: int, on: date
) -> None:
    """Count who came to a session without being recorded as a person."""
    workshops.count_community(workshop_id, number, people, on)


@api.question("/notices", forms.NoticeForm(many=True))
def notices_owed(workshops: Workshops) -> list[dict[str, Any]]:
    """List whom to tell what, who waits longest first."""
    names = list(forms.NoticeForm().fields)
    return [dict(zip(names, row, strict=True)) for row in workshops.notices_owed()]


@api.command("/notices/<uuid:notice_id>/giving", forms.Told)
def give_notice(workshops: Workshops, notice_id: UUID, channel: str, on: date) -> None:
    """Note that somebody was told."""
    workshops.give_notice(notice_id, channel, on)


def shown(workshops: Workshops, workshop_id: UUID) -> dict[str, Any]:
    """Give what a workshop's form holds."""
    found = workshops.get(Workshop, workshop_id)
    return {
        "id": found.id,
        "kind": found.kind,
        "organisation_id": found.organisation_id,
        "state": found.state,
        "capacity": found.capacity,
        "sessions": [found.sessions[number] for number in sorted(found.sessions)],
        "seated": list(found.seated),
        "waiting": list(found.waiting),
        "aims": found.aims,
        "template_id": found.template_id,
        "sessions_cancelled": sorted(found.dropped),
        "community_minutes": found.community_minutes,
    }
