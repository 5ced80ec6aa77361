"""What all of the front office's addresses share, and the status of each refusal."""

from uuid import UUID

from azione0.door.api import Api
from intake.access import ACCESS
from intake.application.pacts import NotAssessed
from intake.cases.assessment import WrongScore
from intake.cases.case import (
    DueBeforeSigned,
    FollowedByOthers,
    NeverTried,
    NextBeforeThis,
    NotInTeam,
    UnknownCommitment,
    UnknownWord,
    WaivedWithoutReason,
)
from intake.cases.contacts import (
    AppointmentBeforeItIsMade,
    ExpiresBeforeSent,
    NoSuchAppointment,
    NoSuchLetter,
    NotATime,
    UnknownAppointmentKind,
    UnknownChannel,
)
from intake.cases.hand_over import HandOverBackdated, NoReferenceWorker, NotTheReceiver
from intake.cases.matrix import NoSuchMatrix
from intake.cases.pact import CommitmentTwice, NotACode, PactWithoutCommitments
from intake.governance.controllers import ImpossibleAgreement, UnknownPurpose
from intake.governance.deadlines import NotDays
from intake.governance.decision import UnknownVote
from intake.governance.figures import ImpossibleFigure
from intake.governance.mandate import ImpossibleMandate
from intake.governance.target import EmptyTarget
from intake.households.household import (
    DeathBeforeBirth,
    FutureBirth,
    HolderUnderAge,
    ImpossibleHousehold,
    LeftBeforeTheyCame,
    NobodyStays,
    NotAMember,
    UnknownHousehold,
)
from intake.households.periods import EndsBeforeItBegins
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
        NotTheReceiver: 403,
        NoConsent: 404,
        NoSuchAppointment: 422,
        NoSuchLetter: 422,
        NoSuchMatrix: 422,
        NotAMember: 422,
        NotAssessed: 422,
        NotInTeam: 422,
        UnknownCommitment: 422,
        UnknownHousehold: 404,
        AppointmentBeforeItIsMade: 422,
        CommitmentTwice: 422,
        DeathBeforeBirth: 422,
        DueBeforeSigned: 422,
        EmptyTarget: 422,
        EndsBeforeItBegins: 422,
        ExpiresBeforeSent: 422,
        FutureBirth: 422,
        HandOverBackdated: 422,
        HolderUnderAge: 422,
        ImpossibleHousehold: 422,
        LeftBeforeTheyCame: 422,
        NoReferenceWorker: 422,
        NobodyStays: 422,
        NeverTried: 422,
        NextBeforeThis: 422,
        ImpossibleAgreement: 422,
        ImpossibleFigure: 422,
        ImpossibleMandate: 422,
        ImpossibleReferral: 422,
        NoClue: 422,
        NotACode: 422,
        NotATime: 422,
        NotDays: 422,
        NotUrgent: 422,
        PactWithoutCommitments: 422,
        UnknownAppointmentKind: 422,
        UnknownChannel: 422,
        UnknownWord: 422,
        WaivedWithoutReason: 422,
        SameHousehold: 422,
        UnknownPurpose: 422,
        UnknownVote: 422,
        WrongMinutes: 422,
        WrongScore: 422,
    },
)
