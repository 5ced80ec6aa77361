"""The page behind a link: looked at without using it up, pressed once, told alike."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from azione0.door.web import create_app

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
NEIGHBOUR = "00000000-0000-4000-8000-000000000002"
LAB = {
    "kind": "family_budget",
    "organisation_id": "la-rete",
    "capacity": 1,
    "sessions": [
        {"on": "2025-10-02", "minutes": 120},
        {"on": "2025-10-09", "minutes": 90},
    ],
    "starts_at": "18:00",
    "place": "Sala <civica> & atrio",
    "on": "2025-05-01",
}
SOON = "2025-06-08T12:00:00+02:00"


class Page(HTMLParser):
    """What a page asks of others, and how it is made."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.outside, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.outside += [
            (name, value)
            for name, value in attrs
            if name in ("src", "href", "action", "srcset", "style")
            or name.startswith("on")
        ]

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def browser(office):
    return create_app(office).test_client()


@pytest.fixture
def lab(ask):
    return ask.post("/workshops", LAB).json["id"]


def invite(ask, lab, household=HOUSEHOLD, expires_at=SOON):
    asked = {"household_id": household, "expires_at": expires_at, "on": "2025-06-01"}
    made = ask.post(f"/workshops/{lab}/invitations", asked)
    assert made.status_code == 201, made.json
    return made.json["page"]


def places(ask, lab):
    shown = ask.get(f"/workshops/{lab}").json
    return len(shown["seated"]), len(shown["waiting"])


def test_looking_uses_nothing_up_and_pressing_takes_the_place_once(ask, lab, browser):
    page = invite(ask, lab)
    for _ in range(3):
        seen = browser.get(page)
        assert seen.status_code == 200
        assert "Prendo il posto" in seen.text
    browser.head(page)
    assert places(ask, lab) == (0, 0)
    taken = browser.post(page)
    assert taken.status_code == 200
    assert "Il posto è preso" in taken.text
    assert places(ask, lab) == (1, 0)
    assert browser.post(page).status_code == 404
    assert places(ask, lab) == (1, 0)


def test_who_comes_too_late_waits_and_is_told_so_before(ask, lab, browser):
    browser.post(invite(ask, lab))
    page = invite(ask, lab, NEIGHBOUR)
    assert "Entro in lista d'attesa" in browser.get(page).text.replace("&#39;", "'")
    assert "Lei è in lista d" in browser.post(page).text
    assert places(ask, lab) == (1, 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_guessed_and_revoked_are_told_alike(
    ask, lab, browser, office, method
):
    used = invite(ask, lab)
    browser.post(used)
    revoked = invite(ask, lab, NEIGHBOUR)
    again = invite(ask, lab, NEIGHBOUR)  # the one before opens nothing any more
    now = datetime(2025, 6, 9, tzinfo=UTC)
    office.store.clock = lambda: now
    answers = [
        getattr(browser, method)(it)
        for it in (used, revoked, again, "/partecipa/" + "x" * 43, "/partecipa/%00")
    ]
    assert {it.status_code for it in answers} == {404}
    assert len({it.data for it in answers}) == 1
    told = [{k: v for k, v in it.headers if k != "X-Request-Id"} for it in answers]
    assert all(it == told[0] for it in told)
    assert "non apre nulla" in answers[0].text
    assert places(ask, lab) == (1, 0)


def test_a_workshop_given_up_or_a_place_that_is_there_is_said_so(ask, lab, browser):
    page = invite(ask, lab)
    asked = {"household_id": HOUSEHOLD, "on": "2025-06-01"}
    ask.post(f"/workshops/{lab}/enrolments", asked)
    for answer in (browser.get(page), browser.post(page)):
        assert answer.status_code == 409
        assert "Il posto c" in answer.text
    other = invite(ask, lab, NEIGHBOUR)
    ask.post(
        f"/workshops/{lab}/cancellation", {"reason": "trainer_ill", "on": "2025-06-01"}
    )
    for answer in (browser.get(other), browser.post(other)):
        assert answer.status_code == 409
        assert "non prende più iscrizioni" in answer.text


def test_a_page_asks_nothing_of_anybody_and_names_nobody(ask, lab, browser):
    page = invite(ask, lab)
    for seen in (browser.get(page), browser.post(page), browser.get(page)):
        made = Page(seen.text)
        assert made.outside == []
        assert not {"script", "link", "img", "iframe", "object"} & set(made.tags)
        assert HOUSEHOLD not in seen.text
        assert seen.headers["Referrer-Policy"] == "no-referrer"
        assert seen.headers["Cache-Control"] == "no-store"
        assert seen.content_type == "text/html; charset=utf-8"
        [style] = re.findall(r"<style>(.*?)</style>", seen.text, re.DOTALL)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = seen.headers["Content-Security-Policy"]
        assert f"style-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy


def test_a_page_is_italian_by_default_and_has_its_words_escaped(
    ask, lab, browser, monkeypatch
):
    page = invite(ask, lab)
    seen = browser.get(page).text
    assert '<html lang="it">' in seen
    words = " ".join(Page(seen).words)
    assert "giovedì 2 ottobre 2025, ore 18:00" in words
    assert "fino a domenica 8 giugno 2025 alle 12:00" in words
    assert "Sala &lt;civica&gt; &amp; atrio" in seen
    monkeypatch.setenv("AZIONE0_LANG", "en")
    assert '<html lang="en">' in browser.get(page).text


def test_the_token_is_in_no_table_and_in_no_log(ask, lab, browser, office, caplog):
    caplog.set_level("INFO")
    page = invite(ask, lab)
    token = page.rpartition("/")[2]
    browser.get(page)
    browser.post(page)
    browser.post(page)
    assert "/partecipa/<string:token>" in str(
        [getattr(it, "route", "") for it in caplog.records]
    )
    assert not any(token in str(vars(it)) for it in caplog.records)
    with office.store.reading() as session:
        for (name,) in session.execute(
            "SELECT name FROM sqlite_master WHERE type='table'"
        ):
            for row in session.execute(f"SELECT * FROM {name}"):  # noqa: S608
                assert token not in str(row)


def test_a_link_lasts_at_most_ninety_days(ask, lab, office):
    late = (office.store.clock() + timedelta(days=91)).isoformat()
    asked = {"household_id": HOUSEHOLD, "expires_at": late, "on": "2025-06-01"}
    assert ask.post(f"/workshops/{lab}/invitations", asked).status_code == 422
