"""The door of the reporting service: every letter that the others let it hear."""

from azione0.access.agreements import note_agreement
from azione0.access.followers import note
from azione0.contract import heard_by
from azione0.contracts.intake import (
    CaseAssigned,
    CaseOpened,
    ControllersAgreed,
    ControllersAgreementEnded,
    SubjectErased,
)
from azione0.door import desk, on
from azione0.letter import Letter
from reporting.api import api
from reporting.application import Reporting
from reporting.model import MODEL
from reporting.published import announce as published


class ReportingService:
    """The lead partner's archive and figures."""

    name = "reporting"
    announce = staticmethod(published)
    http = api
    model = MODEL

    reporting: Reporting = desk(Reporting)

    @on(*heard_by("reporting"))
    def on_any_letter(self, letter: Letter) -> None:
        self.reporting.project(letter)
        if isinstance(letter.contract, (CaseOpened, CaseAssigned)):
            note(self.reporting.store, letter)
        if isinstance(letter.contract, (ControllersAgreed, ControllersAgreementEnded)):
            note_agreement(self.reporting.store, letter)
        erased = letter.contract
        if isinstance(erased, SubjectErased):
            self.reporting.forget_person(
                erased.person_id, erased.household_id, erased.effective_on
            )
