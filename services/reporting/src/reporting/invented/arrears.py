"""
The months of a household deep in debt, as charges and payments that add up to them.

At the end of each month what is overdue is what was drawn. An old debt stays open
throughout; on top of it a bill a month, paid in part or with older ones, and another
charge where a month is worse than a whole unpaid bill. A payment names the charge
that it pays (art. 1193 c. 1 c.c.), the newest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts import ledger
from azione0.contracts.creditor import ChargeKind
from reporting.invented.names import (
    BILL_CENTS,
    CREDITOR,
    DUE_DAY,
    PAYMENT_DAY,
    Names,
)
from reporting.validation.months import month_at

CURE_DAYS, DETECTION_DAYS = 20, 30
#: Where bands of arrears end, in monthly bills. Source: policy parameters.
BAND_A_BELOW, BAND_B_TO, BAND_C_TO = 3, 6, 12


@dataclass(slots=True)
class Account:
    """What one household's account says, as its months go by; amounts in cents."""

    names: Names
    household_id: UUID
    open: list[tuple[UUID, int]] = field(default_factory=list)
    said: int = 0
    episode_id: UUID | None = None
    band: str = ""

    def charge(
        self, kind: ChargeKind, cents: int, due_on: date, issued_on: date
    ) -> Contract:
        """Post a charge that payments may name."""
        posted = self.old(kind, cents, due_on, issued_on)
        self.open.append((posted.charge_id, cents))
        return posted

    def old(
        self, kind: ChargeKind, cents: int, due_on: date, issued_on: date
    ) -> ledger.ChargePosted:
        """Post a charge that nobody pays."""
        self.said += 1
        return ledger.ChargePosted(
            charge_id=self.names.of_household(self.household_id, self.said),
            household_id=self.household_id,
            creditor_id=CREDITOR,
            kind=kind,
            amount_cents=cents,
            due_on=due_on,
            effective_on=issued_on,
        )

    def pay(self, cents: int, on: date) -> Iterator[Contract]:
        """Pay charges, the newest first, each with a payment that names it."""
        while cents > 0:
            charge_id, left = self.open.pop()
            part = min(cents, left)
            cents -= part
            if left > part:
                self.open.append((charge_id, left - part))
            yield from self.pay_charge(charge_id, part, on)

    def pay_charge(
        self,
        charge_id: UUID,
        cents: int,
        on: date,
        promised: tuple[UUID, int] | None = None,
    ) -> Iterator[Contract]:
        """Post one payment, and say what it pays: a charge, or an instalment of it."""
        self.said += 1
        payment_id = self.names.of_household(self.household_id, self.said)
        agreement_id, number = promised or (None, None)
        yield ledger.PaymentPosted(
            payment_id=payment_id,
            household_id=self.household_id,
            creditor_id=CREDITOR,
            amount_cents=cents,
            value_on=on,
            payer="tenant",
            effective_on=on,
        )
        yield ledger.PaymentAllocated(
            payment_id=payment_id,
            household_id=self.household_id,
            creditor_id=CREDITOR,
            lines=(
                ledger.AllocationLine(
                    component="principal",
                    amount_cents=cents,
                    charge_id=charge_id,
                    agreement_id=agreement_id,
                    instalment_number=number,
                ),
            ),
            rule="declared_1193",
            effective_on=on,
        )

    def detected(
        self,
        cents: int,
        oldest_due_on: date,
        on: date,
        since_last_clear: int | None = None,
    ) -> ledger.ArrearsDetected:
        """
        Say that the household is in arrears.

        Before its first bill nobody knows how many bills that is: 0, and band A.
        """
        self.said += 1
        self.episode_id = self.names.of_household(self.household_id, self.said)
        months = in_bills(cents) if on > self.names.first else Decimal(0)
        found = ledger.ArrearsDetected(
            episode_id=self.episode_id,
            household_id=self.household_id,
            creditor_id=CREDITOR,
            overdue_cents=cents,
            oldest_due_on=oldest_due_on,
            months_equiv=months,
            band=band(months),
            is_relapse=since_last_clear is not None,
            days_since_last_clear=since_last_clear,
            effective_on=on,
        )
        self.band = found.band
        return found

    def moved(self, cents: int, on: date) -> Iterator[Contract]:
        """Say that the overdue cents are in another band now, if they are."""
        now = band(in_bills(cents))
        if now != self.band and self.episode_id is not None:
            self.band = now
            yield ledger.ArrearsBandChanged(
                episode_id=self.episode_id,
                household_id=self.household_id,
                creditor_id=CREDITOR,
                overdue_cents=cents,
                band=now,
                effective_on=on,
            )

    def closed(self, cents: int, reason: str, on: date) -> Contract:
        """Close the account with what is left open."""
        return ledger.AccountClosed(
            household_id=self.household_id,
            creditor_id=CREDITOR,
            balance_cents=cents,
            reason=reason,
            effective_on=on,
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """A part of the old debt that is promised from a month on, in one instalment."""

    agreement_id: UUID
    cents: int
    from_month: int


def deep_in_debt(
    account: Account,
    months: Sequence[int],
    debt_age: int,
    promise: Promise | None = None,
) -> Iterator[Contract]:
    """
    Tell the months of one household, so many cents overdue at the end of each.

    `debt_age` is how many months before the first the old debt fell due.
    """
    first = account.names.first
    taken_over, recent = first.replace(day=2), month_at(first, -1)
    oldest = month_at(first, -debt_age)
    kept = promise.cents if promise else 0
    old, newer = min(months), months[0] - min(months)
    yield account.old("settlement", old - kept, oldest, oldest)
    course = None
    if promise:
        part = account.old("settlement", kept, oldest, oldest)
        yield part
        course = _Kept(account, promise, part.charge_id)
    if newer:
        yield account.charge("settlement", newer, recent, recent)
    seen_on = oldest + timedelta(days=DETECTION_DAYS)
    yield account.detected(old + (newer if recent < seen_on else 0), oldest, seen_on)
    yield ledger.NoticeOfDefaultServed(
        household_id=account.household_id,
        creditor_id=CREDITOR,
        served_on=taken_over,
        cure_by_on=taken_over + timedelta(days=CURE_DAYS),
        amount_cents=months[0],
        effective_on=taken_over,
    )
    before = months[0]
    for place, overdue in enumerate(months):
        starts = month_at(first, place)
        due_on = starts.replace(day=DUE_DAY)
        yield account.charge("rent", BILL_CENTS, due_on, starts)
        more = overdue - before - BILL_CENTS
        if more > 0:
            yield account.charge("settlement", more, due_on, starts)
        rests = course.rests(place) if course else 0
        yield from account.moved(
            before + BILL_CENTS + max(0, more) - rests, due_on + timedelta(days=1)
        )
        paid, paid_on = max(0, -more), starts.replace(day=PAYMENT_DAY)
        if course:
            yield from course.month(place, paid)
            rests, paid = course.rests(place), paid - course.taken
        yield from account.pay(paid, paid_on)
        yield from account.moved(overdue - rests, paid_on)
        before = overdue


class _Kept:
    """How one instalment is kept: at once, or late and after a miss."""

    def __init__(self, account: Account, promise: Promise, charge_id: UUID) -> None:
        self.account, self.promise, self.charge_id = account, promise, charge_id
        self.taken = 0
        self.open = True
        self.due_on = month_at(account.names.first, promise.from_month).replace(
            day=PAYMENT_DAY
        )

    def rests(self, place: int) -> int:
        """Give the cents that are promised and not paid yet, in a month."""
        return self.promise.cents if self.open and self._signed_by(place) else 0

    def _signed_by(self, place: int) -> bool:
        return place >= self.promise.from_month

    def month(self, place: int, paid: int) -> Iterator[Contract]:
        """Say what one month brings; `taken` is what of its money went there."""
        self.taken = 0
        since = place - self.promise.from_month
        if not (self.open and self._signed_by(place)):
            return
        it, account = self.promise, self.account
        household_id = account.household_id
        on = month_at(account.names.first, place).replace(day=PAYMENT_DAY)
        if since == 0:
            yield self._signed()
        if paid < it.cents:
            if since == 0:
                yield self._missed()
            return
        self.taken, self.open = it.cents, False
        yield from account.pay_charge(
            self.charge_id, it.cents, on, (it.agreement_id, 1)
        )
        yield ledger.InstalmentPaid(
            agreement_id=it.agreement_id,
            household_id=household_id,
            creditor_id=CREDITOR,
            number=1,
            paid_on=on,
            amount_cents=it.cents,
            days_late=(on - self.due_on).days,
            effective_on=on,
        )
        yield ledger.AgreementCompleted(
            agreement_id=it.agreement_id,
            household_id=household_id,
            creditor_id=CREDITOR,
            outstanding_cents=0,
            effective_on=on,
        )

    def _signed(self) -> Contract:
        it = self.promise
        on = self.due_on.replace(day=4)
        return signed(
            it.agreement_id, self.account, it.cents, self.charge_id, on, self.due_on
        )

    def _missed(self) -> Contract:
        it = self.promise
        return ledger.InstalmentMissed(
            agreement_id=it.agreement_id,
            household_id=self.account.household_id,
            creditor_id=CREDITOR,
            number=1,
            due_on=self.due_on,
            due_cents=it.cents,
            paid_cents=0,
            shortfall_cents=it.cents,
            consecutive=1,
            in_12_months=1,
            effective_on=self.due_on + timedelta(days=11),
        )


def signed(
    agreement_id: UUID,
    account: Account,
    cents: int,
    charge_id: UUID,
    on: date,
    due_on: date,
) -> Contract:
    """Say that one charge is to be paid in one instalment."""
    return ledger.AgreementSigned(
        agreement_id=agreement_id,
        household_id=account.household_id,
        creditor_id=CREDITOR,
        debt_cents=cents,
        charge_ids=(charge_id,),
        down_payment_cents=0,
        instalments=(ledger.Instalment(number=1, due_on=due_on, amount_cents=cents),),
        interest_policy="none",
        signed_on=on,
        signatory_roles=("tenant", "creditor"),
        effective_on=on,
    )


def in_bills(cents: int) -> Decimal:
    """Give cents in monthly bills, with two decimal places."""
    return (Decimal(cents) / BILL_CENTS).quantize(Decimal("0.01"), ROUND_HALF_UP)


def band(months: Decimal) -> Literal["A", "B", "C", "D"]:
    """Give the band of so many monthly bills."""
    if months < BAND_A_BELOW:
        return "A"
    if months <= BAND_B_TO:
        return "B"
    return "C" if months <= BAND_C_TO else "D"
