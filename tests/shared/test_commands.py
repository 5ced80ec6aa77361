"""The verbs of the one command, as a person or a script calls them."""

import json
import socket
import subprocess
import sys
from contextlib import closing
from datetime import date
from uuid import UUID

import pytest
from click.testing import CliRunner
from cooperatives import partners_file
from examples import EXAMPLES

from azione0.access.followers import Fact, note_follower
from azione0.commands import main
from azione0.commands.opening import clock, open_office
from azione0.contracts.workshops import WorkshopScheduled
from azione0.letter import Raw, write
from azione0.tokens import Keyring


@pytest.fixture
def environ(tmp_path, monkeypatch):
    for name in ("AZIONE0_NAME", "AZIONE0_AMQP", "AZIONE0_PARTNERS", "AZIONE0_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZIONE0_LANG", "it")
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("AZIONE0_TOKENS", str(tmp_path / "tokens.toml"))
    (tmp_path / "tokens.toml").touch()
    return tmp_path


@pytest.fixture
def azione0(environ):
    def call(*words):
        return CliRunner().invoke(main, words)

    return call


def scheduled(letter_id, **changed):
    raw = write(
        EXAMPLES[WorkshopScheduled],
        id=letter_id,
        source="//la-rete/workshops",
        recorded_at=clock(),
        correlation_id="c",
        causation_id="c",
    )
    return Raw({**raw.headers, **changed}, raw.body)


def change(kind, statement):
    with open_office(kind) as office, office.store.database.writing() as session:
        session.execute(statement)


def park(kind, raw):
    with open_office(kind) as office:
        office.inbox.take([raw])
    change(kind, "UPDATE inbox SET state = 'parked'")


# -- the verbs


def test_every_verb_explains_itself(azione0):
    shown = azione0("--help")
    assert shown.exit_code == 0
    verbs = [
        line.split()[0]
        for line in shown.output.partition("Commands:")[2].splitlines()
        if line.strip()
    ]
    assert {"close-day", "doctor", "import", "letters", "parked", "run"} <= set(verbs)
    assert "opening" not in verbs
    for verb in verbs:
        explained = azione0(verb, "--help")
        assert explained.exit_code == 0, verb
        assert explained.output.count("\n") > 3, verb


def test_an_unknown_verb_is_refused(azione0):
    assert azione0("fly").exit_code == 2


def test_a_wrong_setting_is_one_sentence_without_a_traceback(azione0, monkeypatch):
    monkeypatch.setenv("AZIONE0_PORT", "http")
    refused = azione0("parked", "list", "ledger")
    assert refused.exit_code == 2
    assert (
        refused.output == "Errore: AZIONE0_PORT=http: give a number from 1 to 65535\n"
    )


def test_asking_what_verbs_there_are_wakes_no_server(environ):
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, azione0.commands; print(sorted(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"nameko", "eventlet", "flask", "psycopg"} & set(
        asked.stdout.replace("'", "").strip("[]\n").split(", ")
    )


# -- parked letters


def test_a_parked_letter_is_listed_and_shown(azione0):
    park("ledger", scheduled("a"))
    listed = azione0("parked", "list", "ledger").output.splitlines()
    assert listed[0].startswith("Posto\tStato")
    assert "parked\tit.azione0.workshops.WorkshopScheduled.v1" in listed[1]
    shown = json.loads(azione0("parked", "show", "ledger", "1").output)
    assert shown["headers"]["ce-id"] == "a"
    assert json.loads(shown["body"])["sessions"] > 0


def test_a_parked_letter_tried_again_is_no_longer_parked(azione0):
    park("ledger", scheduled("a"))
    assert azione0("parked", "retry", "ledger", "1").exit_code == 0
    assert len(azione0("parked", "list", "ledger").output.splitlines()) == 1


def test_a_letter_that_fails_again_says_why(azione0):
    park("ledger", scheduled("a", **{"ce-type": "it.azione0.workshops.Unheard.v9"}))
    again = azione0("parked", "retry", "ledger", "1")
    assert again.exit_code == 1
    assert "Unheard" in again.output


def test_a_letter_put_aside_keeps_who_and_why(azione0):
    park("ledger", scheduled("a"))
    words = ("parked", "discard", "ledger", "1")
    assert azione0(*words).exit_code == 2, "a reason is required"
    assert azione0(*words, "--reason", "doppia", "--by", "anna").exit_code == 0
    assert len(azione0("parked", "list", "ledger").output.splitlines()) == 1
    with open_office("ledger") as office, office.store.reading() as session:
        [[reason]] = session.execute("SELECT reason FROM inbox")
    assert "anna" in reason
    assert "doppia" in reason


def test_where_nothing_is_parked_it_is_said_in_a_sentence(azione0):
    refused = azione0("parked", "show", "ledger", "7")
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


# -- letters


def test_who_lags_behind_whom_is_shown(azione0, environ):
    change("reporting", "UPDATE recipients SET last_number = 0")
    ahead = "UPDATE recipients SET last_number = 5 WHERE recipient = 'reporting'"
    change("ledger", ahead)
    shown = azione0("letters").output.splitlines()
    assert "ledger\treporting\t5\t0\t5" in shown


def test_nothing_is_made_by_asking_for_letters(azione0, environ):
    assert azione0("letters").exit_code == 0
    assert not (environ / "data").exists()


# -- tokens


def test_a_token_is_shown_once_and_lets_its_actor_act(azione0, environ):
    words = ("tokens", "add", "comune/anna", "--organisation", "comune")
    given = azione0(*words, "--role", "operator")
    assert given.exit_code == 0
    token = given.stdout.strip()
    actor = Keyring(environ / "tokens.toml").actor(token)
    assert actor.name == "comune/anna"
    listed = azione0("tokens", "list")
    assert "comune/anna" in listed.output
    assert token not in listed.output
    assert azione0("tokens", "revoke", "comune/anna").exit_code == 0
    assert Keyring(environ / "tokens.toml").actor(token) is None


def test_no_token_is_given_without_a_role(azione0, environ):
    words = ("tokens", "add", "anna", "--organisation", "comune")
    assert azione0(*words).exit_code == 2
    assert azione0("tokens", "revoke", "nobody").exit_code == 2
    assert (environ / "tokens.toml").read_text() == ""


# -- closing a day


def test_a_day_can_be_closed_again(azione0):
    first, again = (
        azione0("close-day", "2026-03-01"),
        azione0("close-day", "2026-03-01"),
    )
    assert first.exit_code == again.exit_code == 0
    assert "ledger: giorno 2026-03-01 chiuso" in first.output
    assert "employment: giorno 2026-03-01 chiuso" in first.output
    only = azione0("close-day", "2026-03-02", "--service", "employment")
    assert "ledger" not in only.output


def test_what_is_no_day_is_refused(azione0):
    assert azione0("close-day", "2026-02-30").exit_code == 2


# -- doctor


def findings(azione0):
    examined = azione0("doctor", "--json")
    answer = json.loads(examined.output)
    assert answer["well"] == (examined.exit_code == 0)
    return {it["what"]: it for it in answer["findings"]}


def test_the_doctor_makes_nothing(azione0, environ):
    findings(azione0)
    assert not (environ / "data").exists()


def test_the_doctor_finds_parked_letters_and_says_what_to_do(azione0):
    park("ledger", scheduled("a"))
    found = findings(azione0)["ledger: lettere ferme"]
    assert not found["well"]
    assert found["fix"] == "azione0 parked list ledger"


def test_the_doctor_finds_a_clock_that_is_behind(azione0):
    later = "2999-01-01T00:00:00.000000+00:00"
    change("ledger", f"UPDATE head SET recorded_at = '{later}'")  # noqa: S608
    assert not findings(azione0)["ledger: orologio"]["well"]


def test_the_doctor_finds_households_of_which_nobody_hears(
    azione0, environ, monkeypatch
):
    path = partners_file(environ)
    monkeypatch.setenv("AZIONE0_PARTNERS", str(path))
    monkeypatch.setenv("AZIONE0_NAME", "ledger")
    with open_office("ledger") as office, office.store.database.writing() as session:
        for number, who in enumerate(("la-rete", "comune-brescia")):
            household = UUID(int=number)
            fact = Fact(clock(), f"{number}", date(2025, 1, 1), who)
            note_follower(session, household, household, fact)
    what = "ledger: casi di cui nessun servizio sente"
    found = findings(azione0)[what]
    assert (found["well"], found["seen"]) == (False, "comune-brescia (workshops)")
    partners_file(environ, workshops='["*"]')
    assert findings(azione0)[what]["well"]
    monkeypatch.delenv("AZIONE0_PARTNERS")
    assert what not in findings(azione0)


def test_the_doctor_finds_a_broker_that_does_not_answer(azione0, monkeypatch):
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"amqp://guest:secret@127.0.0.1:{nobody.getsockname()[1]}"
        monkeypatch.setenv("AZIONE0_AMQP", address)
        found = findings(azione0)["broker"]
    assert not found["well"]
    assert "secret" not in json.dumps(found)


def test_the_doctor_finds_another_program_on_the_port(azione0, monkeypatch):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("AZIONE0_PORT", str(port))
        monkeypatch.setenv("AZIONE0_NAME", "ledger")
        monkeypatch.setattr("azione0.commands.doctor.ANSWER_SECONDS", 0.2)
        found = findings(azione0)
    assert not found[f"ledger: porta {port}"]["well"]
    assert found["servizi"]["seen"] == "ledger"


def test_the_doctor_finds_a_tokens_file_that_cannot_be_read(azione0, environ):
    (environ / "tokens.toml").write_text("not toml")
    found = findings(azione0)["token"]
    assert not found["well"]


def test_a_doctor_without_a_machine_to_heal_says_all_is_well(azione0, environ):
    azione0("tokens", "add", "a", "--organisation", "b", "--role", "operator")
    examined = azione0("doctor")
    assert examined.exit_code == 0, examined.output
    assert "✓" in examined.output
    assert "Tutto a posto." in examined.output
