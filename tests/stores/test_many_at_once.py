"""Many rows and many nouns with one question, on both databases."""

import gc
import weakref
from collections import Counter
from datetime import date
from uuid import UUID, uuid5

import pytest
from diary import NOW
from eventsourcing.persistence import IntegrityError

from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.database import AT_ONCE, open_database
from azione0.remembered import OWN_WEIGHT
from azione0.rows import Table
from azione0.store import Cause, Store

NAMES = UUID("00000000-0000-4000-8000-0000000051e1")
DAY = date(2025, 9, 10)
HOOKS = Table("hooks_v1", ("house", "hook"), ("coat_id", "since_on"))
MANY = 2 * AT_ONCE + 1


class Coat(Aggregate, topic="many.Coat"):
    class Hung(Aggregate.Created):
        house: str

    class Worn(Aggregate.Event):
        on: date

    @event(Hung)
    def __init__(self, *, id: UUID, house: str) -> None:
        self.house = house
        self.worn: list[date] = []

    @event(Worn)
    def wear(self, on: date) -> None:
        self.worn.append(on)


class Cloakroom(Application):
    tables = (
        """CREATE TABLE IF NOT EXISTS hooks_v1 (
            house text NOT NULL, hook text NOT NULL, coat_id uuid, since_on date,
            PRIMARY KEY (house, hook))""",
    )


def coat_id(number: int) -> UUID:
    return uuid5(NAMES, str(number))


@pytest.fixture
def cloakroom(database_url):
    opened = Cloakroom(Store(open_database(database_url), clock=lambda: NOW))
    yield opened
    opened.store.close()


@pytest.fixture
def asked(monkeypatch, cloakroom):
    """The statements that were run, each by how often."""
    with cloakroom.store.database.reading() as session:
        kind = type(session)
    run, seen = kind.execute, Counter()

    def counted(self, statement, values=()):
        seen[statement] += 1
        return run(self, statement, values)

    monkeypatch.setattr(kind, "execute", counted)
    return seen


def hang(cloakroom, numbers):
    with cloakroom.transaction(Cause("test", f"hang {numbers}")) as transaction:
        for number in numbers:
            cloakroom.save(Coat(id=coat_id(number), house="home"))
            transaction.rows(HOOKS).put(("home", str(number)), (coat_id(number), DAY))


def hooks(cloakroom):
    with cloakroom.store.reading() as session:
        found = session.execute("SELECT house, hook, coat_id, since_on FROM hooks_v1")
    return {row[:2]: row[2:] for row in found}


def test_more_keys_than_one_statement_takes_are_all_looked_up(cloakroom):
    hang(cloakroom, range(MANY))
    keys = [str(it) for it in range(2 * MANY)]
    with cloakroom.store.reading() as session:
        found = [
            row[0]
            for row in session.look_up(
                "SELECT hook FROM hooks_v1 WHERE house = ? AND hook IN ({keys})",
                keys,
                ["home"],
            )
        ]
        nowhere = list(
            session.look_up(
                "SELECT hook FROM hooks_v1 WHERE house = ? AND hook IN ({keys})",
                keys,
                ["elsewhere"],
            )
        )
        nothing = list(
            session.look_up("SELECT hook FROM hooks_v1 WHERE hook IN ({keys})", [])
        )
    assert sorted(found) == sorted(keys[:MANY])
    assert (nowhere, nothing) == ([], [])


def test_a_row_put_again_stands_in_the_place_of_the_first(cloakroom):
    hang(cloakroom, range(MANY))
    with cloakroom.transaction(Cause("test", "again")) as transaction:
        rows = transaction.rows(HOOKS)
        rows.put(("home", "0"), (None, None))
        rows.put(("home", "new"), (coat_id(1), None))
        rows.put(("home", "new"), (coat_id(2), None))
    found = hooks(cloakroom)
    assert found["home", "0"] == (None, None)
    assert found["home", "new"] == (coat_id(2), None)
    assert found["home", str(MANY - 1)] == (coat_id(MANY - 1), DAY)
    assert len(found) == MANY + 1


def test_rows_are_asked_for_once_and_written_once(cloakroom, asked):
    hang(cloakroom, range(10))
    asked.clear()
    with cloakroom.transaction(Cause("test", "look")) as transaction:
        rows = transaction.rows(HOOKS)
        rows.fetch([("home", str(it)) for it in range(20)])
        for it in range(20):
            known = rows.get("home", str(it))
            assert known == ((coat_id(it), DAY) if it < 10 else None)
            rows.put(("home", str(it)), (coat_id(it), None))
    about_hooks = {it: times for it, times in asked.items() if "hooks_v1" in it}
    assert sorted(it.split()[0] for it in about_hooks) == ["INSERT", "SELECT"]
    assert set(about_hooks.values()) == {1}
    assert set(hooks(cloakroom).values()) == {(coat_id(it), None) for it in range(20)}


def test_who_asks_in_sql_sees_what_was_put_and_removed_so_far(cloakroom):
    hang(cloakroom, range(2))
    with cloakroom.transaction(Cause("test", "see")) as transaction:
        rows = transaction.rows(HOOKS)
        rows.put(("home", "9"), (coat_id(9), DAY))
        rows.remove("home", "0")
        assert rows.get("home", "0") is None
        assert set(hooks(cloakroom)) == {("home", "1"), ("home", "9")}
        rows.put(("home", "0"), (None, DAY))
    assert hooks(cloakroom)["home", "0"] == (None, DAY)


def test_what_is_put_at_the_very_end_is_written_too(cloakroom):
    with cloakroom.transaction(Cause("test", "late")) as transaction:
        transaction.at_end(
            "late",
            lambda: transaction.rows(HOOKS).put(("home", "late"), (None, DAY)),
        )
    assert hooks(cloakroom) == {("home", "late"): (None, DAY)}


def test_nothing_of_a_refused_transaction_is_put(cloakroom):
    with pytest.raises(IntegrityError):
        hang(cloakroom, [1, 1])
    assert hooks(cloakroom) == {}


def test_no_garbage_is_looked_for_in_the_middle_of_a_transaction(cloakroom):
    assert gc.isenabled()
    with cloakroom.transaction(Cause("test", "outer")):
        with cloakroom.transaction(Cause("test", "inner")):
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(IntegrityError):
        hang(cloakroom, [1, 1])
    assert gc.isenabled()


def test_a_transaction_that_is_over_needs_no_collection_to_be_forgotten(cloakroom):
    gc.disable()
    try:
        with cloakroom.transaction(Cause("test", "over")) as transaction:
            coat = Coat(id=coat_id(1), house="home")
            cloakroom.save(coat)
        gone = weakref.ref(transaction)
        del transaction
        assert gone() is None
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_kept_for_a_transaction_ends_with_it(cloakroom):
    for _ in range(2):
        with cloakroom.transaction(Cause("test", "keep")) as transaction:
            kept = transaction.keep("numbers", list)
            assert kept == []
            kept.append(1)
            assert transaction.keep("numbers", list) == [1]


def test_gathered_nouns_are_found_without_another_question(cloakroom, asked):
    hang(cloakroom, range(20))
    cloakroom = Cloakroom(cloakroom.store)
    asked.clear()
    with cloakroom.transaction(Cause("test", "gather")):
        cloakroom.gather([coat_id(it) for it in (*range(30), 0)])
        found = [cloakroom.find(Coat, coat_id(it)) for it in range(30)]
    assert [it.id for it in found[:20]] == [coat_id(it) for it in range(20)]
    assert found[20:] == [None] * 10
    assert sum(times for it, times in asked.items() if "FROM events" in it) == 1


def test_one_gathered_twice_is_the_same_noun(cloakroom, asked):
    hang(cloakroom, [1])
    with cloakroom.transaction(Cause("test", "wear")):
        coat = cloakroom.get(Coat, coat_id(1))
        coat.wear(DAY)
        cloakroom.save(coat)
        cloakroom.gather([coat_id(1), coat_id(1)])
        assert cloakroom.get(Coat, coat_id(1)) is coat
    asked.clear()
    with cloakroom.transaction(Cause("test", "again")):
        cloakroom.gather([coat_id(1), coat_id(1)])
        assert cloakroom.get(Coat, coat_id(1)) is coat
    assert not any("FROM events" in it for it in asked)


def test_what_was_not_found_is_found_once_it_is_saved(cloakroom):
    with cloakroom.transaction(Cause("test", "new")):
        assert cloakroom.find(Coat, coat_id(1)) is None
        cloakroom.save(Coat(id=coat_id(1), house="home"))
        assert cloakroom.get(Coat, coat_id(1)).house == "home"
    with cloakroom.transaction(Cause("test", "after")):
        assert cloakroom.get(Coat, coat_id(1)).house == "home"


def test_what_was_not_found_and_then_begun_is_found_by_another_cause(cloakroom):
    with cloakroom.transaction(Cause("test", "new")):
        assert cloakroom.find(Coat, coat_id(1)) is None
        coat = Coat(id=coat_id(1), house="home")
        cloakroom.save(coat)
        coat.wear(DAY)
        with cloakroom.transaction(Cause("test", "another")):
            assert cloakroom.get(Coat, coat_id(1)).worn == []


class SmallCloakroom(Cloakroom):
    remembers = 2 * (OWN_WEIGHT + 3)


def test_what_is_remembered_is_bounded_by_its_events(cloakroom, asked):
    cloakroom = SmallCloakroom(cloakroom.store)
    for number in range(3):
        hang(cloakroom, [number])
        with cloakroom.transaction(Cause("test", f"wear {number}")):
            coat = cloakroom.get(Coat, coat_id(number))
            coat.wear(DAY)
            coat.wear(DAY)
            cloakroom.save(coat)
    asked.clear()
    with cloakroom.transaction(Cause("test", "look")):
        for number in (0, 1):
            assert len(cloakroom.get(Coat, coat_id(number)).worn) == 2
        assert not any("FROM events" in it for it in asked)
        cloakroom.get(Coat, coat_id(2))
        assert any("FROM events" in it for it in asked)
