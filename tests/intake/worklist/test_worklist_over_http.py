"""The worklist and the claims on it, over HTTP."""

from datetime import date

from front_desk import detected

DAY = "2025-09-01"


def kind(refused):
    return refused.status_code, refused.json["type"].rpartition(".")[2]


def test_the_list_is_asked_and_a_household_claimed_once(http):
    office = http.office
    office.target()
    ids = [office.household(f"T{it}", f"D{it}") for it in range(3)]
    office.tell(*(detected(it, on=date(2025, 8, 20)) for it in ids))
    asked = {"on": DAY, "limit": 2, "organisation_id": "la-rete"}
    size = http.ask("/worklist/size", **asked).json
    assert size == {"day": DAY, "rule": "worklist_order_1", "total": 3}
    [first, _second] = http.ask("/worklist", **asked).json
    assert first["told"]["action"] == "first_contact"
    # Whoever follows nobody of them sees no row.
    assert http.ask("/worklist", acting="runs", **asked).json == []
    criteria = http.ask("/worklist/criteria").json
    assert [it["criterion"] for it in criteria] == [
        it["criterion"] for it in first["told"]["classes"]
    ]
    path = f"/households/{first['household_id']}/claims"
    made = http.order(path, on=DAY, minutes=30)
    assert made.status_code == 201
    assert kind(http.order(path, on=DAY, acting="other")) == (409, "Claimed")
    assert kind(http.order(path, on=DAY, acting="runs")) == (404, "NotFound")
    assert kind(http.order(path, on=DAY, minutes=0)) == (422, "WrongMinutes")
    assert kind(http.order(f"{path}/releases", on=DAY, acting="other")) == (
        409,
        "NotClaimed",
    )
    [line, _other] = http.ask("/worklist", **asked).json
    assert line["claimed_by"] == "la-rete/anna"
    assert http.order(f"{path}/releases", on=DAY).status_code == 204
    assert len(http.ask("/worklist", on=DAY, limit=0, offset=-1).json) == 1
    assert http.ask("/worklist").status_code == 422
