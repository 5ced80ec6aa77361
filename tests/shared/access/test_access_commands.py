"""`azione0 access`: granted, asked for and taken back by who has the machine."""

import getpass
from datetime import date
from uuid import UUID

import pytest
from click.testing import CliRunner

from azione0.access.agreements import show_agreement
from azione0.access.controllers import Agreement
from azione0.access.followers import Fact, note_follower
from azione0.commands import main
from azione0.commands.opening import clock, open_office
from azione0.store import Cause

HOUSEHOLD, CASE = UUID(int=1), UUID(int=2)
BOUND = Agreement(
    date(2024, 1, 1),
    UUID(int=3),
    "social_file",
    ("comune-brescia",),
    ("la-rete",),
    "Nomina 1",
    date(2025, 12, 31),
)
ANNA = ("intake", "la-rete/anna")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "250")

    def invoke(*words, code=0):
        done = CliRunner().invoke(main, ["access", *words])
        assert done.exit_code == code, done.output
        return done.output

    return invoke


def test_a_role_is_given_asked_for_and_taken_back(run):
    fact = Fact(clock(), "1", date(2025, 1, 1), "la-rete")
    with (
        open_office("intake") as office,
        office.store.transaction(Cause("test", "case")) as opened,
    ):
        note_follower(opened.session, CASE, HOUSEHOLD, fact)
        show_agreement(opened.session, BOUND)
    given = run(
        *("grant", *ANNA, "--organisation", "la-rete", "--role", "case_worker"),
        *("--from", "2025-01-01"),
    ).strip()
    assert given in run("list", "intake")

    def could(day, *more):
        told = run("could", *ANNA, "read", "--case", str(CASE), "--on", day, *more)
        return "sì" in told

    assert could("2025-03-01")
    assert not could("2024-03-01")
    free = run("could", *ANNA, "read", "--case", str(CASE), "--on", "2026-01-01")
    assert "nessun accordo tra titolari" in free
    assert not could("2025-03-01", "--purpose", "audit")
    run("revoke", *ANNA, given, "--on", "2025-06-01")
    assert could("2025-03-01")
    assert not could("2025-06-01")
    run("revoke", *ANNA, given, code=2)
    with open_office("intake") as office, office.store.reading() as session:
        actors = session.execute("SELECT DISTINCT actor FROM events")
    assert actors == [(getpass.getuser(),)]


def test_a_disabled_actor_is_listed_as_such(run):
    run("grant", *ANNA, "--organisation", "la-rete", "--role", "case_worker")
    run("disable", *ANNA)
    assert "✗" in run("list", "intake")
    run("enable", *ANNA)
    assert "✗" not in run("list", "intake")


def test_a_grant_that_cannot_be_is_one_sentence(run):
    told = run(
        *("grant", *ANNA, "--organisation", "x", "--role", "creditor_operator"), code=2
    )
    assert "creditore" in told
    assert len(run("list", "intake").splitlines()) == 1


def test_nobody_has_seen_what_was_never_shown(run):
    seen = run("log", "intake", "--case", str(HOUSEHOLD))
    assert len(seen.splitlines()) == 1
    assert "0" in run("log", "intake", "--forget")
