"""The copy of a person's file, lists of persons and keys, from a command line."""

import io
import json
import os

import pytest
from click.testing import CliRunner
from granted import grant
from people_desk import ANNA, READER, PeopleOffice
from people_desk import ON as ANNA_DAY
from pypdf import PdfReader

from azione0.pdf import PdfNotInstalled
from azione0.vault.wrapping import write_key_file
from intake.commands import command
from intake.people.page import dossier_pdf

DAY = "2025-04-01"


@pytest.fixture
def office(tmp_path, monkeypatch):
    for name in [it for it in os.environ if it.startswith("AZIONE0_")]:
        if name != "AZIONE0_LANG":
            monkeypatch.delenv(name)
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    front = PeopleOffice({"AZIONE0_DATA": str(tmp_path / "data")})
    front.environ = {"AZIONE0_DATA": str(tmp_path / "data")}
    desk = front.house.office("intake")
    grant(desk, "la-rete/anna", desk.access.organisation, "dpo", "case_worker")
    yield front
    front.house.close()


def run(*words):
    return CliRunner().invoke(command, [*map(str, words)])


def export(person_id, output, wanted):
    words = ("--on", DAY, "--by", "la-rete/anna", "--format", wanted)
    return run("person", "export", person_id, *words, "--output", output)


def test_the_copy_is_written_in_three_forms_for_its_maker_only(office, tmp_path):
    person_id = office.person()
    with office.command() as intake:
        intake.write_note(person_id, "interview", "riga <uno>\nriga due", ANNA_DAY)
        intake.publish_notice("social_file", "1", "Testo", ANNA_DAY)
        intake.give_notice(person_id, "social_file", "1", ANNA_DAY)
    office.house.close()
    for wanted in ("json", "html", "pdf"):
        output = tmp_path / f"copy.{wanted}"
        result = export(person_id, output, wanted)
        if isinstance(result.exception, PdfNotInstalled):
            pytest.skip(str(result.exception))
        assert result.exit_code == 0, result.output
        assert output.stat().st_mode & 0o077 == 0
    told = json.loads((tmp_path / "copy.json").read_text())
    assert told["known"] == ANNA
    page = (tmp_path / "copy.html").read_text()
    for said in (*ANNA.values(), "riga &lt;uno&gt;", "presa in carico sociale"):
        assert said in page
    assert "<uno>" not in page
    printed = PdfReader(io.BytesIO((tmp_path / "copy.pdf").read_bytes()))
    text = " ".join(" ".join(it.extract_text() for it in printed.pages).split())
    for said in ("Bianchi", "riga due", "Garante per la protezione"):
        assert said in text
    assert printed.trailer["/Root"]["/Lang"] == "it"
    office.reopen()
    assert [it.action for it in office.intake.accesses()] == ["export"] * 3
    assert [it["action"] for it in told["readings"]] == ["export"]


def test_a_copy_is_never_written_over_another_file(office, tmp_path):
    person_id = office.person()
    output = tmp_path / "copy.json"
    output.write_text("mine")
    assert export(person_id, output, "json").exit_code != 0
    assert output.read_text() == "mine"


def test_the_same_file_prints_the_same_bytes(office):
    person_id = office.person()
    with office.command("la-rete/anna") as intake:
        dossier = intake.dossier(person_id, READER, ANNA_DAY)
    try:
        assert dossier_pdf(dossier) == dossier_pdf(dossier)
    except PdfNotInstalled as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_list_is_imported_and_wrong_rows_are_told_by_line(office, tmp_path, mark):
    household_id = office.household()
    rows = [
        "surname,name,codice_fiscale,birth_date,household_id,since_on",
        f"Uno,Ada,RCCMNL83S18D969H,1983-11-18,{household_id},",
        f"Due,Bea,RCCMNL83S18D969X,,{household_id},",
        f"Tre,Cleo,,,{household_id},2025-13-01",
        "Quattro,Dina,,,not-an-id,",
        # A digit written as a letter, as for namesakes, and the check of before.
        f"Cinque,Eva,RCCMNL83S18D96VH,,{household_id},",
        f"Sei,Fia,,2099-01-01,{household_id},",
        f"Sette,Gaia,RCCMNL83S18D969H,,{household_id},",
    ]
    file = tmp_path / "persons.csv"
    file.write_text("\ufeff" + "\n".join(rows).replace(",", mark) + "\n")
    result = run("person", "import", file, "--on", DAY, "--by", "la-rete/anna")
    assert result.exit_code == 1
    assert "Righe: 7, registrate: 1, non prese: 6." in result.output
    for said in (
        "3\tWrongCodiceFiscale",
        "4\tUnreadableText",
        "5\tUnknownHousehold",
        "6\tWrongCodiceFiscale",
        "7\tBornLater",
        "8\tTwiceInTheHousehold",
    ):
        assert said in result.output
    assert "Bea" not in result.output
    again = run("person", "import", file, "--on", DAY, "--by", "la-rete/anna")
    assert "registrate: 0" in again.output


def test_keys_are_covered_anew_with_another_covering_key(office, tmp_path, monkeypatch):
    person_id = office.person()
    office.house.close()
    write_key_file(tmp_path / "new.kek")
    old = tmp_path / "data-keys" / "intake.kek"
    monkeypatch.setenv("AZIONE0_INTAKE_KEK", f"file:{tmp_path}/new.kek")
    monkeypatch.setenv("AZIONE0_INTAKE_OLD_KEKS", f"file:{old}")
    result = run("keys", "rewrap")
    assert "Chiavi coperte di nuovo: 4." in result.output
    assert "Chiavi coperte di nuovo: 0." in run("keys", "rewrap").output
    old.unlink()
    office.reopen(AZIONE0_INTAKE_KEK=f"file:{tmp_path}/new.kek")
    assert office.read(person_id) == ANNA
