"""What the programme does, month after month: whom it seeks, and takes in charge."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts import intake, workshops
from reporting.invented.names import Names, building
from reporting.validation.months import month_at
from reporting.validation.panel import NEVER

SOUGHT: tuple[intake.Band, ...] = ("B", "C", "D")
OFFICES = ("elefanti-volanti", "la-rete")
SESSIONS, MINUTES = 6, 120


def targets(names: Names, reached: Sequence[int]) -> Iterator[Contract]:
    """Say, each time, which buildings are sought from then on; the earlier ones too."""
    for place in sorted({it for it in reached if it != NEVER}):
        on = month_at(names.first, place)
        yield intake.TargetDefinitionAdopted(
            definition_id=names.thing("target", place),
            buildings=tuple(
                building(it)
                for it, since in enumerate(reached)
                if since != NEVER and since <= place
            ),
            bands=SOUGHT,
            valid_from=on,
            effective_on=on,
        )
        yield workshops.WorkshopScheduled(
            workshop_id=names.thing("workshop", place),
            kind="budget",
            sessions=SESSIONS,
            minutes=MINUTES,
            starts_on=on + timedelta(days=14),
            effective_on=on,
        )


def approached(
    names: Names, household_id: UUID, place: int, *, came: bool
) -> Iterator[Contract]:
    """Tell of one household of a building just reached: it comes, or declines."""
    on = month_at(names.first, place)
    case_id = names.thing(household_id, "case")
    who = {"case_id": case_id, "household_id": household_id}
    office = OFFICES[household_id.int % len(OFFICES)]
    yield intake.CaseOpened(**who, organisation_id=office, effective_on=on)
    yield intake.ContactAttempted(
        **who,
        channel="door",
        outcome="reached" if came else "refused",
        attempt_number=1,
        effective_on=on + timedelta(days=1),
    )
    if not came:
        yield intake.CaseClosed(
            case_id=case_id,
            household_id=household_id,
            outcome="declined",
            effective_on=on + timedelta(days=2),
        )
        return
    yield intake.CaseTakenInCharge(
        **who,
        pact_id=names.thing(household_id, "pact"),
        operator_id=f"operatore-{household_id.int % 7}",
        goals=("pay_bills",),
        effective_on=on + timedelta(days=2),
    )
    yield from _given(names, household_id, place, on)


def left(names: Names, household_id: UUID, on: date, *, dies: bool) -> Contract:
    """Close the case of a household that is there no more."""
    return intake.CaseClosed(
        case_id=names.thing(household_id, "case"),
        household_id=household_id,
        outcome="deceased" if dies else "moved",
        effective_on=on,
    )


def _given(
    names: Names, household_id: UUID, place: int, on: date
) -> Iterator[Contract]:
    """Tell of budget and workshop; not everybody has one or comes to the other."""
    luck = names.thing(household_id, "luck").bytes
    if luck[0] < 205:  # noqa: PLR2004  four of five
        yield workshops.BudgetAgreed(
            budget_id=names.thing(household_id, "budget"),
            household_id=household_id,
            month=f"{on:%Y-%m}",
            affordable_cents=5_000,
            residual_cents=12_000,
            rent_to_income=Decimal("0.21"),
            sustainability=Decimal("0.10"),
            effective_on=on + timedelta(days=10),
        )
    for number in range(1, SESSIONS + 1):
        present = luck[number] < 190  # noqa: PLR2004  three of four
        yield workshops.SessionAttended(
            enrolment_id=names.thing(household_id, "enrolment"),
            workshop_id=names.thing("workshop", place),
            household_id=household_id,
            session_number=number,
            minutes=MINUTES if present else 0,
            present=present,
            effective_on=on + timedelta(days=7 + 7 * number),
        )
