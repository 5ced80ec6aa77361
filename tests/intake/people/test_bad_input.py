"""
What cannot be is refused by its name, and nothing is half done.

By a command persons are only imported (`test_commands.py`), and no letter of others
tells of members, persons, consents, closings or hand-overs.
"""

from datetime import date

import pytest
from front_desk import detected

DAY = "2025-04-15"
AHEAD = "2099-01-01"
ADA = {"surname": "Rossi", "name": "Ada", "on": DAY}
#: A good code; with its last letter changed; a digit written as a letter, as for
#: namesakes, and the check of before; and one of another day of birth, and checked.
GOOD, TYPED = "RCCMNL83S18D969H", "RCCMNL83S18D969X"
NAMESAKE, UNCHECKED = "RCCMNL83S18D96VW", "RCCMNL83S18D96VH"
PACT = {
    "commitments": [{"service": "ledger", "code": "current_bills"}],
    "goals": [],
    "operator_id": "la-rete/anna",
    "on": DAY,
}
BAD = [
    (422, "WrongCodiceFiscale", "{h}/persons", {**ADA, "codice_fiscale": TYPED}),
    (422, "WrongCodiceFiscale", "{h}/persons", {**ADA, "codice_fiscale": UNCHECKED}),
    (422, "BornLater", "{h}/persons", {**ADA, "birth_date": "2025-04-16"}),
    (422, "NotAMember", "{h}/persons", {**ADA, "member_id": "{nobody}"}),
    (
        422,
        "FutureBirth",
        "{h}/members",
        {"role": "child", "is_minor": True, "came": "birth", "on": AHEAD},
    ),
    (422, "FutureBirth", "{h}/changes", {"kind": "birth", "on": AHEAD}),
    (
        409,
        "MemberTwice",
        "{h}/members",
        {"role": "other", "person_id": "{p}", "on": DAY},
    ),
    (
        409,
        "TwiceInTheHousehold",
        "{h}/persons",
        {**ADA, "codice_fiscale": GOOD, "name": "Bea"},
    ),
    (
        422,
        "NoSuchPurpose",
        "/consents",
        {
            "person_id": "{p}",
            "household_id": "{id}",
            "purpose": "curiosity",
            "text_version": "1",
            "on": DAY,
        },
    ),
    (409, "OpenCommitments", "{c}/closings", {"outcome": "declined", "on": DAY}),
    (
        409,
        "WithoutMandate",
        "{c}/hand-overs",
        {
            "to_organisation_id": "nobody",
            "from_on": DAY,
            "reason": "nearer",
            "on": DAY,
        },
    ),
]


@pytest.fixture
def said(http):
    """Have a family in charge, one of them registered; give the words of addresses."""
    office = http.office
    with office.command() as intake:
        intake.mandate_organisation("la-rete", "partner", date(2024, 1, 1))
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case_id = office.intake.case_of(household_id)
    with office.command() as intake:
        intake.record_contact(
            case_id, channel="door", outcome="reached", on=date(2025, 4, 1)
        )
        person_id = intake.register_person(
            household_id,
            {"surname": "Rossi", "name": "Ada", "codice_fiscale": GOOD},
            date(2025, 4, 1),
        )
    signed = http.order(f"/cases/{case_id}/pacts", **PACT)
    assert signed.status_code == 201, signed.json
    return {
        "{h}": f"/households/{household_id}",
        "{c}": f"/cases/{case_id}",
        "{id}": str(household_id),
        "{p}": str(person_id),
        "{nobody}": "00000000-0000-4000-8000-000000000000",
    }


def filled(words, text):
    for word, value in words.items():
        text = text.replace(word, value) if isinstance(text, str) else text
    return text


@pytest.mark.parametrize(
    ("status", "name", "path", "body"), BAD, ids=[f"{it[1]} {it[2]}" for it in BAD]
)
def test_at_the_door_it_has_its_name_and_leaves_no_trace(
    http, said, status, name, path, body
):
    before = written(http.office)
    told = {word: filled(said, value) for word, value in body.items()}
    refused = http.order(filled(said, path), **told)
    kind = refused.json["type"].rpartition(".")[2]
    assert (refused.status_code, kind) == (status, name), refused.json
    assert written(http.office) == before


def test_a_code_for_namesakes_is_taken_and_a_wrong_one_of_those_is_not(http, said):
    taken = http.order(filled(said, "{h}/persons"), **ADA, codice_fiscale=NAMESAKE)
    assert taken.status_code == 201, taken.json


def written(office):
    return office.house.office("intake").store.select_notifications(None, 100_000)
