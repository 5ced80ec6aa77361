"""`azione0 ledger` as a person, a script and a printer ask it."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from uuid import UUID

import pytest
from creditors import HOUSEHOLD
from pypdf import PdfReader
from rich.console import Console

from azione0.codes import household_code
from ledger.commands import telling
from ledger.documents.agreement_letter import agreement_letter
from ledger.documents.explanation import explain
from ledger.documents.reading import read_folio, read_proposal
from ledger.documents.statement import statement

CODE = household_code(HOUSEHOLD)
TODAY = date(2025, 8, 15)


def rows(text):
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_the_verbs_of_the_ledger_are_found_by_their_entry_point(azione0):
    shown = azione0("--help")
    assert shown.exit_code == 0
    for verb in ("statement", "ageing", "agreement", "explain", "rent-roll"):
        assert f"\n  {verb}" in shown.output
        assert azione0(verb, "--help").exit_code == 0
    assert "asking" not in shown.output
    assert azione0("fly").exit_code == 2


@pytest.mark.parametrize("name", [CODE, CODE.lower(), HOUSEHOLD, "aler-bcm/0042/17"])
def test_a_household_is_found_by_its_code_its_id_or_its_tenancy(azione0, name):
    told = azione0("statement", name)
    assert told.exit_code == 0, told.output
    lines = rows(told.stdout)
    assert lines[0]["saldo"] == "0,00"
    # 7 rents of 180 euros and services of 25, less 50.
    assert lines[-1]["saldo"] == "1235,00"


def test_without_a_day_the_last_one_closed_is_meant(azione0):
    assert rows(azione0("statement", CODE).stdout)[-1]["data"] == str(TODAY)
    later = azione0("statement", CODE, "--as-of", "2025-09-30")
    assert rows(later.stdout)[-1]["data"] == "2025-09-30"


def test_a_period_begins_with_what_was_owed_before_it(azione0):
    told = azione0("statement", CODE, "--from", "2025-07-01", "--to", "2025-07-31")
    lines = rows(told.stdout)
    assert (lines[0]["saldo"], lines[-1]["saldo"]) == ("1080,00", "1235,00")
    assert [it["tipo"] for it in lines[1:-1]] == ["charged", "charged", "paid"]


def test_nothing_was_known_before_the_first_letter(azione0):
    told = azione0("statement", CODE, "--known-at", "2020-01-01")
    assert told.exit_code == 2
    assert CODE in told.stderr


def test_json_says_cents_as_whole_numbers(azione0):
    told = json.loads(azione0("statement", CODE, "--format", "json").stdout)
    assert told["closing_cents"] == told["balance_cents"] == 123500
    assert told["as_of"] == str(TODAY)
    assert told["agreements"][0]["instalments"][0]["amount_cents"] == 7000


def test_html_shows_the_notice_of_the_bill_that_has_one(azione0):
    page = azione0("statement", CODE, "--format", "html", "--by", "anna").stdout
    assert "3010 0000 0001 2345 19" in page
    assert "Importo: 155,00" in page
    assert page.count("<img") == 1
    assert "ALER Brescia-Cremona-Mantova" in page
    assert "l&#39;addebito non ha un codice IUV" in page
    assert "da anna" in page
    assert "Dati inventati" not in page


def test_without_creditors_there_is_a_statement_and_no_notice(azione0, monkeypatch):
    monkeypatch.delenv("AZIONE0_CREDITORS")
    page = azione0("statement", CODE, "--format", "html").stdout
    assert "il codice fiscale del creditore non è fra le impostazioni" in page
    assert "<img" not in page


def test_a_demonstration_is_never_printed_without_saying_so(azione0, environ):
    (environ / "data" / "demo.json").write_text("{}")
    assert "Dati inventati" in azione0("statement", CODE, "--format", "html").stdout
    (environ / "data" / "demo.json").unlink()


def test_said_to_be_a_demonstration_is_enough(azione0, monkeypatch):
    monkeypatch.setenv("AZIONE0_DEMO", "1")
    assert "Dati inventati" in azione0("agreement", CODE, "--format", "html").stdout


def test_csv_may_begin_with_the_mark_of_utf_8(azione0):
    plain = azione0("ageing", "--format", "csv").stdout_bytes
    marked = azione0("ageing", "--format", "csv", "--bom").stdout_bytes
    assert marked == b"\xef\xbb\xbf" + plain


def test_a_file_is_not_overwritten_unless_asked_to(azione0, tmp_path):
    target = tmp_path / "conto.html"
    words = ("statement", CODE, "--format", "html", "--output", target)
    assert azione0(*words).exit_code == 0
    target.write_text("mine")
    refused = azione0(*words)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert target.read_text() == "mine"
    assert azione0(*words, "--force").exit_code == 0
    assert "Estratto conto" in target.read_text()


def test_a_folder_that_is_not_there_is_named(azione0, tmp_path):
    target = tmp_path / "nowhere" / "conto.csv"
    refused = azione0("ageing", "--format", "csv", "--output", target)
    assert refused.exit_code == 2
    assert "nowhere" in refused.stderr


def test_a_pdf_goes_into_a_file(azione0, tmp_path):
    pytest.importorskip("weasyprint")
    target = tmp_path / "piano.pdf"
    made = azione0("agreement", CODE, "--format", "pdf", "--output", target)
    assert made.exit_code == 0, made.stderr
    text = PdfReader(target).pages[0].extract_text()
    assert "Piano di rientro" in text
    assert "0042/17" in text


def test_an_agreement_is_told_with_its_instalments(azione0, agreement_id):
    lines = rows(azione0("agreement", CODE).stdout)
    assert len(lines) == 16
    assert {it["piano"] for it in lines} == {str(agreement_id)}
    assert (lines[0]["importo"], lines[0]["come sta"]) == (
        "70,00",
        "scaduta, entro la tolleranza",
    )
    assert lines == rows(azione0("agreement", CODE, "--id", agreement_id).stdout)
    refused = azione0("agreement", CODE, "--id", UUID(int=1))
    assert refused.exit_code == 2


def test_an_explanation_adds_up_to_the_balance(azione0):
    *lines, last = rows(azione0("explain", CODE).stdout)
    effects = [int(it["effetto"].replace(",", "")) for it in lines]
    assert sum(effects) == 123500 == int(last["effetto"].replace(",", ""))
    assert {it["da"] for it in lines} == {"//test/aler"}
    moves = [it for it in lines if it["riga"] == "move"]
    # 50 euro for a notice of 180 + 25, in proportion.
    assert sorted(it["effetto"] for it in moves) == ["-43,91", "-6,09"]
    assert {it["regola"] for it in moves} == {"declared_1193"}


def test_one_charge_can_be_explained_alone(azione0):
    told = json.loads(azione0("explain", CODE, "--format", "json").stdout)
    paid = next(
        it["charge"]["id"]
        for it in told["charges"]
        if it["moves"] and it["charge"]["kind"] == "rent"
    )
    lines = rows(azione0("explain", CODE, "--charge", paid).stdout)
    assert [it["effetto"] for it in lines] == ["180,00", "-43,91", "136,09"]
    refused = azione0("explain", CODE, "--charge", UUID(int=1))
    assert refused.exit_code == 2
    assert CODE in refused.stderr


def test_the_ageing_of_all_has_one_row_an_account_or_an_item(azione0):
    [account] = rows(azione0("ageing").stdout)
    assert account["saldo"] == "1235,00"
    assert (account["alloggio"], account["edificio"]) == ("D1", "cimabue")
    items = rows(azione0("ageing", CODE, "--by-item").stdout)
    assert len(items) == 18
    assert items == rows(azione0("ageing", "--by-item").stdout)
    assert rows(azione0("ageing", "--creditor", "sole").stdout) == []


def test_the_rent_roll_has_what_waits_for_a_household_too(azione0):
    words = ("rent-roll", "--from", "2025-07-01", "--to", "2025-08-31")
    lines = rows(azione0(*words).stdout)
    assert sorted((it["contratto"], it["resta"]) for it in lines) == [
        ("0042/17", "136,09"),
        ("0042/17", "18,91"),
        ("9999", "90,00"),
    ]
    assert [it["nucleo"] for it in lines] == [CODE, CODE, ""]
    known = azione0(*words, "--known-at", "2027-01-01", "--creditor", "aler-bcm")
    assert rows(known.stdout) == lines
    assert rows(azione0(*words, "--creditor", "sole").stdout) == []
    backwards = azione0("rent-roll", "--from", "2025-08-01", "--to", "2025-07-01")
    assert backwards.exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("statement", "A0-00000"), "A0-00000"),
        (("statement", "aler-bcm/1"), "aler-bcm/1"),
        (("statement", "aler-bcm/9999"), "aler-bcm/9999"),
        (("statement", CODE, "--creditor", "sole"), "sole"),
        (("statement", CODE, "--from", "2025-09-01"), "2025-09-01"),
        (("statement", UUID(int=7)), "no account"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(azione0, words, said):
    refused = azione0(*words)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.output


def test_the_command_answers_in_a_process_of_its_own(azione0, environ):
    environment = {
        name: it
        for name, it in os.environ.items()
        if name == "PATH" or name.startswith("AZIONE0_")
    }
    asked = subprocess.run(  # noqa: S603  our own command
        [
            sys.executable, "-c", "from azione0.commands import main; main()",
            "ledger", "explain", CODE, "--format", "csv",
        ],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "balance;Saldo;1235,00" in asked.stdout


@pytest.fixture
def screen():
    return Console(file=io.StringIO(), width=100, no_color=True)


def test_a_terminal_shows_statement_agreement_and_explanation(
    ledger, agreement_id, screen
):
    folio = read_folio(ledger, HOUSEHOLD, "aler-bcm")
    proposal = read_proposal(ledger, folio, agreement_id)
    telling.tell_statement(screen, statement(folio, TODAY, as_of=TODAY))
    telling.tell_agreement(
        screen, agreement_letter(folio, proposal, agreement_id, TODAY)
    )
    telling.tell_explanation(screen, explain(folio, TODAY))
    told = " ".join(screen.file.getvalue().replace("\u00a0", " ").split())
    for said in (
        f"Estratto conto di {CODE} con aler-bcm",
        "Resta da pagare al 15/08/2025: 1.235,00 €",
        "Piano di rientro firmato il 01/07/2025: in corso",
        "scaduta, entro la tolleranza",
        f"Perché il saldo di {CODE} con aler-bcm al 15/08/2025 è 1.235,00 €",
        "registrato il 01/01/2026 01:00 da //test/aler",
        "imputato a ciò che chi paga ha indicato (art. 1193, c. 1, c.c.)",
        "nel piano firmato il 01/07/2025",
        "Regole in vigore al 15/08/2025: proj-1",
        "Addebiti 1.285,00 € - denaro 50,00 € - rinunce 0,00 € = 1.235,00 €",
        "Aperto 1.235,00 € - credito 0,00 € = 1.235,00 €",
    ):
        assert said in told, said
