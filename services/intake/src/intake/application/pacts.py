"""
The pact as it is kept: revised, monitored, settled; reviews, the team, the needs.

`on` is the day on which something counts, `by` the organisation of who acts.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from intake import lists
from intake.application.cases import Cases
from intake.cases.assessment import Assessment, Change, changes
from intake.cases.case import Case
from intake.cases.pact import CommitmentStanding, Undertaking, standing_of
from intake.cases.team import TeamMember
from intake.households.periods import Period
from intake.households.tenancy import Word


class Pacts(Cases):
    """The use-cases of a case that is in charge."""

    def revise_pact(
        self,
        case_id: UUID,
        *,
        commitments: Sequence[Undertaking],
        goals: Sequence[str],
        on: date,
        by: str | None = None,
    ) -> None:
        """Agree another version of the pact; what it leaves out is owed no more."""
        case = self._followed(case_id, by, on)
        case.revise_pact(list(commitments), list(goals), on)
        self._keep_case(case, on)

    def check_commitment(
        self,
        case_id: UUID,
        commitment_id: UUID,
        on: date,
        *,
        kept: bool,
        by: str | None = None,
    ) -> None:
        """
        Say by hand whether a commitment was kept on a day; missed, it is reviewed.

        Where a service says otherwise of the same day, the last word counts.
        """
        case = self._followed(case_id, by, on)
        case.check_commitment(commitment_id, on, kept=kept)
        self._keep_case(case, on)
        word = Word(self.store.clock(), self._transaction.cause.id)
        self.note_commitment(
            case.household_id, commitment_id, kept=kept, on=on, word=word
        )

    def settle_commitment(
        self,
        case_id: UUID,
        commitment_id: UUID,
        how: str,
        on: date,
        *,
        reason: str | None = None,
        by: str | None = None,
    ) -> None:
        """Say that nothing more is owed of a commitment: fulfilled, or waived."""
        case = self._followed(case_id, by, on)
        case.settle_commitment(commitment_id, how, on, reason)
        self._keep_case(case, on)

    def review_case(
        self, case_id: UUID, decision: str, on: date, *, by: str | None = None
    ) -> None:
        """Record a review: go_on, revise_pact, suspend, close."""
        case = self._followed(case_id, by, on)
        case.review(decision, on)
        self._keep_case(case, on)

    def name_reference(
        self, case_id: UUID, operator_id: str, from_on: date, *, by: str | None = None
    ) -> None:
        """Have another worker of reference from a day on, until the next one is."""
        case = self._followed(case_id, by, from_on)
        case.name_reference(operator_id, from_on)
        self._keep_case(case, from_on)

    def join_team(
        self,
        case_id: UUID,
        operator_id: str,
        role: str,
        on: date,
        *,
        organisation_id: str | None = None,
        by: str | None = None,
    ) -> None:
        """Have a worker in the team, of who follows the case unless said otherwise."""
        case = self._followed(case_id, by, on)
        follows = organisation_id or case.organisation_on(on)
        case.join_team(operator_id, follows, role, on)
        self._keep_case(case, on)

    def leave_team(
        self, case_id: UUID, operator_id: str, on: date, *, by: str | None = None
    ) -> None:
        """Have a worker in the team up to a day, that day counted."""
        case = self._followed(case_id, by, on)
        case.leave_team(operator_id, on)
        self._keep_case(case, on)

    # -- what can be asked

    def commitments(self, case_id: UUID, as_of: date) -> list[CommitmentStanding]:
        """Say how each commitment of the pact stands on a day."""
        case = self.get(Case, case_id)
        pact = case.pact_on(as_of)
        if pact is None:
            return []
        with self.store.reading() as session:
            return [
                standing_of(
                    it,
                    lists.checks_of(session, it.commitment_id),
                    case.committed_since(it.commitment_id)
                    if it in case.commitments
                    else pact.since,
                    as_of,
                    case.settled.get(it.commitment_id),
                )
                for it in pact.commitments
            ]

    def references(self, case_id: UUID) -> list[Period[str]]:
        """List who was of reference, from when to when."""
        return list(self.get(Case, case_id).references)

    def team(self, case_id: UUID, as_of: date) -> list[TeamMember]:
        """List who was in the team on a day."""
        return self.get(Case, case_id).team_on(as_of)

    def assessments(self, case_id: UUID, *, special: bool = False) -> list[Assessment]:
        """List the assessments by day, those of health only if they are asked for."""
        found = sorted(self.get(Case, case_id).assessments, key=lambda it: it.on)
        return found if special else [it.ordinary() for it in found]

    def needs_changed(
        self, case_id: UUID, first_on: date, last_on: date, *, special: bool = False
    ) -> list[Change]:
        """
        Compare the assessments of two days, domain by domain.

        `NotAssessed` for a day without one; `OtherMatrix` if nobody wrote down how
        their versions compare.
        """
        by_day = {it.on: it for it in self.get(Case, case_id).assessments}
        for day in (first_on, last_on):
            if day not in by_day:
                raise NotAssessed(
                    f"case {case_id} was not assessed on {day}: there is "
                    f"{', '.join(map(str, sorted(by_day))) or 'nothing'}"
                )
        found = changes(by_day[first_on], by_day[last_on])
        return [it for it in found if special or not it.special]


class NotAssessed(LookupError):
    """A day on which nobody assessed the household's needs."""
