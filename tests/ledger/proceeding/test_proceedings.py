"""
Evictions kept by the ledger: from what is owed to what was paid.

Scenario 18 on every store.
"""

from datetime import date, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from bookkeeping import payment
from creditors import ALER, HOUSEHOLD, days, registered

from azione0.application import NotFound
from azione0.contracts.ledger import EvictionStepRecorded
from azione0.store import Cause
from ledger.application.proceedings import CureTooEarly, ProceedingRunning
from ledger.proceeding.claim import (
    Claim,
    DefaultTooSmall,
    NothingOwed,
    WrongClaim,
)
from ledger.proceeding.deadlines import Deadline, RemediesExhausted, TermTooLong
from ledger.proceeding.proceeding import ProceedingOver, StepTooEarly
from ledger.published import announce
from ledger.rates import RateUnknown

DEBT = 320000
COSTS = 60000
NOTICED, FILED, HEARING = date(2025, 3, 1), date(2025, 4, 15), date(2025, 6, 10)
TERM, NEXT = date(2025, 9, 8), date(2025, 9, 18)


def fixed(court) -> Claim:
    """What the court fixes at the hearing: the debt, its legal interest, the costs."""
    found = court.ledger.claimable(HOUSEHOLD, "ALER-BCM", HEARING)
    assert found.owed.debt_cents == DEBT
    return Claim(DEBT, sum(it.cents for it in found.accruals), COSTS)


# -- scenario 18


def test_scenario_18_paid_on_5_september_averted(anywhere):
    claim = fixed(anywhere)
    it = anywhere.granted(claim)
    assert anywhere.find(it).deadline == Deadline("payment", TERM)
    assert anywhere.find(it).hearing_on == NEXT
    anywhere.close(*days(date(2025, 9, 1), date(2025, 9, 5)))
    anywhere.hear(ALER.payment(date(2025, 9, 5), claim.total_cents))
    anywhere.close(date(2025, 9, 6))
    found = anywhere.find(it)
    assert (found.state, found.averted_on) == ("averted", date(2025, 9, 5))
    anywhere.close(TERM, TERM + timedelta(1), NEXT)
    assert anywhere.said(it) == ["Noticed", "Filed", "TermGranted", "Averted"]


def test_scenario_18_paid_on_9_september_not(anywhere):
    claim = fixed(anywhere)
    it = anywhere.granted(claim)
    anywhere.close(TERM)
    assert anywhere.find(it).term_missed is False
    anywhere.hear(ALER.payment(date(2025, 9, 9), claim.total_cents))
    anywhere.close(date(2025, 9, 9), date(2025, 9, 10))
    found = anywhere.find(it)
    assert (found.state, found.term_missed) == ("grace_term", True)
    assert anywhere.said(it)[-1] == "TermMissed"
    # The court orders the release, within 60 days of the missed term.
    anywhere.act("order_release", it, on=NEXT, release_on=date(2025, 11, 7))
    assert anywhere.find(it).state == "release_ordered"


def test_scenario_18_the_interest_is_that_of_the_dated_table(court):
    found = court.ledger.claimable(HOUSEHOLD, "ALER-BCM", HEARING)
    first = found.accruals[0]
    assert [(it.days, it.rate.basis_points) for it in first.stretches] == [
        (174, 250),
        (161, 200),
    ]
    assert first.cents == 830
    assert sum(it.cents for it in found.accruals) == 4310


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_scenario_18_however_its_money_arrives(court, order):
    claim = fixed(court)
    it = court.granted(claim)
    parts = [
        ALER.payment(date(2025, 7, 1), 100000),
        ALER.payment(date(2025, 8, 1), 200000),
        ALER.payment(date(2025, 9, 5), claim.total_cents - 300000),
    ]
    for place, closed in zip(order, (date(2025, 9, 1), TERM, NEXT), strict=True):
        court.hear(parts[place], parts[place])
        court.close(closed)
    court.close(NEXT + timedelta(1))
    found = court.find(it)
    assert (found.state, found.averted_on) == ("averted", date(2025, 9, 5))


# -- judged by the days


def test_money_that_arrives_after_the_term_averts_it_from_its_value_date(court):
    claim = fixed(court)
    it = court.granted(claim)
    court.close(date(2025, 9, 20))
    assert court.find(it).term_missed
    court.hear(ALER.payment(date(2025, 9, 5), claim.total_cents))
    assert court.find(it).averted_on == date(2025, 9, 5)
    assert court.said(it)[-2:] == ["TermMissed", "Averted"]
    assert court.ledger.proceedings(date(2025, 9, 20)) == []
    # What was looked at when it came is no news at the close of the day.
    assert court.act("judge_proceedings", date(2025, 9, 21)) == 0


def test_a_debit_that_is_returned_unsays_it(anywhere):
    claim = fixed(anywhere)
    it = anywhere.granted(claim)
    paid = date(2025, 9, 5)
    anywhere.hear(ALER.payment(paid, claim.total_cents, payment_id="SDD-1"))
    anywhere.close(date(2025, 9, 10))
    assert anywhere.find(it).state == "averted"
    returned = date(2025, 10, 20)
    anywhere.hear(ALER.refund("SDD-1", paid, claim.total_cents, on=returned))
    anywhere.close(returned)
    found = anywhere.find(it)
    assert (found.state, found.term_missed) == ("grace_term", True)
    assert anywhere.said(it)[-2:] == ["AvertedRetracted", "TermMissed"]


def test_a_day_closed_twice_says_nothing_twice(court):
    claim = fixed(court)
    it = court.granted(claim)
    for _ in range(3):
        court.close(NEXT)
    assert court.said(it).count("TermMissed") == 1
    assert court.act("judge_proceedings", NEXT) == 0


def test_without_news_only_the_day_after_the_term_has_something_to_judge(court):
    court.granted(fixed(court))
    for day in days(HEARING + timedelta(1), TERM):
        assert court.act("judge_proceedings", day) == 0
    assert court.act("judge_proceedings", TERM + timedelta(1)) == 1
    assert court.act("judge_proceedings", TERM + timedelta(1)) == 0


def test_money_of_a_day_to_come_waits_for_it(court):
    claim = fixed(court)
    it = court.granted(claim)
    court.hear(ALER.payment(date(2025, 9, 5), claim.total_cents))
    court.close(date(2025, 9, 4))
    assert court.find(it).state == "grace_term"
    court.close(date(2025, 9, 5))
    assert court.find(it).state == "averted"


def test_a_step_is_recorded_on_what_had_been_paid_before_it_closed_or_not(court):
    claim = fixed(court)
    it = court.granted(claim)
    court.hear(ALER.payment(date(2025, 9, 5), claim.total_cents))
    with pytest.raises(ProceedingOver):
        court.act("order_release", it, on=NEXT, release_on=NEXT)
    assert court.said(it)[-1] == "TermGranted"


def test_a_term_told_of_after_it_was_kept_is_judged_at_once(court):
    claim = fixed(court)
    it = court.filed()
    court.hear(ALER.payment(date(2025, 9, 5), claim.total_cents))
    court.close(NEXT)
    court.act("grant_term", it, on=HEARING, days=90, claim=claim)
    assert court.find(it).averted_on == date(2025, 9, 5)


def test_a_late_bill_does_not_make_a_claim_larger(court):
    claim = fixed(court)
    it = court.granted(claim)
    court.hear(ALER.bill(date(2025, 1, 20), 5000, charge_id="late"))
    court.hear(ALER.payment(date(2025, 9, 5), claim.total_cents))
    court.close(NEXT)
    assert court.find(it).state == "averted"


def test_current_bills_paid_by_their_notice_do_not_pay_the_claim(court):
    claim = fixed(court)
    it = court.granted(claim)
    for month in (7, 8, 9):
        due = date(2025, month, 1)
        court.hear(ALER.bill(due, 100000, iuv=str(month)))
        court.hear(ALER.payment(due, 100000, iuv=str(month)))
    court.hear(ALER.payment(date(2025, 9, 5), claim.total_cents - 1))
    court.close(NEXT)
    assert court.find(it).term_missed
    court.hear(ALER.payment(date(2025, 9, 6), 1))
    court.close(NEXT + timedelta(1))
    assert court.find(it).averted_on == date(2025, 9, 6)


def test_what_is_asked_for_in_court_is_not_prescribed_meanwhile(court):
    with court.ledger.transaction(_cause("policy")):
        court.ledger.adopt_policy(
            "short", {"prescription_years": "1"}, date(2024, 1, 1)
        )
    # The first bill fell due on 2024-07-10: its last day is a year later.
    it = court.filed()
    court.close(date(2025, 7, 20))

    def first(on):
        standing = court.ledger.standing(HOUSEHOLD, "ALER-BCM", on)
        return standing.open_charges[0].status

    assert first(date(2025, 7, 20)) == "overdue"
    assert first(FILED + timedelta(365)) == "overdue"
    assert first(FILED + timedelta(366)) == "prescribed"
    court.act("adjourn_hearing", it, on=FILED, hearing_on=date(2026, 3, 1))
    court.act("grant_term", it, on=date(2026, 3, 1), days=90, claim=Claim(DEBT, 0, 0))
    assert first(FILED + timedelta(366)) == "overdue"
    assert first(date(2027, 3, 1)) == "overdue"
    assert first(date(2027, 3, 2)) == "prescribed"


def test_a_notice_to_quit_lets_time_begin_again_too(court):
    with court.ledger.transaction(_cause("policy")):
        court.ledger.adopt_policy(
            "short", {"prescription_years": "1"}, date(2024, 1, 1)
        )
    court.opened()
    standing = court.ledger.standing(HOUSEHOLD, "ALER-BCM", date(2026, 3, 1))
    assert {it.status for it in standing.open_charges} == {"overdue"}
    standing = court.ledger.standing(HOUSEHOLD, "ALER-BCM", date(2026, 3, 2))
    assert {it.status for it in standing.open_charges} == {"prescribed"}


def test_as_of_an_earlier_day_no_later_act_is_known(court):
    court.opened()

    def prescribed_on(as_of):
        standing = court.ledger.standing(HOUSEHOLD, "ALER-BCM", as_of)
        return standing.open_charges[0].prescription.on

    assert prescribed_on(NOTICED - timedelta(1)) == date(2029, 7, 11)
    assert prescribed_on(NOTICED) == date(2030, 3, 2)


def test_late_money_on_two_accounts_is_looked_at_once(court):
    court.hear(
        registered(("ADMIN", "T9")),
        type(ALER)("ADMIN").bill(date(2024, 12, 10), 40000, tenancy_id="T9"),
    )
    court.close(NOTICED)
    for creditor, cents in (("ALER-BCM", DEBT), ("ADMIN", 40000)):
        claim = Claim(cents, 0, 0)
        court.act("open_proceeding", HOUSEHOLD, creditor, claim=claim, on=NOTICED)
    court.close(FILED)
    with court.ledger.transaction(_cause("money")):
        for creditor, cents in (("ALER-BCM", DEBT), ("ADMIN", 40000)):
            paid = payment(date(2025, 4, 1), cents, name=creditor)
            tenancy = "T1" if creditor == "ALER-BCM" else "T9"
            court.ledger.post_payment(creditor, paid, tenancy, told_on=FILED)
    assert court.ledger.proceedings(FILED) == []
    assert court.act("judge_proceedings", FILED) == 0


def test_two_acts_on_a_day_interrupt_it_once(court):
    it = court.opened()
    claim = Claim(DEBT, 0, 0)
    court.act("file_claim", it, on=NOTICED, hearing_on=HEARING, claim=claim)
    assert court.said(court.account().id).count("PrescriptionInterrupted") == 1
    assert {*court.account().books.interruptions} == {*court.account().books.charges}


# -- what is refused


def test_no_proceeding_on_no_debt(court):
    court.hear(ALER.payment(date(2025, 2, 28), DEBT))
    with pytest.raises(NothingOwed):
        court.opened()
    assert court.ledger.proceedings(NOTICED) == []


def test_no_proceeding_on_an_unknown_account(court):
    for household, creditor in ((uuid4(), "ALER-BCM"), (HOUSEHOLD, "NOBODY")):
        claim = Claim(DEBT, 0, 0)
        with pytest.raises(NotFound):
            court.act("open_proceeding", household, creditor, claim=claim, on=NOTICED)
    with pytest.raises(NotFound):
        court.act("execute_release", uuid4(), on=NOTICED)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(DEBT + 1, 0, 0),
        Claim(0, 0, 0),
        Claim(DEBT, 10**6, 0),
        Claim(DEBT, -1, 0),
        Claim(DEBT, 0, -1),
    ],
)
def test_a_claim_that_the_books_do_not_bear_out_is_refused(court, claim):
    with pytest.raises(WrongClaim):
        court.act("open_proceeding", HOUSEHOLD, "ALER-BCM", claim=claim, on=NOTICED)
    it = court.opened()
    with pytest.raises(WrongClaim):
        court.act("file_claim", it, on=FILED, hearing_on=HEARING, claim=claim)


def test_the_court_fixes_interest_and_costs_and_not_the_debt(court):
    it = court.filed()
    with pytest.raises(WrongClaim):
        court.act("grant_term", it, on=HEARING, days=90, claim=Claim(DEBT + 1, 0, 0))
    dear = Claim(DEBT, 10**6, 10**6)
    court.act("grant_term", it, on=HEARING, days=90, claim=dear)
    assert court.find(it).claim == dear


def test_interest_of_a_year_that_is_not_loaded_is_refused_and_0_is_not(court):
    court.hear(ALER.bill(date(2021, 6, 10), 40000, charge_id="old"))
    court.close(date(2025, 3, 1))
    for claim, wrong in ((Claim(DEBT, 1, 0), RateUnknown), (Claim(DEBT, 0, 0), None)):
        if wrong:
            with pytest.raises(wrong, match="2021-06-11"):
                court.act(
                    "open_proceeding", HOUSEHOLD, "ALER-BCM", claim=claim, on=NOTICED
                )
        else:
            court.act("open_proceeding", HOUSEHOLD, "ALER-BCM", claim=claim, on=NOTICED)


def test_what_was_paid_late_before_the_rates_begin_hinders_no_claim(court):
    court.hear(
        ALER.bill(date(2021, 6, 10), 40000, charge_id="old", iuv="OLD"),
        ALER.payment(date(2021, 9, 10), 40000, iuv="OLD"),
    )
    claim = Claim(DEBT, 1, 0)
    court.act("open_proceeding", HOUSEHOLD, "ALER-BCM", claim=claim, on=NOTICED)


def test_a_default_of_a_few_days_gives_no_notice_to_quit(court):
    court.hear(ALER.payment(date(2025, 2, 9), DEBT - 40000))
    with pytest.raises(DefaultTooSmall):
        court.act(
            "open_proceeding",
            HOUSEHOLD,
            "ALER-BCM",
            claim=Claim(40000, 0, 0),
            on=date(2025, 2, 20),
        )


def test_a_second_proceeding_waits_for_the_end_of_the_first(court):
    first = court.opened()
    with pytest.raises(ProceedingRunning, match=str(first)):
        court.opened()
    court.act("give_up_proceeding", first, on=FILED, decision_ref="2025/77")
    court.act(
        "open_proceeding",
        HOUSEHOLD,
        "ALER-BCM",
        claim=Claim(DEBT, 0, 0),
        on=date(2025, 5, 1),
    )
    found = court.ledger.proceedings_of(HOUSEHOLD)
    assert [it.state for it in found] == ["averted", "noticed"]
    assert found[0].id == first


def test_a_notice_gives_a_later_day_to_pay(court):
    for cure_by_on in (NOTICED, NOTICED - timedelta(1)):
        with pytest.raises(CureTooEarly):
            court.act(
                "open_proceeding",
                HOUSEHOLD,
                "ALER-BCM",
                claim=Claim(DEBT, 0, 0),
                on=NOTICED,
                cure_by_on=cure_by_on,
            )


def test_a_refused_step_leaves_nothing_behind(court):
    it = court.filed()
    with pytest.raises(TermTooLong):
        court.act("grant_term", it, on=HEARING, days=91, claim=Claim(DEBT, 0, 0))
    with pytest.raises(StepTooEarly):
        court.act("order_release", it, on=FILED, release_on=HEARING)
    assert court.said(it) == ["Noticed", "Filed"]
    assert court.find(it).deadline == Deadline("hearing", HEARING)


def test_the_figures_of_the_day_decide(court):
    with court.ledger.transaction(_cause("policy")):
        court.ledger.adopt_policy(
            "stern", {"eviction_grace_days": "30"}, date(2025, 6, 1)
        )
    it = court.filed()
    court.close(HEARING)
    claim = Claim(DEBT, 0, 0)
    with pytest.raises(TermTooLong, match="30"):
        court.act("grant_term", it, on=HEARING, days=31, claim=claim)
    court.act("grant_term", it, on=HEARING, days=30, claim=claim)
    with court.ledger.transaction(_cause("policy/2")):
        court.ledger.adopt_policy("mild", {"eviction_tolerance_cents": "500"}, HEARING)
    court.hear(ALER.payment(date(2025, 7, 10), DEBT - 500))
    court.close(date(2025, 7, 10))
    assert court.find(it).state == "averted"


def test_a_default_is_made_good_in_court_three_times_in_four_years(court):
    for number in range(1, 4):
        year = 2024 + number
        due, on = date(year, 3, 1), date(year, 4, 1)
        debt = DEBT if number == 1 else 40000
        if number > 1:
            court.hear(ALER.bill(due, 40000))
        court.close(on)
        it = _sued(court, debt, on)
        court.hear(ALER.payment(on + timedelta(40), debt))
        court.close(on + timedelta(60))
        assert court.find(it).remedied_on == on + timedelta(40)
    court.hear(ALER.bill(date(2028, 3, 1), 40000))
    court.close(date(2028, 4, 1))
    it = _sued(court, 40000, date(2028, 4, 1))
    with pytest.raises(RemediesExhausted):
        court.act(
            "grant_term",
            it,
            on=date(2028, 5, 20),
            days=90,
            claim=Claim(40000, 0, 0),
        )
    # Nor does it help to pay by the hearing: only the creditor can give up.
    court.hear(ALER.payment(date(2028, 5, 1), 40000))
    court.close(date(2028, 6, 1))
    assert court.find(it).state == "filed"


# -- deadlines


def test_deadlines_are_near_and_then_passed(anywhere):
    it = anywhere.granted(fixed(anywhere))
    ask = anywhere.ledger.deadlines
    assert ask(TERM - timedelta(15)) == []
    [near] = ask(TERM - timedelta(14))
    assert (near.id, near.state, near.deadline, near.days_left, near.alarm) == (
        it,
        "grace_term",
        Deadline("payment", TERM),
        14,
        "near",
    )
    assert [each.alarm for each in ask(TERM)] == ["near"]
    assert [each.alarm for each in ask(TERM + timedelta(1))] == ["passed"]
    assert [each.alarm for each in ask(HEARING, 90)] == ["near"]
    assert ask(HEARING, 89) == []
    [later] = anywhere.ledger.proceedings(HEARING)
    assert (later.alarm, later.days_left) == ("later", 90)
    anywhere.close(TERM + timedelta(1))
    [hearing] = ask(TERM + timedelta(1))
    assert hearing.deadline == Deadline("hearing", NEXT)


def test_what_is_over_has_no_deadline(court):
    it = court.opened()
    [pending] = court.ledger.proceedings(NOTICED)
    assert (pending.deadline, pending.alarm, pending.days_left) == (None, None, None)
    court.act("give_up_proceeding", it, on=FILED, decision_ref="2025/77")
    assert court.ledger.proceedings(NOTICED) == court.ledger.deadlines(NOTICED) == []


def test_the_next_deadline_comes_first(court):
    second = "ADMIN"
    court.hear(registered((second, "T9")))
    voice = type(ALER)(second)
    court.hear(
        voice.bill(date(2024, 12, 10), 40000, tenancy_id="T9"),
    )
    first = court.filed()
    other = court.act(
        "open_proceeding",
        HOUSEHOLD,
        second,
        claim=Claim(40000, 0, 0),
        on=NOTICED,
        cure_by_on=date(2025, 3, 21),
    )
    found = court.ledger.proceedings(NOTICED)
    assert [it.deadline.on for it in found] == [date(2025, 3, 21), HEARING]
    assert found[0].id == other
    court.act(
        "file_claim",
        other,
        on=FILED,
        hearing_on=HEARING + timedelta(1),
        claim=Claim(40000, 0, 0),
    )
    assert [it.id for it in court.ledger.proceedings(NOTICED)] == [first, other]


# -- what others hear


def test_others_hear_of_each_step_and_its_term(court):
    claim = fixed(court)
    it = court.granted(claim)
    court.act("adjourn_hearing", it, on=date(2025, 7, 1), hearing_on=date(2025, 9, 15))
    court.close(NEXT)
    court.act("order_release", it, on=NEXT, release_on=date(2025, 11, 7))
    court.act(
        "announce_release", it, on=date(2025, 10, 20), access_on=date(2025, 11, 10)
    )
    court.act("execute_release", it, on=date(2025, 11, 10))
    told = _told(court, it)
    assert [(each.step, each.deadline_on, each.effective_on) for each in told] == [
        ("noticed", None, NOTICED),
        ("filed", HEARING, FILED),
        ("grace_term", TERM, HEARING),
        ("grace_term", TERM, date(2025, 7, 1)),
        ("release_ordered", date(2025, 11, 7), NEXT),
        ("release_ordered", date(2025, 11, 10), date(2025, 10, 20)),
        ("executed", None, date(2025, 11, 10)),
    ]
    assert [each.amount_cents for each in told] == [
        DEBT,
        DEBT,
        *[claim.total_cents] * 5,
    ]
    assert {(each.household_id, each.creditor_id) for each in told} == {
        (HOUSEHOLD, "ALER-BCM")
    }


def test_others_hear_that_it_was_averted_and_that_it_was_not(court):
    claim = fixed(court)
    it = court.granted(claim)
    paid = date(2025, 9, 5)
    court.hear(ALER.payment(paid, claim.total_cents, payment_id="SDD-1"))
    court.close(NEXT)
    court.hear(ALER.refund("SDD-1", paid, claim.total_cents, on=date(2025, 9, 20)))
    court.close(date(2025, 9, 20))
    told = _told(court, it)[-2:]
    assert [(each.step, each.deadline_on, each.effective_on) for each in told] == [
        ("averted", None, paid),
        ("grace_term", NEXT, date(2025, 9, 20)),
    ]


def _told(court, proceeding_id) -> list[EvictionStepRecorded]:
    store = court.house.office("ledger").store
    said = [
        announce(court.ledger.mapper.to_domain_event(it))
        for it in store.select_events(proceeding_id)
    ]
    return [it for it in said if it is not None]


def _sued(court, debt, on):
    claim = Claim(debt, 0, 0)
    it = court.act("open_proceeding", HOUSEHOLD, "ALER-BCM", claim=claim, on=on)
    court.act(
        "file_claim",
        it,
        on=on + timedelta(10),
        hearing_on=on + timedelta(45),
        claim=claim,
    )
    return it


def _cause(name):
    return Cause("cabina-di-regia", name)
