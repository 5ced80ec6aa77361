"""The terms of an eviction: each limit on its last day, and on the day beyond."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger.proceeding.deadlines import (
    DefaultTooLong,
    HearingOutOfTime,
    NoticeTooShort,
    ReleaseOutOfTime,
    RemediesExhausted,
    Terms,
    TermTooLong,
    check_hardship,
    check_hearing,
    check_notice,
    check_release,
    check_remedies,
    last_hearing,
    last_release,
    remedies_left,
    term_ends,
)

LAW = Terms()
HEARING = date(2025, 6, 10)
TERM = date(2025, 9, 8)
a_day = some.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_ninety_days_from_10_june_end_on_8_september():
    assert term_ends(HEARING, 90, hardship=False, terms=LAW) == TERM
    assert last_hearing(TERM, LAW) == date(2025, 9, 18)


@pytest.mark.parametrize(("hardship", "most"), [(False, 90), (True, 120)])
def test_a_term_is_from_one_day_to_the_most_there_is(hardship, most):
    for days in (1, most):
        ends = term_ends(HEARING, days, hardship=hardship, terms=LAW)
        assert (ends - HEARING).days == days
    for days in (-1, 0, most + 1):
        with pytest.raises(TermTooLong, match=str(most)):
            term_ends(HEARING, days, hardship=hardship, terms=LAW)


def test_the_longer_term_is_for_a_default_of_two_months_at_most():
    check_hardship(date(2025, 1, 10), date(2025, 3, 10), LAW)
    check_hardship(date(2024, 12, 31), date(2025, 2, 28), LAW)
    with pytest.raises(DefaultTooLong, match="2025-03-10"):
        check_hardship(date(2025, 1, 10), date(2025, 3, 11), LAW)


@pytest.mark.parametrize("hearing", ["2025-09-09", "2025-09-18"])
def test_a_hearing_within_ten_days_of_the_term_is_in_time(hearing):
    check_hearing(date.fromisoformat(hearing), TERM, LAW)


@pytest.mark.parametrize("hearing", ["2025-09-08", "2025-09-19"])
def test_a_hearing_before_the_end_of_the_term_or_too_late_is_refused(hearing):
    with pytest.raises(HearingOutOfTime, match="2025-09-18"):
        check_hearing(date.fromisoformat(hearing), TERM, LAW)


@pytest.mark.parametrize(("hardship", "most"), [(False, 3), (True, 4)])
def test_a_default_is_made_good_so_often_in_four_years(hardship, most):
    earlier = [HEARING - timedelta(100 * it) for it in range(1, most + 1)]
    check_remedies(earlier[1:], HEARING, hardship=hardship, terms=LAW)
    with pytest.raises(RemediesExhausted, match="4 years"):
        check_remedies(earlier, HEARING, hardship=hardship, terms=LAW)
    assert not remedies_left([*earlier, HEARING], HEARING, hardship=hardship, terms=LAW)


def test_after_four_years_a_default_made_good_counts_no_more():
    def left(*earlier):
        return remedies_left(earlier, HEARING, hardship=False, terms=LAW)

    assert left() == 3
    assert left(date(2021, 6, 11)) == left(HEARING) == 2
    assert left(date(2021, 6, 10)) == left(HEARING + timedelta(1)) == 3


@pytest.mark.parametrize(
    ("missed", "late", "last"),
    [
        (None, False, "2026-03-15"),
        (None, True, "2026-09-15"),
        (TERM, False, "2025-11-07"),
        (TERM, True, "2025-11-07"),
    ],
)
def test_a_release_is_set_by_the_last_day_and_no_later(missed, late, last):
    ordered, last = date(2025, 9, 15), date.fromisoformat(last)
    assert last_release(ordered, missed, late=late, terms=LAW) == last
    for release in (ordered, last):
        check_release(release, ordered, missed, late=late, terms=LAW)
    for release in (ordered - timedelta(1), last + timedelta(1)):
        with pytest.raises(ReleaseOutOfTime, match=str(last)):
            check_release(release, ordered, missed, late=late, terms=LAW)


def test_six_months_after_the_end_of_august_end_with_february():
    ordered = date(2025, 8, 31)
    last = last_release(ordered, None, late=False, terms=LAW)
    assert last == date(2026, 2, 28)


def test_a_release_is_announced_ten_days_before():
    served = date(2025, 11, 1)
    check_notice(served, date(2025, 11, 11), LAW)
    with pytest.raises(NoticeTooShort, match="2025-11-11"):
        check_notice(served, date(2025, 11, 10), LAW)


def test_every_figure_is_a_parameter():
    ours = Terms(
        eviction_grace_days=1,
        eviction_hard_grace_days=2,
        eviction_hard_months=3,
        eviction_hearing_days=4,
        eviction_remedies=5,
        eviction_hard_remedies=6,
        eviction_remedy_years=1,
        eviction_release_months=7,
        eviction_late_release_months=8,
        eviction_missed_term_days=9,
        eviction_notice_days=11,
    )
    start = date(2025, 1, 1)
    for hardship, days in ((False, 1), (True, 2)):
        term_ends(start, days, hardship=hardship, terms=ours)
        with pytest.raises(TermTooLong):
            term_ends(start, days + 1, hardship=hardship, terms=ours)
    check_hardship(start, date(2025, 4, 1), ours)
    assert last_hearing(start, ours) == date(2025, 1, 5)
    assert remedies_left([], start, hardship=False, terms=ours) == 5
    earlier = [date(2024, 1, 1), date(2024, 1, 2)]
    assert remedies_left(earlier, start, hardship=True, terms=ours) == 5
    assert last_release(start, None, late=False, terms=ours) == date(2025, 8, 1)
    assert last_release(start, None, late=True, terms=ours) == date(2025, 9, 1)
    assert last_release(start, start, late=True, terms=ours) == date(2025, 1, 10)
    check_notice(start, date(2025, 1, 12), ours)
    with pytest.raises(NoticeTooShort):
        check_notice(start, date(2025, 1, 11), ours)


@given(a_day, some.lists(a_day, max_size=8), a_day, some.booleans())
def test_one_more_default_made_good_never_leaves_more(on, earlier, more, hardship):
    def left(days):
        return remedies_left(days, on, hardship=hardship, terms=LAW)

    assert 0 <= left([*earlier, more]) <= left(earlier)


@given(a_day, some.integers(1, 90), some.integers(1, 10))
def test_what_the_court_can_set_follows_in_order(heard, days, after):
    term_on = term_ends(heard, days, hardship=False, terms=LAW)
    hearing_on = term_on + timedelta(after)
    check_hearing(hearing_on, term_on, LAW)
    assert heard < term_on < hearing_on
    assert hearing_on < last_release(hearing_on, term_on, late=False, terms=LAW)
