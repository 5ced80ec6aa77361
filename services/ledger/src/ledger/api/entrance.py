"""What all of the ledger's addresses share, and the status of each refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from marshmallow import Schema

from azione0.door.api import Api
from ledger import rates
from ledger.access import ACCESS
from ledger.account import decisions, soundness
from ledger.agreement import agreement, changes, rhythm, schedule, terms
from ledger.application import Ledger
from ledger.application.agreements import NotAffordable
from ledger.application.bookkeeping import NamesAPerson
from ledger.application.proceedings import CureTooEarly
from ledger.application.receipts import NoticeNumber, UnknownCreditor, UnknownTenancy
from ledger.proceeding import claim, deadlines, proceeding
from ledger.receipt import PlacedBeforePaid

Act = TypeVar("Act", bound=Callable[..., Any])


class ChangeNotSaid(Exception):
    """A change of an agreement that lacks what it needs, or says too much."""


class NotYet(Exception):
    """Something said to have happened on a day that is to come."""


UNACCEPTABLE = (
    ChangeNotSaid,
    CureTooEarly,
    NamesAPerson,
    NotAffordable,
    NotYet,
    NoticeNumber,
    PlacedBeforePaid,
    UnknownCreditor,
    UnknownTenancy,
    agreement.ApprovedBeforeProposal,
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
    decisions.NothingNamed,
    decisions.TooManyNamed,
    decisions.WrongBurden,
    decisions.WrongResolution,
    decisions.WrongTerm,
    rates.RateUnknown,
    proceeding.HearingTooEarly,
    proceeding.StepTooEarly,
    rhythm.DueTooLate,
    rhythm.NothingFollows,
    rhythm.UnknownRhythm,
    schedule.AmountOrCount,
    schedule.DownPaymentAfterFirst,
    schedule.FirstDueBeforeSigning,
    schedule.FirstDueTooLate,
    schedule.InstalmentTooLarge,
    schedule.InstalmentTooSmall,
    schedule.NoDownPayment,
    schedule.NoInstalments,
    schedule.NothingToRepay,
    schedule.TooManyInstalments,
    schedule.WrongMultiple,
    soundness.DayOutOfReach,
    soundness.NotYetPaid,
    soundness.WrongAmount,
    terms.NoSuchInstalment,
    terms.OutOfRhythm,
)

api = Api(
    "ledger",
    access=ACCESS,
    about="What each household owes each creditor, and how it is being repaid.",
    refusals=dict.fromkeys(UNACCEPTABLE, 422),
)


def act(
    rule: str,
    form: type[Schema],
    answer: type[Schema] | Schema | None = None,
    *,
    status: int = 0,
    day: str = "on",
) -> Callable[[Act], Act]:
    """
    Declare a command about what has happened: its `day` is today or before.

    What is decided cannot be taken back by whoever mistyped a year: `NotYet` for a
    day after today, as the clock of the door has it in Europe/Rome.
    """

    def declare(done: Act) -> Act:
        @wraps(done)
        def checked(ledger: Ledger, **said: Any) -> Any:
            today = ledger.today()
            if said[day] > today:
                raise NotYet(f"{said[day]} is to come: today is {today}")
            return done(ledger, **said)

        api.command(rule, form, answer, status=status)(checked)
        return done

    return declare
