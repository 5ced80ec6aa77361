"""A file is known by its content, and what cannot be read is called by its name."""

import gzip
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azione0.refused import Refused
from ledger.files import recognise as recognising
from ledger.files.pagopa import read_flow
from ledger.files.recognise import LARGEST_FILE, Kind, recognise


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("flusso-2021-11-21.xml", Kind.PAGOPA_FLOW),
        ("camt053.v2.minimal.xml", Kind.CAMT_053_02),
        ("camt053.v3.xml", Kind.CAMT_053_03),
        ("camt053.v4.xml", Kind.CAMT_053_04),
        ("camt053.v8.xml", Kind.CAMT_053_08),
        ("bollette.csv", Kind.BILLS),
        ("pagamenti.csv", Kind.PAYMENTS),
    ],
)
def test_every_format_is_known_by_its_content(sample, name, kind):
    assert recognise(sample(name)) is kind


def zipped(content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("flusso.xml", content)
    return made.getvalue()


CAMT = "urn:iso:std:iso:20022:tech:xsd:"
DOCTYPE = b'<!DOCTYPE F [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><F>&b;</F>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vuoto"),
        (b"\xef\xbb\xbf \r\n ", "vuoto"),
        (b"%PDF-1.7\n...", "PDF"),
        (zipped(b"<x/>"), "ZIP"),
        (gzip.compress(b"<x/>", mtime=0), "gzip"),
        ("<x/>".encode("utf-16"), "UTF-16"),
        ("<x/>".encode("utf-16-le"), "UTF-16"),
        ("<x/>".encode("utf-16-be"), "UTF-16"),
        (b"\x30\x82\x01\x00\x06\x09<?xml", "binario"),
        ("record;bill\nC;perché".encode("latin-1"), "UTF-8"),
        (b"record,creditor,tenancy,bill\n", "punto e virgola"),
        (b"nome;cognome\nMario;Rossi\n", "non si riconosce"),
        (b"<html><body/></html>", "né un flusso pagoPA"),
        (DOCTYPE, "DOCTYPE"),
        (b'<?xml version="1.0"?><!DOCTYPE F SYSTEM "http://x/y"><F/>', "DOCTYPE"),
        (b'<?xml version="1.0" encoding="klingon"?><F/>', "codifica"),
        (b"<FlussoRiversamento>", "malformato"),
        (b"<FlussoRiversamento><a/></FlussoRiversamento>", "spazio dei nomi"),
        (f'<D xmlns="{CAMT}camt.054.001.08"><B/></D>'.encode(), "CAMT.054"),
        (f'<D xmlns="{CAMT}camt.053.001.12"><B/></D>'.encode(), "camt.053.001.12"),
        (f'<D xmlns="{CAMT}pain.001.001.03"><B/></D>'.encode(), "pain.001.001.03"),
        (
            f'<D xmlns="{CAMT}camt.053.001.02"><BkToCstmrAcctRpt/></D>'.encode(),
            "CAMT.052",
        ),
        (
            f'<Document xmlns="{CAMT}camt.053.001.02"><Other/></Document>'.encode(),
            "non contiene un estratto conto",
        ),
        (b"x" * (LARGEST_FILE + 1), "20 MB"),
        (b"record;bill\n" + b"9" * 70_000, "riga 2 supera 64 kB"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(content, said):
    with pytest.raises(Refused, match=said):
        recognise(content)


def test_a_report_of_the_day_is_no_statement(sample):
    with pytest.raises(Refused, match="CAMT\\.052"):
        recognise(sample("camt052.v2.xml"))


def test_bottomless_nesting_is_refused():
    nested = b"<FlussoRiversamento xmlns='%s'>" % recognising.PAGOPA_NAMESPACE.encode()
    content = nested + b"<a>" * 100 + b"</a>" * 100 + b"</FlussoRiversamento>"
    with pytest.raises(Refused, match="64 livelli"):
        read_flow(content, {})


def test_one_long_line_is_no_fault_of_a_document(sample):
    content = b"".join(sample("flusso-2021-11-21.xml").splitlines())
    padded = content.replace(b"<versione", b" " * 70_000 + b"<versione")
    assert recognise(padded) is Kind.PAGOPA_FLOW


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_kind_or_are_refused(content):
    with suppress(Refused):
        assert recognise(content) in Kind
