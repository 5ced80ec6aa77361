"""`azione0 case` and `azione0 replay`, as they are typed."""

import json

import pytest
from click.testing import CliRunner
from granted import grant
from postman import (
    HOUSEHOLD,
    billed,
    hand_in,
    letter,
    miss_retracted,
    missed,
    open_house,
)

from azione0.codes import household_code
from azione0.commands import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    monkeypatch.setenv("AZIONE0_LANG", "it")
    monkeypatch.setenv("AZIONE0_ACTOR", "revisore/carlo")
    with open_house(tmp_path) as house:
        grant(house.office("reporting"), "revisore/carlo", "revisore", "auditor")
        hand_in(
            house,
            [
                letter(billed("2025-08-31", 10000)),
                letter(missed(1, "2025-09-11", "2025-08-31", 10000)),
                letter(miss_retracted(1, "2025-09-20")),
            ],
        )
    return lambda *words: CliRunner().invoke(main, words)


def test_case_tells_the_story_by_its_code(run):
    told = run("case", household_code(HOUSEHOLD))
    assert told.exit_code == 0
    assert "Rata 1 del 31/08/2025 non pagata" in told.output
    assert "Da pagare a ALER BCM: 100,00" in told.output


def test_case_knows_only_what_was_known_at_the_end_of_that_day(run):
    told = run("case", str(HOUSEHOLD), "--known-at", "2025-09-19", "--json")
    lines = json.loads(told.output)["lines"]
    assert [line["unsaid_at"] for line in lines] == [None, None]
    told = run("case", str(HOUSEHOLD), "--known-at", "2025-09-20", "--json")
    assert len(json.loads(told.output)["lines"]) == 3


def test_case_as_of_a_day_leaves_out_what_counts_later(run):
    told = run("case", str(HOUSEHOLD), "--as-of", "2025-09-10", "--json")
    assert [it["event"] for it in json.loads(told.output)["lines"]] == ["ChargePosted"]


def test_case_is_told_to_whom_the_grants_say_and_written_down(run, monkeypatch):
    told = run("case", household_code(HOUSEHOLD))
    assert told.exit_code == 0
    log = run("access", "log", "reporting", "--case", str(HOUSEHOLD)).output
    assert log.count("azione0 case") == 1
    monkeypatch.setenv("AZIONE0_ACTOR", "altrove/dora")
    refused = run("case", household_code(HOUSEHOLD))
    assert (refused.exit_code, refused.output.count("\n")) == (2, 1)
    assert "nessun ruolo" in refused.output
    monkeypatch.delenv("AZIONE0_ACTOR")
    assert run("case", household_code(HOUSEHOLD)).exit_code == 2


def test_case_of_nobody_is_one_sentence_and_exit_code_2(run):
    told = run("case", "A0-00000")
    assert (told.exit_code, told.output.count("\n")) == (2, 1)
    assert "A0-00000" in told.output


def test_replay_prints_the_same_digest_every_time(run):
    first, second = (json.loads(run("replay", "--json").output) for _ in range(2))
    assert first["digest"] == second["digest"]
    assert first["letters"] == 3
    assert first["digest"] in run("replay", "--check").output
