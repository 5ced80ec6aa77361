"""A letter is CloudEvents on the wire, and nothing about it is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq
from cloudevents.core.formats.json import JSONFormat

from azione0.contract import BadLetter, UnknownContract
from azione0.contracts import aler, ledger
from azione0.letter import (
    Raw,
    digest,
    number_for,
    number_header,
    read,
    spell,
    unspell,
    write,
)

HOUSEHOLD = UUID("00000000-0000-4000-8000-000000000001")
RECORDED = datetime(2025, 7, 2, 9, 30, tzinfo=UTC)
CLEARED = ledger.ArrearsCleared(
    episode_id=HOUSEHOLD,
    household_id=HOUSEHOLD,
    creditor_id="aler",
    cleared_on=date(2025, 7, 1),
    effective_on=date(2025, 7, 1),
)
CHARGE = aler.ChargeReversed(
    charge_id="2025-01/1",
    creditor_id="aler",
    tenancy_id="007",
    effective_on=date(2025, 1, 10),
)


def written(contract=CLEARED, **changes) -> Raw:
    envelope = {
        "id": "e-1",
        "source": "//aler-bcm/ledger",
        "recorded_at": RECORDED,
        "correlation_id": "c-1",
        "causation_id": "k-1",
        "policy_version": "2025-01",
    }
    return write(contract, **(envelope | changes))


def faults_of(headers, body) -> list[str]:
    with pytest.raises(BadLetter) as refusal:
        read(headers, body)
    return [fault.field for fault in refusal.value.faults]


def without(headers, *names):
    return {name: value for name, value in headers.items() if name not in names}


def test_a_letter_looks_as_promised_on_the_wire():
    assert written().headers == {
        "ce-specversion": "1.0",
        "ce-id": "e-1",
        "ce-source": "//aler-bcm/ledger",
        "ce-type": "it.azione0.ledger.ArrearsCleared.v1",
        "ce-subject": str(HOUSEHOLD),
        "ce-time": "2025-07-01T00:00:00+02:00",
        "ce-recordedtime": "2025-07-02T09:30:00+00:00",
        "ce-correlationid": "c-1",
        "ce-causationid": "k-1",
        "ce-policyversion": "2025-01",
        "ce-dataschema": "schemas/ledger/ArrearsCleared.v1.json",
        "content-type": "application/json",
    }


def test_what_was_written_is_read():
    raw = written()
    letter = read(raw.headers, raw.body)
    assert letter.contract == CLEARED
    assert letter.id == "e-1"
    assert letter.source == "//aler-bcm/ledger"
    assert letter.subject == str(HOUSEHOLD)
    assert letter.time == datetime(2025, 6, 30, 22, tzinfo=UTC)
    assert letter.recorded_at == RECORDED
    assert (letter.correlation_id, letter.causation_id) == ("c-1", "k-1")
    assert letter.policy_version == "2025-01"


def test_any_cloudevents_reader_understands_our_letters():
    raw = written()
    message = RabbitMQMessage(raw.headers, "application/json", raw.body)
    event = from_rabbitmq(message, JSONFormat())
    assert event.get_type() == "it.azione0.ledger.ArrearsCleared.v1"
    assert event.get_data()["cleared_on"] == "2025-07-01"


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        (date(2025, 1, 10), "2025-01-10T00:00:00+01:00"),
        (date(2025, 3, 30), "2025-03-30T00:00:00+01:00"),  # clocks go forward later
        (date(2025, 3, 31), "2025-03-31T00:00:00+02:00"),
        (date(2025, 10, 26), "2025-10-26T00:00:00+02:00"),  # and back
        (date(2025, 10, 27), "2025-10-27T00:00:00+01:00"),
    ],
)
def test_a_letter_counts_from_midnight_in_rome(day, starts):
    raw = written(replace(CLEARED, effective_on=day))
    assert raw.headers["ce-time"] == starts


@pytest.mark.parametrize(
    "name",
    [
        "ce-id",
        "ce-source",
        "ce-specversion",
        "ce-type",
        "ce-time",
        "ce-recordedtime",
        "ce-subject",
        "ce-correlationid",
        "ce-causationid",
        "content-type",
    ],
)
def test_a_header_that_is_missing_is_never_invented(name):
    raw = written()
    assert faults_of(without(raw.headers, name), raw.body) == [name]


def test_all_that_is_missing_is_named_at_once():
    assert faults_of({}, written().body) == [
        "ce-id",
        "ce-source",
        "ce-specversion",
        "ce-type",
        "ce-time",
        "ce-recordedtime",
        "content-type",
    ]


def test_a_creditor_may_leave_out_what_follows_from_its_letter():
    raw = written(CHARGE, source="//aler-bcm/aler")
    left_out = ("ce-subject", "ce-correlationid", "ce-causationid", "ce-policyversion")
    letter = read(without(raw.headers, *left_out), raw.body)
    assert letter.subject == "007"
    assert (letter.correlation_id, letter.causation_id) == ("e-1", "e-1")
    assert letter.policy_version is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce-id", ""),
        ("ce-id", "x" * 201),
        ("ce-id", 7),
        ("ce-id", "a\nb"),
        ("ce-source", "ledger"),
        ("ce-specversion", "0.3"),
        ("ce-time", "2025-07-01"),
        ("ce-time", "2025-07-01T00:00:00"),
        ("ce-time", "2025-13-01T00:00:00Z"),
        ("ce-recordedtime", "yesterday"),
        ("ce-recordedtime", "2025-07-01T25:00:00Z"),
        ("ce-ID", "another"),
        ("ce-correlation-id", "c"),
        ("ce-subject", str(UUID(int=9))),
        ("content-type", "text/plain"),
        ("ce-seqintake", 7),
    ],
)
def test_a_header_that_is_wrong_is_named(name, value):
    raw = written()
    assert faults_of({**raw.headers, name: value}, raw.body)[0] in (name, "ce-*")


def test_the_day_on_the_envelope_is_the_day_inside():
    raw = written()
    wrong = {**raw.headers, "ce-time": "2025-07-02T00:00:00+02:00"}
    assert faults_of(wrong, raw.body) == ["ce-time"]


def test_the_same_instant_may_be_written_otherwise():
    raw = written()
    utc = {**raw.headers, "ce-time": "2025-06-30T22:00:00Z"}
    assert read(utc, raw.body).time == read(raw.headers, raw.body).time


def test_a_body_that_is_no_json_is_no_letter():
    assert faults_of(written().headers, b"hello") == ["body"]


def test_headers_of_others_pass():
    raw = written()
    assert read({**raw.headers, "x-trace": "1", "ce-other": "2"}, raw.body)


def test_a_letter_nobody_declared_is_refused_by_name():
    raw = written()
    newer = {**raw.headers, "ce-type": "it.azione0.ledger.ArrearsCleared.v9"}
    with pytest.raises(UnknownContract, match=r"ArrearsCleared\.v9"):
        read(newer, raw.body)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"id": "x" * 201},
        {"source": "ledger"},
        {"recorded_at": datetime(2025, 7, 2)},  # noqa: DTZ001, that is what is wrong
        {"correlation_id": ""},
        {"contract": replace(CLEARED, effective_on=date(1880, 1, 1))},
        {"contract": replace(CHARGE, tenancy_id="")},
    ],
)
def test_no_letter_is_written_that_could_not_be_read(changes):
    with pytest.raises(BadLetter):
        written(**changes)


def test_two_copies_of_a_letter_have_one_digest_whatever_their_numbers():
    raw = written()
    numbered = {
        **raw.headers,
        "ce-seqintake": "7",
        "ce-keyid": "k",
        "ce-signature": "s",
        "ce-proof": "p",
        "x-route": "anything",
    }
    assert digest(dict(reversed(numbered.items())), raw.body) == digest(*_parts(raw))


def _parts(raw):
    return raw.headers, raw.body


@pytest.mark.parametrize("name", ["ce-id", "ce-subject", "ce-time", "ce-policyversion"])
def test_a_changed_header_changes_the_digest(name):
    raw = written()
    assert digest({**raw.headers, name: "x"}, raw.body) != digest(*_parts(raw))


def test_letters_do_not_collide_by_moving_signs_between_fields():
    assert digest({"ce-a": "bc"}, b"d") != digest({"ce-ab": "c"}, b"d")
    assert digest({"ce-a": "b"}, b"cd") != digest({"ce-a": "bc"}, b"d")


def test_a_digest_can_be_made_by_anybody():
    parts = [b"ce-id", b"1", b"ce-type", b"t", b"{}"]
    by_hand = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    assert digest({"ce-type": "t", "ce-id": "1"}, b"{}") == sha256(by_hand).hexdigest()


def test_a_number_is_read_for_its_recipient_only():
    headers = {"ce-seqworkshopslarete": "12"}
    assert number_header("workshops-la-rete") == "ce-seqworkshopslarete"
    assert number_for(headers, "workshops-la-rete") == 12
    assert number_for(headers, "workshops") is None


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "", "\uff17", "1" * 19])
def test_a_number_that_is_none_is_refused(text):
    with pytest.raises(BadLetter):
        number_for({"ce-seqintake": text}, "intake")


@pytest.mark.parametrize(
    "value", ["", "è \U0001f3e0", "a\0b", "half \ud83d", '"\\', "\x7f\u2028"]
)
def test_headers_are_kept_as_they_came_whatever_is_in_them(value):
    assert unspell(spell({"ce-note": value, value: "x"})) == {
        "ce-note": value,
        value: "x",
    }
    assert "\0" not in spell({"ce-note": value})


def test_headers_kept_in_the_longer_spelling_are_read():
    assert unspell('{"ce-note": "\\u00e8 \\ud83c\\udfe0"}') == {
        "ce-note": "è \U0001f3e0"
    }
