"""Persons over HTTP: who may ask, what is written down, how it is refused."""

import json
from hashlib import sha256

import pytest
from granted import grant
from people_desk import ANNA, PeopleOffice

from azione0.access.purposes import CODES
from azione0.contract import SERVICES
from azione0.door.web import create_app
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from azione0.vault.wrapping import SecretKey

DAY, KEY = "2025-04-01", b"k" * 32


@pytest.fixture
def office(tmp_path):
    tokens = tmp_path / "tokens.toml"
    write_tokens(
        tokens,
        [
            Grant(hash_of("rete"), Actor("la-rete/anna", "la-rete", ("operator",))),
            Grant(hash_of("far"), Actor("altrove/capo", "altrove", ("operator",))),
            Grant(hash_of("ask"), Actor("la-rete/bruno", "la-rete", ("reader",))),
        ],
    )
    partners = tmp_path / "partners.toml"
    partners.write_text(
        "".join(
            f'[[partner]]\nname = "{it}"\nkind = "{it}"\norganisation = "la-rete"\n'
            for it in SERVICES
        )
    )
    front = PeopleOffice(
        {
            "AZIONE0_DATA": str(tmp_path / "data"),
            "AZIONE0_TOKENS": str(tokens),
            "AZIONE0_PARTNERS": str(partners),
        }
    )
    desk = front.house.office("intake")
    grant(desk, "la-rete/anna", "la-rete", "case_worker", "supervisor", "dpo")
    grant(desk, "la-rete/bruno", "la-rete", "case_worker")
    grant(desk, "altrove/capo", "altrove", "supervisor")
    yield front
    front.house.close()


@pytest.fixture
def client(office):
    return create_app(office.house.office("intake")).test_client()


@pytest.fixture
def order(client):
    def send(path, **body):
        token = {"Authorization": "Bearer rete"}
        return client.post(f"/api{path}", json=body, headers=token)

    return send


@pytest.fixture
def ask(client):
    def send(path, *, acting="rete", **query):
        token = {"Authorization": f"Bearer {acting}"}
        return client.get(f"/api{path}", query_string=query, headers=token)

    return send


@pytest.fixture
def person(office, order):
    made = order(f"/households/{office.household()}/persons", **ANNA, on=DAY)
    assert made.status_code == 201
    return f"/persons/{made.json['id']}"


def test_somebody_is_registered_and_read_and_the_reading_is_listed(person, ask):
    asked = {"purpose": "social_file", "on": DAY}
    told = ask(person, **asked)
    assert told.json["known"] == ANNA
    assert told.headers["Cache-Control"] == "no-store"
    person_id = person.rpartition("/")[2]
    [access] = ask("/accesses", person_id=person_id).json
    assert access["actor"] == "la-rete/anna"
    assert access["organisation"] == "la-rete"
    assert (access["role"], access["relation"]) == ("case_worker", "own")
    assert access["access_id"] == told.headers["X-Request-Id"]
    assert (access["purpose"], access["address"]) == ("social_file", "read_person")
    assert access["fields_told"] == "bank,contact,identity"
    assert access["ids"][-1] == person_id


def test_a_purpose_must_be_named_and_a_reader_reads_no_person(office, person, ask):
    assert ask(person, on=DAY).status_code == 422
    assert ask(person, purpose="curiosity", on=DAY).status_code == 422
    refused = ask(person, purpose="cv_sharing", on=DAY)
    assert refused.status_code == 403
    assert refused.json["type"].endswith("ConsentMissing")
    allowed = {"purpose": "social_file", "on": DAY}
    assert ask(person, acting="ask", **allowed).status_code == 403
    assert ask(person, acting="nobody", **allowed).status_code == 401
    [who] = ask(f"/households/{office.household()}/identities", **allowed).json
    assert who["known"]["surname"] == "Bianchi"
    unknown = "/persons/11111111-2222-4333-8444-555555555555"
    assert ask(unknown, **allowed).status_code == 404
    assert {it["address"] for it in ask("/accesses").json} == {
        "read_household",
        "register_person",
    }


def test_fields_are_rectified_and_notes_written(person, order, ask):
    new = order(f"{person}/rectifications", phone="030", on=DAY)
    assert new.status_code == 204
    assert order(f"{person}/rectifications", on=DAY).status_code == 422
    wrong = order(f"{person}/rectifications", codice_fiscale="X", on=DAY)
    assert wrong.json["type"].endswith("WrongCodiceFiscale")
    note = order(f"{person}/notes", kind="health", text="asma", on=DAY)
    assert note.status_code == 201
    [told] = ask(f"{person}/notes", purpose="social_file", on=DAY).json
    assert (told["kind"], told["text"]) == ("health", "asma")


def test_twice_in_the_household_is_a_conflict(office, person, order):
    again = order(f"/households/{office.household()}/persons", **ANNA, on=DAY)
    assert again.status_code == 409
    assert again.json["type"].endswith("TwiceInTheHousehold")
    rows = [ANNA | {"household_id": str(office.household())}]
    assert order("/persons/imports", rows=rows, on=DAY).json["refused"][0]["row"] == 1


def test_a_notice_is_published_and_given(person, order):
    notice = {"purpose": "social_file", "text_version": "1", "on": DAY}
    assert order(f"{person}/notices", **notice).status_code == 404
    assert order("/notices", **notice, text="Chi tratta i dati").status_code == 201
    assert order(f"{person}/notices", **notice).status_code == 204


def test_the_copy_for_the_person_holds_all_and_that_it_was_made(person, order, ask):
    order(f"{person}/notes", kind="interview", text="ha perso il lavoro", on=DAY)
    told = ask(f"{person}/dossier", on=DAY).json
    assert told["known"] == ANNA
    assert [it["text"] for it in told["notes"]] == ["ha perso il lavoro"]
    assert {(it["address"], it["purpose"]) for it in told["readings"]} == {
        ("register_person", "support"),
        ("write_note", "support"),
        ("dossier", "data_subject_rights"),
    }
    assert {it["code"] for it in told["purposes"]} >= {"social_file", "cv_sharing"}
    assert "Registered" in {it["said"] for it in told["history"]}


def test_the_copy_names_every_reading_and_every_broken_glass(office, person, ask):
    desk, household_id = office.house.office("intake"), office.household()
    ask(person, purpose="social_file", on=DAY)
    ask("/households")
    ask(f"/households/{household_id}/persons")
    other = office.household("T2", "D2")
    ask(f"/households/{other}/story")
    at = office.now
    with office.command():
        broken = desk.access.break_glass(
            household_id,
            "altrove/capo",
            "altrove",
            reason="child_at_risk",
            sentence="Chiama la scuola: il bambino è solo",
            at=at,
            on=at.date(),
        )
    told = ask(f"{person}/dossier", on=DAY).json
    assert sorted(it["address"] for it in told["readings"]) == [
        "dossier",
        "households",
        "persons",
        "read_person",
        "register_person",
    ]
    [glass] = told["broken_glass"]
    assert (glass["actor"], glass["reason"]) == ("altrove/capo", "child_at_risk")
    assert glass["outcome"] is None
    with office.command():
        desk.access.review(broken.id, "la-rete/anna", "unjustified", at.date())
    again = ask(f"{person}/dossier", on=DAY)
    [glass] = again.json["broken_glass"]
    assert glass["outcome"] == "unjustified"
    assert "scuola" not in again.text


def test_an_erasure_is_held_or_done_and_listed(office, person, order, ask):
    household_id = str(office.household())
    order("/cases", household_id=household_id, organisation_id="la-rete", on=DAY)
    held = order(f"{person}/erasures", on=DAY)
    assert held.status_code == 409
    assert "17(3)(b)" in held.json["detail"]
    [hold] = ask(f"{person}/holds", on=DAY).json
    assert (hold["purpose"], hold["ends_on"]) == ("social_file", None)
    assert order(f"{person}/erasure-requests", on=DAY).status_code == 204
    other = order(f"/households/{office.household('T2', 'D2')}/persons", **ANNA, on=DAY)
    path = f"/persons/{other.json['id']}/erasures"
    assert order(path, on=DAY, legal_ground="because").status_code == 422
    assert order(path, on=DAY).status_code == 204
    [line] = ask("/erasures", on="2025-09-02").json
    assert (line["state"], line["pending_until"]) == ("pending", "2025-10-01")
    assert len(ask("/erasures/receipts", state="waiting").json) == 4
    assert ask("/retention", on=DAY).json == []
    told = ask("/purposes", on=DAY).json
    assert [it["code"] for it in told] == list(CODES)


def test_nothing_is_destroyed_by_a_day_that_has_not_come(office, person, order, ask):
    household_id = str(office.household())
    case = order("/cases", household_id=household_id, organisation_id="la-rete", on=DAY)
    closing = {"outcome": "moved", "on": "2025-08-11"}
    path = f"/cases/{case.json['id']}/closings"
    assert order(path, **closing).status_code < 300
    for path in (
        f"{person}/erasures",
        f"{person}/retention-approvals",
        "/retention/closings",
    ):
        refused = order(path, on="2035-08-12")
        assert (refused.status_code, refused.json["type"][-6:]) == (422, "NotYet")
    assert ask("/erasures", on="2035-08-12").json == []


def test_a_supervisor_sees_no_erasures_of_others(person, order, ask):
    assert order(f"{person}/erasures", on=DAY).status_code == 204
    for path, query in (
        ("/erasures", {"on": DAY}),
        ("/erasures/receipts", {"state": "waiting"}),
    ):
        assert len(ask(path, **query).json) > 0
        told = ask(path, acting="far", **query)
        assert (told.status_code, told.json) == (200, [])


def test_a_command_about_a_person_leaves_no_digest_that_could_be_guessed(
    office, client
):
    path = f"/api/households/{office.household()}/persons"
    headers = {"Authorization": "Bearer rete", "Idempotency-Key": "once"}
    body = json.dumps({"surname": "Bianchi", "name": "Anna", "on": DAY})

    def send(body):
        return client.post(
            path, data=body, content_type="application/json", headers=headers
        )

    first, again = send(body), send(body)
    assert (first.status_code, again.json) == (201, first.json)
    assert send(body.replace("Anna", "Bea")).json["type"].endswith("KeyUsedTwice")
    words = b"\n".join([b"POST", f"{path}?".encode(), body.encode()])
    with office.house.office("intake").store.reading() as session:
        [[kept]] = session.execute("SELECT fingerprint FROM answers_v1")
    assert kept not in {
        sha256(it).hexdigest() for it in (words, words.replace(b"?", b""))
    }


def test_without_the_covering_key_reading_says_which_and_nothing_is_noted(
    office, person, ask, tmp_path, monkeypatch
):
    monkeypatch.setattr(office.intake.vault.ring, "wrapper", SecretKey("other", KEY))
    told = ask(person, purpose="social_file", on=DAY)
    assert told.status_code == 503
    assert told.json["type"].endswith("KeyEncryptionKeyLost")
    assert "is covered by file:" in told.json["detail"]
    assert ask("/accesses", person_id=person.rpartition("/")[2]).json == []
