"""What employment makes of letters, whatever the order in which they come."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azione0.contracts.intake import (
    CaseClosed,
    CaseTakenInCharge,
    ConsentGiven,
    ConsentWithdrawn,
)
from azione0.contracts.ledger import InstalmentMissed, InstalmentMissRetracted
from employment.application import ConsentMissing

H1, H2, H3 = (UUID(int=n) for n in (1, 2, 3))
P1, P2, P3 = (UUID(int=n) for n in (11, 12, 13))
CASE = UUID(int=50)
OPENED = date(2025, 3, 3)
START = date(2025, 5, 5)
WITHDRAWN = date(2025, 9, 15)
MISSED = date(2025, 5, 21)


def in_charge(on=OPENED, household=H1, case=CASE):
    return CaseTakenInCharge(
        case_id=case,
        household_id=household,
        pact_id=UUID(int=60),
        operator_id="op-1",
        goals=("work",),
        effective_on=on,
    )


def closed(on, household=H1, case=CASE):
    return CaseClosed(
        case_id=case, household_id=household, outcome="resolved", effective_on=on
    )


def consent(kind, on, person=P1, household=H1, purpose="employment_matching"):
    return kind(
        person_id=person,
        household_id=household,
        purpose=purpose,
        text_version="2025-1",
        effective_on=on,
    )


def missed(number=1, on=MISSED, household=H1):
    return InstalmentMissed(
        agreement_id=UUID(int=70),
        household_id=household,
        creditor_id="ALER-BCM",
        number=number,
        due_on=date(2025, 5, 10),
        due_cents=70_00,
        paid_cents=0,
        shortfall_cents=70_00,
        consecutive=1,
        in_12_months=1,
        effective_on=on,
    )


def retracted(number=1, household=H1):
    return InstalmentMissRetracted(
        agreement_id=UUID(int=70),
        household_id=household,
        creditor_id="ALER-BCM",
        number=number,
        by_payment_id=UUID(int=90),
        effective_on=MISSED,
    )


def ready(desk, person=P1, household=H1):
    pathway = desk.open_pathway(person, household, "GOL", OPENED)
    desk.assess_profile(pathway, OPENED, path=4)
    desk.sign_service_pact(pathway, OPENED)
    return pathway


def hired(desk, pathway):
    placement = desk.plan_placement(
        pathway, "permanent", START, Decimal(20), OPENED, unilav_code="1701725200123456"
    )
    desk.start_job(placement, START)
    return placement


def states(desk):
    return dict(desk.rows("SELECT household_id, state FROM pathways_v1"))


def test_who_withdraws_is_followed_no_further_but_keeps_what_was(desk):
    pathway = ready(desk)
    placement = hired(desk, pathway)
    desk.close_day(date(2025, 8, 3))
    desk.hear(consent(ConsentWithdrawn, WITHDRAWN))
    assert states(desk) == {H1: "interrupted"}
    with pytest.raises(ConsentMissing):
        desk.end_job(placement, WITHDRAWN, "dismissal")
    desk.close_day(date(2026, 6, 1))
    assert [it.checkpoint_days for it in desk.said("RetentionConfirmed")] == [30, 90]
    desk.end_job(placement, WITHDRAWN - timedelta(days=1), "dismissal")
    assert len(desk.said("JobEnded")) == 1


def test_another_purpose_withdrawn_changes_nothing(desk):
    ready(desk)
    desk.hear(consent(ConsentWithdrawn, WITHDRAWN, purpose="workshop_participation"))
    assert states(desk) == {H1: "pact_signed"}


def test_who_agrees_again_begins_anew(desk):
    ready(desk)
    desk.hear(consent(ConsentWithdrawn, WITHDRAWN))
    again = WITHDRAWN + timedelta(days=10)
    desk.hear(consent(ConsentGiven, again))
    desk.open_pathway(P1, H1, "GOL", again)


def test_a_withdrawal_heard_late_spares_the_pathway_of_the_new_consent(desk):
    desk.hear(consent(ConsentGiven, WITHDRAWN))
    desk.open_pathway(P1, H1, "GOL", WITHDRAWN)
    desk.hear(consent(ConsentWithdrawn, START))
    assert states(desk) == {H1: "opened"}


def test_one_person_withdraws_for_nobody_else(desk):
    ready(desk, P2)
    desk.hear(consent(ConsentWithdrawn, WITHDRAWN))
    assert states(desk) == {H1: "pact_signed"}


def test_a_closed_case_ends_the_search_and_not_the_job(desk):
    ready(desk)
    hired(desk, ready(desk, P2, H2))
    desk.hear(closed(WITHDRAWN), closed(WITHDRAWN, H2, UUID(int=51)))
    assert states(desk) == {H1: "interrupted", H2: "placed"}
    desk.close_day(date(2026, 5, 5))
    assert states(desk)[H2] == "completed"


def test_a_pathway_opened_after_the_closing_goes_on(desk):
    ready(desk)
    desk.hear(closed(OPENED - timedelta(days=1)))
    assert states(desk) == {H1: "pact_signed"}


def test_a_case_in_charge_is_an_offer_until_a_pathway_opens(desk):
    desk.hear(
        in_charge(),
        in_charge(OPENED, H2, UUID(int=51)),
        closed(START, H2, UUID(int=51)),
    )
    assert desk.offers(OPENED) == [(CASE, H1), (UUID(int=51), H2)]
    assert desk.offers(START) == [(CASE, H1)]
    assert desk.offers(OPENED - timedelta(days=1)) == []
    ready(desk)
    assert desk.offers(START) == []


def test_appointments_before_the_case_was_heard_of_answer_to_its_pact(desk):
    pathway = ready(desk)
    desk.record_appointment(pathway, START, kept=False)
    desk.record_appointment(pathway, OPENED, kept=True)
    assert desk.said("CommitmentMissed") == []
    desk.hear(in_charge(on=OPENED + timedelta(days=1)))
    assert [it.effective_on for it in desk.said("CommitmentMissed")] == [START]
    assert desk.said("CommitmentKept") == []


def test_a_missed_instalment_asks_about_work_where_there_is_a_pathway(desk):
    desk.hear(missed(), missed(household=H2, number=2))
    assert desk.checks_to_make() == []
    ready(desk)
    assert [it.household_id for it in desk.checks_to_make()] == [H1]
    desk.record_job_check(H1, MISSED - timedelta(days=1), working=True)
    assert len(desk.checks_to_make()) == 1
    desk.record_job_check(H1, MISSED, working=False)
    assert desk.checks_to_make() == []


def test_a_miss_taken_back_asks_nothing(desk):
    ready(desk)
    desk.hear(retracted(), missed())
    assert desk.checks_to_make() == []


TABLES = (
    "SELECT pathway_id, state, interrupted_on FROM pathways_v1 ORDER BY pathway_id",
    "SELECT * FROM placements_v1 ORDER BY placement_id",
    "SELECT * FROM case_days_v1 ORDER BY case_id, on_day, in_charge",
    "SELECT * FROM consent_days_v1 ORDER BY person_id, on_day, given",
    "SELECT * FROM missed_instalments_v1 ORDER BY agreement_id, number",
)
LETTERS = (
    in_charge(),
    closed(WITHDRAWN),
    in_charge(OPENED, H2, UUID(int=51)),
    closed(START, H2, UUID(int=51)),
    consent(ConsentWithdrawn, WITHDRAWN, P2, H2),
    consent(ConsentWithdrawn, START, P3, H3),
    consent(ConsentGiven, WITHDRAWN, P3, H3),
    missed(),
    retracted(),
    missed(2),
)


def outcome(tmp_path_factory, clock, desk_class, letters):
    desk = desk_class(tmp_path_factory.mktemp("desk"), clock)
    try:
        hired(desk, ready(desk))
        ready(desk, P2, H2)
        ready(desk, P3, H3)
        for contract in letters:
            desk.hear(contract)
        return [desk.rows(sql) for sql in TABLES]
    finally:
        desk.close()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_letters_in_any_order_any_number_of_times_end_alike(
    tmp_path_factory, clock, desk, data
):
    order = data.draw(st.permutations(LETTERS))
    again = data.draw(st.lists(st.sampled_from(LETTERS), max_size=4))
    shuffled = outcome(tmp_path_factory, clock, type(desk), [*order, *again])
    assert shuffled == outcome(tmp_path_factory, clock, type(desk), LETTERS)


def test_the_same_story_on_every_store(desk_on_each_store):
    desk = desk_on_each_store
    desk.hear(in_charge(), missed())
    assert desk.offers(START) == [(CASE, H1)]
    pathway = ready(desk)
    assert [it.number for it in desk.checks_to_make()] == [1]
    desk.record_job_check(H1, MISSED, working=True)
    placement = hired(desk, pathway)
    desk.record_appointment(pathway, START, kept=True)
    desk.close_day(date(2025, 8, 3))
    desk.end_job(placement, date(2025, 9, 11), "dismissal")
    desk.close_day(date(2025, 11, 1))
    desk.hear(retracted(), missed(2), consent(ConsentWithdrawn, WITHDRAWN))
    assert [it.status for it in desk.said("RetentionConfirmed")] == [
        "retained",
        "retained",
        "not_retained",
    ]
    assert [it.days_worked for it in desk.said("JobEnded")] == [130]
    assert states(desk) == {H1: "interrupted"}
    assert len(desk.said("CommitmentKept")) == 1
    assert desk.checks_to_make() == []
