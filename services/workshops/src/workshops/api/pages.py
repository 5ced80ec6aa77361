"""
The page behind a link to a place, for who has no account.

The token stands in the address, since a page without scripts can have it nowhere else:
it is in no log of ours, and a proxy in front must not write `/partecipa/` down either.
"""

from azione0.door.pages import Pages
from workshops.application import Workshops
from workshops.documents import place
from workshops.labs.enrolment import Enrolment
from workshops.labs.invitation import InvitationUnusable, hash_of
from workshops.labs.workshop import AlreadyEnrolled, Workshop, WorkshopOver

PAGE = "/partecipa/<string:token>"

pages = Pages(
    "workshops",
    style=place.style(),
    refused={
        InvitationUnusable: (404, place.unusable),
        AlreadyEnrolled: (409, place.in_already),
        WorkshopOver: (409, place.over),
    },
)


@pages.look(PAGE)
def place_offered(workshops: Workshops, token: str) -> str:
    """Show what a link opens; whoever looks uses nothing up."""
    workshop, expires_at = workshops.offered_by_link(
        hash_of(token), now=workshops.now(), on=workshops.today()
    )
    offer = place.offer_of(workshop, workshop.organisation_id, expires_at)
    return place.offered(offer)


@pages.press(PAGE)
def place_taken(workshops: Workshops, token: str) -> str:
    """Take the place, once."""
    found = workshops.enrol_by_link(
        hash_of(token), now=workshops.now(), on=workshops.today()
    )
    enrolment = workshops.get(Enrolment, found)
    workshop = workshops.get(Workshop, enrolment.workshop_id)
    offer = place.offer_of(workshop, workshop.organisation_id)
    return place.taken(offer, enrolment.state)
