"""
How a person is forgotten.

The order is stored first; then the erasure goes on the list outside the database, on
the disk; then the keys are destroyed; then it is said. Whatever stops in between goes
on at the next start, or within the hour.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from logging import getLogger
from uuid import UUID

from azione0.access.accessed import forget
from azione0.access.emergency import BrokenGlass, forget_sentences
from azione0.access.purposes import CLASSES, REGISTER
from azione0.addressing import told_of
from azione0.contract import SERVICES
from azione0.database import SYSTEM, reading_for
from azione0.letter import ROME
from azione0.settings import Settings
from azione0.store import Cause
from azione0.vault.erasures import Erasure, ErasureList
from intake.application.persons import Persons
from intake.cases.case import Case, case_key
from intake.cases.task import Task, task_key
from intake.people import register
from intake.people.consent import Consent, consent_key
from intake.people.person import Person
from intake.people.register import ErasureLine, ReceiptLine
from intake.people.retention import (
    ErasureHeld,
    Hold,
    Standing,
    checked_ground,
    holds_on,
)
from intake.signals.arrears import Arrears, arrears_key

log = getLogger(__name__)

#: After which a confirmation that did not come is a task. Source: reliability, row 59.
RECEIPT_HOURS = 72
SIGNED = "AgreementSigned"
ENDED = (
    "AgreementCompleted",
    "AgreementBreached",
    "AgreementSuperseded",
    "AgreementTerminated",
)
#: What takes an end back, or lets an agreement go on after it.
UNDONE = ("CompletionRetracted", "BreachRetracted", "AgreementReinstated")
REQUESTED = "subject_request"


class Erasing(Persons):
    """The use-cases of forgetting."""

    def settle(self, settings: Settings) -> None:
        """Erase again, before anything is served, whom a backup brought back."""
        super().settle(settings)
        if settings.keys is not None:
            kept = ErasureList(settings.keys.erasures)
            listed = kept.read()
            with reading_for(SYSTEM), self.store.reading() as session:
                begun = register.erasures(session, unfinished=True)
                known = register.erasures(session)
            for it in known:
                # A list that was lost, or an older one in its place, is made whole
                # from what is known here, before another backup needs it.
                if it.destroyed_at is not None and it.erasure not in listed:
                    log.warning("the list of erasures lacked one: it is added again")
                    kept.add(it.erasure)
            if listed or begun:
                self.repeat_erasures(listed)

    # -- by request

    def request_erasure(self, person_id: UUID, on: date) -> None:
        """Record that a person asks to be forgotten: a month to answer (art. 12(3))."""
        person = self.get(Person, person_id)
        person.request_erasure(on)
        self._keep_person(person)
        self.raise_task(
            "answer_erasure_request", person.household_id, str(person_id), since_on=on
        )

    def holds_of(self, person_id: UUID, on: date) -> list[Hold]:
        """Say what keeps a person's data from being erased on a day."""
        return holds_on(self._standing(self.get(Person, person_id).household_id), on)

    def erase_person(
        self, person_id: UUID, on: date, legal_ground: str = REQUESTED
    ) -> None:
        """
        Destroy all that a person has here; `ErasureHeld` names the article and day.

        The same once more changes nothing.
        """
        checked_ground(legal_ground)
        held = self.holds_of(person_id, on)
        if held:
            raise ErasureHeld(
                f"person {person_id} cannot be erased on {on}: "
                + "; ".join(map(str, held))
            )
        self._order(self.get(Person, person_id), CLASSES, legal_ground, on)

    def note_erasure_confirmed(
        self, person_id: UUID, household_id: UUID, recipient: str, on: date
    ) -> None:
        """Take in that a partner has forgotten somebody; the waiting ends."""
        at = self.store.clock()
        register.note_receipt(self._session, person_id, household_id, recipient, at)
        key = task_key("chase_erasure", f"{person_id}/{recipient}")
        task = self.find(Task, key)
        if task is not None and task.status == "open":
            task.settle(on)
            self._keep_task(task)

    # -- in an emergency

    def note_broken_glass(self, broken: BrokenGlass) -> None:
        """Want it looked at by its day; once looked at, no more."""
        task = self._task("review_broken_glass", broken.household_id, str(broken.id))
        if broken.reviewed_on is None:
            task.schedule(broken.broken_on, broken.review_by_on)
        else:
            task.settle(broken.reviewed_on)
        self._keep_task(task)

    # -- by time

    def look_after_erasures(self, now: datetime) -> None:
        """
        Do what time asks for: what was begun is finished, who is silent is chased.

        Also forgets lines of the log of readings that are older than 24 months, and
        cleans what is left of the destroyed.
        """
        today = now.astimezone(ROME).date()
        for line in register.erasures(self._session, unfinished=True):
            self._finish_later(line.erasure)
        for receipt in register.receipts(self._session, waiting=True):
            since = receipt.waits_since
            if since is not None and now - since >= timedelta(hours=RECEIPT_HOURS):
                self._chase(receipt, since.astimezone(ROME).date(), today)
        forget(self._session, self.store.database.dialect, now)
        if register.uncleaned(self._session):
            self._transaction.after_commit("clean the vault", self.clean_vault)

    # -- asked

    def erasures(self, on: date) -> list[ErasureLine]:
        """List erasures as they stand on a day, the latest first."""
        with self.store.reading() as session:
            return register.erasures(session, on)

    def erasure_receipts(self, *, waiting: bool = False) -> list[ReceiptLine]:
        """List which partner has confirmed what, or those still waited for."""
        with self.store.reading() as session:
            return register.receipts(session, waiting=waiting)

    # -- carried out

    def repeat_erasures(self, listed: Sequence[Erasure]) -> None:
        """Destroy again what is on the list, wherever it came back from."""
        with reading_for(SYSTEM), self.store.reading() as session:
            begun = [it.erasure for it in register.erasures(session, unfinished=True)]
            known = {it.erasure for it in register.erasures(session)}
        came_back = False
        for erasure in dict.fromkeys([*listed, *begun]):
            keys = self.vault.destroy(erasure.person_id, erasure.field_classes)
            if keys or erasure in begun or erasure not in known:
                self._finish(erasure)
                came_back = True
        if came_back:
            self.clean_vault()

    def clean_vault(self) -> None:
        """Remove the last bytes of what was destroyed, and note that it is done."""
        self.vault.sweep()
        if self.vault.scrub():
            at = self.store.clock()
            with self.transaction(Cause("system", f"clean/{at.isoformat()}")) as one:
                register.note_cleaned(one.session, at)
        else:
            log.warning("somebody reads: bytes of erased persons are still there")

    def _order(
        self, person: Person, classes: Sequence[str], legal_ground: str, on: date
    ) -> None:
        """Store the order, delete what was sealed; the keys follow the commit."""
        wanted = tuple(sorted(set(classes) - person.ordered))
        if not wanted:
            return
        person.order_erasure(wanted, legal_ground, on)
        erasure = Erasure(person.id, person.household_id, wanted, legal_ground, on)
        self._drop_sealed(erasure, person)
        self.drop_task(
            "answer_erasure_request", person.household_id, str(person.id), on
        )
        self._finish_later(erasure)

    def _drop_sealed(self, erasure: Erasure, person: Person | None) -> None:
        self.vault.drop(erasure.person_id, erasure.field_classes)
        register.note_erasure(self._session, erasure)
        if person is not None:
            self._keep_person(person)
        if "identity" in erasure.field_classes:
            register.put_marks(self._session, erasure.person_id, {})
            forget_sentences(self.store, erasure.household_id)
            self._withdraw_all(erasure.person_id, erasure.on)

    def _chase(self, receipt: ReceiptLine, since_on: date, due_on: date) -> None:
        reference = f"{receipt.person_id}/{receipt.recipient}"
        task = self._task("chase_erasure", receipt.household_id, reference)
        if task.last is None:
            task.schedule(since_on, due_on)
            self._keep_task(task)

    def _withdraw_all(self, person_id: UUID, on: date) -> None:
        for purpose in REGISTER:
            consent = self.find(Consent, consent_key(person_id, purpose.code))
            if consent is not None and consent.withdrawn_on is None:
                self._withdraw(consent, on)

    def _finish_later(self, erasure: Erasure) -> None:
        self._transaction.after_commit(erasure, lambda: self._finish_or_wait(erasure))

    def _finish_or_wait(self, erasure: Erasure) -> None:
        try:
            self._finish(erasure)
            self.clean_vault()
        except Exception:
            # The order is stored: it is carried out within the hour, or at the start.
            log.exception("an erasure waits: its keys could not be destroyed yet")

    def _finish(self, erasure: Erasure) -> None:
        """List, destroy, say: each step may be done again."""
        self.vault.erasures.add(erasure)
        self.vault.destroy(erasure.person_id, erasure.field_classes)
        classes = ",".join(erasure.field_classes)
        cause = Cause("system", f"erasure/{erasure.person_id}/{classes}")
        with self.transaction(cause):
            person = self.find(Person, erasure.person_id)
            if person is not None:
                ground, on = erasure.legal_ground, erasure.on
                person.order_erasure(erasure.field_classes, ground, on)
                person.finish_erasure(erasure.field_classes, CLASSES, ground, on)
            self._drop_sealed(erasure, person)
            at = self.store.clock()
            register.note_destroyed(self._session, erasure, at)
            if person is not None and person.erased_on is not None:
                register.await_receipts(
                    self._session,
                    person.id,
                    person.household_id,
                    self._informed(person.household_id),
                    at,
                )

    def _informed(self, household_id: UUID) -> list[str]:
        """Name the partners who are told of an erasure: of several, who knew of it."""
        if self._settings is None:
            return []
        others = self._settings.recipients.items()
        services = sorted(name for name, kind in others if kind in SERVICES)
        return told_of(self._session, self._settings.addressing, household_id, services)

    # -- where a household stands

    def _standing(self, household_id: UUID) -> Standing:
        case = self.find(Case, case_key(household_id))
        arrears = self.find(Arrears, arrears_key(household_id))
        with self.store.reading() as session:
            told = register.letters_heard(
                session, household_id, (SIGNED, *ENDED, *UNDONE)
            )
        ends = Counter[str]()
        for name, _, body in told:
            step = 1 if name in ENDED else -1 if name in UNDONE else 0
            ends[json.loads(body)["agreement_id"]] += step
        signed = [
            json.loads(body)["agreement_id"] for name, _, body in told if name == SIGNED
        ]
        is_open = any(ends[it] <= 0 for it in signed) or bool(
            arrears and arrears.open_episodes
        )
        days = [on for name, on, _ in told if name in ENDED]
        if arrears and arrears.cleared_on:
            days.append(arrears.cleared_on)
        closed = (
            case.closings[-1].on
            if case and not case.is_open and case.closings
            else None
        )
        return Standing(
            case_is_open=case is not None and case.is_open,
            case_closed_on=closed,
            debts_are_open=is_open,
            debts_ended_on=None if is_open else max(days, default=None),
        )
