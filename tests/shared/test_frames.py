"""Letters as frames: written for every client, read whatever is in them."""

import json
from struct import pack

import pytest
from amqp.method_framing import frame_handler
from amqp.serialization import decode_properties_basic
from hypothesis import given
from hypothesis import strategies as st

from azione0.door.frames import (
    FLAGS,
    UNDECODABLE,
    deliveries,
    headers_of,
    publication,
)
from azione0.envelope import CONTENT_TYPE, JSON
from azione0.letter import Raw

HEADERS = {"ce-id": "1", "ce-subject": "perché no", CONTENT_TYPE: JSON}


def frames_in(stream):
    while stream:
        size = int.from_bytes(stream[3:7], "big")
        yield stream[0], int.from_bytes(stream[1:3], "big"), stream[7 : 7 + size]
        assert stream[7 + size] == 0xCE
        stream = stream[8 + size :]


def header_of(raw):
    [_, (kind, _, content), *_] = frames_in(publication(1, "x", "k", raw, 131072))
    assert kind == 2
    return content


def test_the_library_reads_what_is_written():
    content = header_of(Raw(HEADERS, b"{}"))

    properties, _ = decode_properties_basic(content, FLAGS)
    assert properties == {
        "content_type": JSON,
        "delivery_mode": 2,
        "application_headers": {"ce-id": "1", "ce-subject": "perché no"},
    }


def test_what_is_written_is_read_back():
    assert headers_of(header_of(Raw(HEADERS, b"{}"))) == HEADERS


@pytest.mark.parametrize("size", [0, 1, 4088, 4089, 20000])
def test_a_long_body_travels_in_frames_that_fit(size):
    frames = list(frames_in(publication(7, "x", "k", Raw(HEADERS, b"a" * size), 4096)))

    assert b"".join(content for kind, _, content in frames if kind == 3) == b"a" * size
    assert all(len(content) <= 4088 for kind, _, content in frames if kind == 3)
    assert {channel for _, channel, _ in frames} == {7}


def with_properties(properties):
    return pack(">HHQ", 60, 0, 2) + properties


def test_what_is_no_text_is_written_with_backslashes():
    table = b"\x02id" + b"S" + pack(">I", 3) + b"a\x00\xff"
    content = with_properties(pack(">H", 0x2000) + pack(">I", len(table)) + table)

    assert headers_of(content) == {"id": "a\\x00\\xff"}


def test_numbers_and_tables_become_text():
    table = b"\x01n" + b"I" + pack(">i", 7) + b"\x01t" + b"t\x01" + b"\x01v" + b"V"
    content = with_properties(pack(">H", 0x2000) + pack(">I", len(table)) + table)

    assert headers_of(content) == {"n": "7", "t": "True", "v": "None"}


def test_what_the_broker_counts_is_no_part_of_the_letter():
    table = b"\x10x-delivery-countl" + pack(">q", 3) + b"\x01aS" + pack(">I", 1) + b"b"
    content = with_properties(pack(">H", 0x2000) + pack(">I", len(table)) + table)

    assert headers_of(content) == {"a": "b"}


@given(st.binary(max_size=200))
def test_no_properties_break_the_reading(properties):
    headers = headers_of(with_properties(properties))

    stored = "".join([*headers, *headers.values()])
    assert "\0" not in stored
    stored.encode()  # nor half a surrogate: both stores must be able to keep it
    json.dumps(headers)


def test_properties_that_no_library_reads_are_kept_in_hexadecimal():
    unreadable = pack(">H", 0x8000) + b"\x04\xff\xfe\xff\xfe"

    assert headers_of(with_properties(unreadable)) == {UNDECODABLE: unreadable.hex()}


class Connection:
    bytes_recv = 0


def test_a_delivery_is_put_together_from_its_frames():
    came = []
    read = deliveries(lambda tag, raw: came.append((tag, raw)))(Connection(), None)
    method = b"\x00\x3c\x00\x3c" + b"\x03tag" + pack(">Q", 42) + b"\x00\x01x\x01k"
    header = with_properties(pack(">H", 0))

    answers = [read((1, 1, method)), read((2, 1, header)), read((3, 1, b"a"))]
    assert answers == [False, False, False]
    assert read((3, 1, b"b"))
    empty = pack(">HHQ", 60, 0, 0) + pack(">H", 0)
    assert [read((1, 1, method)), read((2, 1, empty))] == [False, True]
    assert came == [(42, Raw({}, b"ab")), (42, Raw({}, b""))]


def test_all_else_is_the_librarys(monkeypatch):
    passed = []
    callback = lambda *arguments: passed.append(arguments)  # noqa: E731
    read = deliveries(lambda tag, raw: None)(Connection(), callback)
    assert frame_handler(Connection(), callback)((1, 1, b"\x00\x14\x00\x0b"))
    assert read((1, 1, b"\x00\x14\x00\x0b"))
    assert passed[0] == passed[1]
