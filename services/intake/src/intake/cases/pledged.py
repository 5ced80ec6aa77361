"""The pact of a case: signed, revised, checked, settled and reviewed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.cases.pact import (
    FULFILLED,
    WAIVED,
    Commitment,
    Pact,
    Undertaking,
    checked_codes,
    commitments_of,
)
from intake.cases.part import CasePart
from intake.cases.team import ended
from intake.cases.words import REVIEWS, checked
from intake.households.periods import Period


class TakenInCharge(Aggregate.Event):
    household_id: UUID
    pact_id: UUID
    commitments: list[Commitment]
    goals: list[str]
    operator_id: str
    effective_on: date

    def apply(self, case: Any) -> None:
        case.touched = True
        case.in_charge_on = self.effective_on
        case.pact_id = self.pact_id
        case.pacts = [
            Pact(1, self.effective_on, tuple(self.commitments), tuple(self.goals))
        ]
        case.settled = {}
        case.references = [
            *ended(case.references, self.effective_on),
            Period(self.effective_on, None, self.operator_id),
        ]


class PactRevised(Aggregate.Event):
    """Another version of the pact holds from a day on."""

    number: int
    commitments: list[Commitment]
    goals: list[str]
    effective_on: date

    def apply(self, case: Any) -> None:
        before = case.commitments
        case.pacts.append(
            Pact(
                self.number,
                self.effective_on,
                tuple(self.commitments),
                tuple(self.goals),
            )
        )
        for it in self.commitments:
            if it not in before:
                case.settled.pop(it.commitment_id, None)


class CommitmentChecked(Aggregate.Event):
    """Somebody of the front office says whether a commitment was kept."""

    commitment_id: UUID
    kept: bool
    effective_on: date

    def apply(self, case: Any) -> None:
        case.touched = True


class CommitmentSettled(Aggregate.Event):
    """Nothing more is owed of a commitment: fulfilled, or waived for a reason."""

    commitment_id: UUID
    how: str
    reason: str | None
    effective_on: date

    def apply(self, case: Any) -> None:
        case.settled[self.commitment_id] = self.how


class Reviewed(Aggregate.Event):
    decision: str
    effective_on: date
    household_id: UUID | None = None

    def apply(self, case: Any) -> None:
        case.reviews.append(self.effective_on)


class Pledged(CasePart):
    """The verbs of the pact; `Case` adds them to its own."""

    pacts: list[Pact]
    settled: dict[UUID, str]

    @property
    def commitments(self) -> list[Commitment]:
        """The commitments of the pact as it was signed or revised last."""
        return list(self.pacts[-1].commitments) if self.pacts else []

    @property
    def goals(self) -> list[str]:
        """The goals of the pact as it was signed or revised last."""
        return list(self.pacts[-1].goals) if self.pacts else []

    @property
    def open_commitments(self) -> list[Commitment]:
        """The commitments that are neither fulfilled nor waived."""
        return [it for it in self.commitments if it.commitment_id not in self.settled]

    def pact_on(self, day: date) -> Pact | None:
        """Give the version of the pact that held on a day."""
        return max(
            (it for it in self.pacts if it.since <= day),
            key=lambda it: (it.since, it.number),
            default=None,
        )

    def committed_since(self, commitment_id: UUID) -> date:
        """Give since when a commitment is in the pact, as it is worded now."""
        [now] = [it for it in self.commitments if it.commitment_id == commitment_id]
        since = self.pacts[-1].since
        for pact in reversed(self.pacts):
            if now not in pact.commitments:
                break
            since = pact.since
        return since

    def take_in_charge(
        self,
        pact_id: UUID,
        undertaken: Sequence[Undertaking],
        goals: list[str],
        operator_id: str,
        on: date,
    ) -> None:
        """
        Sign the pact: service by service who undertakes what.

        `NotReached` before the household was met, `PactWithoutCommitments` for an
        empty pact, `AlreadyInCharge` for a second one, `DueBeforeSigned`. The
        programme's clock starts `on`; `operator_id` is of reference from then.
        """
        self.refuse_if_closed()
        self._refuse_if_not_reached()
        if self.in_charge_on is not None:
            raise AlreadyInCharge(
                f"case {self.id} is in charge since {self.in_charge_on}"
            )
        self._refuse_due_before(undertaken, on)
        self._tell(
            TakenInCharge,
            household_id=self.household_id,
            pact_id=pact_id,
            commitments=commitments_of(self.id, undertaken),
            goals=checked_codes(goals),
            operator_id=operator_id,
            effective_on=on,
        )

    def revise_pact(
        self, undertaken: Sequence[Undertaking], goals: list[str], on: date
    ) -> None:
        """
        Agree another version of the pact; the same once more changes nothing.

        `NotInCharge`, `RevisedLater` for a day before the last version, and the
        refusals of a pact. What the new version leaves out is no longer owed.
        """
        self._refuse_unless_in_charge()
        last = self.pacts[-1]
        if on < last.since:
            raise RevisedLater(
                f"case {self.id}: version {last.number} holds since {last.since}"
            )
        self._refuse_due_before(undertaken, on)
        commitments = commitments_of(self.id, undertaken)
        checked_codes(goals)
        if (tuple(commitments), tuple(goals)) != (last.commitments, last.goals):
            self._tell(
                PactRevised,
                number=last.number + 1,
                commitments=commitments,
                goals=goals,
                effective_on=on,
            )

    def check_commitment(self, commitment_id: UUID, on: date, *, kept: bool) -> None:
        """Say whether a commitment was kept; `UnknownCommitment`, `ClosedCase`."""
        self.refuse_if_closed()
        self._commitment(commitment_id)
        self._tell(
            CommitmentChecked,
            commitment_id=commitment_id,
            kept=kept,
            effective_on=on,
        )

    def settle_commitment(
        self, commitment_id: UUID, how: str, on: date, reason: str | None = None
    ) -> None:
        """
        Say that nothing more is owed of a commitment: fulfilled, or waived.

        `UnknownCommitment`, `SettledAlready`, `UnknownWord`; `WaivedWithoutReason`,
        and `NotACode` for a reason in sentences.
        """
        self.refuse_if_closed()
        self._commitment(commitment_id)
        checked("settlement", how, (FULFILLED, WAIVED))
        if how == WAIVED and not reason:
            raise WaivedWithoutReason(
                f"commitment {commitment_id}: say by a code why it is waived"
            )
        checked_codes([reason] if reason else [])
        if commitment_id in self.settled:
            raise SettledAlready(
                f"commitment {commitment_id} is {self.settled[commitment_id]}"
            )
        self._tell(
            CommitmentSettled,
            commitment_id=commitment_id,
            how=how,
            reason=reason,
            effective_on=on,
        )

    def review(self, decision: str, on: date) -> None:
        """Record a review of the case; `NotInCharge`, `UnknownWord`."""
        self._refuse_unless_in_charge()
        checked("review", decision, REVIEWS)
        self._tell(
            Reviewed,
            decision=decision,
            effective_on=on,
            household_id=self.household_id,
        )

    def _refuse_due_before(self, undertaken: Sequence[Undertaking], on: date) -> None:
        for it in undertaken:
            if it.due_on is not None and it.due_on < on:
                raise DueBeforeSigned(f"{it.code} is due on {it.due_on}, before {on}")

    def _commitment(self, commitment_id: UUID) -> Commitment:
        for it in self.commitments:
            if it.commitment_id == commitment_id:
                return it
        raise UnknownCommitment(
            f"commitment {commitment_id} is not in the pact of case {self.id}"
        )


class AlreadyInCharge(Exception):
    """A second pact while the first one holds."""


class RevisedLater(Exception):
    """A version of the pact from a day before the last one."""


class DueBeforeSigned(Exception):
    """A commitment that is due before the pact is signed."""


class UnknownCommitment(Exception):
    """A commitment that the pact does not have."""


class SettledAlready(Exception):
    """A commitment settled a second time."""


class WaivedWithoutReason(Exception):
    """A commitment waived, and nobody says why."""
