"""The workshops' commands: files taken whole or refused by a sentence, nothing half."""

import pytest
from click.testing import CliRunner

from azione0.commands import main
from azione0.commands.opening import open_office

CATALOGUE = """
[conti_di_casa]
kind = "family_budget"
title = "Conti di casa"
aims = ["know_outgoings"]
sessions = 6
minutes = 120
capacity = 12
"""
HEAD = "household_type;valid_from;threshold_cents;housing_cents\n"
NOBODY = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture
def azione0(tmp_path, monkeypatch):
    for name in ("AZIONE0_NAME", "AZIONE0_AMQP", "AZIONE0_PARTNERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(main, ["workshops", *words])


def stored():
    with open_office("workshops") as office, office.store.reading() as session:
        [[thresholds]] = session.execute("SELECT count(*) FROM thresholds_v1")
        return office.store.max_notification_id() or 0, thresholds


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[x", "no TOML"),
        (b"\xff\xfe", "no TOML"),
        ("x = 1", "object"),
        (CATALOGUE.replace('"family_budget"', '"magic"'), "kind"),
        (CATALOGUE.replace("sessions = 6", "sessions = 0"), "sessions"),
        (CATALOGUE.replace("sessions = 6", 'sessions = "many"'), "int"),
        (CATALOGUE.replace("capacity = 12", ""), "capacity"),
        (CATALOGUE.replace("conti_di_casa", '"Conti di casa"'), "code"),
        (CATALOGUE + CATALOGUE.replace("conti_di_casa", "b").replace("120", "0"), "b"),
        ("#" * 1_100_000, "megabyte"),
    ],
)
def test_a_catalogue_that_cannot_be_is_refused_whole(azione0, tmp_path, content, said):
    path = tmp_path / "catalogue.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    told = azione0("load-catalogue", str(path))
    assert told.exit_code == 2, told.output
    assert said in told.output
    assert "Traceback" not in told.output
    assert stored() == (0, 0)


def test_a_catalogue_is_loaded_and_the_same_again_adds_nothing(azione0, tmp_path):
    path = tmp_path / "catalogue.toml"
    path.write_text(CATALOGUE)
    assert azione0("load-catalogue", str(path)).exit_code == 0
    first = stored()
    assert azione0("load-catalogue", str(path)).exit_code == 0
    assert stored() == first == (1, 0)
    shipped = azione0("load-catalogue", "--on", "2025-01-01")
    assert shipped.exit_code == 0, shipped.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1"),
        ("household_type;valid_from\n", "line 1"),
        (HEAD, "0 rows"),
        (HEAD + "single;2025-02-30;83978;30000\n", "line 2"),
        (HEAD + "single;2025-01-01;839,78;30000\n", "line 2"),
        (HEAD + "single;2025-01-01;-1;0\n", "line 2"),
        (HEAD + "single;2025-01-01;100;200\n", "housing"),
        (HEAD + "single;2025-01-01;1;0\n" * 2, "twice"),
        (HEAD + "ok;2025-01-01;1;0\n;2025-01-01;1;0\n", "line 3"),
        (HEAD + "single;2025-01-01;99999999999;0\n", "housing"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_table_that_cannot_be_is_refused_whole(azione0, tmp_path, content, said):
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    told = azione0("load-thresholds", str(path))
    assert told.exit_code == 2, told.output
    assert said in told.output
    assert "Traceback" not in told.output
    assert stored() == (0, 0)


def test_a_table_is_loaded_whole(azione0, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(HEAD + "single;2025-01-01;83978;30000\ncouple;2025-01-01;1;0\n")
    assert azione0("load-thresholds", str(path)).exit_code == 0
    assert stored() == (0, 2)


@pytest.mark.parametrize(
    "words",
    [
        ("certificate",),
        ("certificate", "no-id", "--name", "Anna"),
        ("certificate", NOBODY, "--name", "Anna"),
        ("certificate", NOBODY, "--name", "Anna", "--on", "2025-02-30"),
        ("certificate", NOBODY, "--name", "Anna", "--format", "docx"),
        ("load-catalogue", "/nowhere/catalogue.toml"),
        ("load-catalogue", "--on", "domani"),
        ("load-thresholds",),
    ],
)
def test_what_is_asked_wrongly_is_refused_by_a_sentence(azione0, words):
    told = azione0(*words)
    assert told.exit_code == 2
    assert told.output
    assert "Traceback" not in told.output
