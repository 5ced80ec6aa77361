"""Bank statements: each version read where its fields stand, each sum verified."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azione0.refused import Refused
from ledger.files.camt import read_statements
from ledger.files.remittance import Match, PaysFlow, PaysNotice, match, understand

IBAN = "IT60X0542811101000000123456"
ACCOUNTS = {IBAN: "aler-bcm", "NL26VAYB8060476890": "aler-bcm"}
V8 = "camt053.v8.xml"


def refusal(content):
    with pytest.raises(Refused) as refused:
        read_statements(content, ACCOUNTS)
    return refused.value


def test_a_file_may_hold_several_statements(sample):
    first, second = read_statements(sample("camt053.v2.multi.statement.xml"), ACCOUNTS)
    assert [line.amount_cents for line in first.payments] == [885]
    assert second.payments == ()
    assert second.other_entries == 1


def test_version_3_reads_like_version_2(sample):
    [statement] = read_statements(sample("camt053.v3.xml"), ACCOUNTS)
    assert statement.opening_cents == -1000
    assert [(line.iuv, line.amount_cents) for line in statement.payments] == [
        ("RF18539007547034", 12000),
        (None, 8000),
    ]


def test_version_8_tells_payments_from_what_is_none(sample):
    [statement] = read_statements(sample(V8), ACCOUNTS)
    assert [line.amount_cents for line in statement.payments] == [
        18000, 12000, 12000, 9000, 6000,
    ]  # fmt: skip
    [settled] = statement.settlements
    assert settled.flow_id == "2026-03-12PPAYITR1XXX-S000000042"
    assert settled.amount_cents == 31550
    [returned] = statement.returned
    assert (returned.reference, returned.amount_cents) == ("SDD-77", 9000)
    assert returned.reason == "MD06"
    assert (statement.not_booked, statement.other_entries) == (1, 1)


def test_a_notice_paid_by_transfer_keeps_its_iuv(sample):
    [statement] = read_statements(sample(V8), ACCOUNTS)
    assert statement.payments[0].iuv == "01000000001234519"
    assert statement.payments[0].booked_on == date(2026, 3, 17)
    assert [line.is_direct_debit for line in statement.payments] == [
        False, False, False, True, True,
    ]  # fmt: skip


def test_no_name_and_no_account_of_a_payer_leaves_the_file(sample):
    read = repr(read_statements(sample(V8), ACCOUNTS))
    assert "ROSSI" not in read
    assert "IT28W8000000292100645211151" not in read


def test_the_first_public_sample_is_refused_for_its_closing_balance(sample):
    lines = refusal(sample("camt053.v2.minimal.xml")).lines
    assert [(line.field, line.value) for line in lines] == [
        ("Amt Ccy", "SEK"),
        ("Bal CLBD", "-27,00 €"),
    ]


def test_the_second_public_sample_has_no_iban_and_a_detail_that_is_not_its_entry(
    sample,
):
    lines = refusal(sample("camt053.v4.xml")).lines
    assert ("Acct/Id/IBAN", "(vuoto)") in [(line.field, line.value) for line in lines]
    assert ("NtryDtls", "0,00 €") in [(line.field, line.value) for line in lines]


def test_no_statement_is_no_empty_statement(sample):
    assert "nessun estratto" in str(refusal(sample("camt053.v2.wrong.xml")))


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        (">1787.35<", ">1787.36<", "Bal CLBD"),
        (">PRCD<", ">XXXX<", "Bal"),
        (">CLBD<", ">PRCD<", "Bal"),
        ("<LastPgInd>true", "<LastPgInd>false", "GrpHdr/MsgPgntn/LastPgInd"),
        ("<LastPgInd>true</LastPgInd></StmtPgntn>",
         "<LastPgInd>false</LastPgInd></StmtPgntn>", "StmtPgntn/LastPgInd"),
        (f">{IBAN}<", ">IT28W8000000292100645211151<", "Acct/Id/IBAN"),
        ("<Ccy>EUR", "<Ccy>CHF", "Acct/Ccy"),
        ('Ccy="EUR">315.50', 'Ccy="USD">315.50', "Amt Ccy"),
        (">180.000<", ">180.001<", "Amt"),
        (">315.50<", ">-315.50<", "Amt"),
        (">90.00<", ">89.00<", "NtryDtls"),
        ("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>", "Sts/Cd"),
        ("<Dt>2026-03-13</Dt>", "<Dt>13.03.2026</Dt>", "BookgDt"),
    ],
)  # fmt: skip
def test_a_field_against_the_rules_is_named(sample, before, after, field):
    lines = refusal(sample(V8, (before, after))).lines
    assert field in [line.field for line in lines]


@pytest.mark.parametrize("stranger", ["IT28W8000000292100645211151", "100645211151"])
def test_an_account_not_configured_is_not_shown_whole(sample, stranger):
    refused = refusal(sample(V8, (f">{IBAN}<", f">{stranger}<")))
    assert stranger not in str(refused) + repr(refused.lines)


def test_a_reversal_mark_does_not_turn_the_sign(sample):
    """The 90.00 taken back is a debit marked as reversal: it stays a debit."""
    [statement] = read_statements(sample(V8), ACCOUNTS)
    moved = 31550 + 18000 + 12000 + 12000 + 15000 - 9000 - 815
    assert statement.closing_cents - statement.opening_cents == moved


def test_several_details_without_amounts_go_to_a_person(sample):
    content = sample(
        V8,
        ('<Amt Ccy="EUR">90.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>', "</TxDtls>"),
        ('<Amt Ccy="EUR">60.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>', "</TxDtls>"),
    )
    [statement] = read_statements(content, ACCOUNTS)
    assert [entry.amount_cents for entry in statement.for_a_person] == [15000]
    assert 15000 not in [line.amount_cents for line in statement.payments]


def test_a_remittance_that_names_another_amount_goes_to_a_person(sample):
    [statement] = read_statements(sample(V8, ("/180.00/", "/181.00/")), ACCOUNTS)
    assert "181,00 €" in statement.for_a_person[0].why


def test_identical_lines_of_a_day_are_counted_not_dropped_and_not_added(sample):
    [whole] = read_statements(sample(V8), ACCOUNTS)
    keys = [line.key for line in whole.payments]
    assert len(keys) == len(set(keys))
    [again] = read_statements(
        sample(V8, (">2026-03</Id>", ">2026-03-bis</Id>")), ACCOUNTS
    )
    assert [line.key for line in again.payments] == keys


def test_a_line_without_a_bank_reference_is_known_by_what_it_says(sample):
    [statement] = read_statements(sample(V8), ACCOUNTS)
    [other] = read_statements(sample(V8, ("AFFITTO</", "AFFITTO 3</")), ACCOUNTS)
    assert statement.payments[1].key != other.payments[1].key
    assert replace(statement.payments[1], key="") == replace(other.payments[1], key="")


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("/PUR/LGPE-RIVERSAMENTO/URI/2026-03-12A-1", PaysFlow("2026-03-12A-1")),
        ("BON /PUR/LGPE- RIVERSAMENTO /URI/2026 -03-12A-1", PaysFlow("2026-03-12A-1")),
        ("/PUR/LGPE-RIVERSAMENTO/URI/", PaysFlow("")),
        ("/RFB/01234567890123456", PaysNotice("01234567890123456", None)),
        ("/RFB/0123 4567/180,00", PaysNotice("01234567", 18000)),
        ("/RFS/RF18539007547034/180.00/TXT/x", PaysNotice("RF18539007547034", 18000)),
        ("AFFITTO MARZO", None),
        ("", None),
    ],
)
def test_the_known_phrases_of_a_remittance_are_understood(line, meaning):
    assert understand(line) == meaning


def test_a_cut_flow_identifier_is_only_a_proposal():
    whole = "2026-03-12PPAYITR1XXX-S000000042"
    assert match(whole, 100, whole, 100) is Match.SETTLED
    assert match(whole, 99, whole, 100) is Match.OTHER_AMOUNT
    assert match(whole[:-4], 100, whole, 100) is Match.PROPOSED
    assert match("2026", 100, whole, 100) is Match.NONE


@given(st.text(max_size=140))
def test_any_remittance_is_understood_or_means_nothing(line):
    understand(line)
