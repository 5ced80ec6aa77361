"""
A case shared with another organisation: for one purpose, some fields, until a day.

The case stays where it is; what is shared can be looked at, and no more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from azione0.access.decision import Disabled, RoleGrant, Share
from azione0.access.purposes import SHARING
from azione0.access.rules import RULES
from azione0.access.vocabulary import (
    AGREEMENT,
    CONSENT,
    DUTY,
    FIELDS,
    FOREIGN,
    PURPOSES,
    SHARED,
)
from azione0.aggregate import Aggregate, event
from azione0.codes import household_code
from azione0.words import _

_DAY = timedelta(1)
_CASES = UUID("7c1d9f0e-3b2a-4c5d-8e6f-a0b1c2d3e402")
#: Who may be given a case to look at: the roles with a rule for what is shared.
#: Who may look at every case needs none shared.
RECEIVING = {
    (it.role, it.purpose)
    for it in RULES
    if SHARED in it.relations and FOREIGN not in it.relations
}
SHAREABLE = tuple(it for it in FIELDS if it != "aggregate")
#: Duties by law that stand above the consent of a household, and their source.
DUTIES: Mapping[str, str] = {
    "vital_interest": "arts. 6(1)(d) and 9(2)(c) GDPR",
    "child_protection": "art. 403 c.c.; art. 9 L. 184/1983",
    "judicial_order": "art. 6(1)(c) GDPR; art. 331 c.p.p.",
}


def sharing_key(household_id: UUID) -> UUID:
    """Give the id under which the sharing of a household's case is kept."""
    return uuid5(_CASES, str(household_id))


@dataclass(frozen=True)
class Basis:
    """
    What is recorded that lets a case be shared.

    `is_covered`: an agreement between controllers names who receives it.
    `agreed_until`: the last day to which all who belong to the household agree, both
    to services and to disclosure; nothing if somebody does not. `is_known` is false
    where a service keeps no consents. `duty` is the code of a duty by law.
    """

    is_covered: bool = False
    agreed_until: date | None = None
    is_known: bool = True
    duty: str | None = None

    @property
    def ground(self) -> str | None:
        """
        The ground, the strongest first; nothing if there is none.

        Source: arts. 26 and 28 GDPR; Primero, `referral_spec.rb` (PRI-001).
        """
        if self.is_covered:
            return AGREEMENT
        if self.agreed_until is not None:
            return CONSENT
        return DUTY if self.duty else None


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
    ground: str
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
        ground: str
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

        What rests on consents ends with the first of them. `NoBasis` without an
        agreement, consents or a duty above them; `CannotReceive` if nobody there has
        the role, or the one meant is disabled; `WrongSharing` for an unknown word or
        an end before the beginning.
        """
        named = sorted(set(fields))
        _check(purpose, named, on, until)
        if basis.duty is not None and basis.duty not in DUTIES:
            raise WrongSharing(
                _("{code} non è un obbligo di legge: {codes}").format(
                    code=basis.duty, codes=", ".join(DUTIES)
                )
            )
        ground = basis.ground
        if ground is None:
            raise NoBasis(_no_basis(basis, self.household_id))
        if ground == CONSENT and basis.agreed_until is not None:
            until = min(until, basis.agreed_until)
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
                ground=ground,
                override_code=basis.duty if ground == DUTY else None,
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

    def keep_to_consents(self, agreed_until: Callable[[date], date | None]) -> None:
        """
        End what rests on consents the day after the last to which all agree.

        `agreed_until` gives that day for a beginning, nothing if somebody does not
        agree then. What ended earlier stays as it is, and nothing begins again.
        """
        for share_id, it in self.shared.items():
            if it.ground != CONSENT:
                continue
            last = agreed_until(it.since)
            ends_on = it.since if last is None else min(last, it.until) + _DAY
            if ends_on <= it.until and (it.ended_on is None or ends_on < it.ended_on):
                self._case_unshared(share_id, ends_on)

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
                ground=it.ground,
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
        ground: str,
        override_code: str | None,
        until: date,
        effective_on: date,
    ) -> None:
        self.shared[share_id] = Shared(
            organisation, receiver, purpose, fields, effective_on, until, ground
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


def _no_basis(basis: Basis, household_id: UUID) -> str:
    code = household_code(household_id)
    if not basis.is_known:
        return _(
            "caso {code}: nessun accordo tra titolari comprende chi riceve, e qui i "
            "consensi non si conoscono: condividere dalla presa in carico, o indicare "
            "l'obbligo di legge"
        ).format(code=code)
    return _(
        "caso {code}: serve un accordo tra titolari che comprenda chi riceve, o i due "
        "consensi ({purposes}) di chi abita nel nucleo, o un obbligo di legge"
    ).format(code=code, purposes=", ".join(SHARING))


class NoBasis(Exception):
    """A case that may not be shared: nobody agreed, and no law asks for it."""


class CannotReceive(Exception):
    """Somebody who may not look at what is shared."""


class WrongSharing(Exception):
    """A sharing that cannot be so."""


class NotShared(LookupError):
    """A sharing that is not there to be ended."""
