"""
Two cooperatives, each with workshops of its own, beside one another.

CaseOpened and CaseAssigned say who follows a household; its letters reach that one
alone, and who takes it over hears what it has not heard.

intake/published.py, ledger/published.py
    → relay.py → addressing.py → inbox.py
    → workshops/service.py → workshops/application/budgets.py
    → reporting/service.py
"""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from cooperatives import ELEFANTI, RETE, heard, partners_file, written
from creditors import ALER, months
from rent_roll import close, figures_in_any_order, in_charge, let, sign

from azione0.house import House
from azione0.letter import read
from azione0.store import Cause
from intake.cases.case import Case
from workshops.labs.enrolment import Mark

FOUND, CHARGED, SIGNED = date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 1)
FIRST_DUE, MISSED = date(2025, 6, 30), date(2025, 7, 11)
OFFERED, HANDED_OVER = date(2025, 7, 20), date(2025, 8, 1)
SECOND_MISSED = date(2025, 8, 11)
CONSENTED, WITHDRAWN = date(2025, 6, 2), date(2025, 9, 1)
PERSON = UUID("99999999-2222-4333-8444-555555555555")
ECONOMIC = {"AgreementSigned", "InstalmentMissed", "InstalmentMissRetracted"}


@pytest.fixture
def house(each_store, tmp_path, clock):
    """Six services in one process: two of them are workshops."""
    environ = {**each_store, "AZIONE0_PARTNERS": str(partners_file(tmp_path))}
    with House(environ, clock=clock) as opened:
        yield opened


def second_flat(house) -> UUID:
    """Let another flat, whose household Elefanti Volanti takes up."""
    for kind in ("intake", "ledger"):
        house.hand_in(kind, [ALER.tenancy("T2", "D2")])
    house.deliver()
    household_id = house.intake.household_of("ALER-BCM", "T2")
    with house.intake.transaction(Cause("elefanti/carla", "open")):
        house.intake.open_case(household_id, "elefanti-volanti", CHARGED)
    house.deliver()
    return household_id


def hand_over(house, case_id, to="elefanti-volanti", by="la-rete") -> None:
    with house.intake.transaction(Cause(f"{by}/anna", f"offer/{to}")):
        offer = house.intake.propose_hand_over(
            case_id, to, HANDED_OVER, reason="moved_near", on=OFFERED, by=by
        )
    with house.intake.transaction(Cause(f"{to}/carla", f"accept/{to}")):
        house.intake.accept_hand_over(offer, OFFERED, operator_id="op-9", by=to)


def in_arrears(house) -> tuple[UUID, UUID]:
    """Let La Rete follow a household that signed an agreement; with its case."""
    household_id = let(house, months(date(2025, 1, 10), 5))
    close(house, FOUND)
    case_id = in_charge(house, household_id, CHARGED)
    sign(house, household_id, SIGNED, FIRST_DUE)
    return household_id, case_id


def consents(house, household_id) -> None:
    with house.intake.transaction(Cause("la-rete/anna", "consent")):
        house.intake.give_consent(
            PERSON, household_id, "workshop_participation", "v1", CONSENTED
        )


def lab(house, name: str, household_id: UUID, day: date) -> None:
    """Let a cooperative hold a lab that the household attends."""
    workshops = house.office(name).application
    with workshops.transaction(Cause(f"{name}/desk", f"lab/{day}")):
        workshop = workshops.schedule_workshop(
            "family_budget",
            organisation_id=name,
            capacity=5,
            sessions=[(day, 120)],
            on=day,
        )
        place = workshops.enrol(workshop, household_id, day)
    with workshops.transaction(Cause(f"{name}/desk", f"register/{day}")):
        workshops.register_session(workshop, 1, {place: Mark("present")}, day)
    house.deliver()


def reviews(house, name: str) -> list[date]:
    return [it.missed_on for it in house.office(name).application.reviews_proposed()]


def test_a_households_letters_reach_only_who_follows_it(house):
    mine, _ = in_arrears(house)
    other = second_flat(house)
    close(house, MISSED)
    assert {about for _, about in written(house, RETE)} == {mine}
    assert {about for _, about in written(house, ELEFANTI)} == {other}
    # From the first letter on, though it was written when nobody followed yet.
    assert heard(house, RETE, mine)[0] == "HouseholdRegistered"
    assert ECONOMIC & {*heard(house, RETE, mine)} == {
        "AgreementSigned",
        "InstalmentMissed",
    }
    assert reviews(house, RETE) == [MISSED]
    assert reviews(house, ELEFANTI) == []


def test_a_hand_over_moves_the_next_and_tells_the_new_one_what_went_before(house):
    household_id, case_id = in_arrears(house)
    consents(house, household_id)
    close(house, MISSED)
    before = heard(house, RETE, household_id)
    assert heard(house, ELEFANTI, household_id) == []

    hand_over(house, case_id)
    house.deliver()
    assert Counter(heard(house, ELEFANTI, household_id)) == Counter(
        [*before, "CaseAssigned"]
    )
    assert heard(house, RETE, household_id) == [*before, "CaseAssigned"] or (
        Counter(heard(house, RETE, household_id)) == Counter([*before, "CaseAssigned"])
    )
    # Who takes over looks at the budget again; who has handed over need not.
    assert (reviews(house, ELEFANTI), reviews(house, RETE)) == ([MISSED], [])

    close(house, SECOND_MISSED)
    with house.intake.transaction(Cause("elefanti/carla", "withdrawn")):
        house.intake.withdraw_consent(PERSON, "workshop_participation", WITHDRAWN)
    house.deliver()
    house.deliver()  # every letter again: nothing may happen twice
    after = Counter(heard(house, RETE, household_id))
    after.subtract([*before, "CaseAssigned"])
    # What counts from the hand-over on is not its business, but what must stop.
    assert +after == Counter(["ConsentWithdrawn"])
    assert heard(house, ELEFANTI, household_id).count("InstalmentMissed") == 2
    assert reviews(house, ELEFANTI) == [MISSED, SECOND_MISSED]
    assert house.intake.get(Case, case_id).organisation_on(HANDED_OVER) == (
        "elefanti-volanti"
    )


def test_what_is_told_late_of_the_time_before_reaches_both(house):
    household_id, case_id = in_arrears(house)
    close(house, MISSED)
    hand_over(house, case_id)
    house.deliver()
    # Paid in time, as is known only now: who was told of the miss is told this, too.
    house.hand_in("ledger", [ALER.payment(date(2025, 6, 28), 10000)])
    close(house, date(2025, 7, 12))
    for name in (RETE, ELEFANTI):
        assert heard(house, name, household_id).count("InstalmentMissRetracted") == 1
    assert reviews(house, ELEFANTI) == []


def test_a_case_that_comes_back_is_told_only_what_was_missed(house):
    household_id, case_id = in_arrears(house)
    hand_over(house, case_id)
    close(house, MISSED, SECOND_MISSED)
    assert heard(house, RETE, household_id).count("InstalmentMissed") == 1
    back = date(2025, 9, 1)
    with house.intake.transaction(Cause("cabina", "back")):
        house.intake.assign_case(case_id, "la-rete", back, operator_id="op-7")
    house.deliver()
    assert Counter(heard(house, RETE, household_id)) == Counter(
        heard(house, ELEFANTI, household_id)
    )
    assert reviews(house, RETE) == [MISSED, SECOND_MISSED]
    assert reviews(house, ELEFANTI) == []


@pytest.mark.parametrize("away", [RETE, ELEFANTI])
def test_each_can_stop_for_a_day_and_catch_up(house, away):
    _, case_id = in_arrears(house)
    other = second_flat(house)
    stopped = house.offices.pop(away)
    close(house, MISSED)
    hand_over(house, case_id)
    close(house, SECOND_MISSED)
    house.offices[away] = stopped
    house.deliver()
    house.deliver()
    for name in (RETE, ELEFANTI):
        census = house.office(name).inbox.census()
        assert census == {"done": len(written(house, name)), "quarantined": 0}
    assert reviews(house, ELEFANTI) == [MISSED, SECOND_MISSED]
    assert reviews(house, RETE) == []
    assert heard(house, RETE, other) == []


def test_both_are_heard_and_nothing_is_counted_twice(house, tmp_path):
    household_id, case_id = in_arrears(house)
    lab(house, RETE, household_id, date(2025, 7, 1))
    hand_over(house, case_id)
    house.deliver()
    lab(house, ELEFANTI, household_id, SECOND_MISSED)

    kept = [
        it
        for it in house.reporting.story(household_id).lines
        if it.name == "SessionAttended"
    ]
    assert len(kept) == 2
    assert len({it.service for it in kept}) == 2
    for name in (RETE, ELEFANTI):
        page = house.office(name).relay.page("reporting", 0)
        said = [type(read(it.headers, it.body).contract).__name__ for it in page]
        assert said == [
            "WorkshopScheduled",
            "EnrolmentConfirmed",
            "SessionAttended",
            "CommitmentKept",
        ]
    glance = house.reporting.glance(SECOND_MISSED)
    assert figures_in_any_order(house, tmp_path, SECOND_MISSED) == [glance] * 4


def test_an_erased_person_is_forgotten_by_who_was_told_of_the_household(house):
    household_id = let(house, [])
    with house.intake.transaction(Cause("la-rete/anna", "open")):
        case_id = house.intake.open_case(household_id, "la-rete", CHARGED)
    with house.intake.transaction(Cause("la-rete/anna", "person")):
        person_id = house.intake.register_person(
            household_id, {"surname": "Uno", "name": "Ada"}, CHARGED
        )
    with house.intake.transaction(Cause("la-rete/anna", "close")):
        house.intake.close_case(case_id, "resolved", CHARGED)
    house.deliver()
    later = date(2036, 1, 1)
    with house.intake.transaction(Cause("la-rete/anna", "erase")):
        house.intake.erase_person(person_id, later)
    waiting = {it.recipient for it in house.intake.erasure_receipts(waiting=True)}
    assert RETE in waiting
    assert ELEFANTI not in waiting
    house.deliver()
    assert house.intake.erasure_receipts(waiting=True) == []
    assert heard(house, ELEFANTI, household_id) == []
