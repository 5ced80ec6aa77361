"""
Employment does as another system does, case by case.

The cases are facts (`peer_cases.json`, each with its source).
"""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from employment.pathway.pauses import Pause, days_of, remaining_days
from employment.vacancies.job_search import JobSearch, NoSuchStep, search_key

CASES = {
    it["id"]: it
    for it in json.loads(Path(__file__).with_name("peer_cases.json").read_text())
}
ON = date(2025, 3, 3)
CANDIDACY, VACANCY, OTHER = (UUID(int=n) for n in (1, 2, 3))
#: How a case's word for a step is said here; what else a step takes.
STEPS = {
    "process": (),
    "postpone": (),
    "accept": (),
    "refuse": ("employer", "skills"),
    "cancel": ("no_show",),
    "render_obsolete": (),
    "reset": (),
    "transfer": (OTHER,),
}
WAYS = {
    "new": [],
    "processing": ["process"],
    "postponed": ["postpone"],
    "accepted": ["accept"],
    "refused": ["refuse"],
    "obsolete": ["render_obsolete"],
}


def test_every_case_that_must_hold_is_here():
    assert {it["id"] for it in CASES.values() if it["adopt"] == "as_is"} == {"EMP-003"}


@pytest.mark.parametrize("number", range(14))
def test_an_application_takes_the_steps_of_the_peer(number):
    case = CASES["EMP-003"]
    step, state = case["input"]["attempts"][number]
    expected = case["expected"]["results"][number]
    search = JobSearch(
        id=search_key(UUID(int=9)),
        household_id=UUID(int=8),
        person_id=UUID(int=9),
        effective_on=ON,
    )
    search.apply(CANDIDACY, VACANCY, ON)
    for before in WAYS[state]:
        getattr(search, before)(CANDIDACY, *STEPS[before], ON)
    assert search.candidacy(CANDIDACY).state == state

    if expected == "rejected":
        with pytest.raises(NoSuchStep):
            getattr(search, step)(CANDIDACY, *STEPS[step], ON)
        assert search.candidacy(CANDIDACY).state == state
    else:
        getattr(search, step)(CANDIDACY, *STEPS[step], ON)
        assert search.candidacy(CANDIDACY).state == expected


def test_days_left_are_counted_as_the_peer_does_but_with_both_ends():
    """Every span here counts both its ends: 3 and 2 days more than the peer's."""
    case = CASES["EMP-001"]
    told, expected = case["input"], case["expected"]
    today, start, end = (
        date.fromisoformat(told[name]) for name in ("today", "start", "end")
    )

    def spans(name):
        return [tuple(map(date.fromisoformat, it)) for it in told[name]]

    def left(days, pauses):
        return remaining_days(start, end, days, pauses, today)

    ours = sum(days_of(*it) for it in spans("prolongations"))
    theirs = sum((until - since).days for since, until in spans("prolongations"))
    pauses = [Pause(*it) for it in spans("suspensions")]
    passed = sum(it.days_by(today) for it in pauses)

    assert left(0, []) == expected["remaining_days_initial"]
    assert left(theirs, []) == expected["after_prolongations"]
    assert ours - theirs == len(told["prolongations"])
    assert passed == 6 + (today - timedelta(days=1) - date(2022, 11, 1)).days + 1
    assert left(ours, pauses) == left(0, []) + ours + passed
    assert left(theirs, pauses) - expected["after_suspensions"] == 2
