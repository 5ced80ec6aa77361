"""All that is held about a person, for that person (arts. 15 and 20 GDPR)."""

from datetime import date
from uuid import UUID

from azione0.access.accessed import DataAccessed, Reader, accesses
from azione0.access.emergency import BrokenGlass, emergencies_of
from azione0.access.purposes import CLASSES, REGISTER, RIGHTS, purposes_on
from azione0.letter import ROME
from intake import story
from intake.application.retaining import Retaining
from intake.cases.case import case_key
from intake.people.consent import Consent, consent_key
from intake.people.dossier import ConsentLine, Dossier, GlassLine, HistoryLine
from intake.people.identity import FIELDS
from intake.people.person import Person


class Dossiers(Retaining):
    """The use-case of the copy that everybody may ask for."""

    def dossier(self, person_id: UUID, reader: Reader, on: date) -> Dossier:
        """
        Gather all that is held about a person; that it was read is in it, too.

        `NotFound`. What was erased reads `[cancellato]`.
        """
        person = self.get(Person, person_id)
        self._disclose([person], reader, RIGHTS, "export", CLASSES, on)
        fields = dict.fromkeys(
            (field for _, field in person.sealed if field in FIELDS), ""
        )
        opened = self.vault.read(person_id)
        fields |= {it.field: it.value for it in opened if it.row_id == person_id}
        return Dossier(
            person_id=person_id,
            household_id=person.household_id,
            since_on=person.since,
            until_on=person.until,
            made_at=self.store.clock(),
            as_of=on,
            known={name: it or "[cancellato]" for name, it in fields.items()},
            flags=tuple(person.flags),
            notes=tuple(self._notes(person, CLASSES)),
            notices=tuple(person.notices),
            consents=tuple(self._consents_of(person_id)),
            purposes=tuple(purposes_on(on)),
            readings=tuple(self._readings_of(person)),
            broken_glass=tuple(self._broken_for(person)),
            history=tuple(self._history_of(person)),
        )

    def _consents_of(self, person_id: UUID) -> list[ConsentLine]:
        found: list[ConsentLine] = []
        for code in sorted({it.code for it in REGISTER}):
            consent = self.find(Consent, consent_key(person_id, code))
            if consent is not None:
                found.extend(
                    ConsentLine(code, consent.text_version, it.since, it.until)
                    for it in consent.terms
                )
        return found

    def _readings_of(self, person: Person) -> list[DataAccessed]:
        """Give every answer that held the person, or the household since then."""
        return [
            it
            for it in accesses(self._session, [person.id, person.household_id])
            if person.id in it.ids
            or it.accessed_at.astimezone(ROME).date() >= person.since
        ]

    def _broken_for(self, person: Person) -> list[GlassLine]:
        """Give when somebody looked at the case without being let in by it."""
        found = emergencies_of(self._session, [person.household_id])
        broken = [
            self.get(BrokenGlass, it) for it in found.get(person.household_id, ())
        ]
        return [
            GlassLine(
                it.from_at,
                it.until_at,
                it.actor,
                it.organisation,
                it.reason,
                it.outcome,
            )
            for it in sorted(broken, key=lambda it: (it.from_at, it.id))
            if it.until_at.astimezone(ROME).date() >= person.since
        ]

    def _history_of(self, person: Person) -> list[HistoryLine]:
        """Tell the household's story while the person belonged to it."""
        lines = story.heard_about(self._session, person.household_id)
        for noun in (person.household_id, case_key(person.household_id), person.id):
            lines.extend(story.done_here(self.events_of(noun)))
        return [
            HistoryLine(it.effective_on, it.recorded_at, it.said, it.who)
            for it in story.told(lines)
            if it.effective_on >= person.since
            and (person.until is None or it.effective_on <= person.until)
        ]
