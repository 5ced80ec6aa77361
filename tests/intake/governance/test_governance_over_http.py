"""What the steering group decides, over HTTP, and how refusals are answered."""

from front_desk import TOWER, detected

DAY = "2025-02-03"
WANTED = {
    "organisation_id": "la-rete",
    "buildings": [TOWER],
    "bands": ["B"],
    "valid_from": "2025-01-01",
}


def found_the_group(http):
    for organisation in ("aler-bcm", "la-rete"):
        told = {"role": "partner", "from_on": "2025-01-01"}
        made = http.order("/mandates", organisation_id=organisation, **told)
        assert made.status_code == 204
        seat = {"seat": "member", "from_on": "2025-01-01"}
        made = http.order(
            "/seats",
            member_id=f"{organisation}/x",
            organisation_id=organisation,
            **seat,
        )
        assert made.status_code == 204


def kind(refused):
    return refused.status_code, refused.json["type"].rpartition(".")[2]


def test_from_a_draft_to_a_case_by_a_vote(http):
    found_the_group(http)
    household_id = http.office.household()
    http.office.tell(detected(household_id))
    made = http.order("/targets/drafts", on=DAY, **WANTED)
    path = f"/targets/{made.json['id']}"
    asked = {"on": "2025-03-01"}
    told = http.ask(f"{path}/summary", acting="board", **asked).json
    assert told["households"] == "<5"
    # The board sees numbers, who runs the office sees whom nobody follows yet.
    assert http.ask(f"{path}/preview", acting="board", **asked).status_code == 403
    assert http.ask(f"{path}/preview", acting="rete", **asked).json == []
    seen = http.ask(f"{path}/preview", acting="runs", **asked).json
    assert [it["household_id"] for it in seen] == [str(household_id)]
    present = ["aler-bcm/x", "la-rete/x"]
    meeting = http.order("/meetings", on=DAY, present=present).json["id"]
    proposed = {"decision_ref": "CdR 1", "about": "target"}
    assert http.order(f"/meetings/{meeting}/decisions", **proposed).status_code == 201
    refused = http.order(f"{path}/adoptions", decision_ref="CdR 1")
    assert kind(refused) == (409, "UnknownDecision")
    for who in present:
        vote = {"decision_ref": "CdR 1", "member_id": who, "vote": "for"}
        assert http.order("/votes", **vote).status_code == 204
    assert kind(http.order("/votes", **vote)) == (409, "SecondVote")
    counted = http.order("/decisions/counts", decision_ref="CdR 1")
    assert counted.json == {"status": "carried"}
    assert http.order(f"{path}/adoptions", decision_ref="CdR 1").status_code == 204
    [target] = http.ask("/targets").json
    assert (target["status"], target["decision_ref"]) == ("adopted", "CdR 1")
    [case] = http.ask("/cases").json
    assert case["household_id"] == str(household_id)
    [chosen] = http.ask("/selections").json
    assert chosen["decision_ref"] == "CdR 1"
    [decision] = http.ask("/decisions").json
    assert (decision["votes_for"], decision["status"]) == (2, "carried")
    assert [it["required"] for it in http.ask("/meetings").json] == [2]


def test_refusals_have_their_names_and_their_status(http):
    found_the_group(http)
    seat = {"seat": "member", "from_on": DAY}
    refused = [
        (
            "/mandates",
            {"organisation_id": "la-rete", "role": "partner", "from_on": DAY},
        ),
        ("/mandates", {"organisation_id": "Sig. R", "role": "partner", "from_on": DAY}),
        ("/mandates/ends", {"organisation_id": "x", "role": "lead", "on": DAY}),
        ("/seats", {"member_id": "x/y", "organisation_id": "x", **seat}),
        ("/seats/ends", {"member_id": "x/y", "on": DAY}),
        ("/meetings", {"on": DAY, "present": ["x/y"]}),
        ("/targets", {**WANTED, "decision_ref": "CdR 9"}),
        ("/targets/drafts", {**WANTED, "buildings": [], "on": DAY}),
        ("/decisions/counts", {"decision_ref": "CdR 9"}),
    ]
    assert [kind(http.order(path, **told)) for path, told in refused] == [
        (409, "MandateHeld"),
        (422, "ImpossibleMandate"),
        (409, "NoMandate"),
        (409, "OrganisationWithoutMandate"),
        (409, "NoMandate"),
        (409, "VoteWithoutMandate"),
        (409, "UnknownDecision"),
        (422, "EmptyTarget"),
        (404, "NotFound"),
    ]
    alone = http.order("/meetings", on=DAY, present=["la-rete/x"]).json["id"]
    proposed = {"decision_ref": "CdR 2", "about": "target"}
    refused = http.order(f"/meetings/{alone}/decisions", **proposed)
    assert kind(refused) == (409, "NoQuorum")


def test_figures_and_who_answers_for_data_are_asked_by_day(http):
    figures = [{"name": "call_days", "value": "2"}]
    policy = {"policy_version": "2025/1", "effective_from": DAY, "figures": figures}
    assert http.order("/policies", **policy).status_code == 201
    told = {it["name"]: it for it in http.ask("/figures", on=DAY).json}
    assert told["call_days"]["policy_version"] == "2025/1"
    assert told["claim_minutes"]["policy_version"] == "proposal"
    assert [it["policy_version"] for it in http.ask("/policies").json] == ["2025/1"]
    agreement = {
        "purpose": "employment",
        "controllers": ["comune"],
        "processors": ["amici"],
        "document_ref": "Nomina 3",
        "valid_from": DAY,
    }
    before = http.ask("/controller-agreements").json
    made = http.order("/controller-agreements", **agreement)
    assert made.status_code == 201
    asked = {"organisation_id": "amici", "purpose": "employment", "on": DAY}
    told = http.ask("/controller-agreements/coverage", **asked).json
    assert (told["role"], told["agreement"]["article"]) == ("processor", "28")
    ends = f"/controller-agreements/{made.json['id']}/ends"
    assert http.order(ends, on=DAY).status_code == 204
    told = http.ask("/controller-agreements/coverage", **asked | {"on": "2025-03-01"})
    assert told.json == {"role": "none", "agreement": None}
    known = http.ask("/controller-agreements").json
    assert [it["agreement_id"] for it in known if it not in before] == [made.json["id"]]
    later = http.ask("/controller-agreements", on="2025-03-01").json
    assert later == before
    both = agreement | {"processors": ["comune"]}
    assert kind(http.order("/controller-agreements", **both)) == (
        422,
        "ImpossibleAgreement",
    )


def test_the_board_reads_the_mandates_and_figures_that_it_gives(http):
    for asked, query in (
        ("/mandates", {}),
        ("/policies", {}),
        ("/figures", {"on": DAY}),
    ):
        assert http.ask(asked, acting="board", **query).status_code == 200, asked
    http.office.household()
    for asked in ("/cases", "/tasks", "/duplicates"):
        assert http.ask(asked, acting="board").json == [], asked
