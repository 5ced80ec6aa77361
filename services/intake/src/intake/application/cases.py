"""
The work on a case, from the first knock to its closing.

`on` is the day on which something counts. `by` is the organisation of who acts:
where it is given, it must be the one that follows the case on that day.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from intake import lists
from intake.application.households import Households
from intake.application.reactions import AHEAD
from intake.cases.assessment import scores_of
from intake.cases.case import Case, StillInArrears, case_key
from intake.cases.contacts import part_of_day as part_of_day_at
from intake.cases.contacts import time_of
from intake.cases.followed import FollowedByOthers
from intake.cases.matrix import CURRENT
from intake.cases.pact import FULFILLED, WAIVED, Undertaking
from intake.cases.task import DoneByRecording, Task
from intake.governance.mandate import OrganisationWithoutMandate
from intake.signals.arrears import Arrears, arrears_key


class Cases(Households):
    """The use-cases of case work."""

    def open_case(self, household_id: UUID, organisation_id: str, on: date) -> UUID:
        """
        Open a household's case by hand, without arrears that are sought.

        `OpenCase` if it is open already; a closed one is reopened.
        `OrganisationWithoutMandate` if who is to follow it has none.
        """
        self._refuse_without_mandate(organisation_id, on)
        return self._open_case(household_id, organisation_id, on)

    def _open_case(self, household_id: UUID, organisation_id: str, on: date) -> UUID:
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
        at: str | None = None,
        result: str | None = None,
        next_on: date | None = None,
        by: str | None = None,
    ) -> None:
        """
        Record an attempt to reach the household, and how it went.

        Of a time (`at`, as 09:30) only the part of the day is kept: `NotATime`.
        """
        case = self._followed(case_id, by, on)
        if at is not None:
            part_of_day = part_of_day_at(time_of(at))
        case.record_contact(
            channel, outcome, on, part_of_day, result=result, next_on=next_on
        )
        self._keep_case(case, on)

    def assess(
        self,
        case_id: UUID,
        scores: Mapping[str, int],
        on: date,
        *,
        matrix_version: str = CURRENT,
        by: str | None = None,
    ) -> None:
        """
        Record the needs matrix, 1 to 5 per domain.

        `NotReached`, `WrongScore`, `NoSuchMatrix`.
        """
        case = self._followed(case_id, by, on)
        case.assess(scores_of(scores, matrix_version), on, matrix_version)
        self._keep_case(case, on)

    def take_in_charge(
        self,
        case_id: UUID,
        *,
        commitments: Mapping[str, str] | Sequence[Undertaking],
        goals: Sequence[str],
        operator_id: str,
        on: date,
        by: str | None = None,
    ) -> UUID:
        """
        Sign the pact and give its id; a mapping of `commitments` says service: code.

        `NotReached`, `PactWithoutCommitments`, `AlreadyInCharge`, `ClosedCase`.
        """
        case = self._followed(case_id, by, on)
        pact_id = self.new_id("pact", case_id)
        undertaken = (
            [Undertaking(service, code) for service, code in commitments.items()]
            if isinstance(commitments, Mapping)
            else list(commitments)
        )
        case.take_in_charge(pact_id, undertaken, list(goals), operator_id, on)
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
        operator_id: str | None = None,
        by: str | None = None,
    ) -> None:
        """
        Pass a case to another organisation from a day; its open tasks go with it.

        This is what the acceptance of a hand-over does; nobody does it alone.
        """
        case = self._followed(case_id, by, from_on)
        case.assign(to_organisation_id, from_on, operator_id)
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
        fulfilled: Collection[UUID] = (),
        waived: Mapping[UUID, str] | None = None,
        by: str | None = None,
    ) -> None:
        """
        Close a case; its open tasks are let go.

        What is still open of its pact is `fulfilled`, or `waived` for a reason code;
        `OpenCommitments` if something is left. `StillInArrears` if it is called
        resolved while an episode is open.
        """
        case = self._followed(case_id, by, on)
        arrears = self.find(Arrears, arrears_key(case.household_id))
        if outcome == "resolved" and arrears is not None and arrears.open_episodes:
            raise StillInArrears(
                f"case {case_id}: {len(arrears.open_episodes)} arrears episodes are "
                "open: wait until they are cleared, or choose another outcome"
            )
        for commitment_id in fulfilled:
            case.settle_commitment(commitment_id, FULFILLED, on)
        for commitment_id, why in (waived or {}).items():
            case.settle_commitment(commitment_id, WAIVED, on, why)
        answered = sorted(arrears.episodes) if arrears else []
        case.close(outcome, on, answered, reason)
        self._keep_case(case, on)
        left = lists.tasks(self._session, on, household_id=case.household_id)
        for line in left:
            task = self.get(Task, line.task_id)
            task.drop(max(on, line.since_on or on))
            self._keep_task(task)

    def reopen_case(self, case_id: UUID, on: date, *, by: str | None = None) -> None:
        """Take a closed case up again; `OpenCase` if it is open."""
        case = self._followed(case_id, by, on)
        case.reopen(on)
        self._keep_case(case, on)

    def complete_task(self, task_id: UUID, on: date, *, by: str | None = None) -> None:
        """
        Record that something was done; `NothingToDo` if it is not open.

        `DoneByRecording` for a review or an assessment: what was found is the point.
        """
        task = self.get(Task, task_id)
        if task.kind in AHEAD:
            raise DoneByRecording(
                f"task {task_id} ({task.kind}) is done by recording what was found"
            )
        case = self.find(Case, case_key(task.household_id))
        if case is not None:
            self._followed(case.id, by, on)
        task.complete(on)
        self._keep_task(task)

    def has_mandate(self, organisation_id: str, day: date) -> bool:
        """
        Whether the steering group lets an organisation follow cases on a day.

        Where it keeps no mandates here, every organisation may.
        """
        try:
            self._refuse_without_mandate(organisation_id, day)
        except OrganisationWithoutMandate:
            return False
        return True

    @property
    def acting_organisation(self) -> str:
        """The organisation of who acts now; actors are `organisation/person`."""
        return self._transaction.cause.actor.partition("/")[0]

    def _followed(self, case_id: UUID, by: str | None, on: date) -> Case:
        case = self.get(Case, case_id)
        if by is not None and (follows := case.organisation_on(on)) != by:
            raise FollowedByOthers(f"case {case_id} is followed by {follows} on {on}")
        return case
