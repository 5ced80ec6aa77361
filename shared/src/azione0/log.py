"""
What a service writes in its log: what happened and how long it took, and nobody.

Only fields on a list come through. Of an exception the kind and the place are
kept, never its text, which could quote a letter; of what libraries say the
sentence is kept and not the values put into it. Our own modules log with
`extra={"contract": ..., "seconds": ...}`.
"""

import logging
import sys
from collections.abc import Iterator
from traceback import extract_tb
from typing import Any, TextIO

import structlog

from azione0.contract import SERVICES

OURS = ("azione0", *SERVICES)
ALLOWED = frozenset(
    {
        "attempts",
        "contract",
        "count",
        "kind",
        "method",
        "number",
        "port",
        "position",
        "publisher",
        "queue",
        "recipient",
        "request_id",
        "route",
        "seconds",
        "state",
        "status",
    }
)
#: Libraries whose everyday remarks hide what matters.
NOISY = ("amqp", "eventlet", "kombu", "nameko", "psycopg", "werkzeug")
LONGEST_TRACE = 8
FIRST = ["timestamp", "level", "service", "event"]


def configure(service: str, stream: TextIO | None = None) -> None:
    """
    Send every log line of this process to `stream`, standard error by default.

    JSON, one object a line; key=value where a person looks on.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line(service, for_a_person=stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


class Line(logging.Formatter):
    """Writes one line for each thing that happened."""

    def __init__(self, service: str, *, for_a_person: bool = False) -> None:
        super().__init__()
        self._service = service
        self._stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        self._write: Any = (
            structlog.processors.LogfmtRenderer(key_order=FIRST, drop_missing=True)
            if for_a_person
            else structlog.processors.JSONRenderer(ensure_ascii=False)
        )

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, with nothing in it that is not on the list."""
        fields = {
            "level": record.levelname.lower(),
            "service": self._service,
            "event": _sentence(record),
            "logger": record.name,
            **{name: held for name, held in vars(record).items() if name in ALLOWED},
            **dict(_failure(record)),
        }
        return str(self._write(None, "", self._stamp(None, "", fields)))


def _sentence(record: logging.LogRecord) -> str:
    """Put the values into our own sentences; into those of libraries, none."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.name.partition(".")[0] not in OURS or not isinstance(record.args, tuple):
        return record.msg
    return record.msg % tuple(
        type(it).__name__ if isinstance(it, BaseException) else it for it in record.args
    )


def _failure(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    """Say of an exception its kind and where it was raised, not what it said."""
    wrong = record.exc_info[1] if record.exc_info else None
    if wrong is not None:
        trace = extract_tb(wrong.__traceback__)[-LONGEST_TRACE:]
        steps = [f"{step.name}:{step.lineno}" for step in reversed(trace)]
        yield "error", type(wrong).__name__
        yield "place", " < ".join(steps)
