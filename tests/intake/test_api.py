"""The front office over HTTP: what may be ordered and asked, and by whom."""

from datetime import date

import pytest
from front_desk import (
    ALER,
    TOWER,
    FrontOffice,
    at_risk,
    cleared,
    detected,
    missed,
    named,
)
from granted import grant

from azione0.door.web import create_app
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from intake.cases.case import Case

DAY = "2025-04-01"


@pytest.fixture
def office(tmp_path):
    tokens = tmp_path / "tokens.toml"
    actors = [("rete", "la-rete"), ("volanti", "elefanti-volanti")]
    grants = [
        Grant(hash_of(word), Actor(f"{name}/anna", name, ("operator",)))
        for word, name in actors
    ]
    reader = Actor("la-rete/bruno", "la-rete", ("reader",))
    write_tokens(tokens, [*grants, Grant(hash_of("ask"), reader)])
    partners = tmp_path / "partners.toml"
    partners.write_text(
        '[[partner]]\nname = "intake"\nkind = "intake"\norganisation = "la-rete"\n'
    )
    front = FrontOffice(
        {
            "AZIONE0_DATA": str(tmp_path),
            "AZIONE0_TOKENS": str(tokens),
            "AZIONE0_PARTNERS": str(partners),
        }
    )
    desk = front.house.office("intake")
    for _word, name in actors:
        grant(desk, f"{name}/anna", name, "supervisor", "case_worker")
    grant(desk, "la-rete/bruno", "la-rete", "case_worker")
    yield front
    front.house.close()


@pytest.fixture
def client(office):
    return create_app(office.house.office("intake")).test_client()


@pytest.fixture
def order(client):
    def send(path, *, acting="rete", **body):
        return client.post(
            f"/api{path}", json=body, headers={"Authorization": f"Bearer {acting}"}
        )

    return send


@pytest.fixture
def ask(client):
    def send(path, **query):
        return client.get(
            f"/api{path}", query_string=query, headers={"Authorization": "Bearer ask"}
        )

    return send


def adopt(order, **changed):
    target = {
        "organisation_id": "la-rete",
        "decision_ref": "CdR 1/2025",
        "buildings": [TOWER],
        "bands": ["B", "C"],
        "valid_from": "2025-01-01",
    }
    return order("/targets", **(target | changed))


def open_case(office, order):
    household_id = office.household()
    adopt(order)
    office.tell(detected(household_id))
    return office.intake.case_of(household_id)


def test_nobody_acts_without_a_token_or_with_one_for_asking(office, order, client):
    assert adopt(order, acting="ask").status_code == 403
    assert adopt(order, acting="unknown").status_code == 401
    assert client.get("/api/cases").status_code == 401
    assert office.said() == []


def test_a_target_is_adopted_and_superseded(order):
    made = adopt(order)
    assert made.status_code == 201
    path = f"/targets/{made.json['id']}/supersessions"
    assert order(path, on=DAY).status_code == 204
    assert order(path, on=DAY).status_code == 409


@pytest.mark.parametrize("changed", [{"buildings": []}, {"bands": ["E"]}, {"who": 1}])
def test_a_target_that_could_select_nobody_is_refused(order, changed):
    assert adopt(order, **changed).status_code == 422


def test_figures_are_adopted_once_under_one_version(order):
    figures = [{"name": "call_days", "value": "2"}]
    policy = {"policy_version": "2025/1", "effective_from": DAY}
    assert order("/policies", figures=figures, **policy).status_code == 201
    assert order("/policies", figures=figures, **policy).status_code == 201
    figures[0]["value"] = "3"
    assert order("/policies", figures=figures, **policy).status_code == 409
    figures[0]["value"] = "few"
    assert order("/policies", figures=figures, **policy).status_code == 422


def test_a_household_is_registered_counted_changed_and_listed(order, ask):
    counts = {"adults": 2, "minors": 0, "rent_area": "ACCESS", "on": DAY}
    made = order(
        "/households",
        dwelling_id="D1",
        building_id=TOWER,
        tenancies=[{"creditor_id": ALER, "tenancy_id": "T1"}],
        **counts,
    )
    assert made.status_code == 201
    path = f"/households/{made.json['id']}"
    assert order(f"{path}/changes", kind="birth", on=DAY).status_code == 204
    [line] = ask("/households").json
    assert (line["adults"], line["minors"]) == (2, 1)
    assert ask("/households", code=line["code"]).json == [line]
    assert ask("/households", building_id="elsewhere").json == []
    assert order(f"{path}/counts", **(counts | {"adults": 0})).status_code == 422
    nobody = f"/households/{named('nobody')}/counts"
    assert order(nobody, **counts).status_code == 404


def test_a_case_is_worked_on_from_contact_to_closing(office, order, ask):
    case_id = open_case(office, order)
    path = f"/cases/{case_id}"
    pact = {
        "commitments": [{"service": "ledger", "code": "current_bills"}],
        "goals": ["keep_home"],
        "operator_id": "op-7",
        "on": DAY,
    }
    assert order(f"{path}/pacts", **pact).status_code == 409
    contact = {"channel": "door", "outcome": "reached", "on": DAY}
    assert order(f"{path}/contacts", **contact).status_code == 204
    scores = [{"domain": "work", "score": 2}]
    assert order(f"{path}/assessments", scores=scores, on=DAY).status_code == 204
    assert order(f"{path}/pacts", **pact).status_code == 201
    decision = {"fault": "NO_FAULT", "decision_ref": "Comm. 4", "on": DAY}
    assert order(f"{path}/fault-decisions", **decision).status_code == 204
    [line] = ask("/cases", status="in_charge").json
    assert (line["case_id"], line["in_charge_on"]) == (str(case_id), DAY)
    assert order(f"{path}/suspensions", reason="away", on=DAY).status_code == 204
    assert order(f"{path}/resumptions", on=DAY).status_code == 204
    [owed] = ask(f"{path}/commitments", as_of=DAY).json
    closing = {
        "outcome": "resolved",
        "on": "2025-08-20",
        "fulfilled": [owed["commitment_id"]],
    }
    assert order(f"{path}/closings", **closing).status_code == 409
    office.tell(cleared(office.intake.get(Case, case_id).household_id))
    assert order(f"{path}/closings", **closing).status_code == 204
    assert order(f"{path}/closings", **closing).status_code == 409
    assert order(f"{path}/reopenings", on="2025-09-01").status_code == 204
    assert ask("/cases").json[0]["status"] == "identified"


def test_only_the_organisation_that_follows_a_case_acts_on_it(office, order):
    path = f"/cases/{open_case(office, order)}"
    contact = {"channel": "door", "outcome": "reached", "on": "2025-06-02"}
    refused = order(f"{path}/contacts", acting="volanti", **contact)
    missing = order(f"/cases/{named('none')}/contacts", acting="volanti", **contact)
    assert refused.status_code == missing.status_code == 404
    offer = {"to_organisation_id": "elefanti-volanti", "from_on": "2025-06-01"}
    made = order(f"{path}/hand-overs", reason="nearer", on="2025-05-20", **offer)
    answer = f"/hand-overs/{made.json['id']}/acceptances"
    assert order(answer, on="2025-05-21").status_code == 403
    assert order(answer, acting="volanti", on="2025-05-21").status_code == 204
    assert order(f"{path}/contacts", **contact).status_code == 404
    given = order(f"{path}/contacts", acting="volanti", **contact)
    assert given.status_code == 204


def test_a_case_is_opened_by_hand_once(office, order):
    opening = {
        "household_id": str(office.household()),
        "organisation_id": "la-rete",
        "on": DAY,
    }
    assert order("/cases", **opening).status_code == 201
    assert order("/cases", **opening).status_code == 409


def test_consent_is_given_and_withdrawn_once(office, order):
    person = {"person_id": str(named("person")), "purpose": "employment_matching"}
    household_id = str(office.household())
    given = order(
        "/consents", household_id=household_id, text_version="1", on=DAY, **person
    )
    assert given.status_code == 204
    end = {**person, "on": "2025-09-15"}
    assert order("/consents/withdrawals", **end).status_code == 204
    assert order("/consents/withdrawals", **end).status_code == 404


def test_a_task_is_listed_and_completed(office, order, ask):
    office.tell(missed(office.household(), on=date(2025, 9, 21)))
    [task] = ask("/tasks", kind="call", due_by="2025-09-26").json
    assert (task["since_on"], task["due_on"]) == ("2025-09-21", "2025-09-26")
    assert ask("/tasks", due_by="2025-09-25").json == []
    path = f"/tasks/{task['task_id']}/completions"
    assert order(path, on="2025-09-22").status_code == 204
    assert order(path, on="2025-09-22").status_code == 409
    assert ask("/tasks").json == []
    [done] = ask("/tasks", status="done").json
    assert done["done_on"] == "2025-09-22"


def test_a_call_before_the_due_day_is_listed_with_the_facts_that_ask_for_it(
    office, ask
):
    facts = ("instalment_in_grace", "late_last_time")
    household_id = office.household()
    office.tell(
        at_risk(household_id, on=date(2025, 9, 11), facts=facts),
        missed(household_id, on=date(2025, 9, 21)),
    )
    [early, call] = ask("/tasks").json
    assert (early["kind"], tuple(early["reasons"])) == ("call_before_due", facts)
    assert (call["kind"], call["reasons"]) == ("call", [])


def test_signals_and_the_story_can_be_asked_for(office, ask):
    household_id = office.household()
    office.tell(detected(household_id))
    [signal] = ask("/signals").json
    assert (signal["band"], signal["status"]) == ("B", None)
    story = ask(f"/households/{household_id}/story").json
    assert [it["said"] for it in story] == ["Registered", "ArrearsDetected"]
    early = ask(f"/households/{household_id}/story", as_of="2025-01-01").json
    assert [it["said"] for it in early] == ["Registered"]
