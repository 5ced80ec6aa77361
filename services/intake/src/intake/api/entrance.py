"""What all of the front office's addresses share, and the status of each refusal."""

from uuid import UUID

from azione0.access.purposes import NoSuchPurpose
from azione0.door.api import Api
from azione0.vault.keyring import KeyEncryptionKeyLost, KeyLost
from azione0.vault.sealing import NotSealed
from azione0.vault.wrapping import NoTransit
from intake.access import ACCESS
from intake.application.pacts import NotAssessed
from intake.application.vaulted import NoVault
from intake.cases.assessment import WrongScore
from intake.cases.case import NeverTried
from intake.cases.contacts import (
    AppointmentBeforeItIsMade,
    ExpiresBeforeSent,
    NoSuchAppointment,
    NoSuchLetter,
    NotATime,
    UnknownAppointmentKind,
    UnknownChannel,
)
from intake.cases.followed import FollowedByOthers, NotInTeam
from intake.cases.hand_over import HandOverBackdated, NoReferenceWorker, NotTheReceiver
from intake.cases.matrix import NoSuchMatrix
from intake.cases.met import NextBeforeThis
from intake.cases.pact import CommitmentTwice, NotACode, PactWithoutCommitments
from intake.cases.pledged import DueBeforeSigned, UnknownCommitment, WaivedWithoutReason
from intake.cases.words import UnknownWord
from intake.governance.controllers import ImpossibleAgreement, UnknownPurpose
from intake.governance.deadlines import NotDays
from intake.governance.decision import UnknownVote
from intake.governance.figures import ImpossibleFigure
from intake.governance.mandate import ImpossibleMandate
from intake.governance.target import EmptyTarget
from intake.households.household import UnknownHousehold
from intake.households.lived_in import (
    DeathBeforeBirth,
    FutureBirth,
    HolderUnderAge,
    LeftBeforeTheyCame,
    NobodyStays,
    NotAMember,
)
from intake.households.part import ImpossibleHousehold
from intake.households.periods import EndsBeforeItBegins
from intake.people.consent import ConsentMissing, NoConsent
from intake.people.identity import (
    BornLater,
    MissingField,
    UnknownField,
    UnreadableText,
    WrongCodiceFiscale,
    WrongIban,
)
from intake.people.notice import NoSuchNotice
from intake.people.person import BeforeTheFirstDay, NothingChanges
from intake.people.purposes import NotByConsent, NotForThisPurpose
from intake.people.retention import NotYet, UnknownGround
from intake.signals.duplicates import SameHousehold
from intake.signals.referral import ImpossibleReferral, NoClue
from intake.worklist.claim import NotUrgent, WrongMinutes

Made = dict[str, UUID]

api = Api(
    "intake",
    access=ACCESS,
    about="Whom the programme seeks, who was met, what was agreed, what is to be done.",
    refusals={
        ConsentMissing: 403,
        FollowedByOthers: 403,
        NotForThisPurpose: 403,
        NotTheReceiver: 403,
        NoConsent: 404,
        NoSuchNotice: 404,
        UnknownHousehold: 404,
        AppointmentBeforeItIsMade: 422,
        BeforeTheFirstDay: 422,
        BornLater: 422,
        CommitmentTwice: 422,
        DeathBeforeBirth: 422,
        DueBeforeSigned: 422,
        EmptyTarget: 422,
        EndsBeforeItBegins: 422,
        ExpiresBeforeSent: 422,
        FutureBirth: 422,
        HandOverBackdated: 422,
        HolderUnderAge: 422,
        ImpossibleAgreement: 422,
        ImpossibleFigure: 422,
        ImpossibleHousehold: 422,
        ImpossibleMandate: 422,
        ImpossibleReferral: 422,
        LeftBeforeTheyCame: 422,
        MissingField: 422,
        NeverTried: 422,
        NextBeforeThis: 422,
        NoClue: 422,
        NoReferenceWorker: 422,
        NoSuchAppointment: 422,
        NoSuchLetter: 422,
        NoSuchMatrix: 422,
        NoSuchPurpose: 422,
        NobodyStays: 422,
        NotACode: 422,
        NotAMember: 422,
        NotATime: 422,
        NotAssessed: 422,
        NotByConsent: 422,
        NotDays: 422,
        NotInTeam: 422,
        NotUrgent: 422,
        NothingChanges: 422,
        PactWithoutCommitments: 422,
        SameHousehold: 422,
        UnknownAppointmentKind: 422,
        UnknownChannel: 422,
        UnknownCommitment: 422,
        UnknownField: 422,
        NotYet: 422,
        UnknownGround: 422,
        UnknownPurpose: 422,
        UnknownVote: 422,
        UnknownWord: 422,
        UnreadableText: 422,
        WaivedWithoutReason: 422,
        WrongCodiceFiscale: 422,
        WrongIban: 422,
        WrongMinutes: 422,
        WrongScore: 422,
        KeyEncryptionKeyLost: 503,
        KeyLost: 503,
        NoTransit: 503,
        NoVault: 503,
        NotSealed: 503,
    },
)
