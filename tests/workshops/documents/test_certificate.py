"""The certificate: hours attended, under a name that is kept nowhere."""

import io

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from workshops.commands.certificate import command
from workshops.documents.certificate import hours

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
NAME = "Zoë D'Ämore <b>"
BEARER = {"name": NAME, "organisation": "La Rete", "on": "2025-05-02"}
WORKSHOP = {
    "kind": "energy_saving",
    "organisation_id": "la-rete",
    "capacity": 5,
    "sessions": [
        {"on": "2025-04-01", "minutes": 120},
        {"on": "2025-04-08", "minutes": 90},
    ],
    "on": "2025-03-01",
}


@pytest.fixture
def place(ask):
    lab = ask.post("/workshops", WORKSHOP).json["id"]
    asked = {"household_id": HOUSEHOLD, "on": "2025-03-02"}
    place = ask.post(f"/workshops/{lab}/enrolments", asked).json["id"]
    for number, mark, day in (
        (1, "present", "2025-04-01"),
        (2, "excused", "2025-04-08"),
    ):
        register = {"marks": [{"enrolment_id": place, "mark": mark}], "on": day}
        ask.post(f"/workshops/{lab}/sessions/{number}/register", register)
    return place


def test_a_certificate_says_the_hours_and_escapes_the_name(ask, place):
    page = ask.post(f"/enrolments/{place}/certificate", BEARER)
    assert page.status_code == 200, page.json
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    text = page.text
    assert "Zoë D&#39;Ämore &lt;b&gt;" in text
    assert "per 2 ore sulle 3 ore e 30 minuti previste (incontri: 1 su 2)." in text
    assert HOUSEHOLD not in text


def test_the_name_is_kept_nowhere(ask, office, place):
    ask.post(f"/enrolments/{place}/certificate", BEARER)
    with office.store.reading() as session:
        for table in session.tables():
            rows = session.execute(f"SELECT * FROM {table}")  # noqa: S608  ours
            assert "Zo" + "ë" not in repr(rows)


def test_a_certificate_is_printed_as_an_accessible_pdf(ask, place):
    printed = ask.post(f"/enrolments/{place}/certificate.pdf", BEARER)
    assert printed.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(printed.data))
    assert len(reader.pages) == 1
    assert "Zoë D'Ämore <b>" in reader.pages[0].extract_text()
    assert reader.trailer["/Root"]["/Lang"] == "it"


@pytest.mark.parametrize("name", [" ", "x" * 121, "Anna\nRossi", ""])
def test_a_name_that_cannot_be_printed_is_refused_and_not_repeated(ask, place, name):
    refused = ask.post(f"/enrolments/{place}/certificate", BEARER | {"name": name})
    assert refused.status_code == 422
    assert "Rossi" not in refused.text


def test_where_nothing_was_attended_there_is_nothing_to_certify(ask):
    lab = ask.post("/workshops", WORKSHOP).json["id"]
    asked = {"household_id": HOUSEHOLD, "on": "2025-03-02"}
    place = ask.post(f"/workshops/{lab}/enrolments", asked).json["id"]
    refused = ask.post(f"/enrolments/{place}/certificate", BEARER)
    assert refused.json["type"].endswith("NothingAttended")


def test_a_certificate_from_the_command_line(office, ask, place, tmp_path):
    environ = {
        "AZIONE0_DATA": str(office.settings.data),
        "AZIONE0_DEMO": "1",
    }
    asked = [place, "--name", "Anna Rossi", "--on", "2025-05-02"]
    done = CliRunner().invoke(command, asked, env=environ)
    assert done.exit_code == 0, done.output
    assert "Anna Rossi" in done.output
    assert "2 maggio 2025" in done.output
    assert "Dati inventati" in done.output


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(60, "1 ora"), (61, "1 ora e 1 minuto"), (30, "30 minuti"), (600, "10 ore")],
)
def test_minutes_are_said_as_hours(minutes, said):
    assert hours(minutes) == said
