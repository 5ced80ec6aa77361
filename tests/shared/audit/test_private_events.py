"""What each service recorded about a household, asked from it by an auditor."""

import json
from base64 import b64decode
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from click.testing import CliRunner
from creditors import months
from granted import grant
from rent_roll import ALER, close, let

from azione0.audit.case import difference, gather
from azione0.audit.entries import entry_of
from azione0.audit.history import events_about, private
from azione0.audit.merkle import is_included, leaf_hash
from azione0.audit.note import checkpoint_of, text_of
from azione0.catchup import NoAnswer
from azione0.commands import main
from azione0.contract import SERVICES
from azione0.door.web import create_app
from azione0.house import House
from azione0.partners import default_partners
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens

ON = date(2025, 4, 1)
SEEN = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = date(2026, 12, 31)


class Clock:
    now = SEEN

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tokens(tmp_path):
    write_tokens(
        tmp_path / "tokens.toml",
        [
            Grant(hash_of("look"), Actor("corte/elena", "corte", ("reader",))),
            Grant(hash_of("work"), Actor("la-rete/anna", "la-rete", ("operator",))),
        ],
    )
    return tmp_path / "tokens.toml"


@pytest.fixture
def house(tmp_path, tokens, clock):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=clock) as opened:
        yield opened


@pytest.fixture
def household_id(house):
    found = let(house, months(date(2025, 1, 10), 4))
    close(house, date(2025, 5, 31))
    return found


def ask(house, kind, household_id, who="look", **query):
    client = create_app(house.office(kind)).test_client()
    return client.get(
        f"/api/audit/households/{household_id}",
        query_string=query,
        headers={"Authorization": f"Bearer {who}"},
    )


def log_of(office):
    with office.store.reading() as session:
        return session.execute(
            "SELECT actor, address FROM data_accessed_v1 WHERE actor = 'corte/elena'"
        )


def test_an_auditor_is_given_every_event_with_its_proof_and_it_is_recorded(
    house, household_id
):
    house.exchange_seals()
    names = set()
    for kind in ("intake", "ledger"):
        office = house.office(kind)
        grant(office, "corte/elena", "corte", "auditor", until=UNTIL)
        assert log_of(office) == []
        answer = ask(house, kind, household_id)
        assert answer.status_code == 200, answer.json
        assert log_of(office) == [("corte/elena", "private_events")]
        point = checkpoint_of(text_of(answer.json["checkpoint"]))
        assert point.origin.endswith(kind)
        # The log's own line, and those of the four others.
        assert len(answer.json["checkpoint"].splitlines()) == 4 + 5
        for event in answer.json["events"]:
            names.add(event["topic"])
            row = (
                event["seq"],
                UUID(event["event_id"]),
                UUID(event["noun_id"]),
                event["noun_version"],
                event["topic"],
                event["class_version"],
                event["actor"],
                event["correlation"],
                event["causation"],
                datetime.fromisoformat(event["recorded_at"]),
                event["state"].encode(),
            )
            proof = [b64decode(it) for it in event["proof"]]
            leaf = leaf_hash(entry_of(row))
            assert is_included(leaf, row[0] - 1, point.size, proof, point.root)
    assert {
        "intake.Household.Registered",
        "intake.Tenancy.Registered",
        "ledger.Account.ChargePosted",
        "ledger.Account.ArrearsDetected",
        "intake.Arrears.Detected",
    } - names == {"intake.Tenancy.Registered"}  # it was there before the household


@pytest.mark.parametrize(
    ("until", "role", "token"),
    [
        (None, "auditor", "look"),
        (date(2025, 12, 31), "auditor", "look"),
        (UNTIL, "accountant", "look"),
        (UNTIL, "auditor", "work"),
    ],
)
def test_without_an_auditors_grant_for_a_time_nothing_is_told(
    house, household_id, until, role, token
):
    office = house.office("ledger")
    grant(office, "corte/elena", "corte", role, until=until)
    grant(office, "la-rete/anna", "la-rete", "supervisor")
    answer = ask(house, "ledger", household_id, token)
    assert answer.status_code == 404
    assert log_of(office) == []


def test_only_what_counted_by_a_day_and_was_known_by_an_instant_is_told(
    house, household_id, clock
):
    clock.now = datetime(2026, 2, 1, tzinfo=UTC)
    house.hand_in("ledger", [ALER.bill(date(2025, 6, 10))])
    house.deliver()
    store = house.ledger.store
    with store.reading() as session:
        everything = events_about(session, household_id)
        early = events_about(session, household_id, as_of=date(2025, 2, 15))
        before = events_about(session, household_id, known_at=SEEN)
    assert len(early) < len(before) < len(everything)
    assert max(it.effective_on for it in early) <= date(2025, 2, 15)
    assert {it.recorded_at for it in before} == {SEEN}
    # A bill says its day inside.
    bills = [it for it in early if it.topic == "ledger.Account.ChargePosted"]
    assert [it.effective_on.month for it in bills] == [1, 2]


def test_another_household_is_not_told_of(house, household_id):
    other = UUID(int=5)
    for kind in SERVICES:
        assert private(house.office(kind).store, other)["events"] == []


def ways(house):
    """Every service's own events over its HTTP, as the auditor's program asks."""

    def way(kind):
        def asking(household_id, as_of, known_at):
            query = {"as_of": as_of, "known_at": known_at and known_at.isoformat()}
            told = {it: held for it, held in query.items() if held is not None}
            answer = ask(house, kind, household_id, **told)
            assert answer.status_code == 200, answer.json
            return answer.json

        return asking

    for kind in SERVICES:
        grant(house.office(kind), "corte/elena", "corte", "auditor", until=UNTIL)
    partners = {it.name: it for it in default_partners()}
    return {partners[kind]: way(kind) for kind in SERVICES}


def test_a_case_is_told_across_services_with_who_why_and_by_which_rules(
    house, household_id
):
    lines = gather(household_id, ways(house)).lines()
    assert lines == sorted(lines, key=lambda it: it.order)
    found = next(it for it in lines if it.name == "Account.ArrearsDetected")
    assert (found.service, found.organisation) == ("ledger", "aler-bcm")
    assert found.actor == "timer"
    assert found.rule_version
    told = next(it for it in lines if it.name == "Arrears.Detected")
    assert told.service == "intake"


def test_the_difference_between_two_questions_is_what_only_one_of_them_tells(
    house, household_id, clock
):
    clock.now = datetime(2026, 2, 1, tzinfo=UTC)
    house.hand_in("ledger", [ALER.bill(date(2025, 6, 10))])
    house.deliver()
    found = ways(house)
    now = gather(household_id, found).lines()
    then = gather(household_id, found, known_at=SEEN).lines()
    changed = list(difference(then, now))
    assert changed
    assert {mark for mark, _ in changed} == {"+"}
    assert {it.recorded_at for _, it in changed} == {clock.now}
    assert {it.event_id for _, it in changed} == {it.event_id for it in now} - {
        it.event_id for it in then
    }
    assert {mark for mark, _ in difference(now, then)} == {"-"}


def test_who_was_erased_is_shown_so_in_every_service(house):
    household_id = let(house, [])
    with house.intake.transaction(Cause("la-rete/anna", "person")):
        person_id = house.intake.register_person(
            household_id, {"surname": "Canarino", "name": "Ada"}, ON
        )
    found = ways(house)
    before = gather(household_id, found)
    assert any(it.name == "Person.Registered" for it in before.lines())
    with house.intake.transaction(Cause("la-rete/anna", "erasure")):
        house.intake.erase_person(person_id, ON)
    house.deliver()
    after = gather(household_id, found).lines()
    told = json.dumps([it.said for it in after])
    assert "[cancellato]" in told
    assert str(person_id) not in told
    assert "Canarino" not in json.dumps(
        before.answers and list(before.answers.values())
    )
    by = {it.service for it in after if "[cancellato]" in it.said}
    assert {"ledger", "workshops", "employment", "reporting"} <= by


def test_a_service_that_does_not_answer_is_named_and_the_others_go_on(
    house, household_id
):
    def away(*_asked):
        raise NoAnswer("gone")

    found = ways(house)
    partner = next(it for it in found if it.name == "intake")
    found[partner] = away
    gathered = gather(household_id, found)
    assert gathered.silent == {partner: "NoAnswer: gone"}
    assert any(it.service == "ledger" for it in gathered.lines())


def test_the_command_reads_what_is_here_and_tells_the_difference(
    house, household_id, monkeypatch, tmp_path
):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    monkeypatch.delenv("AZIONE0_AUDIT_TOKEN", raising=False)
    monkeypatch.setenv("AZIONE0_ACTOR", "corte/nessuno")
    refused = CliRunner().invoke(main, ["case", str(household_id), "--private"])
    assert refused.exit_code == 2
    assert "non ammesso a case --private" in refused.stderr
    monkeypatch.setenv("AZIONE0_ACTOR", "corte/elena")
    for office in house.offices.values():
        grant(office, "corte/elena", "corte", "auditor", until=date(2199, 1, 1))

    def run(*words):
        answer = CliRunner().invoke(main, ["case", str(household_id), *words])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    told = run("--private")
    assert "Account.ArrearsDetected · timer" in told
    assert "versione delle regole" in told
    lines = json.loads(run("--private", "--json"))
    assert {it["service"] for it in lines} >= {"intake", "ledger"}
    changed = json.loads(
        run("--as-of", "2025-12-31", "--diff-as-of", "2025-03-31", "--json")
    )
    assert {it["change"] for it in changed} == {"+"}
    assert min(it["effective_on"] for it in changed) > "2025-03-31"
