"""What is drawn is told in letters, taken in by an archive, and read again as drawn."""

import gzip
import json
from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner
from postman import billed, letter, open_house

from azione0.commands import main
from reporting.commands import command as verbs
from reporting.commands.simulate import command as simulate
from reporting.histories.panel import seen
from reporting.histories.told import histories
from reporting.invented import post
from reporting.invented.estate import of_panel, of_waits
from reporting.invented.names import Names
from reporting.invented.through import Through, by_archive, by_letters
from reporting.projections.entry import question
from reporting.validation.interval import Mismatched, TooFew
from reporting.validation.months import last_day, month_at, place_of
from reporting.validation.panel import NEVER
from reporting.validation.planted import Plan, draw
from reporting.validation.trials import FIRST, courses_of, designs, try_together
from reporting.validation.waits import WaitPlan, draw_waits

MONTHS = 16
PLAN = Plan(
    -20_000,
    (6, 6, 9, NEVER, NEVER),
    households=4,
    months=MONTHS,
    relapse=0.1,
    drop_out=0.05,
    chosen=True,
)
WAITS = WaitPlan(25, MONTHS, clears=0.15, relapse=0.9)


def letters_of(seed):
    names = Names(seed, FIRST)
    waits = draw_waits(WAITS, FIRST, seed)
    return [*of_panel(draw(PLAN, seed), names), *of_waits(waits, names, MONTHS, 5)]


@pytest.mark.parametrize("read", [by_letters, by_archive])
def test_a_world_is_read_from_its_letters_to_the_cent(read):
    through = Through(read)
    for seed in range(3 if read is by_letters else 1):
        world = draw(PLAN, seed)
        assert world.shown.same_as(through(world, seed))
        assert np.isnan(world.panel.values).any()
        assert 0 < world.shown.came.sum() < world.panel.building.size
    assert (through.told, through.apart) == (3 if read is by_letters else 1, 0)


def test_waits_are_read_from_their_letters_to_the_day():
    waits = tuple(draw_waits(WaitPlan(60), FIRST, 3))
    through = Through(by_letters)
    assert through(waits, 3) == courses_of(waits)
    assert {it.cause for it in waits} == {"cleared", "left", None}
    assert through.apart == 0


def test_a_letter_that_is_not_what_was_drawn_is_noticed():
    def forgetful(letters, names):
        return by_letters(
            (it for it in letters if it.promise.name != "AccountClosed"), names
        )

    through = Through(forgetful)
    through(draw(PLAN, 0), 0)
    assert through.apart == 1


def test_any_order_on_either_store_gives_what_was_drawn(tmp_path, database_url):
    names, world = Names(2, FIRST), draw(PLAN, 2)
    raws = list(post.envelopes(letters_of(2), names))
    Random(1).shuffle(raws)
    with open_house(tmp_path, database_url) as house:
        office = house.office("reporting")
        taken = post.take_in(office, [*raws, *raws[:50]])
        assert sum(taken.done.values()) == len(raws)
        assert taken.known == 50
        with office.store.reading() as session:
            estate = histories(session, question())
            half = histories(session, question(as_of=last_day(FIRST, 7)))
    found = seen(estate, FIRST, MONTHS, tuple(estate.bands))
    assert world.shown.same_as(found.shown)
    assert estate.invented == estate.letters > 0
    early = seen(half, FIRST, 8, tuple(half.bands))
    assert np.array_equal(early.panel.values, world.panel.values[:, :8], equal_nan=True)
    assert early.panel.reached.count(6) == 2
    assert early.panel.reached.count(NEVER) == 3


def test_nobody_in_arrears_at_the_start_is_no_panel():
    with pytest.raises(TooFew):
        seen(by_letters(iter(()), Names(1, FIRST)), FIRST, 6)


def test_who_joins_in_later_is_no_part_of_the_comparison():
    estate = by_letters(iter(letters_of(1)), Names(1, FIRST))
    assert len(estate.households) == draw(PLAN, 1).panel.building.size + 25
    found = seen(estate, FIRST, MONTHS, tuple(estate.bands))
    assert len(found.households) == draw(PLAN, 1).panel.building.size


def test_letters_and_drawn_worlds_give_a_design_the_same_figures():
    those = [it for it in designs() if it.code in {"unmatched", "matched"}]
    through = Through(by_letters)
    by_post, drawn = try_together(those, 1, through=through), try_together(those, 1)
    assert [it.mean for it in by_post] == [it.mean for it in drawn]
    assert (through.told, through.apart) == (1, 0)
    with pytest.raises(Mismatched):
        try_together(designs()[:3], 1)


def simulated(folder, *more):
    asked = ["--effect", "-200", "--buildings", "5", "--households", "2", "--brief"]
    asked += ["2", "--months", "18", "--output", str(folder), *more]
    said = CliRunner().invoke(simulate, asked)
    assert said.exit_code == 0, said.output
    assert "DATI INVENTATI" in said.output
    return {it.name: it.read_bytes() for it in folder.iterdir()}


def test_the_same_options_write_the_same_bytes(tmp_path):
    one, two = simulated(tmp_path / "one"), simulated(tmp_path / "two")
    assert one == two
    assert one != simulated(tmp_path / "three", "--seed", "7")
    assert one.keys() == {"letters.jsonl.gz", "panel.csv", "truth.json"}
    truth = json.loads(one["truth.json"])
    assert truth["effect_after_months_cents"][:2] == [-20_000, -19_800]
    rows = one["panel.csv"].decode().splitlines()
    assert (len(rows) - 1) % 18 == 0


def test_letters_are_taken_in_by_the_inbox_and_only_once(tmp_path, monkeypatch):
    simulated(tmp_path)
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    asked = ["take-in", str(tmp_path / "letters.jsonl.gz")]
    first = CliRunner().invoke(verbs, asked)
    assert first.exit_code == 0, first.output
    assert "0 già note, 0 messe da parte" in first.output
    again = CliRunner().invoke(verbs, asked)
    assert again.output.startswith("0 lettere prese")
    assert again.exit_code == 0


def test_what_is_invented_never_joins_what_was_sent(tmp_path):
    raws = list(post.envelopes(letters_of(1)[:3], Names(1, FIRST)))
    with open_house(tmp_path) as house:
        house.hand_in("reporting", [letter(billed("2025-01-10", 100))])
        with pytest.raises(post.NotInvented, match="aler-bcm"):
            post.take_in(house.office("reporting"), raws)
        assert house.office("reporting").inbox.census()["done"] == 1


def test_a_letter_that_somebody_sent_comes_by_no_file(tmp_path):
    path = tmp_path / "letters.gz"
    post.write_letters([letter(billed("2025-01-10", 100))], path)
    with post.opened_letters(path) as raws, pytest.raises(post.NotInvented):
        list(raws)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no gzip",
        gzip.compress(b"no json\n"),
        gzip.compress(b"[]\n"),
        gzip.compress(b'{"headers": {}, "body": "{}"}\n'),
        gzip.compress(b'{"headers": {}, "body": 1}\n'),
        gzip.compress(b"x" * 200_000),
        gzip.compress(b'{"headers": {}, "body": "{}"}\n')[:20],
    ],
    ids=["empty", "plain", "text", "list", "nameless", "number", "endless", "cut"],
)
def test_a_file_that_holds_no_letters_is_refused(tmp_path, packed):
    path = tmp_path / "letters.gz"
    path.write_bytes(packed)
    with post.opened_letters(path) as raws:
        if packed:
            with pytest.raises(post.NoLetters):
                list(raws)
        else:
            assert list(raws) == []


def test_a_broken_file_leaves_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "letters.gz"
    path.write_bytes(b"no gzip")
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    said = CliRunner().invoke(main, ["reporting", "take-in", str(path)])
    assert said.exit_code == 2
    assert "Il file è guasto" in said.output


def test_months_are_counted_from_any_first_one():
    assert [month_at(FIRST, it).month for it in (-13, -1, 0, 11, 12)] == [
        12,
        12,
        1,
        12,
        1,
    ]
    assert last_day(FIRST, 25) == datetime(2024, 2, 29, tzinfo=UTC).date()
    for place in range(-15, 30):
        assert place_of(FIRST, last_day(FIRST, place)) == place
