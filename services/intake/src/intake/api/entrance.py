"""What all of the front office's addresses share, and the status of each refusal."""

from uuid import UUID

from azione0.door.api import Api
from intake.access import ACCESS
from intake.cases.case import FollowedByOthers, NeverTried, UnknownWord
from intake.cases.pact import NotACode, PactWithoutCommitments, WrongScore
from intake.governance.controllers import ImpossibleAgreement, UnknownPurpose
from intake.governance.deadlines import NotDays
from intake.governance.decision import UnknownVote
from intake.governance.figures import ImpossibleFigure
from intake.governance.mandate import ImpossibleMandate
from intake.governance.target import EmptyTarget
from intake.households.household import ImpossibleHousehold, UnknownHousehold
from intake.people.consent import NoConsent
from intake.signals.duplicates import SameHousehold
from intake.signals.referral import ImpossibleReferral, NoClue
from intake.worklist.claim import NotUrgent, WrongMinutes

Made = dict[str, UUID]

api = Api(
    "intake",
    access=ACCESS,
    about="Whom the programme seeks, who was met, what was agreed, what is to be done.",
    refusals={
        FollowedByOthers: 403,
        NoConsent: 404,
        UnknownHousehold: 404,
        EmptyTarget: 422,
        ImpossibleAgreement: 422,
        ImpossibleFigure: 422,
        ImpossibleHousehold: 422,
        ImpossibleMandate: 422,
        ImpossibleReferral: 422,
        NeverTried: 422,
        NoClue: 422,
        NotACode: 422,
        NotDays: 422,
        NotUrgent: 422,
        PactWithoutCommitments: 422,
        SameHousehold: 422,
        UnknownPurpose: 422,
        UnknownVote: 422,
        UnknownWord: 422,
        WrongMinutes: 422,
        WrongScore: 422,
    },
)
