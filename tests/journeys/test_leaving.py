"""
A partner leaves, and takes everything along: a new installation gives the same answers.

commands/export.py → ledger/holdings.py → commands/restore.py
"""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from granted import grant

from azione0.commands import main
from azione0.commands.opening import open_office
from azione0.contract import SERVICES
from azione0.house import House
from azione0.leaving import (
    DamagedExport,
    NotAnExport,
    NotEmpty,
    NotNew,
    OtherExport,
    export,
    restore,
    what_is_held,
)
from azione0.office import Office, service_class
from azione0.settings import settings_for
from simulation.programme import Programme

HOUSEHOLDS, MONTHS = 12, 8


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Five services after some months, with what each of them exported."""
    folder = tmp_path_factory.mktemp("lived")
    programme = Programme(households=HOUSEHOLDS, months=MONTHS, seed=11)
    environ = {"AZIONE0_DATA": str(folder / "data")}
    with House(environ, clock=programme.clock) as house:
        programme.live(house, lambda month: None)
        for kind in SERVICES:
            assert export(house.office(kind), folder / kind) > 0
        yield programme, house, folder


def taken_up(kind, folder, url, clock):
    """Give a new service on that database, filled from the folder."""
    environ = {f"AZIONE0_{kind.upper()}_DB": url}
    office = Office(service_class(kind), settings_for(kind, environ), clock=clock)
    restore(office, folder)
    return office


@pytest.mark.parametrize("kind", SERVICES)
def test_what_was_taken_up_is_exported_again_byte_for_byte(
    kind, lived, database_url, tmp_path
):
    programme, _, folder = lived
    office = taken_up(kind, folder / kind, database_url, programme.clock)
    export(office, tmp_path / "again")
    office.close()
    for first in sorted((folder / kind).iterdir()):
        if first.suffix == ".jsonl":
            assert (tmp_path / "again" / first.name).read_bytes() == first.read_bytes()
    manifests = [
        json.loads((it / "manifest.json").read_text())["tables"]
        for it in (folder / kind, tmp_path / "again")
    ]
    assert manifests[0] == manifests[1]


def test_the_new_ledger_answers_as_the_old_one(lived, database_url):
    programme, house, folder = lived
    office = taken_up("ledger", folder / "ledger", database_url, programme.clock)
    asked = 0
    for household_id, creditor_id in _accounts(house):
        for back in (0, 70):
            day = programme.today - timedelta(back)
            ours = house.ledger.standing(household_id, creditor_id, day)
            assert office.application.standing(household_id, creditor_id, day) == ours
            asked += 1
    office.close()
    assert asked > HOUSEHOLDS


def test_the_new_reporting_has_the_same_projections(lived, database_url):
    programme, house, folder = lived
    office = taken_up("reporting", folder / "reporting", database_url, programme.clock)
    assert office.application.digest() == house.reporting.digest()
    assert office.application.glance() == house.reporting.glance()
    office.close()


def test_a_service_taken_up_goes_on_numbering_and_saying(lived, database_url):
    programme, house, folder = lived
    office = taken_up("intake", folder / "intake", database_url, programme.clock)
    old = house.office("intake").relay
    assert office.relay.page("ledger", 0, 10_000) == old.page("ledger", 0, 10_000)
    assert office.relay.step() == 0
    source = house.office("ledger").settings.me.source
    known = house.office("intake").inbox.last_number(source)
    assert office.inbox.last_number(source) == known > 0
    office.close()


def test_every_table_says_what_it_holds(lived):
    _, house, folder = lived
    for kind in SERVICES:
        held = what_is_held(house.office(kind))
        tables = json.loads((folder / kind / "manifest.json").read_text())["tables"]
        assert not set(tables) - set(held)
        text = (folder / kind / "LEGGIMI.md").read_text()
        assert all(held[it] in text and f"{it}.jsonl" in text for it in tables)


def test_every_event_says_its_form(lived):
    _, _, folder = lived
    for kind in SERVICES:
        told = json.loads((folder / kind / "dictionary.json").read_text())["events"]
        with (folder / kind / "events.jsonl").open() as lines:
            topics = {json.loads(line)["topic"] for line in lines}
        assert topics == set(told)
        assert all(it["state"]["$ref"] for it in told.values())


def test_a_folder_that_holds_something_is_left_alone(lived, tmp_path):
    _, house, _ = lived
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotEmpty, match="non è vuota"):
        export(house.office("intake"), tmp_path)
    assert [it.name for it in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_no_whole_export_is_refused_and_changes_nothing(
    lived, database_url, tmp_path
):
    programme, _, folder = lived
    environ = {"AZIONE0_INTAKE_DB": database_url}
    office = Office(
        service_class("intake"),
        settings_for("intake", environ),
        clock=programme.clock,
    )
    (tmp_path / "cut").mkdir()
    with pytest.raises(NotAnExport):
        restore(office, tmp_path / "cut")
    with pytest.raises(OtherExport, match="ledger"):
        restore(office, folder / "ledger")
    changed = _copied(folder / "intake", tmp_path / "changed")
    with (changed / "cases_v2.jsonl").open("a") as file:
        file.write("\n")
    with pytest.raises(DamagedExport, match="cases_v2"):
        restore(office, changed)
    missing = _copied(folder / "intake", tmp_path / "missing")
    (missing / "tasks_v1.jsonl").unlink()
    with pytest.raises(DamagedExport, match="tasks_v1"):
        restore(office, missing)
    other = _copied(folder / "intake", tmp_path / "other")
    words = (other / "dictionary.json").read_text()
    (other / "dictionary.json").write_text(words.replace('"attempts"', '"tries"'))
    with pytest.raises(OtherExport, match="cases_v2"):
        restore(office, other)
    assert office.store.max_notification_id() in (0, None)
    restore(office, folder / "intake")
    with pytest.raises(NotNew, match="events"):
        restore(office, folder / "intake")
    office.close()


def test_the_two_commands(lived, tmp_path, monkeypatch):
    _, _, folder = lived
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "new"))
    run = CliRunner().invoke
    told = run(main, ["restore", "workshops", str(folder / "workshops")])
    assert told.exit_code == 0, told.output
    told = run(main, ["export", "workshops", str(tmp_path / "out")])
    assert (told.exit_code, "AZIONE0_ACTOR" in told.output) == (2, True)
    monkeypatch.setenv("AZIONE0_ACTOR", "comune/dpo")
    with open_office("workshops") as office:
        grant(office, "comune/dpo", "comune", "dpo")
    told = run(main, ["export", "workshops", str(tmp_path / "out")])
    assert told.exit_code == 0, told.output
    assert "LEGGIMI.md" in told.output
    told = run(main, ["restore", "workshops", str(folder / "workshops")])
    assert told.exit_code == 2
    assert "già un passato" in told.output


def _accounts(house):
    with house.office("ledger").store.reading() as session:
        return session.execute("SELECT household_id, creditor_id FROM accounts_v1")


def _copied(folder, to):
    to.mkdir()
    for it in folder.iterdir():
        (to / it.name).write_bytes(it.read_bytes())
    return to
