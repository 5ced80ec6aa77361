"""Money over HTTP: taken at the counter, or without a name."""

from small_estate import CREDITOR_ID, DEBT, OWING, payment_of

ACCOUNT = f"/households/{OWING}/accounts/{CREDITOR_ID}"
PAYMENT = {
    "creditor_id": CREDITOR_ID,
    "payment_id": "counter-1",
    "tenancy_id": "T1",
    "amount_cents": 18000,
    "value_on": "2025-06-30",
    "channel": "cash",
    "payer": "tenant",
}


def test_money_at_the_counter_counts_once(post, get):
    first = post("/payments", **PAYMENT)
    again = post("/payments", **PAYMENT)
    assert first.status_code == again.status_code == 201
    assert first.json == again.json == {"id": payment_of("counter-1")}
    assert get(ACCOUNT, as_of="2025-06-30").json["overdue_cents"] == DEBT - 18000


def test_money_of_a_value_day_to_come_counts_from_that_day(post, get):
    post("/payments", **{**PAYMENT, "value_on": "2025-07-06"})
    assert get(ACCOUNT, as_of="2025-07-05").json["overdue_cents"] == DEBT
    assert get(ACCOUNT, as_of="2025-07-06").json["overdue_cents"] == DEBT - 18000


def test_money_without_a_name_is_listed_proposed_and_placed(post, get):
    nameless = {**PAYMENT, "payment_id": "counter-2", "tenancy_id": None}
    made = post("/payments", **nameless, iuv="01000000000123451").json["id"]
    [waiting] = [it for it in get("/waiting").json if it["id"] == made]
    assert (waiting["cents"], waiting["iuv"]) == (18000, "01000000000123451")
    assert get(f"/waiting/{made}/proposals").json == []
    placed = post(
        f"/waiting/{made}/placement", tenancy_id="T1", on="2025-07-01", reason="asked"
    )
    assert placed.status_code == 204
    assert made not in {it["id"] for it in get("/waiting").json}
    assert get(ACCOUNT, as_of="2025-07-01").json["overdue_cents"] == DEBT - 18000
    again = post(
        f"/waiting/{made}/placement", tenancy_id="T1", on="2025-07-01", reason="asked"
    )
    assert (again.status_code, again.json["type"].split(".")[-1]) == (
        409,
        "AlreadyPlaced",
    )
