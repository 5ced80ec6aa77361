"""
An eviction for unpaid rent, step by step, and whether it is averted.

Read the events first. The steps are acts, as they were done; that the claim was
paid in time, or was not, is a conclusion from the account's books, and is unsaid
when a fact that arrives late shows otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from azione0.aggregate import Aggregate, event
from ledger.account.facts import FOREVER
from ledger.proceeding.claim import Claim, Receipts
from ledger.proceeding.deadlines import (
    Deadline,
    Terms,
    check_hardship,
    check_hearing,
    check_notice,
    check_release,
    check_remedies,
    last_hearing,
    remedies_left,
    term_ends,
)

NOTICED, FILED, GRACE_TERM = "noticed", "filed", "grace_term"
RELEASE_ORDERED, EXECUTED, AVERTED = "release_ordered", "executed", "averted"
PAID, GIVEN_UP = "paid", "given_up"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The claim that can be paid so that an eviction is averted, and until when."""

    claim: Claim
    since_on: date
    until_on: date
    in_court: bool


class LegalProceeding(Aggregate, topic="ledger.LegalProceeding"):
    """The eviction of one household for what it owes one creditor."""

    class Noticed(Aggregate.Created):
        household_id: UUID
        creditor_id: str
        claim: Claim
        oldest_due_on: date
        cure_by_on: date | None
        policy_version: str
        effective_on: date

    class Filed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        hearing_on: date
        effective_on: date

    class HearingAdjourned(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        step: str
        hearing_on: date
        deadline_on: date
        effective_on: date

    class TermGranted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        term_on: date
        hearing_on: date
        hardship: bool
        policy_version: str
        effective_on: date

    class TermMissed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        missing_cents: int
        policy_version: str
        effective_on: date

    class ReleaseOrdered(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        release_on: date
        late: bool
        policy_version: str
        effective_on: date

    class ReleaseAnnounced(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        access_on: date
        policy_version: str
        effective_on: date

    class Executed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        effective_on: date

    class Averted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        ground: str
        decision_ref: str | None
        settled_on: date
        policy_version: str
        effective_on: date

    class AvertedRetracted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        claim: Claim
        step: str
        deadline_on: date | None
        effective_on: date

    @event(Noticed)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        oldest_due_on: date,
        cure_by_on: date | None,
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.creditor_id = creditor_id
        self.claim = claim
        self.oldest_due_on = oldest_due_on
        self.cure_by_on = cure_by_on
        self.steps = {NOTICED: effective_on}
        self.hearing_on: date | None = None
        self.term_on: date | None = None
        self.hardship = False
        self.term_missed = False
        self.release_on: date | None = None
        self.access_on: date | None = None
        self.ground: str | None = None
        self.averted_on: date | None = None
        self.unsaid_on = date.min

    # -- where it stands

    @property
    def step(self) -> str:
        """The last act, whether or not the eviction is averted."""
        return next(reversed(self.steps))

    @property
    def state(self) -> str:
        """The last act, or `averted`."""
        return AVERTED if self.averted_on else self.step

    @property
    def can_change(self) -> bool:
        """Whether what was paid can still avert it, or unsay that it was averted."""
        return self.step != EXECUTED and self.ground != GIVEN_UP

    @property
    def deadline(self) -> Deadline | None:
        """What comes next, and when; nothing once it is over."""
        return None if self.averted_on else self._next(missed=self.term_missed)

    def _next(self, *, missed: bool) -> Deadline | None:
        match self.step:
            case "noticed":
                what, on = "cure", self.cure_by_on
            case "grace_term" if not missed:
                what, on = "payment", self.term_on
            case "filed" | "grace_term":
                what, on = "hearing", self.hearing_on
            case "release_ordered" if self.access_on is None:
                what, on = "release", self.release_on
            case _:
                what, on = "access", self.access_on
        return Deadline(what, on) if on and self.step != EXECUTED else None

    @property
    def remedy(self) -> Remedy:
        """What can be paid, and until when, so that the eviction is averted."""
        step, until_on = NOTICED, FOREVER
        if self.term_on is not None:
            step, until_on = GRACE_TERM, self.term_on
        elif self.hearing_on is not None:
            step, until_on = FILED, self.hearing_on
        return Remedy(self.claim, self.steps[step], until_on, step != NOTICED)

    @property
    def remedied_on(self) -> date | None:
        """The day on which the default was made good in court, if it was."""
        in_court = self.ground == PAID and self.remedy.in_court
        return self.averted_on if in_court else None

    # -- acts

    def file(self, on: date, hearing_on: date, claim: Claim) -> None:
        """
        Record that the claim was filed in court; its first hearing is set.

        The refusals of every step: `ProceedingOver`, `StepRepeated`,
        `StepOutOfOrder`, `StepTooEarly`; and `HearingTooEarly`.
        """
        self._may(FILED, on, NOTICED)
        self._check_hearing_after(on, hearing_on)
        self._filed(self.household_id, self.creditor_id, claim, hearing_on, on)

    def adjourn(self, on: date, hearing_on: date) -> None:
        """
        Record that the hearing is put off, or brought forward, to another day.

        A term to pay stays as it is. `StepOutOfOrder` if no hearing is awaited;
        `HearingTooEarly`.
        """
        self._may(None, on, FILED, GRACE_TERM)
        self._check_hearing_after(max(on, self.term_on or on), hearing_on)
        awaited = self.step == GRACE_TERM and not self.term_missed
        self._hearing_adjourned(
            self.household_id,
            self.creditor_id,
            self.claim,
            self.step,
            hearing_on,
            self.term_on if awaited and self.term_on else hearing_on,
            on,
        )

    def grant_term(
        self,
        on: date,
        days: int,
        claim: Claim,
        *,
        hardship: bool,
        hearing_on: date | None,
        earlier: Iterable[date],
        terms: Terms,
    ) -> None:
        """
        Record that the court gave days to pay, at the hearing of `on`.

        Without `hearing_on` the next hearing is on the last day for it. `earlier`
        are the days on which a default was made good in court before.
        `TermTooLong`, `DefaultTooLong`, `HearingOutOfTime`, `RemediesExhausted`,
        and those of every step. Source: art. 55 L. 392/1978.
        """
        self._may(GRACE_TERM, on, FILED)
        self._check_heard(on)
        check_remedies(earlier, on, hardship=hardship, terms=terms)
        if hardship:
            check_hardship(self.oldest_due_on, self.steps[NOTICED], terms)
        term_on = term_ends(on, days, hardship=hardship, terms=terms)
        hearing_on = hearing_on or last_hearing(term_on, terms)
        check_hearing(hearing_on, term_on, terms)
        self._term_granted(
            self.household_id,
            self.creditor_id,
            claim,
            term_on,
            hearing_on,
            hardship,
            terms.version,
            on,
        )

    def order_release(
        self, on: date, release_on: date, *, late: bool, terms: Terms
    ) -> None:
        """
        Record the court's order to leave the dwelling by a day.

        `late` for a release that the court puts off exceptionally. It comes at
        the first hearing, or after the term to pay. `ReleaseOutOfTime`, and those
        of every step. Source: art. 56 L. 392/1978.
        """
        self._may(RELEASE_ORDERED, on, FILED, GRACE_TERM)
        if self.term_on is None:
            self._check_heard(on)
        elif on <= self.term_on:
            raise StepTooEarly(
                f"a release ordered on {on}: the term to pay runs until {self.term_on}"
            )
        check_release(release_on, on, self.term_on, late=late, terms=terms)
        self._release_ordered(
            self.household_id,
            self.creditor_id,
            self.claim,
            release_on,
            late,
            terms.version,
            on,
        )

    def announce_release(self, on: date, access_on: date, terms: Terms) -> None:
        """
        Record that the bailiff's notice of the release was served.

        Not before the day that the court set: `StepTooEarly`; `NoticeTooShort`;
        `StepRepeated` if it was. Source: art. 608 c.p.c.
        """
        self._may(None, on, RELEASE_ORDERED)
        if self.access_on is not None:
            raise StepRepeated(
                f"proceeding {self.id}: the release of {self.access_on} was announced"
            )
        if self.release_on and access_on < self.release_on:
            raise StepTooEarly(
                f"a release on {access_on}: the court lets the household stay until "
                f"{self.release_on}"
            )
        check_notice(on, access_on, terms)
        self._release_announced(
            self.household_id,
            self.creditor_id,
            self.claim,
            access_on,
            terms.version,
            on,
        )

    def execute(self, on: date) -> None:
        """
        Record that the dwelling was taken back; nothing follows.

        `NotAnnounced` without the bailiff's notice, `StepTooEarly` before its day,
        and those of every step.
        """
        self._may(EXECUTED, on, RELEASE_ORDERED)
        if self.access_on is None:
            raise NotAnnounced(
                f"proceeding {self.id}: record the notice of the release first"
            )
        if on < self.access_on:
            raise StepTooEarly(
                f"a release on {on}: it was announced for {self.access_on}"
            )
        self._executed(self.household_id, self.creditor_id, self.claim, on)

    def give_up(self, on: date, decision_ref: str, policy_version: str) -> None:
        """
        Record that the creditor pursues it no further, by a decision.

        As for an agreement that was signed. What is paid or not later changes
        nothing of it.
        """
        self._may(None, on, *self.steps)
        self._averted(
            self.household_id,
            self.creditor_id,
            self.claim,
            GIVEN_UP,
            decision_ref,
            on,
            policy_version,
            on,
        )

    # -- conclusions

    def judge(
        self, receipts: Receipts, earlier: Iterable[date], as_of: date, terms: Terms
    ) -> None:
        """
        Say whether the claim was paid in time, and unsay what is no longer true.

        `receipts` are those of `remedy`, `earlier` the days on which a default was
        made good in court before: beyond the number allowed, paying averts
        nothing. Said again, nothing changes. Source: art. 55 L. 392/1978.
        """
        if not self.can_change:
            return
        remedy, tolerance = self.remedy, terms.eviction_tolerance_cents
        by = min(remedy.until_on, as_of)
        paid_on = receipts.paid_on(remedy.claim, by, tolerance)
        if remedy.in_court and not remedies_left(
            earlier, min(remedy.until_on, as_of), hardship=self.hardship, terms=terms
        ):
            paid_on = None
        if paid_on is not None:
            if paid_on != self.averted_on:
                self._averted(
                    self.household_id,
                    self.creditor_id,
                    remedy.claim,
                    PAID,
                    None,
                    paid_on,
                    terms.version,
                    max(paid_on, self.unsaid_on),
                )
            return
        if self.averted_on is not None:
            deadline = self._next(
                missed=self.term_on is not None and self.term_on < as_of
            )
            self._averted_retracted(
                self.household_id,
                self.creditor_id,
                remedy.claim,
                self.step,
                deadline.on if deadline else None,
                as_of,
            )
        if self.term_on is not None and self.term_on < as_of and not self.term_missed:
            self._term_missed(
                self.household_id,
                self.creditor_id,
                receipts.missing_cents(remedy.claim, by, tolerance),
                terms.version,
                self.term_on + timedelta(days=1),
            )

    # -- what is refused

    def _may(self, step: str | None, on: date, *after: str) -> None:
        """
        See that an act may follow the last one, on a day.

        One that was done before the claim was paid may be told of later.
        """
        over_on = self.steps.get(EXECUTED, self.averted_on)
        if over_on and (not self.can_change or on >= over_on):
            raise ProceedingOver(
                f"proceeding {self.id} is {self.state} since {over_on}: nothing follows"
            )
        if step in self.steps:
            raise StepRepeated(
                f"proceeding {self.id} is {step} since {self.steps[step]}"
            )
        if self.step not in after:
            raise StepOutOfOrder(
                f"proceeding {self.id} is {self.step}: this follows on "
                f"{' or '.join(after)}"
            )
        if on < self.steps[self.step]:
            raise StepTooEarly(
                f"proceeding {self.id} is {self.step} since {self.steps[self.step]}: "
                f"nothing can follow on {on}"
            )

    def _check_heard(self, on: date) -> None:
        if self.hearing_on and on < self.hearing_on:
            raise StepTooEarly(
                f"the hearing is on {self.hearing_on}: the court decides nothing on "
                f"{on}; record it if the hearing was moved"
            )

    def _check_hearing_after(self, on: date, hearing_on: date) -> None:
        if hearing_on <= on:
            raise HearingTooEarly(f"a hearing on {hearing_on}: give a day after {on}")

    # -- what is remembered

    @event(Filed)
    def _filed(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        hearing_on: date,
        effective_on: date,
    ) -> None:
        self.steps[FILED] = effective_on
        self.claim = claim
        self.hearing_on = hearing_on

    @event(HearingAdjourned)
    def _hearing_adjourned(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        step: str,
        hearing_on: date,
        deadline_on: date,
        effective_on: date,
    ) -> None:
        self.hearing_on = hearing_on

    @event(TermGranted)
    def _term_granted(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        term_on: date,
        hearing_on: date,
        hardship: bool,  # noqa: FBT001  a field of the event
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.steps[GRACE_TERM] = effective_on
        self.claim = claim
        self.term_on = term_on
        self.hearing_on = hearing_on
        self.hardship = hardship

    @event(TermMissed)
    def _term_missed(
        self,
        household_id: UUID,
        creditor_id: str,
        missing_cents: int,
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.term_missed = True

    @event(ReleaseOrdered)
    def _release_ordered(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        release_on: date,
        late: bool,  # noqa: FBT001  a field of the event
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.steps[RELEASE_ORDERED] = effective_on
        self.release_on = release_on

    @event(ReleaseAnnounced)
    def _release_announced(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        access_on: date,
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.access_on = access_on

    @event(Executed)
    def _executed(
        self, household_id: UUID, creditor_id: str, claim: Claim, effective_on: date
    ) -> None:
        self.steps[EXECUTED] = effective_on

    @event(Averted)
    def _averted(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        ground: str,
        decision_ref: str | None,
        settled_on: date,
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.ground = ground
        self.averted_on = settled_on
        self.term_missed = False

    @event(AvertedRetracted)
    def _averted_retracted(
        self,
        household_id: UUID,
        creditor_id: str,
        claim: Claim,
        step: str,
        deadline_on: date | None,
        effective_on: date,
    ) -> None:
        self.ground = None
        self.averted_on = None
        self.unsaid_on = effective_on


class ProceedingOver(Exception):
    """A step after the eviction was carried out or averted."""


class StepRepeated(Exception):
    """A second step of a kind."""


class StepOutOfOrder(Exception):
    """A step that does not follow on the last one."""


class StepTooEarly(Exception):
    """A step before the day on which it can be taken."""


class HearingTooEarly(Exception):
    """A hearing before what leads to it."""


class NotAnnounced(Exception):
    """A release carried out without the bailiff's notice."""
