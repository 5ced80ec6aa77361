"""The letters of the front office: what they say, to whom, and what they never say."""

import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from front_desk import detected, named
from granted import grant
from pypdf import PdfReader
from servers import required_or_skip

from azione0.application import NotFound
from azione0.commands.admitting import NoOperator, NotAdmitted
from intake.cases.contacts import LETTERS, NoSuchLetter
from intake.cases.pact import Undertaking
from intake.cases.part import NotInCharge
from intake.commands.letter import command
from intake.documents import pdf
from intake.documents.letters import Addressee
from intake.documents.page import Imprint, letter_page

MARCH = date(2025, 3, 3)
ANNA = Addressee("Anna <Canarini>", ("Via dei Canarini 7", "25124 Brescia"))
IMPRINT = Imprint(
    "La Rete", "Carla, 030 123", "Portineria, scala B", "Carla", demo=True
)


def a_case(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case_id = office.intake.case_of(household_id)
    with office.command() as intake:
        intake.send_invitation(case_id, MARCH)
        intake.make_appointment(
            case_id,
            date(2025, 3, 28),
            "17:30",
            place="portineria_cimabue",
            kind="home",
            on=MARCH,
        )
        intake.record_contact(case_id, channel="door", outcome="reached", on=MARCH)
        intake.assess(case_id, {"health": 1, "work": 2}, MARCH)
        intake.take_in_charge(
            case_id,
            commitments=[
                Undertaking("ledger", "current_bills", rhythm="monthly"),
                Undertaking(
                    "workshops", "keep_a_place", by="service", due_on=date(2025, 5, 31)
                ),
            ],
            goals=["keep_home", "paint_the_door"],
            operator_id="op-7",
            on=MARCH,
        )
    return case_id


def page_of(office, kind, **told):
    letter = office.intake.letter(a_case(office), kind, MARCH, **told)
    return letter_page(letter, IMPRINT, ANNA)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "invitation",
            ["Vi invitiamo a parlarne insieme", "entro martedì 18 marzo 2025"],
        ),
        ("second_invitation", ["vi abbiamo scritto lunedì 3 marzo 2025"]),
        ("appointment", ["venerdì 28 marzo 2025", "17:30", "a casa vostra"]),
        (
            "pact",
            [
                "Vale da lunedì 3 marzo 2025; è la versione 1",
                "tenere la casa",
                "paint the door",
                "pagare le bollette di ogni mese",
                "ogni mese",
                "tenere un posto nel laboratorio",
                "sabato 31 maggio 2025",
                "Ogni 3 mesi",
                "Carla",
            ],
        ),
    ],
)
def test_a_letter_says_what_was_agreed_in_words_a_family_reads(office, kind, said):
    page = page_of(office, kind)
    for words in said:
        assert words in page
    assert "Anna &lt;Canarini&gt;" in page
    assert "25124 Brescia" in page
    assert "Dati inventati" in page


@pytest.mark.parametrize("kind", LETTERS)
def test_no_letter_tells_of_health_of_scores_or_of_debt(office, kind):
    page = page_of(office, kind).lower()
    for word in ("salute", "health", "54000", "540,00", "morosit", "op-7", "work: 2"):
        assert word not in page


def test_whom_a_letter_is_for_is_kept_nowhere(office):
    page_of(office, "invitation")
    database = office.house.office("intake").store.database
    with database.reading() as session:
        kept = repr(session.execute("SELECT * FROM events")) + repr(
            session.execute("SELECT * FROM letters")
        )
    assert "Canarini" not in kept
    assert "25124" not in kept


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_is_printed_so_that_it_can_be_read_aloud(office, kind):
    try:
        printed = pdf.to_pdf(page_of(office, kind))
    except pdf.PdfNotInstalled as missing:
        required_or_skip(str(missing))
        raise
    reader = PdfReader(io.BytesIO(printed))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "it"
    assert "Via dei Canarini 7" in reader.pages[0].extract_text()


def test_a_letter_about_what_is_not_there_is_refused(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case_id = office.intake.case_of(household_id)
    for kind, refusal in (
        ("threat", NoSuchLetter),
        ("second_invitation", NoSuchLetter),
        ("appointment", NoSuchLetter),
        ("pact", NotInCharge),
    ):
        with pytest.raises(refusal):
            office.intake.letter(case_id, kind, MARCH)
    with pytest.raises(NotFound):
        office.intake.letter(named("nobody"), "invitation", MARCH)


def test_the_command_writes_a_letter_for_who_is_told_to_it(office, tmp_path):
    case_id = a_case(office)
    desk = office.house.office("intake")
    data = desk.settings.data
    grant(desk, "la-rete/anna", "la-rete", "case_worker")
    office.house.close()
    to = tmp_path / "to.json"
    to.write_text(json.dumps({"name": "Anna", "lines": ["Via dei Canarini 7"]}))
    wanted = ["invitation", str(case_id), "--on", "2025-03-03"]
    run = CliRunner(env={"AZIONE0_DATA": str(data), "AZIONE0_ACTOR": "la-rete/anna"})
    stranger = CliRunner(env={"AZIONE0_DATA": str(data), "AZIONE0_ACTOR": "altrove/x"})
    with pytest.raises(NotAdmitted):
        stranger.invoke(command, wanted, catch_exceptions=False)
    unnamed = CliRunner(env={"AZIONE0_DATA": str(data), "AZIONE0_ACTOR": ""})
    with pytest.raises(NoOperator, match="AZIONE0_ACTOR"):
        unnamed.invoke(command, wanted, catch_exceptions=False)
    told = run.invoke(command, [*wanted, "--addressee", str(to)])
    assert told.exit_code == 0, told.output
    assert "Via dei Canarini 7" in told.output
    empty = run.invoke(command, wanted)
    assert "Canarini" not in empty.output
    to.write_text("[]")
    wrong = run.invoke(command, [*wanted, "--addressee", str(to)])
    assert wrong.exit_code == 2
    out = tmp_path / "letter.html"
    assert run.invoke(command, [*wanted, "--output", str(out)]).exit_code == 0
    assert "Buongiorno" in out.read_text(encoding="utf-8")
