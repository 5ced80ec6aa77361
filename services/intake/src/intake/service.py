"""
The front office's door: what it hears, and what it does about it.

What is not named here (payments, attendance, placements …) is kept in the inbox
and read for a household's story.
"""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from azione0.access.book import UNFOLLOWED
from azione0.contracts import (
    creditor,
    employment,
    ledger,
    partner,
    reporting,
    workshops,
)
from azione0.contracts.aler import TenancyEnded as AlerTenancyEnded
from azione0.contracts.aler import TenancyRegistered as AlerTenancyRegistered
from azione0.contracts.condominium import TenancyEnded as CondominiumTenancyEnded
from azione0.contracts.condominium import (
    TenancyRegistered as CondominiumTenancyRegistered,
)
from azione0.door import desk, every, on
from azione0.letter import Letter
from intake.api import api
from intake.application import Intake
from intake.cases.agreements import AT_RISK, CALM, EASED, RELIEF, Told
from intake.households.tenancy import Word
from intake.model import MODEL
from intake.published import announce as published
from intake.worklist.facts import Said

HOUR = 3600.0
DAY = 24 * HOUR

Easing = (
    ledger.AgreementSuspended
    | ledger.AgreementSuperseded
    | ledger.AgreementRescheduled
    | ledger.AgreementTerminated
)
Standing = (
    Easing
    | ledger.AgreementSigned
    | ledger.AgreementBreached
    | ledger.BreachRetracted
    | ledger.AgreementReinstated
    | ledger.AgreementResumed
    | ledger.AgreementCompleted
)


class IntakeService:
    """The steering group's front office."""

    name = "intake"
    announce = staticmethod(published)
    http = api
    holds = UNFOLLOWED
    model = MODEL

    intake: Intake = desk(Intake)

    # Creditors: who rents what.

    @on(AlerTenancyRegistered, CondominiumTenancyRegistered)
    def on_tenancy_registered(self, letter: Letter) -> None:
        told = cast("creditor.TenancyRegistered", letter.contract)
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
        told = cast("creditor.TenancyEnded", letter.contract)
        self.intake.end_tenancy(
            told.creditor_id,
            told.tenancy_id,
            told.valid_to,
            Word(letter.recorded_at, letter.id),
        )

    # Arrears: cases.

    @on(ledger.ArrearsDetected)
    def on_arrears_detected(self, told: ledger.ArrearsDetected) -> None:
        self.intake.note_arrears(
            told.household_id,
            told.episode_id,
            told.creditor_id,
            overdue_cents=told.overdue_cents,
            band=told.band,
            on=told.effective_on,
        )

    @on(ledger.ArrearsBandChanged)
    def on_arrears_band_changed(self, told: ledger.ArrearsBandChanged) -> None:
        self.intake.change_band(
            told.household_id,
            told.episode_id,
            told.creditor_id,
            overdue_cents=told.overdue_cents,
            band=told.band,
            on=told.effective_on,
        )

    @on(ledger.ArrearsRetracted)
    def on_arrears_retracted(self, told: ledger.ArrearsRetracted) -> None:
        self.intake.retract_arrears(
            told.household_id, told.episode_id, told.creditor_id, told.effective_on
        )

    @on(ledger.ArrearsCleared)
    def on_arrears_cleared(self, told: ledger.ArrearsCleared) -> None:
        self.intake.clear_arrears(
            told.household_id, told.episode_id, told.creditor_id, told.cleared_on
        )

    # What somebody must do something about.

    @on(ledger.InstalmentMissed)
    def on_instalment_missed(self, told: ledger.InstalmentMissed) -> None:
        self.intake.raise_task(
            "call",
            told.household_id,
            _instalment(told.agreement_id, told.number),
            since_on=told.effective_on,
        )

    @on(ledger.InstalmentMissRetracted)
    def on_instalment_miss_retracted(
        self, told: ledger.InstalmentMissRetracted
    ) -> None:
        self.intake.settle_task(
            "call",
            told.household_id,
            _instalment(told.agreement_id, told.number),
            told.effective_on,
        )

    @on(ledger.InstalmentPaid)
    def on_instalment_paid(self, told: ledger.InstalmentPaid) -> None:
        if told.days_late > 0:
            self.intake.drop_task(
                "call",
                told.household_id,
                _instalment(told.agreement_id, told.number),
                told.paid_on,
            )

    @on(ledger.InstalmentPaymentRetracted)
    def on_instalment_payment_retracted(
        self, told: ledger.InstalmentPaymentRetracted
    ) -> None:
        self.intake.take_drop_back(
            "call",
            told.household_id,
            _instalment(told.agreement_id, told.number),
            told.paid_on,
            told.effective_on,
        )

    @on(ledger.AgreementProposed)
    def on_agreement_proposed(self, told: ledger.AgreementProposed) -> None:
        self.intake.raise_task(
            "validate_agreement",
            told.household_id,
            str(told.agreement_id),
            since_on=told.effective_on,
        )

    @on(ledger.AgreementSigned)
    def on_agreement_signed(self, letter: Letter) -> None:
        told = cast("ledger.AgreementSigned", letter.contract)
        self._note_standing(letter)
        self.intake.settle_task(
            "validate_agreement",
            told.household_id,
            str(told.agreement_id),
            told.effective_on,
        )

    @on(ledger.AgreementBreached)
    def on_agreement_breached(self, letter: Letter) -> None:
        told = cast("ledger.AgreementBreached", letter.contract)
        self._note_standing(letter)
        self.intake.raise_task(
            "review_breach",
            told.household_id,
            str(told.agreement_id),
            since_on=told.effective_on,
        )

    @on(ledger.BreachRetracted)
    def on_breach_retracted(self, letter: Letter) -> None:
        told = cast("ledger.BreachRetracted", letter.contract)
        self._note_standing(letter)
        self.intake.settle_task(
            "review_breach",
            told.household_id,
            str(told.agreement_id),
            told.effective_on,
        )

    @on(ledger.AgreementReinstated)
    def on_agreement_reinstated(self, letter: Letter) -> None:
        told = cast("ledger.AgreementReinstated", letter.contract)
        self._note_standing(letter)
        self.intake.drop_task(
            "review_breach",
            told.household_id,
            str(told.agreement_id),
            told.effective_on,
        )

    @on(ledger.AgreementAtRisk)
    def on_agreement_at_risk(self, letter: Letter) -> None:
        said = cast("ledger.AgreementAtRisk", letter.contract)
        told = _told(AT_RISK, letter, said.next_due_on, said.facts)
        self.intake.note_risk(said.household_id, said.agreement_id, told)

    @on(ledger.AgreementNoLongerAtRisk)
    def on_agreement_no_longer_at_risk(self, letter: Letter) -> None:
        said = cast("ledger.AgreementNoLongerAtRisk", letter.contract)
        told = _told(CALM, letter)
        self.intake.note_risk(said.household_id, said.agreement_id, told)

    @on(ledger.ReliefProposed)
    def on_relief_proposed(self, letter: Letter) -> None:
        said = cast("ledger.ReliefProposed", letter.contract)
        told = _told(RELIEF, letter, said.review_by_on, (said.cause, said.proposal))
        self.intake.note_relief(said.household_id, said.agreement_id, told)

    @on(ledger.AgreementSuspended, ledger.AgreementSuperseded)
    def on_agreement_suspended(self, letter: Letter) -> None:
        self._note_eased(letter)
        self._note_standing(letter)

    @on(ledger.AgreementResumed, ledger.AgreementCompleted)
    def on_agreement_resumed(self, letter: Letter) -> None:
        self._note_standing(letter)

    @on(ledger.AgreementRescheduled)
    def on_agreement_rescheduled(self, letter: Letter) -> None:
        # To catch up is no relief: it asks for more.
        if cast("ledger.AgreementRescheduled", letter.contract).kind != "catch_up":
            self._note_eased(letter)

    @on(ledger.AgreementTerminated)
    def on_agreement_terminated(self, letter: Letter) -> None:
        said = cast("ledger.AgreementTerminated", letter.contract)
        self._note_standing(letter)
        self.intake.drop_task(
            "review_breach",
            said.household_id,
            str(said.agreement_id),
            said.effective_on,
        )
        self._note_eased(letter)

    @on(ledger.AccountClosed)
    def on_account_closed(self, told: ledger.AccountClosed) -> None:
        self.intake.raise_task(
            "review_closed_account",
            told.household_id,
            f"{told.household_id}/{told.creditor_id}",
            since_on=told.effective_on,
        )

    @on(ledger.ChargeDisputed)
    def on_charge_disputed(self, told: ledger.ChargeDisputed) -> None:
        self.intake.raise_task(
            "follow_dispute",
            told.household_id,
            str(told.charge_id),
            since_on=told.effective_on,
        )

    @on(ledger.DisputeResolved)
    def on_dispute_resolved(self, told: ledger.DisputeResolved) -> None:
        self.intake.settle_task(
            "follow_dispute",
            told.household_id,
            str(told.charge_id),
            told.effective_on,
        )

    @on(ledger.NoticeOfDefaultServed)
    def on_notice_of_default_served(self, told: ledger.NoticeOfDefaultServed) -> None:
        self.intake.raise_task(
            "answer_default_notice",
            told.household_id,
            f"{told.household_id}/{told.creditor_id}",
            since_on=told.served_on,
            due_on=told.cure_by_on,
        )

    @on(ledger.EvictionStepRecorded)
    def on_eviction_step_recorded(self, letter: Letter) -> None:
        told = cast("ledger.EvictionStepRecorded", letter.contract)
        word = Word(letter.recorded_at, letter.id)
        self.intake.note_said(
            told.household_id,
            Said(
                told.creditor_id, told.step, told.effective_on, word, told.deadline_on
            ),
        )
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

    @on(workshops.CommitmentKept, employment.CommitmentKept)
    def on_commitment_kept(self, letter: Letter) -> None:
        self._note_commitment(letter, kept=True)

    @on(workshops.CommitmentMissed, employment.CommitmentMissed)
    def on_commitment_missed(self, letter: Letter) -> None:
        self._note_commitment(letter, kept=False)

    @on(employment.JobEnded)
    def on_job_ended(self, told: employment.JobEnded) -> None:
        self.intake.raise_task(
            "review_income",
            told.household_id,
            str(told.placement_id),
            since_on=told.effective_on,
        )

    def _note_standing(self, letter: Letter) -> None:
        said = cast("Standing", letter.contract)
        word = Word(letter.recorded_at, letter.id)
        self.intake.note_said(
            said.household_id,
            Said(str(said.agreement_id), type(said).__name__, said.effective_on, word),
        )

    # Persons: who else has forgotten them, and what time asks for.

    @on(
        ledger.SubjectErasureConfirmed,
        workshops.SubjectErasureConfirmed,
        employment.SubjectErasureConfirmed,
        reporting.SubjectErasureConfirmed,
    )
    def on_subject_erasure_confirmed(self, letter: Letter) -> None:
        told = cast("partner.SubjectErasureConfirmed", letter.contract)
        self.intake.note_erasure_confirmed(
            told.person_id,
            told.household_id,
            letter.source.rpartition("/")[2],
            told.effective_on,
        )

    @every(HOUR)
    def look_after_erasures(self, now: datetime) -> None:
        self.intake.look_after_erasures(now)

    @every(DAY)
    def look_after_retention(self, now: datetime) -> None:
        self.intake.look_after_retention(now)

    def _note_eased(self, letter: Letter) -> None:
        said = cast("Easing", letter.contract)
        told = _told(EASED, letter)
        self.intake.note_relief(said.household_id, said.agreement_id, told)

    def _note_commitment(self, letter: Letter, *, kept: bool) -> None:
        told = cast(
            "partner.CommitmentKept | partner.CommitmentMissed", letter.contract
        )
        self.intake.note_commitment(
            told.household_id,
            told.commitment_id,
            kept=kept,
            on=told.effective_on,
            word=Word(letter.recorded_at, letter.id),
        )


def _told(
    name: str,
    letter: Letter,
    due_on: date | None = None,
    reasons: tuple[str, ...] = (),
) -> Told:
    word = Word(letter.recorded_at, letter.id)
    return Told(name, letter.contract.effective_on, word, due_on, reasons)


def _instalment(agreement_id: UUID, number: int) -> str:
    return f"{agreement_id}/{number}"
