"""Rows written from their JSON are the rows themselves, on every store."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from azione0.database import open_database

ROW = (
    UUID("00000000-0000-4000-8000-000000000001"),
    "plain",
    None,
    -7,
    True,
    date(2025, 1, 31),
    datetime(2025, 1, 31, 10, 0, 0, 5, tzinfo=UTC),
)
TEXTS = [
    'say "ah"',
    "back\\slash",
    "a, b",
    "null",
    "",
    "line\nbreak",
    "perché €",
    "\\.",
]
COLUMNS = ("id", "name", "note", "cents", "done", "day", "at")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "store", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def test_every_text_comes_back_as_it_was(store, text, tmp_path, request):
    url = f"sqlite:///{tmp_path}/rows.db"
    if store == "postgres":
        url = request.getfixturevalue("postgres_url")
    database = open_database(url)
    rows = [ROW, (ROW[0], text, text, *ROW[3:])]
    with database.writing() as session:
        session.execute(
            "CREATE TABLE rows_v1 (id uuid, name text, note text, cents bigint, "
            "done boolean, day date, at timestamptz)"
        )
        encoded = [msgspec.json.encode(row) for row in rows]
        session.insert_encoded("rows_v1", COLUMNS, rows, encoded)
    with database.reading() as session:
        found = session.execute(f"SELECT {', '.join(COLUMNS)} FROM rows_v1")  # noqa: S608
    database.close()
    assert sorted(found, key=str) == sorted(rows, key=str)
