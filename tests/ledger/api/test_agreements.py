"""Agreements over HTTP, from what can be carried to the last word."""

from datetime import UTC, date, datetime, timedelta

from small_estate import AGREED, CREDITOR_ID, DEBT, NOW, OWING

TERMS = {
    "household_id": str(OWING),
    "creditor_id": CREDITOR_ID,
    "instalment_cents": 7000,
    "first_due_on": "2025-08-10",
    "on": "2025-07-01",
}
SIGNED = {"on": "2025-07-01", "signatory_roles": ["tenant"]}


def test_an_agreement_is_proposed_signed_and_asked_for(post, get):
    proposed = post("/agreements", **TERMS)
    assert proposed.status_code == 201
    assert proposed.json["state"] == "proposed"
    assert proposed.json["debt_cents"] == DEBT
    agreement_id = proposed.json["id"]
    signed = post(f"/agreements/{agreement_id}/signature", **SIGNED)
    assert signed.json["state"] == "active"
    assert sum(it["amount_cents"] for it in signed.json["instalments"]) == DEBT
    assert get(f"/agreements/{agreement_id}").json == signed.json
    listed = get(f"/households/{OWING}/agreements").json
    assert signed.json in listed


def test_a_large_debt_needs_somebody_else_to_approve(estate, post):
    deep = f"/agreements/{estate.ids['deep']}"
    assert post(f"{deep}/signature", **SIGNED).status_code == 409
    approved = post(f"{deep}/approval", who="also", on="2025-07-01")
    assert approved.json["approved_by"] == "aler/carla"
    assert post(f"{deep}/signature", **SIGNED).json["state"] == "active"


def test_an_agreement_takes_the_place_of_another(estate, post, get):
    old = estate.ids["agreed"]
    terms = {**TERMS, "household_id": str(AGREED), "supersedes": old}
    new = post("/agreements", **terms)
    post(f"/agreements/{new.json['id']}/signature", **SIGNED)
    assert get(f"/agreements/{old}").json["state"] == "superseded"
    once_more = post("/agreements", **terms)
    assert (once_more.status_code, once_more.json["type"].split(".")[-1]) == (
        409,
        "NotActive",
    )


def test_each_change_is_one_of_the_schedule(estate, post):
    path = f"/agreements/{estate.ids['agreed']}/changes"
    said = {"on": "2025-07-01", "reason": "illness"}
    before = 6 * 18000

    skipped = post(path, **said, kind="skip", number=2).json["instalments"]
    assert [it["amount_cents"] for it in skipped][1] == 0
    moved = post(path, **said, kind="move", number=3, due_on="2025-10-20")
    assert moved.json["instalments"][2]["due_on"] == "2025-10-20"
    longer = post(path, **said, kind="extend", number=4, count=30).json["instalments"]
    assert len(longer) > len(skipped)
    settled = post(path, **said, kind="settle_early", due_on="2025-09-01").json
    assert settled["instalments"][-1]["amount_cents"] == 0
    for changed in (skipped, longer, settled["instalments"]):
        assert sum(it["amount_cents"] for it in changed) == before


def test_an_agreement_rests_and_goes_on(estate, post):
    agreed = f"/agreements/{estate.ids['agreed']}"
    resting = post(f"{agreed}/pause", since="2025-07-01", reason="illness")
    assert resting.json["state"] == "suspended"
    assert post(f"{agreed}/resumption", on="2025-07-01").json["state"] == "active"


def test_all_agreements_of_a_household_rest(estate, post, get):
    estate.now = datetime(2025, 10, 1, 9, tzinfo=UTC)
    rest = post(f"/households/{AGREED}/suspension", on="2025-07-15", reason="illness")
    assert rest.status_code == 204
    closed = post("/days", day="2025-09-30")
    assert closed.json["day"] == "2025-09-30"
    found = get(f"/agreements/{estate.ids['agreed']}").json
    assert (found["state"], found["suspended_on"]) == ("suspended", "2025-07-15")


def test_a_broken_agreement_holds_again_or_ends(estate, post):
    estate.now = datetime(2025, 10, 2, 9, tzinfo=UTC)
    agreed = f"/agreements/{estate.ids['agreed']}"
    post("/days", day="2025-10-01")
    again = post(
        f"{agreed}/reinstatement", on="2025-10-01", catch_up_by_on="2025-11-01"
    )
    assert again.json["state"] == "active"
    caught_up = [it for it in again.json["instalments"] if it["due_on"] == "2025-11-01"]
    assert [it["amount_cents"] for it in caught_up] == [14000]
    ended = post(f"{agreed}/termination", on="2025-10-01", reason="moved_away")
    assert (ended.json["state"], ended.json["terminated_on"]) == (
        "terminated",
        "2025-10-01",
    )


def test_what_can_be_carried_is_told_with_its_reckoning(get):
    told = get(
        f"/households/{OWING}/accounts/{CREDITOR_ID}/assessment",
        on="2025-07-01",
        down_payment_cents=3000,
    ).json
    assert (told["verdict"], told["rest_cents"]) == ("unknown", DEBT - 3000)
    assert told["steps"][0]["value"] == "1.000,00 €"


def test_agreements_are_told_as_of_a_day_with_the_knowledge_of_an_instant(
    estate, post, get
):
    path = f"/households/{AGREED}/accounts/{CREDITOR_ID}/agreements"
    [before] = get(path, as_of="2025-07-01").json
    agreed = estate.ids["agreed"]
    assert (before["agreement_id"], before["state"]) == (agreed, "active")
    assert sum(it["amount_cents"] for it in before["instalments"]) == 6 * 18000
    since = before["signed_on"]
    estate.now = NOW + timedelta(hours=1)
    post(f"/agreements/{agreed}/termination", on="2025-07-01", reason="agreed")
    [ended] = get(path, as_of="2025-07-01").json
    assert ended["state"] == "terminated"
    assert {it["state"] for it in ended["instalments"]} == {"lapsed"}
    known = get(path, as_of="2025-07-01", known_at=NOW.isoformat()).json
    assert known == [before]
    assert get(path, as_of=_the_day_before(since)).json == []


def _the_day_before(day):
    return (date.fromisoformat(day) - timedelta(1)).isoformat()
