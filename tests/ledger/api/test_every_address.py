"""
Every address of the ledger answers, once, and only whom it may.

`ADDRESSES` has one sound request for each; one that is missing there fails.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from small_estate import (
    AGREED,
    CREDITOR_ID,
    DEEP,
    OWING,
    PAID,
    Estate,
    charge_of,
    payment_of,
)

Body = dict[str, Any]
Sent = tuple[str, Body]
A_YEAR_LATER = datetime(2026, 7, 1, 10, tzinfo=UTC)
ON = {"on": "2025-07-01"}
WHY = {**ON, "reason": "agreed"}
DECIDED = {**ON, "decision_ref": "D/7"}
NOTHING: Body = {}


@dataclass(frozen=True)
class Sound:
    """A request that is in order, what must come before it, and who makes it."""

    path: str
    body: Body = field(default_factory=dict)
    before: tuple[Sent, ...] = ()
    who: str = "act"
    now: datetime | None = None


def account(of: object, path: str = "") -> str:
    return f"/households/{of}/accounts/{CREDITOR_ID}{path}"


# -- an eviction, step by step

CLAIM = {"debt_cents": 6 * 180000, "interest_cents": 0, "costs_cents": 0}
STEPS: list[tuple[str, Body]] = [
    ("filing", {**CLAIM, "on": "2025-08-01", "hearing_on": "2025-09-10"}),
    ("grace-term", {**CLAIM, "on": "2025-09-10", "days": 90}),
    ("release-order", {"on": "2026-01-10", "release_on": "2026-02-07"}),
    ("release-notice", {"on": "2026-03-10", "access_on": "2026-03-30"}),
    ("execution", {"on": "2026-03-30"}),
]
OPENING = (
    "/proceedings",
    {
        **CLAIM,
        **ON,
        "household_id": str(DEEP),
        "creditor_id": CREDITOR_ID,
        "cure_by_on": "2025-07-31",
    },
)


def step(number: int, name: str = "", body: Body = NOTHING) -> Sound:
    """The step of an eviction after so many others."""
    path, sent = STEPS[number] if not name else (name, body)
    before = tuple((f"/proceedings/{{made}}/{name}", it) for name, it in STEPS[:number])
    return Sound(
        f"/proceedings/{{made}}/{path}",
        sent,
        before=(OPENING, *before),
        now=A_YEAR_LATER,
    )


DISPUTED = (
    account(OWING, "/disputes"),
    {**ON, "charge_id": charge_of(OWING), "grounds": "meter"},
)
GIVEN_UP = (
    account(OWING, "/write-offs"),
    {**DECIDED, "charges": [{"charge_id": charge_of(OWING, 2), "amount_cents": 100}]},
)
TERMS = {
    **ON,
    "household_id": str(OWING),
    "creditor_id": CREDITOR_ID,
    "count": 12,
    "first_due_on": "2025-08-01",
}

ADDRESSES = {
    # accounts
    "accounts_of": Sound(f"/households/{OWING}/accounts"),
    "account": Sound(account(OWING), {"as_of": "2025-06-30"}),
    "close_day": Sound("/days", {"day": "2025-07-01"}),
    # money
    "take_payment": Sound(
        "/payments",
        {
            "creditor_id": CREDITOR_ID,
            "payment_id": "counter",
            "tenancy_id": "T1",
            "amount_cents": 100,
            "value_on": "2025-07-01",
            "channel": "cash",
            "payer": "tenant",
        },
    ),
    "waiting": Sound("/waiting"),
    "proposals": Sound(f"/waiting/{payment_of('nameless')}/proposals"),
    "place_payment": Sound(
        f"/waiting/{payment_of('nameless')}/placement", {**WHY, "tenancy_id": "T1"}
    ),
    # decisions
    "dispute_charge": Sound(*DISPUTED),
    "resolve_dispute": Sound(
        account(OWING, f"/disputes/{charge_of(OWING)}/resolution"),
        {**ON, "result": "reduced", "amount_cents": 9000},
        before=(DISPUTED,),
    ),
    "freeze_debt": Sound(account(OWING, "/freezes"), DECIDED),
    "end_freeze": Sound(
        account(OWING, "/freezes/end"),
        DECIDED,
        before=((account(OWING, "/freezes"), DECIDED),),
    ),
    "write_off_debt": Sound(*GIVEN_UP),
    "revoke_write_off": Sound(
        account(OWING, "/write-offs/revocation"), DECIDED, before=(GIVEN_UP,)
    ),
    "serve_notice": Sound(account(OWING, "/notices"), ON),
    "impute_payment": Sound(
        account(OWING, "/imputations"),
        {**ON, "payment_id": PAID, "charge_ids": [charge_of(OWING, 3)]},
    ),
    "state_debt_terms": Sound(
        account(OWING, "/terms"),
        {**ON, "charge_id": charge_of(OWING), "secured": True, "burden": 200},
    ),
    "charge_interest": Sound(
        account(OWING, "/interest"), {"until": "2025-06-30", "due_on": "2025-07-31"}
    ),
    "close_account": Sound(account(OWING, "/closure"), WHY),
    # agreements
    "assess_agreement": Sound(
        account(OWING, "/assessment"), {**ON, "down_payment_cents": 1000}
    ),
    "propose_agreement": Sound("/agreements", TERMS),
    "approve_agreement": Sound("/agreements/{deep}/approval", ON, who="also"),
    "sign_agreement": Sound(
        "/agreements/{proposed}/signature", {**ON, "signatory_roles": ["tenant"]}
    ),
    "agreement": Sound("/agreements/{agreed}"),
    "agreements_of": Sound(f"/households/{AGREED}/agreements"),
    "agreements_on_a_day": Sound(
        account(AGREED, "/agreements"), {"as_of": "2025-06-30"}
    ),
    "change_agreement": Sound(
        "/agreements/{agreed}/changes", {**WHY, "kind": "skip", "number": 2}
    ),
    "pause_agreement": Sound(
        "/agreements/{agreed}/pause",
        {"since": "2025-07-01", "until": "2025-09-01", "reason": "illness"},
    ),
    "resume_agreement": Sound(
        "/agreements/{agreed}/resumption",
        ON,
        before=(
            (
                "/agreements/{agreed}/pause",
                {"since": "2025-07-01", "reason": "illness"},
            ),
        ),
    ),
    "reinstate_agreement": Sound(
        "/agreements/{agreed}/reinstatement",
        {"on": "2025-10-01", "catch_up_by_on": "2025-11-01"},
        before=(("/days", {"day": "2025-10-01"}),),
        now=A_YEAR_LATER,
    ),
    "terminate_agreement": Sound("/agreements/{agreed}/termination", WHY),
    "suspend_agreements": Sound(f"/households/{AGREED}/suspension", WHY),
    # evictions
    "open_proceeding": Sound(*OPENING),
    "file_claim": step(0),
    "adjourn_hearing": step(
        1, "adjournment", {"on": "2025-08-20", "hearing_on": "2025-10-01"}
    ),
    "grant_term": step(1),
    "order_release": step(2),
    "announce_release": step(3),
    "execute_release": step(4),
    "give_up_proceeding": step(0, "renunciation", DECIDED),
    "proceeding": Sound("/proceedings/{made}", before=(OPENING,)),
    "pending_proceedings": Sound(
        "/proceedings", {"day": "2025-07-01", "by": "2025-08-01"}, before=(OPENING,)
    ),
    "deadlines": Sound(
        "/proceedings/deadlines", {"day": "2025-07-01"}, before=(OPENING,)
    ),
    "proceedings_of": Sound(f"/households/{DEEP}/proceedings", before=(OPENING,)),
    "claim": Sound(account(DEEP, "/claim"), {"as_of": "2025-06-30"}),
}


@pytest.fixture
def methods(estate: Estate) -> dict[str, str]:
    """The method of every address, as the API itself declares it."""
    document = estate.client.get("/openapi.json").json
    return {
        declared["operationId"]: method
        for path, methods in document["paths"].items()
        if path.startswith("/api/")
        and not path.startswith(("/api/access/", "/api/audit/", "/api/session"))
        for method, declared in methods.items()
        if method in ("get", "post")
    }


@pytest.fixture
def send(estate: Estate, post, get, methods) -> Callable[..., Any]:
    """Make the sound request of an address."""

    def request(name: str, *, made: str, **how: Any) -> Any:
        it = ADDRESSES[name]
        path = it.path.format(made=made, **estate.ids)
        if methods[name] == "get":
            return get(path, **it.body, **how)
        return post(path, **it.body, **{"who": it.who, **how})

    return request


@pytest.fixture
def prepare(estate: Estate, post) -> Callable[[str], str]:
    """Let happen what must come before a request; give the id of what began."""

    def happen(name: str) -> str:
        made = ""
        estate.now = ADDRESSES[name].now or estate.now
        for path, body in ADDRESSES[name].before:
            answer = post(path.format(made=made, **estate.ids), **body)
            assert answer.status_code < 300, (path, answer.json)
            made = made or (answer.get_json(silent=True) or {}).get("id", "")
        return made

    return happen


def test_every_address_has_a_sound_request(methods):
    assert set(ADDRESSES) == set(methods)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_sound_request_is_answered_once_and_again_alike(
    name, estate, prepare, send, methods
):
    made = prepare(name)
    before = estate.everything("data_accessed_v1")
    if methods[name] == "get":
        answer = send(name, made=made)
        assert answer.status_code == 200, answer.json
        assert estate.everything("data_accessed_v1") == before
        return
    first = send(name, made=made, key="k1")
    assert first.status_code in (200, 201, 204), first.json
    after = estate.everything()
    assert after["events"] != before["events"]
    again = send(name, made=made, key="k1")
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert estate.everything() == after, "the same order was carried out twice"


def test_who_may_only_ask_orders_nothing_and_a_stranger_neither(estate, send, methods):
    before = estate.everything()
    for name, method in methods.items():
        assert send(name, made=str(OWING), who="nobody's").status_code == 401, name
        if method == "post":
            assert send(name, made=str(OWING), who="ask").status_code == 403, name
    assert estate.everything() == before


def test_an_order_is_stored_under_its_actor(estate, send):
    assert send("serve_notice", made="").status_code == 204
    with estate.office.store.reading() as session:
        [[actor]] = session.execute(
            "SELECT actor FROM events ORDER BY seq DESC LIMIT 1"
        )
    assert actor == "aler/anna"


def test_an_order_under_the_key_of_another_is_refused(estate, post):
    notices = account(OWING, "/notices")
    assert post(notices, key="k1", **ON).status_code == 204
    before = estate.everything()
    other = post(notices, key="k1", on="2025-06-30")
    assert (other.status_code, other.json["type"]) == (
        422,
        "urn:it.azione0.problem.KeyUsedTwice",
    )
    assert estate.everything() == before


def test_a_body_beyond_a_megabyte_is_not_read(estate, post):
    before = estate.everything()
    named = [charge_of(OWING)] * 30_000
    body = {**ON, "payment_id": PAID, "charge_ids": named}
    assert post(account(OWING, "/imputations"), **body).status_code == 413
    assert estate.everything() == before
