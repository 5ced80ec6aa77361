"""Whatever was told and taken back, in whatever order: the same figures three ways."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from counted import NOBODY, Fold
from hypothesis import given, settings
from hypothesis import strategies as some
from postman import hand_in, open_house
from tales import tale
from test_counted_three_ways import COMPUTED, EVER, counts, letters_of

from reporting.dataset.counting import Dataset
from reporting.dataset.pseudonyms import Pseudonyms
from reporting.dataset.writing import write_csv, write_parquet
from reporting.projections.entry import question

QUESTIONS = (
    (date(2026, 6, 30), EVER),
    (date(2025, 7, 1), EVER),
    (date(2025, 7, 1), datetime(2025, 7, 2, tzinfo=UTC)),
)
LONG = settings(deadline=None, max_examples=60)
SEEDS = some.integers(0, 2**32)


@contextmanager
def hearing(raws, url=""):
    with TemporaryDirectory() as folder, open_house(folder, url) as house:
        hand_in(house, raws)
        yield house.reporting


def told_by(reporting):
    return [
        {it.code: (counts(it.figure), it.figure.value, it.figure.low, it.figure.high)
         for it in reporting.indicators(*asked)}
        for asked in QUESTIONS
    ]  # fmt: skip


@LONG
@given(SEEDS)
def test_the_live_figures_are_those_of_plain_loops(seed):
    with hearing(tale(seed)) as reporting:
        with reporting.store.reading() as session:
            letters = letters_of(session)
        for asked in QUESTIONS:
            expected = Fold(letters, *asked).counts()
            for it in reporting.indicators(*asked):
                assert counts(it.figure) == expected.get(it.code, NOBODY), it.code


@settings(LONG, max_examples=20)
@given(SEEDS)
def test_letters_in_any_order_and_twice_give_the_same_figures(seed):
    raws = tale(seed)
    with hearing(raws) as reporting:
        expected = told_by(reporting)
    again = [*raws, *raws[::3]]
    Random(seed).shuffle(again)
    with hearing(again) as reporting:
        assert told_by(reporting) == expected


@settings(LONG, max_examples=5)
@given(SEEDS)
def test_the_parquet_files_give_the_same_figures(seed):
    with hearing(tale(seed)) as reporting, TemporaryDirectory() as folder:
        with reporting.store.reading() as session:
            write_csv(session, Path(folder), Pseudonyms(), question())
        write_parquet(Path(folder))
        dataset = Dataset(Path(folder))
        for asked, live in zip(QUESTIONS, told_by(reporting), strict=True):
            for it in COMPUTED:
                for grp, figure in dataset.figures(it, question(*asked)).items():
                    code = f"{it.code}-{grp}" if grp else it.code
                    told = (counts(figure), figure.value, figure.low, figure.high)
                    assert told == live[code], code
        dataset.close()


@pytest.mark.postgres
def test_both_stores_give_the_same_figures(postgres_url):
    raws = max(map(tale, range(20)), key=len)
    with hearing(raws) as reporting:
        expected = told_by(reporting)
    with hearing(raws, postgres_url) as reporting:
        assert told_by(reporting) == expected
