"""
Letters as RabbitMQ sees them: frames written and read without a detour.

The AMQP library does everything else; these two things are done for every letter,
many thousand times in a bill run. No message can break the reading: what is no
text is written down with backslashes, what is no property at all in hexadecimal.
"""

from collections.abc import Callable
from struct import Struct, pack
from typing import Any

from amqp import Connection
from amqp.method_framing import frame_handler
from amqp.serialization import decode_properties_basic

from azione0.envelope import CONTENT_TYPE
from azione0.letter import Raw

METHOD, HEADER, BODY, END = 1, 2, 3, b"\xce"
PUBLISH, DELIVER = b"\x00\x3c\x00\x28", b"\x00\x3c\x00\x3c"
MANDATORY = b"\x01"
PERSISTENT = b"\x02"
CONTENT_ENCODING = "content-encoding"
UNDECODABLE = "undecodable-properties"
LONG_TEXT = ord("S")
HAS_TYPE, HAS_ENCODING, HAS_HEADERS, HAS_MODE = 0x8000, 0x4000, 0x2000, 0x1000
#: Where the flags stand in a header's content, after class, weight and body size.
FLAGS = 12
#: Added by the broker on its way; another number would make another message of it.
ADDED_BY_BROKER = ("x-delivery-count", "x-acquired-count")

_frame = Struct(">BHI")
_content = Struct(">HHQ")
_word = Struct(">H")
_length = Struct(">I")
_number = Struct(">Q")

Deliver = Callable[[int, Raw], None]


def publication(
    channel: int, exchange: str, routing_key: str, raw: Raw, frame_max: int
) -> bytes:
    """
    Give the frames that publish a letter: mandatory, persistent, its own headers.

    The content type travels as a property, as every client expects.
    """
    method = b"".join(
        (PUBLISH, b"\0\0", _short(exchange), _short(routing_key), MANDATORY)
    )
    table = b"".join(
        _short(name) + b"S" + _long(value)
        for name, value in raw.headers.items()
        if name != CONTENT_TYPE
    )
    header = b"".join(
        (
            _content.pack(60, 0, len(raw.body)),
            _word.pack(HAS_TYPE | HAS_HEADERS | HAS_MODE),
            _short(raw.headers[CONTENT_TYPE]),
            _length.pack(len(table)),
            table,
            PERSISTENT,
        )
    )
    most = frame_max - 8
    bodies = (raw.body[at : at + most] for at in range(0, len(raw.body), most))
    return b"".join(
        (
            *(_frame.pack(METHOD, channel, len(method)), method, END),
            *(_frame.pack(HEADER, channel, len(header)), header, END),
            *(_frame.pack(BODY, channel, len(body)) + body + END for body in bodies),
        )
    )


def deliveries(deliver: Deliver) -> Callable[..., Callable[..., bool]]:
    """
    Make a frame handler that gives `deliver` each letter with its delivery tag.

    Everything that is no delivery goes to the library's own handler.
    """

    def handler(connection: Connection, callback: Any) -> Callable[..., bool]:
        read = frame_handler(connection, callback)
        coming = _Coming()

        def on_frame(frame: tuple[int, int, bytes]) -> bool:
            kind, _, content = frame
            if kind == METHOD and content.startswith(DELIVER):
                coming.begin(content)
            elif kind == HEADER and coming.tag:
                coming.headers(content)
            elif kind == BODY and coming.tag:
                coming.body(content)
            else:
                return bool(read(frame))
            connection.bytes_recv += 1
            if not coming.is_whole():
                return False
            deliver(*coming.take())
            return True

        return on_frame

    return handler


class _Coming:
    """The letter whose frames are coming in; one at a time on a channel."""

    def __init__(self) -> None:
        self.tag = 0
        self._missing = -1
        self._headers: dict[str, str] = {}
        self._parts: list[bytes] = []

    def begin(self, content: bytes) -> None:
        """Read the delivery tag, which follows the consumer's."""
        self._missing = -1
        [self.tag] = _number.unpack_from(content, 5 + content[4])

    def headers(self, content: bytes) -> None:
        """Read the properties, and how long the body will be."""
        _, _, self._missing = _content.unpack_from(content)
        self._headers = headers_of(content)

    def body(self, content: bytes) -> None:
        """Take a part of the body."""
        self._parts.append(content)
        self._missing -= len(content)

    def is_whole(self) -> bool:
        """Tell whether nothing of it is missing."""
        return self._missing == 0

    def take(self) -> tuple[int, Raw]:
        """Give the letter and its tag, and be ready for the next."""
        tag, raw = self.tag, Raw(self._headers, b"".join(self._parts))
        self.tag, self._missing, self._parts = 0, -1, []
        return tag, raw


def headers_of(content: bytes) -> dict[str, str]:
    """
    Read the headers of a letter from its content header, whatever is in them.

    Numbers become text. Properties that cannot be read at all are one header.
    """
    try:
        return _plain(content) or _any(content)
    except Exception:  # noqa: BLE001  a stranger's bytes, and never lost for it
        return {UNDECODABLE: content[FLAGS:].hex()}


def _plain(content: bytes) -> dict[str, str] | None:
    """Read properties as we write them; `None` if there is anything else."""
    [flags] = _word.unpack_from(content, FLAGS)
    if not flags & HAS_TYPE or not flags & HAS_HEADERS or flags & HAS_ENCODING:
        return None
    at = FLAGS + 2
    content_type, at = _text(content, at + 1, content[at])
    [size] = _length.unpack_from(content, at)
    at += 4
    end = at + size
    headers = {}
    while at < end:
        name, at = _text(content, at + 1, content[at])
        if content[at] != LONG_TEXT:
            return None
        [length] = _length.unpack_from(content, at + 1)
        headers[name], at = _text(content, at + 5, length)
    headers[CONTENT_TYPE] = content_type
    return headers


def _any(content: bytes) -> dict[str, str]:
    properties, _ = decode_properties_basic(content, FLAGS)
    headers = {
        _clean(name): _clean(value)
        for name, value in (properties.get("application_headers") or {}).items()
        if name not in ADDED_BY_BROKER
    }
    for name, value in (
        (CONTENT_TYPE, properties.get("content_type")),
        (CONTENT_ENCODING, properties.get("content_encoding")),
    ):
        headers.pop(name, None)
        if value is not None:
            headers[name] = _clean(value)
    return headers


def _text(content: bytes, at: int, length: int) -> tuple[str, int]:
    end = at + length
    text = content[at:end]
    if len(text) != length:
        raise ValueError("the properties end too early")
    return text.decode("utf-8", "backslashreplace").replace("\0", "\\x00"), end


def _clean(value: object) -> str:
    whole = (
        value
        if isinstance(value, bytes)
        else str(value).encode("utf-8", "surrogatepass")
    )
    return whole.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _short(text: str) -> bytes:
    encoded = text.encode()
    return pack("B", len(encoded)) + encoded


def _long(text: str) -> bytes:
    encoded = text.encode()
    return _length.pack(len(encoded)) + encoded
