"""No cell of an exported table is ever run by a spreadsheet."""

import csv
import io
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from azione0.spreadsheet import Cents, RaggedRow, harmless, write_table

NASTY = {
    "=1+1": "'=1+1",
    "+39 030": "'+39 030",
    "-2": "'-2",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\thello": "'\thello",
    "\rhello": "'\rhello",
    "\nhello": "'\nhello",
    "  =1": "'  =1",
    "\u00a0=1": "'\u00a0=1",
    "\u202f\u2003=1": "'\u202f\u2003=1",
    "\u200b=1": "'\u200b=1",
    "\ufeff=1": "'\ufeff=1",
    "\u2028=1": "'\u2028'=1",
    "note\n=1": "note\n'=1",
    "note\r\n  @x": "note\r\n'  @x",
    "note\u2029-x": "note\u2029'-x",
    "\n=1": "'\n'=1",
    "\uff1d1": "'\uff1d1",
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x";"y")': '\'=HYPERLINK("http://x";"y")',
}
HARMLESS = [
    "",
    " ",
    "Canone",
    "0042/17",
    "00123",
    "a=b",
    "a-b",
    "1-2",
    "'=1",
    "è aperto; non scaduto",
    "due\nrighe",
    "10%",
]


def read(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))


@pytest.mark.parametrize("cell", NASTY)
def test_what_looks_like_a_formula_is_written_as_text(cell):
    assert harmless(cell) == NASTY[cell]
    assert read(write_table(["nota"], [[cell]]))[1] == [NASTY[cell]]


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_is_no_formula_is_left_as_it_is(cell):
    assert harmless(cell) == cell
    assert read(write_table(["nota", "altra"], [[cell, "x"]]))[1] == [cell, "x"]


@given(some.text())
def test_no_line_of_any_cell_begins_like_a_formula(cell):
    [[_], [written]] = read(write_table(["t"], [[cell]])) if cell else [["t"], [""]]
    for line in written.splitlines():
        assert line.strip("\u00a0 \t")[:1] not in set("=+-@")
    assert written[:1] not in set("\t\r\n")


def test_titles_are_cells_too():
    assert write_table(["=1"], []) == "'=1\r\n"


def test_amounts_stay_numbers_also_below_zero():
    cells = [Cents(-123456), Cents(-5), Cents(0), Cents(18000), -3]
    assert read(write_table("abcde", [cells]))[1] == [
        "-1234,56",
        "-0,05",
        "0,00",
        "180,00",
        "-3",
    ]


def test_days_are_iso_and_nothing_is_empty():
    some_id = UUID(int=7)
    row = [date(2026, 3, 1), some_id, None]
    assert read(write_table("abc", [row]))[1] == ["2026-03-01", str(some_id), ""]


def test_a_separator_or_a_quote_inside_a_cell_stays_inside():
    row = ['a";=1', "b;c"]
    assert read(write_table("ab", [row]))[1] == row


def test_the_mark_comes_first_where_it_is_wanted():
    assert write_table(["a"], [], mark=True).encode() == b"\xef\xbb\xbfa\r\n"


def test_a_row_that_does_not_fit_is_refused():
    with pytest.raises(RaggedRow):
        write_table(["a", "b"], [["1"]])
