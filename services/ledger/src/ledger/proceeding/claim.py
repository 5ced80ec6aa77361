"""
What a creditor asks for in court, what is owed of it, and what was paid since.

All of it follows from the account's books as they are known now: a payment that
arrives late counts from its value date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.account.allocation import ACCESSORY_KINDS, DECLARED, RECEIPT, SOLIDARITY
from ledger.account.books import Books
from ledger.account.facts import Charge
from ledger.account.standing import OVERDUE, Standing
from ledger.proceeding.deadlines import Terms

MONTHS = 12
#: Money that goes where a person or a law bound it, and not by the usual order.
_BOUND = frozenset({DECLARED, RECEIPT, SOLIDARITY})


@dataclass(frozen=True, slots=True)
class Claim:
    """What is asked for, in euro cents: the debt, its interest, the costs."""

    debt_cents: int
    interest_cents: int
    costs_cents: int

    @property
    def total_cents(self) -> int:
        """All of it."""
        return self.debt_cents + self.interest_cents + self.costs_cents


@dataclass(frozen=True, slots=True)
class Owed:
    """
    What can be asked for on a day: each overdue charge, and what of it is open.

    What is disputed, frozen, in instalments or prescribed cannot. In euro cents.
    """

    on: date
    overdue: tuple[tuple[Charge, int], ...]

    @property
    def charges(self) -> list[Charge]:
        """The charges that are overdue."""
        return [it for it, _ in self.overdue]

    @property
    def debt_cents(self) -> int:
        """What is open of rent, services and settlements."""
        return sum(cents for it, cents in self.overdue if not is_accessory(it))

    @property
    def posted_interest_cents(self) -> int:
        """What is open of interest that the creditor billed."""
        return sum(cents for it, cents in self.overdue if it.kind == "interest")

    @property
    def posted_costs_cents(self) -> int:
        """What is open of costs that the creditor billed."""
        return sum(cents for it, cents in self.overdue if it.kind == "cost")

    @property
    def oldest_due_on(self) -> date | None:
        """Since when something of the debt is owed."""
        return min(
            (it.due_on for it, _ in self.overdue if not is_accessory(it)), default=None
        )


@dataclass(frozen=True, slots=True)
class Receipts:
    """
    What became of a claim: what was owed when it was made, and what came since.

    `owed_cents` is the debt as it is known now. `received` are (day, euro cents),
    oldest first.
    """

    since_on: date
    owed_cents: int
    received: tuple[tuple[date, int], ...]

    def missing_cents(self, claim: Claim, by: date, tolerance_cents: int) -> int:
        """Give what was missing of a claim at the end of a day; never below 0."""
        got = sum(cents for day, cents in self.received if day <= by)
        return max(0, self._wanted(claim, tolerance_cents) - got)

    def paid_on(self, claim: Claim, by: date, tolerance_cents: int) -> date | None:
        """Give the day on which a claim was paid, if that was by a day."""
        days = (self.since_on, *(day for day, _ in self.received))
        return next(
            (
                day
                for day in days
                if day <= by and not self.missing_cents(claim, day, tolerance_cents)
            ),
            None,
        )

    def _wanted(self, claim: Claim, tolerance_cents: int) -> int:
        debt = min(claim.debt_cents, self.owed_cents)
        return debt + claim.interest_cents + claim.costs_cents - tolerance_cents


def is_accessory(charge: Charge) -> bool:
    """Whether a charge is interest or a cost. Source: art. 1194 c.c."""
    return charge.kind in ACCESSORY_KINDS


def owed(standing: Standing) -> Owed:
    """Give what can be asked for on the day of a standing, oldest first."""
    return Owed(
        standing.as_of,
        tuple(
            (it.charge, it.open_cents)
            for it in standing.open_charges
            if it.status == OVERDUE
        ),
    )


def check_claim(claim: Claim, asked: Owed) -> None:
    """See that a claim is for what is owed; `NothingOwed`, `WrongClaim`."""
    if not asked.debt_cents:
        raise NothingOwed(f"nothing is overdue on {asked.on}: there is nothing to ask")
    if not 0 < claim.debt_cents <= asked.debt_cents:
        raise WrongClaim(
            f"a debt of {claim.debt_cents} cents is claimed, and {asked.debt_cents} "
            f"are overdue on {asked.on}: claim what is owed, or post what is missing"
        )
    for name, cents in (
        ("interest", claim.interest_cents),
        ("costs", claim.costs_cents),
    ):
        if cents < 0:
            raise WrongClaim(f"{name} of {cents} cents: give 0 or more")


def check_interest(claim: Claim, asked: Owed, uncharged_cents: int) -> None:
    """
    See that no more interest is claimed than is owed; `WrongClaim`.

    That is what is open of interest on the account, and what was not charged yet.
    """
    most = asked.posted_interest_cents + uncharged_cents
    if claim.interest_cents > most:
        raise WrongClaim(
            f"interest of {claim.interest_cents} cents is claimed, and {most} are "
            f"owed by the legal rates up to {asked.on}"
        )


def check_default(asked: Owed, books: Books, terms: Terms) -> None:
    """
    See that a default is grave enough for a notice to quit; `DefaultTooSmall`.

    Source: art. 5 L. 392/1978; policy parameters `eviction_rent_days`,
    `eviction_charges_months`.
    """
    if any(
        it.kind == "rent" and (asked.on - it.due_on).days > terms.eviction_rent_days
        for it, _ in asked.overdue
    ):
        return
    rent = monthly_rent(books.charges_on(asked.on), asked.on)
    charges = sum(
        cents
        for it, cents in asked.overdue
        if it.kind != "rent" and not is_accessory(it)
    )
    if rent is None or charges <= terms.eviction_charges_months * rent:
        raise DefaultTooSmall(
            f"on {asked.on} no rent is unpaid for more than "
            f"{terms.eviction_rent_days} days, nor charges of more than "
            f"{terms.eviction_charges_months} months' rent"
        )


def monthly_rent(charges: Iterable[Charge], day: date) -> int | None:
    """Give the rent of a month by the bill that began last; nothing if none did."""
    rents = [it for it in charges if it.kind == "rent" and it.period_from <= day]
    if not rents:
        return None
    last = max(it.period_from for it in rents)
    return sum(it.cents // _months_of(it) for it in rents if it.period_from == last)


def receipts(
    books: Books, standing: Standing, since_on: date, until_on: date
) -> Receipts:
    """
    Give what came in for a claim made on a day, up to its last day.

    All money counts that came after the day of the claim, whoever paid it, but
    not what its payer bound to something that fell due later: costs and interest
    are always part of a claim.
    """
    charges = {it.id: it for it in books.charges_on(standing.as_of)}
    later = {
        it.id
        for it in charges.values()
        if it.due_on >= since_on and not is_accessory(it)
    }
    owed_cents = sum(
        it.cents
        for it in charges.values()
        if it.cents > 0 and it.id not in later and not is_accessory(it)
    )
    last = min(until_on, standing.as_of)
    received: list[tuple[date, int]] = []
    elsewhere: dict[UUID, int] = {}
    for line in standing.position.lines:
        if line.charge_id in later:
            if line.rule in _BOUND:
                before = elsewhere.get(line.payment_id, 0)
                elsewhere[line.payment_id] = before + line.cents
        elif line.on > since_on:
            if line.payment_id not in books.payments and line.on <= last:
                # What was given up, or balanced in the household's favour.
                received.append((line.on, line.cents))
        elif not is_accessory(charges[line.charge_id]):
            owed_cents -= line.cents
    received += [
        (it.value_on, it.cents - elsewhere.get(it.id, 0))
        for it in books.payments_on(standing.as_of)
        if since_on < it.value_on <= last
    ]
    return Receipts(since_on, owed_cents, tuple(sorted(it for it in received if it[1])))


def _months_of(charge: Charge) -> int:
    first, last = charge.period_from, charge.period_to
    return (last.year - first.year) * MONTHS + last.month - first.month + 1


class NothingOwed(Exception):
    """A proceeding on no debt."""


class WrongClaim(Exception):
    """A claim for more than is owed, or for less than nothing."""


class DefaultTooSmall(Exception):
    """A default for which the law does not let notice to quit be given."""
