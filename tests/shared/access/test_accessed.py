"""Who read what is found by person and household, and forgotten after its time."""

from datetime import UTC, datetime
from uuid import UUID

from azione0.access.accessed import (
    DAYS_KEPT,
    TABLES,
    DataAccessed,
    Reader,
    accesses,
    forget,
    note,
    note_reading,
)
from azione0.database import open_database

ANNA, BRUNO, HOUSE, CASE = (UUID(int=it) for it in (1, 2, 3, 4))
FIRST, SECOND, THIRD = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3))


def read(session, persons, at, request_id, about=()):
    reader = Reader("la-rete/anna", "la-rete", "case_worker", request_id, "own")
    note_reading(
        session,
        reader,
        persons,
        purpose="social_file",
        action="read",
        field_classes=["identity", "contact"],
        at=at,
        about=about,
    )


def listed(at):
    return DataAccessed(
        *("list", at, "la-rete/anna", "la-rete", "case_worker", "support", "programme"),
        *(None, "cases", "list", "none", 1, (HOUSE,)),
    )


def names(found):
    return [it.access_id for it in found]


def test_readings_of_the_vault_and_of_the_door_are_one_log(database_url):
    database = open_database(database_url)
    database.create(TABLES)
    with database.writing() as session:
        read(session, [ANNA, ANNA], FIRST, "r", [HOUSE, CASE])
        read(session, [ANNA, BRUNO], SECOND, "r")
        note(session, listed(THIRD))
        assert names(accesses(session, [ANNA])) == ["r", "r/2"]
        [of_bruno] = accesses(session, [BRUNO])
        assert (of_bruno.count, of_bruno.fields) == (2, "contact,identity")
        assert names(accesses(session, [HOUSE])) == ["r", "list"]
        assert names(accesses(session, [CASE, BRUNO])) == ["r", "r/2"]
        assert accesses(session, []) == []
        assert [it.relation for it in accesses(session)] == ["own", "own", "programme"]
        assert forget(session, database.dialect, FIRST + DAYS_KEPT) == 0
        assert forget(session, database.dialect, SECOND + DAYS_KEPT) == 1
        assert names(accesses(session)) == ["r/2", "list"]
    database.close()
