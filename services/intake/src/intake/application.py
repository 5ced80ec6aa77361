"""
What people can do at the front office, one method per use-case.

`on` is the day on which something counts. `by` is the organisation of who acts:
where it is given, it must be the one that follows the case on that day.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from intake import lists, tables
from intake.arrears import Arrears, arrears_key
from intake.case import Case, FollowedByOthers, StillInArrears, case_key
from intake.consent import Consent, NoConsent, checked_purpose, consent_key
from intake.deadlines import checked_figures
from intake.forestalling import Forestalling
from intake.household import Household, UnknownHousehold
from intake.pact import scores_of
from intake.questions import Questions
from intake.target import (
    Figure,
    PolicyAlreadyAdopted,
    PolicyParameters,
    TargetDefinition,
    checked_target,
    policy_key,
)
from intake.task import Task
from intake.tenancy import Word


class Intake(Questions, Forestalling):
    """The steering group's front office."""

    # -- decisions of the steering group

    def adopt_target(
        self,
        *,
        organisation_id: str,
        decision_ref: str,
        buildings: Sequence[str],
        bands: Sequence[str],
        creditors: Sequence[str] = (),
        valid_from: date,
    ) -> UUID:
        """
        Say whom the programme seeks, and who follows those found.

        No creditor named means every creditor. Whoever is in such arrears on
        `valid_from` or later gets a case at once. `EmptyTarget` if nobody could.
        """
        checked_target(list(buildings), list(bands))
        target = TargetDefinition(
            id=self.new_id("target", decision_ref, valid_from),
            organisation_id=organisation_id,
            decision_ref=decision_ref,
            buildings=sorted(set(buildings)),
            bands=sorted(set(bands)),
            creditors=sorted(set(creditors)),
            valid_from=valid_from,
        )
        self._keep_target(target, valid_from)
        return target.id

    def supersede_target(self, definition_id: UUID, on: date) -> None:
        """Let a definition select nobody new from a day; `TargetSuperseded`."""
        target = self.get(TargetDefinition, definition_id)
        target.supersede(on)
        self._keep_target(target, on)

    def adopt_policy(
        self, policy_version: str, parameters: Mapping[str, str], effective_from: date
    ) -> UUID:
        """
        Adopt a version of the rules' figures; the same once more changes nothing.

        `PolicyAlreadyAdopted` if the version exists with other figures.
        """
        checked_figures(parameters)
        figures = [Figure(name, parameters[name]) for name in sorted(parameters)]
        key = policy_key(policy_version)
        known = self.find(PolicyParameters, key)
        if known is not None:
            if (known.figures, known.effective_from) != (figures, effective_from):
                raise PolicyAlreadyAdopted(
                    f"{policy_version} exists since {known.effective_from}: "
                    "give the new figures a version of their own"
                )
            return key
        policy = PolicyParameters(
            id=key,
            policy_version=policy_version,
            figures=figures,
            effective_from=effective_from,
        )
        self.save(policy)
        tables.show_figures(self._session, policy_version, figures, effective_from)
        return key

    # -- households

    def register_household(
        self,
        *,
        dwelling_id: str,
        building_id: str,
        tenancies: Sequence[tuple[str, str]],
        adults: int,
        minors: int,
        rent_area: str,
        on: date,
    ) -> UUID:
        """
        Register by hand who holds tenancies, each (creditor, tenancy), from a day.

        `UnknownHousehold` without a tenancy; `ImpossibleHousehold` for a count
        that cannot be.
        """
        if not tenancies:
            raise UnknownHousehold(
                f"dwelling {dwelling_id}: a household is known by its tenancies"
            )
        word = Word(self.store.clock(), self._transaction.cause.id)
        for creditor_id, tenancy_id in tenancies:
            self.register_tenancy(
                creditor_id,
                tenancy_id,
                dwelling_id=dwelling_id,
                building_id=building_id,
                valid_from=on,
                word=word,
            )
        household_id = lists.household_of(self._session, *tenancies[0])
        if household_id is None:
            raise UnknownHousehold(f"dwelling {dwelling_id} holds no such tenancy")
        self.count_household(household_id, adults, minors, rent_area, on)
        return household_id

    def count_household(
        self, household_id: UUID, adults: int, minors: int, rent_area: str, on: date
    ) -> None:
        """Say how many live there and in which rent area; `ImpossibleHousehold`."""
        household = self._household(household_id)
        household.count(adults, minors, rent_area, on)
        self._keep_household(household)

    def change_household(
        self,
        household_id: UUID,
        kind: str,
        on: date,
        *,
        is_minor: bool = False,
        person_id: UUID | None = None,
        new_holder_id: UUID | None = None,
    ) -> None:
        """Record who was born, died, came, left or succeeded."""
        household = self._household(household_id)
        household.change(
            kind,
            on,
            is_minor=is_minor,
            person_id=person_id,
            new_holder_id=new_holder_id,
        )
        self._keep_household(household)

    def give_consent(
        self,
        person_id: UUID,
        household_id: UUID,
        purpose: str,
        text_version: str,
        on: date,
    ) -> None:
        """Record a person's consent to one optional purpose."""
        self._household(household_id)
        key = consent_key(person_id, checked_purpose(purpose))
        consent = self.find(Consent, key)
        if consent is None:
            consent = Consent(
                id=key,
                person_id=person_id,
                household_id=household_id,
                purpose=purpose,
                text_version=text_version,
                effective_on=on,
            )
        else:
            consent.give_again(household_id, text_version, on)
        self.save(consent)

    def withdraw_consent(self, person_id: UUID, purpose: str, on: date) -> None:
        """End a consent from a day; `NoConsent` if there is none."""
        consent = self.find(Consent, consent_key(person_id, purpose))
        if consent is None:
            raise NoConsent(f"nobody consented to {purpose} under {person_id}")
        consent.withdraw(on)
        self.save(consent)

    # -- cases

    def open_case(self, household_id: UUID, organisation_id: str, on: date) -> UUID:
        """
        Open a household's case by hand, without arrears that are sought.

        `OpenCase` if it is open already; a closed one is reopened.
        """
        self._household(household_id)
        key = case_key(household_id)
        case = self.find(Case, key)
        if case is None:
            case = Case(
                id=key,
                household_id=household_id,
                organisation_id=organisation_id,
                definition_id=None,
                effective_on=on,
            )
        else:
            case.reopen(on, organisation_id)
        self._keep_case(case, on)
        return key

    def record_contact(
        self,
        case_id: UUID,
        *,
        channel: str,
        outcome: str,
        on: date,
        part_of_day: str | None = None,
        by: str | None = None,
    ) -> None:
        """Record an attempt to reach the household, and how it went."""
        case = self._followed(case_id, by, on)
        case.record_contact(channel, outcome, on, part_of_day)
        self._keep_case(case, on)

    def assess(
        self,
        case_id: UUID,
        scores: Mapping[str, int],
        on: date,
        *,
        by: str | None = None,
    ) -> None:
        """Record the needs matrix, 1 to 5 per domain; `NotReached`, `WrongScore`."""
        case = self._followed(case_id, by, on)
        case.assess(scores_of(scores), on)
        self._keep_case(case, on)

    def take_in_charge(
        self,
        case_id: UUID,
        *,
        commitments: Mapping[str, str],
        goals: Sequence[str],
        operator_id: str,
        on: date,
        by: str | None = None,
    ) -> UUID:
        """
        Sign the pact and give its id; `commitments` says service: code.

        `NotReached`, `PactWithoutCommitments`, `AlreadyInCharge`, `ClosedCase`.
        """
        case = self._followed(case_id, by, on)
        pact_id = self.new_id("pact", case_id)
        case.take_in_charge(pact_id, dict(commitments), list(goals), operator_id, on)
        self._keep_case(case, on)
        return pact_id

    def assess_fault(
        self,
        case_id: UUID,
        fault: str,
        decision_ref: str,
        on: date,
        *,
        cause_code: str | None = None,
        by: str | None = None,
    ) -> None:
        """Record the commission's decision on fault; its cause stays here."""
        case = self._followed(case_id, by, on)
        case.assess_fault(fault, decision_ref, on, cause_code)
        self._keep_case(case, on)

    def assign_case(
        self,
        case_id: UUID,
        to_organisation_id: str,
        from_on: date,
        *,
        by: str | None = None,
    ) -> None:
        """Hand a case over from a day; its open tasks go with it."""
        case = self._followed(case_id, by, from_on)
        case.assign(to_organisation_id, from_on)
        self._keep_case(case, from_on)

    def suspend_case(
        self, case_id: UUID, reason: str, on: date, *, by: str | None = None
    ) -> None:
        """Let a case rest, for a reason code."""
        case = self._followed(case_id, by, on)
        case.suspend(reason, on)
        self._keep_case(case, on)

    def resume_case(self, case_id: UUID, on: date, *, by: str | None = None) -> None:
        """Take a resting case up again."""
        case = self._followed(case_id, by, on)
        case.resume(on)
        self._keep_case(case, on)

    def close_case(
        self,
        case_id: UUID,
        outcome: str,
        on: date,
        *,
        reason: str | None = None,
        by: str | None = None,
    ) -> None:
        """
        Close a case; its open tasks are let go.

        `StillInArrears` if it is called resolved while an episode is open.
        """
        case = self._followed(case_id, by, on)
        arrears = self.find(Arrears, arrears_key(case.household_id))
        if outcome == "resolved" and arrears is not None and arrears.open_episodes:
            raise StillInArrears(
                f"case {case_id}: {len(arrears.open_episodes)} arrears episodes are "
                "open: wait until they are cleared, or choose another outcome"
            )
        answered = sorted(arrears.episodes) if arrears else []
        case.close(outcome, on, answered, reason)
        self._keep_case(case, on)
        for line in lists.tasks(self._session, household_id=case.household_id):
            task = self.get(Task, line.task_id)
            task.drop(max(on, line.since_on or on))
            self._keep_task(task)

    def reopen_case(self, case_id: UUID, on: date, *, by: str | None = None) -> None:
        """Take a closed case up again; `OpenCase` if it is open."""
        case = self._followed(case_id, by, on)
        case.reopen(on)
        self._keep_case(case, on)

    def complete_task(self, task_id: UUID, on: date, *, by: str | None = None) -> None:
        """Record that something was done; `NothingToDo` if it is not open."""
        task = self.get(Task, task_id)
        case = self.find(Case, case_key(task.household_id))
        if case is not None:
            self._followed(case.id, by, on)
        task.complete(on)
        self._keep_task(task)

    @property
    def acting_organisation(self) -> str:
        """The organisation of who acts now; actors are `organisation/person`."""
        return self._transaction.cause.actor.partition("/")[0]

    # -- found and kept

    def _keep_target(self, target: TargetDefinition, on: date) -> None:
        self.save(target)
        tables.show_target(self._session, target)
        for household_id in lists.households_in_arrears(self._session):
            self._reconsider(household_id, on)

    def _household(self, household_id: UUID) -> Household:
        household = self.find(Household, household_id)
        if household is None:
            raise UnknownHousehold(f"household {household_id} is not registered")
        return household

    def _followed(self, case_id: UUID, by: str | None, on: date) -> Case:
        case = self.get(Case, case_id)
        if by is not None and (follows := case.organisation_on(on)) != by:
            raise FollowedByOthers(f"case {case_id} is followed by {follows} on {on}")
        return case
