"""An account, verb by verb: what it says, what it says once, what it takes back."""

from dataclasses import replace
from itertools import permutations
from uuid import UUID

import pytest
from bookkeeping import LAST, charge, day, payment, plan

from ledger.account.account import Account, ChargeDiffers, PaymentDiffers, account_id
from ledger.account.accruals import accruals
from ledger.account.facts import Pause, grace_ends
from ledger.account.standing import stand
from ledger.policy import Rules

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
BILL, SECOND = charge("2025-01-10"), charge("2025-02-10")
MONEY = payment("2025-01-09", 18000)


@pytest.fixture
def account() -> Account:
    return an_account()


def an_account() -> Account:
    opened = Account(
        id=account_id(HOUSEHOLD, "ALER-BCM"),
        household_id=HOUSEHOLD,
        creditor_id="ALER-BCM",
        effective_on=day("2020-01-01"),
    )
    opened.collect_events()
    return opened


def said(account: Account) -> list[str]:
    """What it says since it was last asked."""
    return [type(it).__name__ for it in account.collect_events()]


def conclude(account: Account, as_of: str) -> list[str]:
    account.collect_events()
    account.conclude(stand(account.books, day(as_of), Rules()), "proj-1")
    return said(account)


def test_a_charge_is_posted_once(account):
    account.post_charge(BILL, "T1")
    account.post_charge(BILL, "T1")
    assert said(account) == ["ChargePosted"]


def test_another_charge_under_the_same_id_is_refused(account):
    account.post_charge(BILL, "T1")
    with pytest.raises(ChargeDiffers, match="18000 cents due 2025-01-10"):
        account.post_charge(replace(BILL, cents=17000), "T1")


def test_a_payment_is_posted_once_whoever_tells_of_it(account):
    account.post_payment(MONEY)
    account.post_payment(replace(MONEY, channel="pagopa"))
    assert said(account) == ["PaymentPosted"]


def test_another_payment_under_the_same_id_is_refused(account):
    account.post_payment(MONEY)
    with pytest.raises(PaymentDiffers, match="18000 cents of 2025-01-09"):
        account.post_payment(replace(MONEY, cents=17000))


def test_a_charge_taken_back_twice_ends_on_the_earlier_day(account):
    account.post_charge(BILL, "T1")
    for on in ("2025-04-01", "2025-05-01", "2025-03-01", "2025-03-01"):
        account.end_charge(BILL.id, day(on), "reversed")
    assert said(account) == ["ChargePosted", "ChargeEnded", "ChargeEnded"]
    assert account.books.charge_ends == {BILL.id: day("2025-03-01")}


def test_in_any_order_a_charge_ends_on_no_day_before_its_first():
    ends = []
    verbs = [
        lambda it: it.post_charge(BILL, "T1"),
        *(
            lambda it, on=on: it.end_charge(BILL.id, day(on), "reversed")
            for on in ("2024-01-01", "2025-03-01", "2024-02-01")
        ),
    ]
    for order in permutations(verbs):
        one = an_account()
        for verb in order:
            verb(one)
        ends.append(one.books.charge_ends)
    assert ends == [{BILL.id: BILL.effective_on}] * 24


def test_what_never_counted_turns_no_day(account):
    for_nothing = payment("2025-01-20", 500)
    account.post_charge(BILL, "T1")
    account.post_payment(for_nothing)
    account.end_charge(BILL.id, BILL.effective_on, "reversed")
    account.end_charge(SECOND.id, day("2025-03-01"), "reversed")
    account.reverse_payment(for_nothing.id, for_nothing.value_on)
    account.reverse_payment(MONEY.id, day("2025-03-01"))
    assert account.books.turning_days() == set()
    account.post_payment(MONEY)
    assert account.books.turning_days() == {day("2025-03-01")}


def test_a_payment_reversed_before_it_comes_is_reversed_when_it_comes(account):
    account.reverse_payment(MONEY.id, day("2025-03-01"))
    account.post_payment(MONEY)
    events = account.collect_events()
    assert [getattr(it, "payment", None) for it in events] == [None, MONEY, MONEY]
    assert account.books.payments_on(day("2025-03-01")) == []
    assert account.books.payments_on(day("2025-02-28")) == [MONEY]


def test_its_tenancy_is_that_of_the_charge_due_last(account):
    assert account.tenancy_id is None
    account.post_charge(SECOND, "T2")
    account.post_charge(BILL, "T1")
    assert account.tenancy_id == "T2"


def test_a_plan_rests_from_the_earliest_day_said(account):
    account.post_charge(BILL, "T1")
    agreed = plan([BILL], "2025-02-01", "2025-02-28", 9000)
    account.enter_plan(agreed)
    for on in ("2025-05-01", "2025-06-01", "2025-04-01"):
        account.pause_plan(agreed.agreement_id, Pause(day(on)))
    paused = account.books.plans[agreed.agreement_id]
    assert grace_ends(day("2025-03-31"), 10, paused.pauses, LAST) is None
    assert grace_ends(day("2025-03-20"), 10, paused.pauses, LAST) == day("2025-03-31")


def test_a_new_plan_ends_the_one_it_supersedes(account):
    account.post_charge(BILL, "T1")
    old = plan([BILL], "2025-02-01", "2025-02-28", 9000)
    new = plan([BILL], "2025-03-15", "2025-03-31", 6000, name="new")
    account.enter_plan(old)
    account.enter_plan(new, supersedes=old.agreement_id)
    assert account.books.plans[old.agreement_id].ended_on == day("2025-03-15")


def test_what_was_concluded_is_said_once(account):
    account.post_charge(BILL, "T1")
    account.post_charge(SECOND, "T1")
    assert conclude(account, "2025-02-28") == ["ArrearsDetected"]
    assert conclude(account, "2025-02-28") == []
    assert conclude(account, "2025-03-05") == []


def test_a_payment_that_comes_late_unsays_the_episode(account):
    account.post_charge(BILL, "T1")
    account.post_charge(SECOND, "T1")
    conclude(account, "2025-02-28")
    account.post_payment(MONEY)
    assert conclude(account, "2025-03-01") == ["PaymentAllocated", "ArrearsRetracted"]
    assert account.episodes == {}


def test_an_episode_said_again_has_another_id(account):
    account.post_charge(BILL, "T1")
    account.post_charge(SECOND, "T1")
    conclude(account, "2025-02-28")
    [first] = account.episodes.values()
    account.post_payment(MONEY)
    conclude(account, "2025-03-01")
    account.reverse_payment(MONEY.id, day("2025-01-09"))
    conclude(account, "2025-03-02")
    [again] = account.episodes.values()
    assert again.episode.beginning == first.episode.beginning
    assert again.id != first.id


def test_credit_that_is_used_later_is_said_as_such(account):
    account.post_charge(BILL, "T1")
    account.post_payment(payment("2025-01-10", 20000))
    assert conclude(account, "2025-01-31") == ["PaymentAllocated"]
    account.post_charge(SECOND, "T1")
    assert conclude(account, "2025-02-28") == ["CreditApplied"]


def test_a_band_that_a_late_payment_makes_untrue_is_corrected(account):
    for month in range(1, 6):
        account.post_charge(charge(f"2025-0{month}-10"), "T1")
    assert conclude(account, "2025-03-31") == ["ArrearsDetected", "ArrearsBandChanged"]
    # It was in time to keep the third bill from being overdue.
    account.post_payment(payment("2025-03-10", 18000))
    account.collect_events()
    account.conclude(stand(account.books, day("2025-04-02"), Rules()), "proj-1")
    changed = [it for it in account.collect_events() if hasattr(it, "band")]
    assert [(it.band, it.effective_on) for it in changed] == [("A", day("2025-04-02"))]


def test_an_account_is_watched_as_soon_as_something_may_be_unsaid(account):
    account.post_charge(BILL, "T1")
    assert not account.watched
    account.end_charge(BILL.id, day("2025-04-01"), "reversed")
    assert account.watched


def charge_interest(account: Account, until: str) -> int:
    standing = stand(account.books, day(until), Rules())
    found = accruals(account.books, standing)
    return account.charge_interest(found, day(until), day("2026-12-31"), "T9")


def test_interest_that_was_charged_is_known_wherever_its_debt_goes(account):
    debt, other = charge("2025-01-10", 365000), an_account()
    account.post_charge(debt, "T1")
    assert charge_interest(account, "2025-12-31") == 7100
    other.move_in("T1", account.move_out("T1"))
    assert charge_interest(account, "2026-01-10") == 0
    assert charge_interest(other, "2026-01-10") == 160
    account.move_in("T1", other.move_out("T1"))
    assert charge_interest(account, "2026-01-20") == 160
    assert stand(account.books, day("2026-01-20"), Rules()).balance_cents == 372420


def test_what_a_late_fact_lets_accrue_can_be_charged_up_to_the_same_day(account):
    account.post_charge(charge("2025-01-10", 365000), "T1")
    paid = payment("2025-01-20", 182500)
    account.post_payment(paid)
    assert charge_interest(account, "2025-12-31") == 3650
    account.reverse_payment(paid.id, day("2025-03-01"))
    assert charge_interest(account, "2025-12-31") == 3450
    assert charge_interest(account, "2025-12-31") == 0


def test_interest_that_a_late_payment_makes_untrue_is_taken_back(account):
    account.post_charge(charge("2025-01-10", 365000), "T1")
    assert charge_interest(account, "2025-12-31") == 7100
    account.post_payment(payment("2025-01-20", 365000))
    assert charge_interest(account, "2025-06-30") == 0  # it was to a later day
    assert charge_interest(account, "2025-12-31") == 200 - 7100
    assert charge_interest(account, "2026-01-31") == 0
    assert stand(account.books, day("2026-01-31"), Rules()).balance_cents == 200


def test_a_debt_that_was_never_owed_bore_no_interest(account):
    debt = charge("2025-01-10", 365000)
    account.post_charge(debt, "T1")
    charge_interest(account, "2025-12-31")
    account.end_charge(debt.id, debt.effective_on, "reversed")
    assert charge_interest(account, "2025-12-31") == -7100
    assert stand(account.books, day("2026-01-31"), Rules()).balance_cents == 0
