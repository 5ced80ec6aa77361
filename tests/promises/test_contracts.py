"""What the contracts promise to others, kept word for word."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from examples import EXAMPLES
from jsonschema import Draft202012Validator

from azione0.contract import KINDS, SERVICES, all_contracts, encode, schema
from azione0.contracts import ledger
from azione0.letter import read, write
from azione0.schemas import choreography, json_schema, published

ROOT = Path(__file__).parents[2]
RECORDED = datetime(2026, 7, 10, 8, tzinfo=UTC)
RELEASED = Path(__file__).parent / "released.json"

CONTRACTS = all_contracts()
PUBLISHED = published()
every_contract = pytest.mark.parametrize(
    "contract", CONTRACTS, ids=lambda contract: contract.type_name()
)


def shape_of(contract) -> str:
    """Give the digest of what a schema demands, its explanations apart."""
    demanded = {
        name: value
        for name, value in json_schema(contract).items()
        if name not in ("description", "title")
    }
    return sha256(json.dumps(demanded, sort_keys=True).encode()).hexdigest()


@every_contract
def test_a_released_schema_is_never_edited(contract):
    """A change is a new version; a new contract adds its line to `released.json`."""
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    assert released.get(contract.type_name()) == shape_of(contract)


def test_no_released_contract_is_withdrawn():
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    assert set(released) == {contract.type_name() for contract in CONTRACTS}


@pytest.mark.parametrize("path", sorted(PUBLISHED))
def test_the_generated_files_are_up_to_date(path):
    """If this fails: `make contracts`."""
    assert (ROOT / "shared" / path).read_text(encoding="utf-8") == PUBLISHED[path]


def test_the_choreography_is_up_to_date():
    page = ROOT / "docs" / "choreography.md"
    assert page.read_text(encoding="utf-8") == choreography()


def test_no_schema_outlives_its_contract():
    folder = ROOT / "shared" / "schemas"
    found = {str(path.relative_to(ROOT / "shared")) for path in folder.rglob("*.json")}
    assert found == {path for path in PUBLISHED if path.endswith(".json")}


@every_contract
def test_every_contract_has_a_valid_example(contract):
    example = EXAMPLES[contract]
    body = json.loads(encode(example))
    Draft202012Validator.check_schema(json_schema(contract))
    Draft202012Validator(
        json_schema(contract), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).validate(body)
    assert schema(contract).validate(body) == {}


@every_contract
def test_every_example_travels(contract):
    example = EXAMPLES[contract]
    raw = write(
        example,
        id="1",
        source="//somebody/something",
        recorded_at=RECORDED,
        correlation_id="1",
        causation_id="1",
    )
    assert read(raw.headers, raw.body).contract == example
    assert (ROOT / "shared" / raw.headers["ce-dataschema"]).is_file()


@every_contract
def test_no_person_is_on_the_bus(contract):
    classes = {
        described["x-data-class"]
        for described in json_schema(contract)["properties"].values()
    }
    assert classes <= {"none", "economic"}


@every_contract
def test_every_letter_about_a_household_says_which(contract):
    about_nobody = {
        "TargetDefinitionAdopted",
        "PolicyParametersAdopted",
        "ControllersAgreed",
        "ControllersAgreementEnded",
        "WorkshopScheduled",
        "IndicatorSnapshotPublished",
    }
    if contract.promise.publisher in SERVICES:
        names = {field.name for field in fields(contract)}
        assert ("household_id" in names) != (contract.promise.name in about_nobody)


@every_contract
def test_every_audience_is_known_and_needs_somebody(contract):
    assert contract.promise.audience
    assert contract.promise.audience <= set(KINDS) - {contract.promise.publisher}


@every_contract
def test_reporting_hears_all_services_and_no_creditor(contract):
    promise = contract.promise
    expected = promise.publisher in SERVICES and promise.publisher != "reporting"
    assert ("reporting" in promise.audience) == expected


@pytest.mark.parametrize(
    ("concluded", "unsaid"),
    [
        (ledger.ArrearsDetected, ledger.ArrearsRetracted),
        (ledger.InstalmentMissed, ledger.InstalmentMissRetracted),
        (ledger.InstalmentPaid, ledger.InstalmentPaymentRetracted),
        (ledger.AgreementBreached, ledger.BreachRetracted),
        (ledger.AgreementCompleted, ledger.CompletionRetracted),
        (ledger.PaymentPosted, ledger.PaymentPostingReversed),
    ],
)
def test_who_hears_a_conclusion_hears_that_it_is_unsaid(concluded, unsaid):
    assert concluded.promise.audience == unsaid.promise.audience


@pytest.mark.parametrize(
    ("begun", "ended"),
    [
        (ledger.AgreementSuspended, ledger.AgreementResumed),
        (ledger.AgreementBreached, ledger.AgreementReinstated),
        (ledger.AgreementAtRisk, ledger.AgreementNoLongerAtRisk),
        (ledger.DebtFrozen, ledger.DebtFreezeEnded),
        (ledger.DebtWrittenOff, ledger.DebtWriteOffRevoked),
    ],
)
def test_who_hears_that_something_begins_hears_that_it_ends(begun, ended):
    assert begun.promise.audience == ended.promise.audience


@every_contract
def test_every_contract_explains_itself(contract):
    assert "description" in json_schema(contract)
    assert len(json_schema(contract)["description"]) > 20


@every_contract
def test_numbers_on_the_bus_are_whole_and_named_for_their_unit(contract):
    for name, described in json_schema(contract)["properties"].items():
        assert "number" not in described.get("type", "")
        if name.endswith("_cents"):
            assert described["format"] == "int64"


def test_decimals_are_published_as_text():
    described = json_schema(ledger.ArrearsDetected)["properties"]["months_equiv"]
    assert described["type"] == "string"
    assert described["pattern"] == r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$"
