"""Ageing, rent roll and the tables that they become: every open cent, once."""

import csv
import io
from datetime import timedelta

import pytest
from bookkeeping import a_day, books, charge, day, named, payment, plan, some_books
from folios import folio_of
from hypothesis import given, settings

from azione0.spreadsheet import write_table
from ledger.account.ageing import band_of, label
from ledger.account.facts import FREEZE, Hold
from ledger.documents.ageing_table import BAND_LABELS, aged_account, aged_items
from ledger.documents.explanation import explain
from ledger.documents.rent_roll import rent_roll
from ledger.documents.statement import statement
from ledger.documents.sums import DoesNotAddUp
from ledger.documents.tables import (
    aged_items_sheet,
    ageing_sheet,
    explanation_sheet,
    rent_roll_sheet,
    statement_sheet,
)

JUNE = day("2025-06-30")
properties = settings(derandomize=True, deadline=None)


def read(sheet):
    text = write_table(sheet.titles, sheet.rows)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def cents(text):
    return int(text.replace(",", ""))


@properties
@given(some_books(), a_day)
def test_every_open_cent_has_one_age(found, on):
    folio = folio_of(found)
    items = aged_items(folio, on)
    position = folio.standing(on).position
    assert sum(it.open_cents for it in items) == sum(position.open_cents.values())
    assert all(it.open_cents > 0 for it in items)
    for it in items:
        assert it.band == band_of(it.days_overdue)
        assert it.days_overdue == max(0, (on - it.due_on).days)


@properties
@given(some_books(), a_day)
def test_an_accounts_row_leads_to_its_balance(found, on):
    folio = folio_of(found)
    [row] = read(ageing_sheet([aged_account(folio, on)]))
    bands = sum(cents(row[f"scaduto {it}"]) for it in BAND_LABELS)
    assert bands == cents(row["scaduto"])
    apart = ("non scaduto", "contestato", "sospeso", "prescritto")
    whole = bands + sum(cents(row[it]) for it in apart)
    assert whole - cents(row["credito"]) == cents(row["saldo"])
    assert cents(row["saldo"]) == folio.standing(on).balance_cents


@properties
@given(some_books(), a_day)
def test_a_rent_roll_of_all_time_has_every_open_cent(found, on):
    folio = folio_of(found)
    lines = list(rent_roll(folio, day("2024-01-01"), day("2027-01-01"), on))
    open_cents = sum(folio.standing(on).position.open_cents.values())
    assert sum(it.open_cents for it in lines) == open_cents
    assert all(0 <= it.paid_cents <= it.cents for it in lines if it.cents > 0)


def test_charges_are_sorted_into_the_bands_of_their_days():
    due = {0: 100, 1: 200, 30: 400, 31: 800, 365: 1600, 366: 3200}
    rents = [
        charge(JUNE - timedelta(days), amount, name=str(days))
        for days, amount in due.items()
    ]
    found = aged_account(folio_of(books(rents)), JUNE)
    assert dict(zip(BAND_LABELS, found.band_cents, strict=True)) == {
        label((1, 30)): 600,
        label((31, 60)): 800,
        label((61, 90)): 0,
        label((91, 180)): 0,
        label((181, 365)): 1600,
        label((366, None)): 3200,
    }
    assert found.not_due_cents == 100
    assert (found.oldest_days, found.oldest_due_on) == (366, JUNE - timedelta(366))


def test_what_is_in_an_agreement_ages_by_its_instalments():
    rents = [charge("2025-01-10", 10000), charge("2025-02-10", 10000)]
    agreed = plan(rents, "2025-05-01", "2025-06-01", 5000)
    money = [payment("2025-06-01", 2000)]
    items = aged_items(folio_of(books(rents, money, [agreed])), JUNE)
    assert [
        (it.instalment, it.open_cents, it.days_overdue, it.status) for it in items
    ] == [
        (1, 3000, 29, "overdue"),
        (2, 5000, 0, "not_due"),
        (3, 5000, 0, "not_due"),
        (4, 5000, 0, "not_due"),
    ]
    assert {it.agreement_id for it in items} == {agreed.agreement_id}


def test_what_an_agreement_left_out_is_due_with_its_last_instalment():
    rents = [charge("2025-01-10", 10000)]
    agreed = plan(rents, "2025-05-01", "2025-06-10", 4000, debt_cents=8000)
    items = aged_items(folio_of(books(rents, [], [agreed])), JUNE)
    assert [(it.instalment, it.open_cents) for it in items] == [(1, 4000), (2, 6000)]


def test_frozen_debt_stands_apart():
    rent = charge("2025-01-10", 10000)
    hold = Hold(named("freeze"), rent.id, FREEZE, day("2025-02-01"))
    found = aged_account(folio_of(books([rent], holds=[hold])), JUNE)
    assert (found.overdue_cents, found.frozen_cents) == (0, 10000)


def test_an_ageing_that_would_be_wrong_by_a_cent_is_not_written(monkeypatch):
    folio = folio_of(books([charge("2025-01-10", 10000)]))
    monkeypatch.setattr("ledger.documents.ageing_table.aged_items", lambda *_: [])
    with pytest.raises(DoesNotAddUp, match="ageing"):
        aged_account(folio, JUNE)


def test_a_rent_roll_has_the_charges_that_fall_due_in_its_period():
    rents = [charge(f"2025-0{it}-10", 18000) for it in (4, 5, 6)]
    gone = charge("2025-05-10", 9000, name="gone")
    found = books(
        [*rents, gone],
        [payment("2025-04-10", 18000), payment("2025-05-20", 5000)],
        charge_ends={gone.id: day("2025-01-01")},
    )
    lines = rent_roll(folio_of(found), day("2025-04-10"), day("2025-05-31"), JUNE)
    rows = read(rent_roll_sheet(lines))
    assert [
        (it["scadenza"], it["pagato"], it["resta"], it["giorni"]) for it in rows
    ] == [
        ("2025-04-10", "180,00", "0,00", "0"),
        ("2025-05-10", "50,00", "130,00", "51"),
    ]
    assert {it["contratto"] for it in rows} == {"0042/17"}


def test_a_settlement_in_favour_is_in_the_rent_roll_below_zero():
    bonus = charge("2025-05-10", -5000, kind="settlement")
    lines = rent_roll(folio_of(books([bonus])), day("2025-05-01"), JUNE, JUNE)
    [row] = read(rent_roll_sheet(lines))
    assert (row["importo"], row["resta"]) == ("-50,00", "0,00")


@properties
@given(some_books(), a_day)
def test_the_last_line_of_an_explanation_is_the_sum_of_the_others(found, on):
    *lines, last = read(explanation_sheet(explain(folio_of(found), on)))
    assert sum(cents(it["effetto"]) for it in lines) == cents(last["effetto"])
    assert last["riga"] == "balance"


def test_a_statement_as_a_table_begins_and_ends_with_its_balances():
    rent, paid = charge("2025-05-10", 18000), payment("2025-05-20", 20000)
    made = statement(folio_of(books([rent], [paid])), JUNE, as_of=JUNE)
    rows = read(statement_sheet(made))
    assert [(it["tipo"], it["effetto"], it["saldo"]) for it in rows] == [
        ("opening", "", "0,00"),
        ("charged", "180,00", "180,00"),
        ("paid", "-200,00", "-20,00"),
        ("closing", "", "-20,00"),
    ]


def test_a_code_of_a_creditor_that_looks_like_a_formula_is_text():
    folio = folio_of(books([charge("2025-05-10", 18000)]), creditor_id="=1+1")
    [row] = read(aged_items_sheet(aged_items(folio, JUNE)))
    assert row["creditore"] == "'=1+1"
