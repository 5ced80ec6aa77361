"""Evictions: their steps in court, their deadlines, and whether they are averted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.accruals import accruals
from ledger.account.interest import Accrual
from ledger.account.standing import Standing, stand
from ledger.account.timeline import ONE_DAY
from ledger.application.questions import Questions
from ledger.policy import Rules
from ledger.proceeding import docket
from ledger.proceeding.claim import (
    Claim,
    Owed,
    check_claim,
    check_default,
    check_interest,
    owed,
    receipts,
)
from ledger.proceeding.deadlines import Terms
from ledger.proceeding.docket import NEAR, PASSED, Listed, Pending
from ledger.proceeding.proceeding import LegalProceeding


@dataclass(frozen=True, slots=True)
class Claimable:
    """
    What can be asked for in court on a day, and how its interest is reckoned.

    `uncharged_cents` is the part of the interest that is on no account yet.
    """

    owed: Owed
    accruals: Sequence[Accrual]
    uncharged_cents: int

    @property
    def interest_cents(self) -> int:
        """All interest that can be asked for."""
        return self.owed.posted_interest_cents + self.uncharged_cents


class Proceedings(Questions):
    """Keeps the evictions, and judges them when their day or their money comes."""

    def open_proceeding(
        self,
        household_id: UUID,
        creditor_id: str,
        *,
        claim: Claim,
        on: date,
        cure_by_on: date | None = None,
    ) -> UUID:
        """
        Record that notice to quit was given for what is owed; give the id.

        `NotFound` without an account; `NothingOwed`, `WrongClaim`,
        `DefaultTooSmall`; `ProceedingRunning` if one goes on; `CureTooEarly`.
        """
        account = self.get(Account, account_id(household_id, creditor_id))
        running = docket.running(self._session, account.id)
        if running:
            raise ProceedingRunning(
                f"proceeding {running[0]} goes on: go on with it, or give it up"
            )
        if cure_by_on is not None and cure_by_on <= on:
            raise CureTooEarly(
                f"a notice of {on} to pay by {cure_by_on}: give a later day"
            )
        terms, asked = self._eviction_terms(on), self._checked_claim(account, claim, on)
        check_default(asked, account.books, terms)
        proceeding = LegalProceeding(
            id=self.new_id("proceeding", household_id, creditor_id, on),
            household_id=household_id,
            creditor_id=creditor_id,
            claim=claim,
            oldest_due_on=asked.oldest_due_on or on,
            cure_by_on=cure_by_on,
            policy_version=terms.version,
            effective_on=on,
        )
        self._keep_proceeding(proceeding)
        self._interrupt(account, asked)
        return proceeding.id

    def file_claim(
        self, proceeding_id: UUID, *, on: date, hearing_on: date, claim: Claim
    ) -> None:
        """Record that the claim was filed in court; the refusals of `file`."""
        proceeding = self._proceeding_before(proceeding_id, on)
        account = self._account_at_stake(proceeding)
        asked = self._checked_claim(account, claim, on)
        proceeding.file(on, hearing_on, claim)
        self._keep_proceeding(proceeding)
        self._interrupt(account, asked)

    def adjourn_hearing(
        self, proceeding_id: UUID, *, on: date, hearing_on: date
    ) -> None:
        """Record that a hearing was moved; the refusals of `adjourn`."""
        proceeding = self._proceeding_before(proceeding_id, on)
        proceeding.adjourn(on, hearing_on)
        self._keep_proceeding(proceeding)

    def grant_term(
        self,
        proceeding_id: UUID,
        *,
        on: date,
        days: int,
        claim: Claim,
        hardship: bool = False,
        hearing_on: date | None = None,
    ) -> None:
        """
        Record that the court gave days to pay; the refusals of `grant_term`.

        Interest and costs are as the court fixed them. `WrongClaim` for more debt
        than is overdue.
        """
        proceeding = self._proceeding_before(proceeding_id, on)
        account = self._account_at_stake(proceeding)
        asked = owed(self._stand(account, on))
        check_claim(claim, asked)
        proceeding.grant_term(
            on,
            days,
            claim,
            hardship=hardship,
            hearing_on=hearing_on,
            earlier=docket.remedied_before(self._session, proceeding),
            terms=self._eviction_terms(on),
        )
        self._keep_proceeding(proceeding)
        self._interrupt(account, asked)

    def order_release(
        self, proceeding_id: UUID, *, on: date, release_on: date, late: bool = False
    ) -> None:
        """Record the court's order to leave; the refusals of `order_release`."""
        proceeding = self._proceeding_before(proceeding_id, on)
        proceeding.order_release(
            on, release_on, late=late, terms=self._eviction_terms(on)
        )
        self._keep_proceeding(proceeding)

    def announce_release(
        self, proceeding_id: UUID, *, on: date, access_on: date
    ) -> None:
        """Record the bailiff's notice; the refusals of `announce_release`."""
        proceeding = self._proceeding_before(proceeding_id, on)
        proceeding.announce_release(on, access_on, self._eviction_terms(on))
        self._keep_proceeding(proceeding)

    def execute_release(self, proceeding_id: UUID, *, on: date) -> None:
        """Record that the dwelling was taken back; the refusals of `execute`."""
        proceeding = self._proceeding_before(proceeding_id, on)
        proceeding.execute(on)
        self._keep_proceeding(proceeding)

    def give_up_proceeding(
        self, proceeding_id: UUID, *, on: date, decision_ref: str
    ) -> None:
        """Record that the creditor pursues it no further; as `give_up`."""
        proceeding = self._proceeding_before(proceeding_id, on)
        proceeding.give_up(on, decision_ref, self._eviction_terms(on).version)
        self._keep_proceeding(proceeding)

    def close_day(self, day: date, most: int | None = None) -> int:
        """Judge what a day has come for: accounts, and then proceedings."""
        looked_at = super().close_day(day, most)
        self.judge_proceedings(self._rules.day)
        return looked_at

    def judge_proceedings(self, day: date) -> int:
        """
        Judge the proceedings for which a day has come, or news; give how many.

        As of the close of the day: averted, a term missed, or no longer so. The
        same day again changes nothing.
        """
        judged = 0
        for it in docket.open_to_change(self._session):
            come = it.judge_on is not None and it.judge_on <= day
            if come or self.store.select_events(
                it.account_id, gt=it.judged_version, limit=1
            ):
                self._judge_listed(it, day)
                judged += 1
        return judged

    def proceedings(self, day: date, within_days: int | None = None) -> list[Pending]:
        """
        List the proceedings that go on, those with the next deadline first.

        A deadline is near that is at most `within_days` away on a day; by default
        as many as the policy parameter `eviction_alarm_days` says.
        """
        if within_days is None:
            within_days = self._eviction_terms(day).eviction_alarm_days
        with self.store.reading() as session:
            return docket.pending(session, day, within_days)

    def deadlines(self, day: date, within_days: int | None = None) -> list[Pending]:
        """List the proceedings whose next deadline is near, or passed."""
        return [
            it
            for it in self.proceedings(day, within_days)
            if it.alarm in (PASSED, NEAR)
        ]

    def proceedings_of(self, household_id: UUID) -> list[LegalProceeding]:
        """Give a household's proceedings, oldest first."""
        with self.store.reading() as session:
            ids = docket.of_household(session, household_id)
        found = [self.get(LegalProceeding, it) for it in ids]
        return sorted(found, key=lambda it: (min(it.steps.values()), str(it.id)))

    def claimable(
        self,
        household_id: UUID,
        creditor_id: str,
        on: date,
        known_at: datetime | None = None,
    ) -> Claimable:
        """
        Say what can be asked for in court on a day, and its legal interest.

        `NotFound` without an account; `RateUnknown` if a rate is not loaded.
        """
        account, rules = self.known(household_id, creditor_id, known_at)
        standing = stand(account.books, on, rules)
        return _claimable(account, standing, owed(standing), rules)

    def _eviction_terms(self, on: date) -> Terms:
        """Give the figures in force on a day."""
        return self._rules.policy_at(on)

    def _account_at_stake(self, proceeding: LegalProceeding) -> Account:
        return self.get(
            Account, account_id(proceeding.household_id, proceeding.creditor_id)
        )

    def _checked_claim(self, account: Account, claim: Claim, on: date) -> Owed:
        standing = self._stand(account, on)
        asked = owed(standing)
        check_claim(claim, asked)
        if claim.interest_cents > asked.posted_interest_cents:
            found = _claimable(account, standing, asked, self._rules.rules)
            check_interest(claim, asked, found.uncharged_cents)
        return asked

    def _interrupt(self, account: Account, asked: Owed) -> None:
        """Let the time of what is asked for in court begin again."""
        account.interrupt_prescription([it.id for it in asked.charges], asked.on)
        self._touch(account, date.min)

    def _proceeding_before(self, proceeding_id: UUID, on: date) -> LegalProceeding:
        """Give a proceeding, judged by what happened before an act of a day."""
        proceeding = self.get(LegalProceeding, proceeding_id)
        closed = self._rules.day
        self._judge_proceeding(
            proceeding, max(closed, on - ONE_DAY) if on > date.min else closed
        )
        return proceeding

    def _touch(self, account: Account, since: date) -> None:
        """Look at an account's proceedings too, if a closed day is concerned."""
        super()._touch(account, since)
        if since <= self._rules.day:
            end = self._transaction.at_end
            # Once all accounts are judged: with one question for all of them.
            end("proceedings", lambda: end("proceedings, last", self._judge_touched))

    def _judge_touched(self) -> None:
        """Judge the proceedings of the accounts that this transaction is about."""
        nouns = self._transaction.saved_nouns()
        accounts = [it.id for it in nouns if isinstance(it, Account)]
        closed = self._rules.day
        for it in docket.open_of_accounts(self._session, accounts):
            self._judge_listed(it, closed)

    def _judge_listed(self, listed: Listed, day: date) -> None:
        proceeding = self.get(LegalProceeding, listed.id)
        self._judge_proceeding(proceeding, day)
        self._note_proceeding(proceeding, day)

    def _judge_proceeding(self, proceeding: LegalProceeding, as_of: date) -> None:
        if not proceeding.can_change:
            return
        account, remedy = self._account_at_stake(proceeding), proceeding.remedy
        proceeding.judge(
            receipts(
                account.books,
                self._stand(account, as_of),
                remedy.since_on,
                remedy.until_on,
            ),
            docket.remedied_before(self._session, proceeding),
            as_of,
            self._eviction_terms(as_of),
        )
        self.save(proceeding)

    def _keep_proceeding(self, proceeding: LegalProceeding) -> None:
        """Save an act, and judge what is known by now of the claim it makes."""
        self.save(proceeding)
        closed = self._rules.day
        self._judge_proceeding(proceeding, closed)
        self._note_proceeding(proceeding, closed)

    def _note_proceeding(self, proceeding: LegalProceeding, as_of: date) -> None:
        docket.note(
            self._session, proceeding, self._account_at_stake(proceeding), as_of
        )


def _claimable(
    account: Account, standing: Standing, asked: Owed, rules: Rules
) -> Claimable:
    """Reckon the interest of what is asked for, and what of it was charged before."""
    books = account.books
    borne = accruals(
        books, standing, rules.legal_rates(), only={it.id for it in asked.charges}
    )
    uncharged = 0
    for accrual in borne:
        charged = sum(
            books.charges[it].cents
            for it in account.books.interest_of.get(accrual.charge_id, ())
            if it not in books.charge_ends
        )
        uncharged += max(0, accrual.cents - charged)
    return Claimable(asked, borne, uncharged)


class ProceedingRunning(Exception):
    """A second proceeding while one goes on."""


class CureTooEarly(Exception):
    """A notice to pay by a day that is not after it."""
