"""The worklist and the claims on it, over HTTP."""

from datetime import date
from uuid import UUID

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


def test_what_one_may_not_see_is_left_out_before_the_page_is_cut(http):
    office = http.office
    office.target()
    ids = [office.household(f"T{it}", f"D{it}") for it in range(4)]
    office.tell(*(detected(it, on=date(2025, 8, 20)) for it in ids))
    listed = [it["household_id"] for it in http.ask("/worklist", on=DAY).json]
    # Those at the head of the list pass to somebody else.
    with office.command() as intake:
        for it in listed[:2]:
            intake.assign_case(intake.case_of(UUID(it)), "aler-bcm", date(2025, 8, 25))
    seen = http.ask("/worklist", on=DAY, limit=2).json
    assert [it["household_id"] for it in seen] == listed[2:]
    assert http.ask("/worklist", on=DAY, limit=1, offset=1).json == seen[1:]
    assert http.ask("/worklist/size", on=DAY).json["total"] == 2
    assert http.ask("/worklist/size", acting="runs", on=DAY).json["total"] == 0
