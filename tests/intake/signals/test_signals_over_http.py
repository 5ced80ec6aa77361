"""Referrals and households side by side, over HTTP."""

from datetime import date
from uuid import UUID

from front_desk import detected, tenancy

from azione0.contracts import condominium

DAY = "2025-05-06"
HELP = {
    "source": "social_services",
    "reason": "income_lost",
    "organisation_id": "la-rete",
    "on": DAY,
}


def kind(refused):
    return refused.status_code, refused.json["type"].rpartition(".")[2]


def test_a_referral_is_made_waits_and_is_matched_by_hand(http):
    household_id = http.office.household("0012345")
    made = http.order("/referrals", tenancy_id="12345", **HELP)
    assert made.status_code == 201
    [waiting] = http.ask("/referrals/waiting", acting="runs").json
    assert waiting["candidates"][0]["household_id"] == str(household_id)
    # Nobody follows the household: it is of who runs the front office.
    [waiting] = http.ask("/referrals/waiting").json
    assert waiting["candidates"] == []
    matched = {"household_id": str(household_id), "on": DAY}
    path = f"/referrals/{made.json['id']}"
    assert kind(http.order(f"{path}/matches", **matched)) == (404, "NotFound")
    told = http.order(f"{path}/matches", acting="runs", **matched)
    assert told.status_code == 204
    assert kind(http.order(f"{path}/matches", **matched)) == (409, "ReferralSettled")
    laid = {"reason": "error", "on": DAY}
    assert kind(http.order(f"{path}/dismissals", **laid)) == (409, "ReferralSettled")
    [line] = http.ask("/signals/received", result="taken_up").json
    assert line["policy_version"] == "proposal"
    assert http.ask("/signals/received", source="arrears").json == []
    assert kind(http.order("/referrals", **HELP)) == (422, "NoClue")


def test_two_households_are_merged_parted_and_kept_apart(http):
    http.office.tell(tenancy("T1", "D-01"), tenancy("C9", "d01", by=condominium))
    assert http.ask("/duplicates").json == []
    [line] = http.ask("/duplicates", acting="runs").json
    one, other = line["one_id"], line["other_id"]
    merged = {
        "survivor_id": one,
        "merged_id": other,
        "reason": "same_family",
        "on": DAY,
    }
    assert (
        http.order("/duplicates/mergings", acting="runs", **merged).status_code == 204
    )
    assert kind(http.order("/duplicates/mergings", acting="runs", **merged)) == (
        409,
        "MergedAlready",
    )
    two = {"one_id": one, "other_id": other, "reason": "two_families", "on": DAY}
    assert http.order("/duplicates/partings", acting="runs", **two).status_code == 204
    assert http.order("/duplicates/kept-apart", acting="runs", **two).status_code == 204
    assert http.ask("/duplicates", acting="runs").json == []
    [line] = http.ask("/duplicates", acting="runs", decided="all").json
    assert line["status"] == "kept_apart"
    itself = merged | {"merged_id": one}
    refused = http.order("/duplicates/mergings", acting="runs", **itself)
    assert kind(refused) == (422, "SameHousehold")


def test_no_page_of_signals_is_longer_or_earlier_than_there_is(http):
    http.office.tell(detected(http.office.household()))
    asked = "/signals/received"
    assert http.ask(asked, acting="runs", limit=-1, offset=-1).json == []
    assert len(http.ask(asked, acting="runs", limit=2**53 - 1, offset=-1).json) == 1


def test_nobody_writes_to_a_household_by_naming_it_second(http):
    own, foreign = http.office.household("T1", "D1"), http.office.household("T2", "D2")
    with http.office.command() as intake:
        intake.open_case(own, "la-rete", date(2025, 5, 6))
    two = {"one_id": str(own), "other_id": str(foreign), "reason": "same", "on": DAY}
    merged = {"survivor_id": str(own), "merged_id": str(foreign), "on": DAY}
    for path, body in (
        ("mergings", merged | {"reason": "same"}),
        ("partings", two),
        ("kept-apart", two),
    ):
        refused = http.order(f"/duplicates/{path}", **body)
        assert kind(refused) == (404, "NotFound")
    anna = {"surname": "Bianchi", "name": "Anna"}
    for where in (
        {"household_id": str(foreign)},
        {"household_id": str(UUID(int=7))},
        {"creditor_id": "aler-bcm", "tenancy_id": "T2"},
    ):
        rows = [anna | {"household_id": str(own)}, anna | where]
        refused = http.order("/persons/imports", rows=rows, on=DAY)
        assert kind(refused) == (404, "NotFound")
    assert http.office.intake.persons() == []
    taken = http.order(
        "/persons/imports", rows=[anna | {"household_id": str(own)}], on=DAY
    )
    assert len(taken.json["person_ids"]) == 1


def test_two_households_are_shown_to_who_may_see_both(http):
    http.office.tell(tenancy("T1", "D-01"), tenancy("C9", "d01", by=condominium))
    ids = [it.household_id for it in http.office.intake.households()]
    with http.office.command() as intake:
        for it in sorted(ids)[:1]:
            intake.open_case(it, "la-rete", date(2025, 5, 6))
    # Each sees one of the two.
    assert http.ask("/duplicates").json == []
    assert http.ask("/duplicates", acting="runs").json == []
    with http.office.command() as intake:
        intake.open_case(sorted(ids)[1], "la-rete", date(2025, 5, 6))
    assert len(http.ask("/duplicates").json) == 1
