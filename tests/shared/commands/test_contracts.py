"""`azione0 contracts` tells an integrator what is wrong before it is sent."""

import json

import pytest
from click.testing import CliRunner

from azione0.commands.contracts import command
from azione0.contract import all_contracts

MESSAGE = {
    "specversion": "1.0",
    "id": "aler-2025-000001",
    "source": "//aler-bcm/aler",
    "type": "it.azione0.aler.ChargeIssued.v1",
    "time": "2024-12-20T00:00:00+01:00",
    "recordedtime": "2024-12-20T18:00:00+01:00",
    "datacontenttype": "application/json",
    "data": {
        "charge_id": "2025-01/1",
        "creditor_id": "aler-bcm",
        "tenancy_id": "0012345",
        "kind": "rent",
        "amount_cents": 18000,
        "issued_on": "2024-12-20",
        "due_on": "2025-01-10",
        "period_from": "2025-01-01",
        "period_to": "2025-01-31",
        "effective_on": "2024-12-20",
    },
}


@pytest.fixture
def say(tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "it")

    def run(*words, message=None):
        if message is not None:
            text = message if isinstance(message, str) else json.dumps(message)
            path = tmp_path / "message.json"
            path.write_text(text, encoding="utf-8")
            words = (*words, str(path))
        return CliRunner().invoke(command, words)

    return run


def changed(message=MESSAGE, data=(), **headers):
    return {**message, **headers, "data": {**message["data"], **dict(data)}}


def as_headers(message, **inside):
    headers = {f"ce-{k}": v for k, v in message.items() if k != "data"}
    headers["content-type"] = headers.pop("ce-datacontenttype")
    return {"headers": headers, **inside}


def test_a_good_message_is_called_good(say):
    result = say("check", message=MESSAGE)
    assert (result.exit_code, result.output) == (0, "Messaggio valido.\n")


@pytest.mark.parametrize("key", ["body", "data"])
def test_a_message_may_be_given_as_it_lies_on_the_wire(say, key):
    message = as_headers(MESSAGE, **{key: MESSAGE["data"]})
    assert say("check", message=message).exit_code == 0


def test_a_body_may_be_given_as_its_text(say):
    message = as_headers(MESSAGE, body=json.dumps(MESSAGE["data"]))
    assert say("check", message=message).exit_code == 0


def test_every_fault_is_said_at_once_headers_first(say):
    wrong = changed(
        data={"amount_cents": "180,00", "kind": "affitto", "due_on": None},
        recordedtime="ieri",
    )
    result = say("check", message=wrong)
    assert result.exit_code == 2
    assert [line.split(":")[0].strip() for line in result.output.splitlines()] == [
        "Messaggio non valido",
        "ce-recordedtime",
        "kind",
        "amount_cents",
        "due_on",
    ]
    assert "amount_cents: '180,00'; atteso: un numero intero" in result.output


def test_a_day_that_disagrees_with_its_envelope_is_a_fault(say):
    result = say("check", message=changed(time="2024-12-21T00:00:00+01:00"))
    assert result.exit_code == 2
    assert "ce-time" in result.output


def test_a_mistyped_contract_is_answered_with_the_nearest(say):
    wrong = changed(type="it.azione0.aler.ChargeIsued.v1")
    result = say("check", message=wrong)
    assert result.exit_code == 2
    assert "it.azione0.aler.ChargeIssued.v1" in result.output


@pytest.mark.parametrize(
    "text",
    ["", "ciao", "[]", '{"id": 1, "id": 2}', '{"a": NaN}', "{}", '{"headers": {}}'],
)
def test_what_is_no_message_is_refused_with_a_sentence(say, text):
    result = say("check", message=text)
    assert result.exit_code == 2
    assert "Messaggio non valido:" in result.output


def test_a_price_in_euros_is_not_taken_for_cents(say):
    text = json.dumps(MESSAGE).replace("18000", "180.00")
    assert say("check", message=text).exit_code == 2


def test_the_list_names_every_contract_once(say):
    lines = say("list").output.splitlines()
    assert len(lines) == len(all_contracts())
    assert "ledger\tInstalmentMissed\tintake, workshops, employment, reporting" in lines


def test_a_partner_can_take_all_descriptions_along(say, tmp_path):
    result = say("export", str(tmp_path / "contratti"))
    assert result.exit_code == 0
    folder = tmp_path / "contratti"
    schema = json.loads(
        (folder / "schemas" / "aler" / "ChargeIssued.v1.json").read_text()
    )
    assert schema["properties"]["amount_cents"]["type"] == "integer"
    assert (folder / "asyncapi.yaml").is_file()
    assert (folder / "choreography.md").is_file()
