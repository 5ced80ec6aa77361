"""What is asked for in court: what is owed of it, and what counts as paid."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bookkeeping import books, charge, named, payment, plan, some_books
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.account.facts import Hold, Imputation, WriteOff
from ledger.account.standing import stand
from ledger.policy import Rules
from ledger.proceeding.claim import (
    Claim,
    DefaultTooSmall,
    NothingOwed,
    Receipts,
    WrongClaim,
    check_claim,
    check_default,
    check_interest,
    monthly_rent,
    owed,
    receipts,
)
from ledger.proceeding.deadlines import Terms

LAW = Terms()
CLAIMED = date(2025, 6, 10)
TERM = date(2025, 9, 8)
BILLS = [charge(date(2025, month, 10), 40000) for month in range(1, 5)]
JULY = charge("2025-07-10", 40000, iuv="JULY")
FOUR = Claim(160000, 1500, 35000)


def found(kept, since=CLAIMED, until=TERM, as_of=date(2025, 9, 30)):
    return receipts(kept, stand(kept, as_of, Rules()), since, until)


def asked(kept, on=CLAIMED):
    return owed(stand(kept, on, Rules()))


# -- what is owed


def test_what_is_overdue_is_asked_for_with_billed_interest_and_costs_apart():
    kept = books(
        [
            *BILLS,
            JULY,
            charge("2025-05-01", 700, kind="interest"),
            charge("2025-01-02", 9000, kind="cost", effective_on=date(2025, 5, 2)),
        ],
        [payment("2025-03-01", 49700)],
    )
    it = asked(kept)
    assert (it.on, it.debt_cents, it.oldest_due_on) == (
        CLAIMED,
        160000 - 49700,
        date(2025, 2, 10),
    )
    # What came before the interest and costs were billed went to the oldest rent.
    assert (it.posted_interest_cents, it.posted_costs_cents) == (700, 9000)


def test_what_is_disputed_in_instalments_or_prescribed_is_not_asked_for():
    old = charge("2019-05-10", 30000, name="old")
    kept = books([*BILLS, old], [], [plan(BILLS[:1], "2025-02-01", "2025-12-10", 5000)])
    kept.holds[named("hold")] = Hold(
        named("hold"), BILLS[1].id, "dispute", date(2025, 3, 1)
    )
    assert asked(kept, date(2025, 3, 15)).charges == BILLS[2:3]
    assert asked(books()).oldest_due_on is None


@pytest.mark.parametrize("cents", [0, -1, 160001])
def test_a_claim_for_more_than_is_owed_or_for_nothing_is_refused(cents):
    check_claim(Claim(160000, 0, 0), asked(books(BILLS)))
    with pytest.raises(WrongClaim, match="160000"):
        check_claim(Claim(cents, 0, 0), asked(books(BILLS)))


@pytest.mark.parametrize(
    "claim", [Claim(160000, -1, 0), Claim(160000, 0, -1)], ids=["interest", "costs"]
)
def test_interest_and_costs_below_nothing_are_refused(claim):
    with pytest.raises(WrongClaim, match="-1 cents"):
        check_claim(claim, asked(books(BILLS)))


def test_where_nothing_is_overdue_there_is_nothing_to_ask():
    costs = charge("2025-05-02", 9000, kind="cost")
    for kept in (books(), books([JULY]), books([costs])):
        with pytest.raises(NothingOwed, match="2025-06-10"):
            check_claim(Claim(1, 0, 0), asked(kept))


def test_no_more_interest_is_claimed_than_is_billed_and_uncharged():
    kept = books([*BILLS[:1], charge("2025-05-01", 700, kind="interest")])
    check_interest(Claim(40000, 1031, 0), asked(kept), 331)
    with pytest.raises(WrongClaim, match="1031"):
        check_interest(Claim(40000, 1032, 0), asked(kept), 331)


# -- whether notice can be given


def test_notice_needs_rent_unpaid_for_more_than_twenty_days():
    kept = books([charge("2025-01-10")])
    check_default(asked(kept, date(2025, 1, 31)), kept, LAW)
    with pytest.raises(DefaultTooSmall, match="20 days"):
        check_default(asked(kept, date(2025, 1, 30)), kept, LAW)


@pytest.mark.parametrize(("cents", "enough"), [(80000, False), (80001, True)])
def test_or_charges_of_more_than_two_months_of_rent(cents, enough):
    rent = charge("2025-06-09", 40000)
    quarter = charge(
        "2025-01-09",
        99900,
        name="quarter",
        period_from=date(2024, 10, 1),
        period_to=date(2024, 12, 31),
    )
    service = charge("2025-03-01", cents, kind="service")
    costs = charge("2025-03-01", 90000, kind="cost")
    paid = [
        payment("2025-01-09", 99900, iuv="Q"),
        payment("2025-06-09", 40000, iuv="R"),
    ]
    bills = [
        charge("2025-06-09", 40000, iuv="R"),
        charge("2025-01-09", 99900, name="quarter", iuv="Q"),
        service,
        costs,
    ]
    assert monthly_rent([rent, quarter], CLAIMED) == 40000
    assert monthly_rent([quarter], CLAIMED) == 33300
    kept = books(bills, paid)
    if enough:
        check_default(asked(kept), kept, LAW)
    else:
        with pytest.raises(DefaultTooSmall):
            check_default(asked(kept), kept, LAW)


def test_a_creditor_who_bills_no_rent_can_give_no_notice_to_quit():
    kept = books([charge("2025-01-10", 900000, kind="service")])
    assert monthly_rent(kept.charges.values(), CLAIMED) is None
    assert monthly_rent([JULY], CLAIMED) is None
    with pytest.raises(DefaultTooSmall):
        check_default(asked(kept), kept, LAW)


# -- what came in


def test_all_money_after_the_day_of_the_claim_counts_until_the_last_day():
    kept = books(
        [*BILLS, JULY],
        [
            payment("2025-06-10", 100),
            payment("2025-06-11", 200),
            payment("2025-09-08", 300),
            payment("2025-09-09", 400),
        ],
    )
    assert found(kept).received == ((date(2025, 6, 11), 200), (TERM, 300))
    assert found(kept).owed_cents == 160000 - 100
    early = found(kept, as_of=date(2025, 9, 7))
    assert early.received == ((date(2025, 6, 11), 200),)


def test_money_declared_for_what_fell_due_later_does_not_count():
    costs = charge("2025-07-01", 35000, kind="cost", iuv="COSTS")
    kept = books(
        [*BILLS, JULY, costs],
        [
            payment("2025-07-09", 40000, iuv="JULY"),
            payment("2025-07-02", 35000, iuv="COSTS"),
            payment("2025-07-03", 41000, name="cash"),
        ],
    )
    kept.imputations[named("cash"), False] = Imputation(
        named("payment", "cash"), (JULY.id,)
    )
    # Of the cash, July wants what its own notice leaves.
    assert found(kept).received == (
        (date(2025, 7, 2), 35000),
        (date(2025, 7, 3), 1000),
        (date(2025, 7, 9), 40000),
    )


def test_what_falls_due_on_the_day_of_the_claim_is_not_part_of_it():
    june = charge(CLAIMED, 40000, iuv="JUNE")
    kept = books([*BILLS, june], [payment("2025-06-20", 40000, iuv="JUNE")])
    assert asked(kept).debt_cents == found(kept).owed_cents == 160000
    assert found(kept).received == ()


@pytest.mark.parametrize("by_creditor", [False, True])
def test_money_bound_by_the_tenant_or_by_an_accepted_receipt_stays_bound(by_creditor):
    kept = books([*BILLS, JULY], [payment("2025-07-20", 40000, name="transfer")])
    kept.imputations[named("payment", "transfer"), by_creditor] = Imputation(
        named("payment", "transfer"), (JULY.id,), by_creditor
    )
    assert found(kept).received == ()


def test_a_solidarity_contribution_pays_the_services_of_the_year_first():
    services = charge("2025-07-31", 72000, kind="service")
    help_ = replace(payment("2025-08-01", 270000), payer="regional")
    kept = books([*BILLS, services], [help_])
    assert found(kept).received == ((date(2025, 8, 1), 270000 - 72000),)


def test_money_that_the_law_moves_to_what_fell_due_later_still_counts():
    kept = books([*BILLS, JULY], [payment("2025-07-20", 190000)])
    assert found(kept).received == ((date(2025, 7, 20), 190000),)


def test_a_payment_that_is_taken_back_counts_no_more():
    paid = payment("2025-07-20", 190000)
    kept = books(BILLS, [paid], payment_ends={paid.id: date(2025, 9, 20)})
    assert found(kept, as_of=date(2025, 9, 19)).received
    assert found(kept, as_of=date(2025, 9, 20)).received == ()


def test_what_is_given_up_or_balanced_counts_as_received():
    kept = books([*BILLS, charge("2025-07-05", -5000, kind="settlement")])
    kept.write_offs[named("w")] = WriteOff(
        named("w"), BILLS[0].id, 7000, date(2025, 8, 1), "2025/8"
    )
    assert found(kept).received == (
        (date(2025, 7, 5), 5000),
        (date(2025, 8, 1), 7000),
    )
    late = found(kept, until=date(2025, 7, 31))
    assert late.received == ((date(2025, 7, 5), 5000),)


def test_a_payment_known_late_makes_what_was_owed_smaller():
    before = books(BILLS)
    after = books(BILLS, [payment("2025-06-01", 40000)])
    assert found(before).owed_cents == 160000
    assert found(after).owed_cents == 120000
    assert found(after).received == ()


def test_a_charge_taken_back_is_owed_no_more():
    kept = books(BILLS, charge_ends={BILLS[0].id: date(2025, 7, 1)})
    assert found(kept, as_of=date(2025, 6, 30)).owed_cents == 160000
    assert found(kept).owed_cents == 120000


# -- whether it was paid


def test_a_claim_is_paid_on_the_day_on_which_its_last_cent_came():
    it = Receipts(
        CLAIMED, 160000, ((date(2025, 7, 1), 160000), (date(2025, 9, 5), 36500))
    )
    assert it.paid_on(FOUR, TERM, 0) == date(2025, 9, 5)
    assert it.paid_on(FOUR, date(2025, 9, 4), 0) is None
    assert it.missing_cents(FOUR, date(2025, 9, 4), 0) == 36500
    assert it.missing_cents(FOUR, TERM, 0) == 0
    assert FOUR.total_cents == 196500


@pytest.mark.parametrize(("tolerance", "paid"), [(0, False), (1, True)])
def test_one_cent_is_missing_unless_it_is_tolerated(tolerance, paid):
    it = Receipts(CLAIMED, 160000, ((date(2025, 7, 1), 196499),))
    assert bool(it.paid_on(FOUR, TERM, tolerance)) == paid
    more = Receipts(CLAIMED, 160000, ((date(2025, 7, 1), 900000),))
    assert more.paid_on(FOUR, TERM, 0) == date(2025, 7, 1)
    assert more.missing_cents(FOUR, TERM, 0) == 0


def test_no_more_is_wanted_than_was_owed():
    it = Receipts(CLAIMED, 100000, ((date(2025, 7, 1), 136500),))
    assert it.paid_on(FOUR, TERM, 0) == date(2025, 7, 1)
    nothing = Receipts(CLAIMED, 0, ())
    assert nothing.paid_on(Claim(160000, 0, 0), TERM, 0) == CLAIMED
    assert nothing.paid_on(Claim(160000, 0, 0), CLAIMED - timedelta(1), 0) is None


# -- always


@settings(deadline=None, max_examples=60)
@given(some_books(), some.integers(0, 400), some.integers(0, 400))
def test_what_came_is_never_more_than_all_that_came(kept, since, until):
    first = date(2025, 1, 1)
    since_on, until_on = first + timedelta(since), first + timedelta(until)
    it = found(kept, since_on, until_on, as_of=date(2026, 6, 30))
    paid = sum(
        payment.cents
        for payment in kept.payments_on(date(2026, 6, 30))
        if since_on < payment.value_on <= until_on
    )
    favour = sum(-it.cents for it in kept.charges.values() if it.cents < 0)
    given_up = sum(it.cents for it in kept.write_offs.values())
    assert 0 <= sum(cents for _, cents in it.received) <= paid + favour + given_up
    assert all(cents > 0 and since_on < day <= until_on for day, cents in it.received)
    assert it.owed_cents >= 0


@settings(deadline=None, max_examples=60)
@given(some_books(), some.integers(1, 400))
def test_what_can_be_asked_for_is_what_is_overdue(kept, number):
    day = date(2025, 1, 1) + timedelta(number)
    standing = stand(kept, day, Rules())
    it = owed(standing)
    assert (
        it.debt_cents + it.posted_interest_cents + it.posted_costs_cents
        == standing.overdue_cents
    )
