"""Who may do what in a test: recorded in the service's store, as an operator does."""

from datetime import date

from azione0.store import Cause

EVER = date(2000, 1, 1)


def grant(office, actor, organisation, *roles, creditors=(), since=EVER, until=None):
    """Give an actor roles in a service; a creditor's roles are for `creditors`."""
    given = []
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
