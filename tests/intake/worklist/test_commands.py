"""What the front office's verbs show to a person."""

import csv
import io
from datetime import date

import pytest
from click.testing import CliRunner
from front_desk import TOWER, FrontOffice, detected, missed
from granted import grant

from azione0.access.accessed import accesses
from azione0.access.purposes import CODES
from azione0.commands.admitting import NoOperator
from azione0.commands.opening import open_office
from intake.commands import command as verbs
from intake.commands.target_preview import WrongCriteria, read_criteria
from intake.commands.worklist import command as worklist
from intake.governance.deadlines import RULES
from intake.governance.target import EmptyTarget
from intake.sentences import ACTIONS, CLASSES, action_in_words, class_in_words
from intake.worklist.action import CONTACTING
from intake.worklist.priority import CRITERIA

WANTED = f"""
organisation_id = "la-rete"
buildings = ["{TOWER}"]
bands = ["B"]
valid_from = 2025-01-01
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    monkeypatch.setenv("AZIONE0_ACTOR", "revisore/carlo")
    office = FrontOffice({"AZIONE0_DATA": str(tmp_path)})
    desk = office.house.office("intake")
    grant(desk, "revisore/carlo", "revisore", "auditor", "board")
    grant(desk, "altrove/dora", "altrove", "case_worker")
    office.target(bands="B")
    for number in range(3):
        household_id = office.household(f"T{number}", f"D{number}")
        office.tell(detected(household_id))
    office.tell(missed(household_id, on=date(2025, 3, 1)))
    office.house.close()

    def asked(verb, *words):
        return CliRunner().invoke(verb, words, catch_exceptions=False)

    return asked


def test_the_worklist_reads_in_italian(run):
    shown = run(worklist, "--on", "2025-03-02", "--limit", "2")
    lines = shown.stdout.splitlines()
    assert lines[0].startswith("Nucleo\tPerché\tChe cosa fare")
    assert "rata saltata" in lines[1]
    assert "telefonare: rata saltata" in lines[1]
    assert len(lines) == 3
    assert "2 di 3, al 2025-03-02; regola worklist_order_1." in shown.stderr
    nobody = run(worklist, "--on", "2025-03-02", "--organisation", "x").stdout
    assert len(nobody.splitlines()) == 1


def test_at_the_machine_each_sees_its_own_and_it_is_written_down(run, monkeypatch):
    run(worklist, "--on", "2025-03-02")
    monkeypatch.setenv("AZIONE0_ACTOR", "altrove/dora")
    assert len(run(worklist, "--on", "2025-03-02").stdout.splitlines()) == 1
    with open_office("intake") as office, office.store.reading() as session:
        seen = [(it.actor, it.address, it.count) for it in accesses(session)]
    assert sorted(seen) == [
        ("altrove/dora", "azione0 worklist", 0),
        ("revisore/carlo", "azione0 worklist", 3),
    ]
    monkeypatch.delenv("AZIONE0_ACTOR")
    with pytest.raises(NoOperator, match="AZIONE0_ACTOR"):
        run(worklist, "--on", "2025-03-02")
    for free in (["keys"], ["processing-register", "--on", "2025-03-02"]):
        assert run(verbs, *free).exit_code in (0, 2)


def test_the_register_is_written_as_text_and_as_csv(run):
    text = run(verbs, "processing-register", "--on", "2025-03-02").stdout
    assert "Registro delle attività di trattamento al 2025-03-02" in text
    assert "Titolari: -" in text
    table = run(verbs, "processing-register", "--format", "csv").stdout
    rows = [*csv.DictReader(io.StringIO(table), delimiter=";")]
    assert {it["Codice"] for it in rows} == set(CODES)


REFERRALS = """\
source;reason;organisation_id;on;tenancy_id;creditor_id;dwelling_id;amount_cents
concierge;heating_cut;la-rete;2025-03-01;T0;;;
concierge;heating_cut;la-rete;2025-03-01;;;;
gossip;heating_cut;la-rete;2025-03-01;T1;;;
social_services;Mario has no heating;la-rete;2025-03-01;T1;;;
self_referral;income_lost;la-rete;1 March;T1;;;
self_referral;income_lost;la-rete;2025-03-01;unknown;;;45000
self_referral;income_lost;la-rete;2025-03-01;T2;;;;more
"""


def test_referrals_of_a_file_are_taken_row_by_row_and_once(run, tmp_path):
    file = tmp_path / "referrals.csv"
    file.write_text(REFERRALS, encoding="utf-8")
    told = run(verbs, "import-referrals", str(file))
    assert told.exit_code == 1
    assert "Segnalazioni prese: 2." in told.stderr
    assert [it.split("\t") for it in told.stdout.splitlines()[1:]] == [
        ["3", "NoClue"],
        ["4", "source"],
        ["5", "NotACode"],
        ["6", "on"],
        ["8", "columns"],
    ]
    again = run(verbs, "import-referrals", str(file))
    assert "Segnalazioni prese: 0." in again.stderr
    file.write_text("source;who\n", encoding="utf-8")
    assert run(verbs, "import-referrals", str(file)).exit_code == 2


def test_the_worklist_is_reckoned_anew_and_is_the_same(run):
    before = run(worklist, "--on", "2025-03-02").stdout
    assert "Nuclei ricalcolati: 3." in run(verbs, "reckon-worklist").stdout
    assert run(worklist, "--on", "2025-03-02").stdout == before


def test_criteria_in_a_file_are_previewed(run, tmp_path):
    file = tmp_path / "wanted.toml"
    file.write_text(WANTED, encoding="utf-8")
    lines = run(verbs, "target-preview", str(file), "--on", "2025-03-02").stdout
    assert len(lines.splitlines()) == 4
    assert all(it.startswith("A0-") for it in lines.splitlines()[1:])
    told = run(verbs, "target-preview", str(file), "--on", "2025-03-02", "--board")
    assert "A0-" not in told.stdout
    assert "Tutti\t\t<5" in told.stdout


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("bands = [", WrongCriteria),
        (WANTED + 'who = "me"', WrongCriteria),
        (WANTED.replace(f'"{TOWER}"', ""), EmptyTarget),
    ],
)
def test_criteria_that_cannot_be_are_refused(tmp_path, text, refusal):
    file = tmp_path / "wanted.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(refusal):
        read_criteria(file)


def test_every_code_of_the_list_has_its_words():
    assert {*RULES, *CONTACTING} <= set(ACTIONS)
    pressing = {f"{name} {it}" for name, labels in CRITERIA for it in labels[:-1]}
    assert pressing == set(CLASSES)
    assert action_in_words("something_new") == "something_new"
    assert class_in_words("band", "none") == ""
