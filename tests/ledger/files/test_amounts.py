"""Amounts of money are read to the cent, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.files.amounts import NotAnAmount, camt_cents, cents, euro, pagopa_cents

AMOUNTS = st.integers(min_value=-(10**11), max_value=10**11)


@given(AMOUNTS)
def test_what_is_written_in_cents_is_read_in_cents(amount_cents):
    text = f"{Decimal(amount_cents) / 100:.2f}"
    assert cents(text) == amount_cents
    assert cents(text.replace(".", ",")) == amount_cents
    assert pagopa_cents(text) == amount_cents


@given(st.decimals(min_value=0, max_value=10**9, places=5))
def test_five_decimals_are_whole_cents_or_are_refused(amount):
    text = f"{amount:.5f}"
    if amount * 100 == int(amount * 100):
        assert camt_cents(text) == int(amount * 100)
    else:
        with pytest.raises(NotAnAmount):
            camt_cents(text)


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_is_refused_never_anything_else(text):
    for read in (cents, pagopa_cents, camt_cents):
        try:
            read(text)
        except NotAnAmount:
            continue
        assert set(text) <= set("0123456789.,-")


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1.234,56", "1,234.56", "1e2", "1_000", "١٢", "\uff11\uff12", "1,005",
     "€ 1", "+1", ".5", "5.", "NaN", "0x1", "--1", "1\n"],
)  # fmt: skip
def test_a_table_never_guesses_an_amount(text):
    with pytest.raises(NotAnAmount):
        cents(text)


def test_trailing_zeros_are_no_fraction_of_a_cent():
    assert camt_cents("18.150") == 1815
    with pytest.raises(NotAnAmount):
        camt_cents("18.155")


def test_a_statement_amount_has_no_sign():
    with pytest.raises(NotAnAmount):
        camt_cents("-1.00")


@pytest.mark.parametrize("text", ["180", "180,00", "180.0", "180.000"])
def test_pagopa_writes_a_dot_and_two_decimals(text):
    with pytest.raises(NotAnAmount):
        pagopa_cents(text)


def test_people_read_euros_the_italian_way():
    assert euro(123456) == "1.234,56 €"
    assert euro(-5) == "-0,05 €"
