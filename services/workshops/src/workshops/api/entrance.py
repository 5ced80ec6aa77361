"""What all of the workshops' addresses share, and the status of each refusal."""

from azione0.door.api import Api
from workshops.access import ACCESS
from workshops.application.registers import RegisterIncomplete
from workshops.budgets.budget import MonthBeforeBudget
from workshops.budgets.lines import ImpossibleLine
from workshops.budgets.subsistence import ImpossibleThreshold, NoThreshold
from workshops.labs.enrolment import ImpossibleMark
from workshops.labs.reason import NotACode
from workshops.labs.workshop import (
    ImpossibleProgramme,
    NoSuchSession,
    NotYetHeld,
)

api = Api(
    "workshops",
    access=ACCESS,
    about="Social workshops, who takes part, and what households can afford.",
    refusals={
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
