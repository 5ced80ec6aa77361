"""A case in a file that proves itself: made from real services, checked by a script."""

import io
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from creditors import months
from pypdf import PdfReader
from rent_roll import close, let

from azione0.audit.case import as_answered, gather
from azione0.audit.history import private
from azione0.audit.key import signer_of
from azione0.audit.note import OF_A_WITNESS
from azione0.contract import SERVICES
from azione0.dossier import verify
from azione0.dossier.make import Question, content, dossier_pdf, file_note, verifier
from azione0.house import House
from azione0.partners import default_partners

NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: WeasyPrint leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
ASKED = Question(date(2025, 12, 31), NOW, NOW, "comune-brescia/intake")


def gathered(house, household_id):
    partners = {it.name: it for it in default_partners()}

    def way(kind):
        def ask(household_id, as_of, known_at):
            office = house.office(kind)
            held = private(office.store, household_id, as_of, known_at)
            return as_answered({**held, "keys": office.exchange.keys()})

        return ask

    ways = {partners[kind]: way(kind) for kind in SERVICES}
    return gather(household_id, ways, ASKED.as_of, ASKED.known_at)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A dossier of a household that owes rent: the PDF, its note, what it holds."""
    folder = tmp_path_factory.mktemp("house")
    with House({"AZIONE0_DATA": str(folder)}, clock=lambda: NOW) as house:
        household_id = let(house, months(date(2025, 1, 10), 4))
        close(house, date(2025, 5, 31))
        house.exchange_seals()
        found = gathered(house, household_id)
        pdf = dossier_pdf(found, ASKED)
        signer = signer_of(house.office("intake").settings, OF_A_WITNESS)
        note = file_note(pdf, signer, NOW)
    return pdf, note, content(found, ASKED)


def with_dossier(held):
    """The smallest PDF that holds this dossier, as far as the script looks."""
    raw = json.dumps(held).encode()
    head = b"1 0 obj\n<< /Type /EmbeddedFile /Length %d >>\nstream\n" % len(raw)
    return head + raw + b"\nendstream\nendobj\n"


def test_it_is_sound_and_two_others_saw_every_log(made):
    pdf, note, held = made
    wrong, known = verify.check(pdf, note)
    assert wrong == []
    assert len([it for it in known if "visto da aler-bcm/ledger" in it]) >= 1
    assert not [it for it in known if "altre organizzazioni" in it]
    told = {it["origin"]: len(it["events"]) for it in held["logs"]}
    assert told["aler-bcm/ledger"] > 5
    assert told["comune-brescia/intake"] > 2


def test_the_same_case_gives_the_same_bytes(tmp_path):
    made = []
    for name in ("one", "two"):
        with House({"AZIONE0_DATA": str(tmp_path / name)}, clock=lambda: NOW) as house:
            household_id = let(house, [])
            made.append(dossier_pdf(gathered(house, household_id), ASKED))
            keys = [
                line
                for kind in SERVICES
                for line in house.office(kind).exchange.keys().splitlines()
            ]
        assert keys
    # Only the services' keys differ, which are drawn when they are first needed.
    assert abs(len(made[0]) - len(made[1])) < 200
    with House({"AZIONE0_DATA": str(tmp_path / "one")}, clock=lambda: NOW) as house:
        assert dossier_pdf(gathered(house, household_id), ASKED) == made[0]


def test_the_script_needs_python_alone(made, tmp_path):
    pdf, note, _held = made
    (tmp_path / "case.pdf").write_bytes(pdf)
    (tmp_path / "case.pdf.note").write_text(note)
    (tmp_path / "check.py").write_bytes(verifier())
    run = [sys.executable, "-I", "-S", "check.py", "case.pdf"]

    def check(*more):
        return subprocess.run(  # noqa: S603  our own script
            [*run, *more], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    found = check()
    assert (found.returncode, found.stdout.splitlines()[-1]) == (0, "VALIDO")
    assert check("--lang", "en").stdout.splitlines()[-1] == "VALID"
    (tmp_path / "case.pdf").write_bytes(pdf + b"\n")
    found = check()
    assert found.returncode == 1
    assert "il file non è quello firmato" in found.stdout
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "case.pdf").write_bytes(b"%PDF-1.7\n")
    assert check().returncode == 2


def test_keys_that_are_not_trusted_prove_nothing(made):
    pdf, note, held = made
    keys = [verify.key_of(it) for it in held["logs"][0]["keys"]]
    assert verify.check(pdf, note, keys)[0] != []
    everyone = [verify.key_of(it) for log in held["logs"] for it in log["keys"]]
    assert verify.check(pdf, note, everyone)[0] == []
    wrong, _known = verify.check(pdf, note, [])
    assert any("non è firmato" in it for it in wrong)


CHANGES = {
    "seq": lambda it: it + 1,
    "event_id": lambda it: it.replace(it[0], "0" if it[0] != "0" else "1", 1),
    "noun_id": lambda it: it[:-1] + ("0" if it[-1] != "0" else "1"),
    "noun_version": lambda it: it + 1,
    "topic": lambda it: it + "x",
    "class_version": lambda it: it + 1,
    "actor": lambda it: "somebody/else",
    "correlation": lambda it: it + "x",
    "causation": lambda it: it + "x",
    "recorded_at": lambda it: "2025-12-31T00:00:00+00:00",
    "state": lambda it: it.replace("18000", "18001") if "18000" in it else it + " ",
    "proof": lambda it: it[:-1],
}


@pytest.mark.parametrize("field", CHANGES)
def test_whatever_is_changed_of_an_event_is_named(made, field):
    held = json.loads(json.dumps(made[2]))
    log = next(it for it in held["logs"] if it["origin"] == "aler-bcm/ledger")
    event = log["events"][3]
    event[field] = CHANGES[field](event[field])
    wrong, _known = verify.check(with_dossier(held))
    # With another number it is perhaps there twice as well.
    assert any(f"il fatto {event['seq']} " in it for it in wrong)
    assert all(it.startswith("aler-bcm/ledger") for it in wrong)


def test_a_checkpoint_that_was_changed_is_no_longer_signed(made):
    for change in (
        lambda note: note.replace("\n", "\nx", 1),
        lambda note: note.replace("aler-bcm/ledger\n", "aler-bcm/other\n", 1),
        lambda note: re.sub(r"\n(\d)", r"\n1\1", note, count=1),
        lambda note: "",
        lambda note: note.rpartition("\n\n")[0],
    ):
        held = json.loads(json.dumps(made[2]))
        log = next(it for it in held["logs"] if it["origin"] == "aler-bcm/ledger")
        log["checkpoint"] = change(log["checkpoint"])
        wrong, _known = verify.check(with_dossier(held))
        assert wrong
        assert all(it.startswith("aler-bcm/ledger") for it in wrong)


def test_fewer_witnesses_than_two_are_said(made):
    held = json.loads(json.dumps(made[2]))
    log = next(it for it in held["logs"] if it["origin"] == "aler-bcm/ledger")
    log["checkpoint"] = "".join(log["checkpoint"].splitlines(keepends=True)[:6])
    wrong, known = verify.check(with_dossier(held))
    assert wrong == []
    assert any("altre organizzazioni che firmano: 1" in it for it in known)


def test_no_byte_of_the_file_can_be_changed(made):
    pdf, note, _held = made
    for place in range(0, len(pdf), 499):
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        try:
            assert verify.check(changed, note)[0], place
        except verify.Wrong:
            continue


def test_it_is_a_pdf_to_keep_with_the_events_attached(made):
    pdf, _note, held = made
    reader = PdfReader(io.BytesIO(pdf))
    catalogue = reader.trailer["/Root"]
    assert 'pdfaid:part="3"' in told_of(catalogue)
    assert 'pdfaid:conformance="B"' in told_of(catalogue)
    [intent] = catalogue["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object().get_data()
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "it"
    specs = {it.get_object()["/UF"]: it.get_object() for it in catalogue["/AF"]}
    assert set(specs) == {"dossier.json", "verify.py"}
    assert {it["/AFRelationship"] for it in specs.values()} == {"/Data"}
    assert all(it["/EF"]["/F"].get_object().get("/Subtype") for it in specs.values())
    assert json.loads(reader.attachments["dossier.json"][0]) == held
    assert reader.attachments["verify.py"][0] == verifier()
    assert not reader.is_encrypted
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            [within] = font["/DescendantFonts"]
            described = within.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & described.keys()
    text = "\n".join(page.extract_text() for page in reader.pages)
    for said in ("Dossier del caso", "aler-bcm/ledger", "Account.ArrearsDetected"):
        assert said in text


def told_of(catalogue):
    return re.sub(r"\s", "", catalogue["/Metadata"].get_data().decode())


def test_the_script_is_the_one_that_is_attached():
    assert verifier() == Path(verify.__file__).read_bytes()


#: RFC 8032 § 7.1, tests 1 to 3.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"  # noqa: ISC004
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"  # noqa: ISC004
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"  # noqa: ISC004
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_are_checked_as_the_standard_says(public, message, signature):
    key, text, signed = map(bytes.fromhex, (public, message, signature))
    assert verify.is_signed(key, text, signed)
    assert not verify.is_signed(key, text + b"x", signed)
    for place in (0, 31, 32, 63):
        wrong = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert not verify.is_signed(key, text, wrong)
    # A scalar plus the order signs the same, and is not accepted.
    scalar = int.from_bytes(signed[32:], "little") + verify.ORDER
    assert not verify.is_signed(key, text, signed[:32] + scalar.to_bytes(32, "little"))
    assert not verify.is_signed(bytes(32)[:-1], text, signed)
