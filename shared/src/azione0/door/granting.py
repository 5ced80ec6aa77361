"""
Who may do what in a service, over HTTP: granted, shared, taken back, asked for.

The same addresses in every service, under `/api/access`; each writes into its own
service's store.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from marshmallow import Schema

from azione0.access.accessed import DataAccessed
from azione0.access.book import AccessBook
from azione0.access.declared import Declared, household, row_of
from azione0.access.emergency import (
    OUTCOMES,
    REASONS,
    NoReason,
    OwnReview,
    ReviewedAlready,
)
from azione0.access.grant import NotDisabled, NotGranted, WrongGrant
from azione0.access.sharing import (
    DUTIES,
    SHAREABLE,
    CannotReceive,
    NoBasis,
    NotShared,
    WrongSharing,
)
from azione0.access.vocabulary import PURPOSES, ROLES
from azione0.door.api import Api
from azione0.fields import Choice, Day, Identifier, Instant, Many, Text
from azione0.letter import ROME
from azione0.office import Office
from azione0.tokens import Actor

api = Api(
    "access",
    about="Who may see and do what in this service, and who has seen what.",
    refusals={
        WrongGrant: 422,
        NotGranted: 404,
        NotDisabled: 409,
        WrongSharing: 422,
        NoBasis: 409,
        CannotReceive: 409,
        NotShared: 404,
        NoReason: 422,
        OwnReview: 403,
        ReviewedAlready: 409,
    },
    access={
        "grant_role": Declared("grant", "none"),
        "revoke_role": Declared("grant", "none"),
        "disable_account": Declared("grant", "none"),
        "enable_account": Declared("grant", "none"),
        "granted": Declared("grant", "none"),
        "share_case": Declared("share", "none", household()),
        "unshare_case": Declared("share", "none", household()),
        "seen_by": Declared("read_log", "none"),
        "break_glass": Declared("break_glass", "none", household()),
        "broken_glass": Declared("review", "none", rows=row_of),
        "review_broken_glass": Declared("review", "none"),
    },
)


class Recorded(Schema):
    """The id of what was recorded."""

    id = Identifier(required=True)


class NewGrant(Schema):
    """A role for an actor: for which purposes and creditors, from and until when."""

    actor = Text(required=True)
    organisation = Text(required=True)
    role = Choice(ROLES, required=True)
    purposes = Many(Choice(tuple(PURPOSES)), load_default=list)
    creditors = Many(Text(), load_default=list)
    since = Day(required=True)
    until = Day(load_default=None)


class Revocation(Schema):
    """Whose role is taken back, and from which day."""

    actor = Text(required=True)
    on = Day(required=True)


class AccountSince(Schema):
    """An account, and the day from which something is so."""

    actor = Text(required=True)
    on = Day(required=True)


class GrantedRole(Schema):
    """A role as it was given."""

    grant_id = Identifier(required=True)
    actor = Text()
    organisation = Text()
    role = Text()
    purposes = Many(Text())
    creditors = Many(Text())
    since = Day()
    until = Day()
    revoked_on = Day()


class NewShare(Schema):
    """
    With whom a case is shared: for what, which fields, how long.

    On what it rests is recorded already: an agreement between controllers, or the
    consents of the household; where neither is, `duty` names the law that asks.
    """

    organisation = Text(required=True)
    receiver = Text(load_default=None)
    purpose = Choice(tuple(PURPOSES), required=True)
    fields_shared = Many(Choice(SHAREABLE), required=True)
    duty = Choice(tuple(DUTIES), load_default=None)
    on = Day(required=True)
    until = Day(required=True)


class ShareEnd(Schema):
    """The day from which a case is shared no more."""

    on = Day(required=True)


class SeenAsked(Schema):
    """Between which days."""

    since = Day(required=True)
    until = Day(required=True)


class SeenForm(Schema):
    """One answer in which a household appeared."""

    accessed_at = Instant()
    actor = Text()
    role = Text()
    purpose = Text()
    address = Text()


class Emergency(Schema):
    """For whom the glass is broken and why, and the password of who breaks it."""

    household_id = Identifier(required=True)
    reason = Choice(REASONS, required=True)
    sentence = Text(required=True)
    password = Text(required=True)


class Hour(Schema):
    """Until when one may look, and by which day it is looked at."""

    id = Identifier(required=True)
    until_at = Instant(required=True)
    review_by_on = Day(required=True)


class BrokenForm(Schema):
    """One time that the glass was broken."""

    id = Identifier(required=True)
    household_id = Identifier()
    actor = Text()
    reason = Choice(REASONS)
    sentence = Text()
    from_at = Instant()
    until_at = Instant()
    review_by_on = Day()
    outcome = Choice(OUTCOMES)


class Verdict(Schema):
    """Whether it was right."""

    outcome = Choice(OUTCOMES, required=True)
    on = Day(required=True)


@api.command("/access/grants", NewGrant, Recorded, status=201)
def grant_role(
    _application: Any, actor: str, organisation: str, role: str, **terms: Any
) -> dict[str, UUID]:
    """Give an actor a role in this service."""
    return {"id": _book().grant_role(actor, organisation, role, **terms)}


@api.command("/access/grants/<uuid:grant_id>/revocation", Revocation)
def revoke_role(_application: Any, grant_id: UUID, actor: str, on: date) -> None:
    """Take a role back from a day."""
    _book().revoke_role(actor, grant_id, on)


@api.command("/access/disabled-accounts", AccountSince)
def disable_account(_application: Any, actor: str, on: date) -> None:
    """Let an actor do nothing from a day."""
    _book().disable_account(actor, on)


@api.command("/access/enabled-accounts", AccountSince)
def enable_account(_application: Any, actor: str, on: date) -> None:
    """Let a disabled actor act again from a day."""
    _book().enable_account(actor, on)


@api.question("/access/grants", GrantedRole(many=True))
def granted(_application: Any) -> list[Any]:
    """List every role ever given in this service, by actor."""
    return [
        {
            "grant_id": it.grant_id,
            "actor": it.actor,
            "organisation": it.organisation,
            "role": it.role,
            "purposes": sorted(it.purposes),
            "creditors": sorted(it.creditors),
            "since": it.since,
            "until": it.until,
            "revoked_on": it.revoked_on,
        }
        for actor in _book().actors()
        for it in actor.grants
    ]


@api.command(
    "/access/households/<uuid:household_id>/shares", NewShare, Recorded, status=201
)
def share_case(
    _application: Any,
    household_id: UUID,
    fields_shared: Sequence[str],
    **terms: Any,
) -> dict[str, UUID]:
    """Let another organisation look at a household's case."""
    share_id = _book().share_case(household_id, fields=fields_shared, **terms)
    return {"id": share_id}


@api.command(
    "/access/households/<uuid:household_id>/shares/<uuid:share_id>/end", ShareEnd
)
def unshare_case(
    _application: Any, household_id: UUID, share_id: UUID, on: date
) -> None:
    """End a sharing from a day."""
    _book().unshare_case(household_id, share_id, on)


@api.question(
    "/access/households/<uuid:household_id>/readers",
    SeenForm(many=True),
    asks=SeenAsked,
)
def seen_by(
    _application: Any, household_id: UUID, since: date, until: date
) -> Sequence[DataAccessed]:
    """List who was given something about a household between two days."""
    return _book().log.of(household_id, since, until)


def _authenticate_again(actor: Actor, said: Mapping[str, Any]) -> None:
    """Ask for the password once more; `WrongLogin`, `TooSoon`."""
    office = _office()
    # They are let in already: who fails to sign in next to them must not delay them.
    address, now = f"let in: {actor.name}", office.store.clock()
    office.accounts.verify(actor.name, said["password"], address, now)


#: Not kept: a kept answer has a digest of what was said beside it, and a digest of a
#: password can be guessed from.
@api.command(
    "/access/break-glass",
    Emergency,
    Hour,
    status=201,
    first=_authenticate_again,
    kept=False,
)
def break_glass(
    application: Any, household_id: UUID, reason: str, sentence: str, password: str
) -> dict[str, Any]:
    """Look at a case without being let in by it: one case, one hour, reviewed."""
    office, actor = _office(), application.store.current().cause.actor
    now = office.store.clock()
    broken = office.access.break_glass(
        household_id,
        actor,
        office.accounts.organisation_of(actor),
        reason=reason,
        sentence=sentence,
        at=now,
        on=now.astimezone(ROME).date(),
    )
    return {
        "id": broken.id,
        "until_at": broken.until_at,
        "review_by_on": broken.review_by_on,
    }


@api.question("/access/broken-glass", BrokenForm(many=True))
def broken_glass(_application: Any) -> list[dict[str, Any]]:
    """List the times that the glass was broken, for who looks at them afterwards."""
    return [
        {
            "id": it.id,
            "household_id": it.household_id,
            "actor": it.actor,
            "reason": it.reason,
            "sentence": sentence,
            "from_at": it.from_at,
            "until_at": it.until_at,
            "review_by_on": it.review_by_on,
            "outcome": it.outcome,
        }
        for it, sentence in _book().emergencies()
    ]


@api.command("/access/broken-glass/<uuid:emergency_id>/review", Verdict)
def review_broken_glass(
    application: Any, emergency_id: UUID, outcome: str, on: date
) -> None:
    """Say whether it was right to break the glass."""
    reviewer = application.store.current().cause.actor
    _book().review(emergency_id, reviewer, outcome, on)


def _book() -> AccessBook:
    return _office().access


def _office() -> Office:
    found: Office = current_app.extensions["azione0"].office
    return found
