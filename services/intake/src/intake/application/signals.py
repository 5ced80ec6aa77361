"""
What is signalled about a household, whose it is, and which two may be one.

A referral is matched at once or waits; letters of the ledger are judged by the same
rule, from the whole of what was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.application.cases import Cases
from intake.cases.case import Case, case_key
from intake.households.household import Household, UnknownHousehold
from intake.households.tenancy import Tenancy
from intake.shelves import signals as shelf
from intake.signals.arrears import Arrears, arrears_key
from intake.signals.duplicates import (
    APART,
    MERGED,
    MergedAlready,
    Pair,
    SameHousehold,
    pair_key,
    suspicions,
)
from intake.signals.judgement import JOINED, TAKEN_UP, Span, judge, signals_of
from intake.signals.matching import Candidate, Match, match
from intake.signals.referral import Clue, Referral, checked_referral


@dataclass(frozen=True)
class Waiting:
    """A referral that waits, and whose it may be."""

    signal: shelf.Received
    how: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class SideBySide:
    """Two households that may be one, why, and what was decided, if anything was."""

    one_id: UUID
    other_id: UUID
    reasons: tuple[str, ...]
    status: str
    survivor_id: UUID | None


class Signals(Cases):
    """The use-cases of signals, referrals and duplicates."""

    # -- referrals

    def refer(
        self,
        *,
        source: str,
        reason: str,
        organisation_id: str,
        on: date,
        tenancy_id: str | None = None,
        creditor_id: str | None = None,
        dwelling_id: str | None = None,
        amount_cents: int | None = None,
    ) -> UUID:
        """
        Tell that a household needs help; `organisation_id` follows it if it is new.

        It is matched and judged at once, or waits for somebody to say whose it is;
        one that says the same as one that waits is one with it. `NoClue`,
        `ImpossibleReferral`, `NotACode`, `OrganisationWithoutMandate`.
        """
        clue = Clue(tenancy_id, creditor_id, dwelling_id)
        checked_referral(source, reason, clue, amount_cents)
        self._refuse_without_mandate(organisation_id, on)
        referral = Referral(
            id=self.new_id("referral", source, reason, clue, on),
            source=source,
            reason=reason,
            clue=clue,
            amount_cents=amount_cents,
            organisation_id=organisation_id,
            effective_on=on,
        )
        found = self._match(clue, on)
        waits = [it for it, told in shelf.waiting(self._session) if told == clue]
        if found.household_id is not None:
            self._settle(referral, found.household_id, found.how, on)
        elif waits:
            referral.join(waits[0], on)
            self._keep_referral(referral)
        else:
            self._keep_referral(referral)
        return referral.id

    def refer_once(self, *, source: str, reason: str, on: date, **told: Any) -> bool:
        """Do the same as `refer`, once for each cause; tell whether it was new."""
        clue = Clue(
            told.get("tenancy_id"), told.get("creditor_id"), told.get("dwelling_id")
        )
        key = self.new_id("referral", source, reason, clue, on)
        if self.find(Referral, key) is not None:
            return False
        self.refer(source=source, reason=reason, on=on, **told)
        return True

    def match_referral(self, signal_id: UUID, household_id: UUID, on: date) -> None:
        """Say by hand whose a referral is; `ReferralSettled`, `UnknownHousehold`."""
        referral = self.get(Referral, signal_id)
        self._household(household_id)
        self._settle(referral, household_id, "said_by_hand", on)

    def dismiss_referral(self, signal_id: UUID, reason: str, on: date) -> None:
        """Lay a referral that waits aside, for a reason code; `ReferralSettled`."""
        referral = self.get(Referral, signal_id)
        referral.dismiss(reason, on)
        self._keep_referral(referral)

    def whose(self, clue: Clue, on: date) -> Match:
        """Say whose household a clue speaks of on a day, or whose it may be."""
        with self.store.reading() as session:
            return match(clue, on, shelf.known_like(session, clue))

    def referrals_waiting(self) -> list[Waiting]:
        """List the referrals that wait, each with the households it may mean."""
        with self.store.reading() as session:
            lines = shelf.received(session, result="waiting")
        found = []
        for line in reversed(lines):
            clue = Clue(line.tenancy_id, line.creditor_id, line.dwelling_id)
            said = self.whose(clue, line.effective_on)
            found.append(Waiting(line, said.how, said.candidates))
        return found

    def received(
        self,
        *,
        result: str | None = None,
        source: str | None = None,
        household_id: UUID | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> list[shelf.Received]:
        """List signals and what became of them, the last first."""
        with self.store.reading() as session:
            ids = self._as_one(household_id) if household_id else []
            return shelf.received(
                session,
                result=result,
                source=source,
                household_ids=ids,
                limit=limit,
                offset=offset,
            )

    def selections(self) -> list[shelf.SelectionLine]:
        """List who is sought, by which definition, and the figure that let it be."""
        with self.store.reading() as session:
            return shelf.selections(session)

    # -- two that may be one

    def duplicates(self, *, undecided: bool = True) -> list[SideBySide]:
        """List households that may be one, side by side; the undecided, or all."""
        with self.store.reading() as session:
            known = shelf.known_all(session)
            people = shelf.people_seen(session)
            told = {(it.one_id, it.other_id): it for it in shelf.decided(session)}
        lines = []
        for it in suspicions(known, people):
            decision = told.pop((it.one_id, it.other_id), None)
            status = decision.status if decision else "undecided"
            survivor_id = decision.survivor_id if decision else None
            lines.append(
                SideBySide(it.one_id, it.other_id, it.reasons, status, survivor_id)
            )
        lines += [
            SideBySide(it.one_id, it.other_id, (), it.status, it.survivor_id)
            for it in told.values()
        ]
        return [it for it in lines if not undecided or it.status not in (APART, MERGED)]

    def merge_households(
        self, survivor_id: UUID, merged_id: UUID, reason: str, on: date
    ) -> None:
        """
        Let two households be found as one, under the survivor, for a reason code.

        Each keeps its pseudonym, which others have written down. `SameHousehold`,
        `MergedAlready`, `UnknownHousehold`, `NotACode`.
        """
        pair = self._pair(survivor_id, merged_id, on)
        for it in (survivor_id, merged_id):
            above = shelf.survivor_of(self._session, it)
            below = shelf.merged_into(self._session, it)
            if above != it or (below and it == merged_id):
                raise MergedAlready(
                    f"household {it} is one with {above if above != it else below[0]} "
                    "already: part them, or merge into the survivor"
                )
        pair.merge(survivor_id, reason, on)
        self._keep_pair(pair)

    def keep_apart(self, one_id: UUID, other_id: UUID, reason: str, on: date) -> None:
        """Record that two households are two, for a reason code; `MergedAlready`."""
        pair = self._pair(one_id, other_id, on)
        pair.keep_apart(reason, on)
        self._keep_pair(pair)

    def part_households(
        self, one_id: UUID, other_id: UUID, reason: str, on: date
    ) -> None:
        """Take a merging back, for a reason code; `NotMerged`."""
        pair = self._pair(one_id, other_id, on)
        pair.part(reason, on)
        self._keep_pair(pair)

    # -- what follows

    def _heard(self, noun: Aggregate) -> None:
        """See to what a noun that was stored changes about signals."""
        if isinstance(noun, Tenancy) and noun.dwelling_id is not None:
            shelf.note_codes(self._session, noun.id, noun.tenancy_id, noun.dwelling_id)
        elif isinstance(noun, Household):
            self._transaction.at_end("referrals", self._match_waiting)

    def _match_waiting(self) -> None:
        """Look again whose the referrals are that wait."""
        for signal_id, clue in shelf.waiting(self._session):
            referral = self.get(Referral, signal_id)
            found = self._match(clue, referral.made_on)
            if found.household_id is not None:
                self._settle(referral, found.household_id, found.how, referral.made_on)

    def _judge_signals(self, household_id: UUID) -> None:
        """Write down anew what became of the ledger's signals of a household."""
        arrears = self.find(Arrears, arrears_key(household_id))
        if arrears is None:
            return
        case = self.find(Case, case_key(household_id))
        shelf.show_signals(
            self._session,
            household_id,
            signals_of(arrears, _spans(case) if case else [], self._book),
        )

    def _match(self, clue: Clue, on: date) -> Match:
        return match(clue, on, shelf.known_like(self._session, clue))

    def _settle(
        self, referral: Referral, household_id: UUID, how: str, on: date
    ) -> None:
        survivor_id = shelf.survivor_of(self._session, household_id)
        referral.match(survivor_id, how, on)
        ids = self._as_one(survivor_id)
        cases = [self.find(Case, case_key(it)) for it in ids]
        case = next((it for it in cases if it is not None and it.is_open), None)
        threshold = self._book.on("signal_threshold_cents", referral.made_on)
        previous = shelf.last_amount(self._session, ids)
        said = judge(
            referral.amount_cents,
            has_open_case=case is not None,
            previous_cents=previous,
            threshold=threshold,
        )
        case_id = case.id if case else None
        if said.result == TAKEN_UP:
            case_id = self._open_case(survivor_id, referral.organisation_id, on)
        referral.judge(
            said.result,
            said.why,
            case_id if said.result in (TAKEN_UP, JOINED) else None,
            previous,
            threshold,
            on,
        )
        self._keep_referral(referral)

    def _as_one(self, household_id: UUID) -> Sequence[UUID]:
        """Give a household and those that are found under it."""
        with self.store.reading() as session:
            return [household_id, *shelf.merged_into(session, household_id)]

    def _pair(self, one_id: UUID, other_id: UUID, on: date) -> Pair:
        if one_id == other_id:
            raise SameHousehold(f"household {one_id} is one with itself already")
        for it in (one_id, other_id):
            if self.find(Household, it) is None:
                raise UnknownHousehold(f"household {it} is not registered")
        key = pair_key(one_id, other_id)
        one, other = sorted((one_id, other_id))
        return self.find(Pair, key) or Pair(
            id=key, one_id=one, other_id=other, effective_on=on
        )

    def _keep_referral(self, referral: Referral) -> None:
        self.save(referral)
        shelf.show_referral(self._session, referral)

    def _keep_pair(self, pair: Pair) -> None:
        self.save(pair)
        shelf.show_pair(self._session, pair)


def _spans(case: Case) -> list[Span]:
    """Give the days on which a case was open, as far as it remembers them."""
    if case.withdrawn:
        return []
    before = [Span(date.min, it.on) for it in case.closings]
    if case.is_open:
        return [*before, Span(case.identified_on)]
    return before
