"""What is wanted for an agreement follows from all that was told, in any order."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from intake.cases.agreements import (
    AT_RISK,
    CALM,
    EASED,
    RELIEF,
    Told,
    Wanted,
    call_by,
    call_wanted,
    relief_wanted,
)
from intake.households.tenancy import Word

FIRST = date(2025, 9, 5)
NEXT = date(2025, 9, 6)
DUE = date(2025, 9, 10)
NOON = datetime(2025, 9, 6, 12, tzinfo=UTC)
ONE_HOUR = timedelta(hours=1)


def told(name, on=FIRST, at=NOON, *, due=DUE, reasons=("late_last_time",), id=""):
    names_a_day = name in (AT_RISK, RELIEF)
    return Told(
        name,
        on,
        Word(at, id or f"{name} {on} {at} {reasons}"),
        due if names_a_day else None,
        reasons if names_a_day else (),
    )


def every_order(words):
    return pytest.mark.parametrize("words", [*permutations(words)])


def test_nothing_is_wanted_of_whom_nobody_warned():
    assert call_wanted([told(CALM)]) is None
    assert relief_wanted([told(EASED)]) is None


@every_order([told(AT_RISK), told(AT_RISK, NEXT, reasons=("instalment_in_grace",))])
def test_the_last_warning_says_why_to_call(words):
    assert call_wanted(words) == Wanted(NEXT, DUE, ("instalment_in_grace",))


@every_order([told(AT_RISK), told(CALM, NEXT)])
def test_an_all_clear_ends_the_call_whichever_is_heard_first(words):
    assert call_wanted(words).over_on == NEXT


@every_order([told(AT_RISK), told(CALM, NEXT), told(AT_RISK, DUE)])
def test_a_warning_after_an_all_clear_stands(words):
    assert call_wanted(words) == Wanted(DUE, DUE, ("late_last_time",))


@every_order([told(AT_RISK), told(CALM, at=NOON + ONE_HOUR)])
def test_of_one_day_the_all_clear_written_later_counts(words):
    assert call_wanted(words).over_on == FIRST


@every_order([told(CALM), told(AT_RISK, at=NOON + ONE_HOUR)])
def test_of_one_day_the_warning_written_later_counts(words):
    assert call_wanted(words).over_on is None


@pytest.mark.parametrize("ids", [("1", "2"), ("2", "1")])
def test_of_one_instant_the_all_clear_counts_whatever_its_id(ids):
    warning, all_clear = ids
    words = [told(AT_RISK, id=warning), told(CALM, id=all_clear)]
    assert call_wanted(words).over_on == FIRST
    assert call_wanted(words[::-1]).over_on == FIRST


@every_order(
    [
        told(RELIEF, reasons=("job_ended", "pause")),
        told(RELIEF, NEXT, due=DUE - timedelta(1), reasons=("death", "pause")),
    ]
)
def test_two_proposals_are_one_relief_due_on_the_earlier_day(words):
    wanted = relief_wanted(words)
    assert (wanted.since_on, wanted.due_on) == (FIRST, DUE - timedelta(1))
    assert sorted(wanted.reasons) == ["death", "job_ended", "pause"]


@every_order([told(RELIEF), told(EASED, FIRST - timedelta(30), at=NOON + ONE_HOUR)])
def test_a_rest_agreed_from_a_past_day_answers_what_was_proposed_before(words):
    assert relief_wanted(words).over_on == FIRST


@every_order([told(EASED), told(RELIEF, at=NOON + ONE_HOUR)])
def test_what_was_agreed_before_answers_no_later_proposal(words):
    assert relief_wanted(words).over_on is None


@every_order([told(RELIEF), told(EASED, FIRST - timedelta(30))])
def test_of_one_instant_what_eases_answers(words):
    assert relief_wanted(words).over_on == FIRST


@every_order(
    [
        told(RELIEF, due=DUE),
        told(EASED, at=NOON + ONE_HOUR),
        told(RELIEF, due=DUE + timedelta(30), at=NOON + 2 * ONE_HOUR),
    ]
)
def test_a_proposal_after_an_answer_is_a_relief_of_its_own(words):
    wanted = relief_wanted(words)
    assert (wanted.due_on, wanted.over_on) == (DUE + timedelta(30), None)


@every_order(
    [
        told(RELIEF),
        told(EASED, NEXT, at=NOON + ONE_HOUR),
        told(EASED, DUE, at=NOON + 2 * ONE_HOUR),
    ]
)
def test_the_first_answer_is_the_answer(words):
    assert relief_wanted(words).over_on == NEXT


@pytest.mark.parametrize(
    ("next_due_on", "by"),
    [
        (date(2025, 9, 20), date(2025, 9, 8)),  # time enough: within the days
        (date(2025, 9, 7), date(2025, 9, 6)),  # the day before it is due
        (date(2025, 9, 6), date(2025, 9, 5)),
        (date(2025, 9, 5), date(2025, 9, 5)),  # due today: today
        (date(2025, 9, 1), date(2025, 9, 8)),  # in grace: within the days
    ],
)
def test_a_call_is_made_before_the_due_day_if_there_is_still_time(next_due_on, by):
    assert call_by(FIRST, next_due_on, date(2025, 9, 8)) == by
