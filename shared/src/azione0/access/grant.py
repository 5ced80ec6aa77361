"""
What an actor was given: roles for purposes, from a day to a day, and taken back.

An actor is an account (`organisation/somebody`), as in the cause of every event.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.access.decision import Disabled, RoleGrant
from azione0.access.rules import RULES
from azione0.access.vocabulary import (
    CREDITOR_OPERATOR,
    INTEGRATION,
    PURPOSES,
    ROLES,
)
from azione0.aggregate import Aggregate, event
from azione0.words import _

_ACTORS = UUID("7c1d9f0e-3b2a-4c5d-8e6f-a0b1c2d3e401")
_FOR_CREDITORS = (CREDITOR_OPERATOR, INTEGRATION)


def actor_key(actor: str) -> UUID:
    """Give the id under which an actor's grants are kept."""
    return uuid5(_ACTORS, actor)


@dataclass
class Held:
    """A role as the actor holds it."""

    organisation: str
    role: str
    purposes: list[str]
    creditors: list[str]
    since: date
    until: date | None
    revoked_on: date | None = None


class ActorGrants(Aggregate, topic="access.Actor"):
    """All that one actor was ever given."""

    class Known(Aggregate.Created):
        actor: str

    class RoleGranted(Aggregate.Event):
        grant_id: UUID
        organisation: str
        role: str
        purposes: list[str]
        creditors: list[str]
        since: date
        until: date | None
        effective_on: date

    class RoleRevoked(Aggregate.Event):
        grant_id: UUID
        effective_on: date

    class AccountDisabled(Aggregate.Event):
        effective_on: date

    class AccountEnabled(Aggregate.Event):
        effective_on: date

    @event(Known)
    def __init__(self, *, id: UUID, actor: str) -> None:
        self.actor = actor
        self.held: dict[UUID, Held] = {}
        self.disabled: list[tuple[date, date | None]] = []

    def grant(
        self,
        grant_id: UUID,
        *,
        organisation: str,
        role: str,
        purposes: list[str],
        creditors: list[str],
        since: date,
        until: date | None,
    ) -> None:
        """
        Give a role; the same grant once more changes nothing.

        `WrongGrant` for an unknown word, a purpose that the role has no rule for, a
        creditor's role without a creditor, or an end before the beginning.
        """
        checked_grant(role, purposes, creditors, since, until)
        if grant_id not in self.held:
            self._role_granted(
                grant_id=grant_id,
                organisation=organisation,
                role=role,
                purposes=sorted(set(purposes)),
                creditors=sorted(set(creditors)),
                since=since,
                until=until,
                effective_on=since,
            )

    def revoke(self, grant_id: UUID, on: date) -> None:
        """
        Take a role back: from that day on it allows nothing.

        `NotGranted` if there is none, or if it was taken back already.
        """
        held = self.held.get(grant_id)
        if held is None or held.revoked_on is not None:
            raise NotGranted(
                _("la concessione {id} non c'è o è già revocata").format(id=grant_id)
            )
        self._role_revoked(grant_id, max(on, held.since))

    def disable(self, on: date) -> None:
        """Let the account do nothing from a day; again changes nothing."""
        if not self.is_disabled:
            self._account_disabled(on)

    def enable(self, on: date) -> None:
        """Let a disabled account act again; `NotDisabled` if it may."""
        if not self.is_disabled:
            raise NotDisabled(_("l'account non è disabilitato"))
        self._account_enabled(max(on, self.disabled[-1][0]))

    @property
    def is_disabled(self) -> bool:
        """Whether the account is disabled, by the last word about it."""
        return bool(self.disabled) and self.disabled[-1][1] is None

    @property
    def grants(self) -> tuple[RoleGrant, ...]:
        """The grants, as the decision reads them."""
        return tuple(
            RoleGrant(
                grant_id=grant_id,
                actor=self.actor,
                organisation=it.organisation,
                role=it.role,
                purposes=frozenset(it.purposes),
                since=it.since,
                until=it.until,
                revoked_on=it.revoked_on,
                creditors=frozenset(it.creditors),
            )
            for grant_id, it in self.held.items()
        )

    @property
    def times_disabled(self) -> tuple[Disabled, ...]:
        """When the account could not be used, as the decision reads it."""
        return tuple(Disabled(self.actor, *it) for it in self.disabled)

    # -- what is remembered

    @event(RoleGranted)
    def _role_granted(
        self,
        *,
        grant_id: UUID,
        organisation: str,
        role: str,
        purposes: list[str],
        creditors: list[str],
        since: date,
        until: date | None,
        effective_on: date,
    ) -> None:
        self.held[grant_id] = Held(
            organisation, role, purposes, creditors, since, until
        )

    @event(RoleRevoked)
    def _role_revoked(self, grant_id: UUID, effective_on: date) -> None:
        self.held[grant_id].revoked_on = effective_on

    @event(AccountDisabled)
    def _account_disabled(self, effective_on: date) -> None:
        self.disabled.append((effective_on, None))

    @event(AccountEnabled)
    def _account_enabled(self, effective_on: date) -> None:
        self.disabled[-1] = (self.disabled[-1][0], effective_on)


def purposes_of(role: str) -> tuple[str, ...]:
    """Give the purposes for which a role has a rule, in their order."""
    ruled = {it.purpose for it in RULES if it.role == role}
    return tuple(it for it in PURPOSES if it in ruled)


def checked_grant(
    role: str,
    purposes: list[str],
    creditors: list[str],
    since: date,
    until: date | None,
) -> None:
    """Refuse a grant that could never allow anything; `WrongGrant` says why."""
    if role not in ROLES:
        raise WrongGrant(
            _("{role} non è un ruolo: {roles}").format(
                role=role, roles=", ".join(ROLES)
            )
        )
    if not purposes or set(purposes) - set(purposes_of(role)):
        raise WrongGrant(
            _("il ruolo {role} serve solo per: {purposes}").format(
                role=role, purposes=", ".join(purposes_of(role))
            )
        )
    if bool(creditors) != (role in _FOR_CREDITORS):
        raise WrongGrant(
            _("un creditore si indica per i ruoli {roles}, e solo per quelli").format(
                roles=", ".join(_FOR_CREDITORS)
            )
        )
    if until is not None and until < since:
        raise WrongGrant(
            _("finisce il {until}, prima di cominciare il {since}").format(
                until=until, since=since
            )
        )


class WrongGrant(Exception):
    """A role that cannot be given so."""


class NotGranted(LookupError):
    """A grant that is not there to be taken back."""


class NotDisabled(Exception):
    """An account that can be used as it is."""
