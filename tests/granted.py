"""Who may do what in a test: recorded in the service's store, as an operator does."""

from datetime import date
from uuid import UUID, uuid4, uuid5

from azione0.access.agreements import show_agreement
from azione0.access.controllers import Agreement
from azione0.access.purposes import REGISTER
from azione0.store import Cause

EVER = date(2000, 1, 1)
#: What agreements are made for; what people agree to themselves needs none.
ACTIVITIES = [it.code for it in REGISTER if not it.needs_consent]


def agreed(office, organisation, *purposes, since=EVER, until=None):
    """Let an agreement cover an organisation; without purposes, for all of them."""
    with office.application.transaction(Cause("test", f"agreed/{uuid4()}")) as opened:
        for purpose in purposes or ACTIVITIES:
            key = uuid5(UUID(int=0), f"{organisation}/{purpose}/{since}/{until}")
            runs = office.access.organisation
            show_agreement(
                opened.session,
                Agreement(since, key, purpose, (runs,), (organisation,), "", until),
            )


def grant(
    office,
    actor,
    organisation,
    *roles,
    creditors=(),
    since=EVER,
    until=None,
    is_bound=True,
):
    """
    Give an actor roles in a service; a creditor's roles are for `creditors`.

    The organisation is bound by agreements for all purposes, unless it is said not to.
    """
    given = []
    if is_bound and organisation != office.access.organisation:
        agreed(office, organisation)
    with office.application.transaction(Cause("test", f"grant/{actor}")):
        for role in roles:
            given.append(  # noqa: PERF401  inside one transaction
                office.access.grant_role(
                    actor,
                    organisation,
                    role,
                    since=since,
                    until=until,
                    creditors=creditors
                    if role in ("creditor_operator", "integration")
                    else (),
                )
            )
    return given
