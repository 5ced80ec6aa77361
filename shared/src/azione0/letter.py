"""
A letter: a contract in its envelope, as it travels and as it is read.

The envelope is CloudEvents 1.0 in binary mode: `ce-*` headers, the contract's
JSON alone as body. On RabbitMQ this is Knative's binding for AMQP 0-9-1.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from azione0.body import BadLetter, decode, encode
from azione0.contract import CREDITORS, Contract, contract_for
from azione0.envelope import (
    CONTENT_TYPE,
    FORMS,
    JSON,
    LEFT_OUT_BY_CREDITORS,
    absent,
    check_headers,
    refuse,
)
from azione0.fields import Fault, shown
from azione0.words import _

ROME = ZoneInfo("Europe/Rome")

NUMBER = "ce-seq"
DIGITS = re.compile(r"[1-9][0-9]{0,17}")
NOT_DIGESTED = (NUMBER, "ce-keyid", "ce-signature", "ce-proof")


@dataclass(frozen=True, slots=True)
class Raw:
    """A letter as it lies on the wire, without the numbers of its recipients."""

    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A letter that was read.

    `time` is the start of the day from which it counts, in Europe/Rome;
    `recorded_at` when its publisher wrote it down.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    recorded_at: datetime
    correlation_id: str
    causation_id: str
    policy_version: str | None
    contract: Contract


_writer, _reader = Encoder(), Decoder(dict[str, str])


def write(
    contract: Contract,
    *,
    id: str,
    source: str,
    recorded_at: datetime,
    correlation_id: str,
    causation_id: str,
    policy_version: str | None = None,
) -> Raw:
    """
    Put a contract in its envelope, addressed to nobody yet.

    `recorded_at` has an offset. `BadLetter` if the contract or its envelope
    holds what no reader would accept, such as a day before Italian civil time.
    """
    promise = contract.promise
    headers = {
        "ce-id": id,
        "ce-source": source,
        "ce-specversion": "1.0",
        "ce-type": promise.type_name,
        "ce-subject": contract.subject(),
        "ce-time": _as_text(start_of_day(contract.effective_on)),
        "ce-dataschema": promise.schema_path,
        "ce-recordedtime": recorded_at.isoformat(),
        "ce-correlationid": correlation_id,
        "ce-causationid": causation_id,
        CONTENT_TYPE: JSON,
    }
    if policy_version is not None:
        headers["ce-policyversion"] = policy_version
    body = encode(contract)
    check_headers(headers)
    return Raw(headers, body)


def read(headers: Mapping[str, str], body: bytes) -> Letter:
    """
    Read a letter from its headers and its body.

    `BadLetter` with each header or field that is missing or wrong,
    `UnknownContract` if nobody here has declared its type. A creditor may
    leave out the subject, the correlation and the causation: they follow from
    the body and from the id.
    """
    check_headers(headers)
    shape = contract_for(headers["ce-type"])
    if shape.promise.publisher not in CREDITORS:
        refuse(absent(headers, LEFT_OUT_BY_CREDITORS))
    said = decode(shape, body)
    starts = start_of_day(said.effective_on)
    subject = said.subject()
    refuse(_disagreements(headers, subject, starts))
    own_id = headers["ce-id"]
    return Letter(
        id=own_id,
        source=headers["ce-source"],
        type=headers["ce-type"],
        subject=subject,
        time=starts,
        recorded_at=_moment(headers, "ce-recordedtime"),
        correlation_id=headers.get("ce-correlationid") or own_id,
        causation_id=headers.get("ce-causationid") or own_id,
        policy_version=headers.get("ce-policyversion"),
        contract=said,
    )


def digest(headers: Mapping[str, str], body: bytes) -> str:
    """
    Give what two copies of one letter have in common: a SHA-256, in hex.

    Taken over the `ce-*` headers in the order of their names, without numbers
    and signatures, then the body; every name, value and the body is preceded
    by its length in bytes, as four bytes, the highest first.
    """
    parts: list[bytes] = []
    for name in sorted(headers):
        if preceded := _preceded(name):
            # A broken text must not hide a letter: it is still told from others.
            value = headers[name].encode("utf-8", "surrogatepass")
            parts += (preceded, len(value).to_bytes(4, "big"), value)
    parts += (len(body).to_bytes(4, "big"), body)
    return sha256(b"".join(parts)).hexdigest()


@lru_cache(maxsize=256)
def _preceded(name: str) -> bytes:
    """Give a header's name after its length; nothing for one that does not count."""
    if not name.startswith("ce-") or name.startswith(NOT_DIGESTED):
        return b""
    text = name.encode("utf-8", "surrogatepass")
    return len(text).to_bytes(4, "big") + text


def spell(headers: Mapping[str, str]) -> str:
    """Give headers as the JSON text that is kept, half surrogate pairs too."""
    try:
        return _writer.encode(headers).decode()
    except UnicodeEncodeError:
        return json.dumps(headers)


def unspell(text: str) -> dict[str, str]:
    """Give the headers of a text that `spell` made."""
    try:
        return _reader.decode(text)
    except DecodeError:
        headers: dict[str, str] = json.loads(text)
        return headers


def number_for(headers: Mapping[str, str], recipient: str) -> int | None:
    """
    Give the letter's number for a recipient, from 1; None if it bears none.

    `BadLetter` if what it bears is no number.
    """
    name = number_header(recipient)
    text = headers.get(name)
    if text is None:
        return None
    if not DIGITS.fullmatch(text):
        raise BadLetter([Fault(name, shown(text), _("un numero da 1 in su"))])
    return int(text)


def is_numbered(headers: Mapping[str, str]) -> bool:
    """Say whether a letter bears a number for anybody; creditors' bear none."""
    return any(name.startswith(NUMBER) for name in headers)


@lru_cache(maxsize=256)
def number_header(recipient: str) -> str:
    """Name the header that bears a recipient's number: letters and digits only."""
    return NUMBER + re.sub("[^a-z0-9]", "", recipient.lower())


@lru_cache(maxsize=4096)
def start_of_day(day: date) -> datetime:
    """Give the first instant of a civil day in Europe/Rome."""
    return datetime.combine(day, time.min, ROME)


def _moment(headers: Mapping[str, str], name: str) -> datetime:
    text = headers[name]
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        expected = _(FORMS[name].expected)
        raise BadLetter([Fault(name, shown(text), expected)]) from wrong


def _disagreements(
    headers: Mapping[str, str], subject: str, starts: datetime
) -> Iterator[Fault]:
    said = headers.get("ce-subject")
    if said not in (None, subject):
        yield Fault("ce-subject", shown(said), _("lo stesso soggetto del contenuto"))
    time = headers["ce-time"]
    if time != _as_text(starts) and _moment(headers, "ce-time") != starts:
        yield Fault("ce-time", shown(time), starts.isoformat())


@lru_cache(maxsize=4096)
def _as_text(instant: datetime) -> str:
    return instant.isoformat()
