"""A log of 2,000 events, one checkpoint of it elsewhere, and every change of it."""

from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest
from shared.audit.mutations import KINDS, Thief

from azione0.audit.note import Signer, checkpoint_of, text_of
from azione0.audit.seal import Sealer
from azione0.audit.tables import TABLES
from azione0.audit.verify import LogChanged, verify
from azione0.database import open_database
from azione0.store import COLUMNS, Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = Signer("test/ledger", bytes(range(32)))
SIZE = 2_000


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """The path of a sealed log, and the checkpoint that somebody else holds."""
    path = tmp_path_factory.mktemp("log") / "log.db"
    store = Store(open_database(f"sqlite:///{path}"), clock=lambda: NOW)
    store.database.create(TABLES)
    with store.database.writing() as session:
        session.insert(
            "events",
            COLUMNS,
            [
                (
                    seq,
                    uuid5(UUID(int=1), f"event/{seq}"),
                    uuid5(UUID(int=1), f"noun/{seq // 7}"),
                    seq % 7 + 1,
                    "test.Page.Written",
                    1,
                    f'{{"number":{seq},"text":"perché no"}}'.encode(),
                    f"comune/{'anna' if seq % 3 else 'bruno'}",
                    f"first/{seq // 5}",
                    f"cause/{seq}",
                    NOW.replace(microsecond=seq // 3),
                )
                for seq in range(1, SIZE + 1)
            ],
        )
    seal = Sealer(store, KEY).seal()
    store.close()
    return str(path), checkpoint_of(text_of(seal.note))


def found_at(thief, point):
    """The first event in question, or nothing if no change was noticed."""
    try:
        verify(thief.session, [point])
    except LogChanged as found:
        return found.number
    return None


@contextmanager
def a_thief(path):
    thief = Thief(path, SIZE)
    try:
        yield thief
    finally:
        thief.connection.close()


def each_change(path, point, kind, places):
    """Every place at which a change was not noticed, or was named wrongly."""
    wrong = []
    with a_thief(path) as thief:
        assert found_at(thief, point) is None
        for seq in places:
            with thief.changed(kind, seq, recomputed=False):
                first = found_at(thief, point)
            # Where two events changed places the first of them is named.
            expected = {seq, seq - 1} if kind == "swap" and seq == SIZE else {seq}
            if first not in expected:
                wrong.append((kind, seq, first))
            with thief.changed(kind, seq, recomputed=True):
                first = found_at(thief, point)
            if first is None:
                wrong.append((kind, seq, "hidden"))
        assert found_at(thief, point) is None
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_anywhere_is_found_and_named(sealed, kind):
    places = sorted({1, 2, SIZE - 1, SIZE, *range(5, SIZE, 97)})
    assert each_change(*sealed, kind, places) == []


@pytest.mark.faults
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_each_event_is_found_and_named(sealed, kind):
    """Each event is changed by one kind; all of them together by all."""
    first = 1 + KINDS.index(kind)
    assert each_change(*sealed, kind, range(first, SIZE + 1, len(KINDS))) == []


def test_what_is_recomputed_with_the_key_is_found_by_who_holds_a_checkpoint(sealed):
    path, point = sealed
    with a_thief(path) as thief, thief.changed("flip", 1_234, recomputed=True):
        verify(thief.session, [])  # alone the log is sound again
        assert found_at(thief, point) == 1
