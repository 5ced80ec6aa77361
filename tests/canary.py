"""Words that nobody else says, and where they must not be found, however written."""

import json
from base64 import b64encode
from urllib.parse import quote

import psycopg
from psycopg import sql


def spellings(word):
    """Give the bytes in which a text could stand somewhere."""
    raw = word.encode()
    yield from (raw, word.upper().encode(), word.lower().encode())
    yield from (word.encode("utf-16-le"), word.encode("utf-16-be"))
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    yield json.dumps(word)[1:-1].encode()
    yield quote(word).encode()
    for shift in range(3):
        # What stands around it is not known: the first and last letters are cut off.
        text = b64encode(b"\0" * shift + raw).rstrip(b"=")
        yield text[4 if shift else 0 : -1 - shift]


def found_in(content, words):
    """Give the words of which a spelling is in some bytes."""
    return [
        word
        for word in words
        if any(it in content for it in set(spellings(word)) if it)
    ]


def files_below(folder):
    """Give every file below a folder, as it is on the disk."""
    return {it: it.read_bytes() for it in sorted(folder.rglob("*")) if it.is_file()}


def rows_of(database):
    """Give every row of every table, by table: as text, with bytes as they are."""
    if database.dialect == "sqlite":
        with database.reading() as session:
            names = session.execute("SELECT name FROM sqlite_master WHERE type='table'")
            return {
                name: b"\n".join(
                    _bytes(value)
                    for row in session.execute(f'SELECT * FROM "{name}"')  # noqa: S608
                    for value in row
                )
                for (name,) in names
            }
    with psycopg.connect(database.url) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return {
            name: b"\n".join(
                _bytes(value)
                for row in connection.execute(
                    sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))
                )
                for value in row
            )
            for (name,) in names
        }


def _bytes(value):
    return (
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    )
