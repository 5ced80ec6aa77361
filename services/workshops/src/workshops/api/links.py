"""Links by which a household takes its place itself, over HTTP."""

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from workshops.api.entrance import api
from workshops.application import Workshops
from workshops.forms import links as forms
from workshops.forms.common import OnDayBecause
from workshops.labs.enrolment import Enrolment
from workshops.labs.invitation import TOKEN_BYTES, hash_of
from workshops.labs.workshop import Workshop


@api.command(
    "/workshops/<uuid:workshop_id>/invitations",
    forms.NewInvitation,
    forms.InvitationForm,
    status=201,
    kept=False,
)
def invite(
    workshops: Workshops,
    workshop_id: UUID,
    household_id: UUID,
    person_id: UUID | None,
    expires_at: datetime,
    on: date,
) -> dict[str, Any]:
    """
    Make a link's token for a household: it is shown once and kept nowhere.

    A token made before for the same household and workshop opens nothing any more.
    """
    token = token_urlsafe(TOKEN_BYTES)
    invitation = workshops.invite(
        workshop_id,
        household_id,
        hash_of(token),
        now=workshops.now(),
        expires_at=expires_at,
        on=on,
        person_id=person_id,
    )
    return {
        "id": invitation,
        "token": token,
        "page": f"/partecipa/{token}",
        "expires_at": expires_at,
    }


@api.command("/invitations/<uuid:invitation_id>/revocation", OnDayBecause)
def revoke_invitation(
    workshops: Workshops, invitation_id: UUID, on: date, reason: str
) -> None:
    """Take a link back."""
    workshops.revoke_invitation(invitation_id, reason, on)


@api.command(
    "/enrolments/by-link", forms.Token, forms.PlaceTaken, status=201, role="anyone"
)
def enrol_by_link(workshops: Workshops, token: str) -> dict[str, Any]:
    """
    Take the place that a link stands for, once, without an account.

    Whether a token was used, has expired or never was is not told.
    """
    place = workshops.enrol_by_link(
        hash_of(token), now=workshops.now(), on=workshops.today()
    )
    enrolment = workshops.get(Enrolment, place)
    workshop = workshops.get(Workshop, enrolment.workshop_id)
    return {
        "state": enrolment.state,
        "kind": workshop.kind,
        "sessions": [workshop.sessions[number] for number in sorted(workshop.sessions)],
    }
