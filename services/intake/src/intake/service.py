"""The front office's door: what it hears, and what it does about it."""

from typing import Any
from uuid import UUID

from azione0.contracts import creditor, employment, ledger, workshops
from azione0.contracts.aler import TenancyEnded as AlerTenancyEnded
from azione0.contracts.aler import TenancyRegistered as AlerTenancyRegistered
from azione0.contracts.condominium import TenancyEnded as CondominiumTenancyEnded
from azione0.contracts.condominium import (
    TenancyRegistered as CondominiumTenancyRegistered,
)
from azione0.door import desk, on
from azione0.letter import Letter
from intake.application import Intake
from intake.lists import Heard
from intake.published import announce as published
from intake.tenancy import Word

#: The field that says what a letter is about, and the one that says how much.
REFERENCES = (
    "episode_id",
    "agreement_id",
    "charge_id",
    "payment_id",
    "placement_id",
    "traineeship_id",
    "pathway_id",
    "budget_id",
    "enrolment_id",
    "commitment_id",
)
AMOUNTS = (
    "shortfall_cents",
    "overdue_cents",
    "debt_cents",
    "amount_cents",
    "outstanding_cents",
    "affordable_cents",
)


class IntakeService:
    """The steering group's front office."""

    name = "intake"
    announce = staticmethod(published)

    intake: Intake = desk(Intake)

    # Creditors: who rents what.

    @on(AlerTenancyRegistered, CondominiumTenancyRegistered)
    def on_tenancy_registered(self, letter: Letter) -> None:
        told: creditor.TenancyRegistered = _contract(letter)
        self.intake.register_tenancy(
            told.creditor_id,
            told.tenancy_id,
            dwelling_id=told.dwelling_id,
            building_id=told.building_id,
            valid_from=told.valid_from,
            word=Word(letter.recorded_at, letter.id),
        )

    @on(AlerTenancyEnded, CondominiumTenancyEnded)
    def on_tenancy_ended(self, letter: Letter) -> None:
        told: creditor.TenancyEnded = _contract(letter)
        self.intake.end_tenancy(
            told.creditor_id,
            told.tenancy_id,
            told.valid_to,
            Word(letter.recorded_at, letter.id),
        )

    # Arrears: cases.

    @on(ledger.ArrearsDetected)
    def on_arrears_detected(self, letter: Letter) -> None:
        told: ledger.ArrearsDetected = self._remember(letter)
        self.intake.note_arrears(
            told.household_id,
            told.episode_id,
            told.creditor_id,
            overdue_cents=told.overdue_cents,
            band=told.band,
            on=told.effective_on,
        )

    @on(ledger.ArrearsBandChanged)
    def on_arrears_band_changed(self, letter: Letter) -> None:
        told: ledger.ArrearsBandChanged = self._remember(letter)
        self.intake.change_band(
            told.household_id,
            told.episode_id,
            told.creditor_id,
            overdue_cents=told.overdue_cents,
            band=told.band,
            on=told.effective_on,
        )

    @on(ledger.ArrearsRetracted)
    def on_arrears_retracted(self, letter: Letter) -> None:
        told: ledger.ArrearsRetracted = self._remember(letter)
        self.intake.retract_arrears(
            told.household_id, told.episode_id, told.creditor_id, told.effective_on
        )

    @on(ledger.ArrearsCleared)
    def on_arrears_cleared(self, letter: Letter) -> None:
        told: ledger.ArrearsCleared = self._remember(letter)
        self.intake.clear_arrears(
            told.household_id, told.episode_id, told.creditor_id, told.cleared_on
        )

    # What somebody must do something about.

    @on(ledger.InstalmentMissed)
    def on_instalment_missed(self, letter: Letter) -> None:
        told: ledger.InstalmentMissed = self._remember(letter)
        self.intake.raise_task(
            "call",
            told.household_id,
            _instalment(told.agreement_id, told.number),
            since_on=told.effective_on,
        )

    @on(ledger.InstalmentMissRetracted)
    def on_instalment_miss_retracted(self, letter: Letter) -> None:
        told: ledger.InstalmentMissRetracted = self._remember(letter)
        self.intake.settle_task(
            "call",
            told.household_id,
            _instalment(told.agreement_id, told.number),
            told.effective_on,
        )

    @on(ledger.InstalmentPaid)
    def on_instalment_paid(self, letter: Letter) -> None:
        told: ledger.InstalmentPaid = self._remember(letter)
        if told.days_late > 0:
            self.intake.drop_task(
                "call",
                told.household_id,
                _instalment(told.agreement_id, told.number),
                told.paid_on,
            )

    @on(ledger.AgreementProposed)
    def on_agreement_proposed(self, letter: Letter) -> None:
        told: ledger.AgreementProposed = self._remember(letter)
        self.intake.raise_task(
            "validate_agreement",
            told.household_id,
            str(told.agreement_id),
            since_on=told.effective_on,
        )

    @on(ledger.AgreementSigned)
    def on_agreement_signed(self, letter: Letter) -> None:
        told: ledger.AgreementSigned = self._remember(letter)
        self.intake.settle_task(
            "validate_agreement",
            told.household_id,
            str(told.agreement_id),
            told.effective_on,
        )

    @on(ledger.AgreementBreached)
    def on_agreement_breached(self, letter: Letter) -> None:
        told: ledger.AgreementBreached = self._remember(letter)
        self.intake.raise_task(
            "review_breach",
            told.household_id,
            str(told.agreement_id),
            since_on=told.effective_on,
        )

    @on(ledger.BreachRetracted)
    def on_breach_retracted(self, letter: Letter) -> None:
        told: ledger.BreachRetracted = self._remember(letter)
        self.intake.settle_task(
            "review_breach",
            told.household_id,
            str(told.agreement_id),
            told.effective_on,
        )

    @on(ledger.ChargeDisputed)
    def on_charge_disputed(self, letter: Letter) -> None:
        told: ledger.ChargeDisputed = self._remember(letter)
        self.intake.raise_task(
            "follow_dispute",
            told.household_id,
            str(told.charge_id),
            since_on=told.effective_on,
        )

    @on(ledger.DisputeResolved)
    def on_dispute_resolved(self, letter: Letter) -> None:
        told: ledger.DisputeResolved = self._remember(letter)
        self.intake.settle_task(
            "follow_dispute",
            told.household_id,
            str(told.charge_id),
            told.effective_on,
        )

    @on(ledger.NoticeOfDefaultServed)
    def on_notice_of_default_served(self, letter: Letter) -> None:
        told: ledger.NoticeOfDefaultServed = self._remember(letter)
        self.intake.raise_task(
            "answer_default_notice",
            told.household_id,
            f"{told.household_id}/{told.creditor_id}",
            since_on=told.served_on,
            due_on=told.cure_by_on,
        )

    @on(ledger.EvictionStepRecorded)
    def on_eviction_step_recorded(self, letter: Letter) -> None:
        told: ledger.EvictionStepRecorded = self._remember(letter)
        reference = f"{told.household_id}/{told.creditor_id}"
        if told.step in ("executed", "averted"):
            self.intake.drop_task(
                "answer_eviction", told.household_id, reference, told.effective_on
            )
        else:
            self.intake.raise_task(
                "answer_eviction",
                told.household_id,
                reference,
                since_on=told.effective_on,
                due_on=told.deadline_on,
            )

    @on(workshops.CommitmentMissed, employment.CommitmentMissed)
    def on_commitment_missed(self, letter: Letter) -> None:
        told: workshops.CommitmentMissed = self._remember(letter)
        self.intake.raise_task(
            "review_commitment",
            told.household_id,
            f"{told.commitment_id}/{told.effective_on}",
            since_on=told.effective_on,
        )

    @on(employment.JobEnded)
    def on_job_ended(self, letter: Letter) -> None:
        told: employment.JobEnded = self._remember(letter)
        self.intake.raise_task(
            "review_income",
            told.household_id,
            str(told.placement_id),
            since_on=told.effective_on,
        )

    # What belongs to a household's story and asks nothing of anybody.

    @on(
        ledger.PaymentPosted,
        ledger.PaymentPostingReversed,
        ledger.AgreementSuspended,
        ledger.AgreementSuperseded,
        ledger.AgreementCompleted,
        workshops.BudgetAgreed,
        workshops.BudgetReviewed,
        workshops.EnrolmentConfirmed,
        workshops.SessionAttended,
        workshops.WorkshopCompleted,
        workshops.CommitmentKept,
        employment.PathwayOpened,
        employment.ProfileAssessed,
        employment.ServicePactSigned,
        employment.TraineeshipStarted,
        employment.TraineeshipEnded,
        employment.JobPlaced,
        employment.RetentionConfirmed,
        employment.CommitmentKept,
    )
    def on_news_of_a_household(self, letter: Letter) -> None:
        self._remember(letter)

    def _remember(self, letter: Letter) -> Any:
        """Keep what was said for the household's story; give the contract."""
        told: Any = letter.contract
        self.intake.remember(
            Heard(
                source=letter.source,
                letter_id=letter.id,
                household_id=told.household_id,
                said=told.promise.name,
                effective_on=told.effective_on,
                recorded_at=letter.recorded_at,
                reference=_first(told, REFERENCES),
                amount_cents=_first(told, AMOUNTS),
            )
        )
        return told


def _contract(letter: Letter) -> Any:
    return letter.contract


def _first(told: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        value = getattr(told, name, None)
        if value is not None:
            return str(value) if isinstance(value, UUID) else value
    return None


def _instalment(agreement_id: UUID, number: int) -> str:
    return f"{agreement_id}/{number}"
