"""Persons are sealed, found twice, rectified, read for a purpose, and told of never."""

from datetime import date
from uuid import UUID

import pytest
from people_desk import ANNA, ON, READER

from azione0.access.purposes import NoSuchPurpose
from azione0.application import NotFound
from azione0.vault.keyring import KeyEncryptionKeyLost
from azione0.vault.wrapping import NoTransit, write_key_file
from intake.households.household import UnknownHousehold
from intake.people.consent import ConsentMissing
from intake.people.person import AlreadyLeft, NothingChanges, TwiceInTheHousehold
from intake.people.purposes import NotForThisPurpose


def test_what_was_written_is_read_for_a_purpose(office):
    assert office.read(office.person()) == ANNA


def test_a_purpose_reads_no_more_than_it_needs(office):
    person_id = office.person()
    read = office.read(person_id, "debt_claims")
    assert "iban" not in read
    assert read["surname"] == "Bianchi"
    with office.command() as intake, pytest.raises(NotForThisPurpose):
        intake.read_notes(person_id, READER, "debt_claims", ON)
    with pytest.raises(NoSuchPurpose, match="social_file"):
        office.read(person_id, "curiosity")
    with pytest.raises(NotFound):
        office.read(UUID(int=9))


def test_every_reading_is_written_down_with_who_and_what_for(office):
    household_id = office.household()
    person_id = office.person(household_id)
    assert office.intake.accesses() == []
    office.read(person_id)
    with office.command("la-rete/anna") as intake:
        intake.read_notes(person_id, READER, "social_file", ON)
    notes, fields = office.intake.accesses(person_id=person_id)
    assert (fields.actor, fields.organisation) == ("la-rete/anna", "la-rete")
    assert (fields.purpose, fields.action, fields.count) == ("social_file", "read", 1)
    assert fields.fields == "bank,contact,identity"
    assert notes.fields == "health,notes"
    assert fields.ids == (household_id, person_id)
    assert (fields.access_id, notes.access_id) == ("r-1", "r-1/2")
    assert office.intake.accesses(household_id=UUID(int=3)) == []


def test_a_household_is_one_reading_of_those_who_belong_to_it_that_day(office):
    household_id = office.household()
    anna = office.person(household_id)
    bea = office.person(household_id, codice_fiscale=None, name="Bea")
    with office.command("la-rete/anna") as intake:
        intake.leave_household(bea, date(2025, 5, 31))
        intake.give_consent(anna, household_id, "cv_sharing", "1", ON)

    def read(purpose, on):
        with office.command("la-rete/anna") as intake:
            told = intake.read_household(household_id, READER, purpose, on)
        return sorted(it.known["name"] for it in told)

    assert read("social_file", date(2025, 5, 31)) == ["Anna", "Bea"]
    assert read("social_file", date(2025, 6, 1)) == ["Anna"]
    assert read("cv_sharing", ON) == ["Anna"]
    assert read("workshop_photos", ON) == []
    assert [it.count for it in office.intake.accesses()] == [1, 1, 2]
    assert len(office.intake.accesses(person_id=bea)) == 1


def test_what_cannot_be_written_down_is_not_read(office, monkeypatch):
    person_id = office.person()

    def full(*_args, **_told):
        raise OSError("no space left on device")

    monkeypatch.setattr("intake.application.persons.note_reading", full)
    with pytest.raises(OSError, match="no space"):
        office.read(person_id)


def test_a_refused_reading_opens_nothing(office, monkeypatch):
    person_id = office.person()

    def refuse(asked):
        assert (asked.purpose.code, asked.action) == ("social_file", "read")
        raise PermissionError

    monkeypatch.setattr(type(office.intake), "may_read", staticmethod(refuse))
    with pytest.raises(PermissionError):
        office.read(person_id)
    assert office.intake.accesses() == []


def test_an_optional_purpose_reads_while_the_person_agrees(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with pytest.raises(ConsentMissing):
        office.read(person_id, "employment_matching")
    with office.command() as intake:
        intake.give_consent(person_id, household_id, "employment_matching", "1", ON)
    assert office.read(person_id, "employment_matching")["name"] == "Anna"
    with pytest.raises(ConsentMissing):
        office.read(person_id, "employment_matching", date(2025, 3, 31))
    with pytest.raises(ConsentMissing):  # three years later it is too old
        office.read(person_id, "employment_matching", date(2028, 4, 1))
    with office.command() as intake:
        intake.withdraw_consent(person_id, "employment_matching", date(2025, 6, 1))
    with pytest.raises(ConsentMissing):  # no day that is asked for revives it
        office.read(person_id, "employment_matching", date(2025, 5, 31))
    with office.command("la-rete/anna") as intake:
        read = intake.read_household(
            household_id, READER, "employment_matching", date(2025, 5, 31)
        )
    assert read == []
    with pytest.raises(ConsentMissing):
        office.read(person_id, "employment_matching", date(2025, 6, 1))


def test_nobody_is_twice_in_a_household_but_may_move_to_another(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with pytest.raises(TwiceInTheHousehold) as refused:
        office.person(household_id, name="Annamaria")
    assert ANNA["codice_fiscale"] not in str(refused.value)
    with office.command() as intake:
        intake.leave_household(person_id, date(2025, 5, 31))
        with pytest.raises(AlreadyLeft):
            intake.leave_household(person_id, date(2025, 6, 30))
    office.person(office.household("T2", "D2"), date(2025, 6, 1))
    office.person(household_id, date(2025, 9, 1))  # and come back
    with pytest.raises(UnknownHousehold):
        office.person(UUID(int=7))


def test_a_code_that_does_not_fit_the_birth_is_kept_and_flagged(office):
    person_id = office.person(birth_date="1981-01-01", sex="M")
    [line] = office.intake.persons()
    assert line.flags == ("other_birth_date", "other_sex")
    with office.command() as intake:
        intake.rectify_person(person_id, {"birth_date": "1980-01-01", "sex": "F"}, ON)
    [line] = office.intake.persons()
    assert line.flags == ()


def test_what_is_rectified_is_gone_and_the_event_names_the_fields(office):
    person_id = office.person()
    with office.command() as intake:
        intake.rectify_person(person_id, {"surname": "Neri", "phone": "030"}, ON)
        with pytest.raises(NothingChanges):
            intake.rectify_person(person_id, {}, ON)
    assert office.read(person_id) == ANNA | {"surname": "Neri", "phone": "030"}
    [_, (_, rectified)] = office.intake.events_of(person_id)
    assert rectified.changed == ["phone", "surname"]
    assert {it.field_class for it in rectified.sealed} == {"identity", "contact"}
    assert office.intake.altered_entries(person_id) == []


def test_of_what_is_rectified_no_byte_stays_in_a_file(office, tmp_path):
    if office.house.office("intake").store.database.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps its log until it is recycled")
    person_id = office.person()
    with office.house.office("intake").store.reading() as session:
        rows = "SELECT sealed FROM vault_v1 WHERE field_class = 'identity'"
        sealed = [bytes(it) for (it,) in session.execute(rows)]
    with office.intake.vault.ring.database.reading() as session:
        rows = "SELECT wrapped FROM data_keys_v1 WHERE field_class = 'identity'"
        [[wrapped]] = session.execute(rows)
    assert all(it in disk(tmp_path) for it in (*sealed, wrapped))
    with office.command() as intake:
        intake.rectify_person(person_id, {"surname": "Neri"}, ON)
    assert not [it for it in (*sealed, wrapped) if it in disk(tmp_path)]


def disk(folder):
    return b"".join(it.read_bytes() for it in folder.rglob("*.db*"))


def test_nobody_takes_the_code_of_another_of_the_household(office):
    household_id = office.household()
    office.person(household_id)
    other = office.person(household_id, codice_fiscale="RCCMNL83S18D969H")
    with office.command() as intake, pytest.raises(TwiceInTheHousehold):
        intake.rectify_person(other, {"codice_fiscale": ANNA["codice_fiscale"]}, ON)
    # One's own code again is no other's.
    with office.command() as intake:
        intake.rectify_person(other, {"codice_fiscale": "RCCMNL83S18D969H"}, ON)


def test_notes_are_sealed_by_kind_and_read_in_order(office):
    person_id = office.person()
    with office.command() as intake:
        intake.write_note(person_id, "health", "asma", date(2025, 4, 3))
        intake.write_note(person_id, "interview", "ha perso\nil lavoro", ON)
    with office.command() as intake:
        read = intake.read_notes(person_id, READER, "social_file", ON)
    assert [(it.kind, it.text) for it in read] == [
        ("interview", "ha perso\nil lavoro"),
        ("health", "asma"),
    ]
    assert not [it for it in office.read(person_id).values() if "asma" in it]


def test_an_edit_behind_our_back_is_noticed(office):
    person_id = office.person()
    other = office.person(codice_fiscale="RCCMNL83S18D969H", surname="Verdi")
    with office.house.office("intake").store.database.writing() as session:
        session.execute(
            "UPDATE vault_v1 SET sealed = (SELECT sealed FROM vault_v1 "
            "WHERE person_id = ? AND field = 'surname') "
            "WHERE person_id = ? AND field = 'surname'",
            (other, person_id),
        )
    assert office.intake.altered_entries(person_id) == ["surname"]
    with pytest.raises(Exception, match="changed or moved"):
        office.read(person_id)


def test_without_the_covering_key_all_but_reading_works(office, tmp_path):
    person_id = office.person()
    write_key_file(tmp_path / "other.kek")
    office.reopen(AZIONE0_INTAKE_KEK=f"file:{tmp_path}/other.kek")
    with pytest.raises(KeyEncryptionKeyLost, match="OLD_KEKS"):
        office.read(person_id)
    assert [it.person_id for it in office.intake.persons()] == [person_id]
    household_id = office.household("T2", "D2")
    assert office.intake.households()
    office.target()
    assert household_id is not None
    old = tmp_path / "data-keys" / "intake.kek"
    office.reopen(AZIONE0_INTAKE_KEK="transit:http://127.0.0.1:9/azione0")
    assert [it.person_id for it in office.intake.persons()] == [person_id]
    with pytest.raises(NoTransit):
        office.read(person_id)
    other = f"file:{tmp_path}/other.kek"
    office.reopen(AZIONE0_INTAKE_KEK=other, AZIONE0_INTAKE_OLD_KEKS=f"file:{old}")
    assert office.read(person_id) == ANNA
