"""Who is sought is decided day by day: by the area and the threshold of that day."""

from datetime import date, timedelta
from uuid import UUID

from front_desk import TOWER, detected
from hypothesis import given
from hypothesis import strategies as st

from intake.cases.case import Case, case_key
from intake.signals.arrears import Stay
from intake.signals.selection import Sought, Target, Threshold, select

HOUSE = UUID(int=7)
FIRST = date(2025, 1, 1)
LATER = date(2025, 4, 1)


def test_means_for_a_day_to_come_close_no_case_that_is_open_today(office):
    household_id = office.household()
    with office.command() as intake:
        intake.record_means(household_id, 800_000, "PROTECTION", date(2025, 1, 1))
    office.target(rent_areas=["PROTECTION"])
    office.tell(detected(household_id))
    with office.command() as intake:
        intake.record_means(household_id, 1_900_000, "PERMANENCE", date(2026, 1, 1))
    assert office.case(household_id).status == "identified"


def test_the_area_of_the_day_selects_not_the_one_written_last(office):
    household_id = office.household()
    office.target(rent_areas=["ACCESS"])
    office.tell(detected(household_id))
    with office.command() as intake:
        intake.record_means(household_id, 1_300_000, "ACCESS", LATER)
        intake.record_means(household_id, 800_000, "PROTECTION", date(2024, 1, 1))
    assert office.case(household_id).identified_on == LATER
    [line] = office.intake.selections()
    assert line.since_on == LATER


def test_a_preview_looks_at_the_area_of_the_day_too(office):
    household_id = office.household()
    office.tell(detected(household_id))
    with office.command() as intake:
        intake.record_means(household_id, 1_300_000, "ACCESS", LATER)
        intake.record_means(household_id, 900_000, "PROTECTION", date(2025, 7, 1))
        definition_id = intake.draft_target(
            on=FIRST,
            organisation_id="la-rete",
            buildings=[TOWER],
            bands=["B"],
            rent_areas=["ACCESS"],
            valid_from=FIRST,
        )
    [found] = office.intake.preview_target(definition_id, date(2025, 8, 1)).found
    assert (found.since, found.rent_area) == (LATER, "ACCESS")


def test_a_lower_threshold_selects_arrears_that_are_open_already(office):
    household_id = office.household()
    with office.command() as intake:
        intake.adopt_policy("v1", {"signal_threshold_cents": "90000"}, FIRST)
    office.target()
    office.tell(detected(household_id, cents=54000))
    assert office.case(household_id) is None
    with office.command() as intake:
        intake.adopt_policy("v2", {"signal_threshold_cents": "50000"}, LATER)
    assert office.case(household_id).identified_on == LATER
    [line] = office.intake.selections()
    assert (line.figure, line.policy_version) == ("signal_threshold_cents=50000", "v2")


def test_a_case_dated_anew_says_by_which_definition(office):
    household_id = office.household()
    office.target(valid_from=LATER)
    office.tell(detected(household_id))
    earlier = office.target(valid_from=FIRST, decision_ref="CdR 2/2025")
    assert office.case(household_id).identified_on == date(2025, 2, 11)
    assert _definition(office, household_id) == earlier


def test_the_same_day_by_another_definition_is_written_down_too(office):
    household_id = office.household()
    adopted = {office.target(bands=it, decision_ref=f"CdR {it}") for it in ("B", "BC")}
    office.tell(detected(household_id, band="B"))
    by = _definition(office, household_id)
    with office.command() as intake:
        intake.supersede_target(by, date(2025, 2, 11))
    [other] = adopted - {by}
    assert _definition(office, household_id) == other
    assert office.case(household_id).identified_on == date(2025, 2, 11)


def _definition(office, household_id):
    return office.intake.get(Case, case_key(household_id)).definition_id


DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
AREAS = ("PROTECTION", "ACCESS", None)


@given(
    areas=st.dictionaries(DAYS, st.sampled_from(AREAS), max_size=4),
    thresholds=st.dictionaries(DAYS, st.sampled_from([0, 100, 300]), max_size=3),
    stays=st.lists(
        st.tuples(DAYS, st.integers(1, 20), st.sampled_from([50, 200, 400])),
        max_size=3,
    ),
    valid_from=DAYS,
    ends=st.none() | DAYS,
)
def test_the_first_day_on_which_all_holds_is_found(
    areas, thresholds, stays, valid_from, ends
):
    """The oracle walks through every day, one by one."""

    def of(steps, day, otherwise):
        begun = [it for it in steps if it <= day]
        return steps[max(begun)] if begun else otherwise

    who = Sought(HOUSE, TOWER, tuple(sorted(areas.items(), key=lambda it: it[0])))
    target = Target(
        UUID(int=1),
        "la-rete",
        frozenset({TOWER}),
        frozenset({"B"}),
        frozenset(),
        valid_from,
        ends,
        frozenset({"ACCESS"}),
    )
    held = [
        Stay(UUID(int=n), "aler", "B", since, since + timedelta(days=long), cents)
        for n, (since, long, cents) in enumerate(stays)
    ]
    walked = [
        day
        for day in (FIRST + timedelta(days=n) for n in range(80))
        if day >= valid_from
        and (ends is None or day < ends)
        and of(areas, day, None) == "ACCESS"
        and any(
            it.from_on <= day < it.until_on
            and it.overdue_cents >= of(thresholds, day, 0)
            for it in held
        )
    ]
    found = select(
        held,
        who,
        [target],
        Threshold(lambda day: of(thresholds, day, 0), frozenset(thresholds)),
    )
    assert (found and found.since) == (walked[0] if walked else None)
