"""Employment as a program sees it over HTTP."""

from datetime import UTC, datetime

import pytest
from granted import grant
from openapi_spec_validator import validate as validate_openapi

from azione0.door.web import create_app
from azione0.office import Office
from azione0.settings import settings_for
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from employment.service import EmploymentService

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
PERSON = "00000000-0000-4000-8000-000000000009"
PATHWAY = {
    "person_id": PERSON,
    "household_id": HOUSEHOLD,
    "programme_code": "GOL",
    "on": "2025-03-03",
}
JOB = {
    "contract_kind": "fixed_term",
    "start_on": "2025-05-05",
    "planned_end_on": "2025-11-04",
    "hours_per_week": "20",
    "unilav_code": "1701725200123456",
    "on": "2025-05-02",
}


class Asking:
    """A client that shows its token."""

    def __init__(self, client):
        self._client = client

    def post(self, address, body=None, *, token="act"):  # noqa: S107  of a test
        headers = {"Authorization": f"Bearer {token}"}
        return self._client.post(f"/api{address}", json=body, headers=headers)

    def get(self, address):
        headers = {"Authorization": "Bearer act"}
        return self._client.get(f"/api{address}", headers=headers)


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "tokens.toml"
    actor = Actor("solco-brescia/bruno", "solco-brescia", ("operator",))
    write_tokens(path, [Grant(hash_of("act"), actor)])
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(path)}
    opened = Office(
        EmploymentService,
        settings_for("employment", environ),
        clock=lambda: datetime(2026, 6, 1, tzinfo=UTC),
    )
    grant(opened, actor.name, actor.organisation, "supervisor", "accountant")
    yield opened
    opened.close()


@pytest.fixture
def ask(office):
    return Asking(create_app(office).test_client())


@pytest.fixture
def pathway(ask):
    opened = ask.post("/pathways", PATHWAY).json["id"]
    ask.post(f"/pathways/{opened}/profile", {"path": 4, "on": "2025-03-03"})
    signed = ask.post(f"/pathways/{opened}/service-pact", {"on": "2025-03-10"})
    assert signed.json["state"] == "pact_signed"
    return opened


def test_the_api_describes_itself(office):
    document = create_app(office).test_client().get("/openapi.json").json
    validate_openapi(document)
    assert "/api/placements/{placement_id}/start" in document["paths"]


def test_a_job_from_the_plan_to_its_checks(ask, pathway):
    job = ask.post(f"/pathways/{pathway}/placements", JOB).json
    assert (job["state"], job["qualifying"]) == ("planned", None)
    assert "unilav_code" not in job
    started = ask.post(f"/placements/{job['id']}/start", {"start_on": "2025-05-05"})
    assert started.json["qualifying"] is True
    assert ask.post("/days", {"day": "2025-08-03"}).json["placements"] == 1
    lost = {"end_on": "2025-09-11", "reason": "dismissal"}
    assert ask.post(f"/placements/{job['id']}/end", lost).json["state"] == "ended"
    for _ in range(2):
        ask.post("/days", {"day": "2025-11-01"})
    assert ask.get(f"/placements/{job['id']}").json["checked"] == {
        "30": "retained",
        "90": "retained",
        "180": "not_retained",
    }
    assert ask.get(f"/pathways/{pathway}").json["state"] == "active"


def test_a_job_can_be_extended_and_one_that_never_began_given_up(ask, pathway):
    without = {key: held for key, held in JOB.items() if key != "unilav_code"}
    job = ask.post(f"/pathways/{pathway}/placements", without).json["id"]
    day = {"start_on": "2025-05-05"}
    assert ask.post(f"/placements/{job}/start", day).status_code == 422
    notice = {"unilav_code": "1701725200123456", "on": "2025-05-04"}
    assert ask.post(f"/placements/{job}/notice", notice).status_code == 204
    assert ask.post(f"/placements/{job}/start", day).status_code == 200
    longer = {"planned_end_on": None, "on": "2025-11-04"}
    extended = ask.post(f"/placements/{job}/extension", longer).json
    assert extended["planned_end_on"] is None
    other = {**JOB, "start_on": "2025-12-01", "planned_end_on": "2026-12-01"}
    other = ask.post(f"/pathways/{pathway}/placements", other).json["id"]
    declined = {"on": "2025-11-30", "reason": "declined"}
    assert ask.post(f"/placements/{other}/renunciation", declined).status_code == 204
    assert ask.get(f"/placements/{other}").json["state"] == "given_up"


def test_a_traineeship_and_an_appointment(ask, pathway):
    terms = {
        "start_on": "2025-05-05",
        "planned_end_on": "2025-08-04",
        "allowance_cents": 50000,
    }
    begun = ask.post(f"/pathways/{pathway}/traineeships", terms)
    assert begun.status_code == 201
    end = {"end_on": "2025-07-31", "reason": "hired"}
    ended = ask.post(f"/traineeships/{begun.json['id']}/end", end).json
    assert ended["end_on"] == "2025-07-31"
    came = {"on": "2025-04-01", "kept": True}
    assert ask.post(f"/pathways/{pathway}/appointments", came).status_code == 204


def test_questions_of_the_job_desk(ask, pathway):
    assert ask.get("/offers?on=2025-03-03").json == []
    asked = {"on": "2025-06-01", "working": True}
    address = f"/households/{HOUSEHOLD}/job-checks"
    assert ask.post(address, asked).status_code == 204
    assert ask.get("/job-checks").json == []


def test_refusals_have_the_status_of_their_kind(ask, pathway):
    cheap = {
        "start_on": "2025-05-05",
        "planned_end_on": "2025-08-04",
        "allowance_cents": 10000,
    }
    endless = {key: held for key, held in JOB.items() if key != "planned_end_on"}
    sentence = {"on": "2025-06-01", "reason": "Mario is ill"}
    for address, body, status, kind in (
        ("/pathways", PATHWAY, 409, "PathwayOpen"),
        ("/pathways", {**PATHWAY, "programme_code": "a b"}, 422, "NotACode"),
        (f"/pathways/{pathway}/profile", {"path": 9, "on": "2025-03-03"}, 422, "Impo"),
        (f"/pathways/{pathway}/service-pact", {"on": "2025-03-11"}, 409, "PactSigned"),
        (f"/pathways/{pathway}/traineeships", cheap, 422, "ImpossibleTraineeship"),
        (f"/pathways/{pathway}/placements", endless, 422, "ImpossibleContract"),
        (f"/pathways/{pathway}/interruption", sentence, 422, "NotACode"),
        (f"/pathways/{PERSON}/interruption", sentence, 404, "NotFound"),
    ):
        answer = ask.post(address, body)
        assert kind in answer.json["type"], answer.json
        assert answer.status_code == status
    moved = {"on": "2025-06-01", "reason": "moved"}
    stopped = ask.post(f"/pathways/{pathway}/interruption", moved).json
    assert stopped["interrupted_on"] == "2025-06-01"
    refused = ask.post(f"/pathways/{pathway}/placements", {**JOB, "on": "2025-06-01"})
    assert refused.status_code == 409
    assert refused.json["type"].endswith("PathwayOver")


def test_without_a_token_nothing_is_done(ask):
    assert ask.post("/pathways", PATHWAY, token="wrong").status_code == 401  # noqa: S106
    assert ask.post("/pathways", PATHWAY).status_code == 201
