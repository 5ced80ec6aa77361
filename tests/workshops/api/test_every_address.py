"""Whatever is asked of any address, it is answered or refused by name."""

import pytest

from azione0.door.web import create_app

NOBODY = "00000000-0000-4000-8000-00000000dead"
JUNK = (
    {},
    [],
    {"on": "2025-02-30"},
    {"on": "2025-03-01", "reason": "Mario is ill", "number": -1, "mark": "late"},
    {"lines": [{}], "month": "2025", "floor_cents": -1, "minutes": 2**60},
    {"templates": [{"code": ""}], "on": "1500-01-01"},
    {"token": "\x00", "name": "\x00"},
    {"suppositions": [{"kind": "x"}]},
)


@pytest.fixture
def operations(office):
    document = create_app(office).test_client().get("/openapi.json").json
    return [
        (method, path.removeprefix("/api"))
        for path, item in document["paths"].items()
        for method in item
        if path.startswith("/api/") and method in ("get", "post")
    ]


def address_of(path):
    for name, value in (("{number}", "1"), ("{code}", "x"), ("{words}", "x")):
        path = path.replace(name, value)
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + NOBODY + rest.partition("}")[2]
    return path


def test_junk_is_refused_by_name_everywhere(ask, operations):
    assert len(operations) > 45
    for method, path in operations:
        address = address_of(path)
        bodies = JUNK if method == "post" else ("",)
        for body in bodies:
            answer = ask.post(address, body) if body != "" else ask.get(address)
            assert answer.status_code < 500, (path, body, answer.text)
            if answer.status_code >= 400:
                assert answer.json["type"].startswith("urn:it.azione0.problem."), path


def test_without_a_token_only_links_and_calendars_answer(ask, operations):
    unlocked = set()
    for method, path in operations:
        address = address_of(path)
        answer = (
            ask.post(address, {}, token=None)
            if method == "post"
            else ask.get(address, token=None)
        )
        # A form is read before the token is; nothing is told by that.
        if answer.status_code not in (401, 422):
            unlocked.add(path)
    # How somebody signs in is everybody's.
    assert {it for it in unlocked if not it.startswith("/session/")} == {
        "/workshops/{workshop_id}/calendar.ics",
        "/facilitators/{facilitator_id}/calendar.ics",
    }
