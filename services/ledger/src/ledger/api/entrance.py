"""What all of the ledger's addresses share, and the status of each refusal."""

from azione0.door.api import Api
from ledger.account import decisions, interest
from ledger.agreement import agreement, changes, rhythm, schedule, terms
from ledger.application.agreements import NotAffordable
from ledger.application.postings import WrongAmount
from ledger.application.proceedings import CureTooEarly
from ledger.application.receipts import UnknownTenancy
from ledger.proceeding import claim, deadlines, proceeding


class ChangeNotSaid(Exception):
    """A change of an agreement that lacks what it needs, or says too much."""


UNACCEPTABLE = (
    ChangeNotSaid,
    CureTooEarly,
    NotAffordable,
    UnknownTenancy,
    WrongAmount,
    agreement.NobodySigned,
    agreement.PauseBeforeSigning,
    agreement.PauseEndsFirst,
    agreement.ResumedOnAnotherDay,
    agreement.SignedBeforeProposal,
    changes.DueBeforeChange,
    changes.DueBeforePrevious,
    changes.NotEarly,
    changes.NotLonger,
    claim.DefaultTooSmall,
    claim.NothingOwed,
    claim.WrongClaim,
    deadlines.DefaultTooLong,
    deadlines.HearingOutOfTime,
    deadlines.NoticeTooShort,
    deadlines.ReleaseOutOfTime,
    deadlines.TermTooLong,
    decisions.BeforeTheCharge,
    decisions.MoreThanOpen,
    decisions.NoSuchCharge,
    decisions.NoSuchPayment,
    decisions.TooManyNamed,
    decisions.WrongResolution,
    decisions.WrongTerm,
    interest.RateUnknown,
    proceeding.HearingTooEarly,
    proceeding.StepTooEarly,
    rhythm.DueTooLate,
    rhythm.NothingFollows,
    rhythm.UnknownRhythm,
    schedule.AmountOrCount,
    schedule.DownPaymentAfterFirst,
    schedule.FirstDueBeforeSigning,
    schedule.InstalmentTooLarge,
    schedule.InstalmentTooSmall,
    schedule.NoInstalments,
    schedule.NothingToRepay,
    schedule.TooManyInstalments,
    schedule.WrongMultiple,
    terms.NoSuchInstalment,
    terms.OutOfRhythm,
)

api = Api(
    "ledger",
    about="What each household owes each creditor, and how it is being repaid.",
    refusals=dict.fromkeys(UNACCEPTABLE, 422),
)
