"""Who works on a case: the organisation, the worker of reference, the team."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.cases.pact import checked_codes
from intake.cases.part import CasePart, NotInCharge
from intake.cases.team import TeamMember, ended, without
from intake.households.periods import Period, fit, held_on


class ReferenceNamed(Aggregate.Event):
    """Another worker is of reference from a day on."""

    operator_id: str
    effective_on: date

    def apply(self, case: Any) -> None:
        named = Period(self.effective_on, None, self.operator_id)
        case.references = fit(case.references, named, force=True)


class TeamJoined(Aggregate.Event):
    operator_id: str
    organisation_id: str
    role: str
    effective_on: date

    def apply(self, case: Any) -> None:
        case.touched = True
        case.team.append(
            TeamMember(
                self.operator_id, self.organisation_id, self.role, self.effective_on
            )
        )


class TeamLeft(Aggregate.Event):
    operator_id: str
    effective_on: date

    def apply(self, case: Any) -> None:
        case.team = [
            replace(it, until=self.effective_on)
            if it.operator_id == self.operator_id and it.works_on(self.effective_on)
            else it
            for it in case.team
        ]


class Assigned(Aggregate.Event):
    household_id: UUID
    from_organisation_id: str
    to_organisation_id: str
    effective_on: date
    operator_id: str | None = None

    def apply(self, case: Any) -> None:
        case.touched = True
        case.assignments.append((self.effective_on, self.to_organisation_id))
        case.team = without(case.team, self.from_organisation_id, self.effective_on)
        case.references = ended(case.references, self.effective_on)
        if self.operator_id is not None:
            case.references.append(Period(self.effective_on, None, self.operator_id))


class Followed(CasePart):
    """The verbs of who works on it; `Case` adds them to its own."""

    assignments: list[tuple[date, str]]
    references: list[Period[str]]
    team: list[TeamMember]

    @property
    def organisation_id(self) -> str:
        """Who follows it, by the last assignment."""
        return self.assignments[-1][1]

    def organisation_on(self, day: date) -> str:
        """Give who followed, or follows, the case on a day."""
        return [who for since, who in self.assignments if since <= day][-1]

    @property
    def operator_id(self) -> str | None:
        """The worker of reference until another is named."""
        last = self.references[-1] if self.references else None
        return last.held if last is not None and last.until is None else None

    def reference_on(self, day: date) -> str | None:
        """Give the one worker of reference on a day; `None` if not in charge."""
        return held_on(self.references, day)

    def team_on(self, day: date) -> list[TeamMember]:
        """Give who was in the team on a day, the longest there first."""
        found = [it for it in self.team if it.works_on(day)]
        return sorted(found, key=lambda it: (it.since, it.operator_id))

    def name_reference(self, operator_id: str, from_on: date) -> None:
        """
        Have another worker of reference from a day on, until the next one is.

        `NotInCharge`, also for a day before it was; `AlreadyOfReference`.
        """
        self._refuse_unless_in_charge()
        if self.in_charge_on is not None and from_on < self.in_charge_on:
            raise NotInCharge(
                f"case {self.id} is in charge since {self.in_charge_on}: nobody is "
                f"of reference on {from_on}"
            )
        if self.reference_on(from_on) == operator_id:
            raise AlreadyOfReference(f"{operator_id} is of reference on {from_on}")
        self._tell(ReferenceNamed, operator_id=operator_id, effective_on=from_on)

    def join_team(
        self, operator_id: str, organisation_id: str, role: str, on: date
    ) -> None:
        """Have a worker in the team from a day; `InTeamAlready`, `NotACode`."""
        self.refuse_if_closed()
        checked_codes([role])
        if any(it.operator_id == operator_id for it in self.team_on(on)):
            raise InTeamAlready(f"{operator_id} is in the team of case {self.id}")
        self._tell(
            TeamJoined,
            operator_id=operator_id,
            organisation_id=organisation_id,
            role=role,
            effective_on=on,
        )

    def leave_team(self, operator_id: str, on: date) -> None:
        """Have a worker in the team up to a day, that day counted; `NotInTeam`."""
        if all(it.operator_id != operator_id for it in self.team_on(on)):
            raise NotInTeam(f"{operator_id} is not in the team of case {self.id}")
        self._tell(TeamLeft, operator_id=operator_id, effective_on=on)

    def assign(
        self, to_organisation_id: str, from_on: date, operator_id: str | None = None
    ) -> None:
        """
        Hand the case over from a day, and name who is of reference from then.

        `AlreadyFollowing` if that organisation has it; `AssignedLater` if a
        later hand-over is known.
        """
        self.refuse_if_closed()
        since, holder = self.assignments[-1]
        if to_organisation_id == holder:
            raise AlreadyFollowing(f"{holder} follows case {self.id} already")
        if from_on < since:
            raise AssignedLater(f"case {self.id} passed to {holder} on {since}")
        self._tell(
            Assigned,
            household_id=self.household_id,
            from_organisation_id=holder,
            to_organisation_id=to_organisation_id,
            effective_on=from_on,
            operator_id=operator_id,
        )


class AlreadyOfReference(Exception):
    """A worker named of reference who is."""


class InTeamAlready(Exception):
    """A worker who joins a team and is in it."""


class NotInTeam(Exception):
    """A worker who leaves a team and is not in it."""


class AlreadyFollowing(Exception):
    """A case handed to the organisation that has it."""


class AssignedLater(Exception):
    """A case handed over on a day before the last hand-over."""


class FollowedByOthers(Exception):
    """A command of an organisation that does not follow the case that day."""
