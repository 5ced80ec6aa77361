"""When terms end: who is told beforehand, who agrees, and what goes by itself."""

from datetime import date, datetime
from uuid import UUID

from azione0.letter import ROME
from intake import lists
from intake.application.erasing import Erasing
from intake.people import register
from intake.people.person import Person
from intake.people.retention import (
    WARNING,
    Ending,
    NothingEnds,
    Standing,
    endings,
    is_near,
)

APPROVE, TERM_ENDED = "approve_retention", "retention_ended"


class Retaining(Erasing):
    """The use-cases of the terms for which data is kept."""

    def retention_endings(self, on: date) -> list[Ending]:
        """List whose terms end within sixty days, or have ended: the first first."""
        found: list[Ending] = []
        standings: dict[UUID, Standing] = {}
        with self.store.reading() as session:
            lines = register.whose_term_may_run(session)
        for line in lines:
            person = self.get(Person, line.person_id)
            household_id = person.household_id
            if household_id not in standings:
                standings[household_id] = self._standing(household_id)
            standing = standings[household_id]
            for it in endings(person.id, household_id, standing, [*person.ordered]):
                if is_near(it, on):
                    agreed = all(
                        person.approved.get(name) == it.ends_on
                        for name in it.field_classes
                    )
                    found.append(
                        Ending(
                            it.ends_on,
                            it.person_id,
                            it.household_id,
                            it.field_classes,
                            is_approved=agreed,
                        )
                    )
        return sorted(found)

    def approve_retention(self, person_id: UUID, on: date) -> None:
        """Agree that what ends within sixty days goes on its day; `NothingEnds`."""
        person = self.get(Person, person_id)
        standing = self._standing(person.household_id)
        near = [
            it
            for it in endings(
                person_id, person.household_id, standing, [*person.ordered]
            )
            if is_near(it, on)
        ]
        if not near:
            raise NothingEnds(
                f"person {person_id}: no term ends by sixty days from {on}"
            )
        for it in near:
            person.approve_retention(it.field_classes, it.ends_on, on)
        self._keep_person(person)
        self.settle_task(APPROVE, person.household_id, str(person_id), on)

    def carry_out_retention(self, on: date) -> int:
        """Destroy what was approved and whose day has come; give how many persons."""
        due = [it for it in self.retention_endings(on) if it.is_approved]
        due = [it for it in due if it.ends_on <= on]
        for it in due:
            person = self.get(Person, it.person_id)
            self._order(person, it.field_classes, TERM_ENDED, on)
        return len({it.person_id for it in due})

    def look_after_retention(self, now: datetime) -> None:
        """
        Do once a day what terms ask for: warn sixty days before, then destroy.

        Whoever is to agree has a task until the day on which the term ends; what was
        agreed goes on its day, and what nobody agreed to stays and is shown as late.
        Source: `reliability`, retention: a person approves, the same path carries out.
        """
        today = now.astimezone(ROME).date()
        self.carry_out_retention(today)
        waiting = {
            (it.household_id, str(it.person_id)): it
            for it in reversed(self.retention_endings(today))
            if not it.is_approved
        }
        for (household_id, reference), ending in waiting.items():
            task = self._task(APPROVE, household_id, reference)
            before = task.version
            task.schedule(ending.ends_on - WARNING, ending.ends_on)
            if task.version != before:
                self._keep_task(task)
        for line in lists.tasks(self._session, today, kind=APPROVE):
            # A new debt, or a case taken up again, and the term runs no more.
            if (line.household_id, line.reference) not in waiting:
                self.settle_task(APPROVE, line.household_id, line.reference, today)
