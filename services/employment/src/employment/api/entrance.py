"""What all of employment's addresses share, and the status of each refusal."""

from azione0.door.api import Api
from azione0.pdf import PdfNotInstalled
from employment.access import ACCESS
from employment.application.placements import NotTheirs
from employment.pathway.actions import ImpossibleAction, UnknownAction
from employment.pathway.esco import UnknownWord
from employment.pathway.pathway import (
    BeforePathway,
    ImpossiblePause,
    ImpossibleProfile,
)
from employment.pathway.profile import ImpossibleHours, ImpossibleProfileWord
from employment.pathway.programmes import (
    ImpossibleLevel,
    ImpossibleTerms,
    UnknownProgramme,
)
from employment.placements.notice import NotUnilav
from employment.placements.placement import (
    EndBeforeStart,
    ImpossibleContract,
    ShorterExtension,
    UnilavMissing,
    UnknownEvidence,
)
from employment.placements.terms import ImpossiblePay
from employment.reason import NotACode
from employment.traineeships.attendance import ImpossibleAttendance, NoSuchMonth
from employment.traineeships.traineeship import ImpossibleTraineeship
from employment.vacancies.employer import ImpossibleEmployer
from employment.vacancies.job_search import (
    StepTooEarly,
    UnknownCandidacy,
    UnknownReason,
)
from employment.vacancies.requirements import ImpossibleRequirement
from employment.vacancies.vacancy import ImpossibleVacancy

api = Api(
    "employment",
    access=ACCESS,
    about="Ways to work: pathways, traineeships, jobs, and whether the jobs last.",
    refusals={
        PdfNotInstalled: 503,
        UnknownAction: 404,
        UnknownCandidacy: 404,
        BeforePathway: 422,
        EndBeforeStart: 422,
        ImpossibleAction: 422,
        ImpossibleContract: 422,
        ImpossibleEmployer: 422,
        ImpossibleHours: 422,
        ImpossibleLevel: 422,
        ImpossiblePause: 422,
        ImpossibleProfile: 422,
        ImpossibleProfileWord: 422,
        ImpossibleRequirement: 422,
        ImpossibleTerms: 422,
        ImpossibleTraineeship: 422,
        ImpossibleVacancy: 422,
        ImpossibleAttendance: 422,
        ImpossiblePay: 422,
        NoSuchMonth: 422,
        NotACode: 422,
        NotTheirs: 422,
        NotUnilav: 422,
        ShorterExtension: 422,
        StepTooEarly: 422,
        UnilavMissing: 422,
        UnknownEvidence: 422,
        UnknownProgramme: 422,
        UnknownReason: 422,
        UnknownWord: 422,
    },
)
