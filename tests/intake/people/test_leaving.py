"""A front office made from an export reads its persons, with the keys that it had."""

import shutil

import pytest
from people_desk import ANNA, ON, PeopleOffice

from azione0.leaving import export, restore
from azione0.vault.keyring import KeyLost


def made_from(office, folder, place):
    """Give a new front office from what another holds."""
    export(office.house.office("intake"), folder)
    office.house.close()
    environ = {"AZIONE0_DATA": str(place / "data")}
    made = PeopleOffice(environ)
    made.environ = environ
    restore(made.house.office("intake"), folder)
    return made


@pytest.fixture
def office(tmp_path):
    environ = {"AZIONE0_DATA": str(tmp_path / "data")}
    front = PeopleOffice(environ)
    front.environ = environ
    yield front
    front.house.close()


def test_persons_come_along_sealed_and_are_read_with_their_keys(office, tmp_path):
    household_id = office.household()
    person_id, other = (
        office.person(household_id),
        office.person(household_id, codice_fiscale=None, surname="Verdi"),
    )
    with office.command() as intake:
        intake.erase_person(other, ON)
    made = made_from(office, tmp_path / "export", tmp_path / "new")
    with pytest.raises(KeyLost, match="restore its backup"):
        made.read(person_id)
    made.house.close()
    keys = tmp_path / "new" / "data-keys"
    shutil.rmtree(keys, ignore_errors=True)
    shutil.copytree(tmp_path / "data-keys", keys)  # the keys travel apart
    made.reopen()
    assert made.read(person_id) == ANNA
    assert made.read(other)["surname"] == "[cancellato]"
    assert made.intake.altered_entries(person_id) == []
    assert len(made.intake.accesses()) == 2
    made.house.close()
