"""
Every indicator counted three ways: live, from letters by loops, on the Parquet files.

reporting/indicators/ (SQL on the live projections) = tests/reporting/counted.py
    = reporting/dataset/counting.py (the same SQL, by DuckDB)
"""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from counted import NOBODY, Fold, Told, ended_by, median_time

from azione0.body import decode
from azione0.contract import contract_for
from azione0.house import House
from reporting import archive
from reporting.dataset.counting import Dataset
from reporting.dataset.pseudonyms import Pseudonyms
from reporting.dataset.writing import write_csv, write_parquet
from reporting.indicators.definition import definitions
from reporting.indicators.evidence import evidence
from reporting.indicators.indicators import COSTED, indicators
from reporting.projections.entry import question
from simulation.programme import Programme

HOUSEHOLDS, MONTHS = 40, 20
FOUR_PLACES = Decimal("0.0001")
EVER = datetime(2100, 1, 1, tzinfo=UTC)
COMPUTED = [
    it for it in definitions().values() if not it.why and it.method not in COSTED
]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A small estate after some months: its reporting, its letters, its dataset."""
    folder = tmp_path_factory.mktemp("estate")
    programme = Programme(households=HOUSEHOLDS, months=MONTHS, seed=5)
    environ = {"AZIONE0_DATA": str(folder / "data")}
    with House(environ, clock=programme.clock) as house:
        programme.live(house, lambda month: None)
        reporting = house.reporting
        with reporting.store.reading() as session:
            letters = letters_of(session)
            written = write_csv(session, folder, Pseudonyms(), question())
        assert all(it.rows for it in written)
        write_parquet(folder)
        yield reporting, letters, Dataset(folder)


def letters_of(session):
    rows = archive.stretch(session, 0, archive.last_position(session))
    assert {state for _, state, *_ in rows} == {"done"}
    return [
        Told(decode(contract_for(kind), bytes(body)), at.astimezone(UTC), letter_id)
        for _, _, _, at, _, letter_id, kind, body in rows
    ]


def questions(letters):
    """The last day, days between, and one of them as it was known on it."""
    days = sorted(it.contract.effective_on for it in letters)
    last, middle = days[-1], days[len(days) // 2]
    then = datetime.combine(middle + timedelta(days=1), datetime.min.time(), UTC)
    return [(last, EVER), (middle, EVER), (middle, then), (last, then)]


def counts(figure):
    return (
        figure.numerator,
        figure.denominator,
        figure.n,
        figure.missing,
        figure.immature,
        figure.censored,
    )


def places(value):
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(FOUR_PLACES, ROUND_HALF_EVEN)


def test_the_live_figures_are_those_of_plain_loops_over_the_letters(lived):
    reporting, letters, _ = lived
    for as_of, known_at in questions(letters):
        told = {it.code: it.figure for it in reporting.indicators(as_of, known_at)}
        fold = Fold(letters, as_of, known_at)
        expected = fold.counts()
        for code, figure in told.items():
            assert counts(figure) == expected.get(code, NOBODY), (code, as_of, known_at)
        assert expected.keys() <= told.keys()
        for code, figure in told.items():
            above, below, n, *_ = expected.get(code, NOBODY)
            if code.split("-")[0] in ("K3", "K4", "K5", "K9", "K10", "K11", "K13"):
                exact = Fraction(above, below) if n else None
                assert figure.value == places(exact), code
        assert told["K7"].value == places(
            None if (found := median_time(fold.spells)) is None else Fraction(found)
        )
        if fold.curve:
            assert told["K8-curve"].value == places(ended_by(fold.curve, 365))
        assert told["K14"].value == places(fold.fidelity_value())


@pytest.mark.parametrize("definition", COMPUTED, ids=lambda it: it.code)
def test_the_same_sql_gives_the_same_figures_on_the_parquet_files(lived, definition):
    reporting, letters, dataset = lived
    for as_of, known_at in questions(letters):
        asked = question(as_of, known_at)
        with reporting.store.reading() as session:
            live = {
                it.grp: it.figure
                for it in indicators(session, asked, [definition.code])
                if it.figure.n or it.grp or "" in definition.groups
            }
        told = dataset.figures(definition, asked)
        assert {
            name: (*counts(it), it.value, it.low, it.high) for name, it in told.items()
        } == {
            name: (*counts(it), it.value, it.low, it.high) for name, it in live.items()
        }


@pytest.mark.parametrize("code", ["K12", "K12-recovered"])
def test_the_days_and_payments_that_meet_costs_are_the_same_there(lived, code):
    reporting, letters, dataset = lived
    definition = definitions()[code]
    for as_of, known_at in questions(letters):
        asked = question(as_of, known_at)
        with reporting.store.reading() as session:
            live = [
                (it.grp, it.part, it.whole)
                for it in evidence(session, definition, asked)
            ]
        told = [
            (it.grp, it.part, it.whole) for it in dataset.evidence(definition, asked)
        ]
        assert sorted(told) == sorted(live) != []


def test_the_estate_has_something_to_count_of_nearly_everything(lived):
    """Equal figures of an empty estate would prove nothing."""
    reporting, letters, _ = lived
    last = max(it.contract.effective_on for it in letters)
    counted = {
        it.code.split("-")[0] for it in reporting.indicators(last) if it.figure.n
    }
    expected = "K1 K2 K2b K3 K4 K5 K6 K7 K8 K9 K10 K13 K14 K16 K18"
    assert counted >= set(expected.split())
    assert date(2024, 1, 1) < last
