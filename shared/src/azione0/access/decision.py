"""
Decide whether somebody may do this, on a day, to this case, for this purpose.

One function, of recorded facts and the question alone: no clock, no database. So the
same call answers what could be done on any day of the past. Unless a rule and a
grant say yes, the answer is no.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from azione0.access.controllers import Agreement, is_covered
from azione0.access.rules import RULES, Rule
from azione0.access.vocabulary import (
    AGREEMENT,
    CREDITOR,
    EMERGENCY,
    FOREIGN,
    OWN,
    PROGRAMME,
    PURPOSES,
    SHARED,
)


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """
    A role given to an actor of an organisation, for purposes, from a day.

    `until` is its last day, `revoked_on` the first day on which it was none;
    `creditors` are those for whom a creditor's operator acts.
    """

    grant_id: UUID
    actor: str
    organisation: str
    role: str
    purposes: frozenset[str]
    since: date
    until: date | None = None
    revoked_on: date | None = None
    creditors: frozenset[str] = frozenset()

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return _in_force(day, self.since, self.until, self.revoked_on)


@dataclass(frozen=True, slots=True)
class Share:
    """
    A case shared with an organisation for one purpose: these fields, until a day.

    With a `receiver`, with that actor alone. `ground` is what it rests on: an
    `agreement` has to hold on the day on which it is looked at, too.
    """

    share_id: UUID
    organisation: str
    purpose: str
    fields: frozenset[str]
    since: date
    until: date
    ground: str = AGREEMENT
    ended_on: date | None = None
    receiver: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return _in_force(day, self.since, self.until, self.ended_on)


@dataclass(frozen=True, slots=True)
class Disabled:
    """An account that cannot be used from a day, until it is enabled again."""

    actor: str
    since: date
    enabled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """The time in which an actor may look at a case for which they broke the glass."""

    actor: str
    organisation: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Grants:
    """
    What was recorded about the actor and about the case that a question names.

    `following` says since when which organisation follows the case, in the order of
    days; `holder` is the organisation whose own record this is, if it is one's;
    `runs` the one that runs the `service`, and answers for what is kept there;
    `agreements` are those between controllers.
    """

    roles: tuple[RoleGrant, ...] = ()
    disabled: tuple[Disabled, ...] = ()
    following: tuple[tuple[date, str], ...] = ()
    shares: tuple[Share, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    holder: str | None = None
    agreements: tuple[Agreement, ...] = ()
    service: str = ""
    runs: str = ""

    def follower_on(self, day: date) -> str | None:
        """Give who follows the case on a day; `None` if it has no case yet."""
        followed = (who for since, who in reversed(self.following) if since <= day)
        return next(followed, None)


@dataclass(frozen=True, slots=True)
class Question:
    """
    Who wants to do what, on which day, and what of whom it would tell.

    `about_case` is false for what concerns no household; `creditor` is the one whose
    account it is, if it is an account; `at` the instant, for what lasts an hour.
    """

    actor: str
    organisation: str
    action: str
    fields: str
    purpose: str
    day: date
    about_case: bool = True
    creditor: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """
    Yes, by this grant, rule and relation; or no, and why.

    `why` is one word: `allowed`, `no_role`, `disabled`, `wrong_purpose`, `no_rule`,
    `foreign_case`, `not_shared`, `no_agreement`.
    """

    allowed: bool
    why: str
    grant_id: UUID | None = None
    role: str = ""
    purpose: str = ""
    relation: str = ""
    share_id: UUID | None = None


#: The nearer a refusal came to a yes, the more it says to who looks for the reason.
_NEARNESS: Final = (
    "no_role",
    "disabled",
    "wrong_purpose",
    "no_rule",
    "foreign_case",
    "not_shared",
    "no_agreement",
)


def allow(grants: Grants, asked: Question) -> Decision:
    """
    Decide; no unless one grant and one rule say yes. Source: `docs/access.md`.

    A refusal names the nearest thing that was missing.
    """
    if any(
        it.actor == asked.actor and _in_force(asked.day, it.since, None, it.enabled_on)
        for it in grants.disabled
    ):
        return Decision(allowed=False, why="disabled")
    nearest = "no_role"
    for grant in grants.roles:
        if (grant.actor, grant.organisation) != (
            asked.actor,
            asked.organisation,
        ) or not grant.holds_on(asked.day):
            continue
        found = _by_grant(grants, grant, asked)
        if found.allowed:
            return found
        nearest = max(nearest, found.why, key=_NEARNESS.index)
    return Decision(allowed=False, why=nearest, purpose=asked.purpose)


def allow_for_any(grants: Grants, asked: Question) -> Decision:
    """Decide for who names no purpose: the first of all that a grant allows."""
    refused = Decision(allowed=False, why="no_role")
    held = {it for grant in grants.roles for it in grant.purposes}
    for purpose in PURPOSES:
        if purpose not in held:
            continue
        found = allow(grants, replace(asked, purpose=purpose))
        if found.allowed:
            return found
        refused = max(refused, found, key=lambda it: _NEARNESS.index(it.why))
    return refused if held else allow(grants, asked)


def _by_grant(grants: Grants, grant: RoleGrant, asked: Question) -> Decision:
    if asked.purpose not in grant.purposes:
        return Decision(allowed=False, why="wrong_purpose")
    fitting = [
        it
        for it in RULES
        if _fits(it, grant.role, asked) and not (it.ends and grant.until is None)
    ]
    if not fitting:
        return Decision(allowed=False, why="no_rule")
    near = [
        it
        for it in _relations(grants, grant, asked)
        if any(it[0] in rule.relations for rule in fitting)
    ]
    found = [it for it in near if _is_covered(grants, asked, it[1])]
    if not found and _is_emergency(grants, grant, asked):
        found = [(EMERGENCY, None)]
    if found:
        relation, share = found[0]
        return Decision(
            allowed=True,
            why="allowed",
            grant_id=grant.grant_id,
            role=grant.role,
            purpose=asked.purpose,
            relation=relation,
            share_id=share.share_id if share else None,
        )
    return Decision(allowed=False, why=_missing(grants, asked, fitting, near))


def _missing(
    grants: Grants,
    asked: Question,
    fitting: Sequence[Rule],
    near: Sequence[tuple[str, Share | None]],
) -> str:
    """Name what a role with a fitting rule still lacks for this case."""
    if near:
        return "no_agreement"
    if any(SHARED in it.relations for it in fitting) and any(
        it.organisation == asked.organisation for it in grants.shares
    ):
        return "not_shared"
    return "foreign_case" if asked.about_case else "no_rule"


def _fits(rule: Rule, role: str, asked: Question) -> bool:
    return (
        rule.role == role
        and rule.purpose == asked.purpose
        and asked.action in rule.actions
        and asked.fields in rule.fields
    )


def _relations(
    grants: Grants, grant: RoleGrant, asked: Question
) -> Sequence[tuple[str, Share | None]]:
    """Give what the actor's organisation is to the case, the nearest first."""
    if not asked.about_case:
        return [(PROGRAMME, None)]
    found: list[tuple[str, Share | None]] = []
    if asked.organisation in (grants.follower_on(asked.day), grants.holder):
        found.append((OWN, None))
    if asked.creditor is not None and asked.creditor in grant.creditors:
        found.append((CREDITOR, None))
    found += [(SHARED, it) for it in grants.shares if _is_shared(it, asked)]
    return found or [(FOREIGN, None)]


def _is_covered(grants: Grants, asked: Question, share: Share | None) -> bool:
    """
    Whether the organisation may treat the data of a case at all.

    Who runs the service answers for it; others need an agreement between controllers
    on that day, unless the household agreed or a law asks. To break the glass works
    without: it is reviewed. Source: arts. 6(1)(d), 26, 28 and 29 GDPR.
    """
    return (
        not asked.about_case
        or asked.action == "break_glass"
        or asked.organisation == grants.runs
        or (share is not None and share.ground != AGREEMENT)
        or is_covered(
            grants.agreements,
            asked.organisation,
            grants.service,
            asked.purpose,
            asked.fields,
            asked.day,
        )
    )


def _is_emergency(grants: Grants, grant: RoleGrant, asked: Question) -> bool:
    """Whether the glass was broken for it: to read, by who may break it."""
    return (
        asked.action == "read"
        and asked.about_case
        and asked.at is not None
        and any(
            it.role == grant.role
            and it.purpose == asked.purpose
            and "break_glass" in it.actions
            for it in RULES
        )
        and any(
            (it.actor, it.organisation) == (asked.actor, asked.organisation)
            and it.since <= asked.at < it.until
            for it in grants.emergencies
        )
    )


def _is_shared(share: Share, asked: Question) -> bool:
    return (
        share.organisation == asked.organisation
        and share.receiver in (None, asked.actor)
        and share.purpose == asked.purpose
        and asked.fields in {"none", *share.fields}
        and share.holds_on(asked.day)
    )


def _in_force(
    day: date, since: date, until: date | None, ended_on: date | None
) -> bool:
    """Whether something counts on a day; the day on which it ended is the first not."""
    return (
        since <= day
        and (until is None or day <= until)
        and (ended_on is None or day < ended_on)
    )
