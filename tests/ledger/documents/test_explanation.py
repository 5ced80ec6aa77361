"""Every cent of a balance is accounted for, or nothing is said."""

from datetime import date

import pytest
from bookkeeping import (
    LAST,
    a_day,
    books,
    charge,
    day,
    named,
    payment,
    plan,
    some_books,
)
from folios import NOWHERE, RECORDED_AT, folio_of
from hypothesis import given, settings

from ledger.account.facts import WriteOff
from ledger.documents.explanation import NoSuchCharge, explain, only_charge
from ledger.documents.reading import ENDED, Mark
from ledger.documents.sums import DoesNotAddUp

MARCH = day("2025-03-31")
properties = settings(derandomize=True, deadline=None)


@properties
@given(some_books(), a_day)
def test_the_lines_of_every_account_add_up_to_its_balance(found, on):
    folio = folio_of(found)
    made = explain(folio, on)
    balance = folio.standing(on).balance_cents
    assert sum(it.cents for it in made.effects()) == balance
    sums = made.sums
    assert sums.charges_cents - sums.money_cents - sums.written_off_cents == balance
    assert sums.open_cents - sums.credit_cents == balance


@properties
@given(some_books())
def test_every_cent_that_paid_a_charge_left_its_payment(found):
    made = explain(folio_of(found), LAST)
    to_charges = sum(move.cents for it in made.charges for move in it.moves)
    given_up = made.sums.written_off_cents
    from_money = sum(move.cents for it in made.money for move in it.moves)
    assert to_charges - given_up == from_money


@properties
@given(some_books())
def test_a_charge_counts_down_to_what_is_open(found):
    for it in explain(folio_of(found), LAST).charges:
        left = it.counted_cents
        for move in it.moves:
            left -= move.cents
            assert move.left_cents == left
        assert left == it.open_cents >= 0


def test_a_line_says_who_wrote_the_payment_down_and_when():
    rent, paid = charge("2025-03-10", 18000), payment("2025-03-20", 10000)
    made = explain(folio_of(books([rent], [paid])), MARCH)
    [told] = made.charges
    [move] = told.moves
    assert (move.rule, move.cents, move.left_cents) == ("oldest_1193", 10000, 8000)
    assert move.payment == paid
    assert move.mark == told.mark == Mark("aler/anna", RECORDED_AT)
    assert (told.open_cents, told.status) == (8000, "overdue")


def test_what_waits_is_explained_as_credit():
    paid = payment("2025-03-20", 10000)
    made = explain(folio_of(books([], [paid])), MARCH)
    assert [(it.section, it.cents) for it in made.effects()] == [("credit", -10000)]
    assert made.sums.balance_cents == -10000


def test_a_reversed_payment_is_named_and_counts_for_nothing():
    rent, paid = charge("2025-03-10", 18000), payment("2025-03-08", 18000)
    folio = folio_of(books([rent], [paid], payment_ends={paid.id: day("2025-03-20")}))
    folio.marks[ENDED, paid.id] = Mark("banca", RECORDED_AT)
    [told] = explain(folio, MARCH).money
    assert (told.cents, told.counted_cents, told.moves) == (18000, 0, ())
    assert (told.ended_on, told.ended) == (
        day("2025-03-20"),
        Mark("banca", RECORDED_AT),
    )
    [before] = explain(folio, day("2025-03-19")).money
    assert (before.counted_cents, before.ended_on, before.ended) == (18000, None, None)


def test_a_corrected_charge_is_named_and_counts_for_nothing():
    wrong = charge("2025-03-10", 20000)
    folio = folio_of(books([wrong], charge_ends={wrong.id: date.min}))
    [told] = explain(folio, MARCH).charges
    assert (told.charge.cents, told.counted_cents, told.ended_on) == (
        20000,
        0,
        date.min,
    )


def test_what_was_given_up_names_its_decision():
    bill = charge("2025-03-10", 10000)
    given = WriteOff(named("given"), bill.id, 4000, day("2025-03-15"), "D-7")
    made = explain(folio_of(books([bill], write_offs=[given])), MARCH)
    [move] = made.charges[0].moves
    assert (move.write_off, move.rule) == (given, "written_off")
    assert made.sums.written_off_cents == 4000


def test_a_rescheduled_charge_names_its_agreement():
    rent = charge("2025-01-10", 10000)
    agreed = plan([rent], "2025-02-01", "2025-06-10", 5000)
    made = explain(folio_of(books([rent], [], [agreed])), MARCH)
    [told] = made.charges
    assert told.agreement_ids == (agreed.agreement_id,)
    assert told.status == "rescheduled"
    assert made.agreements[0].policy_version == made.policy_version == "proj-1"


def test_one_charge_alone_is_explained_to_what_is_open_of_it():
    rents = [charge(f"2025-0{it}-10") for it in (1, 2)]
    made = explain(folio_of(books(rents, [payment("2025-02-11", 20000)])), MARCH)
    alone = only_charge(made, rents[1].id)
    assert sum(it.cents for it in alone.effects()) == 16000 == alone.sums.balance_cents
    with pytest.raises(NoSuchCharge, match=str(NOWHERE)):
        only_charge(made, NOWHERE)


def test_a_cent_without_a_line_is_not_explained_away():
    folio = folio_of(books([charge("2025-03-10")], [payment("2025-03-20", 18000)]))
    folio.standing(MARCH).position.lines.pop()
    with pytest.raises(DoesNotAddUp, match="charge"):
        explain(folio, MARCH)
