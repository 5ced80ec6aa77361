"""
The curve of those who are left, held against a published table.

The 42 times to relapse of Freireich et al. (1963), 6-MP against placebo, with the
figures that textbooks print of them.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.validation.incidence import Course, cumulative_incidence
from reporting.validation.interval import ImpossibleLevel, ImpossibleValue, TooFew
from reporting.validation.logrank import log_rank
from reporting.validation.survival import Spell, kaplan_meier

TREATED = "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
PRINTED = {
    6: (".8571", ".0764"),
    7: (".8067", ".0869"),
    10: (".7529", ".0963"),
    13: (".6902", ".1068"),
    16: (".6275", ".1141"),
    22: (".5378", ".1282"),
    23: (".4482", ".1346"),
}
AT_RISK = {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}
spells = st.lists(
    st.builds(Spell, st.integers(0, 30).map(float), st.booleans()),
    min_size=1,
    max_size=30,
)


def weeks(words):
    return [Spell(float(it.rstrip("+")), not it.endswith("+")) for it in words.split()]


def as_printed(number):
    return f"{number:.4f}".lstrip("0")


def test_the_published_table_is_reproduced_to_the_last_printed_digit():
    found = kaplan_meier(weeks(TREATED))
    ends = [it for it in found.steps if it.ended]
    assert {
        it.time: (as_printed(it.survival), as_printed(it.error)) for it in ends
    } == PRINTED
    assert {it.time: it.at_risk for it in ends} == AT_RISK


def test_the_medians_are_the_published_ones():
    assert kaplan_meier(weeks(TREATED)).median == 23
    assert kaplan_meier(weeks(PLACEBO)).median == 8


def test_the_log_rank_is_the_published_one_in_both_forms():
    found = log_rank([weeks(TREATED), weeks(PLACEBO)])
    assert found.observed == (9, 21)
    assert [f"{it:.2f}" for it in found.expected] == ["19.25", "10.75"]
    assert f"{found.chi_square:.2f}" == "16.79"
    assert f"{found.simple:.2f}" == "15.23"
    assert found.freedom == 1
    assert f"{found.p:.6f}" == "0.000042"


def test_the_numbers_at_risk_stand_under_the_curve():
    assert kaplan_meier(weeks(TREATED)).at_risk([0, 10, 20, 30]) == (21, 15, 8, 4)


def test_a_curve_that_never_halves_has_no_median():
    found = kaplan_meier([Spell(5, ended=True), *[Spell(9, ended=False)] * 4])
    assert found.median is None
    assert found.at(4) == 1
    assert found.at(100) == pytest.approx(0.8)


def test_where_nobody_is_left_nothing_is_said_of_how_sure_that_is():
    last = kaplan_meier([Spell(1, ended=True), Spell(2, ended=True)]).steps[-1]
    assert (last.survival, last.error, last.interval) == (0, None, None)


def test_the_curve_band_and_median_interval_are_those_of_lifelines():
    lifelines = pytest.importorskip("lifelines")
    from lifelines.utils import median_survival_times  # noqa: PLC0415

    for words in (TREATED, PLACEBO):
        these = weeks(words)
        peer = lifelines.KaplanMeierFitter().fit(
            [it.time for it in these], [it.ended for it in these]
        )
        found = kaplan_meier(these)
        for step in found.steps:
            assert step.survival == pytest.approx(
                float(peer.predict(step.time)), abs=1e-12
            )
            if step.interval:
                band = peer.confidence_interval_survival_function_.loc[step.time]
                assert (step.interval.low, step.interval.high) == pytest.approx(
                    tuple(band), abs=1e-12
                )
        ends = median_survival_times(peer.confidence_interval_survival_function_)
        low, high = ends.iloc[0]
        assert found.median_low == low
        assert found.median_high == (None if high == float("inf") else high)


def test_three_groups_are_compared_as_lifelines_does():
    statistics = pytest.importorskip("lifelines.statistics")
    groups = [
        weeks(TREATED),
        weeks(PLACEBO),
        weeks("2 3 9 9 14+ 30+ 31"),
    ]
    peer = statistics.multivariate_logrank_test(
        [it.time for group in groups for it in group],
        [index for index, group in enumerate(groups) for _ in group],
        [it.ended for group in groups for it in group],
    )
    found = log_rank(groups)
    assert found.chi_square == pytest.approx(peer.test_statistic)
    assert found.p == pytest.approx(peer.p_value)


ENDS = [
    *[Course(it, "cleared") for it in (2, 4, 5.5, 9, 12, 13, 21)],
    *[Course(it, "died") for it in (3, 7, 15)],
    *[Course(it, None) for it in (1, 6, 8, 14, 20, 24)],
]


def test_competing_ends_are_those_of_lifelines():
    lifelines = pytest.importorskip("lifelines")
    codes = {None: 0, "cleared": 1, "died": 2}
    peer = lifelines.AalenJohansenFitter().fit(
        [it.time for it in ENDS], [codes[it.cause] for it in ENDS], event_of_interest=1
    )
    found = cumulative_incidence(ENDS, "cleared")
    assert len(found.steps) == 10
    for step in found.steps:
        row = peer.cumulative_density_.loc[step.time]
        assert step.share == pytest.approx(float(row.iloc[0]), abs=1e-12)
        variance = float(peer.variance_.loc[step.time])
        assert step.error**2 == pytest.approx(variance, abs=1e-12)
        if step.interval:
            band = peer.confidence_interval_.loc[step.time]
            ours = (step.interval.low, step.interval.high)
            assert ours == pytest.approx(tuple(band), abs=1e-9)


def test_what_ended_otherwise_is_not_called_censored():
    found = cumulative_incidence(ENDS, "cleared")
    naive = kaplan_meier(Spell(it.time, it.cause == "cleared") for it in ENDS)
    assert found.at(30) < 1 - naive.at(30)


def test_refusals_have_names():
    with pytest.raises(TooFew):
        kaplan_meier([])
    with pytest.raises(ImpossibleValue):
        kaplan_meier([Spell(-1, ended=True)])
    with pytest.raises(ImpossibleValue):
        kaplan_meier([Spell(float("nan"), ended=True)])
    with pytest.raises(ImpossibleLevel):
        kaplan_meier([Spell(1, ended=True)], level=95)
    with pytest.raises(TooFew):
        log_rank([weeks(TREATED)])
    with pytest.raises(TooFew):
        log_rank([weeks("3+"), weeks("4+")])
    with pytest.raises(ImpossibleValue):
        cumulative_incidence(ENDS, "moved")


@settings(max_examples=50, deadline=None)
@given(spells)
def test_a_curve_falls_from_one_towards_zero_and_its_band_holds_it(these):
    found = kaplan_meier(these)
    shares = [1.0, *[it.survival for it in found.steps]]
    assert all(0 <= it <= 1 for it in shares)
    assert shares == sorted(shares, reverse=True)
    for step in found.steps:
        if step.interval:
            assert step.interval.covers(step.survival)
    assert found.steps[-1].at_risk == found.steps[-1].ended + found.steps[-1].censored


@settings(max_examples=50, deadline=None)
@given(spells, st.randoms())
def test_the_order_of_the_rows_leaves_no_trace(these, chance):
    turned = list(these)
    chance.shuffle(turned)
    assert kaplan_meier(turned) == kaplan_meier(these)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(
            Course,
            st.integers(0, 30).map(float),
            st.sampled_from(["cleared", "died", None]),
        ),
        min_size=2,
        max_size=25,
    ).filter(lambda them: {"cleared", "died"} <= {it.cause for it in them})
)
def test_all_ends_and_those_left_make_one(these):
    left = kaplan_meier(Spell(it.time, it.cause is not None) for it in these)
    shares = [cumulative_incidence(these, it).at(31) for it in ("cleared", "died")]
    assert sum(shares) + left.at(31) == pytest.approx(1)
