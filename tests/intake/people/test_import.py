"""
Many persons at once: what is wrong with a row is reported, the others are taken.

CDB-001 of Carnet de bord (e2e/features/manager/importBeneficiaires.feature): of four
rows, one with an internal id and one with a name and birth date that are here already,
two are imported and two are reported.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from people_desk import ANNA, ON

CASES = json.loads(
    (Path(__file__).parents[1] / "peer_cases.json").read_text(encoding="utf-8")
)
[CDB_001] = [it for it in CASES if it["id"] == "CDB-001"]
ROWS = [
    {"surname": "Uno", "name": "Ada", "birth_date": "1990-01-01", "reference": "A-1"},
    {"surname": "Due", "name": "Bea", "birth_date": "1991-01-01", "reference": "A-7"},
    {"surname": "TRE", "name": "Cleo", "birth_date": "1992-01-01", "reference": "A-3"},
    {"surname": "Quattro", "name": "Dina", "birth_date": "1993-01-01"},
]


def take(office, rows, on=ON):
    with office.command() as intake:
        return intake.import_persons(rows, on)


@pytest.fixture
def rows(office):
    return [it | {"household_id": office.household()} for it in ROWS]


def test_cdb_001_duplicates_are_reported_by_row_and_the_rest_is_imported(office, rows):
    household_id = office.household()
    with office.command() as intake:
        known = {"surname": "Sette", "name": "Gina", "reference": "A-7"}
        intake.register_person(household_id, known, ON)
        alike = {"surname": "Tre", "name": "CLEO", "birth_date": "1992-01-01"}
        intake.register_person(household_id, alike, ON)
    told = CDB_001["expected"]
    assert len(rows) == CDB_001["input"]["rows"]
    result = take(office, rows)
    assert result.rows == told["selected"]
    assert len(result.person_ids) == told["imported"]
    assert len(result.refused) == told["errors_by_row"]
    assert [(it.row, it.refusal) for it in result.refused] == [
        (2, "TwiceInTheHousehold"),
        (3, "TwiceInTheHousehold"),
    ]
    told = " ".join(it.detail for it in result.refused)
    assert "reference" in told
    assert "namesake" in told
    assert not any(it in told for it in ("Due", "TRE", "A-7", "1992"))


def test_the_same_file_once_more_registers_nobody(office, rows):
    assert len(take(office, rows).person_ids) == 4
    again = take(office, rows)
    assert again.person_ids == []
    assert len(again.refused) == 4
    assert len(office.intake.persons()) == 4


def test_twice_in_one_file_is_found_too(office, rows):
    result = take(office, [*rows, rows[0]])
    assert [(it.row, it.refusal) for it in result.refused] == [
        (5, "TwiceInTheHousehold")
    ]


def test_a_row_may_name_its_household_by_a_tenancy_and_its_own_day(office):
    household_id = office.household("T1", "D1")
    row = ANNA | {"creditor_id": "aler-bcm", "tenancy_id": "T1", "since_on": ON}
    [person_id] = take(office, [row], date(2025, 9, 1)).person_ids
    [line] = office.intake.persons(household_id)
    assert (line.person_id, line.since_on) == (person_id, ON)


def test_what_is_wrong_with_a_row_is_named_and_nothing_of_it_is_kept(office, rows):
    wrong = [
        rows[0] | {"codice_fiscale": "RCCMNL83S18D969X"},
        rows[1] | {"birth_date": "2030-01-01"},
        rows[2] | {"name": None},
        {**ROWS[3], "creditor_id": "aler-bcm", "tenancy_id": "T9"},
        rows[3],
    ]
    result = take(office, wrong)
    assert [it.refusal for it in result.refused] == [
        "WrongCodiceFiscale",
        "BornLater",
        "MissingField",
        "UnknownHousehold",
    ]
    assert len(office.intake.persons()) == 1
    with office.house.office("intake").store.reading() as session:
        [[sealed]] = session.execute("SELECT COUNT(DISTINCT person_id) FROM vault_v1")
    assert sealed == 1


def test_whom_another_organisation_knows_is_not_told(office):
    """The answer of an import must not say that a codice fiscale is known elsewhere."""
    ours, theirs = office.household(), office.household("T2", "D2")
    alone = office.household("T3", "D3")
    with office.command() as intake:
        intake.open_case(ours, "la-rete", ON)
        intake.open_case(theirs, "elefanti-volanti", ON)
        intake.register_person(theirs, ANNA, ON)
    stranger = ANNA | {"codice_fiscale": "RSSMRA80A01B157X", "name": "Maria"}
    for told in (ANNA, stranger):
        result = take(office, [told | {"household_id": ours}])
        assert (len(result.person_ids), result.refused) == (1, [])
    # Within what one follows, twice is told; whom nobody follows are the runner's.
    with office.command() as intake:
        intake.open_case(office.household("T4", "D4"), "la-rete", ON)
    again = take(office, [ANNA | {"household_id": office.household("T4", "D4")}])
    assert [it.refusal for it in again.refused] == ["TwiceInTheHousehold"]
    assert take(office, [ANNA | {"household_id": alone}]).refused == []
