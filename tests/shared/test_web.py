"""The HTTP of a small service: shelves on which somebody puts things and counts."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from threading import Event

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from granted import grant
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate as validate_openapi
from shelves import MISTAKES, NothingToPut, ShelvesService

from azione0.door.web import create_app
from azione0.office import Office
from azione0.settings import settings_for
from azione0.tokens import Actor, Grant, hash_of, write_tokens

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROBLEM = "application/problem+json"


@pytest.fixture
def tokens(tmp_path):
    path = tmp_path / "tokens.toml"
    write_tokens(
        path,
        [
            Grant(hash_of("act"), Actor("coop/anna", "coop", ("operator",))),
            Grant(hash_of("ask"), Actor("coop/bruno", "coop", ("reader",))),
            Grant(
                hash_of("take"), Actor("reporting", "lead", ("recipient",), "reporting")
            ),
        ],
    )
    return path


@pytest.fixture
def office(tmp_path, tokens):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)}
    office = Office(
        ShelvesService, settings_for("workshops", environ), clock=lambda: NOW
    )
    grant(office, "coop/anna", "coop", "case_worker")
    grant(office, "coop/bruno", "coop", "case_worker")
    while office.relay.step():
        pass
    yield office
    office.close()


@pytest.fixture
def client(office):
    return create_app(office).test_client()


def bearer(token, **others):
    return {"Authorization": f"Bearer {token}", **others}


def build(client, label="A", **headers):
    return client.post(
        "/api/shelves",
        json={"label": label, "on": "2026-03-02"},
        headers=bearer("act", **headers),
    )


def events(office):
    with office.store.reading() as session:
        return session.execute(
            "SELECT actor, causation_id FROM events WHERE topic LIKE 'workshops.%' "
            "ORDER BY seq"
        )


# -- who may


def test_a_command_without_a_token_changes_nothing(client, office):
    for headers in ({}, bearer("wrong"), {"Authorization": "Basic act"}, bearer("")):
        answer = client.post(
            "/api/shelves", json={"label": "A", "on": "2026-03-02"}, headers=headers
        )
        assert answer.status_code == 401
        assert answer.content_type == PROBLEM
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert events(office) == []


def test_a_command_is_stored_under_the_name_of_its_actor(client, office):
    assert build(client).status_code == 201
    [[actor, cause]] = events(office)
    assert actor == "coop/anna"
    assert cause.startswith("request/")


def test_who_may_ask_may_not_act_and_who_may_act_may_ask(client):
    shelf_id = build(client).json["id"]
    filling = {"count": 1}
    path = f"/api/shelves/{shelf_id}"
    refused = client.post(f"{path}/fillings", json=filling, headers=bearer("ask"))
    assert refused.status_code == 403
    assert client.get(path, headers=bearer("ask")).json["count"] == 0
    assert client.get(path, headers=bearer("act")).status_code == 200
    assert client.get(path, headers=bearer("take")).status_code == 403
    assert client.get(path).status_code == 401


def test_a_token_taken_back_stops_working_at_once(client, tokens):
    assert build(client, "A").status_code == 201
    write_tokens(tokens, [])
    assert build(client, "B").status_code == 401


def test_while_the_tokens_file_cannot_be_read_nobody_may_act(client, tokens):
    for spoil in (lambda: tokens.write_text("half edi"), tokens.unlink):
        spoil()
        refused = build(client)
        assert refused.status_code == 503
        assert str(tokens) not in refused.text


def test_an_actor_named_in_the_body_is_an_unknown_field(client):
    answer = client.post(
        "/api/shelves",
        json={"label": "A", "on": "2026-03-02", "actor": "coop/head"},
        headers=bearer("act"),
    )
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["actor"]


# -- what may not be said


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"not json",
        b'{"label": "A", "label": "B", "on": "2026-03-02"}',
        b'{"label": NaN, "on": "2026-03-02"}',
        b'{"label": "\\ud800", "on": "2026-03-02"}',
        b'{"label": "\\u0000", "on": "2026-03-02"}',
        b'\xff\xfe{"label": 1}',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"label": ' + b"9" * 5000 + b"}",
    ],
)
def test_json_that_could_mean_two_things_is_not_read(client, office, body):
    answer = client.post(
        "/api/shelves",
        data=body,
        content_type="application/json",
        headers=bearer("act"),
    )
    assert answer.status_code == 400
    assert answer.content_type == PROBLEM
    assert events(office) == []


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=60))
def test_no_body_whatever_is_an_internal_error(tmp_path_factory, body):
    folder = tmp_path_factory.mktemp("fuzz")
    tokens = folder / "tokens.toml"
    write_tokens(tokens, [Grant(hash_of("act"), Actor("anna", "coop", ("operator",)))])
    environ = {"AZIONE0_DATA": str(folder), "AZIONE0_TOKENS": str(tokens)}
    office = Office(
        ShelvesService, settings_for("workshops", environ), clock=lambda: NOW
    )
    answer = (
        create_app(office)
        .test_client()
        .post(
            "/api/shelves",
            data=body,
            content_type="application/json",
            headers=bearer("act"),
        )
    )
    office.close()
    assert answer.status_code in (400, 422)


def test_what_is_no_json_is_refused_by_its_kind(client):
    answer = client.post("/api/shelves", data="label=A", headers=bearer("act"))
    assert answer.status_code == 415
    assert answer.content_type == PROBLEM


def test_more_than_a_megabyte_is_not_read(client):
    body = json.dumps({"label": "A" * 1_000_001, "on": "2026-03-02"})
    answer = client.post(
        "/api/shelves",
        data=body,
        content_type="application/json",
        headers=bearer("act"),
    )
    assert answer.status_code == 413
    assert answer.content_type == PROBLEM


def test_a_body_in_chunks_is_not_cut_to_what_fits(client, office):
    whole = b'{"label": "A", "on": "2026-03-02"}'.ljust(1_000_000)
    answer = client.post(
        "/api/shelves",
        input_stream=BytesIO(whole + b"and more"),
        content_type="application/json",
        headers=bearer("act", **{"Transfer-Encoding": "chunked"}),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert events(office) == []


def test_a_command_that_asks_for_nothing_takes_nothing(client):
    MISTAKES.append(NothingToPut("reached"))
    answer = client.post("/api/mistakes", json={"a": 1}, headers=bearer("act"))
    assert [error["field"] for error in answer.json["errors"]] == ["body"]
    MISTAKES.clear()


def test_each_wrong_field_is_named_and_no_value_repeated(client):
    answer = client.post(
        "/api/shelves",
        json={"label": "", "on": "SECRET", "extra": "SECRET"},
        headers=bearer("act"),
    )
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json["errors"]} == {
        "label",
        "on",
        "extra",
    }
    assert "SECRET" not in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01"])
def test_a_day_that_no_letter_could_bear_is_refused(client, office, day):
    answer = client.post(
        "/api/shelves", json={"label": "A", "on": day}, headers=bearer("act")
    )
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["on"]
    assert events(office) == []


@pytest.mark.parametrize("count", ["1", 1.0, True, None, [1]])
def test_what_is_no_whole_number_is_refused(client, count):
    shelf_id = build(client).json["id"]
    answer = client.post(
        f"/api/shelves/{shelf_id}/fillings",
        json={"count": count},
        headers=bearer("act"),
    )
    assert answer.status_code == 422


def test_an_unknown_word_in_a_question_is_refused(client):
    answer = client.get("/letters?for=reporting&befor=3", headers=bearer("take"))
    assert answer.status_code == 422


# -- refusals


def test_a_refusal_has_its_name_its_status_and_changes_nothing(client, office):
    shelf_id = build(client).json["id"]
    path = f"/api/shelves/{shelf_id}/fillings"
    refused = client.post(path, json={"count": 0}, headers=bearer("act"))
    assert refused.status_code == 422
    assert refused.json["type"] == "urn:it.azione0.problem.NothingToPut"
    full = client.post(path, json={"count": 11}, headers=bearer("act"))
    assert full.status_code == 409
    assert full.json["detail"] == "the shelf holds 10, it has 0"
    assert full.json["request_id"] == full.headers["X-Request-Id"]
    assert len(events(office)) == 1


def test_what_does_not_exist_is_not_found(client):
    nowhere = "/api/shelves/00000000-0000-0000-0000-000000000000"
    for answer in (
        client.get(nowhere, headers=bearer("act")),
        client.post(f"{nowhere}/fillings", json={"count": 1}, headers=bearer("act")),
        client.get("/nowhere"),
    ):
        assert answer.status_code == 404
        assert answer.content_type == PROBLEM


def test_a_wrong_method_says_which_is_right(client):
    answer = client.delete("/api/shelves", headers=bearer("act"))
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.content_type == PROBLEM


def test_a_mistake_of_ours_says_nothing_of_its_inside(client, caplog):
    MISTAKES.append(ValueError("the secret of a person"))
    answer = client.post("/api/mistakes", headers=bearer("act"))
    assert answer.status_code == 500
    assert answer.content_type == PROBLEM
    assert "secret" not in answer.text
    assert answer.json["request_id"]


def test_a_database_that_does_not_answer_says_when_to_come_back(client):
    MISTAKES.append(OperationalError("host=db password=secret"))
    answer = client.post("/api/mistakes", headers=bearer("act"))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "secret" not in answer.text


def test_a_conflict_is_tried_again_and_then_said(client):
    MISTAKES.extend([IntegrityError("x")] * 3)
    answer = client.post("/api/mistakes", headers=bearer("act"))
    assert answer.status_code == 409
    assert MISTAKES == []


# -- once


def test_the_same_command_sent_twice_is_done_once(client, office):
    first = build(client, **{"Idempotency-Key": "k1"})
    again = build(client, **{"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(events(office)) == 1


def test_a_key_belongs_to_one_request(client, office):
    build(client, "A", **{"Idempotency-Key": "k1"})
    other = build(client, "B", **{"Idempotency-Key": "k1"})
    assert other.status_code == 422
    assert other.json["type"].endswith("KeyUsedTwice")
    assert len(events(office)) == 1


def test_a_refused_command_may_be_sent_again_with_its_key(client):
    shelf_id = build(client).json["id"]
    path = f"/api/shelves/{shelf_id}/fillings"
    headers = bearer("act", **{"Idempotency-Key": "k2"})
    assert client.post(path, json={"count": 11}, headers=headers).status_code == 409
    assert client.post(path, json={"count": 11}, headers=headers).status_code == 409


def test_a_key_sent_by_many_at_once_is_done_once(office):
    app = create_app(office)

    def once(_):
        return build(app.test_client(), **{"Idempotency-Key": "k3"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once, range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(events(office)) == 1


@pytest.mark.parametrize("key", ["", "a b", "à", "k" * 201])
def test_a_key_of_the_wrong_form_is_refused(client, key):
    answer = build(client, **{"Idempotency-Key": key})
    assert answer.status_code == 422


# -- signs of life


def test_alive_asks_nobody(client, office):
    office.close()
    office.store.database.path = "/nonexistent/x.db"
    assert client.get("/healthz").json == {"status": "alive"}


def test_ready_says_what_waits(client, office):
    build(client)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["state"] == "well"
    assert answer.json["unread_events"] == 1
    assert answer.json["letters"]["parked"] == 0
    assert client.get("/status").json == answer.json


def test_without_the_broker_the_service_is_degraded_and_ready(office):
    answer = create_app(office, broker=lambda: "away").test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json["state"] == "degraded"


def test_without_the_database_the_service_is_not_ready(client, office):
    office.close()
    office.store.database.path = "/nonexistent/x.db"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["state"] == "down"


def test_a_service_that_is_closing_is_not_ready(office):
    answer = create_app(office, closing=lambda: True).test_client().get("/readyz")
    assert answer.status_code == 503


def test_metrics_tell_what_waits_and_how_long_answers_take(client):
    shelf_id = build(client).json["id"]
    client.get(f"/api/shelves/{shelf_id}", headers=bearer("act"))
    text = client.get("/metrics").text
    assert 'azione0_relay_unread_events{service="workshops"} 1.0' in text
    assert 'route="/api/shelves/<uuid:shelf_id>"' in text
    assert shelf_id not in text


def test_more_requests_at_once_than_the_bound_are_told_to_come_back(office):
    app = create_app(office)
    app.wsgi_app.most = 1
    inside, leave = Event(), Event()

    def wait():
        inside.set()
        leave.wait(5)
        return []

    office.relay.lag = wait
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(lambda: app.test_client().get("/readyz"))
        inside.wait(5)
        refused = app.test_client().get("/readyz")
        alive = app.test_client().get("/healthz")
        leave.set()
        slow.exception()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert alive.status_code == 200


# -- letters


def test_a_recipient_is_given_its_letters_page_by_page(client, office):
    for label in "ABC":
        build(client, label)
    office.relay.step()
    path = "/letters?for=reporting&limit=2&after="
    first = client.get(f"{path}0", headers=bearer("take")).json
    assert [letter["headers"]["ce-seqreporting"] for letter in first["letters"]] == [
        "1",
        "2",
    ]
    assert first["last"] == 2
    rest = client.get(f"{path}2", headers=bearer("take")).json
    assert rest["last"] == 3
    assert client.get(f"{path}3", headers=bearer("take")).json == {
        "letters": [],
        "last": 3,
    }


def test_the_letters_of_another_are_not_given(client):
    for path, token, status in (
        ("/letters?for=ledger", "take", 403),
        ("/letters?for=reporting", "act", 403),
        ("/letters?for=reporting", "nobody", 401),
        ("/letters?for=reporting&after=-1", "take", 422),
        ("/letters", "take", 422),
    ):
        assert client.get(path, headers=bearer(token)).status_code == status


# -- the document


def test_the_openapi_document_is_valid_and_describes_what_is_there(client):
    document = client.get("/openapi.json").json
    validate_openapi(document)
    assert document["openapi"] == "3.1.0"
    filling = document["paths"]["/api/shelves/{shelf_id}/fillings"]["post"]
    assert filling["operationId"] == "fill_shelf"
    assert filling["security"] == [{"token": []}, {"session": []}]
    assert "application/problem+json" in filling["responses"]["422"]["content"]
    assert {it["name"] for it in filling["parameters"]} == {"Idempotency-Key"}
    shape = document["components"]["schemas"]["Filling"]
    assert shape["properties"]["count"]["format"] == "int64"
    assert "/status" in document["paths"]
