"""The ledger's door: whose letters it acts on."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from azione0.access.agreements import note_agreement
from azione0.access.followers import note
from azione0.contract import Contract
from azione0.contracts import aler, condominium
from azione0.contracts.creditor import (
    ChargeCorrected,
    ChargeIssued,
    ChargeReversed,
    PaymentReceived,
    PaymentReversed,
    TenancyEnded,
    TenancyRegistered,
)
from azione0.contracts.employment import (
    JobEnded,
    JobPlaced,
    RetentionConfirmed,
    TraineeshipEnded,
    TraineeshipProlonged,
    TraineeshipStarted,
)
from azione0.contracts.intake import (
    CaseAssigned,
    CaseOpened,
    ControllersAgreed,
    ControllersAgreementEnded,
    FaultAssessed,
    HouseholdChanged,
    HouseholdRegistered,
    PolicyParametersAdopted,
    SubjectErased,
)
from azione0.contracts.workshops import BudgetAgreed, BudgetReviewed
from azione0.door import desk, on
from azione0.letter import ROME, Letter
from azione0.office import Office
from ledger.api import api
from ledger.application import Ledger
from ledger.creditors import creditors_from
from ledger.files.importing import Wanted
from ledger.files.posting import ImportResult, import_file
from ledger.hearing import charge_key, charge_said, payment_said
from ledger.model import MODEL
from ledger.published import announce as published

#: What each word about a traineeship is to a household's means.
TRAINEESHIP: Mapping[type[Contract], str] = {
    TraineeshipStarted: "traineeship_started",
    TraineeshipProlonged: "traineeship_prolonged",
    TraineeshipEnded: "traineeship_ended",
}


class LedgerService:
    """The books of the creditors: what is owed, paid and agreed."""

    name = "ledger"
    announce = staticmethod(published)
    http = api
    model = MODEL
    ledger: Ledger = desk(Ledger)

    def foresee(self, said: Sequence[Contract]) -> None:
        """Look up at once what a batch of letters will need."""
        self.ledger.foresee(said)

    @staticmethod
    def import_file(
        office: Office,
        content: bytes,
        wanted: Wanted,
        *,
        by: str,
        recorded_at: datetime,
        check_only: bool,
    ) -> ImportResult:
        """Post a creditor's file through this office's inbox; `Refused` if unsound."""
        return import_file(
            office,
            content,
            wanted,
            creditors_from(os.environ),
            by=by,
            recorded_at=recorded_at,
            check_only=check_only,
        )

    @on(aler.TenancyRegistered, condominium.TenancyRegistered)
    def on_tenancy_registered(self, said: TenancyRegistered) -> None:
        self.ledger.register_tenancy(
            said.creditor_id,
            said.tenancy_id,
            said.dwelling_id,
            said.building_id,
            said.valid_from,
        )

    @on(aler.TenancyEnded, condominium.TenancyEnded)
    def on_tenancy_ended(self, said: TenancyEnded) -> None:
        self.ledger.end_tenancy(said.creditor_id, said.tenancy_id, said.valid_to)

    @on(aler.ChargeIssued, condominium.ChargeIssued)
    def on_charge_issued(self, said: ChargeIssued) -> None:
        self.ledger.post_charge(said.creditor_id, said.tenancy_id, charge_said(said))

    @on(aler.ChargeCorrected, condominium.ChargeCorrected)
    def on_charge_corrected(self, said: ChargeCorrected) -> None:
        self.ledger.correct_charge(
            said.creditor_id,
            said.tenancy_id,
            charge_said(said),
            charge_key(said.creditor_id, said.replaces),
        )

    @on(aler.ChargeReversed, condominium.ChargeReversed)
    def on_charge_reversed(self, said: ChargeReversed) -> None:
        self.ledger.reverse_charge(
            said.creditor_id,
            said.tenancy_id,
            charge_key(said.creditor_id, said.charge_id),
            said.effective_on,
        )

    @on(aler.PaymentReceived, condominium.PaymentReceived)
    def on_payment_received(self, letter: Letter) -> None:
        said = cast("PaymentReceived", letter.contract)
        payment = payment_said(said)
        if self._stands_as(said) == payment.id:
            self.ledger.post_payment(
                said.creditor_id,
                payment,
                said.tenancy_id,
                told_on=letter.recorded_at.astimezone(ROME).date(),
            )

    @on(aler.PaymentReversed, condominium.PaymentReversed)
    def on_payment_reversed(self, said: PaymentReversed) -> None:
        self.ledger.reverse_payment(
            said.creditor_id,
            self._stands_as(said),
            said.effective_on,
            cents=said.amount_cents,
            value_on=said.value_on,
            tenancy_id=said.tenancy_id,
            iuv=said.iuv,
        )

    @on(HouseholdRegistered)
    def on_household_registered(self, said: HouseholdRegistered) -> None:
        self.ledger.join_household(
            said.household_id,
            [(it.creditor_id, it.tenancy_id) for it in said.tenancies],
            said.effective_on,
        )

    @on(CaseOpened, CaseAssigned)
    def on_case_followed(self, letter: Letter) -> None:
        note(self.ledger.store, letter)

    @on(ControllersAgreed, ControllersAgreementEnded)
    def on_controllers_agreed(self, letter: Letter) -> None:
        note_agreement(self.ledger.store, letter)

    @on(HouseholdChanged)
    def on_household_changed(self, said: HouseholdChanged) -> None:
        reference = said.person_id or said.new_holder_id or said.household_id
        self.ledger.change_means(
            said.household_id, said.kind, reference, said.effective_on
        )
        if said.kind == "death":
            self.ledger.suspend_agreements(
                said.household_id, said.effective_on, "death"
            )

    @on(SubjectErased)
    def on_subject_erased(self, erased: SubjectErased) -> None:
        self.ledger.forget_person(
            erased.person_id, erased.household_id, erased.effective_on
        )

    @on(FaultAssessed)
    def on_fault_assessed(self, said: FaultAssessed) -> None:
        self.ledger.state_fault(
            said.household_id, said.fault, said.decision_ref, said.effective_on
        )

    @on(PolicyParametersAdopted)
    def on_policy_parameters_adopted(self, said: PolicyParametersAdopted) -> None:
        self.ledger.adopt_policy(
            said.policy_version,
            {it.name: it.value for it in said.parameters},
            said.effective_from,
        )

    @on(BudgetAgreed, BudgetReviewed)
    def on_budget_agreed(self, said: BudgetAgreed | BudgetReviewed) -> None:
        self.ledger.state_affordability(
            said.household_id, said.budget_id, said.affordable_cents, said.effective_on
        )

    @on(JobPlaced, JobEnded)
    def on_job_changed(self, said: JobPlaced | JobEnded) -> None:
        reason = "job_placed" if isinstance(said, JobPlaced) else "job_ended"
        self.ledger.change_means(
            said.household_id, reason, said.placement_id, said.effective_on
        )

    @on(RetentionConfirmed)
    def on_retention_confirmed(self, said: RetentionConfirmed) -> None:
        if said.status == "not_retained":
            self.ledger.change_means(
                said.household_id, "job_lost", said.placement_id, said.effective_on
            )

    @on(TraineeshipStarted, TraineeshipProlonged, TraineeshipEnded)
    def on_traineeship_changed(
        self, said: TraineeshipStarted | TraineeshipProlonged | TraineeshipEnded
    ) -> None:
        self.ledger.change_means(
            said.household_id,
            TRAINEESHIP[type(said)],
            said.person_id,
            said.effective_on,
        )

    def _stands_as(self, said: PaymentReceived | PaymentReversed) -> UUID:
        return self.ledger.stands_as(
            said.creditor_id, payment_said(said), with_receipt=said.iur is not None
        )
