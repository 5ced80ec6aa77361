"""The projections rebuilt beside the live ones, killed, resumed, swapped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from postman import (
    HOUSEHOLD,
    billed,
    detected,
    hand_in,
    kept,
    letter,
    named,
    on,
    open_house,
    paid,
    signed,
)

from azione0.database import open_database
from azione0.letter import Raw
from reporting import generations, replay
from reporting.digest import digest_of
from reporting.generations import NeverBuilt
from reporting.replay import AnotherRebuild, rebuild

SLOWLY = Path(__file__).parent / "rebuild_slowly.py"


def many(count):
    return [
        letter(billed("2025-01-10", number + 1, f"bill {number}"))
        for number in range(count)
    ]


def numbered(raw, number):
    return Raw({**raw.headers, "ce-seqreporting": str(number)}, raw.body)


def test_a_rebuild_gives_what_is_live_and_the_same_digest_every_time(house, tell):
    reporting = tell(
        billed("2025-01-10", 18000),
        paid("2025-01-31", 5000),
        signed("2025-07-01", ["2025-08-10", "2025-09-10"], 6500),
        kept(1, "2025-08-10", 6500),
        detected("2025-02-11"),
    )
    before = reporting.digest(), reporting.glance(on("2025-12-01"))
    first, second = reporting.replay(), reporting.replay()
    assert first.digest == second.digest == before[0] == reporting.digest()
    assert reporting.glance(on("2025-12-01")) == before[1]
    assert (first.letters, first.rows) == (5, 13)


@pytest.mark.postgres
def test_both_stores_give_the_same_digest(tmp_path, postgres_url):
    raws = [*many(7), letter(detected("2025-02-11"))]
    with open_house(tmp_path) as house:
        on_sqlite = hand_in(house, raws).replay().digest
    with open_house(tmp_path, postgres_url) as house:
        reporting = hand_in(house, raws[::-1])
        assert reporting.replay().digest == on_sqlite == reporting.digest()


@pytest.mark.postgres
def test_two_processes_share_the_archive_and_agree(tmp_path, postgres_url, monkeypatch):
    monkeypatch.setattr(replay, "WORTH_SHARING", 1)
    told = []
    with open_house(tmp_path, postgres_url) as house:
        reporting = hand_in(house, many(60))
        shared = rebuild(
            reporting.store.database,
            lambda done, total: told.append((done, total)),
            chunk=7,
            shared_with=[postgres_url],
        )
        assert shared.digest == reporting.digest() == reporting.replay().digest
    assert told[-1] == (60, 60)


def test_a_digest_sees_one_cent(house, tell, tmp_path):
    reporting = tell(billed("2025-01-10", 18000))
    before = reporting.digest()
    with reporting.store.database.writing() as session:
        table = f"facts_v1_g{generations.asked(session)}"
        session.execute(f"UPDATE {table} SET amount = amount + 1")  # noqa: S608
    assert reporting.digest() != before
    assert reporting.replay().digest == before


def test_letters_that_come_during_a_rebuild_are_in_it(house):
    reporting = hand_in(house, many(4))
    late = iter(
        [letter(billed("2025-02-10", 5, "late")), letter(paid("2025-02-11", 9))]
    )

    def another(done, total):
        for raw in late:
            hand_in(house, [raw])
            return

    rebuilt = rebuild(reporting.store.database, another, chunk=2)
    assert rebuilt.letters == 6
    assert rebuilt.digest == reporting.digest()
    hand_in(house, [letter(paid("2025-02-12", 9, "after"))])
    assert len(reporting.story(HOUSEHOLD).lines) == 7


def test_a_letter_that_was_held_back_is_not_lost_between_two_generations(house):
    first, gap, held = (numbered(raw, n) for n, raw in enumerate(many(3), 1))
    reporting = hand_in(house, [first, held])

    def fill_the_gap(done, total):
        hand_in(house, [gap])

    rebuilt = rebuild(reporting.store.database, fill_the_gap, chunk=2)
    assert rebuilt.letters == 3
    assert len(reporting.story(HOUSEHOLD).lines) == 3


def test_a_letter_still_held_at_the_swap_comes_in_afterwards(house):
    first, gap, held = (numbered(raw, n) for n, raw in enumerate(many(3), 1))
    reporting = hand_in(house, [first, held])
    assert reporting.replay().letters == 1
    hand_in(house, [gap])
    assert len(reporting.story(HOUSEHOLD).lines) == 3
    assert reporting.replay().digest == reporting.digest()


def test_a_rebuild_sends_and_stores_nothing(house, tell):
    reporting = tell(billed("2025-01-10", 18000), detected("2025-02-11"))
    office = house.office("reporting")
    before = office.inbox.census()
    reporting.replay()
    assert office.relay.step() == 0
    assert reporting.store.max_notification_id() is None
    assert office.inbox.census() == before


def test_the_old_tables_are_gone_after_the_swap(house, tell):
    reporting = tell(billed("2025-01-10", 18000))
    reporting.replay()
    with reporting.store.reading() as session:
        found = session.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'household_timeline_v1_g_'"
        )
    assert found == [("household_timeline_v1_g2",)]


def test_two_rebuilds_at_once_do_not_write_twice(house):
    reporting = hand_in(house, many(6))
    database = reporting.store.database
    inner = []

    def someone_else(done, total):
        if not inner:
            inner.append(None)
            inner[0] = rebuild(database, chunk=2)

    with pytest.raises(AnotherRebuild):
        rebuild(database, someone_else, chunk=2)
    assert inner[0].digest == reporting.digest()


@pytest.mark.faults
def test_a_killed_rebuild_goes_on_where_it_stopped(tmp_path, database_url):
    with open_house(tmp_path, database_url) as house:
        reporting = hand_in(house, many(300))
        live = reporting.digest()
        for chunks in (3, 8):
            killed_after(chunks, database_url, reporting)
            assert reporting.digest() == live, "the live tables were touched"
            with reporting.store.reading() as session:
                generation = generations.building(session)
        [(position,)] = read(reporting, "SELECT position FROM rebuilds")
        assert 100 <= position < 300
        finished = rebuild(reporting.store.database)
        assert (finished.generation, finished.letters) == (generation, 300)
        assert finished.digest == live == reporting.digest()


def killed_after(chunks, database_url, reporting):
    with subprocess.Popen(  # noqa: S603  our own file
        [sys.executable, "-W", "ignore", str(SLOWLY), database_url],
        stdout=subprocess.PIPE,
    ) as process:
        for _ in range(chunks):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def read(reporting, sql):
    with reporting.store.reading() as session:
        return session.execute(sql)


def test_projections_that_were_never_built_say_so_and_miss_nothing(house, tell):
    reporting = tell(billed("2025-01-10", 18000))
    with reporting.store.database.writing() as session:
        session.execute("UPDATE generations SET shape = 'older_v0', state = 'old'")
    with pytest.raises(NeverBuilt):
        reporting.glance()
    tell(paid("2025-01-31", 5000))
    assert reporting.replay().letters == 2
    assert len(reporting.story(HOUSEHOLD).lines) == 2


def test_the_digest_of_a_generation_reads_its_tables(house, tell):
    reporting = tell(billed("2025-01-10", 18000, household=named("someone")))
    database = open_database(f"sqlite:///{reporting.store.database.path}")
    with database.reading() as session:
        assert digest_of(session, 1) == reporting.digest()
    database.close()
