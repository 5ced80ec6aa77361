"""A tenth of all persons is erased: sums and digests are what they were."""

from datetime import date

from people_desk import ON

ERASED = "[cancellato]"


def test_erasing_many_changes_no_event_that_was_and_no_list_but_theirs(office):
    household_id = office.household()
    people = [
        office.person(household_id, codice_fiscale=None, surname=f"Uno{it}")
        for it in range(30)
    ]
    store = office.house.office("intake").store
    before = [bytes(it.state) for it in store.select_notifications(None, 10_000)]
    listed = office.intake.persons()
    gone = people[::10]
    for person_id in gone:
        with office.command() as intake:
            intake.erase_person(person_id, ON)
    after = [bytes(it.state) for it in store.select_notifications(None, 10_000)]
    assert after[: len(before)] == before
    assert [it for it in office.intake.persons() if it.person_id not in gone] == [
        it for it in listed if it.person_id not in gone
    ]
    office.reopen()  # nothing is remembered: all is read from events and keys again
    for number, person_id in enumerate(people):
        surname = office.read(person_id)["surname"]
        assert surname == (ERASED if person_id in gone else f"Uno{number}")
    assert len(office.intake.erasures(date(2030, 1, 1))) == len(gone)
