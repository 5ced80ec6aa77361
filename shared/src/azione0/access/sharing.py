"""
A case shared with another organisation: for one purpose, some fields, until a day.

The case stays where it is; what is shared can be looked at, and no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.access.decision import Disabled, RoleGrant, Share
from azione0.access.rules import RULES
from azione0.access.vocabulary import FIELDS, FOREIGN, PURPOSES, SHARED
from azione0.aggregate import Aggregate, event
from azione0.codes import household_code
from azione0.words import _

_CASES = UUID("7c1d9f0e-3b2a-4c5d-8e6f-a0b1c2d3e402")
#: Who may be given a case to look at: the roles with a rule for what is shared.
#: Who may look at every case needs none shared.
RECEIVING = {
    (it.role, it.purpose)
    for it in RULES
    if SHARED in it.relations and FOREIGN not in it.relations
}
SHAREABLE = tuple(it for it in FIELDS if it != "aggregate")


def sharing_key(household_id: UUID) -> UUID:
    """Give the id under which the sharing of a household's case is kept."""
    return uuid5(_CASES, str(household_id))


@dataclass(frozen=True)
class Basis:
    """
    Why a case may be shared: both consents, or a reason that stands above them.

    `override_code` is a code of why it is shared without (art. 9(2)(c) GDPR, a
    duty by law), never a sentence.
    """

    to_services: bool
    to_disclosure: bool
    override_code: str | None = None

    @property
    def suffices(self) -> bool:
        """Whether it may be shared. Source: Primero, `referral_spec.rb` (PRI-001)."""
        return bool(self.override_code) or (self.to_services and self.to_disclosure)


@dataclass(frozen=True)
class Receiver:
    """
    To whom a case is shared: an organisation, or one actor of it.

    `grants` and `disabled` are those of its actors.
    """

    organisation: str
    actor: str | None = None
    grants: tuple[RoleGrant, ...] = ()
    disabled: tuple[Disabled, ...] = ()

    def can_receive(self, purpose: str, on: date) -> bool:
        """Whether somebody there may look at what is shared, on a day."""
        return any(
            grant.organisation == self.organisation
            and self.actor in (None, grant.actor)
            and purpose in grant.purposes
            and (grant.role, purpose) in RECEIVING
            and grant.holds_on(on)
            and not self._is_disabled(grant.actor, on)
            for grant in self.grants
        )

    def _is_disabled(self, actor: str, on: date) -> bool:
        return any(
            it.actor == actor
            and it.since <= on
            and (it.enabled_on is None or on < it.enabled_on)
            for it in self.disabled
        )


@dataclass
class Shared:
    """A sharing, as it was agreed."""

    organisation: str
    receiver: str | None
    purpose: str
    fields: list[str]
    since: date
    until: date
    ended_on: date | None = None


class CaseSharing(Aggregate, topic="access.Case"):
    """With whom the case of one household was ever shared."""

    class Known(Aggregate.Created):
        household_id: UUID

    class CaseShared(Aggregate.Event):
        share_id: UUID
        organisation: str
        receiver: str | None
        purpose: str
        fields: list[str]
        override_code: str | None
        until: date
        effective_on: date

    class CaseUnshared(Aggregate.Event):
        share_id: UUID
        effective_on: date

    @event(Known)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id
        self.shared: dict[UUID, Shared] = {}

    def share(
        self,
        share_id: UUID,
        receiver: Receiver,
        *,
        purpose: str,
        fields: Iterable[str],
        basis: Basis,
        on: date,
        until: date,
    ) -> None:
        """
        Let others look at the case.

        `NoBasis` without consents and without a reason above them; `CannotReceive`
        if nobody there has the role, or the one meant is disabled; `WrongSharing`
        for an unknown word or an end before the beginning.
        """
        named = sorted(set(fields))
        _check(purpose, named, on, until)
        if not basis.suffices:
            raise NoBasis(
                _(
                    "caso {code}: servono il consenso ai servizi e quello alla "
                    "comunicazione, oppure il codice di un obbligo che li supera"
                ).format(code=household_code(self.household_id))
            )
        if not receiver.can_receive(purpose, on):
            raise CannotReceive(
                _(
                    "presso {organisation} nessuno può ricevere casi per {purpose}: "
                    "serve un account attivo con quel ruolo"
                ).format(organisation=receiver.organisation, purpose=purpose)
            )
        if share_id not in self.shared:
            self._case_shared(
                share_id=share_id,
                organisation=receiver.organisation,
                receiver=receiver.actor,
                purpose=purpose,
                fields=named,
                override_code=basis.override_code,
                until=until,
                effective_on=on,
            )

    def unshare(self, share_id: UUID, on: date) -> None:
        """
        End a sharing from a day, whatever became of who received it.

        `NotShared` if there is none, or it ended already.
        """
        shared = self.shared.get(share_id)
        if shared is None or shared.ended_on is not None:
            raise NotShared(
                _("la condivisione {id} non c'è o è già finita").format(id=share_id)
            )
        self._case_unshared(share_id, max(on, shared.since))

    @property
    def shares(self) -> tuple[Share, ...]:
        """The sharings, as the decision reads them."""
        return tuple(
            Share(
                share_id=share_id,
                organisation=it.organisation,
                purpose=it.purpose,
                fields=frozenset(it.fields),
                since=it.since,
                until=it.until,
                ended_on=it.ended_on,
                receiver=it.receiver,
            )
            for share_id, it in self.shared.items()
        )

    # -- what is remembered

    @event(CaseShared)
    def _case_shared(
        self,
        *,
        share_id: UUID,
        organisation: str,
        receiver: str | None,
        purpose: str,
        fields: list[str],
        override_code: str | None,
        until: date,
        effective_on: date,
    ) -> None:
        self.shared[share_id] = Shared(
            organisation, receiver, purpose, fields, effective_on, until
        )

    @event(CaseUnshared)
    def _case_unshared(self, share_id: UUID, effective_on: date) -> None:
        self.shared[share_id].ended_on = effective_on


def _check(purpose: str, fields: list[str], on: date, until: date) -> None:
    if purpose not in PURPOSES or purpose not in {it for _role, it in RECEIVING}:
        receiving = sorted({it for _role, it in RECEIVING})
        raise WrongSharing(
            _("si condivide solo per: {purposes}").format(purposes=", ".join(receiving))
        )
    if not fields or set(fields) - set(SHAREABLE):
        raise WrongSharing(
            _("si condividono solo: {fields}").format(fields=", ".join(SHAREABLE))
        )
    if until < on:
        raise WrongSharing(
            _("finisce il {until}, prima di cominciare il {since}").format(
                until=until, since=on
            )
        )


class NoBasis(Exception):
    """A case that may not be shared: nobody agreed, and no law asks for it."""


class CannotReceive(Exception):
    """Somebody who may not look at what is shared."""


class WrongSharing(Exception):
    """A sharing that cannot be so."""


class NotShared(LookupError):
    """A sharing that is not there to be ended."""
