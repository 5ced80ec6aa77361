"""Pages that a screen reader can read, and PDFs that say the same."""

import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from bookkeeping import books, charge, day, left_open, payment, plan
from folios import folio_of
from pypdf import PdfReader
from servers import required_or_skip

from ledger.creditors import Creditor
from ledger.documents import pdf
from ledger.documents.agreement_letter import agreement_letter
from ledger.documents.notice import notice_for
from ledger.documents.page import Imprint, Payable, letter_page, statement_page
from ledger.documents.statement import statement

PRINTED_AT = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
IMPRINT = Imprint("aler-bcm", "ALER BCM", PRINTED_AT, "anna", "Anna, 030 1", demo=True)
IUV = "01000000001234519"
ALER = Creditor("aler-bcm", "aler", "77777777777", (), "ALER")
MARCH = day("2025-03-31")


def printed(page: str) -> bytes:
    try:
        return pdf.to_pdf(page)
    except pdf.PdfNotInstalled as missing:
        required_or_skip(str(missing))
        raise


class Read(HTMLParser):
    """What an assistive program finds: tags, their attributes, and their text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.tables: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "table":
            self.tables.append([])
        if self.tables and tag in ("caption", "th", "thead"):
            self.tables[-1].append(tag)

    def every(self, tag):
        return [found for name, found in self.tags if name == tag]


def some_statement():
    bills = [charge(f"2025-0{it}-10", 18000) for it in (1, 2)]
    bills.append(charge("2025-03-10", 18000, iuv=IUV, name="<b>&"))
    agreed = plan(bills[:1], "2025-02-15", "2025-03-10", 9000)
    found = books(bills, [payment("2025-03-12", 12000)], [agreed])
    return statement(folio_of(found), MARCH, as_of=MARCH)


def a_page() -> str:
    line = left_open(charge("2025-03-10", 18000, iuv=IUV), 17000, "overdue")
    payables = [
        Payable("Canone", notice_for(IUV, [line], ALER)),
        Payable("Spese", None, "l'addebito non ha un codice IUV"),
    ]
    return statement_page(some_statement(), payables, IMPRINT)


def a_letter() -> str:
    rents = [charge(f"2025-0{it}-10", 18000) for it in range(1, 7)]
    agreed = plan(rents, "2025-07-01", "2025-08-10", 7000)
    folio = folio_of(books(rents, [], [agreed]))
    before = folio_of(books(rents))
    letter = agreement_letter(folio, before, agreed.agreement_id, date(2025, 7, 1))
    return letter_page(letter, IMPRINT)


PAGES = {"statement": a_page, "letter": a_letter}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_says_its_language_its_title_and_what_its_images_show(kind):
    page = PAGES[kind]()
    read = Read(page)
    assert read.every("html") == [{"lang": "it"}]
    assert len(read.every("h1")) == len(read.every("main")) == 1
    assert "<title>" in page
    assert "<title></title>" not in page
    assert all(it.get("alt") for it in read.every("img"))


@pytest.mark.parametrize("kind", PAGES)
def test_every_table_has_a_caption_and_every_head_its_scope(kind):
    read = Read(PAGES[kind]())
    assert read.tables
    for table in read.tables:
        assert table[0] == "caption"
        assert "thead" in table
    assert all(it.get("scope") in ("col", "row") for it in read.every("th"))


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_asks_nobody_for_anything(kind):
    page = PAGES[kind]()
    for name in ("src", "href"):
        for _, found in Read(page).tags:
            assert (found.get(name) or "data:").startswith("data:")
    assert "http://" not in page.replace("http%3A%2F%2F", "")
    assert "<script" not in page


@pytest.mark.parametrize("kind", PAGES)
def test_invented_data_are_said_to_be(kind):
    assert PAGES[kind]().count("Dati inventati") == 2


def test_what_is_written_on_a_page_is_escaped():
    nasty = Imprint("x", "<img src=x>", PRINTED_AT, '"><script>')
    page = statement_page(some_statement(), [], nasty)
    assert "<img src=x>" not in page
    assert "<script>" not in page


def test_the_amount_comes_without_alarm_and_the_person_to_call_before_the_table():
    page = a_page()
    assert page.index("Anna, 030 1") < page.index("<table>")
    assert "red" not in page.partition("</style>")[0]


def test_a_statement_of_english_is_english_throughout(monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "en")
    page = a_page()
    assert '<html lang="en">' in page
    assert "Statement of account" in page
    assert "Estratto conto" not in page
    assert "€170.00" in page


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(it.extract_text() for it in pages).split())


def test_a_printed_statement_says_the_figures_the_page_and_the_notice():
    text = text_of(printed(a_page()))
    made = some_statement()
    assert f"{made.closing_cents / 100:.2f}".replace(".", ",") in text
    for said in (
        "Estratto conto",
        "stampato il 01/09/2025 10:30 da anna",
        "pagina 1/",
        "3010 0000 0001 2345 19",
        "art. 1193",
        "Dati inventati",
        "Senza avviso pagoPA, perché l'addebito non ha un codice IUV: Spese",
    ):
        assert said in text, said


def test_a_letter_of_sixteen_instalments_fits_on_one_page():
    reader = PdfReader(io.BytesIO(printed(a_letter())))
    assert len(reader.pages) == 1
    assert "10/11/2026" in reader.pages[0].extract_text()


def test_a_pdf_is_tagged_and_says_its_language_and_title():
    reader = PdfReader(io.BytesIO(printed(a_page())))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "it"
    assert reader.metadata.title.startswith("Estratto conto A0-")
    assert reader.metadata.creation_date == PRINTED_AT
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()


def test_the_same_page_prints_the_same_bytes_in_another_process(tmp_path):
    page = a_page()
    here = printed(page)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    code = (
        "import sys, pathlib; from ledger.documents.pdf import to_pdf; "
        "sys.stdout.buffer.write(to_pdf(pathlib.Path(sys.argv[1]).read_text()))"
    )
    elsewhere = subprocess.run(  # noqa: S603  our own code
        [
            sys.executable,
            "-c",
            code,
            str(tmp_path / "page.html"),
        ],
        env={**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    )
    assert elsewhere.stdout == here


def test_another_page_is_another_file():
    page = a_page()
    assert printed(page) != printed(page.replace("anna", "berta"))


def test_a_page_that_wants_something_from_outside_is_not_printed():
    printed('<html lang="it"><title>x</title>')
    with pytest.raises(pdf.OutsideThePage, match="file:///etc/passwd"):
        pdf.to_pdf('<html lang="it"><title>x</title><img src="file:///etc/passwd">')


def test_without_the_library_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(pdf.PdfNotInstalled) as refused:
        pdf.to_pdf("<p>")
    for said in ("azione0-ledger[pdf]", "libpango-1.0-0", "libpangoft2-1.0-0"):
        assert said in str(refused.value)


def test_a_period_before_anything_fits_on_one_page():
    empty = statement(folio_of(), MARCH, as_of=MARCH + timedelta(1))
    page = statement_page(empty, [], IMPRINT)
    assert "non resta nulla da pagare" in page
    assert len(PdfReader(io.BytesIO(printed(page))).pages) == 1
