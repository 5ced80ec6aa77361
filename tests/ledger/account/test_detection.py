"""When a household is in arrears: thresholds, ages, bands, and no hindsight."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from bookkeeping import a_day, books, charge, day, payment, plan, some_books
from creditors import months
from hypothesis import given, settings

from ledger.account.books import Books
from ledger.account.detection import MonthlyBills
from ledger.account.facts import DISPUTE, Amendment, Hold
from ledger.account.standing import OVERDUE, PRESCRIBED, stand
from ledger.policy import Policy, Rules

RULES = Rules()
quick = settings(max_examples=150, derandomize=True, deadline=None)


def bills(first: str, count: int, cents: int = 18000) -> list:
    return [charge(it, cents) for it in months(day(first), count)]


def episodes(facts: Books, as_of: str, rules: Rules = RULES) -> list:
    return stand(facts, day(as_of), rules).episodes


def test_two_bills_thirty_days_old_are_arrears():
    facts = books(bills("2025-01-10", 2))
    assert episodes(facts, "2025-02-10") == []
    [episode] = episodes(facts, "2025-02-11")
    assert (episode.overdue_cents, episode.oldest_due_on) == (36000, day("2025-01-10"))
    assert (episode.months_equiv, episode.band) == (Decimal("2.00"), "A")


def test_one_bill_is_no_arrears_however_old():
    assert episodes(books(bills("2025-01-10", 1)), "2025-12-31") == []


def test_two_bills_are_no_arrears_before_thirty_days():
    facts = books([charge("2025-01-10"), charge("2025-01-20", name="other")])
    # One monthly bill is both: 360 for January.
    facts.charges |= {it.id: it for it in bills("2024-11-10", 1)}
    young = [charge("2025-01-10", 18000), charge("2025-02-01", 18000)]
    assert episodes(books(young), "2025-02-08") == []
    assert len(episodes(books(young), "2025-02-09")) == 1


def test_enough_is_owed_first_and_old_enough_a_day_later():
    settled = charge("2025-02-07", 18000, kind="settlement")
    [episode] = episodes(books([charge("2025-01-10"), settled]), "2025-03-31")
    assert episode.detected_on == day("2025-02-09")


def test_a_bill_that_comes_after_its_day_is_not_overdue_before():
    came_on = day("2025-05-02")
    late = charge("2025-01-10", 36000, kind="settlement", effective_on=came_on)
    facts = books([charge("2025-01-10"), late])
    [episode] = episodes(facts, "2025-06-30")
    assert (episode.detected_on, episode.overdue_cents) == (came_on, 54000)


@pytest.mark.parametrize(("cents", "found"), [(35999, 0), (36000, 1)])
def test_the_threshold_is_two_bills_to_the_cent(cents, found):
    owed = charge("2025-03-10", cents, kind="settlement")
    facts = books(
        [*bills("2025-01-10", 2), owed],
        [payment("2025-01-10", 18000), payment("2025-02-10", 18000)],
    )
    assert len(episodes(facts, "2025-06-30")) == found


def test_a_household_without_bills_is_not_in_arrears_for_a_few_cents():
    cost = charge("2025-01-10", 100, kind="cost")
    assert episodes(books([cost]), "2025-06-30") == []


@pytest.mark.parametrize(
    ("equivalent", "expected"),
    [
        ("2.99", "A"),
        ("3.00", "B"),
        ("6.00", "B"),
        ("6.01", "C"),
        ("12.00", "C"),
        ("12.01", "D"),
    ],
)
def test_the_bands_meet_at_three_six_and_twelve(equivalent, expected):
    assert Policy().band(Decimal(equivalent)) == expected


def test_a_band_changes_on_the_day_after_the_bill_that_changes_it():
    [episode] = episodes(books(bills("2025-01-10", 8)), "2025-08-31")
    assert [(on, name) for on, name, _ in episode.bands] == [
        (day("2025-03-11"), "B"),
        (day("2025-07-11"), "C"),
    ]


def test_a_monthly_bill_is_the_mean_of_the_months_it_covers():
    rent = bills("2025-01-10", 12, 10000)
    two_months = charge(
        "2025-03-10",
        6000,
        kind="service",
        period_from=day("2025-01-01"),
        period_to=day("2025-02-28"),
    )
    assert MonthlyBills(rent).on(day("2026-01-01")) == 10000
    assert MonthlyBills([*rent, two_months]).on(day("2026-01-01")) == 10500
    assert MonthlyBills([rent[0], two_months]).on(day("2025-06-01")) == 8000


def test_a_bill_of_more_than_a_year_ago_counts_no_more():
    old, new = charge("2024-01-10", 50000), charge("2025-01-10", 10000)
    assert MonthlyBills([old, new]).on(day("2025-01-15")) == 10000


def test_settlements_and_costs_are_no_monthly_bill():
    cost = charge("2025-01-10", 50000, kind="cost")
    assert MonthlyBills([cost, *bills("2025-01-10", 1)]).on(day("2025-02-01")) == 18000
    assert MonthlyBills([cost]).on(day("2025-02-01")) == 0


@pytest.mark.parametrize(("cents", "cleared"), [(35900, True), (35899, False)])
def test_an_episode_ends_when_all_but_a_euro_is_paid(cents, cleared):
    facts = books(bills("2025-01-10", 2), [payment("2025-03-05", cents)])
    [episode] = episodes(facts, "2025-03-31")
    assert (episode.cleared_on == day("2025-03-05")) is cleared


def test_what_is_rescheduled_keeps_the_episode_open():
    debts = bills("2025-01-10", 3)
    agreed = plan(debts, "2025-04-01", "2025-04-15", 27000)
    money = [payment("2025-04-15", 27000), payment("2025-05-15", 27000)]
    assert episodes(books(debts, money, [agreed]), "2025-05-14")[0].cleared_on is None
    [episode] = episodes(books(debts, money, [agreed]), "2025-05-15")
    assert episode.cleared_on == day("2025-05-15")


def test_arrears_that_come_back_say_how_long_they_were_gone():
    facts = books(
        [*bills("2024-11-10", 2, 21000), *bills("2025-09-10", 2, 21000)],
        [payment("2025-02-28", 42000)],
    )
    first, second = episodes(facts, "2025-12-31")
    assert first.days_since_last_clear is None
    assert (second.detected_on, second.days_since_last_clear) == (
        day("2025-10-11"),
        225,
    )


def test_a_bill_for_months_that_are_over_changes_no_past_conclusion():
    """In April the services of January to March are billed."""
    late = charge(
        "2025-04-20",
        9000,
        kind="service",
        issued_on=day("2025-04-01"),
        period_from=day("2025-01-01"),
        period_to=day("2025-03-31"),
    )
    facts = books([*bills("2025-01-10", 4), late])
    assert episodes(facts, "2025-03-01")[0].beginning == (
        episodes(facts, "2025-06-30")[0].beginning
    )


def test_a_new_age_counts_from_the_day_of_its_version():
    facts = books([*bills("2025-05-20", 1), charge("2025-06-01", 36000)])
    stricter = Rules((Policy("two", day("2025-07-01"), detection_days=40),))
    [episode] = episodes(facts, "2025-12-31", stricter)
    assert episode.detected_on == day("2025-06-19")
    milder = Rules((Policy("two", day("2025-06-10"), detection_days=15),))
    [episode] = episodes(facts, "2025-12-31", milder)
    assert episode.detected_on == day("2025-06-10")


def test_a_charge_taken_back_ends_its_arrears_from_that_day():
    debts = bills("2025-01-10", 2)
    facts = books(debts, charge_ends={debts[0].id: day("2025-04-01")})
    [episode] = episodes(facts, "2025-06-30")
    assert episode.detected_on == day("2025-02-11")
    assert episode.cleared_on is None
    facts.charge_ends[debts[1].id] = day("2025-05-01")
    [episode] = episodes(facts, "2025-06-30")
    assert episode.cleared_on == day("2025-05-01")


@quick
@given(some_books(), a_day, a_day)
def test_time_alone_changes_nothing_that_was_concluded(facts, one, other):
    """What is known stays the same: only the day goes on."""
    sooner, later = sorted((one, other))
    declared = {it.id for it in facts.payments.values() if it.iuv}
    for it in declared:
        # A declared payment moves to its own day when its bill comes after it.
        del facts.payments[it]
    before = stand(facts, sooner, RULES)
    after = stand(facts, later, RULES)
    begun = [it for it in after.episodes if it.detected_on <= sooner]
    assert [it.beginning for it in before.episodes] == [it.beginning for it in begun]
    for then, now in zip(before.episodes, begun, strict=True):
        assert then.bands == [it for it in now.bands if it[0] <= sooner]
        ended = now.cleared_on if now.cleared_on and now.cleared_on <= sooner else None
        assert then.cleared_on == ended
    for agreement_id, then in before.judgements.items():
        now = after.judgements[agreement_id]
        assert {it: now.missed.get(it) for it in then.missed} == then.missed
        if then.breached_on:
            assert now.breached_on == then.breached_on


@quick
@given(some_books(), a_day)
def test_an_episode_has_cause_and_order(facts, as_of):
    found = stand(facts, as_of, RULES).episodes
    for it in found:
        assert it.overdue_cents > RULES.at(as_of).cleared_tolerance_cents
        assert it.detected_on - it.oldest_due_on >= timedelta(30)
        assert it.detected_on <= (it.cleared_on or date.max)
    for earlier, later in pairwise(found):
        assert earlier.cleared_on is not None
        assert earlier.cleared_on < later.detected_on


@quick
@given(some_books(), a_day)
def test_the_review_comes_before_anything_changes(facts, as_of):
    """Until the next review, every day would conclude the same."""
    standing = stand(facts, as_of, RULES)
    review_on = standing.next_review_on or date(2026, 6, 30)
    last = stand(facts, review_on - timedelta(1), RULES)
    assert last.episodes == standing.episodes
    assert last.position.lines == standing.position.lines
    for agreement_id, then in standing.judgements.items():
        now = last.judgements[agreement_id]
        assert (now.missed, now.paid) == (then.missed, then.paid)
        assert now.breached_on == then.breached_on
        assert now.completed_on == then.completed_on


def test_money_declared_for_a_bill_to_come_is_looked_at_when_it_comes():
    bill = charge("2025-03-10", iuv="N3", effective_on=day("2025-03-01"))
    facts = books([bill], [payment("2025-02-20", 18000, iuv="N3")])
    review_on = stand(facts, day("2025-02-25"), RULES).next_review_on
    assert review_on == day("2025-03-01")


def test_what_was_in_a_plan_that_ended_grows_old_again():
    debt = charge("2025-01-10")
    agreed = plan([debt], "2025-01-12", "2025-01-13", 9000)
    rules = Rules((Policy("strict", grace_days=0, breach_consecutive=1),))
    standing = stand(books([debt], [], [agreed]), day("2025-01-20"), rules)
    assert standing.judgements[agreed.agreement_id].breached_on == day("2025-01-14")
    assert standing.next_review_on == day("2025-02-09")


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ("2024-02-29", "2023-02-28"),
        ("2024-03-01", "2023-03-01"),
        ("2025-03-01", "2024-03-01"),
        ("2025-07-15", "2024-07-15"),
    ],
)
def test_a_monthly_bill_is_that_of_the_twelve_months_before(as_of, first):
    """Also where one of them has a 29 February."""
    begins = day(first)
    for starts_on, counts in ((begins, True), (begins - timedelta(1), False)):
        bills = MonthlyBills(
            [
                charge(
                    "2023-06-10",
                    10000,
                    period_from=starts_on,
                    period_to=starts_on,
                    effective_on=starts_on,
                ),
                charge(day(as_of) - timedelta(3), 20000, effective_on=begins),
            ]
        )
        assert bills.on(day(as_of)) == (15000 if counts else 20000)


def disputed_and_due_anew() -> Books:
    bill = charge("2025-03-22", 32000, kind="settlement")
    dispute = Hold(bill.id, bill.id, DISPUTE, day("2025-03-05"), day("2025-04-20"))
    resolved = Amendment(bill.id, day("2025-04-20"), 22000, day("2025-05-20"))
    return books([bill], holds=[dispute], amendments=[resolved])


def test_a_charge_that_is_due_anew_is_looked_at_when_it_is():
    facts = disputed_and_due_anew()
    assert stand(facts, day("2025-04-20"), RULES).next_review_on == day("2025-05-20")
    assert stand(facts, day("2025-05-21"), RULES).next_review_on == day("2025-06-19")
    [episode] = episodes(facts, "2025-06-30")
    assert (episode.detected_on, episode.overdue_cents) == (day("2025-06-19"), 22000)


def test_a_charge_that_is_due_anew_is_prescribed_by_its_new_day():
    facts = disputed_and_due_anew()
    [before] = stand(facts, day("2030-05-20"), RULES).open_charges
    [after] = stand(facts, day("2030-05-21"), RULES).open_charges
    assert (before.status, after.status) == (OVERDUE, PRESCRIBED)


def test_what_becomes_of_a_paid_bill_begins_no_arrears():
    """Ten euro are open, far less than a bill; years later the first is prescribed."""
    facts = books(
        bills("2025-01-10", 2),
        [payment("2025-01-20", 18000), payment("2025-02-20", 17000)],
    )
    for as_of in ("2025-02-20", "2025-04-01", "2030-01-31"):
        assert episodes(facts, as_of) == []
