"""
What is decided about an account's debts: disputes, freezes, what is given up.

Each is a fact with a day and a decision behind it. None of them changes a bill or
a payment; what follows from them is derived with everything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate
from ledger.account.facts import (
    DISPUTE,
    FREEZE,
    Amendment,
    Charge,
    Hold,
    Imputation,
    Notice,
    WriteOff,
)
from ledger.account.part import AccountPart

#: So many charges one payment or one decision may name.
MOST_NAMED = 1000
#: Basis points a year: as much again as the debt.
MOST_BURDEN = 10_000
CONFIRMED, REDUCED, CANCELLED = "confirmed", "reduced", "cancelled"


class ChargeDisputed(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    hold: Hold
    grounds: str
    effective_on: date

    def apply(self, account: Any) -> None:
        account.books.holds[self.hold.id] = self.hold


class DisputeResolved(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    hold_id: UUID
    amendment: Amendment
    result: str
    effective_on: date

    def apply(self, account: Any) -> None:
        holds, changed = account.books.holds, self.amendment
        holds[self.hold_id] = replace(holds[self.hold_id], until=self.effective_on)
        some = account.books.amendments.setdefault(changed.charge_id, [])
        some.append(changed)
        some.sort(key=lambda it: it.on)


class DebtFrozen(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    holds: list[Hold]
    amount_cents: int
    decision_ref: str
    until_on: date | None
    effective_on: date

    def apply(self, account: Any) -> None:
        account.books.holds.update({it.id: it for it in self.holds})


class DebtFreezeEnded(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    hold_ids: list[UUID]
    amount_cents: int
    decision_ref: str
    effective_on: date

    def apply(self, account: Any) -> None:
        holds = account.books.holds
        for it in self.hold_ids:
            holds[it] = replace(holds[it], until=self.effective_on)


class DebtWrittenOff(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    write_offs: list[WriteOff]
    amount_cents: int
    decision_ref: str
    effective_on: date

    def apply(self, account: Any) -> None:
        account.books.write_offs.update({it.id: it for it in self.write_offs})


class DebtWriteOffRevoked(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    write_off_ids: list[UUID]
    amount_cents: int
    decision_ref: str
    effective_on: date

    def apply(self, account: Any) -> None:
        ends = account.books.write_off_ends
        ends.update(dict.fromkeys(self.write_off_ids, self.effective_on))


class NoticeOfDefaultServed(Aggregate.Event):
    household_id: UUID
    creditor_id: str
    notice: Notice
    effective_on: date

    def apply(self, account: Any) -> None:
        account.books.notices[self.notice.id] = self.notice


class PrescriptionInterrupted(Aggregate.Event):
    charge_ids: list[UUID]
    effective_on: date

    def apply(self, account: Any) -> None:
        for it in self.charge_ids:
            account.books.interruptions.setdefault(it, []).append(self.effective_on)


class PaymentImputed(Aggregate.Event):
    imputation: Imputation
    effective_on: date

    def apply(self, account: Any) -> None:
        said = self.imputation
        account.books.imputations[said.payment_id, said.by_creditor] = said


class DebtTermsStated(Aggregate.Event):
    charge_id: UUID
    secured: bool
    burden: int
    effective_on: date

    def apply(self, account: Any) -> None:
        charges = account.books.charges
        charges[self.charge_id] = replace(
            charges[self.charge_id], secured=self.secured, burden=self.burden
        )


class Decided(AccountPart):
    """The verbs of decisions; `Account` adds them to its own."""

    # -- disputes

    def dispute(self, charge_id: UUID, on: date, grounds: str) -> None:
        """
        Note that a charge is disputed: it is not asked for until that is resolved.

        `NoSuchCharge`, `AlreadyHeld`, `BeforeTheCharge`.
        """
        charge = self._charge(charge_id, on)
        self._refuse_held(charge_id, on)
        self._tell(
            ChargeDisputed,
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            hold=Hold(uuid5(charge.id, f"dispute/{on}"), charge_id, DISPUTE, on),
            grounds=grounds,
            effective_on=on,
        )

    def resolve_dispute(
        self,
        charge_id: UUID,
        on: date,
        result: str,
        *,
        cents: int | None = None,
        new_due_on: date | None = None,
    ) -> None:
        """
        End a dispute: the charge is confirmed, reduced to `cents`, or cancelled.

        `NotDisputed`; `WrongResolution` if the amount is not one of its result, or
        the new due day comes before the decision.
        """
        charge = self._charge(charge_id, on)
        hold = next((it for it in self.books.holds_of(charge_id) if it.on(on)), None)
        if hold is None or hold.reason != DISPUTE:
            raise NotDisputed(f"charge {charge_id} is not disputed on {on}")
        amount = {CONFIRMED: charge.cents, CANCELLED: 0}.get(result, cents)
        fits = amount is not None and cents in (None, amount)
        if not fits or (result == REDUCED and not 0 < (amount or 0) < charge.cents):
            raise WrongResolution(
                f"charge {charge_id} of {charge.cents} cents: {result} to {cents}"
            )
        if new_due_on is not None and new_due_on < on:
            raise WrongResolution(
                f"charge {charge_id}: the new due day {new_due_on} is before {on}"
            )
        self._tell(
            DisputeResolved,
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            hold_id=hold.id,
            amendment=Amendment(
                charge_id, on, amount or 0, new_due_on or charge.due_on
            ),
            result=result,
            effective_on=on,
        )

    # -- freezes

    def freeze(
        self,
        charge_ids: Sequence[UUID],
        open_cents: Mapping[UUID, int],
        on: date,
        decision_ref: str,
        until: date | None = None,
    ) -> None:
        """
        Leave debts in peace by a decision, until a day or until it is ended.

        `NoSuchCharge`, `AlreadyHeld`, `NothingOpen`, `NothingNamed`, `TooManyNamed`,
        and `WrongTerm` if it would end before it begins.
        """
        self._refuse_too_many(charge_ids)
        if until is not None and until <= on:
            raise WrongTerm(f"a freeze from {on} cannot end on {until}")
        holds = []
        for it in dict.fromkeys(charge_ids):
            self._charge(it, on)
            self._refuse_held(it, on)
            hold = Hold(uuid5(it, f"freeze/{on}"), it, FREEZE, on)
            holds.append(replace(hold, until=until) if until else hold)
        cents = sum(open_cents.get(it.charge_id, 0) for it in holds)
        if not cents:
            raise NothingOpen(f"nothing of these charges is open on {on}")
        self._tell(
            DebtFrozen,
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            holds=holds,
            amount_cents=cents,
            decision_ref=decision_ref,
            until_on=until,
            effective_on=on,
        )

    def end_freeze(
        self, open_cents: Mapping[UUID, int], on: date, decision_ref: str
    ) -> None:
        """Let all that is frozen be asked for again; `NothingFrozen`."""
        frozen = [
            it for it in self.books.holds.values() if it.reason == FREEZE and it.on(on)
        ]
        if not frozen:
            raise NothingFrozen(f"account {self.id}: nothing is frozen on {on}")
        self._tell(
            DebtFreezeEnded,
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            hold_ids=[it.id for it in frozen],
            amount_cents=sum(open_cents.get(it.charge_id, 0) for it in frozen),
            decision_ref=decision_ref,
            effective_on=on,
        )

    # -- what is given up

    def write_off(
        self,
        amounts: Mapping[UUID, int],
        open_cents: Mapping[UUID, int],
        on: date,
        decision_ref: str,
    ) -> None:
        """
        Give up so many cents of each of these charges, by a decision.

        `NoSuchCharge`, `NothingNamed`, `TooManyNamed`; `MoreThanOpen` if more than is
        open on that day, or nothing. The same decision again on that day changes
        nothing.
        """
        self._refuse_too_many(list(amounts))
        write_offs = []
        for charge_id, cents in sorted(amounts.items(), key=lambda it: str(it[0])):
            self._charge(charge_id, on)
            write_off_id = uuid5(charge_id, f"write-off/{decision_ref}/{on}")
            if write_off_id in self.books.write_offs:
                continue
            if not 0 < cents <= open_cents.get(charge_id, 0):
                raise MoreThanOpen(
                    f"charge {charge_id}: {cents} cents to give up, and "
                    f"{open_cents.get(charge_id, 0)} are open on {on}"
                )
            write_offs.append(
                WriteOff(write_off_id, charge_id, cents, on, decision_ref)
            )
        if write_offs:
            self._tell(
                DebtWrittenOff,
                household_id=self.household_id,
                creditor_id=self.creditor_id,
                write_offs=write_offs,
                amount_cents=sum(it.cents for it in write_offs),
                decision_ref=decision_ref,
                effective_on=on,
            )

    def revoke_write_off(self, decision_ref: str, on: date) -> None:
        """Let what a decision gave up be owed again from a day on; `NotWrittenOff`."""
        mine = [
            it
            for it in self.books.write_offs.values()
            if it.decision_ref == decision_ref
            and it.on <= on
            and it.id not in self.books.write_off_ends
        ]
        if not mine:
            raise NotWrittenOff(f"{decision_ref} gave up nothing by {on}")
        self._tell(
            DebtWriteOffRevoked,
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            write_off_ids=[it.id for it in mine],
            amount_cents=sum(it.cents for it in mine),
            decision_ref=decision_ref,
            effective_on=on,
        )

    # -- notices, and what money is for

    def serve_notice(
        self, open_cents: Mapping[UUID, int], on: date, cure_by_on: date
    ) -> None:
        """
        Note a formal demand for what is overdue: prescription begins again.

        `NothingOpen`; `WrongTerm` if its term is not after its day. Source: arts.
        1219 and 2943 c.c.
        """
        if not open_cents:
            raise NothingOpen(f"account {self.id}: nothing is overdue on {on}")
        if cure_by_on <= on:
            raise WrongTerm(
                f"a notice served on {on} cannot ask to pay by {cure_by_on}"
            )
        notice = Notice(
            uuid5(self.id, f"notice/{on}"),
            tuple(open_cents),
            sum(open_cents.values()),
            on,
            cure_by_on,
        )
        if notice.id not in self.books.notices:
            self._tell(
                NoticeOfDefaultServed,
                household_id=self.household_id,
                creditor_id=self.creditor_id,
                notice=notice,
                effective_on=on,
            )

    def interrupt_prescription(self, charge_ids: Sequence[UUID], on: date) -> None:
        """
        Note that debts were asked for in court: their time begins again.

        The same again changes nothing. Source: art. 2943 c.c.
        """
        known = self.books.interruptions
        new = [it for it in charge_ids if on not in known.get(it, ())]
        if new:
            self._tell(PrescriptionInterrupted, charge_ids=new, effective_on=on)

    def impute(
        self,
        payment_id: UUID,
        charge_ids: Sequence[UUID],
        on: date,
        *,
        by_creditor: bool = False,
    ) -> None:
        """
        Say which charges a payment is for, in this order.

        `NoSuchPayment`, `NoSuchCharge`, `NothingNamed`, `TooManyNamed`. Source: arts.
        1193 c. 1 and 1195 c.c.
        """
        if payment_id not in self.books.payments:
            raise NoSuchPayment(f"payment {payment_id} is not on account {self.id}")
        self._refuse_too_many(charge_ids)
        for it in charge_ids:
            self._charge(it, on)
        said = Imputation(payment_id, tuple(dict.fromkeys(charge_ids)), by_creditor)
        if self.books.imputations.get((payment_id, by_creditor)) != said:
            self._tell(PaymentImputed, imputation=said, effective_on=on)

    def state_terms(
        self, charge_id: UUID, on: date, *, secured: bool, burden: int
    ) -> None:
        """
        Say whether a debt is secured, and what it costs beyond the legal rate.

        `burden` in basis points a year; `NoSuchCharge`; `WrongBurden` if it is less
        than nothing, or more than the debt itself. Source: art. 1193 c. 2 c.c.
        """
        if not 0 <= burden <= MOST_BURDEN:
            raise WrongBurden(
                f"charge {charge_id}: {burden} basis points a year; give 0 to "
                f"{MOST_BURDEN}"
            )
        charge = self._charge(charge_id, on)
        if (charge.secured, charge.burden) != (secured, burden):
            self._tell(
                DebtTermsStated,
                charge_id=charge_id,
                secured=secured,
                burden=burden,
                effective_on=on,
            )

    def _charge(self, charge_id: UUID, on: date) -> Charge:
        found = next(
            (it for it in self.books.charges_on(on) if it.id == charge_id), None
        )
        if found is None or found.cents <= 0:
            raise NoSuchCharge(
                f"charge {charge_id} does not count on account {self.id} on {on}"
            )
        if on < found.issued_on:
            raise BeforeTheCharge(
                f"charge {charge_id} was issued on {found.issued_on}, after {on}"
            )
        return found

    def _refuse_held(self, charge_id: UUID, on: date) -> None:
        for it in self.books.holds_of(charge_id):
            if it.until > on:
                raise AlreadyHeld(
                    f"charge {charge_id} is held since {it.since} ({it.reason})"
                )

    def _refuse_too_many(self, charge_ids: Sequence[UUID]) -> None:
        if not charge_ids:
            raise NothingNamed(f"no charge is named: name 1 to {MOST_NAMED}")
        if len(charge_ids) > MOST_NAMED:
            raise TooManyNamed(
                f"{len(charge_ids)} charges are named: name 1 to {MOST_NAMED}"
            )


def refuse_one_more(charge: Charge, under_its_reference: int) -> None:
    """Refuse a charge whose reference stands for many already; `TooManyNamed`."""
    if charge.iuv and under_its_reference >= MOST_NAMED:
        raise TooManyNamed(
            f"charge {charge.id}: {under_its_reference} charges bear this reference "
            f"already, and one payment may be for {MOST_NAMED}"
        )


class NoSuchCharge(Exception):
    """A charge that does not count on the account on that day."""


class NoSuchPayment(Exception):
    """A payment that is not on the account."""


class BeforeTheCharge(Exception):
    """A decision about a charge from before its issue."""


class AlreadyHeld(Exception):
    """A charge that is disputed or frozen already."""


class NotDisputed(Exception):
    """A dispute to be resolved that is not open."""


class WrongResolution(Exception):
    """A resolution whose amount or day does not fit its result."""


class NothingOpen(Exception):
    """A decision about debts of which nothing is open."""


class NothingFrozen(Exception):
    """A freeze to be ended where nothing is frozen."""


class MoreThanOpen(Exception):
    """An amount to be given up that is nothing, or more than is open."""


class NotWrittenOff(Exception):
    """A write-off to be revoked that does not stand."""


class WrongTerm(Exception):
    """A term that ends before it begins."""


class NothingNamed(Exception):
    """A decision that names no charge."""


class TooManyNamed(Exception):
    """More charges than one payment or one decision may name."""


class WrongBurden(Exception):
    """A rate of interest beyond the legal one that is none."""
