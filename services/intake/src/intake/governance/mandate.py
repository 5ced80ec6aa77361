"""
Who sits in the steering group, for which organisation, from when until when.

Organisations have a role in the programme and people a seat; both are mandates, and
a mandate has its days. People are known by the name of their account, as everywhere.
"""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event

ROLES = ("lead", "controller", "processor", "partner")
SEATS = ("chair", "member")
STEERING_GROUP = UUID("6b0f2a5c-9f1e-4d0f-8a53-7d2c4e6f8a08")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


@dataclass(frozen=True, order=True)
class Mandate:
    """A role or a seat, from a day until its last day; without one, still."""

    organisation_id: str
    role: str
    from_on: date
    until_on: date | None = None
    member_id: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is held on a day; its last day counts."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def meets(self, from_on: date, until_on: date | None) -> bool:
        """Whether it has a day in common with such a stretch."""
        return (until_on is None or self.from_on <= until_on) and (
            self.until_on is None or from_on <= self.until_on
        )


class SteeringGroup(Aggregate, topic="intake.SteeringGroup"):
    """The *cabina di regia*: organisations with roles, people with seats."""

    class Founded(Aggregate.Created):
        effective_on: date

    class OrganisationMandated(Aggregate.Event):
        organisation_id: str
        role: str
        until_on: date | None
        effective_on: date

    class OrganisationMandateEnded(Aggregate.Event):
        """Its last day is `effective_on`."""

        organisation_id: str
        role: str
        effective_on: date

    class MemberMandated(Aggregate.Event):
        member_id: str
        organisation_id: str
        seat: str
        until_on: date | None
        effective_on: date

    class MemberMandateEnded(Aggregate.Event):
        """Its last day is `effective_on`."""

        member_id: str
        effective_on: date

    @event(Founded)
    def __init__(self, *, id: UUID, effective_on: date) -> None:
        self.organisations: list[Mandate] = []
        self.members: list[Mandate] = []

    def organisations_on(self, day: date) -> set[str]:
        """Give the organisations with a mandate on a day."""
        return {it.organisation_id for it in self.organisations if it.holds_on(day)}

    def members_on(self, day: date) -> dict[str, str]:
        """Give who has a seat on a day, each with the organisation it is for."""
        return {
            str(it.member_id): it.organisation_id
            for it in self.members
            if it.holds_on(day)
        }

    def has_met_by(self, day: date) -> bool:
        """Whether anybody has had a seat by a day: from then on its minutes count."""
        return any(it.from_on <= day for it in self.members)

    def mandate_organisation(
        self, organisation_id: str, role: str, from_on: date, until_on: date | None
    ) -> None:
        """
        Give an organisation a role from a day, perhaps until a last day.

        `ImpossibleMandate` for an unknown role or days the wrong way round,
        `MandateHeld` if it has that role on one of the days.
        """
        _checked(organisation_id, role, ROLES, from_on, until_on)
        for it in self.organisations:
            if (it.organisation_id, it.role) == (organisation_id, role) and it.meets(
                from_on, until_on
            ):
                raise MandateHeld(
                    f"{organisation_id} is {role} from {it.from_on}: end that first"
                )
        self._organisation_mandated(organisation_id, role, until_on, from_on)

    def end_organisation(self, organisation_id: str, role: str, on: date) -> None:
        """Let a role have its last day; `NoMandate` if it is not held then."""
        for it in self.organisations:
            held = (it.organisation_id, it.role) == (organisation_id, role)
            if held and it.holds_on(on):
                self._organisation_mandate_ended(organisation_id, role, on)
                return
        raise NoMandate(f"{organisation_id} is not {role} on {on}")

    def seat(
        self,
        member_id: str,
        organisation_id: str,
        seat: str,
        from_on: date,
        until_on: date | None,
    ) -> None:
        """
        Give somebody a seat for an organisation, from a day.

        `ImpossibleMandate`, `MandateHeld` if the seat is held on one of the days,
        `OrganisationWithoutMandate` if its organisation has none on the first.
        """
        _checked(member_id, seat, SEATS, from_on, until_on)
        self.refuse_without_mandate(organisation_id, from_on)
        for it in self.members:
            if it.member_id == member_id and it.meets(from_on, until_on):
                raise MandateHeld(
                    f"{member_id} has a seat for {it.organisation_id} from "
                    f"{it.from_on}: end that first"
                )
        self._member_mandated(member_id, organisation_id, seat, until_on, from_on)

    def end_seat(self, member_id: str, on: date) -> None:
        """Let a seat have its last day; `NoMandate` if it is not held then."""
        if member_id not in self.members_on(on):
            raise NoMandate(f"{member_id} has no seat on {on}")
        self._member_mandate_ended(member_id, on)

    def refuse_without_mandate(self, organisation_id: str, day: date) -> None:
        """Refuse an organisation that has no mandate on a day."""
        if organisation_id not in self.organisations_on(day):
            raise OrganisationWithoutMandate(
                f"{organisation_id} has no mandate in the programme on {day}: "
                "the steering group gives it one first"
            )

    @event(OrganisationMandated)
    def _organisation_mandated(
        self,
        organisation_id: str,
        role: str,
        until_on: date | None,
        effective_on: date,
    ) -> None:
        self.organisations.append(
            Mandate(organisation_id, role, effective_on, until_on)
        )

    @event(OrganisationMandateEnded)
    def _organisation_mandate_ended(
        self, organisation_id: str, role: str, effective_on: date
    ) -> None:
        self.organisations = [
            Mandate(it.organisation_id, it.role, it.from_on, effective_on)
            if (it.organisation_id, it.role) == (organisation_id, role)
            and it.holds_on(effective_on)
            else it
            for it in self.organisations
        ]

    @event(MemberMandated)
    def _member_mandated(
        self,
        member_id: str,
        organisation_id: str,
        seat: str,
        until_on: date | None,
        effective_on: date,
    ) -> None:
        self.members.append(
            Mandate(organisation_id, seat, effective_on, until_on, member_id)
        )

    @event(MemberMandateEnded)
    def _member_mandate_ended(self, member_id: str, effective_on: date) -> None:
        self.members = [
            Mandate(it.organisation_id, it.role, it.from_on, effective_on, it.member_id)
            if it.member_id == member_id and it.holds_on(effective_on)
            else it
            for it in self.members
        ]


def _checked(
    who: str, role: str, roles: tuple[str, ...], from_on: date, until_on: date | None
) -> None:
    if not _ACCOUNT.fullmatch(who):
        raise ImpossibleMandate(
            f"{who!r}: name an organisation or an account, as in the tokens file"
        )
    if role not in roles:
        raise ImpossibleMandate(f"{role!r} is not one of {', '.join(roles)}")
    if until_on is not None and until_on < from_on:
        raise ImpossibleMandate(
            f"a mandate from {from_on} cannot end on {until_on}: turn the days round"
        )


class ImpossibleMandate(Exception):
    """A mandate of an unknown role, or that ends before it begins."""


class MandateHeld(Exception):
    """A mandate that is held already on one of the days."""


class NoMandate(Exception):
    """A mandate to end that is not held."""


class OrganisationWithoutMandate(Exception):
    """Something for an organisation that has no mandate in the programme that day."""
