"""
What is wrong is refused by name at every door, and nothing of it is kept by half.

One table: each row is one wrong thing, and what of it each door is given: a command
over HTTP, a file for `azione0 import`, a letter from a creditor. Where a door has no
such thing, the row says why.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from servers import POSTGRES
from small_estate import (
    ALER,
    CLOSED,
    CREDITOR_ID,
    DEBT,
    NO_LETTERS,
    NOBODY,
    NOW,
    OWING,
    PAID,
    SQUARE,
    TODAY,
    Estate,
    an_estate,
    charge_of,
)

from azione0.commands import close_day, import_
from azione0.inbox import MOST_ATTEMPTS
from azione0.letter import Raw
from azione0.store import Cause
from ledger.account.account import Account, account_id

FROM_CREDITORS = "bills come from their creditor, never over HTTP"
BY_PEOPLE = "agreements and decisions are made by people, at the counter"
WAITS = "what is for a contract that nobody knows yet waits, and is listed: see below"
ON_THE_CALENDAR = "no letter closes a day: the clock of the ledger does"
CREDITORS = Path(__file__).parents[2] / "docs" / "examples" / "creditors.toml"
WHOLE_CENTS = "files are in euro: cents are their two decimals"

BILL_COLUMNS = (
    *("record", "creditor", "tenancy", "bill", "line", "kind", "period_from"),
    *("period_to", "issued_on", "due_on", "amount", "iuv", "replaces", "reason"),
)
PAYMENT_COLUMNS = (
    *("creditor", "tenancy", "iuv", "iur", "index"),
    *("value_on", "amount", "channel", "payer"),
)


@dataclass(frozen=True)
class Asked:
    """A command over HTTP, and the name by which it is refused."""

    refusal: str
    path: str
    body: dict[str, Any]
    status: int = 422
    field: str = ""


@dataclass(frozen=True)
class Filed:
    """A row of a file, and what is said to be needed instead."""

    said: str
    kind: str
    row: dict[str, str]


@dataclass(frozen=True)
class Told:
    """A letter, and the refusal with which it is parked."""

    refusal: str
    letter: Raw


@dataclass(frozen=True)
class Garbled:
    """A letter that cannot be read, and the field that is to blame."""

    field: str
    letter: Raw


@dataclass(frozen=True)
class Closing:
    """A day for `azione0 close-day`, and what is said of it."""

    said: str
    day: str


@dataclass(frozen=True)
class Wrong:
    """One wrong thing at three doors; a text says why a door has none of it."""

    what: str
    http: Asked | str
    file: Filed | Closing | str
    bus: Told | Garbled | str


# -- what is right, with one thing changed


def changed(raw: Raw, **fields: Any) -> Raw:
    """A letter with other fields in its body, under an id of its own."""
    body = {**json.loads(raw.body), **fields}
    # The subject follows from the body: a creditor may leave it out.
    headers = {name: it for name, it in raw.headers.items() if name != "ce-subject"}
    return Raw({**headers, "ce-id": str(uuid4())}, json.dumps(body).encode())


def a_bill(**fields: Any) -> Raw:
    return changed(ALER.bill(date(2025, 7, 10), charge_id="new"), **fields)


def a_payment(**fields: Any) -> Raw:
    return changed(ALER.payment(TODAY, 100, payment_id="new"), **fields)


def bill_row(said: str, **cells: str) -> Filed:
    row = {
        "record": "C",
        "creditor": CREDITOR_ID,
        "tenancy": "T1",
        "bill": "2025/9",
        "line": "1",
        "kind": "rent",
        "period_from": "2025-07-01",
        "period_to": "2025-07-31",
        "issued_on": "2025-07-01",
        "due_on": "2025-07-10",
        "amount": "180,00",
    }
    return Filed(said, "bills", row | cells)


def payment_row(said: str, **cells: str) -> Filed:
    row = {
        "creditor": CREDITOR_ID,
        "tenancy": "T1",
        "value_on": "2025-06-30",
        "amount": "100,00",
        "channel": "cash",
        "payer": "tenant",
    }
    return Filed(said, "payments", row | cells)


def at_the_counter(refusal: str, status: int = 422, **fields: Any) -> Asked:
    body = {
        "creditor_id": CREDITOR_ID,
        "payment_id": "new",
        "tenancy_id": "T1",
        "amount_cents": 100,
        "value_on": "2025-06-30",
        "channel": "cash",
        "payer": "tenant",
    }
    wrong = next(iter(fields)) if refusal == "WrongForm" else ""
    return Asked(refusal, "/api/payments", body | fields, status, wrong)


def proposed(refusal: str, status: int = 422, **terms: Any) -> Asked:
    body = {
        "household_id": str(OWING),
        "creditor_id": CREDITOR_ID,
        "instalment_cents": 7000,
        "first_due_on": "2025-08-10",
        "on": str(TODAY),
    }
    return Asked(refusal, "/api/agreements", body | terms, status)


ACCOUNT = f"/api/households/{OWING}/accounts/{CREDITOR_ID}"

ROWS = [
    # amounts
    Wrong(
        "a bill of nothing",
        FROM_CREDITORS,
        bill_row("un importo diverso da zero", amount="0,00"),
        Told("WrongAmount", a_bill(amount_cents=0)),
    ),
    Wrong(
        "rent below nothing",
        FROM_CREDITORS,
        bill_row("è negativo solo un conguaglio", amount="-180,00"),
        Told("WrongAmount", a_bill(amount_cents=-18000)),
    ),
    Wrong(
        "a bill with three decimals",
        FROM_CREDITORS,
        bill_row("un importo in euro, come 180,00", amount="180,005"),
        Garbled("amount_cents", a_bill(amount_cents=18000.5)),
    ),
    Wrong(
        "a bill beyond all money",
        FROM_CREDITORS,
        bill_row("un importo in euro, come 180,00", amount="10000000000,00"),
        Told("WrongAmount", a_bill(amount_cents=10**12)),
    ),
    Wrong(
        "a payment of nothing",
        at_the_counter("WrongAmount", amount_cents=0),
        payment_row("un importo diverso da zero", amount="0"),
        Told("WrongAmount", a_payment(amount_cents=0)),
    ),
    Wrong(
        "a payment below nothing",
        at_the_counter("WrongAmount", amount_cents=-100),
        payment_row("uno storno vuole IUV e IUR", amount="-1,00"),
        Told("WrongAmount", a_payment(amount_cents=-100)),
    ),
    Wrong(
        "a payment with three decimals",
        at_the_counter("WrongForm", amount_cents=100.5),
        payment_row("un importo in euro, come 180,00", amount="1,005"),
        Garbled("amount_cents", a_payment(amount_cents=100.5)),
    ),
    Wrong(
        "a payment beyond all money",
        at_the_counter("WrongAmount", amount_cents=10**12),
        payment_row("un importo in euro, come 180,00", amount="10000000000"),
        Told("WrongAmount", a_payment(amount_cents=10**12)),
    ),
    Wrong(
        "an amount written as text",
        at_the_counter("WrongForm", amount_cents="100"),
        WHOLE_CENTS,
        Garbled("amount_cents", a_payment(amount_cents="100")),
    ),
    Wrong(
        "money in another currency",
        at_the_counter("WrongForm", currency="USD"),
        payment_row("un importo in euro, come 180,00", amount="100,00 USD"),
        Garbled("currency", a_payment(currency="USD")),
    ),
    # days
    Wrong(
        "a bill due before its issue",
        FROM_CREDITORS,
        bill_row("una scadenza non precedente", due_on="2025-06-30"),
        Told("DueBeforeIssue", a_bill(due_on="2025-06-30")),
    ),
    Wrong(
        "a period that ends before it begins",
        FROM_CREDITORS,
        bill_row("un giorno non prima di 2025-07-01", period_to="2025-06-30"),
        Told("PeriodBackwards", a_bill(period_to="2025-06-30")),
    ),
    Wrong(
        "29 February of a common year",
        at_the_counter("WrongForm", value_on="2025-02-29"),
        payment_row("una data come 2026-03-31", value_on="2025-02-29"),
        Garbled("value_on", a_payment(value_on="2025-02-29")),
    ),
    Wrong(
        "a bill due on 29 February of a common year",
        FROM_CREDITORS,
        bill_row("una data come 2026-03-31", due_on="2026-02-29"),
        Garbled("due_on", a_bill(due_on="2026-02-29")),
    ),
    Wrong(
        "a year that no calendar reaches",
        at_the_counter("WrongForm", value_on="2925-06-30"),
        payment_row("una data come 2026-03-31", value_on="2925-06-30"),
        Told("DayOutOfReach", a_payment(value_on="2925-06-30")),
    ),
    Wrong(
        "a bill due at the end of time",
        FROM_CREDITORS,
        bill_row("una data come 2026-03-31", due_on="9999-12-31"),
        Told("DayOutOfReach", a_bill(due_on="9999-12-31")),
    ),
    Wrong(
        "money that has not come in yet",
        at_the_counter("NotYetPaid", value_on="2025-07-07"),
        payment_row("una data di valuta che non sia nel futuro", value_on="2190-01-01"),
        Told("NotYetPaid", a_payment(value_on="2025-07-07")),
    ),
    Wrong(
        "a day that has not come yet, to be closed",
        Asked("NotYet", "/api/days", {"day": "2025-07-02"}),
        Closing("non è ancora venuto", "2190-01-01"),
        ON_THE_CALENDAR,
    ),
    Wrong(
        "29 February of a common year, to be closed",
        Asked("WrongForm", "/api/days", {"day": "2025-02-29"}, field="day"),
        Closing("2025-02-29", "2025-02-29"),
        ON_THE_CALENDAR,
    ),
    # whose it is
    Wrong(
        "a contract that nobody knows",
        at_the_counter("UnknownTenancy", tenancy_id="T99"),
        WAITS,
        WAITS,
    ),
    Wrong(
        "a creditor that nobody knows",
        at_the_counter("UnknownCreditor", creditor_id="alex", tenancy_id=None),
        payment_row("uno di questi", creditor="alex"),
        WAITS,
    ),
    Wrong(
        "an account that nobody has",
        Asked(
            "NotFound",
            f"/api/households/{NOBODY}/accounts/{CREDITOR_ID}/notices",
            {"on": str(TODAY)},
            404,
        ),
        BY_PEOPLE,
        BY_PEOPLE,
    ),
    Wrong(
        "money for an account that is closed",
        at_the_counter("ClosedAccount", 409, tenancy_id="T3"),
        payment_row("un conto aperto", tenancy="T3"),
        Told("ClosedAccount", a_payment(tenancy_id="T3")),
    ),
    Wrong(
        "a bill for an account that is closed",
        FROM_CREDITORS,
        bill_row("un conto aperto", tenancy="T3"),
        Told("ClosedAccount", a_bill(tenancy_id="T3")),
    ),
    Wrong(
        "a contract named by a person's fiscal code",
        at_the_counter("UnknownTenancy", tenancy_id="RSSMRA80A01B157X"),
        payment_row("non il codice fiscale", tenancy="RSSMRA80A01B157X"),
        Told("NamesAPerson", a_payment(tenancy_id="RSSMRA80A01B157X")),
    ),
    # what it is
    Wrong(
        "a bill of a kind that is none",
        FROM_CREDITORS,
        bill_row("uno di questi", kind="gold"),
        Garbled("kind", a_bill(kind="gold")),
    ),
    Wrong(
        "a payer that is none",
        at_the_counter("WrongForm", payer="uncle"),
        payment_row("uno di questi", payer="uncle"),
        Garbled("payer", a_payment(payer="uncle")),
    ),
    Wrong(
        "the number of a notice in the place of its IUV",
        at_the_counter("NoticeNumber", iuv="301000000001234519"),
        payment_row("lo IUV 01000000001234519", iuv="301000000001234519"),
        "creditors have references of their own, of any length",
    ),
    Wrong(
        "a receipt of nothing",
        "over HTTP a payment has no receipt: pagoPA reports those",
        payment_row("lo IUV, perché la riga ha uno IUR", iur="R1"),
        Told("WrongReceipt", a_payment(iur="R1")),
    ),
    Wrong(
        "the sixth line of five",
        "over HTTP a payment has no receipt: pagoPA reports those",
        payment_row("un numero intero da 1 a 5", iuv="1", iur="R1", index="6"),
        Told("WrongReceipt", a_payment(iuv="1", iur="R1", line_index=6)),
    ),
    # what is so already
    Wrong(
        "another bill under a known id",
        FROM_CREDITORS,
        "a file names its bills by its own columns: see files/test_posting.py",
        Told("ChargeDiffers", a_bill(charge_id="T1-rent-2025-01-10")),
    ),
    Wrong(
        "another payment under a known id",
        at_the_counter("PaymentDiffers", 409, payment_id="paid"),
        "a file gives its payments ids of its own: see files/test_posting.py",
        Told("PaymentDiffers", a_payment(payment_id="paid")),
    ),
    Wrong(
        "a correction of a bill by itself",
        FROM_CREDITORS,
        "a line that replaces itself is a new version of it: see files/test_posting.py",
        Told(
            "ReplacesItself",
            ALER.correct(
                date(2025, 1, 10),
                1,
                charge_id="T1-rent-2025-01-10",
                replaces="T1-rent-2025-01-10",
            ),
        ),
    ),
    Wrong(
        "a payment taken back by another amount",
        "money that came in is taken back by its creditor, never over HTTP",
        "see test_a_receipt_is_taken_back_whole_or_not_at_all",
        Told("ReversalDiffers", ALER.refund("paid", TODAY, 4999, on=TODAY)),
    ),
    Wrong(
        "a payment taken back before it was made",
        "money that came in is taken back by its creditor, never over HTTP",
        "a file takes back a payment on the day of the row itself",
        Told(
            "ReversedBeforePaid",
            ALER.refund("paid", TODAY, 5000, on=TODAY - timedelta(days=1)),
        ),
    ),
    # agreements
    Wrong(
        "an agreement on no debt",
        proposed("NothingToRepay", household_id=str(SQUARE)),
        BY_PEOPLE,
        BY_PEOPLE,
    ),
    Wrong(
        "an instalment larger than the debt",
        proposed("InstalmentTooLarge", instalment_cents=DEBT + 1),
        BY_PEOPLE,
        BY_PEOPLE,
    ),
    Wrong(
        "an instalment of nothing",
        proposed("InstalmentTooSmall", instalment_cents=0),
        BY_PEOPLE,
        BY_PEOPLE,
    ),
    Wrong(
        "an agreement on an account that is closed",
        proposed("ClosedAccount", 409, household_id=str(CLOSED)),
        BY_PEOPLE,
        BY_PEOPLE,
    ),
    Wrong(
        "a payment for 10,000 charges",
        Asked(
            "TooManyNamed",
            f"{ACCOUNT}/imputations",
            {
                "payment_id": PAID,
                "charge_ids": [charge_of(OWING)] * 10_000,
                "on": str(TODAY),
            },
        ),
        "a file has one reference for many bill lines: see below",
        "a letter has one reference for many bill lines: see below",
    ),
]


# -- the doors


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def estate(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Estate]:
    """One ledger for all rows: none of them may change anything."""
    folder = tmp_path_factory.mktemp("estate")
    if request.param == "sqlite":
        with an_estate(folder, f"sqlite:///{folder}/store.db") as opened:
            yield opened
        return
    with POSTGRES.database() as url, an_estate(folder, url) as opened:
        yield opened


@pytest.fixture
def fresh(database_url, tmp_path) -> Iterator[Estate]:
    """A ledger in which something may change."""
    with an_estate(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
def azione0_on(monkeypatch, tmp_path):
    """Run commands on a ledger, as another process would."""

    def on(estate):
        for name, value in {
            "AZIONE0_NAME": "ledger",
            "AZIONE0_LEDGER_DB": estate.office.settings.database_url,
            "AZIONE0_CREDITORS": str(CREDITORS),
        }.items():
            monkeypatch.setenv(name, value)

        def run(command, *words, content=""):
            path = tmp_path / "file.csv"
            path.write_text(content)
            paths = [str(path)] if content else []
            return CliRunner().invoke(command, [*words, "--by", "anna", *paths])

        return run

    return on


@pytest.fixture
def azione0(estate, azione0_on):
    return azione0_on(estate)


def rows_for(kinds: tuple[type, ...], door: str) -> list[Any]:
    found = [(it.what, getattr(it, door)) for it in ROWS]
    return [pytest.param(it, id=what) for what, it in found if isinstance(it, kinds)]


@pytest.mark.parametrize("wrong", rows_for((Asked,), "http"))
def test_a_command_is_refused_by_name_and_changes_nothing(estate, wrong):
    before = estate.everything()
    refused = estate.client.post(
        wrong.path, json=wrong.body, headers={"Authorization": "Bearer act"}
    )
    assert (refused.status_code, refused.json["type"]) == (
        wrong.status,
        f"urn:it.azione0.problem.{wrong.refusal}",
    ), refused.json
    assert refused.content_type == "application/problem+json"
    assert refused.json["detail"]
    if wrong.field:
        assert [it["field"] for it in refused.json["errors"]] == [wrong.field]
    assert estate.everything() == before


@pytest.mark.parametrize("wrong", rows_for((Filed,), "file"))
def test_a_file_is_refused_with_its_line_and_changes_nothing(estate, azione0, wrong):
    before = estate.everything()
    refused = azione0(import_.command, wrong.kind, content=table(wrong))
    assert refused.exit_code == 2, refused.output
    said = " ".join(refused.stderr.replace("│", " ").split())
    assert "Non è stato registrato nulla." in said
    assert wrong.said in said
    assert "riga 3" in said, "the second row is the wrong one"
    assert "riga 2" not in said
    assert estate.everything() == before


@pytest.mark.parametrize("wrong", rows_for((Closing,), "file"))
def test_a_day_that_cannot_be_closed_is_refused(estate, azione0, wrong):
    before = estate.everything()
    refused = azione0(close_day.command, wrong.day)
    assert refused.exit_code == 2
    assert wrong.said in refused.stderr
    assert estate.everything() == before


@pytest.mark.parametrize("wrong", rows_for((Told,), "bus"))
def test_a_letter_is_parked_with_its_reason_and_changes_nothing(estate, wrong):
    before = estate.everything(*NO_LETTERS)
    assert estate.house.hand_in("ledger", [wrong.letter]).failed == 1
    for attempt in range(1, MOST_ATTEMPTS):
        estate.office.inbox.retry_due(NOW + attempt * timedelta(hours=2))
    [parked] = estate.office.parking.letters()
    assert (parked.state, parked.attempts) == ("parked", MOST_ATTEMPTS)
    assert parked.reason.startswith(f"{wrong.refusal}: ")
    assert estate.everything(*NO_LETTERS) == before
    estate.office.parking.discard(
        parked.position, by="anna", reason="a mistake", now=NOW
    )
    assert estate.everything(*NO_LETTERS) == before


@pytest.mark.parametrize("wrong", rows_for((Garbled,), "bus"))
def test_a_letter_that_cannot_be_read_is_kept_apart_with_its_field(estate, wrong):
    before = estate.everything("quarantine")
    assert estate.house.hand_in("ledger", [wrong.letter]).quarantined == 1
    [kept] = [
        it
        for it in estate.office.parking.quarantined()
        if it.letter_id == wrong.letter.headers["ce-id"]
    ]
    assert kept.reason.startswith(f"{wrong.field}: ")
    assert estate.everything("quarantine") == before


def test_every_row_is_tried_at_one_door_at_least():
    for it in ROWS:
        doors = (it.http, it.file, it.bus)
        assert any(not isinstance(door, str) for door in doors), it.what


# -- beside the table


def test_what_is_for_an_unknown_contract_waits_and_is_listed(fresh):
    fresh.office.inbox.take(
        [a_bill(tenancy_id="T98"), a_payment(tenancy_id="T99", payment_id="late")]
    )
    fresh.office.inbox.take([a_payment(creditor_id="alex", payment_id="stray")])
    assert fresh.office.parking.letters() == []
    assert {(it.creditor_id, it.tenancy_id) for it in fresh.ledger.waiting()} >= {
        (CREDITOR_ID, "T98"),
        (CREDITOR_ID, "T99"),
        ("alex", "T1"),
    }


def test_a_parked_letter_is_taken_once_what_refused_it_is_mended(fresh):
    early = a_payment(value_on="2025-07-10", effective_on="2025-07-10")
    early.headers["ce-time"] = "2025-07-10T00:00:00+02:00"
    fresh.office.inbox.take([early, a_payment(payment_id="behind it")])
    first, behind = fresh.office.parking.letters()
    assert first.reason.startswith("NotYetPaid: ")
    assert behind.state == "waiting"
    with fresh.ledger.transaction(Cause("test", "adopt")):
        fresh.ledger.adopt_policy("v2", {"value_days_ahead": "10"}, TODAY)

    fresh.office.parking.retry(first.position, now=NOW)
    fresh.office.inbox.retry_due(NOW)

    assert fresh.office.parking.letters() == []
    account = fresh.ledger.get(Account, account_id(OWING, CREDITOR_ID))
    paid = [it.value_on for it in account.books.payments.values() if it.cents == 100]
    assert sorted(paid) == [TODAY, date(2025, 7, 10)]


def test_a_receipt_is_taken_back_whole_or_not_at_all(fresh, azione0_on):
    receipt = {"iuv": "1", "iur": "R1", "index": "1", "channel": "pagopa"}
    azione0 = azione0_on(fresh)
    paid = payment_row("", amount="90,00", **receipt)
    assert azione0(import_.command, "payments", content=table(paid)).exit_code == 0
    before = fresh.everything()
    part = payment_row("l'importo intero", amount="-10,00", **receipt)
    refused = azione0(import_.command, "payments", content=table(part))
    assert refused.exit_code == 2
    assert part.said in " ".join(refused.stderr.replace("│", " ").split())
    assert fresh.everything() == before
    whole = payment_row("", amount="-90,00", **receipt)
    assert azione0(import_.command, "payments", content=table(whole)).exit_code == 0


def table(wrong: Filed) -> str:
    """A file with a sound row, the wrong one, and a last row that sums them."""
    bills = wrong.kind == "bills"
    columns = BILL_COLUMNS if bills else PAYMENT_COLUMNS
    right = bill_row("", line="0") if bills else payment_row("", amount="180,00")
    total = {"amount": total_of(right.row["amount"], wrong.row["amount"])}
    last = {"record": "T", "line": "2"} if bills else {"creditor": "T", "index": "2"}
    rows = [right.row, wrong.row, last | total]
    lines = [columns, *([it.get(name, "") for name in columns] for it in rows)]
    return "".join(";".join(it) + "\n" for it in lines)


def total_of(*amounts: str) -> str:
    """The sum of what can be read; of a row that cannot, nobody asks."""
    found = [re.fullmatch(r"(-?)([0-9]+)(?:,([0-9]{2}))?", it) for it in amounts]
    cents = sum(int(f"{it[1]}{it[2]}{it[3] or '00'}") for it in found if it is not None)
    return f"{cents // 100},{cents % 100:02}"
