"""What leaves intake of an assessment: bands per domain, and nothing of health."""

from datetime import date
from uuid import UUID

from intake.cases.assessment import Score
from intake.cases.case import Case, case_key
from intake.cases.matrix import CURRENT, matrix_of
from intake.published import announce

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
ON = date(2025, 3, 1)


def assessed(**scores):
    case = Case(
        id=case_key(HOUSEHOLD),
        household_id=HOUSEHOLD,
        organisation_id="la-rete",
        definition_id=None,
        effective_on=ON,
    )
    case.record_contact("door", "reached", ON)
    case.assess(list(map(as_score, scores.items())), ON, CURRENT)
    return announce(case.collect_events()[-1])


def as_score(named):
    return Score(*named)


def test_the_bands_are_told_without_those_of_health():
    told = assessed(housing=2, health=1, work=4)
    assert told.household_id == HOUSEHOLD
    assert [(it.domain, it.score) for it in told.scores] == [
        ("housing", 2),
        ("work", 4),
    ]


def test_an_assessment_of_health_alone_is_told_to_nobody():
    assert matrix_of(CURRENT).special == {"health"}
    assert assessed(health=1) is None
