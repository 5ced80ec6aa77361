"""What employment hears, and who acts on it."""

from azione0.access.agreements import note_agreement
from azione0.access.followers import note
from azione0.contracts.intake import (
    CaseAssigned,
    CaseClosed,
    CaseOpened,
    CaseTakenInCharge,
    ConsentGiven,
    ConsentWithdrawn,
    ControllersAgreed,
    ControllersAgreementEnded,
    SubjectErased,
)
from azione0.contracts.ledger import InstalmentMissed, InstalmentMissRetracted
from azione0.door import desk, on
from azione0.letter import Letter
from employment.api import api
from employment.application import Employment
from employment.following import MATCHING
from employment.model import MODEL
from employment.published import announce as published


class EmploymentService:
    """The job services."""

    name = "employment"
    announce = staticmethod(published)
    http = api
    model = MODEL

    employment: Employment = desk(Employment)

    @on(SubjectErased)
    def on_subject_erased(self, erased: SubjectErased) -> None:
        self.employment.forget_person(
            erased.person_id, erased.household_id, erased.effective_on
        )

    @on(CaseTakenInCharge)
    def on_case_taken_in_charge(self, taken: CaseTakenInCharge) -> None:
        self.employment.take_in_charge(
            taken.case_id, taken.household_id, taken.effective_on
        )

    @on(CaseOpened, CaseAssigned)
    def on_case_followed(self, letter: Letter) -> None:
        note(self.employment.store, letter)

    @on(ControllersAgreed, ControllersAgreementEnded)
    def on_controllers_agreed(self, letter: Letter) -> None:
        note_agreement(self.employment.store, letter)

    @on(CaseClosed)
    def on_case_closed(self, closed: CaseClosed) -> None:
        self.employment.close_case(
            closed.case_id, closed.household_id, closed.effective_on
        )

    @on(ConsentGiven)
    def on_consent_given(self, given: ConsentGiven) -> None:
        if given.purpose == MATCHING:
            self.employment.give_consent(
                given.person_id, given.household_id, given.effective_on
            )

    @on(ConsentWithdrawn)
    def on_consent_withdrawn(self, withdrawn: ConsentWithdrawn) -> None:
        if withdrawn.purpose == MATCHING:
            self.employment.withdraw_consent(
                withdrawn.person_id, withdrawn.household_id, withdrawn.effective_on
            )

    @on(InstalmentMissed)
    def on_instalment_missed(self, missed: InstalmentMissed) -> None:
        self.employment.plan_job_check(
            missed.agreement_id, missed.number, missed.household_id, missed.effective_on
        )

    @on(InstalmentMissRetracted)
    def on_instalment_miss_retracted(self, retracted: InstalmentMissRetracted) -> None:
        self.employment.drop_job_check(
            retracted.agreement_id, retracted.number, retracted.household_id
        )
