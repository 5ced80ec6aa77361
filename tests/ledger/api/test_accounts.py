"""How accounts stand, over HTTP: on a day, and with the knowledge of an instant."""

from datetime import UTC, datetime

from small_estate import CREDITOR_ID, DEBT, OWING

ACCOUNT = f"/households/{OWING}/accounts/{CREDITOR_ID}"


def test_how_an_account_stands_depends_on_the_day(get):
    assert get(ACCOUNT, as_of="2025-01-09").json["overdue_cents"] == 0
    june = get(ACCOUNT, as_of="2025-06-30").json
    assert june["overdue_cents"] == june["open_cents"] == DEBT
    assert june["in_arrears"] is True
    assert june["arrears"][0]["detected_on"] == "2025-02-11"
    assert {it["status"] for it in june["open_charges"]} == {"overdue"}
    assert get(f"/households/{OWING}/accounts").json == [{"creditor_id": CREDITOR_ID}]


def test_a_past_answer_stays_what_it_was(estate, post, get):
    before = estate.now
    asked = {"as_of": "2025-06-30", "known_at": before.isoformat()}
    answer = get(ACCOUNT, **asked).json
    estate.now = datetime(2025, 7, 2, 9, tzinfo=UTC)
    late = {
        "creditor_id": CREDITOR_ID,
        "payment_id": "late",
        "tenancy_id": "T1",
        "amount_cents": 18000,
        "value_on": "2025-06-30",
        "channel": "cash",
        "payer": "tenant",
    }
    assert post("/payments", **late).status_code == 201
    assert get(ACCOUNT, **asked).json == answer
    assert get(ACCOUNT, as_of="2025-06-30").json["overdue_cents"] == DEBT - 18000


def test_a_day_is_closed_again_without_harm(estate, post):
    first = post("/days", day="2025-07-01")
    assert first.status_code == 200
    before = estate.everything()
    post("/days", day="2025-07-01")
    post("/days", day="2025-06-01")
    assert estate.everything() == before
