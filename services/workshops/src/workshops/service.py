"""What the workshops hear, and who acts on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from azione0.access.agreements import note_agreement
from azione0.access.followers import note
from azione0.contract import Contract
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
from azione0.contracts.ledger import (
    AgreementBreached,
    AgreementCompleted,
    AgreementReinstated,
    AgreementRescheduled,
    AgreementSigned,
    AgreementTerminated,
    BreachRetracted,
    CompletionRetracted,
    Instalment,
    InstalmentMissed,
    InstalmentMissRetracted,
)
from azione0.door import desk, on
from azione0.letter import Letter
from workshops.api import api, pages
from workshops.application import Workshops
from workshops.budgets import endings
from workshops.following import PARTICIPATION
from workshops.model import MODEL
from workshops.published import announce as published

Ending = (
    AgreementBreached
    | BreachRetracted
    | AgreementReinstated
    | AgreementTerminated
    | AgreementCompleted
    | CompletionRetracted
)
#: What each of them says, in the words of a plan.
ENDINGS: Mapping[type[Contract], str] = {
    AgreementBreached: endings.BREACHED,
    BreachRetracted: endings.BREACH_RETRACTED,
    AgreementReinstated: endings.REINSTATED,
    AgreementTerminated: endings.TERMINATED,
    AgreementCompleted: endings.COMPLETED,
    CompletionRetracted: endings.COMPLETION_RETRACTED,
}


class WorkshopsService:
    """The social workshops of the cooperatives."""

    name = "workshops"
    announce = staticmethod(published)
    http = api
    pages = pages
    model = MODEL

    workshops: Workshops = desk(Workshops)

    @on(SubjectErased)
    def on_subject_erased(self, erased: SubjectErased) -> None:
        self.workshops.forget_person(
            erased.person_id, erased.household_id, erased.effective_on
        )

    @on(CaseTakenInCharge)
    def on_case_taken_in_charge(self, taken: CaseTakenInCharge) -> None:
        self.workshops.take_in_charge(
            taken.case_id, taken.household_id, taken.effective_on
        )

    @on(CaseOpened, CaseAssigned)
    def on_case_followed(self, letter: Letter) -> None:
        note(self.workshops.store, letter)

    @on(ControllersAgreed, ControllersAgreementEnded)
    def on_controllers_agreed(self, letter: Letter) -> None:
        note_agreement(self.workshops.store, letter)

    @on(CaseClosed)
    def on_case_closed(self, closed: CaseClosed) -> None:
        self.workshops.close_case(
            closed.case_id, closed.household_id, closed.effective_on
        )

    @on(ConsentGiven)
    def on_consent_given(self, given: ConsentGiven) -> None:
        if given.purpose == PARTICIPATION:
            self.workshops.give_consent(
                given.person_id, given.household_id, given.effective_on
            )

    @on(ConsentWithdrawn)
    def on_consent_withdrawn(self, withdrawn: ConsentWithdrawn) -> None:
        if withdrawn.purpose == PARTICIPATION:
            self.workshops.withdraw_consent(
                withdrawn.person_id, withdrawn.household_id, withdrawn.effective_on
            )

    @on(AgreementSigned)
    def on_agreement_signed(self, signed: AgreementSigned) -> None:
        self.workshops.note_agreement(
            signed.agreement_id,
            signed.household_id,
            signed.signed_on,
            signed.supersedes,
            _due(signed.instalments),
        )

    @on(AgreementRescheduled)
    def on_agreement_rescheduled(self, letter: Letter) -> None:
        rescheduled = cast("AgreementRescheduled", letter.contract)
        self.workshops.reschedule_agreement(
            rescheduled.agreement_id,
            _due(rescheduled.instalments),
            rescheduled.effective_on,
            recorded_at=letter.recorded_at,
            letter_id=letter.id,
        )

    @on(*ENDINGS)
    def on_agreement_ended(self, letter: Letter) -> None:
        said = cast("Ending", letter.contract)
        self.workshops.note_word(
            said.agreement_id,
            ENDINGS[type(said)],
            said.effective_on,
            recorded_at=letter.recorded_at,
            letter_id=letter.id,
        )

    @on(InstalmentMissed)
    def on_instalment_missed(self, missed: InstalmentMissed) -> None:
        self.workshops.propose_review(
            missed.agreement_id,
            missed.number,
            missed.household_id,
            missed.effective_on,
        )

    @on(InstalmentMissRetracted)
    def on_instalment_miss_retracted(self, retracted: InstalmentMissRetracted) -> None:
        self.workshops.withdraw_review(
            retracted.agreement_id, retracted.number, retracted.household_id
        )


def _due(instalments: Sequence[Instalment]) -> list[tuple[int, date, int]]:
    return [(it.number, it.due_on, it.amount_cents) for it in instalments]
