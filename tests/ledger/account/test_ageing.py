"""Ageing by bands of days, and how late somebody is; the peer's cases as they are."""

from datetime import date, timedelta

import pytest
from bookkeeping import day
from hypothesis import given
from hypothesis import strategies as some

from ledger.account.ageing import (
    BANDS,
    BandsUnsound,
    age,
    band_of,
    delinquency,
    delinquent_days,
    label,
)
from ledger.account.facts import FOREVER, Pause

#: Apache Fineract, InstallmentLevelDelinquencyAPIIntegrationTests.
QUARTERS = [
    (date(2023, 1, 31), 31200),
    (date(2023, 3, 2), 31200),
    (date(2023, 4, 1), 31200),
    (date(2023, 5, 1), 31400),
]
#: Apache Fineract, LoanDelinquency.feature.
FORTNIGHTS = [
    (date(2023, 10, 1), 25000),
    (date(2023, 10, 16), 25000),
    (date(2023, 10, 31), 25000),
    (date(2023, 11, 15), 25000),
]
FOUR_BANDS = [(1, 10), (11, 30), (31, 60), (61, None)]
RANGES = [(1, 3), (4, 30), (31, 60), (61, 90)]

a_day = some.dates(date(2023, 1, 1), date(2025, 12, 31))
some_items = some.lists(some.tuples(a_day, some.integers(-5000, 50000)), max_size=8)
some_pauses = some.lists(
    some.tuples(a_day, some.integers(0, 400)).map(
        lambda it: Pause(it[0], it[0] + timedelta(it[1]))
    ),
    max_size=3,
)


@some.composite
def some_bands(draw):
    """Bands that follow one another, with gaps perhaps, open at the end perhaps."""
    edges = sorted(draw(some.sets(some.integers(1, 800), min_size=2, max_size=8)))
    bands = [
        (edges[it], edges[it + 1] - 1)
        for it in range(len(edges) - 1)
        if draw(some.booleans())
    ]
    if draw(some.booleans()):
        bands.append((edges[-1], None))
    return bands


def paid_off(items, cents):
    """Money on the oldest first."""
    left = []
    for due_on, open_cents in items:
        part = min(open_cents, cents)
        cents -= part
        left.append((due_on, open_cents - part))
    return left


def test_fin_002_three_repayments_empty_the_bands_from_the_oldest():
    open_items, found = QUARTERS, []
    for cents in (0, 62600, 10000, 52400):
        open_items = paid_off(open_items, cents)
        ageing = age(open_items, date(2023, 5, 31), FOUR_BANDS)
        found.append((ageing.oldest_days, ageing.total_cents, ageing.cents))
    assert found == [
        (120, 125000, {"11-30": 31400, "31-60": 31200, "61+": 62400}),
        (60, 62400, {"11-30": 31400, "31-60": 31000}),
        (60, 52400, {"11-30": 31400, "31-60": 21000}),
        (0, 0, {}),
    ]


def test_fin_004_a_band_is_left_at_the_end_of_its_last_day():
    bands = [(1, 1), (2, None)]
    first = age(QUARTERS, date(2023, 2, 1), bands)
    second = age(QUARTERS, date(2023, 2, 2), bands)
    assert (first.oldest_days, first.cents) == (1, {"1-1": 31200})
    assert (second.oldest_days, second.cents) == (2, {"2+": 31200})


def test_fin_005_grace_puts_off_delinquency_and_not_the_days_past_due():
    found = []
    for as_of in ("2023-10-02", "2023-10-04", "2023-10-05"):
        it = delinquency(FORTNIGHTS, day(as_of), grace_days=3)
        band = band_of(it.delinquent_days, RANGES)
        found.append((it.past_due_days, it.delinquent_days, band, it.total_cents))
    assert found == [
        (1, 0, None, 25000),
        (3, 0, None, 25000),
        (4, 1, "1-3", 25000),
    ]
    since = delinquency(FORTNIGHTS, date(2023, 10, 5), grace_days=3).since_on
    assert since == date(2023, 10, 4)
    assert delinquency(FORTNIGHTS, date(2023, 10, 4), grace_days=3).since_on is None


def test_fin_006_a_pause_stops_the_delinquent_days():
    pause = Pause(date(2023, 10, 6), date(2023, 10, 30))
    found = []
    for as_of in ("2023-10-06", "2023-10-30", "2023-10-31"):
        it = delinquency(FORTNIGHTS, day(as_of), grace_days=3, pauses=[pause])
        found.append((it.past_due_days, it.delinquent_days, it.total_cents))
    assert found == [(5, 2, 25000), (29, 2, 50000), (30, 3, 50000)]


def test_fin_012_one_of_two_overdue_instalments_is_paid():
    before = age(FORTNIGHTS, date(2023, 10, 25), RANGES)
    after = age(paid_off(FORTNIGHTS, 25000), date(2023, 10, 26), RANGES)
    assert (before.cents, after.cents) == ({"4-30": 50000}, {"4-30": 25000})


def test_what_is_due_on_the_day_is_not_overdue():
    assert age(QUARTERS, date(2023, 1, 31)).total_cents == 0
    assert age(QUARTERS, date(2023, 1, 31)).oldest_due_on is None
    assert delinquency(QUARTERS, date(2023, 1, 31), 0) == delinquency([], FOREVER, 0)


def test_what_is_too_old_for_every_band_is_not_lost():
    ageing = age(QUARTERS, date(2023, 5, 31), [(1, 60), (61, 90)])
    assert ageing.cents == {"1-60": 62600, "61-90": 31200}
    assert ageing.outside_cents == 31200
    assert ageing.oldest_due_on == date(2023, 1, 31)


def test_rests_that_overlap_take_each_day_away_once():
    rests = [
        Pause(date(2023, 10, 6), date(2023, 10, 16)),
        Pause(date(2023, 10, 11), date(2023, 10, 21)),
        Pause(date(2023, 10, 12), date(2023, 10, 13)),
    ]
    assert delinquent_days(date(2023, 10, 1), date(2023, 10, 31), 0, rests) == 15


def test_a_rest_before_the_due_day_takes_nothing_away():
    rest = Pause(date(2023, 9, 1), date(2023, 10, 1))
    assert delinquent_days(date(2023, 10, 1), date(2023, 10, 31), 0, [rest]) == 30


@pytest.mark.parametrize(
    "bands",
    [
        [(1, 30), (30, 60)],
        [(31, 60), (1, 30)],
        [(1, None), (31, 60)],
        [(0, 30)],
        [(30, 1)],
    ],
)
def test_bands_that_hold_a_day_twice_or_none_are_refused(bands):
    with pytest.raises(BandsUnsound, match="does not come after"):
        age(QUARTERS, date(2023, 5, 31), bands)


def test_every_age_has_one_of_the_usual_bands():
    for days in range(1, 3000):
        first, last = (band_of(days) or "").replace("+", "-").split("-")
        assert int(first) <= days <= int(last or days)
    assert [label(it) for it in BANDS][-1] == "366+"


@given(some_items, a_day, some_bands())
def test_bands_and_what_is_outside_add_up_to_what_is_overdue(items, as_of, bands):
    ageing = age(items, as_of, bands)
    overdue = [cents for due_on, cents in items if due_on < as_of and cents > 0]
    assert sum(ageing.cents.values()) + ageing.outside_cents == sum(overdue)
    assert ageing.total_cents == sum(overdue)
    assert all(cents > 0 for cents in ageing.cents.values())
    assert set(ageing.cents) <= {label(it) for it in bands}


@given(some_items, a_day, some_bands(), some.randoms())
def test_the_order_of_the_items_is_indifferent(items, as_of, bands, chance):
    ageing = age(items, as_of, bands)
    chance.shuffle(items)
    assert age(items, as_of, bands) == ageing


@given(a_day, a_day, some.integers(0, 60), some_pauses)
def test_delinquent_days_are_the_days_past_due_that_count(due, as_of, grace, pauses):
    days = [due + timedelta(it) for it in range((as_of - due).days)]
    counted = [it for it in days if not any(p.since <= it < p.until for p in pauses)]
    expected = max(0, len(counted) - grace)
    assert delinquent_days(due, as_of, grace, pauses) == expected


@given(some_items, a_day, some.integers(0, 60), some_pauses)
def test_the_oldest_is_never_less_delinquent_than_another(items, as_of, grace, pauses):
    late = delinquency(items, as_of, grace, pauses)
    for due_on, cents in items:
        if due_on < as_of and cents > 0:
            days = delinquent_days(due_on, as_of, grace, pauses)
            assert days <= late.delinquent_days
