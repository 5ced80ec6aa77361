"""The pact: mutual, due in a rhythm, kept or not, revised, and settled."""

from datetime import date, timedelta

import pytest
from front_desk import letter, named
from hypothesis import given
from hypothesis import strategies as st

from azione0.contracts import workshops
from intake.cases.case import Case, OpenCommitments
from intake.cases.followed import AlreadyOfReference, InTeamAlready, NotInTeam
from intake.cases.pact import (
    Check,
    Commitment,
    CommitmentTwice,
    NotACode,
    PactWithoutCommitments,
    Undertaking,
    commitment_key,
    commitments_of,
    standing_of,
)
from intake.cases.part import ClosedCase, NotInCharge
from intake.cases.pledged import (
    DueBeforeSigned,
    RevisedLater,
    SettledAlready,
    UnknownCommitment,
    WaivedWithoutReason,
)
from intake.cases.rhythm import RHYTHMS, due_days, months_after, next_due
from intake.cases.task import DoneByRecording
from intake.cases.words import UnknownWord

SIGNED = date(2025, 4, 15)
MUTUAL = (
    Undertaking("ledger", "current_bills", rhythm="monthly"),
    Undertaking("workshops", "attend_budget_lab", rhythm="weekly"),
    Undertaking("workshops", "keep_a_place", by="service", due_on=date(2025, 5, 31)),
    Undertaking("ledger", "explain_the_account", by="service", rhythm="quarterly"),
)


def in_charge(office, commitments=MUTUAL):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake:
        intake.take_in_charge(
            case_id,
            commitments=commitments,
            goals=["keep_home"],
            operator_id="op-7",
            on=SIGNED,
        )
    return case_id


def of(office, case_id, service, by="household"):
    [found] = [
        it
        for it in office.intake.get(Case, case_id).commitments
        if (it.service, it.by) == (service, by)
    ]
    return found.commitment_id


def stands(office, case_id, service, day, by="household"):
    [found] = [
        it
        for it in office.intake.commitments(case_id, day)
        if (it.service, it.by) == (service, by)
    ]
    return found


def told(office, case_id, contract, on, hours=0):
    case = office.intake.get(Case, case_id)
    return letter(
        contract(
            case_id=case_id,
            household_id=case.household_id,
            commitment_id=commitment_key(case_id, "workshops"),
            effective_on=on,
        ),
        recorded_at=office.now + timedelta(hours=hours),
    )


# -- when something is due


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 1), 24, date(2027, 12, 1)),
    ],
)
def test_months_after_a_day_stay_in_their_month(day, months, expected):
    assert months_after(day, months) == expected


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(st.sampled_from([*RHYTHMS, None]), st.none() | DAYS, DAYS, DAYS)
def test_what_is_due_next_is_the_first_of_what_is_due(rhythm, due_on, since, day):
    due = [*due_days(rhythm, due_on, since, date(2029, 1, 1))]
    assert due == sorted(set(due))
    expected = min((it for it in due if it >= day), default=None)
    assert next_due(rhythm, due_on, since, day) == expected


def test_what_comes_back_is_awaited_until_somebody_says_how_it_went():
    monthly = Commitment(named("c"), "ledger", "current_bills", rhythm="monthly")
    may = date(2025, 5, 15)

    def standing(day, *checks):
        return standing_of(monthly, checks, SIGNED, day, None)

    assert not standing(may - timedelta(1)).is_awaited
    assert standing(may).is_awaited
    assert standing(may).next_due_on == may
    assert not standing(may, Check(may, kept=True)).is_awaited
    assert standing(date(2025, 6, 15), Check(may, kept=True)).is_awaited
    assert not standing(
        date(2025, 6, 20), Check(date(2025, 6, 18), kept=False)
    ).is_awaited


# -- what a pact may say


@pytest.mark.parametrize(
    ("undertaken", "refusal"),
    [
        ([], PactWithoutCommitments),
        ([Undertaking("ledger", "explain", by="service")], PactWithoutCommitments),
        ([Undertaking("police", "obey")], NotACode),
        ([Undertaking("ledger", "Pay, please")], NotACode),
        ([Undertaking("ledger", "pay", by="neighbour")], NotACode),
        ([Undertaking("ledger", "pay", rhythm="daily")], NotACode),
        (
            [Undertaking("ledger", "pay"), Undertaking("ledger", "save")],
            CommitmentTwice,
        ),
        ([MUTUAL[0], MUTUAL[3], MUTUAL[3]], CommitmentTwice),
    ],
)
def test_a_pact_that_nobody_could_keep_is_refused(undertaken, refusal):
    with pytest.raises(refusal):
        commitments_of(named("case"), undertaken)


def test_both_sides_commit_themselves_each_under_an_id_of_its_own(office):
    case_id = in_charge(office)
    commitments = office.intake.get(Case, case_id).commitments
    assert sorted((it.service, it.by) for it in commitments) == [
        ("ledger", "household"),
        ("ledger", "service"),
        ("workshops", "household"),
        ("workshops", "service"),
    ]
    assert len({it.commitment_id for it in commitments}) == 4
    # The household's is the one that a service tells of.
    assert of(office, case_id, "workshops") == commitment_key(case_id, "workshops")


# -- kept, missed, settled


@pytest.mark.parametrize("letter_first", [True, False])
def test_of_a_letter_and_a_hand_the_last_word_about_a_day_counts(office, letter_first):
    case_id = in_charge(office)
    lab, day = of(office, case_id, "workshops"), date(2025, 4, 22)
    later = told(office, case_id, workshops.CommitmentKept, day, hours=1)
    if letter_first:
        office.hand_in([later])
    with office.command() as intake:
        intake.check_commitment(case_id, lab, day, kept=False)
    if not letter_first:
        assert office.tasks(kind="review_commitment") == [("review_commitment", day)]
        office.hand_in([later])
    assert office.tasks(kind="review_commitment") == []
    standing = stands(office, case_id, "workshops", day)
    assert (standing.times_kept, standing.times_missed) == (1, 0)
    assert (standing.last_kept, standing.next_due_on) == (True, day)


def test_a_commitment_of_the_service_is_monitored_like_the_households(office):
    case_id = in_charge(office)
    place, day = of(office, case_id, "workshops", "service"), date(2025, 5, 31)
    assert stands(office, case_id, "workshops", day, "service").is_awaited
    with office.command() as intake:
        intake.check_commitment(case_id, place, day, kept=False)
    assert office.tasks(kind="review_commitment") == [("review_commitment", day)]
    standing = stands(office, case_id, "workshops", day, "service")
    assert (standing.times_missed, standing.is_awaited) == (1, False)


def test_a_case_is_not_closed_over_open_commitments(office):
    case_id = in_charge(office)
    day = date(2025, 9, 1)
    with office.command() as intake, pytest.raises(OpenCommitments):
        intake.close_case(case_id, "declined", day)
    assert office.intake.get(Case, case_id).is_open
    keys = [it.commitment_id for it in office.intake.get(Case, case_id).commitments]
    with office.command() as intake:
        intake.settle_commitment(case_id, keys[0], "fulfilled", day)
    with office.command() as intake, pytest.raises(OpenCommitments):
        intake.close_case(case_id, "declined", day, fulfilled=keys[1:3])
    # Nothing half done: what the refused closing would have settled is open.
    assert len(office.intake.get(Case, case_id).open_commitments) == 3
    with office.command() as intake:
        intake.close_case(
            case_id,
            "declined",
            day,
            fulfilled=keys[1:3],
            waived={keys[3]: "moved_away"},
        )
    assert office.intake.get(Case, case_id).status == "closed"


def test_a_pact_is_revised_and_each_version_holds_from_its_day(office):
    case_id = in_charge(office)
    july = date(2025, 7, 1)
    with office.command() as intake:
        intake.settle_commitment(
            case_id, of(office, case_id, "ledger"), "fulfilled", date(2025, 6, 1)
        )
        fewer = [MUTUAL[0], Undertaking("employment", "look_for_work", rhythm="weekly")]
        for _ in range(2):
            intake.revise_pact(case_id, commitments=fewer, goals=["find_work"], on=july)
        with pytest.raises(RevisedLater):
            intake.revise_pact(
                case_id, commitments=MUTUAL, goals=[], on=date(2025, 6, 30)
            )
    case = office.intake.get(Case, case_id)
    assert [(it.number, it.since) for it in case.pacts] == [(1, SIGNED), (2, july)]
    assert len(case.pact_on(date(2025, 6, 30)).commitments) == 4
    # What stays as it was stays settled, and what is left out is owed no more.
    assert [it.service for it in case.open_commitments] == ["employment"]
    standing = stands(office, case_id, "employment", july)
    assert standing.next_due_on == date(2025, 7, 8)
    assert case.committed_since(of(office, case_id, "ledger")) == SIGNED


def test_a_commitment_is_settled_once_and_waived_for_a_reason(office):
    case_id = in_charge(office)
    bills = of(office, case_id, "ledger")
    with office.command() as intake:
        for refusal, key, how, reason in (
            (UnknownCommitment, named("x"), "fulfilled", None),
            (WaivedWithoutReason, bills, "waived", None),
            (NotACode, bills, "waived", "because she asked"),
            (UnknownWord, bills, "forgotten", None),
        ):
            with pytest.raises(refusal):
                intake.settle_commitment(case_id, key, how, SIGNED, reason=reason)
        intake.settle_commitment(case_id, bills, "waived", SIGNED, reason="illness")
        with pytest.raises(SettledAlready):
            intake.settle_commitment(case_id, bills, "fulfilled", SIGNED)


# -- reviews, the team, the worker of reference


def test_a_case_in_charge_is_reviewed_every_three_months(office):
    case_id = in_charge(office)
    [task] = office.intake.tasks(kind="review_case")
    assert (task.since_on, task.due_on) == (date(2025, 7, 15), date(2025, 7, 25))
    with office.command() as intake:
        with pytest.raises(DoneByRecording):
            intake.complete_task(task.task_id, date(2025, 7, 20))
        intake.review_case(case_id, "go_on", date(2025, 7, 20))
    assert office.tasks(kind="review_case") == [("review_case", date(2025, 10, 20))]
    [done] = office.intake.tasks(kind="review_case", status="done")
    assert done.done_on == date(2025, 7, 20)
    with office.command() as intake, pytest.raises(UnknownWord):
        intake.review_case(case_id, "later", date(2025, 7, 21))


def test_before_a_pact_there_is_nothing_to_revise_review_or_lead(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake:
        for act in (
            lambda: intake.review_case(case_id, "go_on", SIGNED),
            lambda: intake.revise_pact(
                case_id, commitments=MUTUAL, goals=[], on=SIGNED
            ),
            lambda: intake.name_reference(case_id, "op-8", SIGNED),
        ):
            with pytest.raises(NotInCharge):
                act()


def test_there_is_one_worker_of_reference_each_day_in_charge(office):
    case_id = in_charge(office)
    with office.command() as intake:
        intake.name_reference(case_id, "op-9", date(2025, 9, 1))
        # Told late: it ends the day before the next one begins.
        intake.name_reference(case_id, "op-8", date(2025, 7, 1))
        with pytest.raises(AlreadyOfReference):
            intake.name_reference(case_id, "op-9", date(2025, 10, 1))
        with pytest.raises(NotInCharge):
            intake.name_reference(case_id, "op-9", SIGNED - timedelta(1))
    assert [
        (it.held, it.since, it.until) for it in office.intake.references(case_id)
    ] == [
        ("op-7", SIGNED, date(2025, 6, 30)),
        ("op-8", date(2025, 7, 1), date(2025, 8, 31)),
        ("op-9", date(2025, 9, 1), None),
    ]
    assert office.case(office.intake.get(Case, case_id).household_id).operator_id == (
        "op-9"
    )


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), max_size=8))
def test_whoever_is_named_when_each_day_in_charge_has_exactly_one(named_when):
    case = Case(
        id=named("case"),
        household_id=named("household"),
        organisation_id="la-rete",
        definition_id=None,
        effective_on=SIGNED,
    )
    case.record_contact("door", "reached", SIGNED)
    case.take_in_charge(named("pact"), [MUTUAL[0]], [], "first", SIGNED)
    for operator_id, days in named_when:
        day = SIGNED + timedelta(days)
        if case.reference_on(day) != operator_id:
            case.name_reference(operator_id, day)
    for days in range(60):
        day = SIGNED + timedelta(days)
        assert sum(it.holds_on(day) for it in case.references) == 1


def test_a_team_is_known_by_day_and_its_workers_go_with_their_organisation(office):
    case_id = in_charge(office)
    june = date(2025, 6, 1)
    with office.command() as intake:
        intake.join_team(case_id, "op-1", "educator", SIGNED)
        intake.join_team(case_id, "op-2", "job_coach", SIGNED, organisation_id="sol-co")
        with pytest.raises(InTeamAlready):
            intake.join_team(case_id, "op-1", "educator", june)
        with pytest.raises(NotInTeam):
            intake.leave_team(case_id, "op-3", june)
        with pytest.raises(NotACode):
            intake.join_team(case_id, "op-3", "la signora Anna", june)
        intake.assign_case(case_id, "elefanti-volanti", june, operator_id="op-9")
        intake.leave_team(case_id, "op-2", date(2025, 7, 31))

    def names(day):
        return [it.operator_id for it in office.intake.team(case_id, day)]

    assert names(date(2025, 5, 31)) == ["op-1", "op-2"]
    assert (names(june), names(date(2025, 7, 31))) == (["op-2"], ["op-2"])
    assert names(date(2025, 8, 1)) == []


def test_what_is_due_before_the_pact_is_signed_is_refused(office):
    late = Undertaking("ledger", "pay", due_on=SIGNED - timedelta(1))
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake, pytest.raises(DueBeforeSigned):
        intake.take_in_charge(
            case_id, commitments=[late], goals=[], operator_id="op-7", on=SIGNED
        )


def test_a_closed_case_keeps_no_pact(office):
    case_id = in_charge(office, {"ledger": "current_bills"})
    bills = of(office, case_id, "ledger")
    with office.command() as intake:
        intake.close_case(case_id, "declined", SIGNED, waived={bills: "declined"})
        for act in (
            lambda: intake.check_commitment(case_id, bills, SIGNED, kept=True),
            lambda: intake.join_team(case_id, "op-1", "educator", SIGNED),
            lambda: intake.name_reference(case_id, "op-8", SIGNED),
        ):
            with pytest.raises(ClosedCase):
                act()
    assert office.intake.get(Case, case_id).reference_on(SIGNED) is None
