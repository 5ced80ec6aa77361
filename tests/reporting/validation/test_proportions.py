"""A share, a rate and a median say how sure they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.validation.interval import ImpossibleValue, TooFew
from reporting.validation.medians import median
from reporting.validation.proportions import difference, proportion
from reporting.validation.rates import rate


def test_the_published_intervals_of_wilson():
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (part, whole), (low, high) in printed.items():
        found = proportion(part, whole).interval
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_published_interval_of_a_difference():
    """Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, (a), method 10."""
    found = difference((56, 70), (48, 80))
    assert found.value == pytest.approx(0.2)
    assert round(found.interval.low, 4) == 0.0524
    assert round(found.interval.high, 4) == 0.3339


def test_the_funnel_of_milan_2021():
    assert f"{proportion(735, 1_924).value:.1%}" == "38.2%"
    assert f"{proportion(1_924, 13_314).value:.1%}" == "14.5%"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_stays_between_nothing_and_all_and_holds_its_share(both):
    found = proportion(*both)
    assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1


def test_wilson_is_that_of_statsmodels():
    peer = pytest.importorskip("statsmodels.stats.proportion")
    for part, whole in [(0, 7), (3, 7), (7, 7), (81, 263)]:
        found = proportion(part, whole).interval
        low, high = peer.proportion_confint(part, whole, method="wilson")
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_the_exact_interval_of_a_count():
    """Garwood's table: of 10 events, 4.795 to 18.39; of none, 0 to 3.689."""
    found = rate(10, 1).interval
    assert (round(found.low, 3), round(found.high, 2)) == (4.795, 18.39)
    none = rate(0, 1).interval
    assert (none.low, round(none.high, 3)) == (0.0, 3.689)
    assert rate(10, 200).value == pytest.approx(0.05)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(-1000, 1000), min_size=5, max_size=30),
    st.randoms(),
    st.integers(-500, 500),
)
def test_a_median_knows_no_order_and_moves_with_its_values(values, chance, more):
    found = median(values, seed=3, draws=100)
    turned = list(values)
    chance.shuffle(turned)
    assert median(turned, seed=3, draws=100) == found
    moved = median([it + more for it in values], seed=3, draws=100)
    assert moved.value == pytest.approx(found.value + more)
    assert moved.interval.low == pytest.approx(found.interval.low + more)
    assert found.interval.low <= found.interval.high


def test_refusals_have_names():
    with pytest.raises(TooFew):
        proportion(0, 0)
    with pytest.raises(ImpossibleValue):
        proportion(8, 7)
    with pytest.raises(TooFew):
        rate(0, 0)
    with pytest.raises(ImpossibleValue):
        rate(-1, 5)
    with pytest.raises(TooFew):
        median([1, 2, 3], seed=1)
    with pytest.raises(ImpossibleValue):
        median([1, 2, 3, 4, float("nan")], seed=1)
