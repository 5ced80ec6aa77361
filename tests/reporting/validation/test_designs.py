"""Each design against figures worked out by hand, by another library, or by law."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.validation.assignments import distinct, judge
from reporting.validation.before_after import Caution, before_after
from reporting.validation.differences import (
    Watched,
    before_alike,
    difference_in_differences,
)
from reporting.validation.interrupted import interrupted_series
from reporting.validation.interval import (
    ImpossibleLevel,
    ImpossibleValue,
    Mismatched,
    TooFew,
)
from reporting.validation.matching import (
    Candidate,
    NothingAlike,
    matched_comparison,
    propensity,
)
from reporting.validation.panel import NEVER, Panel
from reporting.validation.regression import clustered, least_squares, newey_west
from reporting.validation.staircase import staircase

CHANCE = np.random.default_rng(20)
NOISE = [round(float(it), 3) for it in CHANCE.normal(0, 5, 30)]
SERIES = [
    100 - 2 * t + NOISE[29 - t] - (30 + t - 16 if t >= 16 else 0) for t in range(30)
]


def homes(spread=0.0):
    """Six buildings of four; reached ones fall from 1,500 to 1,200."""
    return [
        Watched(
            building=str(b),
            reached=b < 3,
            before=(1500 if b < 3 else 1480) + spread * NOISE[4 * b + h],
            after=(1200 if b < 3 else 1450) + spread * NOISE[29 - 4 * b - h],
        )
        for b in range(6)
        for h in range(4)
    ]


def test_the_difference_of_differences_of_the_domain():
    """(1200-1500) - (1450-1480) = -270."""
    found = difference_in_differences(homes(), seed=1)
    assert found.effect.value == pytest.approx(-270)
    assert (found.reached, found.not_yet) == (12, 12)
    assert (found.reached_buildings, found.not_yet_buildings) == (3, 3)


def test_three_buildings_against_three_can_be_drawn_in_twenty_ways():
    found = difference_in_differences(homes(), seed=1).draw
    assert (found.possible, found.tried) == (20, 20)
    assert found.p == pytest.approx(2 / 20)
    assert found.interval is None


def test_below_twenty_draws_there_is_no_interval():
    fewer = [it for it in homes(1) if it.building != "5"]
    found = difference_in_differences(fewer, seed=1).draw
    assert found.possible == 10
    assert found.interval is None
    assert 0 < found.p <= 1


def test_every_draw_is_compared_when_they_are_few():
    """Ten numbers, five reached: the interval by trying every effect, one by one."""
    values = np.array([3.0, 1.5, 4.2, 0.7, 2.9, 8.1, 9.4, 7.7, 6.0, 9.9])
    places = [0] * 5 + [1] * 5

    def figure(dealt, values=values):
        there = dealt > 0
        true = np.array(places)
        return (
            values[there].mean() - values[~there].mean(),
            true[there].mean() - true[~there].mean(),
        )

    found = judge(figure, places, seed=1)
    assert found.tried == distinct(places) == 252

    def kept(effect):
        from itertools import combinations  # noqa: PLC0415

        left = values - effect * np.array(places)
        all_of = []
        for those in combinations(range(10), 5):
            there = np.isin(np.arange(10), those)
            all_of.append(left[there].mean() - left[~there].mean())
        seen = left[5:].mean() - left[:5].mean()
        ranks = np.array(all_of)
        more = (ranks >= seen - 1e-9).mean()
        less = (ranks <= seen + 1e-9).mean()
        return more > 0.025 and less > 0.025

    low, high = found.interval.low, found.interval.high
    assert kept(low + 1e-6)
    assert kept(high - 1e-6)
    assert not kept(low - 1e-6)
    assert not kept(high + 1e-6)


def test_the_error_by_building_is_that_of_statsmodels():
    peer = pytest.importorskip("statsmodels.api")
    these = homes(10)
    outcome = [it.after - it.before for it in these]
    design = np.array([[1.0, float(it.reached)] for it in these])
    names = [it.building for it in these]
    theirs = peer.OLS(outcome, design).fit(
        cov_type="cluster", cov_kwds={"groups": np.array([int(it) for it in names])}
    )
    fit = least_squares(outcome, design)
    assert clustered(fit, names) == pytest.approx(theirs.cov_params())
    ours = difference_in_differences(these, seed=1).effect
    assert (ours.value, ours.error) == pytest.approx((theirs.params[1], theirs.bse[1]))


def test_slopes_before_are_compared_too():
    alike = [
        (str(b), b < 3, [100 - 5 * t + NOISE[6 * b + t] / 100 for t in range(5)])
        for b in range(5)
    ]
    found = before_alike(alike, seed=1).effect
    assert found.interval.covers(0)
    assert found.value == pytest.approx(0, abs=0.1)
    with pytest.raises(TooFew):
        before_alike([("1", True, [1, 2])], seed=1)


def test_the_interrupted_series_is_that_of_statsmodels():
    peer = pytest.importorskip("statsmodels.api")
    time = np.arange(30.0)
    post = time >= 16
    design = np.column_stack([np.ones(30), time, post, post * (time - 16)])
    theirs = peer.OLS(SERIES, design).fit(
        cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}
    )
    found = interrupted_series(SERIES, 16, seed=1)
    assert found.lags == 3
    ours = [found.start, found.trend, found.level, found.slope]
    assert [it.value for it in ours] == pytest.approx(theirs.params.tolist())
    assert [it.error for it in ours] == pytest.approx(theirs.bse.tolist())
    assert newey_west(least_squares(SERIES, design), 3) == pytest.approx(
        theirs.cov_params()
    )


def test_a_series_is_found_to_jump_and_to_bend():
    found = interrupted_series(SERIES, 16, seed=1)
    assert found.level.interval.covers(-30)
    assert not found.level.interval.covers(0)
    assert found.slope.interval.covers(-1)
    assert (found.before, found.after) == (16, 14)


@settings(max_examples=10, deadline=None)
@given(st.integers(-10_000, 10_000))
def test_a_constant_added_to_all_months_changes_only_where_they_start(more):
    one = interrupted_series(SERIES, 16, seed=1, draws=50)
    other = interrupted_series([it + more for it in SERIES], 16, seed=1, draws=50)
    assert other.start.value == pytest.approx(one.start.value + more)
    assert other.level.value == pytest.approx(one.level.value, abs=1e-6)
    assert other.level.interval.low == pytest.approx(one.level.interval.low, abs=1e-5)
    assert other.slope.error == pytest.approx(one.slope.error, abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.randoms(), st.integers(-5_000, 5_000))
def test_neither_order_nor_a_common_rise_changes_a_difference(chance, more):
    these = homes(10)
    one = difference_in_differences(these, seed=1)
    chance.shuffle(these)
    assert difference_in_differences(these, seed=1) == one
    risen = [replace(it, after=it.after + more) for it in these]
    other = difference_in_differences(risen, seed=1)
    assert other.effect.value == pytest.approx(one.effect.value)
    assert other.effect.error == pytest.approx(one.effect.error)
    assert other.draw.p == one.draw.p


def test_before_and_after_carries_its_warning_with_it():
    found = before_after([100, 200, 300, 400, 500, 600], [90, 180, 270, 360, 450, None])
    assert found.mean.value == pytest.approx(-30)
    assert (found.counted, found.missing) == (5, 1)
    assert found.warnings == (
        Caution.REGRESSION_TO_THE_MEAN,
        Caution.NO_COMPARISON,
    )


def test_before_and_after_is_the_paired_t_of_scipy():
    from scipy.stats import ttest_rel  # noqa: PLC0415

    before, after = NOISE[:12], NOISE[12:24]
    theirs = ttest_rel(after, before).confidence_interval(0.95)
    found = before_after(before, after).mean.interval
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def stairs(effect):
    """Eight buildings of three, two reached at 4, two at 6, two at 8, two never."""
    reached = (4, 4, 6, 6, 8, 8, NEVER, NEVER)
    building = np.repeat(np.arange(8), 3)
    time = np.arange(12)
    start = np.array(reached)[building][:, None]
    values = 500.0 + 10 * building[:, None] - 7 * time
    values = values + effect * ((start != NEVER) & (time >= start))
    return Panel(values, building, reached)


def test_a_staircase_finds_a_constant_effect_exactly():
    found = staircase(stairs(-40.0), seed=1, baseline=3, follow=2)
    assert found.effect == pytest.approx(-40)
    assert found.steps == 3
    assert found.draw.possible == 2520
    assert found.draw.interval.covers(-40)
    assert found.draw.p < 0.01


def test_a_staircase_knows_no_order_of_households_and_no_common_rise():
    one = stairs(-40.0)
    turned = CHANCE.permutation(one.building.size)
    values = one.values[turned] + np.linspace(0, 900, 12)
    other = Panel(values, one.building[turned], one.reached)
    asked = {"seed": 1, "baseline": 3, "follow": 2, "most": 99}
    assert staircase(other, **asked).effect == pytest.approx(-40)
    assert staircase(one, **asked).effect == pytest.approx(-40)


def people(count=120, pull=1.0):
    chance = np.random.default_rng(5)
    found = []
    for row in range(count):
        age, size = float(chance.integers(1, 37)), float(chance.integers(1, 7))
        urge = pull * (18 - age) / 12
        came = bool(chance.random() < 1 / (1 + np.exp(-urge)) * 0.7)
        outcome = -200.0 * came + 10 * age + float(chance.normal(0, 20))
        traits = {"debt_age": age, "size": size}
        found.append(Candidate(f"{row:04}", str(row % 10), came, traits, outcome))
    return found


def test_matching_balances_what_was_noted_and_finds_the_effect():
    these = people(400)
    found = matched_comparison(these)
    age = next(it for it in found.balance if it.trait == "debt_age")
    assert age.before < -0.5
    assert age.balanced
    assert found.balanced
    assert found.effect.interval.covers(-200)
    came = sum(it.came for it in these)
    assert len(found.pairs) + found.unmatched == came
    stayed = [second for _, second in found.pairs]
    assert len(set(stayed)) == len(stayed)


def test_the_score_is_that_of_statsmodels():
    peer = pytest.importorskip("statsmodels.api")
    these = people()
    came = [it.came for it in these]
    traits = np.array([list(it.traits.values()) for it in these])
    theirs = peer.Logit(np.array(came, float), peer.add_constant(traits)).fit(disp=0)
    assert propensity(came, traits) == pytest.approx(theirs.fittedvalues, abs=1e-6)


@settings(max_examples=5, deadline=None)
@given(st.randoms(), st.integers(-900, 900))
def test_neither_order_nor_a_constant_changes_a_match(chance, more):
    these = people()
    one = matched_comparison(these)
    chance.shuffle(these)
    assert matched_comparison(these) == one
    risen = [replace(it, outcome=it.outcome + more) for it in these]
    other = matched_comparison(risen)
    assert other.pairs == one.pairs
    assert other.effect.value == pytest.approx(one.effect.value)


def test_refusals_have_names():
    with pytest.raises(Mismatched):
        before_after([1, 2], [1])
    with pytest.raises(TooFew):
        before_after([1, 2], [1, 2])
    with pytest.raises(ImpossibleValue):
        before_after([1.0] * 6, [float("nan")] * 6)
    with pytest.raises(TooFew):
        interrupted_series(SERIES, 7, seed=1)
    with pytest.raises(ImpossibleValue):
        interrupted_series([*SERIES[:-1], float("nan")], 16, seed=1)
    with pytest.raises(ImpossibleLevel):
        interrupted_series(SERIES, 16, seed=1, level=95)
    with pytest.raises(TooFew):
        difference_in_differences(homes()[:12], seed=1)
    with pytest.raises(Mismatched):
        difference_in_differences([*homes(), Watched("1", False, 1, 2)], seed=1)  # noqa: FBT003
    with pytest.raises(TooFew):
        staircase(stairs(0), seed=1, baseline=20)
    gone = stairs(0)
    gone.values[:3, 4:] = np.nan
    with pytest.raises(TooFew, match="building 0"):
        staircase(gone, seed=1, baseline=3, follow=2)
    with pytest.raises(Mismatched):
        Panel(np.ones((2, 3)), np.array([0]), (1,))
    with pytest.raises(TooFew):
        matched_comparison(people(12))
    with pytest.raises(NothingAlike):
        matched_comparison(
            [replace(it, traits={"age": float(it.came)}) for it in people()]
        )
    one, *others = people()
    with pytest.raises(Mismatched):
        matched_comparison([replace(one, traits={"other": 1.0}), *others])
