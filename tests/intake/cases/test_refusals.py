"""Every refusal of households and cases at the door: its status, its name, no trace."""

from datetime import date

import pytest
from front_desk import FrontOffice, detected, named
from granted import grant

from azione0.door.web import create_app
from azione0.tokens import Actor, Grant, hash_of, write_tokens

DAY = "2025-04-15"
ADA, BEA, CARLO, NOBODY = (str(named(it)) for it in ("ada", "bea", "carlo", "nobody"))
NOT_HERS, MISSING, CONFLICT, WRONG = 403, 404, 409, 422
PACT = {
    "commitments": [{"service": "ledger", "code": "current_bills"}],
    "goals": [],
    "on": DAY,
}
MEMBER = {"role": "other", "on": DAY}
TALK = {
    "day": "2025-04-20",
    "at": "10:00",
    "place": "desk",
    "kind": "office",
    "on": DAY,
}
MEANS = {"rent_area": "ACCESS", "since": "2025-01-01"}
OFFER = {"from_on": "2025-06-01", "reason": "nearer", "on": DAY}
SIGNED = {**PACT, "operator_id": "op-8"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A family in charge, another that nobody has met, and a door to knock at."""
    folder = tmp_path_factory.mktemp("refusals")
    tokens = folder / "tokens.toml"
    write_tokens(
        tokens,
        [
            Grant(hash_of(word), Actor(f"{name}/anna", name, ("operator",)))
            for word, name in (("rete", "la-rete"), ("volanti", "elefanti-volanti"))
        ],
    )
    partners = folder / "partners.toml"
    partners.write_text(
        '[[partner]]\nname = "intake"\nkind = "intake"\norganisation = "la-rete"\n'
    )
    office = FrontOffice(
        {
            "AZIONE0_DATA": str(folder),
            "AZIONE0_TOKENS": str(tokens),
            "AZIONE0_PARTNERS": str(partners),
        }
    )
    for organisation in ("la-rete", "elefanti-volanti"):
        grant(
            office.house.office("intake"),
            f"{organisation}/anna",
            organisation,
            "supervisor",
            "case_worker",
        )
    office.target()
    household_id = office.household("T1", "D1")
    case_id = office.reached_case(household_id)
    other = office.household("T2", "D2")
    office.tell(detected(other))
    with office.command("la-rete/anna") as intake:
        for person, role in (("ada", "holder"), ("bea", "spouse"), ("carlo", "child")):
            intake.add_member(
                household_id,
                role,
                date(2018, 3, 1),
                is_minor=role == "child",
                person_id=named(person),
            )
        born = intake.add_member(
            household_id, "child", date(2025, 2, 10), is_minor=True, came="birth"
        )
        dead = intake.add_member(household_id, "other", date(2018, 3, 1))
        intake.lose_member(household_id, dead, "death", date(2025, 1, 1))
        intake.record_means(household_id, 1, "ACCESS", date(2025, 1, 1))
        intake.assess(case_id, {"work": 2}, date(2025, 4, 1))
        intake.take_in_charge(
            case_id,
            commitments={"ledger": "current_bills"},
            goals=[],
            operator_id="op-7",
            on=date(2025, 4, 1),
        )
        [owed] = intake.commitments(case_id, date(2025, 4, 1))
        met = intake.make_appointment(
            case_id,
            date(2025, 4, 18),
            "09:00",
            place="desk",
            kind="office",
            on=date(2025, 4, 1),
        )
        offer = intake.propose_hand_over(
            case_id,
            "elefanti-volanti",
            date(2025, 4, 20),
            reason="nearer",
            on=date(2025, 4, 15),
            by="la-rete",
        )
    yield (
        office,
        create_app(office.house.office("intake")).test_client(),
        {
            "h": household_id,
            "c": case_id,
            "new": office.intake.case_of(other),
            "born": born,
            "dead": str(dead),
            "owed": owed.commitment_id,
            "met": met,
            "offer": offer,
        },
    )
    office.house.close()


REFUSED = [
    (CONFLICT, "MemberTwice", "/households/{h}/members", {**MEMBER, "person_id": BEA}),
    (
        CONFLICT,
        "DiedBefore",
        "/households/{h}/members",
        {**MEMBER, "person_id": "{dead}"},
    ),
    (CONFLICT, "TwoHolders", "/households/{h}/members", {**MEMBER, "role": "holder"}),
    (
        WRONG,
        "HolderUnderAge",
        "/households/{h}/members",
        {**MEMBER, "role": "holder", "is_minor": True},
    ),
    (
        WRONG,
        "FutureBirth",
        "/households/{h}/members",
        {"role": "child", "is_minor": True, "came": "birth", "on": "2025-09-02"},
    ),
    (
        WRONG,
        "ImpossibleHousehold",
        "/households/{h}/members",
        {**MEMBER, "came": "birth"},
    ),
    (MISSING, "NotFound", f"/households/{NOBODY}/members", MEMBER),
    (
        WRONG,
        "NotAMember",
        f"/households/{{h}}/members/{NOBODY}/goings",
        {"went": "left", "on": DAY},
    ),
    (
        WRONG,
        "DeathBeforeBirth",
        "/households/{h}/members/{born}/goings",
        {"went": "death", "on": "2025-02-09"},
    ),
    (
        WRONG,
        "LeftBeforeTheyCame",
        f"/households/{{h}}/members/{BEA}/goings",
        {"went": "left", "on": "2018-02-28"},
    ),
    (
        CONFLICT,
        "OfAgeAlready",
        f"/households/{{h}}/members/{BEA}/comings-of-age",
        {"on": DAY},
    ),
    (
        CONFLICT,
        "HolderLeaves",
        "/households/{h}/separations",
        {"leaving": [ADA], "on": DAY},
    ),
    (WRONG, "NobodyStays", "/households/{h}/separations", {"leaving": [], "on": DAY}),
    (
        CONFLICT,
        "MembersKnown",
        "/households/{h}/changes",
        {"kind": "joined", "on": DAY},
    ),
    (CONFLICT, "PeriodsOverlap", "/households/{h}/means", MEANS),
    (
        WRONG,
        "EndsBeforeItBegins",
        "/households/{h}/means",
        {**MEANS, "since": "2025-03-01", "until": "2025-02-01"},
    ),
    (
        WRONG,
        "NotATime",
        "/cases/{c}/contacts",
        {"channel": "door", "outcome": "reached", "on": DAY, "at": "24:00"},
    ),
    (
        WRONG,
        "NextBeforeThis",
        "/cases/{c}/contacts",
        {"channel": "door", "outcome": "reached", "on": DAY, "next_on": "2025-04-01"},
    ),
    (
        WRONG,
        "ExpiresBeforeSent",
        "/cases/{c}/invitations",
        {"on": DAY, "expires_on": "2025-04-14"},
    ),
    (
        WRONG,
        "NoSuchLetter",
        f"/cases/{{c}}/letters/{NOBODY}/returns",
        {"reason": "moved", "on": DAY},
    ),
    (WRONG, "NotATime", "/cases/{c}/appointments", {**TALK, "at": "noon"}),
    (WRONG, "NotACode", "/cases/{c}/appointments", {**TALK, "place": "Bar Anna"}),
    (
        WRONG,
        "AppointmentBeforeItIsMade",
        "/cases/{c}/appointments",
        {**TALK, "day": "2025-04-14"},
    ),
    (
        CONFLICT,
        "AppointmentTwice",
        "/cases/{c}/appointments",
        {**TALK, "day": "2025-04-18", "at": "09:00"},
    ),
    (
        WRONG,
        "NoSuchAppointment",
        f"/cases/{{c}}/appointments/{NOBODY}/conclusions",
        {"status": "seen", "on": DAY},
    ),
    (
        CONFLICT,
        "NotConcluded",
        "/cases/{c}/appointments/{met}/conclusions",
        {"status": "seen", "on": "2025-04-17"},
    ),
    (
        WRONG,
        "WrongScore",
        "/cases/{c}/assessments",
        {"scores": [{"domain": "documents", "score": 3}], "on": DAY},
    ),
    (
        CONFLICT,
        "NotReached",
        "/cases/{new}/assessments",
        {"scores": [{"domain": "work", "score": 3}], "on": DAY},
    ),
    (CONFLICT, "NotReached", "/cases/{new}/pacts", SIGNED),
    (CONFLICT, "AlreadyInCharge", "/cases/{c}/pacts", SIGNED),
    (CONFLICT, "NotInCharge", "/cases/{new}/pacts/revisions", PACT),
    (
        CONFLICT,
        "RevisedLater",
        "/cases/{c}/pacts/revisions",
        {**PACT, "on": "2025-03-31"},
    ),
    (
        WRONG,
        "PactWithoutCommitments",
        "/cases/{c}/pacts/revisions",
        {**PACT, "commitments": []},
    ),
    (
        WRONG,
        "CommitmentTwice",
        "/cases/{c}/pacts/revisions",
        {**PACT, "commitments": PACT["commitments"] * 2},
    ),
    (
        WRONG,
        "DueBeforeSigned",
        "/cases/{c}/pacts/revisions",
        {
            **PACT,
            "commitments": [{**PACT["commitments"][0], "due_on": "2025-04-14"}],
        },
    ),
    (
        WRONG,
        "UnknownCommitment",
        f"/cases/{{c}}/commitments/{NOBODY}/checks",
        {"kept": True, "on": DAY},
    ),
    (
        WRONG,
        "WaivedWithoutReason",
        "/cases/{c}/commitments/{owed}/settlements",
        {"how": "waived", "on": DAY},
    ),
    (
        CONFLICT,
        "OpenCommitments",
        "/cases/{c}/closings",
        {"outcome": "moved", "on": DAY},
    ),
    (
        CONFLICT,
        "StillInArrears",
        "/cases/{c}/closings",
        {"outcome": "resolved", "on": DAY, "fulfilled": ["{owed}"]},
    ),
    (
        CONFLICT,
        "NotInCharge",
        "/cases/{new}/references",
        {"operator_id": "op-8", "from_on": DAY},
    ),
    (
        CONFLICT,
        "AlreadyOfReference",
        "/cases/{c}/references",
        {"operator_id": "op-7", "from_on": DAY},
    ),
    (
        WRONG,
        "NotInTeam",
        "/cases/{c}/team/leavings",
        {"operator_id": "op-8", "on": DAY},
    ),
    (
        CONFLICT,
        "AlreadyFollowing",
        "/cases/{new}/hand-overs",
        {**OFFER, "to_organisation_id": "la-rete"},
    ),
    (
        WRONG,
        "HandOverBackdated",
        "/cases/{new}/hand-overs",
        {**OFFER, "to_organisation_id": "sol-co", "from_on": "2025-04-14"},
    ),
    (
        CONFLICT,
        "HandOverPending",
        "/cases/{c}/hand-overs",
        {**OFFER, "to_organisation_id": "sol-co"},
    ),
    (NOT_HERS, "NotTheReceiver", "/hand-overs/{offer}/acceptances", {"on": DAY}),
    (
        NOT_HERS,
        "NotTheReceiver",
        "/hand-overs/{offer}/refusals",
        {"reason": "no_room", "on": DAY},
    ),
    (
        CONFLICT,
        "HandOverLapsed",
        "/hand-overs/{offer}/acceptances",
        {"on": "2025-04-21", "operator_id": "op-9"},
        "volanti",
    ),
    (
        WRONG,
        "NoReferenceWorker",
        "/hand-overs/{offer}/acceptances",
        {"on": DAY},
        "volanti",
    ),
    (MISSING, "NotFound", "/hand-overs/{offer}/withdrawals", {"on": DAY}, "volanti"),
    (MISSING, "NotFound", "/cases/{c}/pacts/revisions", PACT, "volanti"),
]


def filled(told, ids):
    if isinstance(told, str):
        return told.format(**ids)
    if isinstance(told, list):
        return [filled(it, ids) for it in told]
    if isinstance(told, dict):
        return {name: filled(it, ids) for name, it in told.items()}
    return told


@pytest.mark.parametrize(
    "refused", REFUSED, ids=lambda it: f"{it[1]} {it[2].rpartition('/')[2]}"
)
def test_what_cannot_be_is_refused_by_name_and_nothing_is_half_done(desk, refused):
    office, client, ids = desk
    status, name, path, body, *acting = refused
    before = office.said(), office.intake.hand_overs(), office.tasks()
    answer = client.post(
        f"/api{filled(path, ids)}",
        json=filled(body, ids),
        headers={"Authorization": f"Bearer {acting[0] if acting else 'rete'}"},
    )
    assert (answer.status_code, answer.json["type"], answer.content_type) == (
        status,
        f"urn:it.azione0.problem.{name}",
        "application/problem+json",
    ), answer.json
    assert (office.said(), office.intake.hand_overs(), office.tasks()) == before


CHANGES = "/cases/{c}/assessments/changes"
QUESTIONS = [
    ("/cases/{c}/letters/threat/draft?on=2025-04-15", "NoSuchLetter"),
    ("/cases/{c}/letters/second_invitation/draft?on=2025-04-15", "NoSuchLetter"),
    (f"{CHANGES}?first_on=2025-04-01&last_on=2025-04-02", "NotAssessed"),
    (f"/households/{NOBODY}/members?as_of=2025-04-15", "NotFound"),
]


@pytest.mark.parametrize(("path", "name"), QUESTIONS)
def test_what_is_not_there_is_not_told(desk, path, name):
    _, client, ids = desk
    answer = client.get(
        f"/api{filled(path, ids)}", headers={"Authorization": "Bearer rete"}
    )
    kind = f"urn:it.azione0.problem.{name}"
    status = MISSING if name == "NotFound" else WRONG
    assert (answer.status_code, answer.json["type"]) == (status, kind), answer.json


ANSWERED = [
    ("/households/{h}/members?as_of=2025-04-15", 4),
    ("/households/{h}/composition?as_of=2025-04-15", 5),
    ("/cases/{c}/contact-status?at=2025-04-15T10:00:00%2B02:00", 2),
    ("/cases/{c}/appointments", 1),
    ("/cases/{c}/letters", 0),
    ("/cases/{c}/letters/invitation/draft?on=2025-04-15", 1),
    ("/cases/{c}/commitments?as_of=2025-04-15", 1),
    ("/cases/{c}/references", 1),
    ("/cases/{c}/team?as_of=2025-04-15", 0),
    ("/cases/{c}/assessments", 1),
    (f"{CHANGES}?first_on=2025-04-01&last_on=2025-04-01", 7),
    (f"{CHANGES}?first_on=2025-04-01&last_on=2025-04-01&domains=all", 8),
    ("/hand-overs?to_organisation_id=elefanti-volanti", 1),
    ("/needs-matrix", 2),
]


@pytest.mark.parametrize(("path", "length"), ANSWERED)
def test_what_can_be_asked_is_answered_in_its_shape(desk, path, length):
    _, client, ids = desk
    answer = client.get(
        f"/api{filled(path, ids)}", headers={"Authorization": "Bearer rete"}
    )
    assert (answer.status_code, len(answer.json)) == (200, length), answer.json
