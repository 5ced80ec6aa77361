"""A stretch of cable that a test may cut, clog, or let swallow an answer."""

import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

#: class and method of an AMQP frame: the broker's confirm.
CONFIRM = (60, 80)
_METHOD_FRAME = 1
_LONGEST_QUIET = 0.05


class Cable:
    """
    A TCP proxy on 127.0.0.1 in front of a server on 127.0.0.1.

    `clogged`: both ends stay connected and nothing goes through. `swallows`: AMQP
    methods from the server that never arrive.
    """

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.clogged = False
        self.swallows: set[tuple[int, int]] = set()
        self.swallowed = 0
        self._ended = Event()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_LONGEST_QUIET)
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def cut(self) -> None:
        """Break every connection that goes through; new ones may come."""
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                # Closing alone would not wake the thread that reads from it.
                end.shutdown(socket.SHUT_RDWR)

    def remove(self) -> None:
        """Take the cable away."""
        self._ended.set()
        self._listener.close()
        self.cut()

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        Thread(target=run, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.server_port))
            self._ends += [client, server]
            self._start(self._carry, client, server, lambda sent: sent)
            self._start(self._carry, server, client, self._without_swallowed())

    def _carry(
        self,
        giver: socket.socket,
        taker: socket.socket,
        let_through: Callable[[bytes], bytes],
    ) -> None:
        with suppress(OSError):
            giver.settimeout(None)
            while sent := giver.recv(65536):
                while self.clogged and not self._ended.is_set():
                    self._ended.wait(_LONGEST_QUIET)
                taker.sendall(let_through(sent))
        for end in (giver, taker):
            with suppress(OSError):
                end.close()

    def _without_swallowed(self) -> Callable[[bytes], bytes]:
        """Give a filter that knows where the server's AMQP frames begin and end."""
        kept = b""

        def let_through(sent: bytes) -> bytes:
            nonlocal kept
            kept += sent
            passed = []
            while len(kept) >= 7:
                kind, _, size = struct.unpack(">BHI", kept[:7])
                if len(kept) < size + 8:
                    break
                frame, kept = kept[: size + 8], kept[size + 8 :]
                method = struct.unpack(">HH", frame[7:11]) if size >= 4 else (0, 0)
                if kind == _METHOD_FRAME and method in self.swallows:
                    self.swallowed += 1
                else:
                    passed.append(frame)
            return b"".join(passed)

        return let_through
