"""A partner's part in the exchange of checkpoints, reached over HTTP."""

import json
from base64 import b64encode
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from azione0.audit.witness import (
    Growth,
    NotGrown,
    NotSigned,
    OtherSize,
    UnknownLog,
    WrongGrowth,
)
from azione0.catchup import NoAnswer

ANSWER_SECONDS = 5
MOST_BYTES = 64 * 1024 * 1024
OK, MISSING = 200, 404
#: What a partner refuses, by the name that stands in its answer.
REFUSALS = {
    "NotFound": UnknownLog,
    **{it.__name__: it for it in (NotGrown, NotSigned, OtherSize, WrongGrowth)},
}


class OverHttp:
    """Speaks with a service at its address."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self._token = token

    def keys(self) -> str:
        """Give its public keys, one a line."""
        return str(self.ask("/seals/keys")["keys"])

    def held(self, origin: str) -> str:
        """Give the checkpoint of a log that it holds; else nothing."""
        return str(self.ask("/seals/held", log=origin)["checkpoint"])

    def add(self, growth: Growth) -> str:
        """Tell it a log's new checkpoint; it answers the line that cosigns it."""
        said = {
            "old_size": growth.old_size,
            "proof": [b64encode(it).decode("ascii") for it in growth.proof],
            "checkpoint": growth.note,
        }
        return str(self.ask("/seals", said)["cosignature"])

    def ask(self, path: str, said: Any = None, **query: str) -> Any:
        """
        Give what is answered to a question, or to what is said.

        `NoAnswer` if it cannot be reached, fails, or answers something else; the
        refusals of a witness.
        """
        told = f"{path}?{urlencode(query)}" if query else path
        status, body = self._answer(told, said)
        try:
            answer = json.loads(body)
            if status == OK:
                return dict(answer)
            name = str(answer["type"]).rpartition(".")[2]
        except (ValueError, KeyError, TypeError) as wrong:
            raise NoAnswer(f"{self.url}{path} answers something else") from wrong
        if name in REFUSALS:
            raise REFUSALS[name](str(answer.get("detail", "")))
        raise NoAnswer(f"{self.url}{path} answers {status} {name}")

    def _answer(self, path: str, said: Any) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        method = "GET" if said is None else "POST"
        body = None if said is None else json.dumps(said)
        try:
            connection.request(method, parts.path + path, body, headers)
            answer = connection.getresponse()
            content = answer.read(MOST_BYTES + 1)
        except (OSError, HTTPException) as wrong:
            raise NoAnswer(f"{self.url} does not answer: {wrong}") from wrong
        finally:
            connection.close()
        if len(content) > MOST_BYTES:
            raise NoAnswer(f"{self.url} answers more than {MOST_BYTES} bytes")
        return answer.status, content
