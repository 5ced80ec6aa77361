"""
The connection to the broker: it never waits for ever, and reads many letters at once.

Letter box and sender each have a connection of their own, so that a slow reader
never holds up what is to be sent.
"""

import ssl
from struct import Struct
from typing import Any
from urllib.parse import unquote, urlsplit

from amqp import Connection
from amqp.exceptions import AMQPError, UnexpectedFrame
from amqp.transport import SSLTransport, TCPTransport

#: Seconds after which a broker that does not answer is given up.
ANSWER_SECONDS = 5
HEARTBEAT_SECONDS = 20
FAREWELL_SECONDS = 1

#: What can go wrong with a broker: it refuses, it goes away, it falls silent.
BROKER_FAILURES = (AMQPError, OSError)

_FRAME = Struct(">BHI")
_FRAME_END = 0xCE
_MOST_AT_ONCE = 65536


def connect(url: str, **options: Any) -> Connection:
    """
    Connect to `amqp://USER:PASSWORD@HOST:PORT/VHOST`, or `amqps` for TLS.

    The server's certificate is checked against the system's authorities. One of
    `BROKER_FAILURES` if there is no answer within `ANSWER_SECONDS`.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "amqps"
    host = parts.hostname or "127.0.0.1"
    connection = _Connection(
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
    transport = connection.transport
    try:
        with transport.having_timeout(seconds):
            while not connection.on_inbound_frame(transport.read_frame()):
                pass
    except TimeoutError:
        return False
    return True


class _Swift:
    """Reads frames from what came in one go; to be mixed into a transport."""

    def _setup_transport(self) -> None:
        super()._setup_transport()  # type: ignore[misc]
        self._came = bytearray()
        self._read_upto = 0

    def read_frame(self) -> tuple[int, int, bytes]:
        """Give the next frame; `TimeoutError` keeps what has come of it."""
        while True:
            came, at = self._came, self._read_upto
            if len(came) - at >= _FRAME.size:
                kind, channel, size = _FRAME.unpack_from(came, at)
                end = at + _FRAME.size + size
                if len(came) > end:
                    if came[end] != _FRAME_END:
                        raise UnexpectedFrame("a frame does not end where it should")
                    self._read_upto = end + 1
                    return kind, channel, bytes(came[at + _FRAME.size : end])
            del came[:at]
            self._read_upto = 0
            came += self._receive()

    def _receive(self) -> bytes:
        try:
            received: bytes = self.sock.recv(_MOST_AT_ONCE)  # type: ignore[attr-defined]
        except TimeoutError:
            raise
        except OSError:
            self.connected = False
            raise
        if not received:
            self.connected = False
            raise ConnectionResetError("the broker has closed the connection")
        return received


class _PlainTransport(_Swift, TCPTransport):
    """Without TLS."""


class _SecureTransport(_Swift, SSLTransport):
    """With TLS."""


class _Connection(Connection):
    """The library's connection, on a transport of ours."""

    def Transport(  # noqa: N802  the library's name
        self, host: str, connect_timeout: float, ssl: Any, *_: Any, **__: Any
    ) -> Any:
        if ssl:
            return _SecureTransport(host, connect_timeout=connect_timeout, ssl=ssl)
        return _PlainTransport(host, connect_timeout=connect_timeout)
