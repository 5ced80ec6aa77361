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
    page = http.ask("/worklist", on=DAY, limit=2, organisation_id="la-rete").json
    assert (page["total"], len(page["rows"]), page["day"]) == (3, 2, DAY)
    [first, _second] = page["rows"]
    assert first["told"]["action"] == "first_contact"
    criteria = http.ask("/worklist/criteria").json
    assert [it["criterion"] for it in criteria] == [
        it["criterion"] for it in first["told"]["classes"]
    ]
    path = f"/households/{first['household_id']}/claims"
    made = http.order(path, on=DAY, minutes=30)
    assert made.status_code == 201
    assert kind(http.order(path, on=DAY, acting="aler")) == (409, "Claimed")
    assert kind(http.order(path, on=DAY, minutes=0)) == (422, "WrongMinutes")
    assert kind(http.order(f"{path}/releases", on=DAY, acting="aler")) == (
        409,
        "NotClaimed",
    )
    [line, _other] = http.ask("/worklist", on=DAY, limit=2).json["rows"]
    assert line["claimed_by"] == "la-rete/anna"
    assert http.order(f"{path}/releases", on=DAY).status_code == 204
    assert http.ask("/worklist", on=DAY, limit=0, offset=-1).json["total"] == 3
    assert http.ask("/worklist").status_code == 422
