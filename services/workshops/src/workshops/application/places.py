"""Who has a place in a workshop, and who waits for one."""

from datetime import date
from uuid import UUID

from workshops import following
from workshops.application.bookkeeping import Bookkeeping
from workshops.labs.enrolment import Enrolment
from workshops.labs.workshop import Workshop


class Places(Bookkeeping):
    """The use-cases of seats and of the waiting list."""

    def enrol(
        self,
        workshop_id: UUID,
        household_id: UUID,
        on: date,
        *,
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Give a household a seat, or a place in the waiting list; give the enrolment.

        Neighbours who are in no case may take part too. `ConsentMissing` for who
        has withdrawn from taking part; the workshop refuses the rest.
        """
        if following.has_withdrawn(self._session, household_id, person_id, on):
            raise ConsentMissing(
                f"household {household_id} withdrew from taking part: "
                "register a new consent first"
            )
        workshop = self.get(Workshop, workshop_id)
        enrolment = Enrolment(
            id=self.new_id("enrolment", workshop_id, household_id, person_id),
            workshop_id=workshop_id,
            household_id=household_id,
            person_id=person_id,
            kind=workshop.kind,
            effective_on=on,
        )
        if workshop.enrol(enrolment.id, household_id, person_id, on):
            enrolment.confirm(on)
        self._keep_workshop(workshop)
        self._keep_enrolment(enrolment)
        return enrolment.id

    def leave(self, enrolment_id: UUID, on: date, reason: str = "household") -> None:
        """End a place for the household's part; who waits moves up."""
        enrolment = self.get(Enrolment, enrolment_id)
        enrolment.drop_out(reason, on)
        self._keep_enrolment(enrolment)
        workshop = self.get(Workshop, enrolment.workshop_id)
        self._seat(workshop, workshop.leave(enrolment_id, on), on)

    def change_capacity(self, workshop_id: UUID, capacity: int, on: date) -> None:
        """Change the number of seats; who waits moves up."""
        workshop = self.get(Workshop, workshop_id)
        self._seat(workshop, workshop.change_capacity(capacity, on), on)


class ConsentMissing(Exception):
    """A person who withdrew from taking part was to be enrolled."""
