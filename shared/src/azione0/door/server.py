"""
The port on which a service answers HTTP, and how it closes without losing anybody.

The port belongs to one process: a second one on it fails loudly. A connection
carries one request, so whoever was let in is answered before the service goes:
on stop it says that it is not ready, lets in those who already stand in the
queue, shuts the port and waits for the answers still being written.
"""

import ctypes
import socket
import struct
from contextlib import suppress
from errno import EMFILE, ENFILE
from functools import partial
from logging import getLogger
from typing import Any
from urllib.parse import urlsplit

import eventlet
from eventlet import wsgi
from eventlet.semaphore import Semaphore
from nameko.extensions import Entrypoint
from nameko.web.server import HttpOnlyProtocol

from azione0.door.web import create_app
from azione0.metrics import Metrics
from azione0.settings import Settings

log = getLogger(__name__)

BACKLOG = 511
MOST_CONNECTIONS = 512
#: A client that says nothing, or takes nothing, for so long is let go.
PATIENCE_SECONDS = 20
#: Seconds in which answers must be finished once the service stops.
DRAIN_SECONDS = 4.0
LOOPBACK = "127.0.0.1"
#: Time for those who have knocked to be at the door, on this machine or beside a proxy.
HANDSHAKE_SECONDS = 0.05
SO_ATTACH_FILTER = 26
#: Load the flags of the TCP header; let nothing pass that has SYN among them.
NO_SYN = ((0x30, 0, 0, 13), (0x45, 0, 1, 2), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF))


class WebDoor(Entrypoint):
    """
    Answers HTTP on the service's port, with the figures that it counts.

    The container that it is bound to has the `office`, the lists `counted` and
    `sent` of those who are told about letters, `health` and `wake`.
    """

    def __init__(self, **expected: Any) -> None:
        super().__init__(**expected)
        self.closing = False
        self.address: tuple[str, int] = ("", 0)
        self._free = Semaphore(MOST_CONNECTIONS)
        self._open: set[Any] = set()
        self._socket: Any = None
        self._server: Any = None
        self._accepting: Any = None

    def setup(self) -> None:
        """Take the port, count letters, and make ready to answer."""
        container = self.container
        metrics = Metrics(container.office)
        container.counted.append(metrics.taken)
        container.sent.append(metrics.sent)
        inbox = container.office.inbox
        inbox.handlers = {
            kind: metrics.timed(kind, handler)
            for kind, handler in inbox.handlers.items()
        }
        settings: Settings = container.office.settings
        app = create_app(
            container.office,
            metrics=metrics,
            broker=self._broker if settings.amqp else None,
            closing=lambda: self.closing,
            stored=container.wake,
        )
        self._socket = eventlet.listen(
            (host_of(settings), settings.port), backlog=BACKLOG, reuse_port=False
        )
        self.address = self._socket.getsockname()[:2]
        self._server = wsgi.Server(
            self._socket,
            self.address,
            app,
            protocol=HttpOnlyProtocol,
            # eventlet ends a body of any kind where the request ends.
            environ={"wsgi.input_terminated": True},
            keepalive=False,
            socket_timeout=PATIENCE_SECONDS,
            log_output=False,
            debug=False,
        )

    def start(self) -> None:
        """Let people in."""
        self._accepting = self.container.spawn_managed_thread(
            self._accept, identifier="http"
        )

    def stop(self) -> None:
        """Answer whoever stands at the door already, and nobody after them."""
        self.closing = True
        if self._accepting is not None:
            _knock_no_more(self._socket.fd)
            # Whoever has knocked comes in meanwhile; a new knock is tried again.
            eventlet.sleep(HANDSHAKE_SECONDS)
            self._accepting.kill()
            self._empty_backlog()
        self._close()
        with eventlet.Timeout(DRAIN_SECONDS, exception=False):
            while self._open:
                eventlet.sleep(0.01)
            return
        log.warning("%s requests were cut off", len(self._open))

    def kill(self) -> None:
        """Shut the port without waiting for anybody."""
        if self._accepting is not None:
            self._accepting.kill()
        self._close()

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _accept(self) -> None:
        while True:
            self._free.acquire()
            try:
                connection, address = self._socket.accept()
            except OSError as wrong:
                self._free.release()
                if wrong.errno in (EMFILE, ENFILE):
                    log.warning("no file descriptor is left for a connection")
                eventlet.sleep(0.1)
                continue
            self._serve(connection, address)

    def _empty_backlog(self) -> None:
        # Without a single switch to another thread, so that nobody can come
        # between the last one let in and the shutting of the port.
        real = self._socket.fd
        real.settimeout(0)
        while True:
            try:
                accepted, address = real.accept()
            except OSError:
                return
            self._serve(eventlet.greenio.GreenSocket(accepted), address)

    def _serve(self, connection: Any, address: Any) -> None:
        connection.settimeout(PATIENCE_SECONDS)
        self._open.add(connection)
        self.container.spawn_managed_thread(
            partial(self._answer, connection, address), identifier="http request"
        )

    def _answer(self, connection: Any, address: Any) -> None:
        try:
            self._server.process_request([address, connection, wsgi.STATE_IDLE])
        except Exception as wrong:
            if not isinstance(wrong, OSError):
                log.warning("a connection ended badly", exc_info=wrong)
        finally:
            connection.close()
            self._open.discard(connection)
            self._free.release()

    def _broker(self) -> str:
        trouble = self.container.health()
        away = trouble.get("letters_in") or trouble.get("letters_out")
        return "away" if away else "connected"


def _knock_no_more(listening: socket.socket) -> None:
    """
    Let no new connection begin, and those that have begun be completed.

    Between the last one let in and the shutting of the port another could else be
    completed, which the kernel would then reset. A dropped SYN is sent again after a
    second, to whoever listens by then. Source: socket(7), classic BPF filters.
    """
    program = ctypes.create_string_buffer(
        b"".join(struct.pack("HBBI", *step) for step in NO_SYN)
    )
    filtering = struct.pack("HP", len(NO_SYN), ctypes.addressof(program))
    with suppress(OSError):
        listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, filtering)


def host_of(settings: Settings) -> str:
    """
    Give the address to listen on.

    A service whose partners know it on this machine only is not offered to others.
    """
    host = urlsplit(settings.me.url).hostname or LOOPBACK
    return LOOPBACK if host in (LOOPBACK, "localhost") else ""
