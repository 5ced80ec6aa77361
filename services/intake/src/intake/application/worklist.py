"""
Whom to work with first, and who is on it.

Whatever is stored about a household brings its rows up to date at the end of the
same transaction; reckoned anew from what is stored they are the same.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.application.signals import Signals
from intake.cases.case import Case, case_key
from intake.cases.contacts import INVITATIONS, Contacts
from intake.cases.task import Task
from intake.governance.policy import PolicyParameters
from intake.households.household import Household, minors_of
from intake.people.consent import Consent
from intake.shelves import signals as heard
from intake.shelves import worklist as shelf
from intake.signals.arrears import Arrears, arrears_key
from intake.signals.duplicates import Pair
from intake.worklist.claim import Claim, WrongMinutes, claim_key
from intake.worklist.cooldown import cooldown
from intake.worklist.facts import Contact, Facts, Said, evictions_of, standings_of
from intake.worklist.row import FIGURES, stretches


class Worklist(Signals):
    """The use-cases of the worklist."""

    def save(self, *nouns: Aggregate) -> None:
        """Store what happened to these nouns, and see to what it changes here."""
        happened = [(noun, [*noun.pending_events]) for noun in nouns]
        super().save(*nouns)
        for noun, events in happened:
            for it in events:
                self._note(noun, it)
            if events:
                self._heard(noun)
                self._look_again(noun)

    def worklist(
        self,
        day: date,
        *,
        organisation_id: str | None = None,
        worker: str | None = None,
        building_id: str | None = None,
        status: str | None = None,
        action: str | None = None,
        due_by: date | None = None,
        limit: int = 50,
        offset: int = 0,
        counted: bool = True,
    ) -> shelf.WorkPage:
        """
        Give a page of the worklist of a day, whom to work with first at its head.

        A day before the last fact about a household shows it as at that fact.
        """
        with self.store.reading() as session:
            return shelf.page(
                session,
                day,
                self.store.clock(),
                organisation_id=organisation_id,
                worker=worker,
                building_id=building_id,
                status=status,
                action=action,
                due_by=due_by,
                limit=limit,
                offset=offset,
                counted=counted,
            )

    def claim(
        self,
        household_id: UUID,
        on: date,
        *,
        minutes: int | None = None,
        urgent: str | None = None,
    ) -> datetime:
        """
        Be on a household, for no longer than the figure allows; give until when.

        `Claimed`, `CoolingDown`, unless there is an urgent reason; `NotUrgent`,
        `WrongMinutes`, `UnknownHousehold`.
        """
        survivor_id = heard.survivor_of(self._session, household_id)
        self._household(survivor_id)
        book, at = self._book, self.store.clock()
        most = book.on("claim_minutes", on).number
        if minutes is not None and minutes < 1:
            raise WrongMinutes(f"{minutes} minutes: be on it for one at least")
        until_at = at + timedelta(minutes=min(minutes or most, most))
        who = self._transaction.cause.actor
        contacts = shelf.contacts_with(self._session, self._as_one(survivor_id))
        cooling = cooldown([it for it in contacts if it.who != who], book)
        claim = self._claim(survivor_id)
        claim.take(who, at, until_at, on, cooling, urgent)
        self._keep_claim(claim)
        return until_at

    def release(self, household_id: UUID, on: date) -> None:
        """Be on a household no more; `NotClaimed`."""
        claim = self._claim(heard.survivor_of(self._session, household_id))
        claim.release(self._transaction.cause.actor, self.store.clock(), on)
        self._keep_claim(claim)

    def note_said(self, household_id: UUID, said: Said) -> None:
        """Take in how an agreement or an eviction stands."""
        shelf.note_word(self._session, household_id, said)
        self._look_at(household_id)

    def reckon_worklist(self) -> int:
        """Reckon every row anew from what is stored; give how many households."""
        households = shelf.households_listed(self._session)
        for household_id in households:
            self._show_rows(household_id)
        return len(households)

    # -- kept up to date

    def _note(self, noun: Aggregate, event: Any) -> None:
        """Keep of an event what the worklist and the duplicates need."""
        if isinstance(noun, Case) and isinstance(event, Case.ContactAttempted):
            self._note_contact(noun, event, noun, event.outcome)
        elif isinstance(noun, Contacts) and _is_plain_letter(event):
            # An invitation is an attempt to reach the household: the case tells it.
            case = self.get(Case, noun.case_id)
            self._note_contact(noun, event, case, "sent")
        elif isinstance(noun, Household) and noun.stays:
            heard.see_members(self._session, noun)
        elif isinstance(noun, Household | Consent):
            self._note_person(noun, event)

    def _note_person(self, noun: Household | Consent, event: Any) -> None:
        """Keep where somebody was told to be on a day, whom no list of members has."""
        # What ends is about where they were, not about where they are on its day.
        person_id = getattr(event, "person_id", None)
        if isinstance(person_id, UUID) and not isinstance(event, Consent.Withdrawn):
            household_id = (
                noun.id if isinstance(noun, Household) else event.household_id
            )
            on = event.effective_on
            heard.see_person(self._session, person_id, household_id, on)

    def _note_contact(self, noun: Aggregate, event: Any, case: Case, how: str) -> None:
        contact = Contact(
            event.effective_on,
            event.originator_version,
            event.channel,
            how,
            case.organisation_on(event.effective_on),
            self._transaction.cause.actor,
        )
        shelf.note_contact(self._session, noun.id, case.household_id, contact)

    def _look_again(self, noun: Aggregate) -> None:
        if isinstance(noun, Household):
            self._look_at(noun.id)
        elif isinstance(noun, Case | Arrears | Task | Contacts):
            self._look_at(noun.household_id)
        elif isinstance(noun, Pair):
            for it in sorted(noun.ids):
                self._look_at(it)
        elif isinstance(noun, PolicyParameters) and FIGURES & {
            it.name for it in noun.figures
        }:
            self._transaction.at_end("worklist", self._reckon_all)

    def _look_at(self, household_id: UUID) -> None:
        self._transaction.at_end(
            ("worklist", household_id), partial(self._show_rows, household_id)
        )

    def _reckon_all(self) -> None:
        self.reckon_worklist()

    def _show_rows(self, household_id: UUID) -> None:
        """Write the rows of a household anew, and of the one it is found under."""
        self._judge_signals(household_id)
        survivor_id = heard.survivor_of(self._session, household_id)
        if survivor_id != household_id:
            shelf.show_rows(self._session, household_id, None, ())
        facts = self._facts(survivor_id)
        rows = stretches(facts, self._book) if facts else ()
        shelf.show_rows(self._session, survivor_id, facts, rows)

    def _facts(self, household_id: UUID) -> Facts | None:
        """Give what is known of a household; `None` if there is nothing to do."""
        ids = [household_id, *heard.merged_into(self._session, household_id)]
        found = [self.find(Case, case_key(it)) for it in ids]
        cases = [it for it in found if it is not None and it.is_open]
        tasks = shelf.open_tasks(self._session, ids)
        if not cases and not tasks:
            return None
        homes = [self.find(Household, it) for it in ids]
        arrears = [self.find(Arrears, arrears_key(it)) for it in ids]
        owed = [one.owed_now for it in arrears if it for one in it.open_episodes]
        said = [one for it in ids for one in shelf.words_about(self._session, it)]
        case = cases[0] if cases else None
        days = [it.identified_on for it in cases] or [it.since_on for it in tasks]
        return Facts(
            household_id=household_id,
            case_id=case.id if case else None,
            status=case.status if case else "none",
            since_on=min(days),
            follows=shelf.follows_of(case) if case else (),
            workers=tuple(case.references) if case else (),
            building_id=next((it.building_id for it in homes if it), ""),
            band=max((band for _, band in owed), default=""),
            owed_cents=sum(cents for cents, _ in owed),
            minors=minors_of([it.compositions() for it in homes if it]),
            tasks=tuple(tasks),
            evictions=evictions_of(said),
            agreements=standings_of(said),
            contacts=tuple(shelf.contacts_with(self._session, ids)),
        )

    def _claim(self, household_id: UUID) -> Claim:
        key = claim_key(household_id)
        return self.find(Claim, key) or Claim(id=key, household_id=household_id)

    def _keep_claim(self, claim: Claim) -> None:
        self.save(claim)
        shelf.show_claim(self._session, claim)


def _is_plain_letter(event: Any) -> bool:
    return isinstance(event, Contacts.LetterSent) and event.kind not in INVITATIONS
