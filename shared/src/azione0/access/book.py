"""
One service's grants: who was given what, in the service's own store.

Grants are nouns with a history like all others; they are never told to anybody. The
tables beside them answer questions about many actors or cases at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from azione0.access import accessed, agreements, emergency, followers, shares
from azione0.access.accessed import AccessLog
from azione0.access.controllers import is_covered
from azione0.access.decision import (
    Decision,
    Grants,
    Question,
    Share,
    allow,
    allow_for_any,
)
from azione0.access.declared import Declared, Named
from azione0.access.emergency import BrokenGlass
from azione0.access.grant import ActorGrants, actor_key, purposes_of
from azione0.access.sharing import Basis, CaseSharing, Receiver, sharing_key
from azione0.application import Application
from azione0.database import SYSTEM, Session, reading_for
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS granted_actors_v1 (
        actor text PRIMARY KEY,
        actor_id uuid NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS granted_organisations_v1 (
        organisation text NOT NULL,
        actor text NOT NULL,
        PRIMARY KEY (organisation, actor))""",
    *agreements.TABLES,
    *shares.TABLES,
    *followers.TABLES,
    *accessed.TABLES,
    *emergency.TABLES,
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "granted_actors_v1": _("A chi è mai stato dato un ruolo."),
    "granted_organisations_v1": _("Per quali organizzazioni agisce ciascuno."),
    **agreements.HOLDS,
    **shares.HOLDS,
    **followers.HOLDS,
    **accessed.HOLDS,
    **emergency.HOLDS,
}
#: Everything the service keeps is its organisation's own record.
ALL = "all"
#: The service is a front office of many: its organisation's own are only those
#: households that nobody follows.
UNFOLLOWED = "unfollowed"

Row = Any


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, for which organisation, on which day, and for what if it is said."""

    actor: str
    organisation: str
    day: date
    purpose: str | None = None
    at: datetime | None = None


class AccessBook:
    """
    The grants of one service, and what follows from them.

    `organisation` runs the service, which is of a `kind`; `holds` says whose the
    records are that it keeps: `all` or `unfollowed`. An application that knows the
    consents of a household says so by `agreed_until(household_id, day)`; one that
    keeps tasks is told of a broken glass by `note_broken_glass(broken)`.
    """

    def __init__(
        self, application: Application, organisation: str, kind: str, holds: str = ALL
    ) -> None:
        self._application = application
        self.organisation = organisation
        self.kind = kind
        self.holds = holds
        application.store.database.create(TABLES)
        self.log = AccessLog(application.store.database)

    # -- recorded, in the open transaction

    def grant_role(
        self,
        actor: str,
        organisation: str,
        role: str,
        *,
        since: date,
        purposes: Iterable[str] = (),
        creditors: Iterable[str] = (),
        until: date | None = None,
    ) -> UUID:
        """
        Give a role and say under which id; without purposes, for all that it has.

        `WrongGrant` says what cannot be.
        """
        grants = self._actor(actor)
        grant_id = self._application.new_id("grant", actor, organisation, role, since)
        grants.grant(
            grant_id,
            organisation=organisation,
            role=role,
            purposes=list(purposes) or list(purposes_of(role)),
            creditors=list(creditors),
            since=since,
            until=until,
        )
        self._keep(grants)
        self._session.execute(
            "INSERT INTO granted_organisations_v1 (organisation, actor) "
            "VALUES (?, ?) ON CONFLICT DO NOTHING",
            (organisation, actor),
        )
        return grant_id

    def revoke_role(self, actor: str, grant_id: UUID, on: date) -> None:
        """Take a role back from a day; `NotGranted` if there is none."""
        grants = self._actor(actor)
        grants.revoke(grant_id, on)
        self._keep(grants)

    def disable_account(self, actor: str, on: date) -> None:
        """Let an actor do nothing from a day, whatever it was given."""
        grants = self._actor(actor)
        grants.disable(on)
        self._keep(grants)

    def enable_account(self, actor: str, on: date) -> None:
        """Let a disabled actor act again; `NotDisabled`."""
        grants = self._actor(actor)
        grants.enable(on)
        self._keep(grants)

    def share_case(
        self,
        household_id: UUID,
        *,
        organisation: str,
        purpose: str,
        fields: Sequence[str],
        on: date,
        until: date,
        receiver: str | None = None,
        duty: str | None = None,
    ) -> UUID:
        """
        Let another organisation look at a case; see `CaseSharing.share`.

        On what it rests is found in what is recorded: nobody's word is taken.
        """
        key = sharing_key(household_id)
        sharing = self._application.find(CaseSharing, key) or CaseSharing(
            id=key, household_id=household_id
        )
        share_id = self._application.new_id(
            "share", household_id, organisation, receiver, purpose, on
        )
        receives = Receiver(organisation, receiver, *self._of_all(organisation))
        sharing.share(
            share_id,
            receives,
            purpose=purpose,
            fields=fields,
            basis=self._basis(household_id, organisation, purpose, fields, on, duty),
            on=on,
            until=until,
        )
        self._application.save(sharing)
        shares.show_shares(self._session, sharing)
        return share_id

    def unshare_case(self, household_id: UUID, share_id: UUID, on: date) -> None:
        """End a sharing from a day; `NotFound`, `NotShared`."""
        sharing = self._application.get(CaseSharing, sharing_key(household_id))
        sharing.unshare(share_id, on)
        self._application.save(sharing)
        shares.show_shares(self._session, sharing)

    def break_glass(
        self,
        household_id: UUID,
        actor: str,
        organisation: str,
        *,
        reason: str,
        sentence: str,
        at: datetime,
        on: date,
    ) -> BrokenGlass:
        """Let somebody look at a case for an hour; `NoReason`."""
        sentence = emergency.checked_sentence(sentence)
        broken = BrokenGlass(
            id=self._application.new_id("glass", household_id, actor),
            household_id=household_id,
            actor=actor,
            organisation=organisation,
            reason=reason,
            from_at=at,
            until_at=at + emergency.LASTS,
            review_by_on=emergency.after_working_days(
                on, emergency.REVIEW_WORKING_DAYS
            ),
            effective_on=on,
        )
        self._application.save(broken)
        emergency.show_emergency(self._session, broken, sentence)
        self._tell(broken)
        return broken

    def review(self, emergency_id: UUID, reviewer: str, outcome: str, on: date) -> None:
        """Say whether a broken glass was right; `ReviewedAlready`, `OwnReview`."""
        broken = self._application.get(BrokenGlass, emergency_id)
        broken.review(reviewer, outcome, on)
        self._application.save(broken)
        self._tell(broken)

    # -- asked

    def emergencies(self) -> list[tuple[BrokenGlass, str]]:
        """List the times that the glass was broken, and why; the oldest first."""
        with self._application.store.reading() as session:
            rows = session.execute("SELECT emergency_id, sentence FROM emergencies_v1")
        found = [(self._application.get(BrokenGlass, it), why) for it, why in rows]
        return sorted(found, key=lambda it: (it[0].from_at, it[0].id))

    def grants_of(self, actor: str) -> ActorGrants | None:
        """Give all that an actor was ever given; `None` if nothing."""
        return self._application.find(ActorGrants, actor_key(actor))

    def actors(self) -> list[ActorGrants]:
        """List all who were ever given something, by name."""
        with self._application.store.reading() as session:
            rows = session.execute("SELECT actor FROM granted_actors_v1 ORDER BY actor")
        return [it for [name] in rows if (it := self.grants_of(name)) is not None]

    def decide(self, asker: Asker, declared: Declared, named: Named | None) -> Decision:
        """Decide about one thing, or with `None` about what is nobody's."""
        known = self._about_actor(asker.actor)
        asked = _question(asker, declared.action, declared.fields, named)
        if named is not None:
            known = self._with_cases(known, asker, [named])[named]
        return _decided(known, asked, asker.purpose)

    def visible(
        self,
        asker: Asker,
        declared: Declared,
        rows: Sequence[Row],
        said: Mapping[str, Any],
    ) -> list[tuple[Row, tuple[Named, ...]]]:
        """Give the rows of a list that the actor may read, and of whom they tell."""
        whose, parts = declared.rows, declared.parts
        known = self._about_actor(asker.actor)
        named = [(whose(row, said),) if whose else () for row in rows]
        within = [tuple(parts(row)) if parts else () for row in rows]
        about = self._with_cases(known, asker, chain(*named, *within))
        decided: dict[Any, bool] = {}

        def may_be_read(it: Named) -> bool:
            facts = about[it]
            key = (id(facts), it.creditor)
            if key not in decided:
                asked = _question(asker, "read", declared.fields, it)
                decided[key] = _decided(facts, asked, asker.purpose).allowed
            return decided[key]

        found: list[tuple[Row, tuple[Named, ...]]] = []
        for row, owners, others in zip(rows, named, within, strict=True):
            if not all(map(may_be_read, owners)):
                continue
            hidden = {it for it in others if not may_be_read(it)}
            left = declared.without(row, hidden) if declared.without else row
            if left is not None:
                seen = (it for it in others if it not in hidden)
                found.append((left, (*owners, *seen)))
        return found

    def could(
        self,
        actor: str,
        action: str,
        *,
        household_id: UUID | None,
        fields: str,
        day: date,
        purpose: str | None = None,
        creditor: str | None = None,
    ) -> list[Decision]:
        """
        Say whether an actor could do something on a day, for each organisation.

        From what is recorded now: a grant recorded later with an earlier day counts.
        """
        grants = self.grants_of(actor)
        organisations = sorted(
            {it.organisation for it in grants.grants} if grants else {""}
        )
        named = Named(household_id, creditor) if household_id or creditor else None
        return [
            self.decide(Asker(actor, it, day, purpose), Declared(action, fields), named)
            for it in organisations
        ]

    def household_of_case(self, case_id: UUID) -> UUID | None:
        """Give whose case it is; `None` if it was never heard of here."""
        with self._application.store.reading() as session:
            return followers.household_of_case(session, case_id)

    # -- found and kept

    def _about_actor(self, actor: str) -> Grants:
        grants = self.grants_of(actor)
        if grants is None:
            return Grants()
        return Grants(roles=grants.grants, disabled=grants.times_disabled)

    def _with_cases(
        self, known: Grants, asker: Asker, named: Iterable[Named]
    ) -> Mapping[Named, Grants]:
        """Add to what is known of an actor what is known of each case."""
        whose = list(dict.fromkeys(named))
        ids = [it.household_id for it in whose if it.household_id is not None]
        with reading_for(SYSTEM), self._application.store.reading() as session:
            following = followers.followings(session, ids)
            broken = emergency.emergencies_of(session, ids)
            shared = shares.shared_with(session, asker.organisation)
            agreed = tuple(
                it
                for it in agreements.agreements(session)
                if it.binds(asker.organisation)
            )
        # Many cases stand alike to an actor: what is known of them is made once.
        alike: dict[Any, Grants] = {}
        found = {}
        for it in whose:
            follows = following.get(it.household_id, ()) if it.household_id else ()
            shown: tuple[Share, ...] = ()
            if it.household_id in shared and it.household_id is not None:
                sharing = self._application.find(
                    CaseSharing, sharing_key(it.household_id)
                )
                shown = sharing.shares if sharing else ()
            glass = tuple(
                self._application.get(BrokenGlass, one).emergency
                for one in (broken.get(it.household_id, ()) if it.household_id else ())
            )
            own = self.holds == ALL or not follows
            key = (follows, shown, glass, own)
            if key not in alike:
                alike[key] = replace(
                    known,
                    following=follows,
                    shares=shown,
                    emergencies=glass,
                    holder=self.organisation if own else None,
                    agreements=agreed,
                    service=self.kind,
                    runs=self.organisation,
                )
            found[it] = alike[key]
        return found

    def _basis(
        self,
        household_id: UUID,
        organisation: str,
        purpose: str,
        fields: Iterable[str],
        on: date,
        duty: str | None,
    ) -> Basis:
        """Find on what a sharing can rest: agreements, then consents, then a duty."""
        told = agreements.agreements(self._session)
        agreed_until = getattr(self._application, "agreed_until", None)
        return Basis(
            is_covered=all(
                is_covered(told, organisation, self.kind, purpose, it, on)
                for it in fields
            ),
            agreed_until=agreed_until(household_id, on) if agreed_until else None,
            is_known=agreed_until is not None,
            duty=duty,
        )

    def _tell(self, broken: BrokenGlass) -> None:
        """Let an application that keeps tasks know of a broken glass and its review."""
        note = getattr(self._application, "note_broken_glass", None)
        if note is not None:
            note(broken)

    def _of_all(self, organisation: str) -> tuple[Any, Any]:
        """Give the grants of all actors of an organisation, and who is disabled."""
        rows = self._session.execute(
            "SELECT actor FROM granted_organisations_v1 WHERE organisation = ?",
            (organisation,),
        )
        known = [self._actor(name) for [name] in rows]
        return (
            tuple(grant for it in known for grant in it.grants),
            tuple(time for it in known for time in it.times_disabled),
        )

    def _actor(self, actor: str) -> ActorGrants:
        key = actor_key(actor)
        return self._application.find(ActorGrants, key) or ActorGrants(
            id=key, actor=actor
        )

    def _keep(self, grants: ActorGrants) -> None:
        self._application.save(grants)
        self._session.execute(
            "INSERT INTO granted_actors_v1 (actor, actor_id) VALUES (?, ?) "
            "ON CONFLICT DO NOTHING",
            (grants.actor, grants.id),
        )

    @property
    def _session(self) -> Session:
        transaction = self._application.store.current()
        if transaction is None:
            raise RuntimeError("grants are recorded inside a transaction")
        return transaction.session


def _question(asker: Asker, action: str, fields: str, named: Named | None) -> Question:
    return Question(
        actor=asker.actor,
        organisation=asker.organisation,
        action=action,
        fields=fields,
        purpose=asker.purpose or "",
        day=asker.day,
        about_case=named is not None,
        creditor=named.creditor if named else None,
        at=asker.at,
    )


def _decided(grants: Grants, asked: Question, purpose: str | None) -> Decision:
    return allow(grants, asked) if purpose else allow_for_any(grants, asked)
