"""The whole invented estate: every letter of every household, in one order."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts import intake, ledger
from reporting.invented.arrears import Account, Promise, deep_in_debt, signed
from reporting.invented.names import (
    BRIEF,
    CREDITOR,
    DEEP,
    LEAVING_DAY,
    Names,
    building,
)
from reporting.invented.programme import approached, left, targets
from reporting.invented.spells import brief_arrears, gone
from reporting.validation.months import month_at
from reporting.validation.panel import NEVER
from reporting.validation.planted import World
from reporting.validation.waits import Wait

AREAS: tuple[intake.RentArea, ...] = ("PROTECTION", "ACCESS", "PERMANENCE")
EARLIER = timedelta(days=400)


def of_panel(
    world: World, names: Names, *, promises: bool = True
) -> Iterator[Contract]:
    """
    Tell a world of `planted`: its months, and what the programme did.

    With `promises`, who comes signs that the part of the debt that the effect takes
    away is paid in one instalment. The ledger would take all that is overdue into an
    agreement, so this is the one thing that is simpler than what it says.
    """
    yield from targets(names, world.panel.reached)
    for row in range(world.panel.building.size):
        yield from _deep(world, names, row, promises=promises)


def of_waits(
    waits: Iterable[Wait], names: Names, months: int, buildings: int
) -> Iterator[Contract]:
    """Tell waits, one household each, dealt over the buildings in turn."""
    for row, wait in enumerate(waits):
        household_id = names.household(BRIEF, row)
        yield _registered(names, household_id, row % buildings, 1 + row % 5, row % 3)
        account = Account(names, household_id)
        yield from brief_arrears(account, wait, months, dies=row % 2 == 0)


def _deep(
    world: World, names: Names, row: int, *, promises: bool
) -> Iterator[Contract]:
    household_id = names.household(DEEP, row)
    home = int(world.panel.building[row])
    start = world.panel.reached[home]
    traits = {name: int(it[row]) for name, it in world.people.items()}
    values = world.panel.values[row]
    months = [int(it) for it in values[values == values]]  # noqa: PLR0124  not nan
    account, came = Account(names, household_id), bool(world.shown.came[row])
    yield _registered(names, household_id, home, traits["size"], traits["rent_area"])
    if traits["earlier_plan"]:
        yield from _broken_plan(account)
    promise = None
    effect_cents = round(world.plan.effect_cents)
    if promises and came and 0 < -effect_cents < min(months):
        agreement_id = names.thing(household_id, "agreement")
        promise = Promise(agreement_id, -effect_cents, start)
    yield from deep_in_debt(account, months, traits["debt_age"], promise)
    leaves = len(months) < world.panel.months
    until = (
        month_at(names.first, len(months)).replace(day=LEAVING_DAY)
        if leaves
        else month_at(names.first, world.panel.months)
    )
    case = start != NEVER and start <= len(months) and start < world.panel.months
    if case:
        told = approached(names, household_id, start, came=came)
        yield from (it for it in told if it.effective_on < until)
    if leaves:
        dies = row % 2 == 0
        yield from gone(account, months[-1], until, dies=dies)
        if case and came:
            yield left(names, household_id, until, dies=dies)


def _registered(
    names: Names, household_id: UUID, home: int, size: int, area: int
) -> Contract:
    adults = min(2, size)
    return intake.HouseholdRegistered(
        household_id=household_id,
        dwelling_id=f"alloggio-{household_id}",
        building_id=building(home),
        tenancies=(
            intake.Tenancy(
                creditor_id=CREDITOR, tenancy_id=f"contratto-{household_id}"
            ),
        ),
        adults=adults,
        minors=size - adults,
        rent_area=AREAS[area],
        effective_on=names.first,
    )


def _broken_plan(account: Account) -> Iterator[Contract]:
    """Tell of an agreement of long before that was broken."""
    agreement_id = account.names.thing(account.household_id, "earlier agreement")
    on = account.names.first - EARLIER
    charge_id = account.names.thing(account.household_id, "earlier charge")
    due_on = on + timedelta(days=30)
    yield signed(agreement_id, account, 10_000, charge_id, on, due_on)
    yield ledger.AgreementBreached(
        agreement_id=agreement_id,
        household_id=account.household_id,
        creditor_id=CREDITOR,
        outstanding_cents=10_000,
        reason="missed_instalments",
        effective_on=due_on + timedelta(days=90),
    )
