"""`azione0 import` on a real ledger: what it takes, what it refuses, what it says."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from azione0.commands import import_
from azione0.commands.opening import open_office

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
FLOW = "flusso-2021-11-21.xml"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@pytest.fixture
def bring(database_url, monkeypatch, tmp_path):
    """Hand a file to the command, in a folder that has nothing but the ledger."""
    monkeypatch.setenv("AZIONE0_LEDGER_DB", database_url)
    monkeypatch.setenv("AZIONE0_CREDITORS", str(EXAMPLES / "creditors.toml"))

    def run(content, wanted="payments", *options):
        path = tmp_path / "file"
        if callable(content):
            content(path)
        else:
            path.write_bytes(content)
        return CliRunner().invoke(
            import_.command, [wanted, *options, "--by", "anna", str(path)]
        )

    return run


@contextmanager
def stored():
    with open_office("ledger") as office, office.store.reading() as session:
        yield session.execute


def count(table):
    with stored() as ask:
        return ask(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608


def endless_line(path):
    with path.open("wb") as sparse:
        sparse.truncate(1 << 30)


def doctype(sample):
    return sample(FLOW).replace(
        b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n', 1
    )


REFUSED = {
    "an empty file": (lambda sample: b"", "vuoto"),
    "a PDF": (lambda sample: PDF, "PDF"),
    "a line of a gigabyte": (lambda sample: endless_line, "20 MB"),
    "a DOCTYPE": (doctype, "DOCTYPE"),
    "a CAMT.052": (lambda sample: sample("camt052.v2.xml"), "CAMT.052"),
    "a total that is not the sum": (
        lambda sample: sample(FLOW, (">1234.56</importo", ">1234.00</importo")),
        "Il flusso dichiara 1.234,00 €, le righe sommano 1.234,56 €",
    ),
    "a stranger's flow": (
        lambda sample: sample(FLOW, ("77777777777", "11111111111")),
        "istitutoRicevente",
    ),
    "a column too many": (
        lambda sample: sample("pagamenti.csv", (";payer", ";payer;nome")),
        "nome",
    ),
    "a bill run among the payments": (
        lambda sample: sample("bollette.csv"),
        "azione0 import bills",
    ),
    "bytes of nothing known": (lambda sample: bytes(range(128, 256)), ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_in_a_sentence(bring, sample, name):
    make, said = REFUSED[name]
    result = bring(make(sample))
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Non è stato registrato nulla." in result.stderr
    assert (count("events"), count("inbox"), count("imports_v1")) == (0, 0, 0)


def test_every_bad_line_is_named_with_field_value_and_what_is_expected(bring, sample):
    wrong = sample(
        "pagamenti.csv", ("2026-03-10;180,00", "10/03/2026;180,00"), ("270", "27O")
    )
    result = bring(wrong)
    assert result.exit_code == 2
    for said in ("riga 2", "value_on", "10/03/2026", "riga 5", "amount", "27O"):
        assert said in result.stderr
    assert "riga 3" not in result.stderr
    assert count("events") == 0


def test_the_examples_of_the_documentation_can_be_imported(bring):
    bills = bring((EXAMPLES / "bills.csv").read_bytes(), "bills")
    assert bills.exit_code == 0, bills.stderr
    assert "Righe: 4, per 292,90 €" in bills.output
    payments = bring((EXAMPLES / "payments.csv").read_bytes())
    assert payments.exit_code == 0, payments.stderr
    assert "in attesa di un contratto noto: 3" in payments.output


def test_the_same_file_again_is_known_and_no_error(bring, sample):
    bring(sample(FLOW))
    before = count("events"), count("inbox")
    again = bring(sample(FLOW))
    assert again.exit_code == 0
    assert "già importato" in again.output
    assert (count("events"), count("inbox")) == before


def test_a_known_file_needs_no_creditors_to_be_known(bring, sample, monkeypatch):
    bring(sample(FLOW))
    monkeypatch.delenv("AZIONE0_CREDITORS")
    assert "già importato" in bring(sample(FLOW)).output


def test_a_check_changes_nothing(bring, sample):
    result = bring(sample(FLOW), "payments", "--check")
    assert result.exit_code == 0
    assert "non è stato registrato nulla" in result.output
    assert count("imports_v1") == 0


def test_who_imported_is_written_down(bring, sample):
    bring(sample(FLOW))
    with stored() as ask:
        assert ask("SELECT imported_by FROM imports_v1") == [("anna",)]


def test_without_creditors_the_setting_is_named(bring, sample, monkeypatch):
    monkeypatch.delenv("AZIONE0_CREDITORS")
    result = bring(sample(FLOW))
    assert result.exit_code == 2
    assert "AZIONE0_CREDITORS" in result.stderr


def test_the_command_does_it_in_a_process_of_its_own(tmp_path, sample):
    path = tmp_path / FLOW
    path.write_bytes(sample(FLOW))
    environ = {
        **{name: value for name, value in os.environ.items() if name == "PATH"},
        "AZIONE0_DATA": str(tmp_path / "data"),
        "AZIONE0_CREDITORS": str(EXAMPLES / "creditors.toml"),
    }
    command = [
        sys.executable, "-c", "from azione0.commands import main; main()",
        "import", "payments", "--by", "anna", str(path),
    ]  # fmt: skip

    def run():
        return subprocess.run(  # noqa: S603  our own command
            command, env=environ, capture_output=True, text=True, check=False
        )

    first, again = run(), run()
    assert (first.returncode, first.stderr) == (0, "")
    assert "Righe: 1, per 1.234,56 €." in first.stdout
    assert again.returncode == 0
    assert "già importato" in again.stdout
    path.write_bytes(PDF)
    refused = run()
    assert refused.returncode == 2
    assert "PDF" in refused.stderr
    assert "Traceback" not in refused.stderr
