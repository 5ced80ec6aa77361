"""Persons as people register, rectify, read and import them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from logging import getLogger
from typing import Any
from uuid import UUID

from azione0.access.accessed import DataAccessed, Reader, accesses, note_reading
from azione0.access.decision import Grants
from azione0.access.followers import followings
from azione0.access.purposes import CLASSES, IDENTITY, Purpose, purpose_on
from azione0.vault.vault import ERASED, Entry
from intake import lists
from intake.application.consents import Consents
from intake.cases.case import Case, case_key
from intake.households.household import UnknownHousehold
from intake.households.members import OTHER
from intake.households.periods import ONE_DAY
from intake.people import register
from intake.people.consent import ConsentMissing
from intake.people.dossier import NoteRead
from intake.people.identity import (
    FIELDS,
    LONGEST_NOTE,
    NOTE_KINDS,
    BornLater,
    MissingField,
    UnknownField,
    UnreadableText,
    WrongCodiceFiscale,
    WrongIban,
    checked_fields,
    checked_person,
    flags_of,
    is_minor_on,
    namesake,
    plain,
)
from intake.people.person import (
    NothingChanges,
    Person,
    Sealed,
    TwiceInTheHousehold,
)
from intake.people.purposes import NotForThisPurpose
from intake.people.register import PersonLine

log = getLogger(__name__)

#: The classes of fields that say who somebody is.
WHO = tuple(sorted(set(FIELDS.values())))
#: The kinds of marks by which somebody is found twice.
CODE, NAMESAKE, REFERENCE = "codice_fiscale", "namesake", "reference"


class Persons(Consents):
    """The use-cases of persons."""

    # -- written

    def register_person(
        self,
        household_id: UUID,
        given: Mapping[str, Any],
        on: date,
        *,
        role: str = OTHER,
        member_id: UUID | None = None,
    ) -> UUID:
        """
        Seal who a member of a household is.

        With `member_id` it is one who is known to live there that day (`NotAMember`);
        without, somebody is a member from that day, in a role. `UnknownHousehold`,
        `TwiceInTheHousehold`; for a value, the refusals of `intake.people.identity`.
        """
        household = self._household(household_id)
        fields = checked_person(given, on)
        marks = self._marks(fields)
        code = marks.get(CODE)
        if code and register.marked(self._session, code, household_id):
            raise TwiceInTheHousehold(
                f"household {household_id}: this codice fiscale belongs to somebody "
                "who is in it already; rectify that person"
            )
        if member_id is None:
            minor = is_minor_on(fields, on)
            person_id = self.add_member(household_id, role, on, is_minor=minor)
        else:
            household.refuse_stranger(member_id, on)
            person_id = member_id
        if self.find(Person, person_id) is not None:
            raise TwiceInTheHousehold(
                f"person {person_id} is registered: rectify that person"
            )
        person = Person(
            id=person_id,
            household_id=household_id,
            sealed=self._seal(person_id, fields),
            flags=flags_of(fields),
            effective_on=on,
        )
        self._keep_person(person)
        register.put_marks(self._session, person_id, marks)
        return person_id

    def rectify_person(
        self, person_id: UUID, given: Mapping[str, Any], on: date
    ) -> None:
        """
        Write fields anew (art. 16 GDPR); what stood there is gone.

        `NothingChanges` without a field; `TwiceInTheHousehold`; `ErasedPerson`.
        """
        person = self.get(Person, person_id)
        person.check_here()
        fields = checked_fields(given, on)
        if not fields:
            raise NothingChanges(f"person {person_id}: name a field to write anew")
        person.check_kept({FIELDS[it] for it in fields})
        whole = self._plain(person_id) | fields
        marks = self._marks(whole)
        others = [
            it
            for it in register.marked(
                self._session, marks.get(CODE, b""), person.household_id
            )
            if it != person_id
        ]
        if others:
            raise TwiceInTheHousehold(
                f"household {person.household_id}: this codice fiscale is another's"
            )
        sealed = self._seal(person_id, fields)
        person.rectify(list(fields), sealed, flags_of(whole), on)
        self._keep_person(person)
        register.put_marks(self._session, person_id, marks)
        self._transaction.after_commit("scrub the vault", self._scrub_or_wait)

    def leave_household(self, person_id: UUID, on: date) -> None:
        """Record a person's last day in the household; it is a member's, too."""
        person = self.get(Person, person_id)
        person.leave(on)
        self._keep_person(person)
        household = self._household(person.household_id)
        if any(it.person_id == person_id and not it.gone_on for it in household.stays):
            self.lose_member(household.id, person_id, "left", on + ONE_DAY)

    def _went(self, person_id: UUID, gone_on: date) -> None:
        person = self.find(Person, person_id)
        if person is not None and person.until is None and person.erased_on is None:
            person.leave(max(person.since, gone_on - ONE_DAY))
            self._keep_person(person)

    def write_note(self, person_id: UUID, kind: str, text: str, on: date) -> UUID:
        """Seal an interview note or a health note; the event tells only its kind."""
        person = self.get(Person, person_id)
        person.check_here()
        if kind not in NOTE_KINDS:
            raise UnknownField(f"no such note: choose one of {', '.join(NOTE_KINDS)}")
        field_class = NOTE_KINDS[kind]
        person.check_kept({field_class})
        note_id = self.new_id("note", person_id, len(person.notes))
        checked = plain("text", text, LONGEST_NOTE)
        sealed = self.vault.write(person_id, note_id, field_class, {"text": checked})
        person.write_note(note_id, kind, _sealed(sealed), on)
        self._keep_person(person)
        return note_id

    def import_persons(self, rows: Sequence[Mapping[str, Any]], on: date) -> "Imported":
        """
        Register many; what is wrong with a row is reported, the others are taken.

        A row names its household by `household_id`, or by `creditor_id` and
        `tenancy_id`. Twice is who has a codice fiscale, a reference, or a name and
        birth date that the organisation which follows the household has already, in
        it or in another that it follows: whom others know is not told. The same file
        once more registers nobody.
        """
        made: list[UUID] = []
        wrong: list[RowRefused] = []
        for number, row in enumerate(rows, start=1):
            try:
                made.append(self._import_row(row, on))
            except ROW_REFUSALS as refusal:
                wrong.append(RowRefused(number, type(refusal).__name__, str(refusal)))
        return Imported(len(rows), made, wrong)

    # -- read

    def read_person(
        self, person_id: UUID, reader: Reader, purpose: str, on: date
    ) -> "PersonRead":
        """
        Open who somebody is, as far as a purpose goes; the reading is written down.

        `NoSuchPurpose`, `ConsentMissing`, `NotFound`. What was erased reads
        `[cancellato]`.
        """
        person = self.get(Person, person_id)
        allowed = self._disclose([person], reader, purpose, "read", WHO, on)
        return self._read(person, allowed)

    def read_household(
        self, household_id: UUID, reader: Reader, purpose: str, on: date
    ) -> list["PersonRead"]:
        """
        Open who belongs to a household on a day: one reading of them all.

        For a purpose that rests on consent, those who agree to it.
        """
        optional = purpose_on(purpose, on).needs_consent
        people = [
            self.get(Person, it.person_id)
            for it in register.people(self._session, household_id)
            if it.since_on <= on and (it.until_on is None or on <= it.until_on)
            if not optional or self._agrees(it.person_id, purpose, on)
        ]
        if not people:
            return []
        allowed = self._disclose(people, reader, purpose, "read", WHO, on)
        return [self._read(it, allowed) for it in people]

    def read_notes(
        self, person_id: UUID, reader: Reader, purpose: str, on: date
    ) -> list[NoteRead]:
        """Open the notes about a person, as far as a purpose goes, by day."""
        person = self.get(Person, person_id)
        classes = list(NOTE_KINDS.values())
        allowed = self._disclose([person], reader, purpose, "read", classes, on)
        return self._notes(person, allowed)

    def persons(self, household_id: UUID | None = None) -> list[PersonLine]:
        """List persons by random id; who they are is another question."""
        with self.store.reading() as session:
            return register.people(session, household_id)

    def accesses(
        self, *, person_id: UUID | None = None, household_id: UUID | None = None
    ) -> list[DataAccessed]:
        """List who read what, of whom or of all; the latest first."""
        ids = [it for it in (person_id, household_id) if it is not None]
        with self.store.reading() as session:
            return [*reversed(accesses(session, ids or None))]

    def altered_entries(self, person_id: UUID) -> list[str]:
        """Name the fields whose sealed bytes are not those that an event told of."""
        person = self.get(Person, person_id)
        stored = self.vault.digests(person_id)
        return sorted(
            field
            for (row_id, field), sealed in person.sealed.items()
            if sealed.field_class not in person.ordered
            and stored.get((row_id, field)) != sealed.digest
        )

    # -- within

    def _read(self, person: Person, classes: Sequence[str]) -> "PersonRead":
        sealed = [field for _, field in person.sealed if FIELDS.get(field) in classes]
        told = {
            it.field: it.value
            for it in self.vault.read(person.id, classes)
            if it.row_id == person.id
        }
        return PersonRead(_line(person), dict.fromkeys(sealed, ERASED) | told)

    def _scrub_or_wait(self) -> None:
        try:
            scrubbed = self.vault.scrub()
        except Exception:
            log.exception("what was rectified is destroyed, but its last bytes wait")
        else:
            if not scrubbed:
                log.warning("somebody reads: the last bytes of a rectified value wait")

    def _notes(self, person: Person, classes: Sequence[str]) -> list[NoteRead]:
        texts = {
            it.row_id: it.value
            for it in self.vault.read(person.id, classes)
            if it.row_id != person.id
        }
        return [
            NoteRead(note_id, kind, on, texts.get(note_id, ERASED))
            for note_id, (kind, on) in sorted(
                person.notes.items(), key=lambda it: (it[1][1], it[0])
            )
            if NOTE_KINDS[kind] in classes
        ]

    def _import_row(self, row: Mapping[str, Any], on: date) -> UUID:
        own = dict(row)
        household_id = _uuid(own.pop("household_id", None))
        creditor_id, tenancy_id = own.pop("creditor_id", ""), own.pop("tenancy_id", "")
        since = _day(own.pop("since_on", None)) or on
        if household_id is None and creditor_id:
            household_id = lists.household_of(self._session, creditor_id, tenancy_id)
        if household_id is None:
            raise UnknownHousehold("no household has this id or tenancy")
        marks = self._marks(checked_person(own, since))
        theirs = self._follower(household_id)
        for kind, mark in marks.items():
            known = register.households_marked(self._session, mark)
            if any(self._follower(it) == theirs for it in known):
                raise TwiceInTheHousehold(f"somebody with this {kind} is here already")
        return self.register_person(household_id, own, since)

    def _disclose(
        self,
        people: Sequence[Person],
        reader: Reader,
        purpose: str,
        action: str,
        classes: Sequence[str],
        on: date,
    ) -> list[str]:
        """
        Decide whether data of a household's people may be read, and note that it is.

        Gives the classes that may be. This is the one place where data leaves the
        vault for somebody.
        """
        known = purpose_on(purpose, on)
        allowed = [it for it in CLASSES if it in classes and it in known.field_classes]
        if not allowed:
            raise NotForThisPurpose(f"{purpose} reads none of {', '.join(classes)}")
        for person in people if known.needs_consent else ():
            self._check_consent(person.id, purpose, on)
        household_id = people[0].household_id
        self.may_read(Asked(reader, known, action, household_id, allowed, on))
        case = self.find(Case, case_key(household_id))
        note_reading(
            self._session,
            reader,
            [it.id for it in people],
            purpose=purpose,
            action=action,
            field_classes=allowed,
            at=self.store.clock(),
            about=[household_id, *([case.id] if case else [])],
        )
        return allowed

    def _agrees(self, person_id: UUID, purpose: str, on: date) -> bool:
        """
        Whether a consent holds on a day and has not ended by today.

        Who asks chooses the day; no choice of it revives what was withdrawn.
        """
        days = {on, max(on, self.today())}
        return all(self.is_consented(person_id, purpose, it) for it in days)

    def _check_consent(self, person_id: UUID, purpose: str, on: date) -> None:
        """Refuse without a consent on that day, or withdrawn by today."""
        if not self._agrees(person_id, purpose, on):
            raise ConsentMissing(
                f"person {person_id} has not agreed to {purpose}, or no more, on {on}"
            )

    #: Raises where the rules of access refuse; they are set by who decides them.
    may_read: Callable[["Asked"], None] = staticmethod(lambda asked: None)

    def _seal(self, person_id: UUID, fields: Mapping[str, str]) -> list[Sealed]:
        sealed: list[Sealed] = []
        for field_class in sorted({FIELDS[it] for it in fields}):
            own = {
                field: it
                for field, it in fields.items()
                if FIELDS[field] == field_class
            }
            entries = self.vault.write(person_id, person_id, field_class, own)
            sealed.extend(_sealed(entries))
        return sealed

    def _plain(self, person_id: UUID) -> dict[str, str]:
        opened = self.vault.read(person_id, [IDENTITY])
        return {it.field: it.value for it in opened if it.value != ERASED}

    def _marks(self, fields: Mapping[str, str]) -> dict[str, bytes]:
        marks = {}
        if CODE in fields:
            marks[CODE] = self.vault.mark(CODE, fields[CODE])
        if REFERENCE in fields:
            marks[REFERENCE] = self.vault.mark(REFERENCE, fields[REFERENCE])
        alike = namesake(fields)
        if alike:
            marks[NAMESAKE] = self.vault.mark(NAMESAKE, *alike)
        return marks

    def _follower(self, household_id: UUID) -> str | None:
        """Give who follows a household's case today; nothing if it has none."""
        found = followings(self._session, [household_id]).get(household_id, ())
        return Grants(following=found).follower_on(self.today())


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to read: the question that the rules of access answer."""

    reader: Reader
    purpose: Purpose
    action: str
    household_id: UUID
    field_classes: Sequence[str]
    on: date


@dataclass(frozen=True, slots=True, repr=False)
class PersonRead:
    """Who somebody is, as far as the purpose goes."""

    line: PersonLine
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that was not taken: its number from 1, the refusal, what to do."""

    row: int
    refusal: str
    detail: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows there were, who was registered, and what was wrong."""

    rows: int
    person_ids: list[UUID]
    refused: list[RowRefused]


ROW_REFUSALS = (
    BornLater,
    MissingField,
    TwiceInTheHousehold,
    UnknownField,
    UnknownHousehold,
    UnreadableText,
    WrongCodiceFiscale,
    WrongIban,
)


def _sealed(entries: Sequence[Entry]) -> list[Sealed]:
    return [Sealed(it.field_class, it.row_id, it.field, it.digest) for it in entries]


def _line(person: Person) -> PersonLine:
    return PersonLine(
        person.id,
        person.household_id,
        person.since,
        person.until,
        tuple(person.flags),
        person.erased_on,
    )


def _uuid(told: Any) -> UUID | None:
    try:
        return told if told is None or isinstance(told, UUID) else UUID(str(told))
    except ValueError:
        return None


def _day(told: Any) -> date | None:
    try:
        return (
            told
            if told is None or isinstance(told, date)
            else date.fromisoformat(str(told))
        )
    except ValueError:
        raise UnreadableText("since_on: write a day such as 2025-01-31") from None
