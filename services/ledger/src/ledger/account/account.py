"""
An account: what one household owes one creditor, and what was paid.

Read the events first. The first ones are facts, as the creditor reports them;
the later ones are conclusions drawn from the facts, and can be unsaid.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from ledger.account import charged_interest, decisions, planned
from ledger.account.allocation import (
    DECLARED,
    SOLIDARITY_PAYER,
    Position,
    oldest_first,
)
from ledger.account.books import Books
from ledger.account.charged_interest import ChargedInterest
from ledger.account.decisions import Decided
from ledger.account.detection import Episode
from ledger.account.facts import (
    FOREVER,
    Charge,
    Line,
    Payment,
    Rulings,
)
from ledger.account.planned import Planned
from ledger.account.standing import Standing

_ACCOUNTS = UUID("8a7c2a0e-3f2d-4d06-9a53-1f4f6d6f0a11")


@lru_cache(maxsize=4096)
def account_id(household_id: UUID, creditor_id: str) -> UUID:
    """Give the id of the account of a household with a creditor."""
    return uuid5(_ACCOUNTS, f"{household_id}/{creditor_id}")


@dataclass(frozen=True, slots=True)
class Belongings:
    """The facts of one tenancy, on their way from one account to another."""

    charges: list[Charge]
    payments: list[Payment]
    charge_ends: dict[UUID, date]
    payment_ends: dict[UUID, date]
    rulings: Rulings


@dataclass(slots=True)
class SaidEpisode:
    """An episode as it was said to others: its beginning, band and end."""

    id: UUID
    episode: Episode
    band: str
    band_on: date
    cleared_on: date | None = None

    def still_true(self, derived: Episode | None) -> bool:
        """Whether what was said at its beginning and at its end holds."""
        return (
            derived is not None
            and derived.beginning == self.episode.beginning
            and self.cleared_on in (None, derived.cleared_on)
        )


class Account(Decided, ChargedInterest, Planned, Aggregate, topic="ledger.Account"):
    """Charges and payments of one household with one creditor, and arrears."""

    class Opened(Aggregate.Created):
        household_id: UUID
        creditor_id: str
        effective_on: date

    class ChargePosted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str
        charge: Charge

    class ChargeEnded(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        charge_id: UUID
        kind: str | None
        due_on: date | None
        reason: str
        effective_on: date

    class ChargeRestored(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        charge: Charge

    class PaymentPosted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        payment: Payment

    class PaymentReversed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        payment_id: UUID
        payment: Payment | None
        effective_on: date

    class TenancyMovedOut(Aggregate.Event):
        tenancy_id: str
        facts: list[UUID]

    class RulingsMovedIn(Aggregate.Event):
        rulings: Rulings

    ChargeDisputed = decisions.ChargeDisputed
    DisputeResolved = decisions.DisputeResolved
    DebtFrozen = decisions.DebtFrozen
    DebtFreezeEnded = decisions.DebtFreezeEnded
    DebtWrittenOff = decisions.DebtWrittenOff
    DebtWriteOffRevoked = decisions.DebtWriteOffRevoked
    NoticeOfDefaultServed = decisions.NoticeOfDefaultServed
    PrescriptionInterrupted = decisions.PrescriptionInterrupted
    PaymentImputed = decisions.PaymentImputed
    DebtTermsStated = decisions.DebtTermsStated
    InterestCharged = charged_interest.InterestCharged
    PlanEntered = planned.PlanEntered
    PlanChanged = planned.PlanChanged
    PlanPaused = planned.PlanPaused
    PlanResumed = planned.PlanResumed
    PlanReinstated = planned.PlanReinstated
    PlanEnded = planned.PlanEnded

    class AccountClosed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        balance_cents: int
        reason: str
        effective_on: date

    class PaymentAllocated(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        payment_id: UUID
        lines: list[Line]
        effective_on: date

    class CreditApplied(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        payment_id: UUID
        lines: list[Line]
        effective_on: date

    class ArrearsDetected(Aggregate.Event):
        episode_id: UUID
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        overdue_cents: int
        oldest_due_on: date
        months_equiv: Decimal
        band: str
        days_since_last_clear: int | None
        policy_version: str
        effective_on: date

    class ArrearsRetracted(Aggregate.Event):
        episode_id: UUID
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        detected_on: date
        effective_on: date

    class ArrearsBandChanged(Aggregate.Event):
        episode_id: UUID
        household_id: UUID
        creditor_id: str
        overdue_cents: int
        band: str
        detected_on: date
        effective_on: date

    class ArrearsCleared(Aggregate.Event):
        episode_id: UUID
        household_id: UUID
        creditor_id: str
        detected_on: date
        effective_on: date

    @event(Opened)
    def __init__(
        self, *, id: UUID, household_id: UUID, creditor_id: str, effective_on: date
    ) -> None:
        self.household_id = household_id
        self.creditor_id = creditor_id
        self.newest: tuple[date, str] | None = None
        self.books = Books()
        self.tenancy_of: dict[UUID, str] = {}
        self.moved_out: set[UUID] = set()
        self.paid_until = effective_on
        self.allocated: dict[UUID, list[Line]] = {}
        self.open_as_said: dict[UUID, int] = {}
        self.left_as_said: dict[UUID, int] = {}
        self.notices: dict[str, list[UUID]] = {}
        self.named: Counter[str] = Counter()
        self.episodes: dict[date, SaidEpisode] = {}
        self.times_said: dict[date, int] = {}
        self.closed_on: date | None = None

    @property
    def tenancy_id(self) -> str | None:
        """The tenancy of the charge that is due last, whatever order they came in."""
        return self.newest[1] if self.newest else None

    # -- facts

    def post_charge(self, charge: Charge, tenancy_id: str) -> None:
        """
        Put a charge on the account; the same charge again changes nothing.

        `ChargeDiffers` if another charge came under this id before; `ClosedAccount`;
        `TooManyNamed` if its notice would have more lines than a payment may name.
        """
        known = self.books.charges.get(charge.id)
        if known is not None and charge == replace(known, secured=False, burden=0):
            return
        if known is None:
            self.refuse_if_closed(f"charge {charge.id}")
            decisions.refuse_one_more(
                charge, len(self.notices.get(charge.iuv or "", ()))
            )
        else:
            raise ChargeDiffers(
                f"charge {charge.id} stands at {known.cents} cents due "
                f"{known.due_on}; now it says {charge.cents} due {charge.due_on}: "
                "send a correction"
            )
        self._charge_posted(self.household_id, self.creditor_id, tenancy_id, charge)
        ended_on = self.books.charge_ends.get(charge.id)
        if ended_on is not None:
            # Its end came first, and could not say of what.
            self._end_charge(
                charge.id, max(ended_on, charge.effective_on), "ended_before_posted"
            )

    def end_charge(self, charge_id: UUID, on: date, reason: str) -> None:
        """
        Take a charge back from a day on; it may not have arrived yet.

        Taken back twice, it ends on the earlier day, but never before the first
        day on which it counts: from that day it never did.
        """
        charge = self.books.charges.get(charge_id)
        on = max(on, charge.effective_on) if charge else on
        if on < self.books.charge_ends.get(charge_id, FOREVER):
            self._end_charge(charge_id, on, reason)

    def _end_charge(self, charge_id: UUID, on: date, reason: str) -> None:
        charge = self.books.charges.get(charge_id)
        self._charge_ended(
            self.household_id,
            self.creditor_id,
            charge_id,
            charge.kind if charge else None,
            charge.due_on if charge else None,
            reason,
            on,
        )

    def post_payment(self, payment: Payment, tenancy_id: str | None = None) -> None:
        """
        Put a payment on the account; the same payment again changes nothing.

        With its tenancy it goes where the tenancy goes.

        `PaymentDiffers` if another payment came under this id before;
        `ClosedAccount`.
        """
        known = self.books.payments.get(payment.id)
        if known is not None:
            if (known.cents, known.value_on) != (payment.cents, payment.value_on):
                raise PaymentDiffers(
                    f"payment {payment.id} stands at {known.cents} cents of "
                    f"{known.value_on}; now it says {payment.cents} of "
                    f"{payment.value_on}"
                )
            return
        self.refuse_if_closed(f"payment {payment.id}")
        self._payment_posted(self.household_id, self.creditor_id, tenancy_id, payment)
        reversed_on = self.books.payment_ends.get(payment.id)
        if reversed_on is not None:
            # Its reversal came first, and could not say of what.
            self._reverse_payment(payment.id, reversed_on)

    def reverse_payment(self, payment_id: UUID, on: date) -> None:
        """
        Let a payment count no more from a day on; it may not have arrived yet.

        Reversed twice, it ends on the earlier day.
        """
        if on < self.books.payment_ends.get(payment_id, FOREVER):
            self._reverse_payment(payment_id, on)

    def _reverse_payment(self, payment_id: UUID, on: date) -> None:
        self._payment_reversed(
            self.household_id,
            self.creditor_id,
            payment_id,
            self.books.payments.get(payment_id),
            on,
        )

    def move_out(self, tenancy_id: str) -> Belongings:
        """
        Take a tenancy's facts off the account, and give them for another one.

        They count here no more from the day on which they began to.
        """

        def mine(fact: Charge | Payment) -> bool:
            here = fact.id not in self.moved_out
            return here and self.tenancy_of.get(fact.id) == tenancy_id

        charges = [it for it in self.books.charges.values() if mine(it)]
        payments = [it for it in self.books.payments.values() if mine(it)]
        ids = [*(it.id for it in charges), *(it.id for it in payments)]
        ends, reversals = self.books.charge_ends, self.books.payment_ends
        belongings = Belongings(
            charges,
            payments,
            {it: ends[it] for it in ids if it in ends},
            {it: reversals[it] for it in ids if it in reversals},
            self.books.rulings_about(ids),
        )
        if ids:
            self._tenancy_moved_out(tenancy_id, ids)
        for charge in charges:
            self.end_charge(charge.id, charge.effective_on, "moved_to_another_account")
        for payment in payments:
            self.reverse_payment(payment.id, payment.value_on)
        return belongings

    def move_in(self, tenancy_id: str, belongings: Belongings) -> None:
        """Put a tenancy's facts on the account, also those that were here before."""
        for charge in belongings.charges:
            if charge.id in self.moved_out:
                self._charge_restored(self.household_id, self.creditor_id, charge)
            else:
                self.post_charge(charge, tenancy_id)
        for payment in belongings.payments:
            if payment.id in self.moved_out:
                self._payment_posted(
                    self.household_id, self.creditor_id, tenancy_id, payment
                )
            else:
                self.post_payment(payment, tenancy_id)
        if belongings.rulings:
            self._rulings_moved_in(belongings.rulings)
        for charge_id, on in belongings.charge_ends.items():
            self.end_charge(charge_id, on, "ended_on_another_account")
        for payment_id, on in belongings.payment_ends.items():
            self.reverse_payment(payment_id, on)

    def close(self, on: date, reason: str, balance_cents: int) -> None:
        """
        Close the account: nothing more is charged or paid on it.

        What is open then is the estate's, or somebody else's; `ClosedAccount`.
        """
        self.refuse_if_closed("a second end")
        self._closed(self.household_id, self.creditor_id, balance_cents, reason, on)

    def refuse_if_closed(self, what: str) -> None:
        """Refuse what would be posted to a closed account: `ClosedAccount`."""
        if self.closed_on is not None:
            raise ClosedAccount(
                f"account {self.id} is closed since {self.closed_on}: no {what}"
            )

    # -- conclusions

    def conclude(self, standing: Standing, policy_version: str) -> None:
        """Say what now follows from the facts, and unsay what no longer does."""
        self.conclude_allocation(standing.position)
        derived = {it.detected_on: it for it in standing.episodes}
        for detected_on, said in list(self.episodes.items()):
            if not said.still_true(derived.get(detected_on)):
                self._arrears_retracted(
                    said.id,
                    self.household_id,
                    self.creditor_id,
                    self.tenancy_id,
                    detected_on,
                    standing.as_of,
                )
        for episode in standing.episodes:
            self._conclude_episode(episode, policy_version, standing.as_of)

    def conclude_allocation(self, position: Position) -> None:
        """Say how each payment is split, where that has changed."""
        lines_of = position.lines_of()
        for payment_id in self.books.payments:
            lines = lines_of.get(payment_id, [])
            before = self.allocated.get(payment_id, [])
            if lines == before:
                continue
            if before and lines[: len(before)] == before:
                added = lines[len(before) :]
                self._credit_applied(
                    self.household_id,
                    self.creditor_id,
                    payment_id,
                    added,
                    added[0].on,
                )
            else:
                self._payment_allocated(
                    self.household_id,
                    self.creditor_id,
                    payment_id,
                    lines,
                    lines[0].on if lines else position.as_of,
                )

    def allocate_exactly(self, today: date) -> bool:
        """
        Allocate new payments that meet no other money; tell if that is all there is.

        It is what `allocation` sets apart: a payment that is declared for a notice,
        is just as large, and comes before its charges fall due. Where any money
        is left that is not of this kind, nothing is done and the answer is no.
        """
        exact = []
        for payment_id in self.left_as_said:
            payment = self.books.payments[payment_id]
            charges = [self.books.charges[it] for it in self._named_by(payment)]
            if not charges or not self._is_exact(payment, charges, today):
                return False
            exact.append((payment, charges))
        for payment, charges in exact:
            self._payment_allocated(
                self.household_id,
                self.creditor_id,
                payment.id,
                [
                    Line(payment.id, it.id, it.cents, payment.value_on, DECLARED)
                    for it in sorted(charges, key=oldest_first)
                ],
                payment.value_on,
            )
        return True

    def _named_by(self, payment: Payment) -> list[UUID]:
        return self.notices.get(payment.iuv, []) if payment.iuv else []

    def _is_exact(self, payment: Payment, charges: list[Charge], today: date) -> bool:
        return (
            payment.value_on <= today
            and payment.payer != SOLIDARITY_PAYER
            and self.named[payment.iuv or ""] == 1
            and payment.cents == sum(it.cents for it in charges)
            and all(
                it.effective_on <= today
                and payment.value_on <= it.owed_on
                and self.open_as_said.get(it.id) == it.cents
                for it in charges
            )
        )

    @property
    def watched(self) -> bool:
        """Whether a new fact may unsay something at once."""
        return bool(self.episodes) or not self.books.plain

    def _conclude_episode(
        self, episode: Episode, policy_version: str, as_of: date
    ) -> None:
        if episode.detected_on not in self.episodes:
            times = self.times_said.get(episode.detected_on, 0)
            self._arrears_detected(
                uuid5(self.id, f"{episode.detected_on}/{times}"),
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                episode.overdue_cents,
                episode.oldest_due_on,
                episode.months_equiv,
                episode.band,
                episode.days_since_last_clear,
                policy_version,
                episode.detected_on,
            )
        said = self.episodes[episode.detected_on]
        changed_on, band, overdue_cents = episode.last_band
        if said.band != band:
            self._arrears_band_changed(
                said.id,
                self.household_id,
                self.creditor_id,
                overdue_cents,
                band,
                episode.detected_on,
                # What takes back a later change must not seem to come before it.
                changed_on if changed_on >= said.band_on else as_of,
            )
        if episode.cleared_on and said.cleared_on is None:
            self._arrears_cleared(
                said.id,
                self.household_id,
                self.creditor_id,
                episode.detected_on,
                episode.cleared_on,
            )

    # -- what is remembered

    @event(ChargePosted)
    def _charge_posted(
        self, household_id: UUID, creditor_id: str, tenancy_id: str, charge: Charge
    ) -> None:
        newest = (charge.due_on, tenancy_id)
        self.newest = max(self.newest or newest, newest)
        self.tenancy_of[charge.id] = tenancy_id
        self.books.charges[charge.id] = charge
        if charge.cents > 0:
            self.open_as_said[charge.id] = charge.cents
        if charge.iuv:
            self.notices.setdefault(charge.iuv, []).append(charge.id)

    @event(ChargeEnded)
    def _charge_ended(
        self,
        household_id: UUID,
        creditor_id: str,
        charge_id: UUID,
        kind: str | None,
        due_on: date | None,
        reason: str,
        effective_on: date,
    ) -> None:
        self.books.charge_ends[charge_id] = effective_on

    @event(ChargeRestored)
    def _charge_restored(
        self, household_id: UUID, creditor_id: str, charge: Charge
    ) -> None:
        self.moved_out.discard(charge.id)
        self.books.charge_ends.pop(charge.id, None)

    @event(TenancyMovedOut)
    def _tenancy_moved_out(self, tenancy_id: str, facts: list[UUID]) -> None:
        self.moved_out.update(facts)

    @event(PaymentPosted)
    def _payment_posted(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        payment: Payment,
    ) -> None:
        if tenancy_id is not None:
            self.tenancy_of[payment.id] = tenancy_id
        if payment.id in self.moved_out:
            self.moved_out.discard(payment.id)
            self.books.payment_ends.pop(payment.id, None)
        else:
            self.left_as_said[payment.id] = payment.cents
            if payment.iuv:
                self.named[payment.iuv] += 1
        self.books.payments[payment.id] = payment
        self.paid_until = max(self.paid_until, payment.value_on)

    @event(PaymentReversed)
    def _payment_reversed(
        self,
        household_id: UUID,
        creditor_id: str,
        payment_id: UUID,
        payment: Payment | None,
        effective_on: date,
    ) -> None:
        self.books.payment_ends[payment_id] = effective_on

    @event(RulingsMovedIn)
    def _rulings_moved_in(self, rulings: Rulings) -> None:
        self.books.take(rulings)

    @event(AccountClosed)
    def _closed(
        self,
        household_id: UUID,
        creditor_id: str,
        balance_cents: int,
        reason: str,
        effective_on: date,
    ) -> None:
        self.closed_on = effective_on

    @event(PaymentAllocated)
    def _payment_allocated(
        self,
        household_id: UUID,
        creditor_id: str,
        payment_id: UUID,
        lines: list[Line],
        effective_on: date,
    ) -> None:
        self._cover(payment_id, self.allocated.get(payment_id, ()), -1)
        self._cover(payment_id, lines, 1)
        self.allocated[payment_id] = list(lines)

    @event(CreditApplied)
    def _credit_applied(
        self,
        household_id: UUID,
        creditor_id: str,
        payment_id: UUID,
        lines: list[Line],
        effective_on: date,
    ) -> None:
        self._cover(payment_id, lines, 1)
        self.allocated[payment_id] = [*self.allocated[payment_id], *lines]

    @event(ArrearsDetected)
    def _arrears_detected(
        self,
        episode_id: UUID,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        overdue_cents: int,
        oldest_due_on: date,
        months_equiv: Decimal,
        band: str,
        days_since_last_clear: int | None,
        policy_version: str,
        effective_on: date,
    ) -> None:
        self.times_said[effective_on] = self.times_said.get(effective_on, 0) + 1
        self.episodes[effective_on] = SaidEpisode(
            episode_id,
            Episode(
                effective_on,
                overdue_cents,
                oldest_due_on,
                months_equiv,
                band,
                days_since_last_clear,
            ),
            band,
            effective_on,
        )

    @event(ArrearsRetracted)
    def _arrears_retracted(
        self,
        episode_id: UUID,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        detected_on: date,
        effective_on: date,
    ) -> None:
        del self.episodes[detected_on]

    @event(ArrearsBandChanged)
    def _arrears_band_changed(
        self,
        episode_id: UUID,
        household_id: UUID,
        creditor_id: str,
        overdue_cents: int,
        band: str,
        detected_on: date,
        effective_on: date,
    ) -> None:
        self.episodes[detected_on].band = band
        self.episodes[detected_on].band_on = effective_on

    @event(ArrearsCleared)
    def _arrears_cleared(
        self,
        episode_id: UUID,
        household_id: UUID,
        creditor_id: str,
        detected_on: date,
        effective_on: date,
    ) -> None:
        self.episodes[detected_on].cleared_on = effective_on

    def _cover(self, payment_id: UUID, lines: Iterable[Line], sign: int) -> None:
        """Keep what is open and what is left, as far as it was said."""
        for line in lines:
            for book, key in (
                (self.open_as_said, line.charge_id),
                (self.left_as_said, payment_id),
            ):
                book[key] = book.get(key, 0) - sign * line.cents
                if not book[key]:
                    del book[key]


class ChargeDiffers(Exception):
    """A second, different charge under one id."""


class PaymentDiffers(Exception):
    """A second, different payment under one id."""


class ClosedAccount(Exception):
    """Something to be posted to an account that is closed."""
