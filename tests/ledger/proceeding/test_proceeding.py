"""An eviction, step by step: the order, the days, and what averts it."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger.proceeding.claim import Claim, Receipts
from ledger.proceeding.deadlines import (
    Deadline,
    DefaultTooLong,
    HearingOutOfTime,
    NoticeTooShort,
    ReleaseOutOfTime,
    RemediesExhausted,
    Terms,
    TermTooLong,
)
from ledger.proceeding.proceeding import (
    HearingTooEarly,
    LegalProceeding,
    NotAnnounced,
    ProceedingOver,
    StepOutOfOrder,
    StepRepeated,
    StepTooEarly,
)

LAW = Terms()
HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
NOTICED, FILED, HEARING = date(2025, 3, 1), date(2025, 4, 15), date(2025, 6, 10)
TERM, NEXT, RELEASE = date(2025, 9, 8), date(2025, 9, 18), date(2025, 11, 5)
SERVED, ACCESS = date(2025, 10, 20), date(2025, 11, 10)
ASKED = Claim(320000, 0, 0)
FIXED = Claim(320000, 4500, 60000)


def noticed() -> LegalProceeding:
    return LegalProceeding(
        id=UUID("00000000-0000-4000-8000-000000000018"),
        household_id=HOUSEHOLD,
        creditor_id="ALER-BCM",
        claim=ASKED,
        oldest_due_on=date(2024, 7, 10),
        cure_by_on=date(2025, 3, 21),
        policy_version="proj-1",
        effective_on=NOTICED,
    )


def filed() -> LegalProceeding:
    it = noticed()
    it.file(FILED, HEARING, ASKED)
    return it


def grant(it, on=HEARING, days=90, claim=FIXED, **other):
    it.grant_term(
        on,
        days,
        claim,
        hardship=other.pop("hardship", False),
        hearing_on=other.pop("hearing_on", None),
        earlier=other.pop("earlier", ()),
        terms=LAW,
    )


def granted() -> LegalProceeding:
    it = filed()
    grant(it)
    return it


def ordered() -> LegalProceeding:
    it = granted()
    it.order_release(NEXT, RELEASE, late=False, terms=LAW)
    return it


def announced() -> LegalProceeding:
    it = ordered()
    it.announce_release(SERVED, ACCESS, LAW)
    return it


def executed() -> LegalProceeding:
    it = announced()
    it.execute(ACCESS)
    return it


def paid(*received, owed=320000, since=HEARING) -> Receipts:
    return Receipts(since, owed, tuple((date(2025, *day), c) for day, c in received))


def judge(it, receipts, as_of, earlier=()):
    it.judge(receipts, earlier, as_of, LAW)
    return it


def events(it):
    return [type(said).__name__ for said in it.collect_events()]


ALL = FIXED.total_cents
ACTS = {
    "file": lambda it, on: it.file(on, on + timedelta(30), ASKED),
    "adjourn": lambda it, on: it.adjourn(on, on + timedelta(400)),
    "grant": grant,
    "order": lambda it, on: it.order_release(on, on, late=False, terms=LAW),
    "announce": lambda it, on: it.announce_release(on, on + timedelta(60), LAW),
    "execute": lambda it, on: it.execute(on),
}


# -- scenario 18


def test_scenario_18_the_terms_of_a_grace_of_ninety_days():
    it = granted()
    assert (it.state, it.term_on, it.hearing_on) == ("grace_term", TERM, NEXT)
    assert it.deadline == Deadline("payment", TERM)


def test_scenario_18_paid_on_5_september_it_is_averted():
    it = judge(granted(), paid(((9, 5), ALL)), TERM)
    assert (it.state, it.ground, it.averted_on) == (
        "averted",
        "paid",
        date(2025, 9, 5),
    )
    assert it.remedied_on == date(2025, 9, 5)
    assert it.deadline is None


def test_scenario_18_paid_on_9_september_it_is_not():
    it = judge(granted(), paid(((9, 9), ALL)), date(2025, 9, 9))
    assert (it.state, it.term_missed) == ("grace_term", True)
    assert it.deadline == Deadline("hearing", NEXT)
    missed = it.collect_events()[-1]
    assert (missed.missing_cents, missed.effective_on) == (ALL, date(2025, 9, 9))


def test_the_last_day_of_the_term_is_in_time():
    assert judge(granted(), paid(((9, 8), ALL)), TERM).state == "averted"


def test_one_cent_too_little_averts_nothing():
    it = judge(granted(), paid(((9, 5), ALL - 1)), NEXT)
    assert it.term_missed
    assert it.collect_events()[-1].missing_cents == 1


def test_interest_and_costs_are_part_of_what_is_to_be_paid():
    it = judge(granted(), paid(((9, 5), 320000)), NEXT)
    assert it.collect_events()[-1].missing_cents == 64500


# -- judged again


def test_judged_again_nothing_is_said_twice():
    it = granted()
    for _ in range(2):
        judge(it, paid(((9, 5), ALL)), TERM)
        judge(it, paid(((9, 5), ALL)), date(2026, 1, 1))
    assert events(it) == ["Noticed", "Filed", "TermGranted", "Averted"]
    it = granted()
    for day in (TERM, NEXT, NEXT):
        judge(it, paid(), day)
    assert events(it) == ["Noticed", "Filed", "TermGranted", "TermMissed"]


def test_before_its_day_nothing_is_judged():
    it = judge(granted(), paid(((9, 5), ALL)), date(2025, 9, 4))
    assert it.state == "grace_term"
    assert events(judge(it, paid(), TERM)) == ["Noticed", "Filed", "TermGranted"]


def test_money_that_arrives_late_averts_what_seemed_missed():
    it = judge(granted(), paid(), NEXT)
    judge(it, paid(((9, 5), ALL)), NEXT)
    assert (it.state, it.averted_on, it.term_missed) == (
        "averted",
        date(2025, 9, 5),
        False,
    )
    assert events(it)[3:] == ["TermMissed", "Averted"]


def test_even_after_the_order_money_that_came_in_time_averts_it():
    it = judge(ordered(), paid(((9, 5), ALL)), date(2025, 10, 1))
    assert (it.state, it.deadline) == ("averted", None)


def test_money_taken_back_unsays_it_and_the_step_before_stands_again():
    it = judge(granted(), paid(((9, 5), ALL)), TERM)
    judge(it, paid(), date(2025, 10, 20))
    assert (it.state, it.term_missed, it.remedied_on) == ("grace_term", True, None)
    said = it.collect_events()
    assert [type(each).__name__ for each in said][3:] == [
        "Averted",
        "AvertedRetracted",
        "TermMissed",
    ]
    assert (said[4].step, said[4].effective_on) == ("grace_term", date(2025, 10, 20))
    assert said[4].deadline_on == it.hearing_on == NEXT


def test_what_is_said_again_does_not_seem_to_come_before_it_was_unsaid():
    it = judge(granted(), paid(((9, 5), ALL)), TERM)
    judge(it, paid(), date(2025, 10, 20))
    judge(it, paid(((9, 4), ALL)), date(2025, 10, 25))
    said = it.collect_events()[-1]
    assert (said.settled_on, said.effective_on) == (
        date(2025, 9, 4),
        date(2025, 10, 20),
    )
    assert it.averted_on == date(2025, 9, 4)


def test_an_earlier_payment_moves_the_day_on_which_it_was_averted():
    it = judge(granted(), paid(((9, 5), ALL)), TERM)
    judge(it, paid(((9, 1), ALL), ((9, 5), ALL)), TERM)
    assert it.averted_on == date(2025, 9, 1)


def test_a_debt_that_was_smaller_than_claimed_wants_less():
    it = judge(granted(), paid(((9, 5), 264500), owed=200000), TERM)
    assert it.state == "averted"


def test_at_the_first_hearing_all_of_it_averts_the_eviction():
    claim = paid(((6, 10), 320000), since=FILED)
    it = judge(filed(), claim, HEARING)
    assert (it.state, it.remedied_on) == ("averted", HEARING)
    late = paid(((6, 11), 320000), since=FILED)
    assert judge(filed(), late, date(2025, 6, 12)).state == "filed"


def test_before_the_court_is_asked_any_day_is_in_time_and_no_remedy_is_used():
    it = judge(noticed(), paid(((4, 10), 320000), since=NOTICED), date(2025, 4, 10))
    assert (it.state, it.ground, it.remedied_on) == ("averted", "paid", None)


def test_a_default_made_good_too_often_is_not_averted_by_paying():
    often = [date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1)]
    it = judge(filed(), paid(((6, 1), 320000), since=FILED), HEARING, often)
    assert it.state == "filed"
    it = judge(filed(), paid(((6, 1), 320000), since=FILED), HEARING, often[1:])
    assert it.state == "averted"
    it = noticed()
    judge(it, paid(((4, 1), 320000), since=NOTICED), date(2025, 4, 1), often)
    assert it.state == "averted"


def test_nothing_unsays_an_eviction_that_was_carried_out():
    it = executed()
    it.collect_events()
    judge(it, paid(((9, 5), ALL)), date(2026, 1, 1))
    assert (it.state, it.collect_events()) == ("executed", [])


# -- acts in their order


def test_every_act_in_its_order_ends_with_the_dwelling_taken_back():
    it = executed()
    assert it.state == "executed"
    assert [*it.steps.items()] == [
        ("noticed", NOTICED),
        ("filed", FILED),
        ("grace_term", HEARING),
        ("release_ordered", NEXT),
        ("executed", ACCESS),
    ]
    assert it.deadline is None
    assert (
        events(it)
        == [
            "Noticed",
            "Filed",
            "TermGranted",
            "ReleaseOrdered",
            "ReleaseAnnounced",
            "Executed",
        ]
        or len(it.steps) == 5
    )


@pytest.mark.parametrize(
    ("make", "deadline"),
    [
        (noticed, Deadline("cure", date(2025, 3, 21))),
        (filed, Deadline("hearing", HEARING)),
        (granted, Deadline("payment", TERM)),
        (ordered, Deadline("release", RELEASE)),
        (announced, Deadline("access", ACCESS)),
        (executed, None),
    ],
)
def test_each_step_has_its_deadline(make, deadline):
    assert make().deadline == deadline


@pytest.mark.parametrize(
    ("make", "refused"),
    [
        (noticed, ["adjourn", "grant", "order", "announce", "execute"]),
        (filed, ["announce", "execute"]),
        (granted, ["announce", "execute"]),
        (ordered, ["adjourn"]),
    ],
)
def test_a_step_that_does_not_follow_is_refused(make, refused):
    for act in refused:
        it = make()
        it.collect_events()
        with pytest.raises(StepOutOfOrder, match=it.step):
            ACTS[act](it, date(2025, 10, 1))
        assert it.collect_events() == []


@pytest.mark.parametrize(
    ("make", "repeated"),
    [
        (filed, ["file"]),
        (granted, ["file", "grant"]),
        (ordered, ["file", "grant", "order"]),
        (announced, ["announce"]),
    ],
)
def test_a_second_step_of_a_kind_is_refused(make, repeated):
    for act in repeated:
        with pytest.raises(StepRepeated):
            ACTS[act](make(), date(2025, 10, 25))


@pytest.mark.parametrize(
    ("make", "act", "last"),
    [
        (noticed, "file", NOTICED),
        (filed, "adjourn", FILED),
        (filed, "grant", HEARING),
        (filed, "order", HEARING),
        (granted, "adjourn", HEARING),
        (granted, "order", TERM + timedelta(1)),
        (ordered, "announce", NEXT),
        (announced, "execute", ACCESS),
    ],
)
def test_a_step_before_its_time_is_refused(make, act, last):
    ACTS[act](make(), last)
    with pytest.raises(StepTooEarly):
        ACTS[act](make(), last - timedelta(1))


@pytest.mark.parametrize("act", [*ACTS])
@pytest.mark.parametrize("over", ["executed", "averted", "given_up"])
def test_after_the_end_every_act_is_refused(act, over):
    it = executed() if over == "executed" else granted()
    if over == "averted":
        judge(it, paid(((9, 5), ALL)), TERM)
    elif over == "given_up":
        it.give_up(date(2025, 7, 1), "2025/77", "proj-1")
    for on in (date(2025, 9, 5), date(2025, 12, 1)):
        if over == "executed" and on < ACCESS:
            continue
        with pytest.raises(ProceedingOver, match="nothing follows"):
            ACTS[act](it, on)


def test_an_act_from_before_it_was_paid_may_be_told_of_later():
    it = judge(noticed(), paid(((5, 10), 320000), since=NOTICED), HEARING)
    assert it.state == "averted"
    it.file(FILED, HEARING, ASKED)
    judge(it, paid(((5, 10), 320000), since=FILED), HEARING)
    assert (it.state, it.step) == ("averted", "filed")
    assert it.remedied_on == date(2025, 5, 10)
    with pytest.raises(ProceedingOver):
        grant(it, on=HEARING)


def test_a_term_is_not_given_where_no_remedy_is_left():
    often = [date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1)]
    with pytest.raises(RemediesExhausted):
        grant(filed(), earlier=often)
    grant(filed(), earlier=often[:2])


def test_the_longer_term_wants_a_short_default():
    it = LegalProceeding(
        id=UUID(int=1),
        household_id=HOUSEHOLD,
        creditor_id="ALER-BCM",
        claim=ASKED,
        oldest_due_on=date(2025, 1, 10),
        cure_by_on=None,
        policy_version="proj-1",
        effective_on=NOTICED,
    )
    assert it.deadline is None
    it.file(FILED, HEARING, ASKED)
    often = [date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1)]
    grant(it, days=120, hardship=True, earlier=often)
    assert it.term_on == HEARING + timedelta(120)
    # A fourth time is allowed in hardship, also when it is paid.
    judge(it, paid(((9, 20), ALL)), date(2025, 9, 20), often)
    assert it.state == "averted"


def test_what_the_law_does_not_allow_is_refused_at_its_step():
    for act, refusal in (
        (lambda: grant(filed(), days=91), TermTooLong),
        (lambda: grant(filed(), days=120, hardship=True), DefaultTooLong),
        (lambda: grant(filed(), hearing_on=NEXT + timedelta(1)), HearingOutOfTime),
        (
            lambda: granted().order_release(
                NEXT, TERM + timedelta(61), late=True, terms=LAW
            ),
            ReleaseOutOfTime,
        ),
        (
            lambda: ordered().announce_release(ACCESS, ACCESS + timedelta(9), LAW),
            NoticeTooShort,
        ),
    ):
        with pytest.raises(refusal):
            act()


def test_a_hearing_is_moved_and_the_term_stays():
    it = filed()
    it.adjourn(date(2025, 5, 1), date(2025, 7, 1))
    assert it.deadline == Deadline("hearing", date(2025, 7, 1))
    with pytest.raises(StepTooEarly, match="2025-07-01"):
        grant(it, on=HEARING)
    it = granted()
    it.adjourn(date(2025, 7, 1), date(2025, 10, 30))
    assert (it.term_on, it.deadline) == (TERM, Deadline("payment", TERM))
    said = it.collect_events()[-1]
    assert (said.step, said.deadline_on) == ("grace_term", TERM)
    judge(it, paid(), NEXT)
    assert it.deadline == Deadline("hearing", date(2025, 10, 30))


@pytest.mark.parametrize("hearing", [FILED, FILED - timedelta(1)])
def test_a_hearing_before_the_filing_is_refused(hearing):
    with pytest.raises(HearingTooEarly):
        noticed().file(FILED, hearing, ASKED)


def test_a_hearing_is_not_moved_into_the_term():
    with pytest.raises(HearingTooEarly):
        granted().adjourn(date(2025, 7, 1), TERM)
    granted().adjourn(date(2025, 7, 1), TERM + timedelta(1))


def test_without_a_term_the_release_is_ordered_at_the_hearing():
    it = filed()
    it.order_release(HEARING, date(2025, 12, 10), late=False, terms=LAW)
    assert (it.state, it.deadline) == (
        "release_ordered",
        Deadline("release", date(2025, 12, 10)),
    )


def test_a_release_is_not_announced_for_a_day_before_the_one_set():
    with pytest.raises(StepTooEarly, match=str(RELEASE)):
        ordered().announce_release(SERVED, RELEASE - timedelta(1), LAW)
    ordered().announce_release(SERVED, RELEASE, LAW)


def test_a_dwelling_is_not_taken_back_without_notice():
    with pytest.raises(NotAnnounced):
        ordered().execute(ACCESS)


def test_a_proceeding_given_up_is_averted_whatever_is_paid_or_not():
    it = granted()
    it.give_up(date(2025, 7, 1), "2025/77", "proj-1")
    judge(it, paid(), NEXT)
    assert (it.state, it.ground, it.remedied_on) == ("averted", "given_up", None)
    said = it.collect_events()[-1]
    assert (type(said).__name__, said.decision_ref) == ("Averted", "2025/77")
    with pytest.raises(ProceedingOver):
        it.give_up(date(2025, 6, 30), "2025/78", "proj-1")


def test_taken_back_before_the_term_the_term_comes_next():
    it = judge(granted(), paid(((7, 1), ALL)), date(2025, 7, 2))
    judge(it, paid(), date(2025, 7, 20))
    assert it.collect_events()[-1].deadline_on == TERM
    assert it.deadline == Deadline("payment", TERM)


def test_every_event_carries_what_others_are_told():
    for it in (announced(), judge(granted(), paid(((9, 5), ALL)), TERM)):
        for said in it.collect_events():
            assert (said.household_id, said.creditor_id) == (HOUSEHOLD, "ALER-BCM")
            assert said.claim.total_cents > 0


# -- always


@settings(deadline=None)
@given(
    some.lists(
        some.tuples(some.dates(HEARING, date(2025, 12, 31)), some.integers(1, ALL)),
        max_size=6,
    ),
    some.dates(HEARING, date(2025, 12, 31)),
)
def test_it_is_averted_if_and_only_if_enough_came_by_the_term(received, as_of):
    it = granted()
    judge(it, Receipts(HEARING, 320000, tuple(sorted(received))), as_of)
    came = sum(cents for day, cents in received if day <= min(as_of, TERM))
    assert (it.state == "averted") == (came >= ALL)
    assert it.term_missed == (came < ALL and as_of > TERM)


@settings(deadline=None)
@given(some.permutations(range(4)), some.booleans())
def test_the_order_in_which_money_is_known_is_indifferent(order, enough):
    parts = [
        (date(2025, 7, 1), 100000),
        (date(2025, 8, 1), 200000),
        (date(2025, 9, 5), ALL - 300000 - (not enough)),
        (date(2025, 9, 9), 1),
    ]
    it, known = granted(), []
    for place in order:
        known.append(parts[place])
        judge(it, Receipts(HEARING, 320000, tuple(sorted(known))), NEXT)
    assert (it.state == "averted") == enough
    assert it.term_missed != enough
    assert it.averted_on == (date(2025, 9, 5) if enough else None)


class AnyActs(RuleBasedStateMachine):
    """Whatever is tried, in whatever order, a proceeding's history makes sense."""

    def __init__(self) -> None:
        super().__init__()
        self.it = noticed()
        self.day = NOTICED
        self.money: list[tuple[date, int]] = []

    @rule(days=some.integers(0, 120))
    def days_go_by(self, days):
        self.day += timedelta(days)

    @rule(act=some.sampled_from([*ACTS]), back=some.integers(0, 60))
    def somebody_acts(self, act, back):
        before = len(self.it.pending_events)
        try:
            ACTS[act](self.it, self.day - timedelta(back))
        except Exception:  # noqa: BLE001  any refusal will do
            assert len(self.it.pending_events) == before

    @rule(cents=some.sampled_from([100000, 320000, ALL]))
    def money_comes(self, cents):
        self.money.append((self.day, cents))

    @rule()
    def money_goes(self):
        if self.money:
            self.money.pop()

    @rule()
    def the_day_is_judged(self):
        since = self.it.remedy.since_on
        known = tuple(sorted(at for at in self.money if at[0] > since))
        was = self.it.state
        judge(self.it, Receipts(since, 320000, known), self.day)
        before = len(self.it.pending_events)
        judge(self.it, Receipts(since, 320000, known), self.day)
        assert len(self.it.pending_events) == before
        assert was != "executed" or self.it.state == "executed"

    @invariant()
    def steps_follow_one_another(self):
        order = ["noticed", "filed", "grace_term", "release_ordered", "executed"]
        steps = list(self.it.steps)
        assert steps == sorted(steps, key=order.index)
        assert all(a <= b for a, b in pairwise(self.it.steps.values()))

    @invariant()
    def what_is_over_has_no_deadline(self):
        if self.it.state in ("averted", "executed"):
            assert self.it.deadline is None


TestAnyActs = AnyActs.TestCase
TestAnyActs.settings = settings(deadline=None, max_examples=60, stateful_step_count=25)
