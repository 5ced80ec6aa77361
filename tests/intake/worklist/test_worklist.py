"""Whom to work with first, why, what to do next, and who is on it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from front_desk import (
    ALER,
    TOWER,
    at_risk,
    cleared,
    detected,
    missed,
    named,
)

from azione0.contracts import ledger
from intake.households.household import UnknownHousehold
from intake.households.tenancy import Word
from intake.shelves.worklist import contacts_with
from intake.worklist.claim import Claimed, CoolingDown, NotClaimed, NotUrgent
from intake.worklist.facts import Said, evictions_of, standings_of

DAY = date(2025, 9, 1)
NEW = date(2025, 8, 20)


def homes(office, count, **told):
    office.target(bands="ABCD")
    ids = [office.household(f"T{it}", f"D{it}") for it in range(count)]
    for it in ids:
        office.tell(detected(it, on=NEW, **told))
    return ids


def order(office, day=DAY, **wanted):
    return [it.household_id for it in office.intake.worklist(day, **wanted).rows]


def row(office, household_id, day=DAY):
    lines = office.intake.worklist(day).rows
    [line] = [it for it in lines if it.household_id == household_id]
    return line


def label(line, criterion):
    [found] = [it for it in line.told["classes"] if it["criterion"] == criterion]
    return found["label"]


def contact(office, household_id, on, channel="phone", actor="la-rete/anna"):
    with office.command(actor) as intake:
        intake.record_contact(
            intake.case_of(household_id), channel=channel, outcome="no_answer", on=on
        )


def eviction(household_id, step="noticed", *, on=NEW, deadline=None):
    return ledger.EvictionStepRecorded(
        household_id=household_id,
        creditor_id=ALER,
        step=step,
        amount_cents=90000,
        deadline_on=deadline,
        effective_on=on,
    )


def agreement(contract, household_id, *, on):
    return contract(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        outstanding_cents=190000,
        reason="two_in_a_row",
        effective_on=on,
    )


def test_the_published_criteria_order_the_list_one_after_another(office):
    ids = homes(office, 6)
    plain, banded, minors, broken, due, evicted = ids
    office.tell(detected(banded, "e2", on=NEW, band="D", cents=300000))
    with office.command() as intake:
        intake.count_household(minors, 1, 2, "ACCESS", NEW)
    office.tell(agreement(ledger.AgreementBreached, broken, on=NEW))
    office.tell(missed(due, on=DAY - timedelta(days=5)))
    office.tell(eviction(evicted, deadline=date(2025, 12, 1)))
    listed = order(office)
    assert listed[:3] == [evicted, due, broken] or listed[:3] == [evicted, broken, due]
    assert listed[3:] == [banded, minors, plain]
    line = row(office, evicted)
    assert line.told["decided_by"] == "eviction"
    assert label(line, "eviction") == "dated"
    assert label(row(office, broken), "agreement") == "broken"
    assert label(row(office, minors), "minors") == "some"
    assert label(row(office, banded), "band") == "D"


def test_minors_move_a_row_from_the_day_on_which_there_are_some(office):
    [household_id] = homes(office, 1)
    ahead = DAY + timedelta(days=40)
    with office.command() as intake:
        intake.count_household(household_id, 2, 1, "ACCESS", ahead)
        intake.count_household(household_id, 2, 0, "ACCESS", NEW)
    labels = [
        label(row(office, household_id, day), "minors")
        for day in (DAY, ahead - timedelta(days=1), ahead)
    ]
    assert labels == ["none_or_unknown", "none_or_unknown", "some"]


def test_an_eviction_that_was_averted_presses_no_more(office):
    [household_id] = homes(office, 1)
    office.tell(eviction(household_id, deadline=date(2025, 12, 1)))
    assert row(office, household_id).told["action"] == "answer_eviction"
    office.tell(eviction(household_id, "averted", on=DAY))
    assert label(row(office, household_id), "eviction") == "none"
    assert row(office, household_id).told["action"] == "first_contact"


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_words_that_of_the_later_day_counts_whenever_written(turned):
    early, late = (datetime(2025, 9, it, tzinfo=UTC) for it in (1, 2))
    words = [
        Said("a", "AgreementBreached", DAY, Word(early, "1")),
        Said("a", "AgreementSigned", NEW, Word(late, "2")),
        Said("c", "noticed", DAY, Word(early, "3"), DAY),
        Said("c", "averted", NEW, Word(late, "4")),
        Said("b", "AgreementCompleted", DAY, Word(early, "5")),
    ]
    words = words[::-1] if turned else words
    assert standings_of(words) == ("broken",)
    assert [it.step for it in evictions_of(words)] == ["noticed"]


def test_time_alone_moves_a_row(office):
    [household_id] = homes(office, 1)
    due_on = NEW + timedelta(days=30)
    for day, expected in (
        (due_on - timedelta(days=8), "later"),
        (due_on - timedelta(days=7), "soon"),
        (due_on - timedelta(days=1), "soon"),
        (due_on, "passed_or_today"),
        (due_on + timedelta(days=900), "passed_or_today"),
    ):
        assert label(row(office, household_id, day), "deadline") == expected


def test_a_row_says_the_action_its_reason_and_the_figures(office):
    [household_id] = homes(office, 1)
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"worklist_soon_days": "20"}, date(2025, 1, 1))
    line = row(office, household_id)
    assert line.told["action"] == "first_contact"
    assert line.told["why"] == f"task_since_{NEW}"
    assert line.told["due_on"] == str(NEW + timedelta(days=30))
    assert label(line, "deadline") == "soon"
    figures = {it["name"]: it for it in line.told["figures"]}
    assert figures["worklist_soon_days"] == {
        "name": "worklist_soon_days",
        "value": "20",
        "policy_version": "2025/1",
    }
    assert figures["worklist_silence_days"]["policy_version"] == "proposal"
    assert line.code.startswith("A0-")


def test_who_contacted_a_household_is_the_last_for_some_days(office):
    [household_id] = homes(office, 1)
    contact(office, household_id, DAY, channel="door")
    office.tell(missed(household_id, on=DAY))
    line = row(office, household_id)
    assert line.told["cooldown"] == {
        "organisation_id": "la-rete",
        "channel": "door",
        "contacted_on": str(DAY),
        "until_on": str(DAY + timedelta(days=7)),
    }
    # Its deadline comes first: the call is not put off.
    assert line.told["action"] == "call"
    assert line.told["not_before_on"] is None
    after = row(office, household_id, DAY + timedelta(days=8))
    assert after.told["cooldown"] is None


def test_without_a_task_a_first_reminder_is_recommended_after_the_cool_down(office):
    [household_id] = homes(office, 1)
    contact(office, household_id, DAY)
    line = row(office, household_id)
    assert (line.told["action"], line.told["why"]) == ("no_action", "contacted_lately")
    assert line.told["not_before_on"] == str(DAY + timedelta(days=4))
    after = row(office, household_id, DAY + timedelta(days=4))
    assert after.told["action"] == "send_letter_one"
    assert label(after, "contact") == "recent"
    silent = row(office, household_id, DAY + timedelta(days=31))
    assert label(silent, "contact") == "silent"


def test_the_list_is_asked_by_who_where_what_and_when(office):
    first, second, third = homes(office, 3)
    with office.command("la-rete/anna") as intake:
        intake.assign_case(intake.case_of(third), "elefanti", date(2025, 9, 10))
        intake.record_contact(
            intake.case_of(second), channel="door", outcome="reached", on=DAY
        )
        intake.take_in_charge(
            intake.case_of(second),
            commitments={"ledger": "current_bills"},
            goals=["keep_home"],
            operator_id="la-rete/anna",
            on=DAY,
        )
    assert set(order(office, organisation_id="la-rete")) == {first, second, third}
    later = date(2025, 9, 10)
    assert set(order(office, later, organisation_id="la-rete")) == {first, second}
    assert order(office, later, organisation_id="elefanti") == [third]
    assert order(office, worker="la-rete/anna") == [second]
    assert order(office, status="in_charge") == [second]
    assert set(order(office, action="first_contact")) == {first, third}
    assert order(office, building_id="elsewhere") == []
    assert len(order(office, building_id=TOWER)) == 3
    assert order(office, due_by=DAY) == []
    assert set(order(office, due_by=date(2025, 9, 30))) == {first, third}
    whole = order(office)
    paged = [order(office, limit=1, offset=it)[0] for it in range(3)]
    assert paged == whole
    assert office.intake.worklist(DAY, limit=1).total == 3


def test_a_closed_case_is_not_worked_on(office):
    [household_id] = homes(office, 1)
    office.tell(cleared(household_id, on=DAY))
    with office.command() as intake:
        intake.close_case(intake.case_of(household_id), "resolved", DAY)
    assert order(office) == []


def test_an_agreement_at_risk_is_between_a_missed_instalment_and_none(office):
    plain, risky, late = homes(office, 3)
    office.tell(at_risk(risky, on=DAY, due=date(2025, 9, 30)))
    office.tell(missed(late, on=DAY))
    far = {label(row(office, it), "agreement") for it in (plain, risky, late)}
    assert far == {"none", "at_risk", "instalment_missed"}


def test_two_people_are_not_on_one_household(office):
    [household_id] = homes(office, 1)
    with office.command("la-rete/anna") as intake:
        until_at = intake.claim(household_id, DAY, minutes=30)
    assert until_at == office.now + timedelta(minutes=30)
    line = row(office, household_id)
    assert line.claimed_by == "la-rete/anna"
    with pytest.raises(Claimed, match="la-rete"), office.command("aler/bruno") as it:
        it.claim(household_id, DAY)
    with office.command("la-rete/anna") as intake:
        intake.claim(household_id, DAY)
    with office.command("aler/bruno") as intake:
        intake.claim(household_id, DAY, urgent="safety")
    with pytest.raises(NotClaimed), office.command("la-rete/anna") as intake:
        intake.release(household_id, DAY)
    with office.command("aler/bruno") as intake:
        intake.release(household_id, DAY)
    assert row(office, household_id).claimed_by is None


def test_a_claim_runs_out_by_itself_and_is_never_longer_than_the_figure(office):
    [household_id] = homes(office, 1)
    with office.command("la-rete/anna") as intake:
        until_at = intake.claim(household_id, DAY, minutes=10_000)
    assert until_at == office.now + timedelta(minutes=120)
    office.now = until_at
    assert row(office, household_id).claimed_by is None
    with office.command("aler/bruno") as intake:
        intake.claim(household_id, DAY)


def test_nobody_else_is_on_it_while_a_contact_is_fresh(office):
    [household_id] = homes(office, 1)
    contact(office, household_id, DAY)
    with pytest.raises(CoolingDown, match="phone"), office.command("aler/bruno") as it:
        it.claim(household_id, DAY + timedelta(days=3))
    with office.command("la-rete/anna") as intake:
        intake.claim(household_id, DAY + timedelta(days=3))
        intake.release(household_id, DAY + timedelta(days=3))
    with office.command("aler/bruno") as intake:
        intake.claim(household_id, DAY + timedelta(days=3), urgent="eviction")
    with office.command("aler/bruno") as intake:
        intake.claim(household_id, DAY + timedelta(days=4))


def test_a_claim_that_cannot_be_is_refused(office):
    [household_id] = homes(office, 1)
    with pytest.raises(NotUrgent), office.command() as intake:
        intake.claim(household_id, DAY, urgent="i_want_to")
    with pytest.raises(UnknownHousehold), office.command() as intake:
        intake.claim(named("nobody"), DAY)
    with pytest.raises(NotClaimed), office.command() as intake:
        intake.release(household_id, DAY)


def test_an_eviction_is_answered_before_a_notice_that_is_due_sooner(office):
    [household_id] = homes(office, 1)
    office.tell(
        ledger.NoticeOfDefaultServed(
            household_id=household_id,
            creditor_id=ALER,
            served_on=NEW,
            cure_by_on=NEW + timedelta(1),
            amount_cents=90000,
            effective_on=NEW,
        ),
        eviction(household_id, deadline=NEW + timedelta(9)),
    )
    assert row(office, household_id).told["action"] == "answer_eviction"


def test_what_is_wanted_later_presses_nobody_today(office):
    """A case in charge is reviewed months later; a call is due in days."""
    [household_id] = homes(office, 1)
    case_id = office.intake.case_of(household_id)
    contact(office, household_id, DAY)
    with office.command() as intake:
        intake.record_contact(case_id, channel="door", outcome="reached", on=DAY)
        intake.take_in_charge(
            case_id,
            commitments={"ledger": "pay_instalments"},
            goals=["regular_payments"],
            operator_id="la-rete/anna",
            on=DAY,
        )
    office.tell(missed(household_id, on=DAY))
    line = row(office, household_id)
    assert label(line, "deadline") == "soon"
    assert [it.partition(" ")[0] for it in line.told["tasks"]] == ["call", "assess"]
    later = row(office, household_id, DAY + timedelta(days=100))
    assert "review_case" in {it.partition(" ")[0] for it in later.told["tasks"]}


def test_a_call_does_not_shorten_the_rest_that_a_letter_asks_for(office):
    [household_id] = homes(office, 1)
    contact(office, household_id, DAY, channel="letter")
    contact(office, household_id, DAY + timedelta(days=1), channel="phone")
    cooling = row(office, household_id, DAY + timedelta(days=2)).told["cooldown"]
    assert (cooling["channel"], cooling["until_on"]) == (
        "letter",
        str(DAY + timedelta(days=21)),
    )
    at = DAY + timedelta(days=10)
    with pytest.raises(CoolingDown, match="letter"), office.command("aler/bruno") as it:
        it.claim(household_id, at)


def test_of_contacts_by_others_and_mine_those_by_others_hold_me_off(office):
    [household_id] = homes(office, 1)
    contact(office, household_id, DAY, channel="door")
    contact(office, household_id, DAY, channel="letter", actor="aler/bruno")
    at = DAY + timedelta(days=7)
    with pytest.raises(CoolingDown, match="door"), office.command("aler/bruno") as it:
        it.claim(household_id, at)
    with office.command("aler/bruno") as intake:
        intake.claim(household_id, DAY + timedelta(days=8))


def test_a_letter_that_asks_for_nothing_starts_a_cool_down(office):
    [household_id] = homes(office, 1)
    with office.command("la-rete/anna") as intake:
        intake.send_letter(intake.case_of(household_id), "pact", DAY)
    told = row(office, household_id).told
    assert told["cooldown"]["channel"] == "letter"
    assert told["cooldown"]["until_on"] == str(DAY + timedelta(days=21))


def test_an_invitation_is_one_contact_and_not_two(office):
    [household_id] = homes(office, 1)
    with office.command("la-rete/anna") as intake:
        intake.send_invitation(intake.case_of(household_id), DAY)
    with office.intake.store.reading() as session:
        assert [it.channel for it in contacts_with(session, [household_id])] == [
            "letter"
        ]
