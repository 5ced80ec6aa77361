"""What the ledger does when a person is to be forgotten."""

from datetime import date
from uuid import UUID

from azione0.access.emergency import forget_sentences
from azione0.application import Application
from ledger.forgotten import Forgotten, forgotten_key


class Forgetting(Application):
    """The use-case of forgetting."""

    def forget_person(self, person_id: UUID, household_id: UUID, on: date) -> None:
        """Confirm that nothing but a random id is here of somebody; once."""
        forget_sentences(self.store, household_id)
        key = forgotten_key(person_id)
        if self.find(Forgotten, key) is None:
            self.save(
                Forgotten(
                    id=key,
                    person_id=person_id,
                    household_id=household_id,
                    effective_on=on,
                )
            )
