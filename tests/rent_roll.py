"""One flat in a house of five services: its tenancy, its bills, its unpaid rent."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from uuid import UUID

from creditors import ALER

from azione0.house import House
from azione0.letter import NUMBER, Raw
from azione0.store import Cause
from intake.cases.case import Case
from reporting.glance import Glance

BUILDING = "cimabue"


def sought(house: House, on: date) -> None:
    """Let the steering group seek households of the building, whatever their band."""
    with house.intake.transaction(Cause("cabina-di-regia", f"target/{on}")):
        house.intake.adopt_target(
            organisation_id="la-rete",
            decision_ref="verbale-1",
            buildings=[BUILDING],
            bands=["A", "B", "C", "D"],
            valid_from=on,
        )


def let(house: House, bills: Sequence[date]) -> UUID:
    """Let the flat, bill its rent on those days, and give its household."""
    for kind in ("intake", "ledger"):
        house.hand_in(kind, [ALER.tenancy()])
    house.deliver()
    house.hand_in("ledger", [ALER.bill(due) for due in bills])
    return house.intake.household_of("ALER-BCM", "T1")


def close(house: House, *closed: date) -> None:
    """Close days in the ledger, and let everybody hear what follows, twice."""
    for day in closed:
        with house.ledger.transaction(Cause("timer", f"close/{day}")):
            house.ledger.close_day(day)
    house.deliver()
    house.deliver()


def sign(house: House, household_id: UUID, on: date, first_due_on: date) -> UUID:
    """Propose an agreement of 100 euros a month on what is overdue, and sign it."""
    with house.ledger.transaction(Cause("aler/anna", f"sign/{on}")):
        agreement_id = house.ledger.propose_agreement(
            household_id,
            "ALER-BCM",
            instalment_cents=10000,
            first_due_on=first_due_on,
            on=on,
        )
        house.ledger.sign_agreement(
            agreement_id, on=on, signatory_roles=["tenant", "creditor"]
        )
    house.deliver()
    return agreement_id


def letters_for(house: House, recipient: str, kind: str = "ledger") -> list[str]:
    """Give the names of what a service has written to a recipient, in order."""
    with house.office(kind).store.reading() as session:
        rows = session.execute(
            "SELECT routing_key FROM letters WHERE recipient = ? ORDER BY number",
            (recipient,),
        )
    return [name for [name] in rows]


def in_charge(house: House, household_id: UUID, on: date) -> UUID:
    """Let La Rete reach a household and take it in charge; give its case."""
    with house.intake.transaction(Cause("la-rete/anna", f"charge/{on}")):
        case_id = house.intake.case_of(household_id)
        if not house.intake.cases(household_id=household_id):
            case_id = house.intake.open_case(household_id, "la-rete", on)
        house.intake.record_contact(case_id, channel="door", outcome="reached", on=on)
        house.intake.take_in_charge(
            case_id,
            commitments={"workshops": "family_budget"},
            goals=["keep_home"],
            operator_id="op-7",
            on=on,
        )
    house.deliver()
    return case_id


def waive_all(house: House, case_id: UUID, on: date, reason: str) -> None:
    """Let La Rete ask nothing more of a household's pact, for a reason."""
    with house.intake.transaction(Cause("la-rete/anna", f"waive/{on}")):
        for owed in house.intake.get(Case, case_id).open_commitments:
            house.intake.settle_commitment(
                case_id, owed.commitment_id, "waived", on, reason=reason
            )


def figures_in_any_order(house: House, folder: Path, as_of: date) -> list[Glance]:
    """Give what reporting says of a day after the same letters in other orders."""
    letters = [
        Raw(
            {k: v for k, v in raw.headers.items() if not k.startswith(NUMBER)}, raw.body
        )
        for publisher in house.offices.values()
        if publisher.settings.me.kind != "reporting"
        for raw in publisher.relay.page("reporting", 0, 100_000)
    ]
    told = [
        letters[::-1],
        *(Random(it).sample(letters * 2, len(letters) * 2) for it in range(3)),
    ]
    figures = []
    for number, order in enumerate(told):
        environ = {"AZIONE0_DATA": str(folder / f"order {number}")}
        clock = house.office("reporting").store.clock
        with House(environ, clock=clock, kinds=("reporting",)) as other:
            taken = other.hand_in("reporting", order)
            assert (taken.failed, taken.quarantined) == (0, 0)
            figures.append(other.reporting.glance(as_of))
    return figures
