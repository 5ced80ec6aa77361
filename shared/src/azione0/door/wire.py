"""
The connection to the broker: it never waits for ever, and no message breaks it.

Letter box and sender each have a connection of their own, so that a slow reader
never holds up what is to be sent.
"""

import ssl
import struct
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from amqp import Connection, Message
from amqp.exceptions import AMQPError
from amqp.method_framing import frame_handler

from azione0.envelope import CONTENT_TYPE
from azione0.letter import Raw

#: Seconds after which a broker that does not answer is given up.
ANSWER_SECONDS = 5
HEARTBEAT_SECONDS = 20
FAREWELL_SECONDS = 1

#: What can go wrong with a broker: it refuses, it goes away, it falls silent.
BROKER_FAILURES = (AMQPError, OSError)

CONTENT_ENCODING = "content-encoding"
UNDECODABLE = "undecodable-properties"
_CONTENT_HEADER_FRAME = 2
_HAS_HEADERS = 0x2000
#: Added by the broker on its way; another number would make another letter of it.
_ADDED_BY_BROKER = frozenset({"x-delivery-count", "x-acquired-count"})


def connect(url: str, **options: Any) -> Connection:
    """
    Connect to `amqp://USER:PASSWORD@HOST:PORT/VHOST`, or `amqps` for TLS.

    The server's certificate is checked against the system's authorities. One of
    `BROKER_FAILURES` if there is no answer within `ANSWER_SECONDS`.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "amqps"
    host = parts.hostname or "127.0.0.1"
    connection = Connection(
        host=f"[{host}]" if ":" in host else host,
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path.removeprefix("/")) or "/",
        login_method="PLAIN",
        heartbeat=HEARTBEAT_SECONDS,
        connect_timeout=ANSWER_SECONDS,
        ssl={"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": host}
        if secure
        else False,
        frame_handler=_unbreakable,
        **options,
    )
    connection.host = f"{connection.host}:{parts.port or (5671 if secure else 5672)}"
    connection.connect()
    # From here on a read that asks for no time of its own, and every write.
    connection.transport.sock.settimeout(ANSWER_SECONDS)
    return connection


def discard(connection: Connection | None) -> None:
    """Let go of a connection without a word: nothing said on it counts any more."""
    if connection is not None:
        connection.collect()


def farewell(connection: Connection | None) -> None:
    """Close a connection that is in order, and wait a second at most for it."""
    if connection is None or not connection.connected:
        return
    try:
        connection.transport.sock.settimeout(FAREWELL_SECONDS)
        connection.close()
    except BROKER_FAILURES:
        connection.collect()


def drain(connection: Connection, seconds: float) -> bool:
    """Take one thing that the broker says; `False` if it says nothing in time."""
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        return False
    return True


def raw_of(message: Message) -> Raw:
    """
    Give a message as the inbox keeps it, whatever is in it.

    Nothing is decoded. Numbers in headers become text; what is no clean text is
    written with backslashes, so that it can be kept and looked at.
    """
    properties = message.properties
    headers = {
        _clean(name): _clean(value)
        for name, value in (properties.get("application_headers") or {}).items()
        if name not in _ADDED_BY_BROKER
    }
    for name, value in (
        (CONTENT_TYPE, properties.get("content_type")),
        (CONTENT_ENCODING, properties.get("content_encoding")),
    ):
        headers.pop(name, None)
        if value is not None:
            headers[name] = _clean(value)
    body = message.body
    return Raw(headers, body if isinstance(body, bytes) else body.encode())


def message_of(raw: Raw) -> Message:
    """Give a letter as it travels: persistent, its headers beside its body."""
    headers = dict(raw.headers)
    return Message(
        raw.body,
        content_type=headers.pop(CONTENT_TYPE),
        delivery_mode=2,
        application_headers=headers,
    )


def _clean(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    text = value if isinstance(value, str) else str(value)
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _unbreakable(
    connection: Connection, callback: Callable[..., None]
) -> Callable[..., bool]:
    """
    Read frames as the library does, but let no message's properties end it.

    A property that is no text, or a date beyond all dates, would raise while it
    is read, be delivered again after the reconnection, and so for ever. Such
    properties are put into one header, as they came, in hexadecimal.
    """
    read: Callable[..., bool] = frame_handler(connection, callback)

    def read_or_wrap(frame: tuple[int, int, bytes]) -> bool:
        kind, channel, content = frame
        if kind != _CONTENT_HEADER_FRAME:
            return read(frame)
        try:
            return read(frame)
        except Exception:  # noqa: BLE001  whatever the library could not read
            return read((kind, channel, _wrapped(content)))

    return read_or_wrap


def _wrapped(content: bytes) -> bytes:
    name, value = UNDECODABLE.encode(), bytes(content[12:]).hex().encode()
    entry = struct.pack(">B", len(name)) + name
    entry += b"S" + struct.pack(">I", len(value)) + value
    return (
        bytes(content[:12])
        + struct.pack(">H", _HAS_HEADERS)
        + struct.pack(">I", len(entry))
        + entry
    )
