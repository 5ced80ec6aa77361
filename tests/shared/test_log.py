import io
import json
import logging

import pytest

from azione0.log import Line, configure

PERSON = "MRARSS80A01B157X"


@pytest.fixture
def written():
    """What stands in the log, line by line."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure("ledger", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_is_one_json_object_with_its_service_and_time(written):
    logging.getLogger("azione0.door.web").info("answered", extra={"status": 200})
    [line] = written()
    assert line["event"] == "answered"
    assert line["service"] == "ledger"
    assert line["level"] == "info"
    assert line["status"] == 200
    assert line["timestamp"].endswith("Z")


def test_a_field_that_is_not_on_the_list_does_not_come_through(written):
    about = {"household_id": PERSON, "body": PERSON, "contract": "JobPlaced"}
    logging.getLogger("azione0.door").info("taken", extra=about)
    [line] = written()
    assert line["contract"] == "JobPlaced"
    assert PERSON not in json.dumps(line)


def test_of_an_exception_the_kind_and_the_place_are_kept(written):
    try:
        int(PERSON)
    except ValueError:
        logging.getLogger("azione0.door").exception("failed")
    [line] = written()
    assert line["error"] == "ValueError"
    assert "test_of_an_exception" in line["place"]
    assert PERSON not in json.dumps(line)


def test_an_exception_in_our_sentence_gives_its_kind_only(written):
    logging.getLogger("ledger.x").warning("%s: %s", "letters_in", ValueError(PERSON))
    assert written()[0]["event"] == "letters_in: ValueError"


def test_what_a_library_puts_into_its_sentence_is_left_out(written):
    logging.getLogger("kombu.connection").warning("lost %s", PERSON)
    [line] = written()
    assert line["event"] == "lost %s"
    assert line["logger"] == "kombu.connection"


def test_everyday_remarks_of_libraries_are_not_written(written):
    for name in ("kombu.connection", "psycopg.pool", "nameko.containers", "amqp"):
        logging.getLogger(name).info("hello")
    assert written() == []


def test_a_person_is_shown_key_and_value():
    record = logging.LogRecord("azione0", logging.INFO, "", 1, "started", (), None)
    line = Line("ledger", for_a_person=True).format(record)
    assert "level=info service=ledger event=started" in line
