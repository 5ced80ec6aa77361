"""A log sealed and verified by who has a terminal; a change is found and named."""

import sqlite3
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from azione0.audit.note import Verifier
from azione0.commands import main
from azione0.house import House
from azione0.store import Cause

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def azione0(tmp_path, monkeypatch):
    """The command, on a workshops service that has planned something."""
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=lambda: NOW) as house:
        intake = house.intake
        with intake.transaction(Cause("comune/anna", "one")):
            intake.adopt_policy("one", {"call_days": "6"}, NOW.date())
            intake.adopt_policy("two", {"call_days": "7"}, date(2026, 2, 1))

    def run(*words):
        if words[0] == "verify":
            words = (*words, "--alone")  # whoever may listen on this machine
        return CliRunner().invoke(main, [str(it) for it in words])

    return run


def test_a_log_is_sealed_kept_elsewhere_and_verified(azione0, tmp_path):
    sealed = azione0("seal", "intake")
    assert sealed.exit_code == 0, sealed.output
    assert sealed.stdout.splitlines()[:2] == ["comune-brescia/intake", "2"]
    kept = tmp_path / "kept.txt"
    kept.write_text(sealed.stdout)
    key = azione0("seal", "intake", "--key").stdout.strip()
    assert Verifier.read(key).name == "comune-brescia/intake"
    assert (tmp_path / "intake.key").stat().st_mode & 0o777 == 0o600
    found = azione0("verify", "intake", "--checkpoint", kept, "--key", key)
    assert found.exit_code == 0, found.output
    assert "2 fatti" in found.stdout


def test_a_change_by_hand_is_found(azione0, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(azione0("seal", "intake").stdout)
    with sqlite3.connect(tmp_path / "intake.db") as database:
        database.execute("UPDATE events SET actor = 'nobody' WHERE seq = 2")
    found = azione0("verify", "intake")
    assert found.exit_code == 2
    assert "fatto 2 non è quello" in found.stderr
    with sqlite3.connect(tmp_path / "intake.db") as database:
        database.execute("DELETE FROM leaves")
        database.execute("DELETE FROM seals")
    assert azione0("seal", "intake").exit_code == 0
    assert azione0("verify", "intake").exit_code == 0
    found = azione0("verify", "intake", "--checkpoint", kept)
    assert found.exit_code == 2
    assert "riscritte" in found.stderr


def test_a_seal_of_another_log_or_by_another_key_is_refused(azione0, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(azione0("seal", "intake").stdout)
    refused = azione0("verify", "workshops", "--checkpoint", kept)
    assert refused.exit_code == 2
    other = azione0("seal", "workshops", "--key").stdout.strip()
    refused = azione0("verify", "intake", "--key", other)
    assert refused.exit_code == 2
    assert "chiave" in refused.stderr


def test_nothing_is_not_sealed(azione0):
    refused = azione0("seal", "employment")
    assert refused.exit_code == 2
    assert "nulla" in refused.stderr
