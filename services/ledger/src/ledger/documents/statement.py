"""
The statement of an account (estratto conto): how its balance came about.

Opening balance, what changed it, closing balance, to the cent; for each payment
where it went and by which rule; what is open, what was agreed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ledger.account.facts import FOREVER, Charge
from ledger.account.standing import OVERDUE, RESCHEDULED, Standing
from ledger.documents.agreements import AgreementLines, agreements_on
from ledger.documents.movements import PAID, SETTLED, Movement, first_day, movements
from ledger.documents.reading import Folio, days_overdue
from ledger.documents.sums import check, sums_on

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Went:
    """A part of a payment that paid a part of a charge, on a day, by a rule."""

    charge: Charge
    cents: int
    on: date
    rule: str
    agreement_id: UUID | None
    instalment: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A line of the statement, and what is owed after it.

    `went` says where money went by the statement's day; `waits_cents` of it wait
    as credit.
    """

    movement: Movement
    balance_cents: int
    went: tuple[Went, ...] = ()
    waits_cents: int = 0


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A charge of which something is open, and how it stands."""

    charge: Charge
    open_cents: int
    days_overdue: int
    status: str


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One account over a period, as of a day and as known at an instant.

    `closing_cents` is at the end of the period; what is open, in credit and
    agreed is told as of `as_of`. Negative is in the household's favour.
    """

    household_id: UUID
    code: str
    creditor_id: str
    tenancies: tuple[tuple[str, str | None, str | None], ...]
    first_on: date
    last_on: date
    as_of: date
    known_at: datetime | None
    policy_version: str
    opening_cents: int
    entries: tuple[Entry, ...]
    closing_cents: int
    open_lines: tuple[OpenLine, ...]
    overdue_cents: int
    rescheduled_cents: int
    credit_cents: int
    balance_cents: int
    agreements: tuple[AgreementLines, ...]

    @property
    def charged_cents(self) -> int:
        """What was added to the debt in the period."""
        return sum(it.movement.cents for it in self.entries if it.movement.cents > 0)

    @property
    def paid_cents(self) -> int:
        """What was taken off the debt in the period."""
        return -sum(it.movement.cents for it in self.entries if it.movement.cents < 0)


def statement(
    folio: Folio, last_on: date, *, first_on: date | None = None, as_of: date | None
) -> Statement:
    """
    Write the statement of a period; without a first day, from the beginning.

    `WrongPeriod` if it ends before it begins or after the day that it is told as
    of; `DoesNotAddUp` rather than a statement that is wrong by a cent.
    """
    told_on = as_of or last_on
    begun_on = first_on or min(first_day(folio) or last_on, last_on)
    if not begun_on <= last_on <= told_on:
        raise WrongPeriod(
            f"a statement from {begun_on} to {last_on}, as of {told_on}: give days "
            "in this order"
        )
    opening = folio.standing(begun_on - _ONE_DAY)
    closing = folio.standing(last_on)
    standing = folio.standing(told_on)
    opening_cents = sums_on(folio.books, opening).balance_cents
    closing_cents = sums_on(folio.books, closing).balance_cents
    entries = _entries(folio, standing, begun_on, last_on, opening_cents)
    check(
        entries[-1].balance_cents if entries else opening_cents,
        closing_cents,
        f"the statement from {begun_on} to {last_on}",
    )
    return Statement(
        household_id=folio.household_id,
        code=folio.code,
        creditor_id=folio.creditor_id,
        tenancies=tuple(
            (it.tenancy_id, it.dwelling_id, it.building_id)
            for it in folio.tenancies.values()
        ),
        first_on=begun_on,
        last_on=last_on,
        as_of=told_on,
        known_at=folio.known_at,
        policy_version=folio.rules.at(told_on).version,
        opening_cents=opening_cents,
        entries=entries,
        closing_cents=closing_cents,
        open_lines=tuple(open_lines(standing)),
        overdue_cents=standing.cents(OVERDUE),
        rescheduled_cents=standing.cents(RESCHEDULED),
        credit_cents=standing.position.credit_cents,
        balance_cents=sums_on(folio.books, standing).balance_cents,
        agreements=tuple(agreements_on(folio, told_on)),
    )


def open_lines(standing: Standing) -> list[OpenLine]:
    """Give what is open on the standing's day, oldest first."""
    return [
        OpenLine(
            it.charge,
            it.open_cents,
            days_overdue(it.charge.due_on, standing.as_of),
            it.status,
        )
        for it in standing.open_charges
    ]


def _entries(
    folio: Folio, standing: Standing, first_on: date, last_on: date, balance_cents: int
) -> tuple[Entry, ...]:
    went = _where_money_went(folio, standing)
    waits = dict(standing.position.credit)
    entries = []
    for it in movements(folio, first_on, last_on):
        balance_cents += it.cents
        entries.append(_entry(folio, it, balance_cents, went, waits, standing.as_of))
    return tuple(entries)


def _entry(
    folio: Folio,
    movement: Movement,
    balance_cents: int,
    went: Mapping[UUID, Sequence[Went]],
    waits: Mapping[UUID, int],
    told_on: date,
) -> Entry:
    """Give a line; money that no longer counts on the day of telling went nowhere."""
    money = movement.payment or movement.charge
    if movement.kind not in (PAID, SETTLED) or money is None:
        return Entry(movement, balance_cents)
    ends = {**folio.books.payment_ends, **folio.books.charge_ends}
    if ends.get(money.id, FOREVER) <= told_on:
        return Entry(movement, balance_cents)
    return Entry(
        movement, balance_cents, tuple(went.get(money.id, ())), waits.get(money.id, 0)
    )


def _where_money_went(folio: Folio, standing: Standing) -> Mapping[UUID, list[Went]]:
    found: dict[UUID, list[Went]] = {}
    for line in standing.position.lines:
        charge = folio.books.charges[line.charge_id]
        found.setdefault(line.payment_id, []).append(
            Went(
                folio.books.as_amended(charge, standing.as_of),
                line.cents,
                line.on,
                line.rule,
                line.agreement_id,
                line.instalment,
            )
        )
    return found


class WrongPeriod(Exception):
    """A period that ends before it begins, or after the day it is told as of."""
