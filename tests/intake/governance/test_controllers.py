"""Who answers for data, for which purpose, on which day; and the register of it."""

from datetime import date

import pytest

from azione0.access.purposes import CODES
from intake.governance.controllers import (
    AgreementNotInForce,
    ImpossibleAgreement,
    UnknownPurpose,
)
from intake.governance.register import HEAD

BEGUN, ENDED, AFTER = date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)
JOINT = {
    "purpose": "social_file",
    "controllers": ["comune", "aler-bcm"],
    "processors": [],
    "document_ref": "Accordo 1",
    "valid_from": BEGUN,
}


@pytest.fixture
def record(office):
    def told(**changed):
        with office.command() as intake:
            return intake.record_agreement(**(JOINT | changed))

    return told


def test_an_agreement_covers_its_parties_on_its_days(office, record):
    record()
    record(
        controllers=["comune"],
        processors=["la-rete"],
        document_ref="Nomina 3",
        valid_to=ENDED,
    )
    ask = office.intake.coverage
    assert ask("aler-bcm", "social_file", BEGUN).role == "controller"
    found = ask("la-rete", "social_file", ENDED)
    assert (found.role, found.agreement.article) == ("processor", "28")
    assert ask("la-rete", "social_file", AFTER) is None
    assert ask("la-rete", "employment", BEGUN) is None
    assert ask("la-rete", "social_file", date(2024, 12, 31)) is None
    assert ask("comune", "social_file", AFTER).agreement.article == "26"


def test_an_agreement_ends_on_a_day_on_which_it_holds(office, record):
    agreement_id = record()
    with pytest.raises(AgreementNotInForce), office.command() as intake:
        intake.end_agreement(agreement_id, date(2024, 1, 1))
    with office.command() as intake:
        intake.end_agreement(agreement_id, ENDED)
    assert office.intake.coverage("comune", "social_file", ENDED)
    assert office.intake.controller_agreements(AFTER) == []
    assert len(office.intake.controller_agreements()) == 1
    with pytest.raises(AgreementNotInForce), office.command() as intake:
        intake.end_agreement(agreement_id, AFTER)


@pytest.mark.parametrize(
    ("refusal", "changed"),
    [
        (UnknownPurpose, {"purpose": "curiosity"}),
        (ImpossibleAgreement, {"controllers": []}),
        (ImpossibleAgreement, {"processors": ["comune"]}),
        (ImpossibleAgreement, {"valid_to": date(2024, 1, 1)}),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(record, refusal, changed):
    with pytest.raises(refusal):
        record(**changed)


def test_the_register_tells_every_activity_and_what_is_not_covered(office, record):
    record(processors=["la-rete"])
    rows = [
        dict(zip(HEAD, row, strict=True))
        for row in office.intake.processing_register(BEGUN)
    ]
    assert {it["Codice"] for it in rows} == set(CODES)
    [told] = [it for it in rows if it["Titolari"]]
    assert told["Titolari"] == "aler-bcm, comune"
    assert told["Responsabili"] == "la-rete"
    assert told["Accordo"] == "Accordo 1 (art. 28 GDPR)"
    assert all(it["Termine di cancellazione"] for it in rows)
