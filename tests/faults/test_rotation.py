"""A rotation of the covering key is killed: both versions read, and it goes on."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from azione0.database import open_database
from azione0.vault.keyring import KeyEncryptionKeyLost, KeyRing
from azione0.vault.wrapping import read_key_file, write_key_file

pytestmark = pytest.mark.faults
PROCESS = Path(__file__).with_name("rewrapping_process.py")
PEOPLE = [UUID(int=it + 1) for it in range(200)]


def process(folder, what):
    return subprocess.Popen(  # noqa: S603  our own code
        [sys.executable, str(PROCESS), str(folder), what],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_killed_rotation_leaves_every_key_readable_and_goes_on(tmp_path):
    for name in ("old", "new"):
        write_key_file(tmp_path / f"{name}.kek")
    with process(tmp_path, "make") as made:
        assert made.wait(120) == 0
    database = open_database(f"sqlite:///{tmp_path}/keys.db")
    old, new = (read_key_file(tmp_path / f"{name}.kek") for name in ("old", "new"))
    before = {it: KeyRing(database, old).newest(it, "identity").secret for it in PEOPLE}

    for covered in (1, 40, 80):
        with process(tmp_path, "rewrap") as rewrapping:
            for _ in range(covered):
                assert rewrapping.stdout.readline() == "covered\n"
            rewrapping.kill()
        both = KeyRing(database, new, [old])
        now = {it: both.newest(it, "identity").secret for it in PEOPLE}
        assert now == before
    with pytest.raises(KeyEncryptionKeyLost):
        [KeyRing(database, new).newest(it, "identity") for it in PEOPLE]

    with process(tmp_path, "rewrap") as rewrapping:
        rest = rewrapping.stdout.read().count("covered")
    assert 0 < rest < len(PEOPLE)
    only = KeyRing(database, new)
    assert {it: only.newest(it, "identity").secret for it in PEOPLE} == before
    database.close()
