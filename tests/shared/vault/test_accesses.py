"""Who read what is found by person and household, and forgotten after its time."""

from datetime import UTC, datetime
from uuid import UUID

from azione0.database import open_database
from azione0.vault.accesses import (
    TABLES,
    Reader,
    accesses,
    forget_accesses,
    note_access,
)

ANNA, BRUNO, HOUSE = UUID(int=1), UUID(int=2), UUID(int=3)
READER = Reader("la-rete/operatrice", "la-rete", "operator", "r-1")


def note(session, persons, day, **told):
    note_access(
        session,
        READER,
        persons,
        purpose="social_file",
        action="read",
        field_classes=["identity", "contact"],
        at=datetime(2026, 1, day, tzinfo=UTC),
        **told,
    )


def test_a_list_is_one_reading_of_many_persons(database_url):
    database = open_database(database_url)
    database.create(TABLES)
    with database.writing() as session:
        note(session, [ANNA], 1, household_id=HOUSE)
        note(session, [ANNA, BRUNO], 2)
        assert [it.number for it in accesses(session, person_id=ANNA)] == [2, 1]
        [of_bruno] = accesses(session, person_id=BRUNO)
        assert (of_bruno.persons, of_bruno.field_classes) == (
            2,
            ("contact", "identity"),
        )
        assert [it.number for it in accesses(session, household_id=HOUSE)] == [1]
        assert forget_accesses(session, datetime(2026, 1, 2, tzinfo=UTC)) == 1
        assert [it.number for it in accesses(session)] == [2]
        assert [it.number for it in accesses(session, person_id=ANNA)] == [2]
    database.close()
