"""Bills and payments in CSV: every row read, or every fault named."""

from datetime import date

import pytest

from azione0.refused import Refused
from ledger.files.bills import read_bills
from ledger.files.payments_csv import read_payments

CREDITORS = frozenset({"aler-bcm", "sole"})
BILLS, PAYMENTS = "bollette.csv", "pagamenti.csv"


def refusal(read, content):
    with pytest.raises(Refused) as refused:
        read(content, CREDITORS)
    return refused.value


def test_a_bill_run_charges_corrects_and_takes_back(sample):
    run = read_bills(sample(BILLS), CREDITORS)
    assert [line.record for line in run.lines] == ["C", "C", "C", "X", "R"]
    assert [line.amount_cents for line in run.lines] == [18000, 9550, -4210, 5950, None]
    assert run.lines[0].tenancy_id == "0042/17"
    assert run.lines[0].charge_id == run.lines[3].replaces[:-1] + "1"
    assert run.lines[4].replaces == "2026/0077/1"
    assert run.total_cents == 29290


def test_a_mark_of_utf_8_and_windows_lines_change_nothing(sample):
    content = b"\xef\xbb\xbf" + sample(BILLS).replace(b"\n", b"\r\n") + b"\r\n\r\n"
    assert read_bills(content, CREDITORS) == read_bills(sample(BILLS), CREDITORS)


def test_the_order_of_the_columns_is_free(sample):
    rows = [row.split(b";")[::-1] for row in sample(PAYMENTS).splitlines()]
    turned = b"\n".join(b";".join(row) for row in rows)
    assert read_payments(turned, CREDITORS) == read_payments(
        sample(PAYMENTS), CREDITORS
    )


def test_a_row_written_again_alike_is_counted_once(sample):
    content = sample(BILLS)
    row = content.splitlines(keepends=True)[1]
    twice = content.replace(row, row + row).replace(b"5;;;;;;292,90", b"6;;;;;;472,90")
    run = read_bills(twice, CREDITORS)
    assert (len(run.lines), run.repeated, run.total_cents) == (5, 1, 47290)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("record;", "nome;", "testata"),
        (";reason", ";reason;cognome", "testata"),
        ("C;aler", "D;aler", "record"),
        ("C;aler-bcm", "C;ghost", "creditor"),
        ("0042/17", "RSSMRA80A01B157X", "tenancy"),
        ("0042/17", "", "tenancy"),
        ("0042/17", "Mario Rossi", "tenancy"),
        (";1;rent", ";1;affitto", "kind"),
        (";1;rent", ";1/a;rent", "line"),
        ("2026-03-31", "2026-02-28", "period_to"),
        ("2026-03-10", "10/03/2026", "due_on"),
        ("180,00", "1.180,00", "amount"),
        ("180,00", "180,005", "amount"),
        ("180,00", "181,00", "amount"),
        ("01000000001234519", "301000000001234519", "iuv"),
        ("01000000001234519;;", "01000000001234519;2026/0001/9;", "replaces"),
        ("2026/0001/2;meter", "2026;meter", "replaces"),
        ("meter_error", "Mario Rossi ha ragione", "reason"),
        ("meter_error", "", "reason"),
        ("2026/0001;2;service", "2026/0001;1;service", "bill / line"),
        ("R;aler-bcm;0099/01;2026/0100;1;;;;2026-03-02;;;",
         "R;aler-bcm;0099/01;2026/0100;1;;;;2026-03-02;;1;", "amount"),
        ("T;;;;5", "T;;;;4", "line"),
        ("T;;;;5", "T;ciao;;;5", "creditor"),
        ("T;;;;5", "C;;;;5", "record"),
        ("wrong_tenancy\nT;;;;5", "wrong_tenancy;1\nT;;;;5", "numero di colonne"),
    ],
)  # fmt: skip
def test_a_bill_against_the_rules_is_named(sample, before, after, field):
    refused = refusal(read_bills, sample(BILLS, (before, after)))
    assert field in [line.field for line in refused.lines]


@pytest.mark.parametrize("amount", ["-180,00", "0,00"])
def test_a_rent_is_more_than_nothing(sample, amount):
    lines = refusal(read_bills, sample(BILLS, ("180,00", amount))).lines
    assert ("riga 2", "amount") in [(line.where, line.field) for line in lines]


@pytest.mark.parametrize("amount", ["-50,00", "0"])
def test_money_without_a_receipt_is_not_taken_back(sample, amount):
    lines = refusal(read_payments, sample(PAYMENTS, ("50,00", amount))).lines
    assert ("riga 3", "amount") in [(line.where, line.field) for line in lines]


def test_a_column_named_twice_is_refused(sample):
    lines = refusal(read_bills, sample(BILLS, (";iuv;", ";iuv;iuv;"))).lines
    assert [(line.field, line.value) for line in lines] == [("testata", "iuv")]


def test_all_faults_of_a_bill_run_are_named_at_once(sample):
    changes = [("0042/17", "a b"), ("95.50", "95.505"), ("T;;;;5", "T;;;;7")]
    lines = refusal(read_bills, sample(BILLS, *changes)).lines
    assert {(line.where, line.field) for line in lines} == {
        ("riga 7", "line"),
        ("riga 2", "tenancy"),
        ("riga 3", "amount"),
    }


def test_a_bill_run_cut_short_is_refused(sample):
    cut = b"\n".join(sample(BILLS).splitlines()[:-1])
    assert "Manca la riga finale T" in str(refusal(read_bills, cut))


def test_rows_after_the_trailer_are_refused(sample):
    row = sample(BILLS).splitlines()[1]
    lines = refusal(read_bills, sample(BILLS) + row).lines
    assert "una sola riga T, l'ultima del file" in [line.expected for line in lines]


def test_the_trailer_says_what_the_rows_sum_to(sample):
    refused = refusal(read_bills, sample(BILLS, ("292,90", "292,91")))
    assert str(refused) == "Il file dichiara 292,91 €, le righe sommano 292,90 €."


def test_a_fiscal_code_in_a_wrong_place_is_not_repeated(sample):
    refused = refusal(read_bills, sample(BILLS, ("0042/17", "RSSMRA80A01B157X")))
    assert "RSSMRA80A01B157X" not in repr(refused.lines)


def test_an_open_quotation_mark_is_refused(sample):
    assert "virgolette" in str(
        refusal(read_bills, sample(BILLS, ("C;aler", 'C;"aler')))
    )


def test_payments_alike_on_one_day_are_two_payments(sample):
    listed = read_payments(sample(PAYMENTS), CREDITORS)
    assert [line.ordinal for line in listed.lines] == [1, 1, 2, 1, 1]
    assert listed.total_cents == 51000
    assert listed.lines[3].payer == "regional"


def test_a_negative_payment_takes_back_what_its_receipt_paid(sample):
    revoked = read_payments(sample(PAYMENTS), CREDITORS).lines[-1]
    assert revoked.is_revoked
    assert revoked.value_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("creditor;", "nome;", "testata"),
        (";IUR-A", ";IUR A", "iur"),
        ("01000000001234519", "", "iuv"),
        (";1;2026", ";6;2026", "index"),
        ("cash", "bancomat", "channel"),
        ("regional", "zio", "payer"),
        ("SOL-007", "", "tenancy"),
        ("T;;;;5", "T;;;;6", "index"),
    ],
)
def test_a_payment_against_the_rules_is_named(sample, before, after, field):
    refused = refusal(read_payments, sample(PAYMENTS, (before, after)))
    assert field in [line.field for line in refused.lines]


def test_one_receipt_with_two_contents_is_refused(sample):
    row = (
        b"aler-bcm;0042/17;01000000001234519;IUR-A;1;2026-03-10;179,00;pagopa;tenant\n"
    )
    content = sample(PAYMENTS).replace(b"T;", row + b"T;")
    lines = refusal(read_payments, content).lines
    assert ("riga 7", "iur") in [(line.where, line.field) for line in lines]
