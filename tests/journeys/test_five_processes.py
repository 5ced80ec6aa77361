"""
One household through five processes, five databases and one broker.

A creditor's bills go in at one end, over the bus; the story comes out at the
other, over HTTP. Every service runs as its organisation would run it.
"""

from datetime import date
from uuid import UUID, uuid4

import pytest
from journeys.processes import Programme

from azione0.contract import SERVICES

pytestmark = [pytest.mark.broker, pytest.mark.postgres]

CREDITOR, TENANCY = "aler", "0012-34567"
PERSON = UUID("00000000-0000-0000-0000-0000000000d4")
FOUND, MET, SIGNED = date(2025, 3, 25), date(2025, 4, 1), date(2025, 4, 15)
FIRST_DUE, MISSED = date(2025, 5, 10), date(2025, 5, 21)
ON_POSTGRES = ("intake", "ledger", "reporting")
SAID = {
    ("intake", "HouseholdRegistered"),
    ("ledger", "ChargePosted"),
    ("ledger", "ArrearsDetected"),
    ("intake", "CaseOpened"),
    ("intake", "CaseTakenInCharge"),
    ("employment", "PathwayOpened"),
    ("workshops", "EnrolmentConfirmed"),
    ("ledger", "AgreementSigned"),
    ("ledger", "InstalmentMissed"),
}


@pytest.fixture
def programme(server, databases, tmp_path):
    mark = uuid4().hex[:8]
    homes = {
        kind: databases(kind)
        if kind in ON_POSTGRES
        else f"sqlite:///{tmp_path / kind}.db"
        for kind in SERVICES
    }
    five = Programme(server, mark, tmp_path, homes)
    with five.at_work():
        yield five


def winter_without_a_payment():
    """Give the words of ALER: a tenancy, and three bills that nobody pays."""
    yield (
        "TenancyRegistered",
        "tenancy",
        {
            "creditor_id": CREDITOR,
            "tenancy_id": TENANCY,
            "dwelling_id": "TC-04-17",
            "building_id": "torre-cimabue",
            "valid_from": "2018-03-01",
            "effective_on": "2018-03-01",
        },
    )
    for month in (1, 2, 3):
        yield (
            "ChargeIssued",
            f"bill-{month}",
            {
                "creditor_id": CREDITOR,
                "tenancy_id": TENANCY,
                "charge_id": f"2025-{month:02}/1",
                "kind": "rent",
                "amount_cents": 18000,
                "issued_on": f"2025-{month:02}-01",
                "due_on": f"2025-{month:02}-20",
                "period_from": f"2025-{month:02}-01",
                "period_to": f"2025-{month:02}-28",
                "effective_on": f"2025-{month:02}-01",
            },
        )


def test_a_bill_at_one_end_is_a_story_at_the_other(programme):
    five = programme
    five.act(
        "intake",
        "/targets",
        organisation_id="la-rete",
        decision_ref="cabina-2025-01",
        buildings=["torre-cimabue"],
        bands=["A", "B", "C", "D"],
        valid_from=date(2025, 1, 1),
    )

    letters = [*winter_without_a_payment()]
    five.publish(*letters)
    five.publish(*letters[1:])  # a creditor in doubt says it again: nothing doubles
    five.until(lambda: five.ask("reporting", "/glance")["bills"] == 3)
    five.close_day("ledger", FOUND)

    found = five.hear_at_aler("ArrearsDetected")
    assert found["creditor_id"] == CREDITOR
    household = found["household_id"]
    [case] = five.until(lambda: five.ask("intake", f"/cases?household_id={household}"))
    assert case["organisation_id"] == "la-rete"

    agree_with(five, household, case["case_id"])
    signed = five.hear_at_aler("AgreementSigned")
    assert signed["household_id"] == household
    five.close_day("ledger", MISSED)

    missed_is_known_everywhere(five, household)
    look_back(five, household)


def agree_with(five, household, case_id):
    """Meet the household, sign the pact, and let each service do its part."""
    five.act(
        "intake",
        f"/cases/{case_id}/contacts",
        channel="door",
        outcome="reached",
        on=MET,
    )
    five.act(
        "intake",
        f"/cases/{case_id}/pacts",
        commitments=[
            {"service": "workshops", "code": "family_budget"},
            {"service": "employment", "code": "job_search"},
        ],
        goals=["keep_home"],
        operator_id="op-7",
        on=SIGNED,
    )
    offers = five.until(lambda: five.ask("employment", f"/offers?on={SIGNED}"))
    assert [it["household_id"] for it in offers] == [household]
    five.act(
        "employment",
        "/pathways",
        person_id=PERSON,
        household_id=household,
        programme_code="GOL",
        on=SIGNED,
    )
    workshop = five.act(
        "workshops",
        "/workshops",
        kind="family_budget",
        organisation_id="la-rete",
        capacity=12,
        sessions=[{"on": "2025-05-05", "minutes": 120}],
        on=SIGNED,
    )
    five.act(
        "workshops",
        f"/workshops/{workshop['id']}/enrolments",
        household_id=household,
        on=SIGNED,
    )
    agreement = five.act(
        "ledger",
        "/agreements",
        household_id=household,
        creditor_id=CREDITOR,
        instalment_cents=9000,
        first_due_on=FIRST_DUE,
        on=SIGNED,
    )
    five.act(
        "ledger",
        f"/agreements/{agreement['id']}/signature",
        on=SIGNED,
        signatory_roles=["tenant", "creditor"],
    )


def missed_is_known_everywhere(five, household):
    """InstalmentMissed: a call to make, a budget to review, a job to ask about."""
    calls = five.until(
        lambda: five.ask("intake", f"/tasks?household_id={household}&kind=call")
    )
    assert [it["household_id"] for it in calls] == [household]
    checks = five.until(lambda: five.ask("employment", "/job-checks"))
    assert [it["household_id"] for it in checks] == [household]
    reviews = five.until(lambda: five.ask("workshops", "/reviews"))
    assert [it["household_id"] for it in reviews] == [household]
    [agreement] = five.until(
        lambda: [
            it
            for it in five.ask("reporting", "/agreements")
            if it["instalments"][0]["missed"]
        ]
    )
    assert (agreement["household_id"], agreement["kept"]) == (household, False)


def look_back(five, household):
    """Read at the end what was said at the beginning, and everything between."""
    glance = five.ask("reporting", "/glance")
    assert (glance["bills"], glance["bills_cents"]) == (3, 54000)
    assert (glance["open_episodes"], glance["in_charge"]) == (1, 1)
    assert glance["instalments_missed"] == 1
    five.until(lambda: told_of(five, household) >= SAID)
    for kind in SERVICES:
        # Nothing waits, is parked or was put aside on the way.
        assert set(five.status(kind)["letters"].values()) == {0}
        # Each has sealed its log by itself meanwhile, and it is as it was sealed.
        five.until(lambda kind=kind: len(five.status(kind)["log"]["cosigned"]) == 4)
        assert five.status(kind)["log"]["troubles"] == {}
        proved = five.verify(kind)
        assert ", 0 sigilli" not in proved
        assert "di cui 0" not in proved


def told_of(five, household):
    """Give who said what in a household's story, as reporting tells it."""
    story = five.ask("reporting", f"/households/{household}/story")
    return {(it["service"].partition("-")[0], it["name"]) for it in story["lines"]}
