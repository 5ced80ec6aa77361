"""Catalogue, links, guests, hours and questionnaires as a program sees them."""

import re
from uuid import UUID

import pytest

from workshops.labs.invitation import hash_of

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
PERSON = "00000000-0000-4000-8000-000000000009"
TEMPLATE = {
    "code": "conti_di_casa",
    "kind": "family_budget",
    "title": "Conti di casa",
    "aims": ["know_outgoings"],
    "sessions": 2,
    "minutes": 120,
    "capacity": 1,
}
PLAN = {
    "organisation_id": "la-rete",
    "first_on": "2025-10-23",
    "starts_at": "18:00",
    "place": "Sala civica",
    "facilitators": [PERSON],
    "on": "2025-09-01",
}
INVITATION = {
    "household_id": HOUSEHOLD,
    "expires_at": "2025-06-08T00:00:00+00:00",
    "on": "2025-06-01",
}


@pytest.fixture
def lab(ask):
    loaded = ask.post("/catalogue", {"templates": [TEMPLATE], "on": "2025-06-01"})
    assert loaded.status_code == 204, loaded.json
    made = ask.post("/catalogue/conti_di_casa/workshops", PLAN)
    assert made.status_code == 201, made.json
    return made.json


def test_a_catalogue_is_given_as_another_estate_loads_it(ask, lab):
    listed = ask.get("/catalogue").json
    given = [
        {name: it[name] for name in it if name not in ("template_id", "edition")}
        for it in listed
    ]
    assert given == [TEMPLATE | {"attendance_percent": 70}]
    again = ask.post("/catalogue", {"templates": given, "on": "2025-06-01"})
    assert again.status_code == 204
    assert ask.get("/catalogue").json == listed


def test_a_plan_shows_hours_places_and_aims(lab):
    days = [(it["on"], it["starts_at"], it["place"]) for it in lab["sessions"]]
    assert days == [
        ("2025-10-23", "18:00", "Sala civica"),
        ("2025-10-30", "18:00", "Sala civica"),
    ]
    assert lab["aims"] == ["know_outgoings"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"starts_at": "25:00"}, "ImpossibleStart"),
        ({"first_on": "2025-03-30", "starts_at": "02:30"}, "ImpossibleStart"),
        ({"every": 0}, "ImpossibleRecurrence"),
        ({"every": 99}, "ImpossibleRecurrence"),
        ({"capacity": 0}, "ImpossibleProgramme"),
        ({"place": "x" * 101}, "ImpossibleProgramme"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(ask, lab, change, kind):
    answer = ask.post("/catalogue/conti_di_casa/workshops", PLAN | change)
    assert (answer.status_code, answer.json["type"]) == (
        422,
        f"urn:it.azione0.problem.{kind}",
    )


def test_a_link_is_random_shown_once_and_not_kept(ask, office, lab):
    address = f"/workshops/{lab['id']}/invitations"
    first, second = (ask.post(address, INVITATION).json for _ in range(2))
    assert first["token"] != second["token"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first["token"])
    with office.store.reading() as session:
        kept = session.execute("SELECT token_sha256 FROM invitations_v1")
        held = session.execute("SELECT state FROM events")
        answers = session.execute("SELECT body FROM answers_v1")
    assert {hash_of(it["token"]) for it in (first, second)} == {row[0] for row in kept}
    assert not any(first["token"].encode() in row[0] for row in held)
    assert answers == []


def test_the_answer_that_holds_a_token_is_not_kept_for_who_asks_again(ask, lab):
    address = f"/workshops/{lab['id']}/invitations"
    refused = ask.post(address, INVITATION, **{"Idempotency-Key": "k"})
    assert refused.status_code == 422
    assert [it["field"] for it in refused.json["errors"]] == ["Idempotency-Key"]


def test_a_household_takes_its_place_without_an_account_and_once(ask, lab):
    made = ask.post(f"/workshops/{lab['id']}/invitations", INVITATION).json
    taken = ask.post("/enrolments/by-link", {"token": made["token"]}, token=None)
    assert taken.status_code == 201, taken.json
    assert (taken.json["state"], taken.json["kind"]) == ("enrolled", "family_budget")
    assert "household_id" not in taken.json
    again = ask.post("/enrolments/by-link", {"token": made["token"]}, token=None)
    guessed = ask.post("/enrolments/by-link", {"token": "x" * 43}, token=None)
    assert again.status_code == guessed.status_code == 404
    told = [
        {name: it.json[name] for name in it.json if name != "request_id"}
        for it in (again, guessed)
    ]
    assert told[0] == told[1]
    assert set(again.headers.keys()) == set(guessed.headers.keys())


def test_a_guest_and_a_place_for_the_pact(ask, lab):
    asked = {"organisation_id": "fo-bap", "person_id": PERSON, "on": "2025-09-02"}
    guest = ask.post(f"/workshops/{lab['id']}/guests", asked)
    assert guest.status_code == 201, guest.json
    assert (guest.json["household_id"], guest.json["origin"]) == (
        None,
        "other_organisation",
    )
    shown = ask.get(f"/enrolments/{guest.json['id']}")
    assert shown.json["organisation_id"] == "fo-bap"
    pact = {
        "household_id": HOUSEHOLD,
        "commitment_id": str(UUID(int=4)),
        "on": "2025-09-02",
    }
    refused = ask.post(f"/workshops/{lab['id']}/enrolments/for-pact", pact)
    assert refused.json["type"].endswith("NoSuchCommitment")


def test_a_cancelled_session_leaves_notices_to_give(ask, lab):
    asked = {"household_id": HOUSEHOLD, "on": "2025-09-02"}
    ask.post(f"/workshops/{lab['id']}/enrolments", asked)
    session = f"/workshops/{lab['id']}/sessions/1"
    because = {"reason": "trainer_ill", "on": "2025-10-22"}
    assert ask.post(f"{session}/cancellation", because).status_code == 204
    [notice] = ask.get("/notices").json
    assert (notice["news"], notice["session_number"]) == ("session_cancelled", 1)
    assert notice["household_id"] == HOUSEHOLD
    giving = f"/notices/{notice['notice_id']}/giving"
    told = {"channel": "phone", "on": "2025-10-22"}
    assert ask.post(giving, told).status_code == 204
    assert ask.get("/notices").json == []
    assert ask.post(giving, told).json["type"].endswith("NoticeSettled")


def test_hours_are_entered_corrected_and_summed_by_kind(ask):
    given = {
        "kind": "volunteering",
        "activity": "courtyard",
        "minutes": 90,
        "household_id": HOUSEHOLD,
        "on": "2025-05-03",
    }
    made = ask.post("/hours", given).json
    nobody = {"kind": "time_bank", "minutes": 60, "household_id": None}
    assert ask.post("/hours", given | nobody).status_code == 201
    corrected = {"minutes": 120, "on": "2025-05-04"}
    assert ask.post(f"/hours/{made['id']}/correction", corrected).status_code == 204
    total = ask.get("/hours?first_on=2025-05-01&last_on=2025-05-31").json
    assert total == [
        {"kind": "volunteering", "minutes": 120},
        {"kind": "community", "minutes": 0},
        {"kind": "time_bank", "minutes": 60},
    ]
    for wrong in ({"minutes": 0}, {"minutes": 1441}, {"activity": "with Anna"}):
        assert ask.post("/hours", given | wrong).status_code == 422


def test_a_questionnaire_is_compared_from_five_pairs_on(ask, lab):
    sentences = ask.get("/questionnaires/2025-1").json
    assert len(sentences) == 6
    asked = {"capacity": 9, "on": "2025-09-01"}
    ask.post(f"/workshops/{lab['id']}/capacity", asked)
    changes = f"/workshops/{lab['id']}/questionnaire?words=2025-1"
    for number in range(5):
        assert ask.get(changes).json == []
        household = str(UUID(int=100 + number))
        place = ask.post(
            f"/workshops/{lab['id']}/enrolments",
            {"household_id": household, "on": "2025-09-02"},
        ).json["id"]
        for moment, score in (("before", 2), ("after", 4)):
            answers = {
                "moment": moment,
                "words": "2025-1",
                "scores": [{"item": it["item"], "score": score} for it in sentences],
                "on": "2025-10-23",
            }
            kept = ask.post(f"/enrolments/{place}/questionnaire", answers)
            assert kept.status_code == 204, kept.json
    [first, *_] = ask.get(changes).json
    assert (first["pairs"], first["before_sum"], first["after_sum"]) == (5, 10, 20)
    for wrong in ([], [{"item": "x", "score": 1}], [{"item": "x", "score": 9}]):
        refused = ask.post(
            f"/enrolments/{place}/questionnaire", answers | {"scores": wrong}
        )
        assert refused.json["type"].endswith("WrongAnswers")
    assert ask.get("/questionnaires/1999").status_code == 422
