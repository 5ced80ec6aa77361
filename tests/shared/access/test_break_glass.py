"""The glass can always be broken, for one case and one hour, and is looked at after."""

from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from front_desk import FrontOffice, detected
from granted import grant

from azione0.access.accounts import Accounts
from azione0.access.emergency import after_working_days
from azione0.door.web import create_app
from azione0.tokens import Actor, Grant, hash_of, write_tokens

PASSWORD = "quattro ciliegie mature"  # noqa: S105  of a test
SENTENCE = "Il vicino ha chiamato: fumo dalla porta e nessuno risponde."
WHO = {
    "anna": ("elefanti/anna", "elefanti-volanti", "case_worker"),
    "capo": ("la-rete/capo", "la-rete", "supervisor"),
    "altro": ("altrove/capo", "altrove", "supervisor"),
    "dpo": ("dpo/dora", "dpo", "dpo"),
    "admin": ("comune/ada", "comune-brescia", "administrator"),
}


@pytest.fixture
def office(tmp_path):
    tokens = tmp_path / "tokens.toml"
    held = {it: Actor(who[0], who[1], ("operator",)) for it, who in WHO.items()}
    write_tokens(tokens, [Grant(hash_of(it), actor) for it, actor in held.items()])
    front = FrontOffice({"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)})
    desk = front.house.office("intake")
    desk.accounts = Accounts(desk.store.database, PasswordHasher(1, 8, 1))
    for who in WHO.values():
        grant(desk, *who)
        desk.accounts.add(who[0], who[1], PASSWORD, front.now)
    front.target()
    front.household_id = front.household()
    front.tell(detected(front.household_id))
    yield front
    front.house.close()


@pytest.fixture
def client(office):
    return create_app(office.house.office("intake")).test_client()


@pytest.fixture
def ask(client):
    def send(path, who):
        headers = {"Authorization": f"Bearer {who}"}
        return client.get(f"/api{path}", headers=headers)

    return send


@pytest.fixture
def break_glass(client, office):
    def send(who="anna", **changed):
        body = {
            "household_id": str(office.household_id),
            "reason": "danger_to_life",
            "sentence": SENTENCE,
            "password": PASSWORD,
        } | changed
        headers = {"Authorization": f"Bearer {who}"}
        return client.post("/api/access/break-glass", json=body, headers=headers)

    return send


def test_it_opens_one_case_for_one_hour_and_only_to_look(
    office, ask, break_glass, client
):
    story = f"/households/{office.household_id}/story"
    other = f"/households/{office.household('T2', 'D2')}/story"
    assert ask(story, "anna").status_code == 404
    broken = break_glass()
    assert broken.status_code == 201
    assert broken.json["review_by_on"] == "2025-09-08"
    assert ask(story, "anna").status_code == 200
    assert ask(other, "anna").status_code == 404
    assert ask(story, "altro").status_code == 404
    body = {"channel": "door", "outcome": "reached", "on": "2025-09-01"}
    case_id = office.intake.case_of(office.household_id)
    acted = client.post(
        f"/api/cases/{case_id}/contacts",
        json=body,
        headers={"Authorization": "Bearer anna"},
    )
    assert acted.status_code == 404
    office.now += timedelta(minutes=59)
    assert ask(story, "anna").status_code == 200
    office.now += timedelta(minutes=1)
    assert ask(story, "anna").status_code == 404


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"password": "sbagliata ma lunga"}, 401),
        ({"sentence": "urgente"}, 422),
        ({"reason": "curiosity"}, 422),
    ],
)
def test_without_password_or_reason_it_stays_whole(
    office, ask, break_glass, changed, status
):
    assert break_glass(**changed).status_code == status
    assert ask("/access/broken-glass", "dpo").json == []
    assert ask(f"/households/{office.household_id}/story", "anna").status_code == 404


def test_who_does_no_case_work_cannot_break_it(break_glass):
    for who in ("dpo", "admin"):
        assert break_glass(who).status_code == 404


def test_the_supervisor_of_the_case_and_the_dpo_are_told_at_once(
    office, ask, break_glass
):
    break_glass()
    for who in ("capo", "dpo"):
        [told] = ask("/access/broken-glass", who).json
        assert (told["actor"], told["reason"]) == ("elefanti/anna", "danger_to_life")
        assert told["sentence"] == SENTENCE
    assert ask("/access/broken-glass", "altro").json == []
    assert ask("/access/broken-glass", "anna").status_code == 403


def test_it_is_reviewed_once_and_by_another(ask, break_glass, client):
    broken_id = break_glass("capo").json["id"]

    def review(who):
        return client.post(
            f"/api/access/broken-glass/{broken_id}/review",
            json={"outcome": "justified", "on": "2025-09-02"},
            headers={"Authorization": f"Bearer {who}"},
        ).status_code

    assert review("anna") == 403
    assert review("capo") == 403
    assert review("dpo") == 204
    assert review("dpo") == 409
    assert ask("/access/broken-glass", "dpo").json[0]["outcome"] == "justified"


def test_the_sentence_is_in_no_event(office, break_glass):
    break_glass()
    with office.house.office("intake").store.reading() as session:
        events = session.execute(
            "SELECT topic, state FROM events WHERE topic LIKE 'access.BrokenGlass%'"
        )
    assert len(events) == 1
    assert SENTENCE.encode() not in events[0][1]
    assert PASSWORD.encode() not in events[0][1]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2025, 9, 1), date(2025, 9, 8)),
        (date(2025, 9, 5), date(2025, 9, 12)),
        (date(2025, 4, 24), date(2025, 5, 5)),
        (date(2025, 12, 24), date(2026, 1, 5)),
    ],
)
def test_five_working_days_know_weekends_and_holidays(day, due):
    assert after_working_days(day, 5) == due


def test_what_is_seen_through_it_is_written_down(office, ask, break_glass):
    story = f"/households/{office.household_id}/story"
    log = office.house.office("intake").access.log
    break_glass()
    assert log.of(office.household_id) == []
    assert ask(story, "anna").status_code == 200
    [it] = log.of(office.household_id)
    assert (it.actor, it.role, it.address) == ("elefanti/anna", "case_worker", "story")
    assert it.relation == "emergency"


def test_nobody_else_who_fails_to_sign_in_keeps_it_whole(client, break_glass):
    for number in range(4):
        wrong = {"actor": f"nobody/{number}", "password": "sbagliata ma lunga"}
        client.post("/api/session", json=wrong)
    right = {"actor": WHO["anna"][0], "password": PASSWORD}
    assert client.post("/api/session", json=right).status_code == 429
    assert break_glass().status_code == 201


def test_no_digest_of_the_password_is_kept(office, client):
    body = {
        "household_id": str(office.household_id),
        "reason": "danger_to_life",
        "sentence": SENTENCE,
        "password": PASSWORD,
    }
    headers = {"Authorization": "Bearer anna", "Idempotency-Key": "k"}
    told = client.post("/api/access/break-glass", json=body, headers=headers)
    assert told.status_code == 422
    with office.house.office("intake").store.reading() as session:
        assert session.execute("SELECT * FROM answers_v1") == []


def test_its_sentence_goes_with_who_is_erased(office, ask, break_glass):
    other = office.household("T3", "D3")
    on = date(2025, 4, 1)
    with office.command() as intake:
        told = {"surname": "Bianchi", "name": "Anna"}
        person_id = intake.register_person(other, told, on)
    for it in (other, office.household_id):
        assert break_glass(household_id=str(it)).status_code == 201
    with office.command() as intake:
        intake.erase_person(person_id, on)
    listed = ask("/access/broken-glass", "dpo").json
    assert {it["household_id"]: it["sentence"] for it in listed} == {
        str(other): "[cancellato]",
        str(office.household_id): SENTENCE,
    }
