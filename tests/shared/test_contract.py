"""A contract is declared once; everything else about it follows."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Literal
from uuid import UUID

import pytest
from examples import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

from azione0 import contract as declared
from azione0.body import plain_json
from azione0.contract import (
    BadLetter,
    Code,
    Contract,
    Economic,
    NotAContract,
    Plain,
    UnknownContract,
    all_contracts,
    contract,
    contract_for,
    decode,
    encode,
    heard_by,
    part,
    said_by,
    schema,
)
from azione0.contracts import aler, condominium, creditor, ledger
from azione0.exact import exact
from azione0.fields import faults_of

HOUSEHOLD = UUID("00000000-0000-4000-8000-000000000001")
DAY = date(2025, 1, 31)
REVERSED = aler.ChargeReversed(
    charge_id="2025-01/1", creditor_id="aler", tenancy_id="007", effective_on=DAY
)


@part
class Share:
    """A share of something."""

    parts: int
    weight: Decimal | None = None


@pytest.fixture
def alone(monkeypatch):
    """Let a test declare contracts that nobody else hears of."""
    monkeypatch.setattr(declared, "_declared", {})


@pytest.fixture
def everything(alone):
    @contract(publisher="ledger", audience=["intake"])
    class EverythingSaid(Contract):
        """Every kind of field there is."""

        household_id: Plain[UUID]
        name: Plain[str]
        reason: Plain[Code]
        amount_cents: Economic[int]
        settled: Plain[bool]
        seen_at: Plain[datetime]
        rate: Economic[Decimal]
        colour: Plain[Literal["red", "green"]]
        days: Plain[tuple[date, ...]]
        shares: Economic[list[Share]]
        note: Plain[str | None] = None
        cap: Economic[Decimal | None] = None

    return EverythingSaid


@pytest.fixture
def said(everything):
    return everything(
        household_id=HOUSEHOLD,
        name="Sole",
        reason="late_payment",
        amount_cents=-5,
        settled=False,
        seen_at=datetime(2025, 1, 31, 12, tzinfo=UTC),
        rate=Decimal("1.6"),
        colour="red",
        days=(DAY,),
        shares=[Share(parts=1, weight=Decimal("0.25")), Share(parts=2)],
        effective_on=DAY,
    )


def refused(shape, body) -> dict[str, str]:
    with pytest.raises(BadLetter) as refusal:
        decode(shape, body if isinstance(body, bytes) else json.dumps(body).encode())
    return {fault.field: fault.value for fault in refusal.value.faults}


def test_a_contract_cannot_be_changed_once_said():
    with pytest.raises(FrozenInstanceError):
        REVERSED.charge_id = "other"


def test_a_contract_is_written_with_sorted_keys_and_without_absent_fields():
    assert encode(REVERSED) == (
        b'{"charge_id":"2025-01/1","creditor_id":"aler",'
        b'"effective_on":"2025-01-31","tenancy_id":"007"}'
    )


def test_what_is_written_is_read_back(said, everything):
    assert decode(everything, encode(said)) == said


def test_a_body_written_by_another_program_means_the_same(said, everything):
    spaced = json.dumps(json.loads(encode(said)), indent=2).encode()
    assert decode(everything, spaced) == said


def test_unknown_fields_are_passed_over(said, everything):
    newer = json.loads(encode(said)) | {"added_later": {"a": [1.5, None]}}
    assert decode(everything, json.dumps(newer).encode()) == said


@pytest.mark.parametrize("currency", ["USD", "CHF", "eur", "", "EUR ", 978, [], True])
@pytest.mark.parametrize("shape", [aler.ChargeReversed, ledger.ArrearsDetected])
def test_what_is_said_in_another_currency_is_never_read_as_euro(shape, currency):
    body = json.loads(encode(EXAMPLES[shape])) | {"currency": currency}
    assert refused(shape, body) == {"currency": repr(currency)}


@pytest.mark.parametrize("currency", ["EUR", None])
def test_euro_may_be_said(currency):
    example = EXAMPLES[aler.PaymentReceived]
    body = json.loads(encode(example)) | {"currency": currency}
    assert decode(aler.PaymentReceived, json.dumps(body).encode()) == example


def test_another_currency_is_seen_in_every_part_that_is_read():
    body = json.loads(encode(EXAMPLES[ledger.AgreementProposed]))
    body["instalments"][1]["currency"] = "USD"
    assert refused(ledger.AgreementProposed, body) == {
        "instalments[1].currency": "'USD'"
    }


def test_a_currency_in_what_nobody_reads_is_passed_over():
    example = EXAMPLES[aler.PaymentReceived]
    body = json.loads(encode(example)) | {"ordered": {"amount": 9, "currency": "USD"}}
    assert decode(aler.PaymentReceived, json.dumps(body).encode()) == example


def test_another_currency_is_named_with_what_else_is_wrong():
    body = json.loads(encode(EXAMPLES[aler.PaymentReceived]))
    wrong = body | {"amount_cents": "180.00", "currency": "USD"}
    assert list(refused(aler.PaymentReceived, wrong)) == ["amount_cents", "currency"]


def test_an_absent_field_may_also_be_null(said, everything):
    nulled = json.loads(encode(said)) | {"note": None, "cap": None}
    assert decode(everything, json.dumps(nulled).encode()) == said


def test_every_wrong_field_is_named_at_once(said, everything):
    wrong = json.loads(encode(said)) | {
        "amount_cents": 1.0,
        "settled": 0,
        "seen_at": "2025-01-31T12:00:00",
        "rate": 1.6,
        "colour": "blue",
        "days": ["2025-01-31", "31/01/2025"],
        "shares": [{"parts": "1"}],
        "reason": "Mario ha perso il lavoro",
        "note": "x" * 201,
        "name": "",
    }
    del wrong["household_id"]
    assert list(refused(everything, wrong)) == [
        "household_id",
        "name",
        "reason",
        "amount_cents",
        "settled",
        "seen_at",
        "rate",
        "colour",
        "days[1]",
        "shares[0].parts",
        "note",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"text"',
        b"null",
        b"{",
        b"\xff{}",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"effective_on":' + b'{"a":' * 100_000,
    ],
)
def test_a_body_that_is_no_json_object_is_refused(body):
    assert refused(aler.ChargeReversed, body)


@pytest.mark.parametrize(
    "hidden",
    [
        b'"charge_id":"2025-01/2",',  # said twice, two ways
        b'"charge_id":"2025-01/1",',  # said twice, the same way
        b'"unknown":{"a":1,"a":2},',  # twice in what we pass over
        b'"unknown":NaN,',
        b'"unknown":-Infinity,',
        b'"unknown":"\\u0000",',
        b'"unknown":"\\ud800",',
        b'"unknown":"\xff",',
        b'"reason":"\\ud800",',
    ],
)
def test_what_hides_in_json_is_refused(hidden):
    body = encode(REVERSED).replace(b"{", b"{" + hidden)
    assert refused(aler.ChargeReversed, body)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_number_is_no_json(number):
    with pytest.raises(BadLetter):
        plain_json(b'{"a":' + number + b"}")


def test_a_text_no_database_can_hold_is_refused():
    body = encode(REVERSED).replace(b"007", b"0\\u00007")
    assert refused(aler.ChargeReversed, body)


def test_an_escaped_backslash_is_no_forbidden_sign():
    odd = replace(REVERSED, tenancy_id="\\u0000")
    assert decode(aler.ChargeReversed, encode(odd)) == odd


def test_a_code_ends_where_its_text_ends(said, everything):
    wrong = json.loads(encode(said)) | {"reason": "late_payment\n"}
    assert list(refused(everything, wrong)) == ["reason"]


@pytest.mark.parametrize("text", ["1e2", "1_000", " 1", "1.00005", "NaN", "٣", "1,5"])
def test_money_is_never_rounded_in_silence(text, said, everything):
    wrong = json.loads(encode(said)) | {"rate": text}
    assert list(refused(everything, wrong)) == ["rate"]


@pytest.mark.parametrize("text", ["0", "-0.5", "123456789012.1234", "1.005"])
def test_a_decimal_keeps_every_digit(text, said, everything):
    body = json.dumps(json.loads(encode(said)) | {"rate": text}).encode()
    assert str(decode(everything, body).rate) == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_cents", 1.5),
        ("amount_cents", True),
        ("amount_cents", 2**53),
        ("settled", 1),
        ("seen_at", datetime(2025, 1, 31)),  # noqa: DTZ001, that is what is wrong
        ("rate", Decimal("0.00001")),
        ("rate", Decimal("NaN")),
        ("rate", 1.5),
        ("name", "x" * 201),
        ("name", "\ud800"),
        ("name", "\x00"),
        ("colour", "blue"),
        ("household_id", None),
        ("effective_on", datetime(2025, 1, 31, tzinfo=UTC)),
    ],
)
def test_nothing_is_written_that_could_not_be_read(field, value, said):
    with pytest.raises(BadLetter) as refusal:
        encode(replace(said, **{field: value}))
    assert field in str(refusal.value)


def test_a_large_decimal_is_written_in_digits(said, everything):
    assert decode(everything, encode(replace(said, rate=Decimal("1E+2")))).rate == 100


AWKWARD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.sampled_from("aA1.-\n\x00\u00e9\ud800"), max_size=3),
    st.sampled_from(
        [
            str(HOUSEHOLD),
            HOUSEHOLD.hex,
            "2025-02-29",
            "2024-02-29",
            "20250131",
            "2025-01-31T10:00:00Z",
            "2025-01-31 10:00:00Z",
            "2025-01-31T10:00Z",
            "1.5",
            "-0",
            "1e2",
            "red",
            "late_payment",
            "A",
            2**53 - 1,
            2**53,
            -(2**70),
            "x" * 200,
            "x" * 201,
            [],
            {},
            ["2025-01-31", 1],
            [{"parts": 1}],
            [{"parts": 1, "weight": "0.00001"}],
            [{"parts": True}],
        ]
    ),
)


@given(changes=st.dictionaries(st.integers(0, 12), AWKWARD, max_size=4), drop=st.data())
def test_the_quick_reader_and_the_schema_agree(changes, drop):
    shapes = (ledger.ArrearsDetected, ledger.AgreementSigned)
    shape = drop.draw(st.sampled_from(shapes))
    body = dict(WHOLE[shape])
    names = sorted(schema(shape).fields)
    for index, value in changes.items():
        body[names[index % len(names)]] = value
    for name in drop.draw(st.sets(st.sampled_from(names), max_size=1)):
        body.pop(name, None)
    try:
        decode(shape, json.dumps(body).encode())
    except BadLetter:
        is_taken = False
    else:
        is_taken = True
    assert is_taken == (not faults_of(shape, body))


WHOLE = {
    ledger.ArrearsDetected: {
        "episode_id": str(HOUSEHOLD),
        "household_id": str(HOUSEHOLD),
        "creditor_id": "aler",
        "overdue_cents": 36000,
        "oldest_due_on": "2025-01-10",
        "months_equiv": "2.00",
        "band": "A",
        "is_relapse": False,
        "days_since_last_clear": 3,
        "tenancy_id": "007",
        "effective_on": "2025-02-11",
    },
    ledger.AgreementSigned: {
        "agreement_id": str(HOUSEHOLD),
        "household_id": str(HOUSEHOLD),
        "creditor_id": "aler",
        "debt_cents": 7000,
        "charge_ids": [str(HOUSEHOLD)],
        "down_payment_cents": 0,
        "instalments": [{"number": 1, "due_on": "2025-08-10", "amount_cents": 7000}],
        "interest_policy": "none",
        "signed_on": "2025-07-01",
        "signatory_roles": ["tenant"],
        "supersedes": None,
        "effective_on": "2025-07-01",
    },
}


@given(
    days=st.dates(),
    seen_at=st.datetimes(
        min_value=datetime(1900, 1, 2),  # noqa: DTZ001, hypothesis adds the zone
        max_value=datetime(2900, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))]),
    ),
    cents=st.integers(-(2**53) + 1, 2**53 - 1),
    rate=st.decimals(-(10**11), 10**11, places=4),
)
def test_whatever_fits_is_read_back_the_same(days, seen_at, cents, rate):
    detected = ledger.ArrearsDetected(
        episode_id=HOUSEHOLD,
        household_id=HOUSEHOLD,
        creditor_id="aler",
        overdue_cents=cents,
        oldest_due_on=days,
        months_equiv=rate,
        band="D",
        is_relapse=True,
        effective_on=seen_at.date(),
    )
    assert decode(ledger.ArrearsDetected, encode(detected)) == detected


@given(st.text(max_size=20))
def test_a_decimal_is_read_exactly_or_not_at_all(text):
    number = exact(text)
    assert number is None or format(number, "f") == text


def test_creditors_share_their_words_but_not_their_names():
    ours = condominium.ChargeReversed(
        charge_id="1", creditor_id="sole", tenancy_id="1", effective_on=DAY
    )
    assert isinstance(ours, creditor.ChargeReversed)
    assert isinstance(REVERSED, creditor.ChargeReversed)
    assert ours.type_name() == "it.azione0.condominium.ChargeReversed.v1"
    assert REVERSED.type_name() == "it.azione0.aler.ChargeReversed.v1"


def test_a_payment_nobody_can_name_is_about_itself():
    payment = aler.PaymentReceived(
        payment_id="P1",
        creditor_id="aler",
        amount_cents=1,
        value_on=DAY,
        channel="transfer",
        payer="tenant",
        effective_on=DAY,
    )
    assert payment.subject() == "P1"
    assert replace(payment, iuv="IUV1").subject() == "IUV1"
    assert replace(payment, iuv="IUV1", tenancy_id="007").subject() == "007"


def test_a_contract_is_found_by_the_name_on_its_letters():
    for known in all_contracts():
        assert contract_for(known.type_name()) is known


def test_a_contract_of_a_version_to_come_is_refused_by_name():
    with pytest.raises(UnknownContract, match=r"InstalmentMissed\.v2"):
        contract_for("it.azione0.ledger.InstalmentMissed.v2")


def test_a_recipient_hears_what_it_is_the_audience_of():
    assert aler.ChargeIssued in heard_by("ledger")
    assert aler.ChargeIssued not in heard_by("intake")
    assert ledger.InstalmentMissed in heard_by("employment")
    assert {c.promise.publisher for c in said_by("aler")} == {"aler"}


def test_a_second_version_has_a_routing_key_of_its_own(alone):
    @contract(publisher="ledger", version=2, audience=["intake"])
    class CardLost(Contract):
        """Something."""

        household_id: Plain[UUID]

    assert CardLost.routing_key() == "CardLost.v2"
    assert CardLost.type_name() == "it.azione0.ledger.CardLost.v2"
    assert REVERSED.routing_key() == "ChargeReversed"


def declare(body: dict, *, audience=("intake",), **promise):
    shape = type("Odd", (Contract,), {"__annotations__": body, **promise})
    return contract(publisher="ledger", audience=list(audience))(shape)


@pytest.mark.parametrize(
    "body",
    [
        {"household_id": UUID},
        {"household_id": Plain[UUID], "weight": Plain[float]},
        {"household_id": Plain[UUID], "anything": Plain[object]},
        {"household_id": Plain[UUID], "pairs": Plain[dict[str, str]]},
        {"household_id": Plain[UUID], "either": Plain[int | str]},
        {"household_id": Plain[UUID], "pair": Plain[tuple[int, int]]},
        {"subjectless": Plain[UUID]},
    ],
)
def test_a_declaration_that_cannot_travel_is_refused(body, alone):
    with pytest.raises(NotAContract):
        declare(body)


def test_a_default_other_than_none_is_refused(alone):
    body = {"household_id": Plain[UUID], "kind": Plain[str]}
    with pytest.raises(NotAContract, match="default"):
        declare(body, kind="rent")


@pytest.mark.parametrize("audience", [["everybody"], ["ledger"]])
def test_an_audience_of_strangers_or_of_oneself_is_refused(audience, alone):
    with pytest.raises(NotAContract, match="audience"):
        declare({"household_id": Plain[UUID]}, audience=audience)


def test_a_contract_is_declared_once(alone):
    declare({"household_id": Plain[UUID]})
    with pytest.raises(NotAContract, match="twice"):
        declare({"household_id": Plain[UUID]})
