"""What is granted is what the door opens to: lists, single things, and the record."""

from dataclasses import replace
from datetime import date

import pytest
from eventsourcing.persistence import OperationalError
from flask import Response
from front_desk import FrontOffice, detected, named
from granted import agreed, grant

from azione0.access.agreements import agreements, show_agreement
from azione0.door.web import create_app
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens

PEOPLE = {
    "rete": ("la-rete/anna", "la-rete", "supervisor"),
    "volanti": ("elefanti-volanti/berto", "elefanti-volanti", "case_worker"),
    "admin": ("comune-brescia/ada", "comune-brescia", "administrator"),
    "auditor": ("revisore/carlo", "revisore", "auditor"),
    "none": ("la-rete/nuova", "la-rete", None),
    "guest": ("sant-eufemia/dora", "sant-eufemia", None),
}
NOW_ON, BEFORE = date(2025, 9, 1), date(2025, 8, 31)


@pytest.fixture
def office(tmp_path):
    tokens = tmp_path / "tokens.toml"
    held = {
        word: Actor(actor, organisation, ("operator",))
        for word, (actor, organisation, _role) in PEOPLE.items()
    }
    write_tokens(tokens, [Grant(hash_of(word), it) for word, it in held.items()])
    front = FrontOffice({"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)})
    for actor, organisation, role in PEOPLE.values():
        if role:
            grant(front.house.office("intake"), actor, organisation, role)
    yield front
    front.house.close()


@pytest.fixture
def cases(office):
    """A case of La Rete's, and one of Elefanti Volanti's."""
    office.target()
    office.tell(detected(office.household()))
    other = office.household("T2", "D2")
    office.tell(detected(other))
    with office.command() as intake:
        intake.assign_case(intake.case_of(other), "elefanti-volanti", date(2025, 3, 1))
    ids = [it.household_id for it in office.intake.cases()]
    return dict(zip(("rete", "volanti"), sorted(ids, key=lambda it: it == other),
                    strict=True))  # fmt: skip


@pytest.fixture
def client(office):
    return create_app(office.house.office("intake")).test_client()


@pytest.fixture
def ask(client):
    def send(path, who, **headers):
        headers = {"Authorization": f"Bearer {who}", **headers}
        return client.get(f"/api{path}", headers=headers)

    return send


@pytest.fixture
def order(client):
    def send(path, who, **body):
        headers = {"Authorization": f"Bearer {who}"}
        return client.post(f"/api{path}", json=body, headers=headers)

    return send


def rows(office):
    with office.house.office("intake").store.reading() as session:
        return session.execute(
            "SELECT actor, role, purpose, address, count, ids FROM data_accessed_v1 "
            "ORDER BY actor"
        )


def ids(answer):
    return {it["household_id"] for it in answer.json}


def test_a_list_shows_each_organisation_its_own(ask, cases):
    for path in ("/cases", "/tasks", "/signals", "/households"):
        for who in ("rete", "volanti"):
            assert ids(ask(path, who)) == {str(cases[who])}, (path, who)
        assert ids(ask(path, "auditor")) == {*map(str, cases.values())}
        for who in ("admin", "none"):
            assert ask(path, who).status_code == 403


def test_what_is_foreign_answers_like_what_is_missing(ask, order, cases):
    def body(answer):
        return {it: told for it, told in answer.json.items() if it != "request_id"}

    for who, other in (("rete", "volanti"), ("volanti", "rete")):
        foreign = ask(f"/households/{cases[other]}/story", who)
        missing = ask(f"/households/{named('nobody')}/story", who)
        assert foreign.status_code == missing.status_code == 404
        assert body(foreign) == body(missing)
        assert set(foreign.headers.keys()) == set(missing.headers.keys())
        assert ask(f"/households/{cases[who]}/story", who).status_code == 200
    assert ask(f"/households/{cases['rete']}/story", "admin").status_code == 404


def test_a_handed_over_case_is_gone_for_who_followed_it(ask, order, office, cases):
    case_id = office.intake.case_of(cases["rete"])
    offered = {
        "to_organisation_id": "elefanti-volanti",
        "from_on": "2025-04-01",
        "on": "2025-04-01",
        "reason": "moved_near",
    }
    path = f"/cases/{case_id}/hand-overs"
    assert order(path, "volanti", **offered).status_code == 404
    made = order(path, "rete", **offered)
    assert made.status_code == 201
    assert len(ids(ask("/cases", "rete"))) == 1
    # To take a case over is for who may give one away.
    answer = f"/hand-overs/{made.json['id']}/acceptances"
    assert order(answer, "volanti", on="2025-04-01").status_code == 403
    volanti = PEOPLE["volanti"][:2]
    grant(office.house.office("intake"), *volanti, "supervisor")
    assert order(answer, "volanti", on="2025-04-01").status_code == 204
    assert ids(ask("/cases", "rete")) == set()
    assert len(ids(ask("/cases", "volanti"))) == 2


def test_a_list_is_written_down_before_it_is_given(ask, office, cases):
    ask("/cases", "rete", **{"Azione0-Purpose": "support"})
    ask("/cases", "auditor")
    [mine, all_of_them] = rows(office)
    assert mine[:5] == ("la-rete/anna", "supervisor", "support", "cases", 1)
    assert str(cases["rete"]) in mine[5]
    assert str(cases["volanti"]) not in mine[5]
    assert all_of_them[:5] == ("revisore/carlo", "auditor", "audit", "cases", 2)


def test_what_cannot_be_written_down_is_not_given(ask, office, cases, monkeypatch):
    def fail(_log, _accessed):
        raise OperationalError("no space left")

    monkeypatch.setattr(type(office.house.office("intake").access.log), "record", fail)
    answer = ask("/cases", "rete")
    assert answer.status_code == 503
    assert str(cases["rete"]) not in answer.text
    assert isinstance(answer, Response)


def test_a_refused_question_is_not_written_down_as_seen(ask, office, cases):
    ask(f"/households/{cases['volanti']}/story", "rete")
    ask("/cases", "admin")
    assert rows(office) == []


def test_a_purpose_that_was_not_granted_opens_nothing(ask, cases):
    for purpose in ("audit", "curiosity", "' OR 1=1"):
        assert ask("/cases", "rete", **{"Azione0-Purpose": purpose}).status_code == 403


def test_an_administrator_grants_and_takes_back_and_sees_no_household(
    ask, order, cases
):
    wanted = {
        "actor": "la-rete/nuova",
        "organisation": "la-rete",
        "role": "case_worker",
        "since": "2025-01-01",
    }
    assert order("/access/grants", "rete", **wanted).status_code == 403
    made = order("/access/grants", "admin", **wanted)
    assert made.status_code == 201
    assert ids(ask("/cases", "none")) == {str(cases["rete"])}
    listed = ask("/access/grants", "admin").json
    assert made.json["id"] in {it["grant_id"] for it in listed}
    back = {"actor": "la-rete/nuova", "on": "2025-09-01"}
    path = f"/access/grants/{made.json['id']}/revocation"
    assert order(path, "admin", **back).status_code == 204
    assert order(path, "admin", **back).status_code == 404
    assert ask("/cases", "none").status_code == 403
    for it in ("/cases", f"/households/{cases['rete']}/story"):
        assert ask(it, "admin").status_code in (403, 404)


def test_a_disabled_account_is_let_in_nowhere(ask, order, cases):
    account = {"actor": "la-rete/anna", "on": "2025-09-01"}
    assert order("/access/disabled-accounts", "admin", **account).status_code == 204
    assert ask("/cases", "rete").status_code == 403
    assert order("/access/enabled-accounts", "admin", **account).status_code == 204
    assert ask("/cases", "rete").status_code == 200
    assert order("/access/enabled-accounts", "admin", **account).status_code == 409


def test_a_case_is_shared_by_who_supervises_it_and_by_nobody_else(
    ask, order, office, cases
):
    terms = {
        "organisation": "sant-eufemia",
        "purpose": "support",
        "fields_shared": ["economic"],
        "on": "2025-09-01",
        "until": "2025-12-31",
    }
    guest = PEOPLE["guest"][:2]
    intake = office.house.office("intake")
    grant(intake, *guest, "case_worker", is_bound=False)
    path = f"/access/households/{cases['rete']}/shares"
    assert order(path, "volanti", **terms).status_code == 404
    for word in ("consent_to_services", "override_code"):
        assert order(path, "rete", **terms, **{word: True}).status_code == 422
    assert order(path, "rete", **terms).status_code == 409
    assert order(path, "rete", **terms, duty="because").status_code == 422
    agreed(intake, guest[1], "social_file")
    nobody = terms | {"organisation": "altrove"}
    assert order(path, "rete", **nobody).status_code == 409
    made = order(path, "rete", **terms)
    assert made.status_code == 201
    assert len(ids(ask("/cases", "guest"))) == 1
    story = f"/households/{cases['rete']}/story"
    assert ask(story, "guest").status_code == 200
    end = f"{path}/{made.json['id']}/end"
    assert order(end, "rete", on="2025-09-01").status_code == 204
    assert ask(story, "guest").status_code == 404


def test_who_follows_a_case_without_an_agreement_reads_nothing_of_it(
    ask, order, office, cases
):
    anna = PEOPLE["rete"][:2]
    story = f"/households/{cases['rete']}/story"
    assert ask(story, "rete").status_code == 200
    intake = office.house.office("intake")
    with intake.store.transaction(Cause("test", "ended")) as opened:
        for it in agreements(opened.session):
            if it.binds(anna[1]):
                ended = replace(it, valid_to=date(2025, 8, 31))
                show_agreement(opened.session, ended)
    assert ask(story, "rete").status_code == 404
    assert ids(ask("/cases", "rete")) == set()
    assert ids(ask("/cases", "volanti")) == {str(cases["volanti"])}
    [decision] = intake.access.could(
        anna[0], "read", household_id=cases["rete"], fields="none", day=NOW_ON
    )
    assert decision.why == "no_agreement"
    [decision] = intake.access.could(
        anna[0], "read", household_id=cases["rete"], fields="none", day=BEFORE
    )
    assert decision.allowed


def test_an_auditor_is_told_who_saw_a_household(ask, cases):
    ask("/cases", "rete")
    path = f"/access/households/{cases['rete']}/readers"
    days = "?since=2025-01-01&until=2025-12-31"
    [seen] = ask(f"{path}{days}", "auditor").json
    assert (seen["actor"], seen["address"]) == ("la-rete/anna", "cases")
    assert ask(f"{path}{days}", "rete").status_code == 403
