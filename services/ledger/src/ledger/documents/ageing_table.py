"""
How old what is owed is: every open cent in a band of days, per account or item.

Each row comes from the account's own standing, so that the table and a statement
of the same day and instant agree to the cent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.account.ageing import BANDS, band_of, label
from ledger.account.facts import Charge
from ledger.account.standing import (
    DISPUTED,
    FROZEN,
    NOT_DUE,
    OVERDUE,
    PRESCRIBED,
    RESCHEDULED,
)
from ledger.documents.agreements import AgreementLines, agreements_on
from ledger.documents.reading import Folio, Place, days_overdue, place_of
from ledger.documents.sums import check, sums_on

#: The labels of the bands of days, youngest first.
BAND_LABELS = tuple(label(it) for it in BANDS)


@dataclass(frozen=True, slots=True)
class AgedItem:
    """
    A charge or an instalment of which something is open.

    `band` is of the days past due; nothing for what is not overdue. `instalment`
    is there for a part of an agreement.
    """

    place: Place
    charge: Charge | None
    agreement_id: UUID | None
    instalment: int | None
    due_on: date
    open_cents: int
    days_overdue: int
    band: str | None
    status: str


@dataclass(frozen=True, slots=True)
class AgedAccount:
    """
    An account's open cents by age, on a day.

    `band_cents` hold what can be asked for and is past due; with what is not due,
    disputed, frozen and prescribed they are all that is open.
    """

    place: Place
    as_of: date
    oldest_due_on: date | None
    oldest_days: int
    band_cents: tuple[int, ...]
    not_due_cents: int
    disputed_cents: int
    frozen_cents: int
    prescribed_cents: int
    credit_cents: int
    balance_cents: int

    @property
    def overdue_cents(self) -> int:
        """What can be asked for and is past due."""
        return sum(self.band_cents)


def aged_account(folio: Folio, as_of: date) -> AgedAccount:
    """Sort what is open of an account by age; `DoesNotAddUp`."""
    items = aged_items(folio, as_of)
    sums = sums_on(folio.books, folio.standing(as_of))
    bands = dict.fromkeys(BAND_LABELS, 0)
    apart = dict.fromkeys((NOT_DUE, DISPUTED, FROZEN, PRESCRIBED), 0)
    for it in items:
        if it.band is not None and it.status not in apart:
            bands[it.band] += it.open_cents
        else:
            apart[it.status] += it.open_cents
    found = AgedAccount(
        place=place_of(folio),
        as_of=as_of,
        oldest_due_on=min((it.due_on for it in items if it.band), default=None),
        oldest_days=max((it.days_overdue for it in items), default=0),
        band_cents=tuple(bands.values()),
        not_due_cents=apart[NOT_DUE],
        disputed_cents=apart[DISPUTED],
        frozen_cents=apart[FROZEN],
        prescribed_cents=apart[PRESCRIBED],
        credit_cents=sums.credit_cents,
        balance_cents=sums.balance_cents,
    )
    check(
        found.overdue_cents + sum(apart.values()) - found.credit_cents,
        sums.balance_cents,
        f"the ageing of {folio.code} with {folio.creditor_id}",
    )
    return found


def aged_items(folio: Folio, as_of: date) -> list[AgedItem]:
    """
    Give what is open, charge by charge; of what is in an agreement, by instalment.

    What an agreement's charges have open beyond its instalments is due with the
    last of them.
    """
    standing = folio.standing(as_of)
    found = [
        _item(
            folio, as_of, it.charge.due_on, it.open_cents, it.status, charge=it.charge
        )
        for it in standing.open_charges
        if it.status != RESCHEDULED
    ]
    open_cents = standing.position.open_cents
    rescheduled = {
        it.charge.id for it in standing.open_charges if it.status == RESCHEDULED
    }
    lines = {it.agreement_id: it for it in agreements_on(folio, as_of)}
    # The last agreement that holds a charge is the one that it is paid by.
    for plan in reversed(standing.plans):
        inside = [it for it in plan.charge_ids if it in rescheduled]
        if inside and plan.holds_on(as_of):
            rescheduled.difference_update(inside)
            whole = sum(open_cents[it] for it in inside)
            found += _instalments(folio, as_of, lines[plan.agreement_id], whole)
    return sorted(found, key=lambda it: (it.due_on, it.instalment or 0, it.status))


def _item(
    folio: Folio,
    as_of: date,
    due_on: date,
    open_cents: int,
    status: str,
    *,
    charge: Charge | None = None,
    agreement_id: UUID | None = None,
    instalment: int | None = None,
) -> AgedItem:
    days = days_overdue(due_on, as_of)
    return AgedItem(
        place_of(folio, charge.id if charge else None),
        charge,
        agreement_id,
        instalment,
        due_on,
        open_cents,
        days,
        band_of(days),
        status,
    )


def _instalments(
    folio: Folio, as_of: date, agreement: AgreementLines, whole_cents: int
) -> Iterator[AgedItem]:
    """Spread what is open of an agreement's charges over its instalments."""
    left = whole_cents
    last = agreement.instalments[-1]
    for it in agreement.instalments:
        cents = min(left, max(0, it.amount_cents - it.paid_cents))
        if it is last:
            cents = left
        left -= cents
        if cents:
            yield _item(
                folio,
                as_of,
                it.due_on,
                cents,
                OVERDUE if it.due_on < as_of else NOT_DUE,
                agreement_id=agreement.agreement_id,
                instalment=it.number,
            )
