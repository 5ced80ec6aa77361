"""
Filling gaps: a recipient asks the publishers for the letters it has not got.

The broker may lose a letter, or the last of them, of which no gap tells; so every
recipient asks now and then, and at once when it holds a letter that came too
early. What it is given goes through the same inbox.
"""

import json
from base64 import b64decode
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from azione0.inbox import Inbox, Taken
from azione0.letter import Raw

ANSWER_SECONDS = 10
MOST_BYTES = 64 * 1024 * 1024
OK = 200

Fetch = Callable[[int], list[Raw]]
Take = Callable[[list[Raw]], Taken]


def catch_up(
    inbox: Inbox, source: str, fetch: Fetch, *, take: Take | None = None
) -> Taken:
    """
    Take the letters of one publisher, page by page, until it has no more.

    `fetch` gives those after a number; `take` stands for the inbox's own where
    several ways lead to one inbox. Stops at a page that brings nothing
    further: its first letter is unreadable, and a person must look.
    """
    taken = Taken()
    after = inbox.last_number(source)
    while page := fetch(after):
        taken += (take or inbox.take)(page)
        before, after = after, inbox.last_number(source)
        if after == before:
            break
    return taken


def fetch_page(url: str, recipient: str, after: int, token: str | None) -> list[Raw]:
    """
    Ask a publisher at `url` for a recipient's letters after a number, a page.

    `NoAnswer` if it cannot be reached, refuses, or answers something else.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
    query = urlencode({"for": recipient, "after": after})
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        connection.request("GET", f"{parts.path}/letters?{query}", headers=headers)
        answer = connection.getresponse()
        content = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException) as wrong:
        raise NoAnswer(f"{url} does not answer: {wrong}") from wrong
    finally:
        connection.close()
    if answer.status != OK:
        raise NoAnswer(f"{url}/letters answers {answer.status} {answer.reason}")
    if len(content) > MOST_BYTES:
        raise NoAnswer(f"{url}/letters answers more than {MOST_BYTES} bytes")
    try:
        return [_raw(letter) for letter in json.loads(content)["letters"]]
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NoAnswer(f"{url}/letters answers something else: {wrong}") from wrong


def _raw(letter: dict[str, Any]) -> Raw:
    headers = {str(name): str(value) for name, value in letter["headers"].items()}
    return Raw(headers, b64decode(letter["body"], validate=True))


class NoAnswer(Exception):
    """A publisher that could not be asked for its letters just now."""
