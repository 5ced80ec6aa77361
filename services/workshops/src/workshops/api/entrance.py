"""What all of the workshops' addresses share, and the status of each refusal."""

from azione0.door.api import Api
from azione0.pdf import PdfNotInstalled
from workshops.access import ACCESS
from workshops.application.places import NoSuchCommitment
from workshops.application.registers import RegisterIncomplete
from workshops.budgets.budget import MonthBeforeBudget
from workshops.budgets.days import TooManyDays
from workshops.budgets.lines import ImpossibleLine
from workshops.budgets.repayment import ImpossibleDebt
from workshops.budgets.subsistence import ImpossibleThreshold, NoThreshold
from workshops.budgets.supposing import ImpossibleSupposition
from workshops.documents.certificate import NoName
from workshops.labs.enrolment import ImpossibleMark
from workshops.labs.hours import ImpossibleHours
from workshops.labs.invitation import ImpossibleInvitation, InvitationUnusable
from workshops.labs.notice import UnknownChannel
from workshops.labs.questionnaire import WrongAnswers
from workshops.labs.reason import NotACode
from workshops.labs.recurrence import ImpossibleRecurrence, ImpossibleStart
from workshops.labs.workshop import (
    EndsBeforeItsSessions,
    ImpossibleCount,
    ImpossibleProgramme,
    NoSuchSession,
    NotYetHeld,
)

api = Api(
    "workshops",
    access=ACCESS,
    about="Social workshops, who takes part, and what households can afford.",
    refusals={
        EndsBeforeItsSessions: 422,
        ImpossibleCount: 422,
        ImpossibleDebt: 422,
        ImpossibleSupposition: 422,
        TooManyDays: 422,
        ImpossibleHours: 422,
        ImpossibleInvitation: 422,
        ImpossibleRecurrence: 422,
        ImpossibleStart: 422,
        InvitationUnusable: 404,
        NoName: 422,
        NoSuchCommitment: 422,
        PdfNotInstalled: 503,
        UnknownChannel: 422,
        WrongAnswers: 422,
        ImpossibleLine: 422,
        ImpossibleMark: 422,
        ImpossibleProgramme: 422,
        ImpossibleThreshold: 422,
        MonthBeforeBudget: 422,
        NoSuchSession: 404,
        NoThreshold: 422,
        NotACode: 422,
        NotYetHeld: 422,
        RegisterIncomplete: 422,
    },
)
