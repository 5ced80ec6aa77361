"""
Names, codes, IBANs and numbers are planted in every input, and found nowhere else.

One household lives through five services: bills, an agreement, a case, a pact. Who is
in it is told to the front office in every way that there is, right and wrong. What was
told comes back where it was asked for, for a purpose, and nowhere else: no event,
letter, row, file, log line, figure or error holds it. Then the person is erased, and
what the programme reckons is what it was, byte for byte.
"""

import io
import logging
from contextlib import ExitStack, contextmanager
from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest
from canary import files_below, found_in, rows_of, spellings
from creditors import ALER, months
from granted import grant
from people_desk import ON
from rent_roll import close, in_charge, let, sign, waive_all
from servers import POSTGRES

from azione0 import log
from azione0.contract import SERVICES
from azione0.door.web import create_app
from azione0.house import House
from azione0.leaving import export
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from ledger.account.account import account_id

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = {
    "surname": "Zanzottèra",
    "name": "Ildegonda",
    "codice_fiscale": "ZNZLGN80A41B157P",
    "birth_date": "1980-01-01",
    "birth_place": "Castelbuonissimo",
    "sex": "F",
    "reference": "PRATICA-88231",
    "phone": "3337654329",
    "email": "ildegonda.zanzottera@example.org",
    "address": "vicolo dei Miracoli 77",
    "iban": "IT60X0542811101000000123456",
}
NOTES = ("Soffre di xerodermia", "Il fratello Ermenegildo la ospita")
RECTIFIED = {"surname": "Quaquarini", "phone": "3339988776"}
WRONG = ("RCCMNL83S18D969Q", "Teodolinda", "IT60X0542811101000000123457")
PLANTED = [
    *(it for name, it in FIELDS.items() if name not in ("sex", "birth_date")),
    *NOTES,
    *RECTIFIED.values(),
    *WRONG,
]
ENDED = date(2041, 1, 1)
TOKEN = {"Authorization": "Bearer canary"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request, tmp_path):
    tokens = tmp_path / "tokens.toml"
    actor = Actor("la-rete/anna", "la-rete", ("operator",))
    write_tokens(tokens, [Grant(hash_of("canary"), actor)])
    environ = {"AZIONE0_DATA": str(tmp_path / "data"), "AZIONE0_TOKENS": str(tokens)}
    with ExitStack() as stack:
        if request.param == "postgres":
            for kind in SERVICES:
                url = stack.enter_context(POSTGRES.database())
                environ[f"AZIONE0_{kind.upper()}_DB"] = url
            keys = stack.enter_context(POSTGRES.database())
            environ["AZIONE0_INTAKE_KEYS"] = keys
        opened = stack.enter_context(House(environ, clock=lambda: NOW))
        roles = ("case_worker", "supervisor", "dpo")
        grant(opened.office("intake"), "la-rete/anna", "la-rete", *roles)
        yield opened


@contextmanager
def listening():
    """Catch all that is logged meanwhile, as it would be written."""
    root, heard = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    log.configure("intake", heard)
    try:
        yield heard
    finally:
        root.handlers[:] = before
        root.setLevel(level)


class Desk:
    """Somebody who talks to the front office over HTTP, and what was answered."""

    def __init__(self, house):
        self.client = create_app(house.office("intake")).test_client()
        self.refused = []

    def order(self, path, **body):
        answer = self.client.post(f"/api{path}", json=body, headers=TOKEN)
        if answer.status_code >= 400:
            self.refused.append(answer.data)
        return answer

    def ask(self, path, **query):
        answer = self.client.get(
            f"/api{path}", query_string=query or None, headers=TOKEN
        )
        if answer.status_code >= 400:
            self.refused.append(answer.data)
        return answer


def live(house):
    """Have a household owe, sign, be taken in charge, pay all and be let go."""
    household_id = let(house, months(date(2025, 1, 10), 1))
    close(house, date(2025, 5, 31))
    case_id = in_charge(house, household_id, date(2025, 6, 1))
    sign(house, household_id, date(2025, 6, 1), date(2025, 6, 30))
    return household_id, case_id


def settle(house, case_id):
    paid = (date(2025, 6, 30), 10000), (date(2025, 7, 31), 8000)
    house.hand_in("ledger", [ALER.payment(*it) for it in paid])
    close(house, date(2025, 12, 31))
    waive_all(house, case_id, date(2026, 1, 1), "debt_repaid")
    with house.intake.transaction(Cause("la-rete/anna", "closing")):
        house.intake.close_case(case_id, "resolved", date(2026, 1, 1))
    house.deliver()


def plant(desk, household_id):
    """Tell who somebody is in every way that there is, right and wrong."""
    day = str(ON)
    at_home = f"/households/{household_id}/persons"
    made = desk.order(at_home, **FIELDS, on=day)
    assert made.status_code == 201, made.data
    person_id = made.json["id"]
    person = f"/persons/{person_id}"
    for kind, text in zip(("health", "interview"), NOTES, strict=True):
        written = desk.order(f"{person}/notes", kind=kind, text=text, on=day)
        assert written.status_code == 201
    rectified = desk.order(f"{person}/rectifications", **RECTIFIED, on=day)
    assert rectified.status_code == 204
    rows = [
        FIELDS | {"household_id": household_id},
        {"surname": WRONG[1], "name": WRONG[1], "codice_fiscale": WRONG[0]},
    ]
    imported = desk.order("/persons/imports", rows=rows, on=day)
    assert len(imported.json["refused"]) == 2
    desk.refused.append(imported.data)
    wrong = [
        (at_home, FIELDS | {"on": day}),
        (at_home, {"name": WRONG[1], "surname": WRONG[1], "on": WRONG[1]}),
        (at_home, {"name": WRONG[1], "surname": WRONG[1], "birth_date": WRONG[1]}),
        (at_home, {"name": WRONG[1], "surname": WRONG[1], "sex": WRONG[1], "on": day}),
        (at_home, {"name": WRONG[1], "on": day}),
        (at_home, {WRONG[1]: WRONG[1], "on": day}),
        (f"{person}/rectifications", {"codice_fiscale": WRONG[0], "on": day}),
        (f"{person}/rectifications", {"iban": WRONG[2], "on": day}),
        (f"{person}/rectifications", {"name": WRONG[1] + "\x00", "on": day}),
        (f"{person}/notes", {"kind": WRONG[1], "text": NOTES[0], "on": day}),
        (f"{person}/notices", {"purpose": WRONG[1], "text_version": "1", "on": day}),
        (f"{person}/erasures", {"legal_ground": WRONG[1], "on": day}),
        (f"{person}/erasures", {"on": day}),
        (
            "/consents",
            {
                "person_id": person_id,
                "household_id": household_id,
                "purpose": WRONG[1],
                "text_version": f"{WRONG[1]} {WRONG[1]}",
                "on": day,
            },
        ),
    ]
    for path, body in wrong:
        assert desk.order(path, **body).status_code >= 400, (path, body)
    for query in ({"purpose": WRONG[1], "on": day}, {"purpose": "social_file"}):
        assert desk.ask(person, **query).status_code >= 400
    assert desk.ask(f"/persons/{WRONG[1]}").status_code >= 400
    assert desk.ask("/accesses", person_id=WRONG[1]).status_code >= 400
    return person_id


def elsewhere(house, desk, heard, person_id, household_id):
    """Give all that may hold nothing of a person, by where it is."""
    day = str(ENDED)
    yield "log", heard.getvalue().encode()
    yield "metrics", desk.client.get("/metrics").data
    for number, body in enumerate(desk.refused):
        yield f"error {number}", body
    for path in (
        f"/households/{household_id}/persons",
        f"/households/{household_id}/story",
        f"/persons/{person_id}/holds?on={day}",
        "/households",
        "/signals",
        "/cases",
        "/tasks",
        "/accesses",
        f"/erasures?on={day}",
        "/erasures/receipts",
        f"/retention?on={day}",
    ):
        answer = desk.ask(path)
        assert answer.status_code == 200, path
        yield path, answer.data
    for kind, office in house.offices.items():
        for table, rows in rows_of(office.store.database).items():
            yield f"{kind}.{table}", rows
    for table, rows in rows_of(house.intake.vault.ring.database).items():
        yield f"keys.{table}", rows


def reckoned(house, household_id):
    """Give what the programme reckons, without what is told of an erasure."""
    accounts = house.ledger.accounts_of(household_id)
    on = date(2026, 1, 1)
    return (
        astuple(house.reporting.glance(on)),
        [astuple(it) for it in house.reporting.agreements(on)],
        [
            repr(astuple(house.ledger.standing(household_id, it, on).position))
            for it in accounts
        ],
        [
            bytes(it.state)
            for creditor in accounts
            for it in house.office("ledger").store.select_events(
                account_id(household_id, creditor)
            )
        ],
        house.reporting.story(household_id, on).plain(),
    )


def test_a_spelling_is_found_wherever_it_stands():
    word = "Zanzottèra"
    for it in spellings(word):
        assert found_in(b"before" + it + b"after", [word]) == [word]
    assert found_in(b"nothing of the kind", [word]) == []


def test_nobody_is_found_where_nobody_should_be(house, tmp_path):
    with listening() as heard:
        desk = Desk(house)
        household_id, case_id = live(house)
        person_id = plant(desk, household_id)
        house.deliver()

        # It comes back where it is asked for, for a purpose.
        person = f"/persons/{person_id}"
        asked = {"purpose": "social_file", "on": str(ON)}
        told = desk.ask(person, **asked).json["known"]
        assert told == FIELDS | RECTIFIED
        assert [it["text"] for it in desk.ask(f"{person}/notes", **asked).json]
        dossier = desk.ask(f"{person}/dossier", on=str(ON))
        assert found_in(dossier.data, ["Quaquarini", NOTES[1]]) == [
            "Quaquarini",
            NOTES[1],
        ]
        assert found_in(dossier.data, ["Zanzottèra"]) == []

        settle(house, case_id)
        for kind, office in house.offices.items():  # what a partner takes along
            export(office, tmp_path / "before" / kind)
        for where, content in elsewhere(house, desk, heard, person_id, household_id):
            assert found_in(content, PLANTED) == [], where
        for path, content in files_below(tmp_path).items():
            assert found_in(content, PLANTED) == [], path

        before = reckoned(house, household_id)
        held = desk.order(f"{person}/erasures", on="2026-01-01")
        assert held.status_code == 409
        assert b"17(3)(b)" in held.data
        assert b"17(3)(e)" in held.data
        sealed = rows_of(house.office("intake").store.database)["vault_v1"]
        assert len(sealed) > 100
        with house.intake.transaction(Cause("la-rete/anna", "erasure")):
            house.intake.erase_person(house.intake.persons()[0].person_id, ENDED)
        house.deliver()

        assert house.intake.erasure_receipts(waiting=True) == []
        assert len(house.intake.erasure_receipts()) == 4
        assert reckoned(house, household_id) == before
        live_digest = house.reporting.digest()
        house.reporting.replay()
        assert house.reporting.digest() == live_digest
        assert reckoned(house, household_id) == before

        for kind, office in house.offices.items():
            export(office, tmp_path / "after" / kind)
        erased = desk.ask(person, **asked).json["known"]
        assert set(erased.values()) == {"[cancellato]"}
        for where, content in elsewhere(house, desk, heard, person_id, household_id):
            assert found_in(content, PLANTED) == [], where
        for path, content in files_below(tmp_path).items():
            assert found_in(content, PLANTED) == [], path
        tables = rows_of(house.office("intake").store.database)
        assert tables["vault_v1"] == b""
        assert tables["person_marks_v1"] == b""
