"""
A referral: somebody tells that a household needs help, without a creditor's letter.

It names a tenancy or a dwelling, never a person. It waits until it is known whose
it is; then it is taken up, or it is said why not.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from intake.cases.pact import checked_codes
from intake.governance.figures import Used

SOURCES = ("concierge", "social_services", "self_referral", "creditor", "other")
WAITING = "waiting"


@dataclass(frozen=True, order=True)
class Clue:
    """Whose it may be: a tenancy, as its creditor calls it, or a dwelling, or both."""

    tenancy_id: str | None = None
    creditor_id: str | None = None
    dwelling_id: str | None = None


class Referral(Aggregate, topic="intake.Referral"):
    """One referral, from its making to what became of it."""

    class Made(Aggregate.Created):
        source: str
        reason: str
        clue: Clue
        amount_cents: int | None
        organisation_id: str
        effective_on: date

    class Matched(Aggregate.Event):
        """Whose it is; `how` is a code."""

        household_id: UUID
        how: str
        effective_on: date

    class Judged(Aggregate.Event):
        """What became of it, why, and the threshold in force; amounts in euro cents."""

        result: str
        why: str
        case_id: UUID | None
        previous_cents: int | None
        threshold: Used
        effective_on: date

    class Joined(Aggregate.Event):
        """Another that says the same waits already."""

        referral_id: UUID
        effective_on: date

    class Dismissed(Aggregate.Event):
        reason: str
        effective_on: date

    @event(Made)
    def __init__(
        self,
        *,
        id: UUID,
        source: str,
        reason: str,
        clue: Clue,
        amount_cents: int | None,
        organisation_id: str,
        effective_on: date,
    ) -> None:
        self.source = source
        self.reason = reason
        self.clue = clue
        self.amount_cents = amount_cents
        self.organisation_id = organisation_id
        self.made_on = effective_on
        self.household_id: UUID | None = None
        self.case_id: UUID | None = None
        self.status = WAITING
        self.why = ""
        self.threshold: Used | None = None

    def match(self, household_id: UUID, how: str, on: date) -> None:
        """Say whose it is; `ReferralSettled` if that is known."""
        self._refuse_unless_waiting()
        self._matched(household_id, how, on)

    def judge(
        self,
        result: str,
        why: str,
        case_id: UUID | None,
        previous_cents: int | None,
        threshold: Used,
        on: date,
    ) -> None:
        """Say what became of it; `ReferralSettled` if that is known."""
        self._refuse_unless_waiting()
        self._judged(result, why, case_id, previous_cents, threshold, on)

    def join(self, referral_id: UUID, on: date) -> None:
        """Let it be one with another that waits; `ReferralSettled`."""
        self._refuse_unless_waiting()
        self._joined(referral_id, on)

    def dismiss(self, reason: str, on: date) -> None:
        """Lay it aside, for a reason code; `ReferralSettled` if it waits no more."""
        self._refuse_unless_waiting()
        checked_codes([reason])
        self._dismissed(reason, on)

    def _refuse_unless_waiting(self) -> None:
        if self.status != WAITING:
            raise ReferralSettled(f"referral {self.id} is {self.status}: {self.why}")

    @event(Matched)
    def _matched(self, household_id: UUID, how: str, effective_on: date) -> None:
        self.household_id = household_id
        self.why = how

    @event(Judged)
    def _judged(
        self,
        result: str,
        why: str,
        case_id: UUID | None,
        previous_cents: int | None,
        threshold: Used,
        effective_on: date,
    ) -> None:
        self.status = result
        self.why = why
        self.case_id = case_id
        self.threshold = threshold

    @event(Joined)
    def _joined(self, referral_id: UUID, effective_on: date) -> None:
        self.status = "joined"
        self.why = "same_as_one_that_waits"

    @event(Dismissed)
    def _dismissed(self, reason: str, effective_on: date) -> None:
        self.status = "dismissed"
        self.why = reason


def checked_referral(
    source: str, reason: str, clue: Clue, amount_cents: int | None
) -> None:
    """
    Refuse what could not be a referral.

    `NoClue` if it names neither a tenancy nor a dwelling, `ImpossibleReferral` for
    an unknown source or an amount that is not positive, `NotACode` for a sentence.
    """
    if clue.tenancy_id is None and clue.dwelling_id is None:
        raise NoClue("a referral names a tenancy or a dwelling")
    if source not in SOURCES:
        raise ImpossibleReferral(f"{source!r} is not one of {', '.join(SOURCES)}")
    if amount_cents is not None and amount_cents <= 0:
        raise ImpossibleReferral(f"{amount_cents} cents: an amount owed is positive")
    checked_codes([reason])


class NoClue(Exception):
    """A referral that names neither a tenancy nor a dwelling."""


class ImpossibleReferral(Exception):
    """A referral from nowhere, or of nothing owed."""


class ReferralSettled(Exception):
    """A referral that waits for nothing any more."""
