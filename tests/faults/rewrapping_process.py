"""Covers keys anew, one at a time, until it is done or killed."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from azione0.database import open_database
from azione0.vault.keyring import KeyRing
from azione0.vault.wrapping import read_key_file

folder, what = Path(sys.argv[1]), sys.argv[2]
old, new = (read_key_file(folder / f"{name}.kek") for name in ("old", "new"))
database = open_database(f"sqlite:///{folder}/keys.db")
if what == "make":
    ring = KeyRing(database, old)
    for person in range(200):
        ring.make(UUID(int=person + 1), "identity", datetime(2026, 1, 1, tzinfo=UTC))
else:
    ring = KeyRing(database, new, [old])
    while ring.rewrap(1):
        print("covered", flush=True)  # noqa: T201  the test listens
