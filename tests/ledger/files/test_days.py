"""Days are civil days in Italy, whatever offset a file was written with."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.files.days import NotADay, day, instant, xml_day


def test_a_time_without_an_offset_is_italian():
    assert instant("2021-11-22T00:37:32") == datetime(
        2021, 11, 21, 23, 37, 32, tzinfo=UTC
    )


def test_the_hour_that_comes_twice_is_told_apart_by_its_offset():
    first, second = "2025-10-26T02:50:00+02:00", "2025-10-26T02:10:00+01:00"
    assert instant(first) < instant(second)


def test_an_instant_near_midnight_utc_belongs_to_the_italian_day():
    assert xml_day("2026-03-16T23:30:00Z") == date(2026, 3, 17)


def test_an_offset_on_a_day_does_not_move_it():
    assert xml_day("2026-03-11+01:00") == xml_day("2026-03-11Z") == date(2026, 3, 11)


def test_seconds_may_have_more_digits_than_python_reads():
    assert instant("2026-01-01T10:00:00.123456789Z").microsecond == 123456


@pytest.mark.parametrize(
    "text", ["", "20260311", "2026-W11-1", "11/03/2026", "2026-02-30", "0026-03-11",
             "2026-03-11+01:00", "\uff12026-03-11"]
)  # fmt: skip
def test_a_table_has_no_other_days_than_iso_days(text):
    with pytest.raises(NotADay):
        day(text)


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:+Z.-]*"))
def test_any_text_is_a_day_or_is_refused(text):
    for read in (day, xml_day, instant):
        try:
            read(text)
        except NotADay:
            continue
