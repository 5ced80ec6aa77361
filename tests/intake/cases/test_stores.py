"""One case from the first letter to another organisation, the same on every store."""

from datetime import UTC, date, datetime

from front_desk import FrontOffice, detected, named

from azione0.contract import encode
from intake.cases.case import Case
from intake.cases.pact import Undertaking

PACT = (
    Undertaking("ledger", "current_bills", rhythm="monthly"),
    Undertaking("workshops", "keep_a_place", by="service", due_on=date(2025, 8, 31)),
)


def told_on(environ):
    office = FrontOffice(environ)
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case_id = office.intake.case_of(household_id)
    with office.command("la-rete/anna") as intake:
        for name, role in (("ada", "holder"), ("bea", "spouse")):
            intake.add_member(
                household_id, role, date(2018, 3, 1), person_id=named(name)
            )
        intake.record_means(household_id, 900000, "PROTECTION", date(2025, 1, 1))
        intake.send_invitation(case_id, date(2025, 3, 3))
        met = intake.make_appointment(
            case_id,
            date(2025, 3, 20),
            "09:30",
            place="desk",
            kind="office",
            on=date(2025, 3, 5),
        )
        intake.conclude_appointment(case_id, met, "seen", date(2025, 3, 20))
        intake.assess(case_id, {"work": 2, "health": 3}, date(2025, 3, 25))
    with office.command("la-rete/anna") as intake:
        intake.take_in_charge(
            case_id,
            commitments=PACT,
            goals=["keep_home"],
            operator_id="op-7",
            on=date(2025, 4, 1),
        )
        bills, place = (
            it.commitment_id for it in office.intake.get(Case, case_id).commitments
        )
        intake.check_commitment(case_id, bills, date(2025, 5, 1), kept=True)
        intake.check_commitment(case_id, place, date(2025, 5, 2), kept=False)
        intake.join_team(case_id, "op-1", "educator", date(2025, 4, 1))
    with office.command("la-rete/anna") as intake:
        intake.lose_member(household_id, named("ada"), "death", date(2025, 6, 15))
        offer = intake.propose_hand_over(
            case_id,
            "elefanti-volanti",
            date(2025, 7, 1),
            reason="moved_near",
            on=date(2025, 6, 20),
        )
    with office.command("elefanti-volanti/carla") as intake:
        intake.accept_hand_over(offer, date(2025, 6, 30), operator_id="op-9")
    july = date(2025, 7, 1)
    told = {
        "members": office.intake.members(household_id, july),
        "composition": office.intake.composition(household_id, july),
        "status": office.intake.contact_status(
            case_id, datetime(2025, 7, 1, 10, tzinfo=UTC)
        ),
        "letters": office.intake.letters(case_id),
        "appointments": office.intake.appointments(case_id),
        "commitments": office.intake.commitments(case_id, july),
        "references": office.intake.references(case_id),
        "team": office.intake.team(case_id, date(2025, 6, 30)),
        "needs": office.intake.assessments(case_id, special=True),
        "hand overs": office.intake.hand_overs(),
        "tasks": office.intake.tasks(status=None),
        "said": [encode(it) for it in office.said()],
        "who did what": [
            (type(it).__name__, recorded.actor)
            for recorded, it in office.intake.events_of(case_id)
        ],
    }
    office.house.close()
    return told


def test_a_case_is_the_same_on_every_store(database_url, tmp_path):
    expected = told_on({"AZIONE0_DATA": str(tmp_path / "here")})
    assert expected["status"].status == "rdv_seen"
    assert [it.operator_id for it in expected["team"]] == ["op-1"]
    assert expected["who did what"][-1] == ("Assigned", "elefanti-volanti/carla")
    kinds = {it.kind for it in expected["tasks"]}
    assert {"review_case", "reassess", "review_commitment"} <= kinds
    environ = {
        "AZIONE0_DATA": str(tmp_path / "there"),
        "AZIONE0_INTAKE_DB": database_url,
    }
    assert told_on(environ) == expected
