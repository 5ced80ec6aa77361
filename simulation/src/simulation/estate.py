"""
The estate: three buildings, their dwellings, and who bills whom for what.

Names and sizes of the buildings are the programme's (328 households); rents and
charges are invented, of the size usual in public housing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import ModuleType
from uuid import UUID, uuid5

from azione0 import letter
from azione0.contract import Contract
from azione0.contracts import aler, condominium
from azione0.contracts.creditor import Payer
from azione0.letter import Raw

ALER, ADMINISTRATOR = "ALER-BCM", "AMM-SANPOLINO"
DUE_DAY = 10
PROTECTED_BELOW = 0.6

#: Building, dwellings of each 328, who bills the services.
BUILDINGS = (
    ("torre-cimabue", 180, ALER),
    ("sole", 74, ADMINISTRATOR),
    ("smeraldo", 74, ADMINISTRATOR),
)
WHOLE_ESTATE = 328
_LETTERS = UUID("2f7c9a3e-6a1b-4a50-9a5b-90b1f4a5d6c7")


@dataclass(frozen=True, slots=True)
class Tenancy:
    """A tenancy with one creditor and what it is billed each month, in cents."""

    creditor_id: str
    tenancy_id: str
    bills: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One dwelling with its household: `means` from 0 (none) to 1 (comfortable)."""

    dwelling_id: str
    building_id: str
    tenancies: tuple[Tenancy, ...]
    adults: int
    minors: int
    means: float

    @property
    def rent_area(self) -> str:
        """The rent area that goes with the means."""
        return "PROTECTION" if self.means < PROTECTED_BELOW else "ACCESS"


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill line as issued; `iuv` is what a payment for it bears."""

    tenancy: Tenancy
    charge_id: str
    kind: str
    cents: int
    due_on: date
    iuv: str


def build(households: int, chance: Random) -> list[Dwelling]:
    """Give the dwellings of an estate of so many households, building by building."""
    dwellings: list[Dwelling] = []
    for place, (building, of_all, service_creditor) in enumerate(BUILDINGS):
        count = round(households * of_all / WHOLE_ESTATE)
        if place == len(BUILDINGS) - 1:
            count = households - len(dwellings)
        dwellings += [
            _dwelling(building, number, service_creditor, chance)
            for number in range(1, count + 1)
        ]
    return dwellings


def _dwelling(
    building: str, number: int, service_creditor: str, chance: Random
) -> Dwelling:
    rent = chance.randrange(5500, 19500, 50)
    services = chance.randrange(4500, 11500, 50)
    code = f"{building[:3].upper()}{number:04}"
    tenancies: tuple[Tenancy, ...]
    if service_creditor == ALER:
        tenancies = (Tenancy(ALER, code, (("rent", rent), ("service", services))),)
    else:
        tenancies = (
            Tenancy(ALER, code, (("rent", rent),)),
            Tenancy(ADMINISTRATOR, f"{code}-C", (("service", services),)),
        )
    return Dwelling(
        dwelling_id=f"{building}-{number:03}",
        building_id=building,
        tenancies=tenancies,
        adults=chance.choice((1, 1, 2, 2, 2, 3)),
        minors=chance.choice((0, 0, 0, 1, 1, 2, 3)),
        means=chance.betavariate(2.2, 1.3),
    )


def monthly_bills(dwelling: Dwelling, month: date) -> Iterator[Bill]:
    """Give the bills of a month, due on the 10th; `month` is its first day."""
    for tenancy in dwelling.tenancies:
        for kind, cents in tenancy.bills:
            charge_id = f"{tenancy.tenancy_id}/{month:%Y%m}/{kind}"
            yield Bill(
                tenancy,
                charge_id,
                kind,
                cents,
                month.replace(day=DUE_DAY),
                _reference(charge_id),
            )


def tenancy_letters(dwelling: Dwelling, on: date) -> Iterator[Raw]:
    """Give what each creditor says when a tenancy begins."""
    for tenancy in dwelling.tenancies:
        yield say(
            _voice(tenancy).TenancyRegistered(
                creditor_id=tenancy.creditor_id,
                tenancy_id=tenancy.tenancy_id,
                dwelling_id=dwelling.dwelling_id,
                building_id=dwelling.building_id,
                valid_from=on,
                effective_on=on,
            ),
            f"tenancy/{tenancy.tenancy_id}",
        )


def bill_letter(bill: Bill, issued_on: date) -> Raw:
    """Give what a creditor says of one bill line."""
    first = bill.due_on.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return say(
        _voice(bill.tenancy).ChargeIssued(
            charge_id=bill.charge_id,
            creditor_id=bill.tenancy.creditor_id,
            tenancy_id=bill.tenancy.tenancy_id,
            kind=bill.kind,
            amount_cents=bill.cents,
            issued_on=issued_on,
            due_on=bill.due_on,
            period_from=first,
            period_to=last,
            iuv=bill.iuv,
            effective_on=issued_on,
        ),
        f"charge/{bill.charge_id}",
    )


def payment_letter(
    tenancy: Tenancy,
    payment_id: str,
    cents: int,
    value_on: date,
    iuv: str | None,
    *,
    payer: Payer = "tenant",
) -> Raw:
    """Give what a creditor says of money that came in."""
    return say(
        _voice(tenancy).PaymentReceived(
            payment_id=payment_id,
            creditor_id=tenancy.creditor_id,
            tenancy_id=tenancy.tenancy_id,
            amount_cents=cents,
            value_on=value_on,
            channel="pagopa" if iuv else "transfer",
            iuv=iuv,
            iur=f"R{payment_id}" if iuv else None,
            line_index=1 if iuv else None,
            payer=payer,
            effective_on=value_on,
        ),
        f"payment/{payment_id}",
    )


def say(contract: Contract, key: str) -> Raw:
    """Put a creditor's words into an envelope, under an id that follows from them."""
    letter_id = str(uuid5(_LETTERS, f"{contract.promise.publisher}/{key}"))
    return letter.write(
        contract,
        id=letter_id,
        source=SOURCES[contract.promise.publisher],
        recorded_at=letter.start_of_day(contract.effective_on),
        correlation_id=letter_id,
        causation_id=letter_id,
    )


SOURCES = {"aler": "//aler-bcm/aler", "condominium": "//amministratori/condominium"}


def _voice(tenancy: Tenancy) -> ModuleType:
    return aler if tenancy.creditor_id == ALER else condominium


def _reference(charge_id: str) -> str:
    """Give a pagoPA reference: segregation code 01, 13 digits, 2 check digits."""
    base = f"01{uuid5(_LETTERS, charge_id).int % 10**13:013}"
    return f"{base}{int('3' + base) % 93:02}"
