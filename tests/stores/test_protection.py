"""What PostgreSQL refuses by itself: changed events, and rows of another's cases."""

import secrets
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from front_desk import NOW, TOWER, FrontOffice, detected
from granted import grant
from people_desk import ANNA, ON
from servers import POSTGRES

from azione0 import answers
from azione0.database import SYSTEM, Reader, open_database, reading_for
from azione0.door.web import create_app
from azione0.house import House
from azione0.protection import NotPostgres, protect
from azione0.tokens import Actor, Grant, hash_of, write_tokens

pytestmark = pytest.mark.postgres
TABLES = ("cases_v2", "tasks_v1", "households_v2", "signals_v1")


@pytest.fixture
def roles():
    """An owner and a role for the service, with random names, removed at the end."""
    names = [f"azione0_{it}_{secrets.token_hex(5)}" for it in ("owner", "service")]
    with closing(psycopg.connect(POSTGRES.url(), autocommit=True)) as server:
        for name in names:
            server.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER")
        yield names
        for name in names:
            server.execute(f"DROP ROLE {name}")


@pytest.fixture
def urls(roles):
    """The addresses of a protected intake database, for its owner and its service."""
    owner, service = roles
    with POSTGRES.database() as url:
        database = url.rpartition("/")[2]
        with closing(psycopg.connect(url, autocommit=True)) as server:
            server.execute(f"ALTER DATABASE {database} OWNER TO {owner}")
            server.execute(f"ALTER SCHEMA public OWNER TO {owner}")
        addresses = [
            f"postgresql://{it}@{url.rpartition('@')[2]}" for it in (owner, service)
        ]
        environ = {"AZIONE0_INTAKE_DB": addresses[0]}
        with House(environ, clock=lambda: NOW, kinds=("intake",)) as house:
            opened = house.office("intake").store.database
            opened.create(answers.TABLES)
            for _again in range(2):
                protect(opened, "intake", service)
        yield addresses


@pytest.fixture
def front(urls, tmp_path):
    """The front office at work under the service's own role, with two cases."""
    tokens = tmp_path / "tokens.toml"
    people = {
        "rete": ("la-rete/anna", "la-rete", "case_worker"),
        "volanti": ("volanti/berto", "elefanti-volanti", "case_worker"),
        "auditor": ("revisore/carlo", "revisore", "auditor"),
    }
    write_tokens(
        tokens,
        [Grant(hash_of(it), Actor(*who[:2], ("operator",))) for it, who in
         people.items()],
    )  # fmt: skip
    opened = FrontOffice(
        {
            "AZIONE0_INTAKE_DB": urls[1],
            "AZIONE0_TOKENS": str(tokens),
            "AZIONE0_DATA": str(tmp_path / "data"),
        }
    )
    for who in people.values():
        grant(opened.house.office("intake"), *who)
    opened.target()
    first, second = opened.household(), opened.household("T2", "D2")
    opened.tell(detected(first), detected(second))
    with opened.command() as intake:
        intake.assign_case(intake.case_of(second), "elefanti-volanti", date(2025, 3, 1))
    opened.ids = {"rete": str(first), "volanti": str(second)}
    yield opened
    opened.house.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'somebody else'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE data_accessed_v1 SET actor = 'somebody else'",
        "DELETE FROM data_accessed_v1",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "DROP TABLE events",
        "CREATE TABLE mine (it int)",
        "ALTER TABLE cases_v2 DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_service_s_role_can_undo_nothing(front, urls, statement):
    with closing(psycopg.connect(urls[1])) as service:
        [before] = service.execute("SELECT count(*) FROM events").fetchone()
        assert before > 0
        service.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            service.execute(statement)
        service.rollback()
        [after] = service.execute("SELECT count(*) FROM events").fetchone()
    assert after == before


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events SET actor = 'x'", "DELETE FROM events", "TRUNCATE events"],
)
def test_not_even_the_owner_changes_an_event_by_mistake(front, urls, statement):
    with (
        closing(psycopg.connect(urls[0])) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="never"),
    ):
        owner.execute(statement)


def seen(url, **settings):
    """Give how many rows of each read model a bare query sees with these settings."""
    with closing(psycopg.connect(url)) as bare:
        for name, value in settings.items():
            bare.execute("SELECT set_config(%s, %s, true)", (f"azione0.{name}", value))
        return [
            bare.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        ]


def test_a_query_for_nobody_or_for_a_stranger_sees_no_row(front, urls):
    day = "2025-09-01"
    for url in urls:
        assert seen(url) == [0, 0, 0, 0]
        assert seen(url, organisation="altrove", day=day) == [0, 0, 0, 0]
        assert seen(url, organisation="altrove", purposes="support", day=day) == [0] * 4
        assert seen(url, organisation="", holder="", day=day) == [0, 0, 0, 0]
        both = seen(url, purposes="audit")
        mine = seen(url, organisation="la-rete", day=day)
        theirs = seen(url, organisation="elefanti-volanti", day=day)
        assert both[0] == 2
        assert (mine[0], theirs[0]) == (1, 1)
        assert [a + b for a, b in zip(mine, theirs, strict=True)] == both


def test_letters_still_reach_the_cases_of_every_organisation(front):
    """A reaction works across organisations, under the role that sees no row."""
    store = front.house.office("intake").store
    with reading_for(SYSTEM):
        assert len(front.intake.cases()) == 2
        assert {it.organisation_id for it in front.intake.cases()} == {
            "la-rete",
            "elefanti-volanti",
        }
    assert front.intake.cases() == []
    who = Reader("la-rete", "support", "comune-brescia", "2025-09-01")
    with reading_for(who), store.reading():
        pass
    with reading_for(who):
        assert [str(it.household_id) for it in front.intake.cases()] == [
            front.ids["rete"]
        ]


def test_at_the_door_each_sees_its_own_though_no_code_filters(front, monkeypatch):
    office = front.house.office("intake")
    monkeypatch.setattr(
        type(office.access),
        "visible",
        lambda _self, _asker, declared, rows, said: [
            (row, (declared.rows(row, said),)) for row in rows
        ],
    )
    client = create_app(office).test_client()
    for path in ("cases", "tasks", "households", "signals"):
        for who in ("rete", "volanti", "auditor"):
            headers = {"Authorization": f"Bearer {who}"}
            answer = client.get(f"/api/{path}", headers=headers)
            assert answer.status_code == 200
            expected = {front.ids.get(who)} if who != "auditor" else {
                *front.ids.values()
            }  # fmt: skip
            assert {it["household_id"] for it in answer.json} == expected, path


def test_a_file_has_no_roles_to_protect_it(tmp_path):
    opened = open_database(f"sqlite:///{tmp_path}/store.db")
    with pytest.raises(NotPostgres):
        protect(opened, "intake", "nobody")
    opened.close()


def test_of_the_worklist_each_sees_its_own_and_a_summary_counts_all(front):
    intake = front.house.office("intake").application
    day = date(2025, 9, 1)
    for who, organisation in (("rete", "la-rete"), ("volanti", "elefanti-volanti")):
        with reading_for(Reader(organisation, "support", "comune", str(day))):
            rows = intake.worklist(day).rows
            chosen = intake.selections()
        assert [str(it.household_id) for it in rows] == [front.ids[who]]
        assert [str(it.household_id) for it in chosen] == [front.ids[who]]
    with front.command():
        definition_id = intake.draft_target(
            on=day,
            organisation_id="la-rete",
            buildings=[TOWER],
            bands=["B"],
            valid_from=date(2025, 1, 1),
        )
    with reading_for(Reader("comune", "governance", "comune", str(day))):
        assert intake.preview_target(definition_id, day).found == ()
        told = intake.summarise_target(definition_id, day)
    assert (told.households, told.new) == ("<5", "<5")


PERSONS = ("people_v1", "vault_v1", "person_marks_v1")


@pytest.fixture
def persons(front):
    """Somebody in each household, and who reads of them over HTTP."""
    for who, household_id in [*front.ids.items()]:
        told = ANNA | {"codice_fiscale": "", "name": f"Anna {who}"}
        with front.command() as intake:
            front.ids[f"person of {who}"] = intake.register_person(
                UUID(household_id), told, ON
            )
    client = create_app(front.house.office("intake")).test_client()

    def read(whose, who, purpose="social_file"):
        path = f"/api/persons/{front.ids[f'person of {whose}']}"
        asked = {"purpose": purpose, "on": str(ON)}
        headers = {"Authorization": f"Bearer {who}"}
        return client.get(path, query_string=asked, headers=headers).status_code

    front.read = read
    return front


def counted(url, tables=PERSONS, **settings):
    with closing(psycopg.connect(url)) as bare:
        for name, value in settings.items():
            bare.execute("SELECT set_config(%s, %s, true)", (f"azione0.{name}", value))
        return [
            bare.execute(f"SELECT count(*) FROM {it}").fetchone()[0]  # noqa: S608
            for it in tables
        ]


def test_the_vault_shows_its_rows_to_whom_may_open_them(persons, urls):
    whole = counted(urls[1], purposes="system")
    assert whole[0] == 2
    assert whole[1] > 2
    day = {"day": "2025-09-01", "purposes": "support"}
    assert counted(urls[1]) == counted(urls[0]) == [0, 0, 0]
    assert counted(urls[1], organisation="altrove", **day) == [0, 0, 0]
    mine = counted(urls[1], organisation="la-rete", **day)
    theirs = counted(urls[1], organisation="elefanti-volanti", **day)
    assert [a + b for a, b in zip(mine, theirs, strict=True)] == whole
    assert mine == theirs
    assert counted(urls[1], purposes="data_protection") == whole
    # Control reads pseudonyms: who is in a household, and not what is sealed.
    assert counted(urls[1], purposes="audit", organisation="la-rete") == [2, 0, 0]


def test_persons_are_read_at_the_door_as_far_as_the_database_shows_them(
    persons, monkeypatch
):
    assert persons.read("rete", "rete") == 200
    assert persons.read("volanti", "rete") == 404
    # Whatever the door would let through, the sealed rows are not there to be opened.
    office = persons.house.office("intake")
    decide = type(office.access).decide

    def careless(self, asker, declared, named):
        return replace(decide(self, asker, declared, named), allowed=True)

    monkeypatch.setattr(type(office.access), "decide", careless)
    assert persons.read("rete", "rete") == 200
    client = create_app(office).test_client()
    path = f"/api/persons/{persons.ids['person of volanti']}?purpose=social_file"
    headers = {"Authorization": "Bearer rete", "Azione0-Purpose": "support"}
    told = client.get(f"{path}&on={ON}", headers=headers)
    assert "Anna" not in told.text
    assert ANNA["iban"] not in told.text


def test_a_share_shows_rows_for_its_purpose_on_its_days_to_its_receiver(persons, urls):
    office = persons.house.office("intake")
    grant(office, "guests/dora", "guests", "case_worker")
    with persons.command():
        share_id = office.access.share_case(
            UUID(persons.ids["rete"]),
            organisation="guests",
            purpose="support",
            fields=["identity"],
            receiver="guests/dora",
            on=date(2025, 6, 1),
            until=date(2025, 12, 31),
        )

    def shown(day, purpose="support", actor="guests/dora"):
        asked = {"organisation": "guests", "day": day, "actor": actor}
        return counted(urls[1], ("people_v1", "cases_v2"), purposes=purpose, **asked)

    assert shown("2025-06-01") == shown("2025-12-31") == [1, 1]
    for other in (
        shown("2025-05-31"),
        shown("2026-01-01"),
        shown("2025-09-01", "mediation"),
        shown("2025-09-01", actor="guests/fabio"),
    ):
        assert other == [0, 0]
    with persons.command():
        office.access.unshare_case(
            UUID(persons.ids["rete"]), share_id, date(2025, 9, 1)
        )
    assert shown("2025-08-31") == [1, 1]
    assert shown("2025-09-01") == [0, 0]


def test_a_broken_glass_shows_one_case_to_one_actor_for_its_hour(persons, urls):
    office = persons.house.office("intake")
    assert persons.read("rete", "volanti") == 404
    with persons.command():
        office.access.break_glass(
            UUID(persons.ids["rete"]),
            "volanti/berto",
            "elefanti-volanti",
            reason="child_at_risk",
            sentence="Chiama la scuola: il bambino è solo",
            at=NOW,
            on=NOW.date(),
        )
    assert persons.read("rete", "volanti") == 200

    def shown(at, actor="volanti/berto"):
        asked = {"organisation": "elefanti-volanti", "actor": actor, "at": str(at)}
        return counted(
            urls[1], ("people_v1",), day="2025-09-01", purposes="support", **asked
        )

    assert shown(NOW) == [2]
    assert shown(NOW, "volanti/altra") == [1]
    assert shown(NOW + timedelta(minutes=60)) == [1]
    assert counted(urls[1], ("emergencies_v1",), organisation="altrove") == [0]


def test_no_key_is_lost_because_its_row_is_not_seen(persons, urls, tmp_path):
    persons.now = NOW + timedelta(days=3)
    persons.intake.clean_vault()
    assert persons.read("rete", "rete") == 200
    persons.house.close()
    persons.house = House(
        {"AZIONE0_INTAKE_DB": urls[1], "AZIONE0_DATA": str(tmp_path / "data")},
        clock=lambda: persons.now,
        kinds=("intake",),
    )
    with reading_for(SYSTEM):
        opened = persons.house.intake.vault.read(persons.ids["person of rete"])
    assert ANNA["iban"] in {it.value for it in opened}


def test_readings_older_than_two_years_go_though_the_role_may_remove_none(
    persons, urls
):
    assert persons.read("rete", "rete") == 200
    with closing(psycopg.connect(urls[1])) as service:
        [before] = service.execute("SELECT count(*) FROM data_accessed_v1").fetchone()
        service.execute(
            "INSERT INTO data_accessed_v1 SELECT 'old', now() - interval '733 days', "
            "actor, organisation, role, purpose, relation, grant_id, address, action, "
            "fields, count, ids FROM data_accessed_v1 LIMIT 1"
        )
        service.commit()
    with persons.command() as intake:
        intake.look_after_erasures(NOW)
    with closing(psycopg.connect(urls[1])) as service:
        rows = service.execute("SELECT access_id FROM data_accessed_v1").fetchall()
    # The clock of the database counts: what the story wrote in 2025 is younger.
    assert "old" not in {it for (it,) in rows}
    assert len(rows) == before
