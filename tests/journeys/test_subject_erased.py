"""
SubjectErased, from a request to four services that forget, and back.

intake/application/persons.py → intake/people/person.py
    → intake/application/erasing.py → intake/people/retention.py → intake/published.py
    → ledger/service.py → ledger/application/forgetting.py → ledger/forgotten.py
    → workshops/service.py → workshops/application/reactions.py
    → workshops/forgotten.py
    → employment/service.py → employment/application/reactions.py
    → employment/forgotten.py
    → reporting/service.py → reporting/forgotten.py
    → intake/service.py → intake/people/register.py
"""

from datetime import date

import pytest
from creditors import months
from rent_roll import close, let, letters_for

from azione0.contracts import intake as say
from azione0.store import Cause
from intake.people.retention import ErasureHeld

ON = date(2025, 4, 1)
OTHERS = ("ledger", "workshops", "employment", "reporting")


def registered(house, household_id, name="Ada"):
    with house.intake.transaction(Cause("la-rete/anna", f"person/{name}")):
        return house.intake.register_person(
            household_id, {"surname": "Uno", "name": name}, ON
        )


def erased(house, person_id, on=ON):
    with house.intake.transaction(Cause("la-rete/anna", f"erasure/{on}")):
        house.intake.erase_person(person_id, on)


def test_all_who_heard_of_somebody_forget_them_and_say_so(house_on_each_store):
    house = house_on_each_store
    household_id = let(house, [])
    person_id = registered(house, household_id)
    erased(house, person_id)
    waiting = house.intake.erasure_receipts(waiting=True)
    assert {it.recipient for it in waiting} == set(OTHERS)

    house.deliver()
    house.deliver()  # every letter again: nothing may happen twice

    assert house.intake.erasure_receipts(waiting=True) == []
    for kind in OTHERS:
        assert letters_for(house, kind, "intake").count("SubjectErased") == 1
        assert letters_for(house, "intake", kind).count("SubjectErasureConfirmed") == 1


def test_a_partner_that_is_cut_off_is_chased_and_no_more_when_it_is_back(house):
    household_id = let(house, [])
    erased(house, registered(house, household_id))
    workshops = house.offices.pop("workshops")
    house.deliver()
    [silent] = house.intake.erasure_receipts(waiting=True)
    assert silent.recipient == "workshops"
    later = silent.waits_since.replace(day=silent.waits_since.day + 3)
    with house.intake.transaction(Cause("timer", "later")):
        house.intake.look_after_erasures(later)
    assert [it.kind for it in house.intake.tasks()] == ["chase_erasure"]

    house.offices["workshops"] = workshops
    house.deliver()
    assert house.intake.erasure_receipts(waiting=True) == []
    assert house.intake.tasks() == []


def test_rent_that_is_owed_keeps_who_owes_it_and_nobody_is_told(house):
    household_id = let(house, months(date(2025, 1, 10), 5))
    person_id = registered(house, household_id)
    close(house, date(2025, 5, 31))
    with pytest.raises(ErasureHeld, match=r"17\(3\)\(e\)"):
        erased(house, person_id)
    house.deliver()
    assert "SubjectErased" not in letters_for(house, "ledger", "intake")
    assert say.SubjectErased.routing_key() not in letters_for(
        house, "reporting", "intake"
    )
