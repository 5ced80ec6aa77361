"""The needs of a household: in which words, how often, and what changed."""

from datetime import date

import pytest
from front_desk import detected

from azione0.contract import encode
from intake.application.pacts import NotAssessed
from intake.cases.assessment import (
    Assessment,
    OtherMatrix,
    Score,
    WrongScore,
    changes,
    scores_of,
)
from intake.cases.case import Case
from intake.cases.matrix import CURRENT, MAPPINGS, VERSIONS, NoSuchMatrix, matrix_of

ENTRY, CHARGED = date(2025, 4, 8), date(2025, 4, 15)


def test_each_domain_has_five_anchors_in_two_languages_and_no_two_are_alike():
    matrix = matrix_of(CURRENT)
    assert matrix.codes == (
        "housing",
        "income_and_debt",
        "work",
        "family",
        "health",
        "skills",
        "network",
        "autonomy",
    )
    anchors = [it for domain in matrix.domains for it in domain.anchors]
    assert [it.score for it in anchors] == [1, 2, 3, 4, 5] * 8
    for words in ([it.it for it in anchors], [it.en for it in anchors]):
        assert len(set(words)) == 40
        assert all(it.endswith(".") and len(it) > 20 for it in words)


def test_only_what_tells_of_health_is_special():
    assert [matrix_of(it).special for it in VERSIONS] == [{"health"}, {"health"}]


def test_a_mapping_names_domains_that_both_versions_have():
    for (before, after), named in MAPPINGS.items():
        assert set(named) <= set(matrix_of(before).codes)
        assert set(named.values()) <= set(matrix_of(after).codes)
        assert len(set(named.values())) == len(named)


@pytest.mark.parametrize(
    ("scores", "version", "refusal"),
    [
        ({}, "1", WrongScore),
        ({"work": 0}, "1", WrongScore),
        ({"work": 6}, "1", WrongScore),
        ({"documents": 3}, "1", WrongScore),
        ({"autonomy": 3}, "0", WrongScore),
        ({"work": 3}, "2", NoSuchMatrix),
        ({"work": 3}, "../1", NoSuchMatrix),
    ],
)
def test_a_score_that_the_version_does_not_have_is_refused(scores, version, refusal):
    with pytest.raises(refusal):
        scores_of(scores, version)


def seen(on, version="1", **scores):
    return Assessment(on, version, tuple(scores_of(scores, version)))


def test_what_changed_is_told_domain_by_domain_and_what_is_missing_stays_so():
    before = seen(ENTRY, work=2, housing=3, health=2)
    after = seen(date(2025, 10, 10), work=4, housing=2, network=5)
    found = {it.domain: it for it in changes(before, after)}
    assert {it: found[it].change for it in found} == {
        "housing": -1,
        "income_and_debt": None,
        "work": 2,
        "family": None,
        "health": None,
        "skills": None,
        "network": None,
        "autonomy": None,
    }
    assert (found["network"].before, found["network"].after) == (None, 5)


def test_another_version_is_compared_only_by_a_mapping_somebody_wrote():
    old = seen(ENTRY, "0", income=2, community=3, budget=1)
    new = seen(date(2025, 10, 10), income_and_debt=3, network=3, autonomy=4)
    found = {it.domain: it.change for it in changes(old, new)}
    assert (found["income_and_debt"], found["network"]) == (1, 0)
    assert found["autonomy"] is None
    with pytest.raises(OtherMatrix):
        changes(new, old)


def a_case_in_charge(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake:
        intake.assess(case_id, {"work": 2, "health": 1}, ENTRY)
        intake.take_in_charge(
            case_id,
            commitments={"ledger": "current_bills"},
            goals=["keep_home"],
            operator_id="op-7",
            on=CHARGED,
        )
    return case_id


def wanted(office, kind):
    return [(it.since_on, it.due_on) for it in office.intake.tasks(kind=kind)]


def test_needs_are_assessed_again_after_6_12_and_24_months(office):
    case_id = a_case_in_charge(office)
    assert wanted(office, "reassess") == [(date(2025, 10, 15), date(2025, 11, 14))]
    with office.command() as intake:
        intake.assess(case_id, {"work": 3}, date(2025, 10, 1))
    assert wanted(office, "reassess") == [(date(2026, 4, 15), date(2026, 5, 15))]
    with office.command() as intake:
        # Too early to count for the twelfth month.
        intake.assess(case_id, {"work": 3}, date(2025, 12, 1))
        intake.assess(case_id, {"work": 4}, date(2026, 5, 1))
    assert wanted(office, "reassess") == [(date(2027, 4, 15), date(2027, 5, 15))]
    with office.command() as intake:
        intake.assess(case_id, {"work": 5}, date(2027, 4, 15))
    assert wanted(office, "reassess") == []
    done = office.intake.tasks(kind="reassess", status="done")
    assert [it.done_on for it in done] == [
        date(2025, 10, 1),
        date(2026, 5, 1),
        date(2027, 4, 15),
    ]


def test_how_often_is_the_steering_groups_to_say(office):
    with office.command() as intake:
        months = {"reassessment_first_months": "3", "case_review_months": "2"}
        intake.adopt_policy("2025/2", months, date(2025, 1, 1))
    a_case_in_charge(office)
    [(since_on, _)] = wanted(office, "reassess")
    assert since_on == date(2025, 7, 15)
    assert wanted(office, "review_case") == [(date(2025, 6, 15), date(2025, 6, 25))]


def test_who_is_in_charge_without_an_assessment_is_still_to_be_assessed(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake:
        intake.take_in_charge(
            case_id,
            commitments={"ledger": "current_bills"},
            goals=[],
            operator_id="op-7",
            on=CHARGED,
        )
    assert len(wanted(office, "assess")) == 1


def test_health_is_told_only_to_who_asks_for_it_and_to_no_other_service(office):
    case_id = a_case_in_charge(office)
    with office.command() as intake:
        intake.assess(case_id, {"work": 3, "health": 3}, date(2025, 10, 15))
    entry, later = office.intake.assessments(case_id)
    assert entry.scores == (Score("work", 2),)
    assert (
        Score("health", 3) in office.intake.assessments(case_id, special=True)[1].scores
    )
    days = (entry.on, later.on)
    told = office.intake.needs_changed(case_id, *days)
    assert "health" not in {it.domain for it in told}
    told = {
        it.domain: it
        for it in office.intake.needs_changed(case_id, *days, special=True)
    }
    assert (told["health"].change, told["health"].special) == (2, True)
    assert all(b"health" not in encode(it) for it in office.said())
    with pytest.raises(NotAssessed):
        office.intake.needs_changed(case_id, entry.on, date(2025, 10, 16))


def test_scores_given_before_versions_were_kept_are_read_as_the_first(office):
    case_id = a_case_in_charge(office)
    [stored] = [
        office.intake.mapper.to_stored_event(it)
        for _, it in office.intake.events_of(case_id)
        if isinstance(it, Case.Assessed)
    ]
    former = stored.state.replace(b'"matrix_version":"1",', b"")
    assert former != stored.state
    event = office.intake.mapper.event_of(
        case_id, 9, stored.topic, 1, former, office.now
    )
    assert event.matrix_version == "0"


def test_a_closed_case_wants_no_assessment_and_no_review(office):
    case_id = a_case_in_charge(office)
    [owed] = office.intake.get(Case, case_id).open_commitments
    with office.command() as intake:
        intake.close_case(
            case_id, "moved", date(2025, 6, 1), fulfilled=[owed.commitment_id]
        )
    assert office.tasks() == []
    office.tell(
        detected(office.intake.get(Case, case_id).household_id, "e2", on=CHARGED)
    )
    assert office.tasks() == []
