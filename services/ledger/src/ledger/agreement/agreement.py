"""
A repayment agreement: what a household promised, and how it is kept.

Read the events first: they are the whole life of an agreement. How it is kept is
derived from the account's books (`breach.py`); here it is said, and unsaid when
a fact that arrives late shows otherwise.
"""

from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from ledger.account.facts import Instalment, Plan
from ledger.agreement.breach import Judgement, Missed, Paid


class RepaymentAgreement(Aggregate, topic="ledger.RepaymentAgreement"):
    """Instalments for the overdue charges of one household with one creditor."""

    class Proposed(Aggregate.Created):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        debt_cents: int
        charge_ids: list[UUID]
        down_payment_cents: int
        instalments: list[Instalment]
        affordability_ref: str | None
        policy_version: str
        supersedes: UUID | None
        effective_on: date

    class Signed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        debt_cents: int
        charge_ids: list[UUID]
        down_payment_cents: int
        instalments: list[Instalment]
        signatory_roles: list[str]
        supersedes: UUID | None
        effective_on: date

    class InstalmentPaid(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        paid: Paid
        effective_on: date

    class InstalmentPaymentRetracted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        number: int
        paid_on: date
        effective_on: date

    class InstalmentMissed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        missed: Missed
        effective_on: date

    class InstalmentMissRetracted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        number: int
        by_payment_id: UUID | None
        effective_on: date

    class AgreementBreached(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        reason: str
        effective_on: date

    class BreachRetracted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        effective_on: date

    class AgreementSuspended(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        outstanding_cents: int
        reason: str
        effective_on: date

    class AgreementSuperseded(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        outstanding_cents: int
        superseded_by: UUID
        effective_on: date

    class AgreementCompleted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        effective_on: date

    class CompletionRetracted(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        effective_on: date

    @event(Proposed)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        debt_cents: int,
        charge_ids: list[UUID],
        down_payment_cents: int,
        instalments: list[Instalment],
        affordability_ref: str | None,
        policy_version: str,
        supersedes: UUID | None,
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.creditor_id = creditor_id
        self.tenancy_id = tenancy_id
        self.debt_cents = debt_cents
        self.charge_ids = charge_ids
        self.down_payment_cents = down_payment_cents
        self.instalments = instalments
        self.supersedes = supersedes
        self.signed_on: date | None = None
        self.paid: dict[int, Paid] = {}
        self.missed: dict[int, Missed] = {}
        self.breached_on: date | None = None
        self.completed_on: date | None = None
        self.superseded_on: date | None = None
        self.suspended_on: date | None = None

    @property
    def state(self) -> str:
        """Where the agreement stands: from `proposed` to `completed`."""
        if self.superseded_on:
            return "superseded"
        if self.completed_on:
            return "completed"
        if self.breached_on:
            return "breached"
        if self.suspended_on:
            return "suspended"
        return "active" if self.signed_on else "proposed"

    @property
    def running(self) -> bool:
        """Whether instalments are still to be paid under it."""
        return self.state in ("active", "suspended")

    def lasts(self, on: date) -> bool:
        """
        Whether it was signed by a day and neither paid off nor replaced before it.

        A breach does not count here: a fact that arrives late may unsay it.
        """
        ends = (self.completed_on, self.superseded_on)
        return (
            self.signed_on is not None
            and self.signed_on <= on
            and all(end is None or on < end for end in ends)
        )

    def sign(self, on: date, signatory_roles: list[str]) -> Plan:
        """
        Sign the proposal; it holds from that day. Give the plan for the account.

        `AlreadySigned` if it was; `NobodySigned` without the tenant's signature.
        """
        if self.signed_on:
            raise AlreadySigned(f"agreement {self.id} was signed on {self.signed_on}")
        if "tenant" not in signatory_roles:
            raise NobodySigned(f"agreement {self.id}: the tenant has not signed")
        self._signed(
            self.household_id,
            self.creditor_id,
            self.tenancy_id,
            self.debt_cents,
            self.charge_ids,
            self.down_payment_cents,
            self.instalments,
            signatory_roles,
            self.supersedes,
            on,
        )
        return Plan(self.id, tuple(self.charge_ids), tuple(self.instalments), on)

    def conclude(self, judgement: Judgement, as_of: date) -> None:
        """Say what became of the agreement, and unsay what is no longer true."""
        self._conclude_missed(judgement, as_of)
        self._conclude_paid(judgement, as_of)
        if self.completed_on and self.completed_on != judgement.completed_on:
            self._completion_retracted(
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                judgement.outstanding_cents,
                as_of,
            )
        if self.breached_on and self.breached_on != judgement.breached_on:
            self._breach_retracted(
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                judgement.outstanding_cents,
                as_of,
            )
        if judgement.breached_on and not self.breached_on:
            self._breached(
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                judgement.outstanding_cents,
                "missed_instalments",
                judgement.breached_on,
            )
        if judgement.completed_on and not self.completed_on:
            self._completed(
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                judgement.outstanding_cents,
                judgement.completed_on,
            )

    def suspend(self, on: date, reason: str, outstanding_cents: int) -> None:
        """Let the agreement rest from a day on, or from an earlier one than said."""
        if not self.suspended_on or on < self.suspended_on:
            self._suspended(
                self.household_id, self.creditor_id, outstanding_cents, reason, on
            )

    def supersede(self, by: UUID, on: date, outstanding_cents: int) -> None:
        """Give way to a new agreement, whether kept or breached so far."""
        if self.signed_on and not self.superseded_on and not self.completed_on:
            self._superseded(
                self.household_id, self.creditor_id, outstanding_cents, by, on
            )

    def _conclude_missed(self, judgement: Judgement, as_of: date) -> None:
        for number, said in sorted(self.missed.items()):
            now = judgement.missed.get(number)
            if now == said:
                continue
            paid = None if now else judgement.paid.get(number)
            self._miss_retracted(
                self.household_id,
                self.creditor_id,
                number,
                paid.payment_id if paid else None,
                as_of,
            )
        for number, missed in sorted(judgement.missed.items()):
            if number not in self.missed:
                self._instalment_missed(
                    self.household_id, self.creditor_id, missed, missed.missed_on
                )

    def _conclude_paid(self, judgement: Judgement, as_of: date) -> None:
        for number, said in sorted(self.paid.items()):
            if judgement.paid.get(number) != said:
                self._payment_retracted(
                    self.household_id, self.creditor_id, number, said.paid_on, as_of
                )
        for number, paid in sorted(judgement.paid.items()):
            if number not in self.paid:
                self._instalment_paid(
                    self.household_id, self.creditor_id, paid, paid.paid_on
                )

    @event(Signed)
    def _signed(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        debt_cents: int,
        charge_ids: list[UUID],
        down_payment_cents: int,
        instalments: list[Instalment],
        signatory_roles: list[str],
        supersedes: UUID | None,
        effective_on: date,
    ) -> None:
        self.signed_on = effective_on

    @event(InstalmentPaid)
    def _instalment_paid(
        self, household_id: UUID, creditor_id: str, paid: Paid, effective_on: date
    ) -> None:
        self.paid[paid.number] = paid

    @event(InstalmentPaymentRetracted)
    def _payment_retracted(
        self,
        household_id: UUID,
        creditor_id: str,
        number: int,
        paid_on: date,
        effective_on: date,
    ) -> None:
        del self.paid[number]

    @event(InstalmentMissed)
    def _instalment_missed(
        self, household_id: UUID, creditor_id: str, missed: Missed, effective_on: date
    ) -> None:
        self.missed[missed.number] = missed

    @event(InstalmentMissRetracted)
    def _miss_retracted(
        self,
        household_id: UUID,
        creditor_id: str,
        number: int,
        by_payment_id: UUID | None,
        effective_on: date,
    ) -> None:
        del self.missed[number]

    @event(AgreementBreached)
    def _breached(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        reason: str,
        effective_on: date,
    ) -> None:
        self.breached_on = effective_on

    @event(BreachRetracted)
    def _breach_retracted(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        effective_on: date,
    ) -> None:
        self.breached_on = None

    @event(AgreementSuspended)
    def _suspended(
        self,
        household_id: UUID,
        creditor_id: str,
        outstanding_cents: int,
        reason: str,
        effective_on: date,
    ) -> None:
        self.suspended_on = effective_on

    @event(AgreementSuperseded)
    def _superseded(
        self,
        household_id: UUID,
        creditor_id: str,
        outstanding_cents: int,
        superseded_by: UUID,
        effective_on: date,
    ) -> None:
        self.superseded_on = effective_on

    @event(AgreementCompleted)
    def _completed(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        effective_on: date,
    ) -> None:
        self.completed_on = effective_on

    @event(CompletionRetracted)
    def _completion_retracted(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        effective_on: date,
    ) -> None:
        self.completed_on = None


class AlreadySigned(Exception):
    """An agreement signed a second time."""


class NobodySigned(Exception):
    """An agreement without the signature of who promises."""
