"""From a vote to a claim, told on every store."""

from datetime import date

from front_desk import ALER, TOWER, FrontOffice, detected, tenancy

from azione0.contracts import condominium
from azione0.database import Reader, reading_for
from intake.governance.target import Exclusion

DAY = date(2025, 3, 3)
#: The day on which everybody looks, and one that is still to come.
TODAY, AHEAD = date(2025, 9, 1), date(2025, 12, 1)


def test_from_a_vote_to_a_claim_on_every_store(database_url, tmp_path):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_INTAKE_DB": database_url}
    office = FrontOffice(environ)
    one, other = office.household("T1", "D-1"), office.household("T2", "D2")
    office.tell(tenancy("C1", "d1", by=condominium))
    twin = office.intake.household_of("amm-sole", "C1")
    office.tell(detected(one), detected(other), detected(twin, creditor="amm-sole"))
    with office.command() as intake:
        intake.mandate_organisation("la-rete", "lead", date(2025, 1, 1))
        intake.seat("la-rete/x", "la-rete", "chair", date(2025, 1, 1))
        meeting_id = intake.hold_meeting(DAY, ["la-rete/x"])
        intake.propose_decision(meeting_id, "CdR 1", "target")
        intake.vote("CdR 1", "la-rete/x", "for")
        assert intake.take_decision("CdR 1") == "carried"
        definition_id = intake.draft_target(
            on=DAY,
            organisation_id="la-rete",
            buildings=[TOWER],
            bands=["B"],
            excluded=[Exclusion("household", str(other), "in_court")],
            valid_from=DAY,
        )
    seen = office.intake.preview_target(definition_id, DAY)
    assert {it.household_id for it in seen.found} == {one, twin}
    with office.command() as intake:
        intake.adopt_draft(definition_id, "CdR 1")
        intake.merge_households(one, twin, "same_family", DAY)
        signal_id = intake.refer(
            source="self_referral",
            reason="income_lost",
            organisation_id="la-rete",
            on=DAY,
            tenancy_id="t-2",
            creditor_id=ALER,
        )
        intake.match_referral(signal_id, other, DAY)
        intake.claim(one, DAY, minutes=5)
        intake.record_agreement(
            purpose="social_file",
            controllers=["comune"],
            processors=["la-rete"],
            document_ref="Nomina 3",
            valid_from=DAY,
        )
    lines = {it.household_id: it for it in office.intake.worklist(DAY).rows}
    assert set(lines) == {one, other}
    assert lines[one].claimed_by == "operatrice"
    assert lines[one].told["owed_cents"] == 108000
    assert [it.decision_ref for it in office.intake.selections()] == ["CdR 1"] * 2
    assert office.intake.coverage("la-rete", "social_file", DAY).role == "processor"
    results = {it.result for it in office.intake.received()}
    assert results == {"taken_up", "kept"}
    office.house.close()


def test_each_sees_its_own_rows_of_its_own_days_on_every_store(database_url, tmp_path):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_INTAKE_DB": database_url}
    office = FrontOffice(environ)
    ids = [office.household(f"T{it}", f"D{it}") for it in range(3)]
    office.target(rent_areas=["ACCESS"])
    with office.command() as intake:
        for it in ids:
            intake.record_means(it, 1_300_000, "ACCESS", date(2025, 1, 1))
            intake.record_means(it, 1_900_000, "PERMANENCE", AHEAD)
    office.tell(*map(detected, ids))
    with office.command() as intake:
        made = intake.propose_hand_over(
            intake.case_of(ids[0]), "aler", AHEAD, reason="nearer", on=TODAY
        )
        intake.accept_hand_over(made, TODAY)
        intake.assign_case(intake.case_of(ids[1]), "aler", DAY)

    def seen(organisation, today, day=TODAY):
        who = Reader(organisation, "support", "comune-brescia", today.isoformat())
        with reading_for(who):
            page = office.intake.worklist(day, limit=2)
            listed = {it.household_id for it in page.rows}
            assert page.total == len(listed)
        return listed

    assert seen("la-rete", TODAY) == {ids[0], ids[2]}
    assert seen("aler", TODAY) == {ids[1]}
    assert seen("la-rete", AHEAD) == {ids[2]}
    assert seen("aler", AHEAD, AHEAD) == {ids[0], ids[1]}
    assert seen("nobody", TODAY) == set()
    follows = {it.household_id: it.organisation_id for it in office.intake.cases()}
    assert follows == {ids[0]: "la-rete", ids[1]: "aler", ids[2]: "la-rete"}
    assert len(office.intake.cases(organisation_id="aler", on=AHEAD)) == 2
    assert {it.rent_area for it in office.intake.households()} == {"ACCESS"}
    areas = {it.rent_area for it in office.intake.households(on=AHEAD)}
    assert areas == {"PERMANENCE"}
    office.house.close()
