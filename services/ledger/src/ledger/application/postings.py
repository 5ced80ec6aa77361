"""What creditors report: tenancies, charges, payments, and whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.rows import Table
from ledger.account.account import Account, account_id
from ledger.account.facts import Charge, Payment
from ledger.account.soundness import check_charge, check_days, check_payment
from ledger.application.bookkeeping import Bookkeeping
from ledger.files import one_payment
from ledger.receipt import Receipt
from ledger.tenancy import Ending, Tenancy

NOTICES = Table("notices_v1", ("creditor_id", "iuv"), ("tenancy_id", "cents"))
PLACES = Table("payments_v1", ("payment_id",), ("place", "place_id"))
WAITING = Table(
    "waiting_v1",
    ("id",),
    ("creditor_id", "tenancy_id", "iuv", "kind", "cents", "since_on"),
)
ON_ACCOUNT, ON_TENANCY, WITHOUT_NAME = "account", "tenancy", "receipt"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money or a bill that stands on no account yet, and what it waits for."""

    id: UUID
    creditor_id: str
    tenancy_id: str | None
    iuv: str | None
    kind: str
    cents: int
    since_on: date


class Postings(Bookkeeping):
    """Puts charges and payments on the account of their household, once each."""

    def register_tenancy(
        self,
        creditor_id: str,
        tenancy_id: str,
        dwelling_id: str,
        building_id: str,
        on: date,
    ) -> None:
        """Learn where a creditor's tenancy is; `DayOutOfReach`."""
        check_days(f"tenancy of {creditor_id}", on)
        tenancy = self._tenancy(creditor_id, tenancy_id, on)
        tenancy.register(dwelling_id, building_id, on)
        self.save(tenancy)

    def end_tenancy(self, creditor_id: str, tenancy_id: str, on: date) -> None:
        """Learn the last day of a tenancy, whose account stays; `DayOutOfReach`."""
        check_days(f"tenancy of {creditor_id}", on)
        tenancy = self._tenancy(creditor_id, tenancy_id, on)
        tenancy.end(on)
        self.save(tenancy)

    def post_charge(self, creditor_id: str, tenancy_id: str, charge: Charge) -> None:
        """
        Post a bill line, or keep it until its household is known.

        Money that waited for its reference is posted with it. `ChargeDiffers` if
        another charge came under this id, `TooManyNamed` if its notice has no room;
        the refusals of `check_charge`.
        """
        check_charge(charge)
        tenancy = self._tenancy(creditor_id, tenancy_id, charge.effective_on)
        if charge.iuv:
            self._note_reference(creditor_id, charge.iuv, tenancy_id, charge.cents)
        if tenancy.household_id is None:
            tenancy.keep(charge)
            self.save(tenancy)
            self._wait(
                Waiting(
                    charge.id,
                    creditor_id,
                    tenancy_id,
                    charge.iuv,
                    charge.kind,
                    charge.cents,
                    charge.effective_on,
                )
            )
        else:
            account = self._account(tenancy, charge.effective_on)
            account.post_charge(charge, tenancy_id)
            self._touch(account, charge.due_on)
        if charge.iuv:
            self._place_receipts(creditor_id, charge.iuv, tenancy)

    def correct_charge(
        self, creditor_id: str, tenancy_id: str, charge: Charge, replaces: UUID
    ) -> None:
        """
        Post a charge in the place of another, as if it always had been.

        `ReplacesItself`, and the refusals of `post_charge`.
        """
        if charge.id == replaces:
            raise ReplacesItself(
                f"charge {charge.id} cannot take its own place: give the correction "
                "an id of its own"
            )
        self._end_charge(
            creditor_id, tenancy_id, Ending(replaces, date.min, "corrected")
        )
        self.post_charge(creditor_id, tenancy_id, charge)

    def reverse_charge(
        self, creditor_id: str, tenancy_id: str, charge_id: UUID, on: date
    ) -> None:
        """
        Take a charge back from a day on; it may not have arrived yet.

        `DayOutOfReach`.
        """
        check_days(f"charge {charge_id}", on)
        self._end_charge(creditor_id, tenancy_id, Ending(charge_id, on, "reversed"))

    def stands_as(
        self, creditor_id: str, payment: Payment, *, with_receipt: bool
    ) -> UUID:
        """Give the id of the payment that this one is: its own, or one told before."""
        return one_payment.stands_as(
            self._transaction, creditor_id, payment, with_receipt=with_receipt
        )

    def post_payment(
        self,
        creditor_id: str,
        payment: Payment,
        tenancy_id: str | None,
        *,
        told_on: date,
    ) -> None:
        """
        Post money that came in, once; `told_on` is the day it was reported.

        Its pagoPA reference says whose it is, else the tenancy; where neither is
        known it is kept and listed. `PaymentDiffers` if another payment came
        under its business key; the refusals of `check_payment`.
        """
        days_ahead = self._rulebook().policy_at(told_on).value_days_ahead
        check_payment(payment, told_on, days_ahead)
        place, place_id = self._place_of(payment.id) or (None, None)
        if place == ON_ACCOUNT and place_id:
            account = self.get(Account, place_id)
            account.post_payment(payment)
            self._touch(account, payment.value_on)
            return
        tenancy = self._whose(creditor_id, payment, tenancy_id)
        receipt = self.find(Receipt, payment.id)
        if tenancy is None:
            receipt = receipt or Receipt(
                id=payment.id, creditor_id=creditor_id, effective_on=payment.value_on
            )
            receipt.keep(payment)
            self.save(receipt)
            self._note_payment(payment.id, WITHOUT_NAME, receipt.id)
            self._wait(
                Waiting(
                    payment.id,
                    creditor_id,
                    tenancy_id,
                    payment.iuv,
                    "payment",
                    payment.cents,
                    payment.value_on,
                )
            )
            return
        self._stop_waiting(payment.id)
        self._post_to(tenancy, payment)
        if receipt is not None and receipt.reversed_on is not None:
            self._reverse_at(tenancy, Ending(payment.id, receipt.reversed_on))

    def reverse_payment(
        self,
        creditor_id: str,
        payment_id: UUID,
        on: date,
        *,
        cents: int,
        value_on: date,
        tenancy_id: str | None,
        iuv: str | None,
    ) -> None:
        """
        Let a payment count no more from a day on; it may not have arrived yet.

        `cents` and `value_on` are the payment's own, as who reverses it says.
        `ReversedBeforePaid` if the reversal would come before it; `ReversalDiffers`
        if it is known here with another amount; `DayOutOfReach`.
        """
        if on < value_on:
            raise ReversedBeforePaid(
                f"payment {payment_id} of {value_on} cannot be reversed from {on}: "
                "give the day on which the money went back"
            )
        check_days(f"payment {payment_id}", on)
        one_payment.take_back(self._transaction, payment_id)
        place, place_id = self._place_of(payment_id) or (None, None)
        if place == ON_ACCOUNT and place_id:
            account = self.get(Account, place_id)
            _check_reversal(cents, account.books.payments.get(payment_id))
            account.reverse_payment(payment_id, on)
            self._touch(account, on)
        elif place == ON_TENANCY and place_id:
            tenancy = self.get(Tenancy, place_id)
            _check_reversal(cents, tenancy.kept_payment(payment_id))
            tenancy.keep_payment_end(Ending(payment_id, on))
            self.save(tenancy)
        else:
            receipt = self.find(Receipt, payment_id) or Receipt(
                id=payment_id, creditor_id=creditor_id, effective_on=on
            )
            _check_reversal(cents, receipt.payment)
            receipt.reverse(on)
            self.save(receipt)

    def join_household(
        self, household_id: UUID, tenancies: Iterable[tuple[str, str]], on: date
    ) -> None:
        """
        Learn which tenancies are a household's, and post what waited for it.

        `DayOutOfReach`.
        """
        check_days(f"household {household_id}", on)
        for creditor_id, tenancy_id in sorted(tenancies):
            tenancy = self._tenancy(creditor_id, tenancy_id, on)
            before = tenancy.household_id
            if before == household_id:
                continue
            tenancy.join(household_id, on)
            self.save(tenancy)
            account = self._account(tenancy, on)
            if before is not None:
                self._move(tenancy, account_id(before, creditor_id), account)
                continue
            for fact in tenancy.kept:
                if isinstance(fact, Charge):
                    account.post_charge(fact, tenancy_id)
                else:
                    account.post_payment(fact, tenancy_id)
                    self._note_payment(fact.id, ON_ACCOUNT, account.id)
                self._stop_waiting(fact.id)
            for ending in tenancy.charge_ends:
                account.end_charge(ending.id, ending.on, ending.reason)
            for ending in tenancy.payment_ends:
                account.reverse_payment(ending.id, ending.on)
            self._touch(account, date.min)

    def _move(self, tenancy: Tenancy, from_id: UUID, account: Account) -> None:
        """Let a tenancy's facts follow it to the household that it turned out to be."""
        old = self.get(Account, from_id)
        belongings = old.move_out(tenancy.tenancy_id)
        account.move_in(tenancy.tenancy_id, belongings)
        for payment in belongings.payments:
            self._note_payment(payment.id, ON_ACCOUNT, account.id)
        self._touch(old, date.min)
        self._touch(account, date.min)

    def _post_to(self, tenancy: Tenancy, payment: Payment) -> None:
        if tenancy.household_id is None:
            tenancy.keep(payment)
            self.save(tenancy)
            self._note_payment(payment.id, ON_TENANCY, tenancy.id)
            self._wait(
                Waiting(
                    payment.id,
                    tenancy.creditor_id,
                    tenancy.tenancy_id,
                    payment.iuv,
                    "payment",
                    payment.cents,
                    payment.value_on,
                )
            )
            return
        account = self._account(tenancy, payment.value_on)
        account.post_payment(payment, tenancy.tenancy_id)
        self._note_payment(payment.id, ON_ACCOUNT, account.id)
        self._touch(account, payment.value_on)

    def _reverse_at(self, tenancy: Tenancy, ending: Ending) -> None:
        if tenancy.household_id is None:
            tenancy.keep_payment_end(ending)
            self.save(tenancy)
            return
        account = self._account(tenancy, ending.on)
        account.reverse_payment(ending.id, ending.on)
        self._touch(account, ending.on)

    def _end_charge(self, creditor_id: str, tenancy_id: str, ending: Ending) -> None:
        tenancy = self._tenancy(creditor_id, tenancy_id, ending.on)
        if tenancy.household_id is None:
            tenancy.keep_charge_end(ending)
            self.save(tenancy)
            return
        account = self._account(tenancy, ending.on)
        account.end_charge(ending.id, ending.on, ending.reason)
        self._touch(account, date.min)

    def _place_receipts(self, creditor_id: str, iuv: str, tenancy: Tenancy) -> None:
        """Post the money that waited for a bill with this reference."""
        if (creditor_id, iuv) in self._not_waited_for:
            return
        for [payment_id] in self._session.execute(
            "SELECT id FROM waiting_v1 WHERE creditor_id = ? AND iuv = ? "
            "AND kind = 'payment' AND tenancy_id IS NULL",
            (creditor_id, iuv),
        ):
            receipt = self.get(Receipt, payment_id)
            if receipt.payment is None or receipt.placed_with is not None:
                continue
            self._stop_waiting(payment_id)
            self._post_to(tenancy, receipt.payment)
            if receipt.reversed_on is not None:
                self._reverse_at(tenancy, Ending(payment_id, receipt.reversed_on))

    def _whose(
        self, creditor_id: str, payment: Payment, tenancy_id: str | None
    ) -> Tenancy | None:
        if payment.iuv:
            found = self._rows(NOTICES).get(creditor_id, payment.iuv)
            if found:
                tenancy_id = found[0]
        if tenancy_id is None:
            return None
        return self._tenancy(creditor_id, tenancy_id, payment.value_on)

    def _note_reference(
        self, creditor_id: str, iuv: str, tenancy_id: str, cents: int
    ) -> None:
        notices = self._rows(NOTICES)
        known_tenancy_id, known_cents = notices.get(creditor_id, iuv) or (tenancy_id, 0)
        notices.put((creditor_id, iuv), (known_tenancy_id, known_cents + cents))

    def _place_of(self, payment_id: UUID) -> tuple[str, UUID] | None:
        found = self._rows(PLACES).get(payment_id)
        return (found[0], found[1]) if found else None

    def _note_payment(self, payment_id: UUID, place: str, place_id: UUID) -> None:
        self._rows(PLACES).put((payment_id,), (place, place_id))

    def _wait(self, it: Waiting) -> None:
        waiting = self._rows(WAITING)
        if waiting.get(it.id) is None:
            waiting.put(
                (it.id,),
                (
                    it.creditor_id,
                    it.tenancy_id,
                    it.iuv,
                    it.kind,
                    it.cents,
                    it.since_on,
                ),
            )
        if it.iuv:
            self._not_waited_for.discard((it.creditor_id, it.iuv))

    def _stop_waiting(self, id: UUID) -> None:
        self._rows(WAITING).remove(id)

    @property
    def _not_waited_for(self) -> set[tuple[str, str]]:
        """References, each with its creditor, for which no money is known to wait."""
        return self._transaction.keep("not waited for", set)


def _check_reversal(cents: int, known: Payment | None) -> None:
    if known is not None and known.cents != cents:
        raise ReversalDiffers(
            f"payment {known.id} came in with {known.cents} cents and cannot be "
            f"reversed by {cents}: reverse it whole, and report what is left"
        )


class ReversedBeforePaid(Exception):
    """A payment to be reversed from a day before it was made."""


class ReplacesItself(Exception):
    """A correction that would end the very charge that it posts."""


class ReversalDiffers(Exception):
    """A payment to be reversed by another amount than it came in with."""
