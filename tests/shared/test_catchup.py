"""A recipient asks a publisher for what it has not got."""

import json
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from azione0.catchup import NoAnswer, catch_up, fetch_page
from azione0.inbox import Taken
from azione0.letter import Raw

SOURCE = "//aler-bcm/ledger"


class Book:
    """An inbox that counts what it is given, 500 at a time."""

    def __init__(self, stuck_at=None):
        self.taken = []
        self.stuck_at = stuck_at

    def last_number(self, source):
        assert source == SOURCE
        return self.stuck_at if self.stuck_at is not None else len(self.taken)

    def take(self, raws):
        self.taken += raws
        return Taken(known=len(raws))


def pages(count, size=2):
    def fetch(after):
        return [
            Raw({}, str(number).encode())
            for number in range(after + 1, min(after + size, count) + 1)
        ]

    return fetch


def test_all_pages_are_taken_in_order():
    book = Book()
    taken = catch_up(book, SOURCE, pages(5))

    assert [it.body for it in book.taken] == [b"1", b"2", b"3", b"4", b"5"]
    assert taken.known == 5


def test_a_page_that_leads_no_further_is_asked_for_once():
    book = Book(stuck_at=2)
    catch_up(book, SOURCE, pages(9))

    assert len(book.taken) == 2


def test_another_way_into_the_inbox_may_be_named():
    book, other = Book(), []

    def take(raws):
        other.extend(raws)
        return book.take(raws)

    catch_up(book, SOURCE, pages(3), take=take)
    assert len(other) == 3


@contextmanager
def answering(status, content, asked):
    class Publisher(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Publisher) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def page(*letters):
    return json.dumps({"letters": list(letters), "last": len(letters)}).encode()


def test_a_page_is_asked_for_by_name_number_and_token():
    asked = []
    letter = {"headers": {"ce-id": "1"}, "body": b64encode(b"{}").decode()}
    with answering(200, page(letter), asked) as url:
        assert fetch_page(url, "intake", 7, "token") == [Raw({"ce-id": "1"}, b"{}")]

    assert asked == [("/letters?for=intake&after=7", "Bearer token")]


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (401, b"{}"),
        (503, page()),
        (302, page()),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"letters": 3}'),
        (200, b'{"letters": [3]}'),
        (200, page({"headers": [], "body": ""})),
        (200, page({"headers": {}, "body": "no base64!"})),
        (200, page({"headers": {}})),
        (200, b"\xff\xfe"),
    ],
)
def test_another_answer_is_no_answer(status, content):
    with answering(status, content, []) as url, pytest.raises(NoAnswer):
        fetch_page(url, "intake", 0, None)


def test_nobody_there_is_no_answer():
    with pytest.raises(NoAnswer, match="does not answer"):
        fetch_page("http://127.0.0.1:1", "intake", 0, None)
