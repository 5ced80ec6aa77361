"""A statement adds up to the cent, or is not written."""

from dataclasses import replace
from datetime import date, timedelta

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
from folios import folio_of
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.account.facts import DISPUTE, Amendment, Hold, WriteOff
from ledger.documents.movements import (
    AMENDED,
    CHARGED,
    PAID,
    REPLACED,
    REVERSED,
    REVOKED,
    SETTLED,
    TAKEN_BACK,
    WRITTEN_OFF,
)
from ledger.documents.statement import WrongPeriod, statement
from ledger.documents.sums import DoesNotAddUp

MARCH, APRIL = day("2025-03-31"), day("2025-04-30")
properties = settings(derandomize=True, deadline=None)


def lines(made):
    return [
        (
            f"{it.movement.on:%m-%d}",
            it.movement.kind,
            it.movement.cents,
            it.balance_cents,
        )
        for it in made.entries
    ]


@properties
@given(some_books(), a_day, a_day, some.integers(0, 60))
def test_every_period_leads_from_its_opening_to_its_closing_balance(
    found, one, other, later
):
    folio = folio_of(found)
    first, last = sorted((one, other))
    made = statement(folio, last, first_on=first, as_of=last + timedelta(later))
    before = folio.standing(first - timedelta(1))
    after = folio.standing(last)
    assert made.opening_cents == before.balance_cents
    assert made.closing_cents == after.balance_cents
    assert made.opening_cents + made.charged_cents - made.paid_cents == (
        made.closing_cents
    )
    assert sum(it.open_cents for it in made.open_lines) - made.credit_cents == (
        made.balance_cents
    )


@properties
@given(some_books(), a_day)
def test_two_periods_in_a_row_say_the_same_as_one(found, between):
    folio = folio_of(found)
    whole = statement(folio, LAST, as_of=LAST)
    first = statement(folio, between, as_of=LAST)
    second = statement(folio, LAST, first_on=between + timedelta(1), as_of=LAST)
    assert first.closing_cents == second.opening_cents
    assert lines(first) + lines(second) == lines(whole)


@properties
@given(some_books())
def test_all_of_a_payment_that_counts_went_somewhere_or_waits(found):
    made = statement(folio_of(found), LAST, as_of=LAST)
    for it in made.entries:
        told = sum(part.cents for part in it.went) + it.waits_cents
        if it.movement.kind in (PAID, SETTLED) and told:
            assert told == -it.movement.cents


def test_an_account_without_facts_has_an_empty_statement():
    made = statement(folio_of(), MARCH, as_of=MARCH)
    assert (made.opening_cents, made.entries, made.closing_cents) == (0, (), 0)


def test_a_payment_says_where_it_went_and_by_which_rule():
    rent = charge("2025-03-10", 18000)
    paid = payment("2025-03-20", 20000)
    made = statement(folio_of(books([rent], [paid])), MARCH, as_of=MARCH)
    assert lines(made) == [
        ("03-01", CHARGED, 18000, 18000),
        ("03-20", PAID, -20000, -2000),
    ]
    [went] = made.entries[1].went
    assert (went.charge, went.cents, went.rule) == (rent, 18000, "oldest_1193")
    assert made.entries[1].waits_cents == 2000


def test_a_reversed_payment_stands_twice_and_went_nowhere():
    rent, paid = charge("2025-03-10"), payment("2025-03-08", 18000)
    found = books([rent], [paid], payment_ends={paid.id: day("2025-04-20")})
    made = statement(folio_of(found), APRIL, as_of=APRIL)
    assert lines(made)[1:] == [
        ("03-08", PAID, -18000, 0),
        ("04-20", REVERSED, 18000, 18000),
    ]
    assert made.entries[1].went == ()
    assert made.overdue_cents == 18000


def test_before_its_reversal_a_payment_still_went_where_it_went():
    rent, paid = charge("2025-03-10"), payment("2025-03-08", 18000)
    found = books([rent], [paid], payment_ends={paid.id: day("2025-04-20")})
    made = statement(folio_of(found), MARCH, as_of=MARCH)
    assert [it.cents for it in made.entries[1].went] == [18000]


def test_a_corrected_charge_is_shown_without_effect():
    wrong = charge("2025-03-10", 20000, name="wrong")
    right = charge("2025-03-10", 18000, name="right")
    found = books([wrong, right], charge_ends={wrong.id: date.min})
    made = statement(folio_of(found), MARCH, as_of=MARCH)
    assert sorted((it.movement.kind, it.movement.cents) for it in made.entries) == [
        (CHARGED, 18000),
        (REPLACED, 0),
    ]
    [shown] = [it for it in made.entries if it.movement.kind == REPLACED]
    assert shown.movement.shown_cents == 20000


def test_a_charge_that_is_taken_back_is_taken_off_on_that_day():
    bill = charge("2025-03-10", 64000, kind="settlement")
    found = books([bill], charge_ends={bill.id: day("2025-03-15")})
    made = statement(folio_of(found), MARCH, as_of=MARCH)
    assert lines(made) == [
        ("03-01", CHARGED, 64000, 64000),
        ("03-15", TAKEN_BACK, -64000, 0),
    ]


def test_a_resolved_dispute_takes_off_what_is_no_longer_owed():
    bill = charge("2025-03-10", 32000)
    resolved_on = day("2025-03-20")
    found = books(
        [bill],
        holds=[Hold(named("hold"), bill.id, DISPUTE, day("2025-03-05"), resolved_on)],
        amendments=[Amendment(bill.id, resolved_on, 22000, APRIL)],
    )
    made = statement(folio_of(found), MARCH, as_of=MARCH)
    assert lines(made)[1:] == [("03-20", AMENDED, -10000, 22000)]
    before = statement(folio_of(found), MARCH, as_of=MARCH, first_on=day("2025-03-20"))
    assert before.opening_cents == 32000


def test_a_settlement_in_favour_comes_on_its_due_day():
    bonus = charge("2025-03-10", -5000, kind="settlement")
    made = statement(folio_of(books([bonus])), MARCH, as_of=MARCH)
    assert lines(made) == [("03-10", SETTLED, -5000, -5000)]
    assert made.balance_cents == -5000


def test_what_is_given_up_and_asked_for_again_stands_twice():
    bill = charge("2025-03-10", 10000)
    given = WriteOff(named("given"), bill.id, 4000, day("2025-03-15"), "D1")
    found = books([bill], write_offs=[given])
    found.write_off_ends[given.id] = day("2025-03-25")
    made = statement(folio_of(found), MARCH, as_of=MARCH)
    assert lines(made)[1:] == [
        ("03-15", WRITTEN_OFF, -4000, 6000),
        ("03-25", REVOKED, 4000, 10000),
    ]


def test_what_is_given_up_before_its_charge_counts_is_given_up_when_it_does():
    bill = charge("2025-03-10", 10000, effective_on=day("2025-03-20"))
    given = WriteOff(named("given"), bill.id, 4000, day("2025-03-05"), "D1")
    folio = folio_of(books([bill], write_offs=[given]))
    made = statement(folio, MARCH, as_of=MARCH)
    assert lines(made)[1:] == [("03-20", WRITTEN_OFF, -4000, 6000)]


def test_an_agreement_is_told_with_its_instalments():
    rent = charge("2025-01-10", 10000)
    agreed = plan([rent], "2025-02-01", "2025-02-10", 5000)
    money = [payment("2025-02-10", 5000)]
    made = statement(folio_of(books([rent], money, [agreed])), MARCH, as_of=MARCH)
    [told] = made.agreements
    assert [(it.number, it.paid_cents, it.state) for it in told.instalments] == [
        (1, 5000, "paid"),
        (2, 0, "missed"),
    ]
    assert told.outstanding_cents == 5000
    assert made.rescheduled_cents == 5000
    assert made.overdue_cents == 0
    earlier = statement(
        folio_of(books([rent], money, [agreed])), MARCH, as_of=MARCH
    ).agreements[0]
    assert earlier.state == "active"


def test_how_an_instalment_stands_follows_the_day():
    rent = charge("2025-01-10", 10000)
    agreed = plan([rent], "2025-02-01", "2025-02-10", 10000)
    folio = folio_of(books([rent], [], [agreed]))
    states = [
        statement(folio, day(it), as_of=day(it)).agreements[0].instalments[0].state
        for it in ("2025-02-10", "2025-02-20", "2025-02-21")
    ]
    assert states == ["to_come", "in_grace", "missed"]


def test_a_period_that_runs_backwards_is_refused():
    folio = folio_of(books([charge("2025-03-10")]))
    with pytest.raises(WrongPeriod):
        statement(folio, MARCH, first_on=APRIL, as_of=APRIL)
    with pytest.raises(WrongPeriod):
        statement(folio, APRIL, as_of=MARCH)


def test_a_statement_that_would_be_wrong_by_a_cent_is_not_written():
    folio = folio_of(books([charge("2025-03-10", 18000)]))
    standing = folio.standing(MARCH)
    [(which, _)] = standing.position.open_cents.items()
    standing.position.open_cents[which] = 17999
    with pytest.raises(DoesNotAddUp, match="17999"):
        statement(folio, MARCH, as_of=MARCH)


def test_a_line_that_is_lost_is_noticed(monkeypatch):
    folio = folio_of(books([charge("2025-03-10")], [payment("2025-03-20", 100)]))
    monkeypatch.setattr("ledger.documents.statement.movements", lambda *_: [])
    with pytest.raises(DoesNotAddUp, match="statement"):
        statement(folio, MARCH, as_of=MARCH)


def test_days_overdue_count_from_the_day_after_the_due_day():
    rent = charge("2025-03-10")
    folio = folio_of(books([rent]))
    found = [
        statement(folio, day(it), as_of=day(it)).open_lines[0]
        for it in ("2025-03-10", "2025-03-11")
    ]
    assert [(it.days_overdue, it.status) for it in found] == [
        (0, "not_due"),
        (1, "overdue"),
    ]
    assert replace(found[0], status="overdue").charge == rent
