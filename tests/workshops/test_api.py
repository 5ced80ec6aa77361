"""The workshops as a program sees them over HTTP."""

import pytest
from openapi_spec_validator import validate as validate_openapi

from azione0.door.web import create_app

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
NEIGHBOUR = "00000000-0000-4000-8000-000000000002"
WORKSHOP = {
    "kind": "family_budget",
    "organisation_id": "la-rete",
    "capacity": 1,
    "sessions": [{"on": "2025-04-01", "minutes": 120}],
    "on": "2025-03-01",
}
BUDGET = {
    "household_id": HOUSEHOLD,
    "month": "2025-04-15",
    "lines": [
        {"category": "work", "amount_cents": 115000},
        {"category": "rent", "amount_cents": 36000, "every_months": 2},
        {"category": "food", "amount_cents": 78000},
        {"category": "debt_service", "amount_cents": 5000},
    ],
    "floor_cents": 0,
    "on": "2025-04-15",
}


@pytest.fixture
def workshop(ask):
    answer = ask.post("/workshops", WORKSHOP)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def enrol(ask, workshop, household):
    asked = {"household_id": household, "on": "2025-03-02"}
    return ask.post(f"/workshops/{workshop}/enrolments", asked).json


def test_the_api_describes_itself(office):
    document = create_app(office).test_client().get("/openapi.json").json
    validate_openapi(document)
    assert "/api/budgets/{budget_id}/agreement" in document["paths"]


def test_a_workshop_from_its_announcement_to_its_end(ask, workshop):
    seat = enrol(ask, workshop, HOUSEHOLD)
    wait = enrol(ask, workshop, NEIGHBOUR)
    assert (seat["state"], wait["state"]) == ("enrolled", "waiting")
    assert ask.get("/workshops?on=2025-03-01").json[0]["waiting"] == 1

    larger = {"capacity": 2, "on": "2025-03-03"}
    shown = ask.post(f"/workshops/{workshop}/capacity", larger).json
    assert shown["seated"] == [seat["id"], wait["id"]]

    left = {"on": "2025-03-20", "reason": "moved"}
    assert ask.post(f"/enrolments/{wait['id']}/departure", left).status_code == 204
    register = {
        "marks": [{"enrolment_id": seat["id"], "mark": "present", "minutes": 30}],
        "on": "2025-04-01",
    }
    session = f"/workshops/{workshop}/sessions/1"
    assert ask.post(f"{session}/register", register).status_code == 204
    assert ask.get(f"/enrolments/{seat['id']}").json["minutes_attended"] == 30
    corrected = ask.post(
        f"/enrolments/{seat['id']}/corrections",
        {"number": 1, "mark": "present", "minutes": 90},
    ).json
    assert corrected["register"] == [
        {
            "number": 1,
            "on": "2025-04-01",
            "mark": "present",
            "minutes": 90,
            "before": [{"mark": "present", "minutes": 30}],
        }
    ]
    ended = ask.post(f"/workshops/{workshop}/completion", {"on": "2025-04-02"})
    assert ended.json == {"enrolments": [seat["id"]]}
    assert ask.get(f"/workshops/{workshop}").json["state"] == "completed"


def test_a_budget_is_judged_agreed_and_reviewed(ask):
    budget = ask.post("/budgets", BUDGET).json
    assert budget["month"] == "2025-04-01"
    address = f"/budgets/{budget['id']}"
    judged = ask.get(f"{address}/assessment").json
    assert judged["affordable_cents"] == 7000
    assert {"name": "A", "value": "70,00 €"}.items() <= judged["steps"][10].items()
    agreed = ask.post(f"{address}/agreement", {"on": "2025-04-15"}).json
    assert agreed == judged
    assert ask.post(f"{address}/agreement", {"on": "2025-04-15"}).status_code == 409
    review = {"month": "2025-05-01", "lines": BUDGET["lines"], "on": "2025-05-31"}
    assert ask.post(f"{address}/reviews", review).json["affordable_cents"] == 7000
    assert ask.get(address).json["state"] == "reviewed"
    plan = ask.get(f"{address}/plan?month=2025-05-20").json
    assert [line["every_months"] for line in plan] == [1, 2, 1, 1]
    assert ask.get("/reviews").json == []


def test_the_floor_is_found_in_the_loaded_table(ask):
    asked = {key: held for key, held in BUDGET.items() if key != "floor_cents"}
    asked["household_type"] = "couple"
    refused = ask.post("/budgets", asked)
    assert refused.status_code == 422
    assert refused.json["type"].endswith("NoThreshold")
    row = {
        "household_type": "couple",
        "valid_from": "2025-01-01",
        "threshold_cents": 120000,
        "housing_cents": 30000,
    }
    assert ask.post("/thresholds", {"rows": [row]}).status_code == 204
    assert ask.post("/budgets", asked).json["floor_cents"] == 90000


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "Mario Rossi is ill"}, 422),
        ({"capacity": 0}, 422),
        ({"sessions": []}, 422),
        ({"sessions": [{"on": "2025-04-01", "minutes": 1441}]}, 422),
        ({"attendance_percent": 101}, 422),
        ({"colour": "red"}, 422),
    ],
)
def test_a_workshop_that_cannot_be_is_refused(ask, change, status):
    assert ask.post("/workshops", {**WORKSHOP, **change}).status_code == status


def test_refusals_have_the_status_of_their_kind(ask, workshop):
    session = f"/workshops/{workshop}/sessions"
    seat = enrol(ask, workshop, HOUSEHOLD)
    again = {"household_id": HOUSEHOLD, "on": "2025-03-02"}
    nobody = {"marks": [], "on": "2025-04-01"}
    early = {
        "marks": [{"enrolment_id": seat["id"], "mark": "present"}],
        "on": "2025-03-31",
    }
    sentence = {"on": "2025-03-02", "reason": "Mario is ill"}
    for address, body, status, kind in (
        (f"/workshops/{workshop}/enrolments", again, 409, "AlreadyEnrolled"),
        (f"{session}/1/register", nobody, 422, "RegisterIncomplete"),
        (f"{session}/1/register", early, 422, "NotYetHeld"),
        (f"{session}/7/register", nobody, 404, "NotFound"),
        (f"/enrolments/{seat['id']}/departure", sentence, 422, "NotACode"),
        (f"/enrolments/{HOUSEHOLD}/departure", sentence, 404, "NotFound"),
        (
            f"/workshops/{workshop}/completion",
            {"on": "2025-04-01"},
            409,
            "SessionsLeft",
        ),
    ):
        answer = ask.post(address, body)
        assert answer.json["type"].endswith(kind), answer.json
        assert answer.status_code == status


def test_without_a_token_nothing_is_done(ask):
    assert ask.post("/workshops", WORKSHOP, token="wrong").status_code == 401  # noqa: S106
    assert ask.get("/workshops?on=2025-01-01").json == []
