"""
A repayment agreement: what a household promised, and how it is kept.

Read the events first: they are the whole life of an agreement. How it is kept is
derived from the account's books (`breach.py`); here it is said, and unsaid when
a fact that arrives late shows otherwise.
"""

from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from ledger.account.facts import FOREVER, Change, Instalment, Pause, Plan, ended_by
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
        rhythm: str
        proposed_by: str
        needs_approval: bool

    class Approved(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        approved_by: str
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
        broken_on: date

    class BreachCured(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        broken_on: date
        effective_on: date

    class AgreementReinstated(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        catch_up_by_on: date
        effective_on: date

    class AgreementSuspended(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        outstanding_cents: int
        reason: str
        effective_on: date
        until_on: date | None

    class AgreementResumed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        outstanding_cents: int
        effective_on: date

    class AgreementRescheduled(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        change: Change
        reason: str
        effective_on: date

    class AgreementTerminated(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        tenancy_id: str | None
        outstanding_cents: int
        reason: str
        effective_on: date

    class ReliefProposed(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        cause: str
        proposal: str
        affordable_cents: int | None
        review_by_on: date
        effective_on: date

    class AgreementAtRisk(Aggregate.Event):
        household_id: UUID
        creditor_id: str
        facts: list[str]
        next_due_on: date
        next_due_cents: int
        effective_on: date

    class AgreementNoLongerAtRisk(Aggregate.Event):
        household_id: UUID
        creditor_id: str
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
        rhythm: str,
        proposed_by: str,
        needs_approval: bool,
    ) -> None:
        self.household_id = household_id
        self.creditor_id = creditor_id
        self.tenancy_id = tenancy_id
        self.debt_cents = debt_cents
        self.charge_ids = charge_ids
        self.down_payment_cents = down_payment_cents
        self.instalments = instalments
        self.affordability_ref = affordability_ref
        self.policy_version = policy_version
        self.rhythm = rhythm
        self.supersedes = supersedes
        self.proposed_on = effective_on
        self.proposed_by = proposed_by
        self.needs_approval = needs_approval
        self.approved_by: str | None = None
        self.signed_on: date | None = None
        self.paid: dict[int, Paid] = {}
        self.missed: dict[int, Missed] = {}
        self.breaches: dict[date, date | None] = {}
        self.completed_on: date | None = None
        self.superseded_on: date | None = None
        self.terminated_on: date | None = None
        self.changes: list[Change] = []
        self.pauses: list[Pause] = []
        self.resumed_on: set[date] = set()
        self.reliefs: set[tuple[str, date]] = set()
        self.risk: tuple[tuple[str, ...], date, int] | None = None

    @property
    def breached_on(self) -> date | None:
        """The day of the breach that has not ended."""
        return next((on for on, until in self.breaches.items() if until is None), None)

    @property
    def suspended_on(self) -> date | None:
        """Since when it rests without an end that is known."""
        return next((it.since for it in self.pauses if it.until == FOREVER), None)

    @property
    def state(self) -> str:
        """Where the agreement stands: from `proposed` to `completed`."""
        if self.superseded_on:
            return "superseded"
        if self.terminated_on:
            return "terminated"
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

    @property
    def schedule_now(self) -> tuple[Instalment, ...]:
        """Give the instalments as they were agreed last."""
        return self.changes[-1].instalments if self.changes else tuple(self.instalments)

    def lasts(self, on: date) -> bool:
        """
        Whether it was signed by a day and neither paid off nor replaced before it.

        A breach does not count here: a fact that arrives late may unsay it.
        """
        ends = (self.completed_on, self.superseded_on, self.terminated_on)
        return (
            self.signed_on is not None
            and self.signed_on <= on
            and all(end is None or on < end for end in ends)
        )

    def approve(self, on: date, approved_by: str) -> None:
        """
        Let a second pair of eyes agree to the proposal.

        `AlreadySigned`; `SameEyes` if who approves is who proposed it;
        `ApprovedBeforeProposal`. Source: policy parameter `approval_above_cents`.
        """
        self._refuse_signed()
        if on < self.proposed_on:
            raise ApprovedBeforeProposal(
                f"agreement {self.id} was proposed on {self.proposed_on}, after {on}"
            )
        if approved_by == self.proposed_by:
            raise SameEyes(
                f"agreement {self.id} was proposed by {approved_by}: another approves"
            )
        if self.approved_by is None:
            self._approved(self.household_id, self.creditor_id, approved_by, on)

    def sign(self, on: date, signatory_roles: list[str]) -> Plan:
        """
        Sign the proposal; it holds from that day. Give the plan for the account.

        `AlreadySigned` if it was; `NobodySigned` without the tenant's signature;
        `NotApproved` if it must be and was not; `SignedBeforeProposal`.
        """
        self._refuse_signed()
        if self.needs_approval and self.approved_by is None:
            raise NotApproved(
                f"agreement {self.id} over {self.debt_cents} cents must be approved by "
                "somebody who did not propose it"
            )
        if on < self.proposed_on:
            raise SignedBeforeProposal(
                f"agreement {self.id} was proposed on {self.proposed_on}, after {on}"
            )
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
        for until in sorted({it.until for it in self.pauses} - self.resumed_on):
            if until <= as_of:
                self._resumed(
                    self.household_id,
                    self.creditor_id,
                    judgement.outstanding_cents,
                    until,
                )
        if self.completed_on and self.completed_on != judgement.completed_on:
            self._completion_retracted(
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                judgement.outstanding_cents,
                as_of,
            )
        self._conclude_breaches(judgement, as_of)
        if judgement.completed_on and not self.completed_on:
            self._completed(
                self.household_id,
                self.creditor_id,
                self.tenancy_id,
                judgement.outstanding_cents,
                judgement.completed_on,
            )

    def _conclude_breaches(self, judgement: Judgement, as_of: date) -> None:
        for on, said_until in list(self.breaches.items()):
            until = judgement.breaches.get(on, FOREVER)
            if until == FOREVER or said_until not in (None, until):
                self._breach_retracted(
                    self.household_id,
                    self.creditor_id,
                    self.tenancy_id,
                    judgement.outstanding_cents,
                    as_of,
                    on,
                )
        for on, until in sorted(judgement.breaches.items()):
            if on not in self.breaches:
                self._breached(
                    self.household_id,
                    self.creditor_id,
                    self.tenancy_id,
                    judgement.outstanding_cents,
                    "missed_instalments",
                    on,
                )
            if until is not None and self.breaches[on] is None:
                self._breach_cured(
                    self.household_id,
                    self.creditor_id,
                    self.tenancy_id,
                    judgement.outstanding_cents,
                    on,
                    until,
                )

    def pause(
        self, since: date, until: date | None, reason: str, outstanding_cents: int
    ) -> Pause:
        """
        Let the agreement rest from a day on, perhaps from a past one.

        `NotActive`; `PauseBeforeSigning`; `PausesOverlap`; `PauseEndsFirst` if it
        would end before it begins.
        """
        if self.state != "active":
            raise NotActive(f"agreement {self.id} is {self.state}: it cannot rest")
        if self.signed_on is None or since < self.signed_on:
            raise PauseBeforeSigning(
                f"agreement {self.id} was signed on {self.signed_on}: it cannot rest "
                f"from {since}"
            )
        pause = Pause(since, until or FOREVER, reason)
        if pause.until <= since:
            raise PauseEndsFirst(f"a rest from {since} cannot end on {until}")
        for it in self.pauses:
            if since < it.until and it.since < pause.until:
                raise PausesOverlap(
                    f"agreement {self.id} rests from {it.since} until {it.until} too"
                )
        self._suspended(
            self.household_id, self.creditor_id, outstanding_cents, reason, since, until
        )
        return pause

    def resume(self, on: date, today: date, outstanding_cents: int) -> None:
        """
        Let a resting agreement go on from today.

        `NotPaused`; `ResumedOnAnotherDay`: a rest that ended earlier is told as one
        with both its days.
        """
        if on != today:
            raise ResumedOnAnotherDay(
                f"agreement {self.id} can go on from {today}, not from {on}"
            )
        if not any(it.since <= on < it.until for it in self.pauses):
            raise NotPaused(f"agreement {self.id} does not rest on {on}")
        self._resumed(self.household_id, self.creditor_id, outstanding_cents, on)

    def suspend(self, on: date, reason: str, outstanding_cents: int) -> Pause | None:
        """
        Let the agreement rest from a day on, whatever was agreed: after a death.

        Nothing new if it rests since then or before; give the pause otherwise.
        """
        if any(it.since <= on and it.until == FOREVER for it in self.pauses):
            return None
        self._suspended(
            self.household_id, self.creditor_id, outstanding_cents, reason, on, None
        )
        return Pause(on, FOREVER, reason)

    def reschedule(self, change: Change, reason: str) -> None:
        """
        Let the instalments be others from a day on.

        `NotActive` unless it is signed and neither broken nor ended.
        """
        if not self.running:
            raise NotActive(
                f"agreement {self.id} is {self.state}: nothing can be moved"
            )
        self._rescheduled(
            self.household_id, self.creditor_id, change, reason, change.on
        )

    def reinstate(
        self, change: Change, catch_up_by_on: date, outstanding_cents: int
    ) -> None:
        """
        Let a broken agreement hold again from a day on; `NotBreached`.

        What is overdue by then is to be caught up by another day.
        """
        broken_on = self.breached_on
        if self.state != "breached" or broken_on is None or change.on <= broken_on:
            raise NotBreached(
                f"agreement {self.id} is {self.state}, not broken before {change.on}"
            )
        self._reinstated(
            self.household_id,
            self.creditor_id,
            self.tenancy_id,
            outstanding_cents,
            catch_up_by_on,
            change.on,
        )
        self._rescheduled(
            self.household_id, self.creditor_id, change, "reinstated", change.on
        )

    def terminate(self, on: date, reason: str, outstanding_cents: int) -> None:
        """End the agreement by a decision, without a breach; `NotActive`."""
        if self.state not in ("active", "suspended", "breached") or (
            self.signed_on is None or on < self.signed_on
        ):
            raise NotActive(f"agreement {self.id} is {self.state} on {on}")
        self._terminated(
            self.household_id,
            self.creditor_id,
            self.tenancy_id,
            outstanding_cents,
            reason,
            on,
        )

    def propose_relief(
        self,
        cause: str,
        proposal: str,
        affordable_cents: int | None,
        review_by_on: date,
        on: date,
    ) -> None:
        """Propose a relief before anything is missed, once for each cause and day."""
        if self.running and (cause, on) not in self.reliefs:
            self._relief_proposed(
                self.household_id,
                self.creditor_id,
                cause,
                proposal,
                affordable_cents,
                review_by_on,
                on,
            )

    def warn(
        self, facts: tuple[str, ...], next_due_on: date, next_due_cents: int, on: date
    ) -> None:
        """Say that the agreement may be missed soon, by which facts; once for each."""
        if facts and (facts, next_due_on, next_due_cents) != self.risk:
            self._at_risk(
                self.household_id,
                self.creditor_id,
                list(facts),
                next_due_on,
                next_due_cents,
                on,
            )
        elif not facts and self.risk is not None:
            self._no_longer_at_risk(self.household_id, self.creditor_id, on)

    def supersede(self, by: UUID, on: date, outstanding_cents: int) -> None:
        """Give way to a new agreement, whether kept or breached so far."""
        ends = (self.superseded_on, self.completed_on, self.terminated_on)
        if self.signed_on and not any(ends):
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

    def _refuse_signed(self) -> None:
        if self.signed_on:
            raise AlreadySigned(f"agreement {self.id} was signed on {self.signed_on}")

    @event(Approved)
    def _approved(
        self,
        household_id: UUID,
        creditor_id: str,
        approved_by: str,
        effective_on: date,
    ) -> None:
        self.approved_by = approved_by

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
        self.breaches[effective_on] = None

    @event(BreachRetracted)
    def _breach_retracted(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        effective_on: date,
        broken_on: date,
    ) -> None:
        del self.breaches[broken_on]

    @event(BreachCured)
    def _breach_cured(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        broken_on: date,
        effective_on: date,
    ) -> None:
        self.breaches[broken_on] = effective_on

    @event(AgreementReinstated)
    def _reinstated(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        catch_up_by_on: date,
        effective_on: date,
    ) -> None:
        broken_on = self.breached_on
        if broken_on is not None:
            self.breaches[broken_on] = effective_on

    @event(AgreementSuspended)
    def _suspended(
        self,
        household_id: UUID,
        creditor_id: str,
        outstanding_cents: int,
        reason: str,
        effective_on: date,
        until_on: date | None,
    ) -> None:
        self.pauses.append(Pause(effective_on, until_on or FOREVER, reason))

    @event(AgreementResumed)
    def _resumed(
        self,
        household_id: UUID,
        creditor_id: str,
        outstanding_cents: int,
        effective_on: date,
    ) -> None:
        self.pauses = [ended_by(it, effective_on) for it in self.pauses]
        self.resumed_on.add(effective_on)

    @event(AgreementRescheduled)
    def _rescheduled(
        self,
        household_id: UUID,
        creditor_id: str,
        change: Change,
        reason: str,
        effective_on: date,
    ) -> None:
        self.changes.append(change)

    @event(AgreementTerminated)
    def _terminated(
        self,
        household_id: UUID,
        creditor_id: str,
        tenancy_id: str | None,
        outstanding_cents: int,
        reason: str,
        effective_on: date,
    ) -> None:
        self.terminated_on = effective_on

    @event(ReliefProposed)
    def _relief_proposed(
        self,
        household_id: UUID,
        creditor_id: str,
        cause: str,
        proposal: str,
        affordable_cents: int | None,
        review_by_on: date,
        effective_on: date,
    ) -> None:
        self.reliefs.add((cause, effective_on))

    @event(AgreementAtRisk)
    def _at_risk(
        self,
        household_id: UUID,
        creditor_id: str,
        facts: list[str],
        next_due_on: date,
        next_due_cents: int,
        effective_on: date,
    ) -> None:
        self.risk = (tuple(facts), next_due_on, next_due_cents)

    @event(AgreementNoLongerAtRisk)
    def _no_longer_at_risk(
        self, household_id: UUID, creditor_id: str, effective_on: date
    ) -> None:
        self.risk = None

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


class NotApproved(Exception):
    """An agreement to be signed that a second person must approve first."""


class SameEyes(Exception):
    """An agreement to be approved by who proposed it."""


class ApprovedBeforeProposal(Exception):
    """An agreement to be approved on a day before it was proposed."""


class SignedBeforeProposal(Exception):
    """An agreement to be signed on a day before it was proposed."""


class NotActive(Exception):
    """Something to be changed in an agreement that is not running."""


class PauseBeforeSigning(Exception):
    """A rest from before there was an agreement."""


class PausesOverlap(Exception):
    """A rest while another one lasts."""


class PauseEndsFirst(Exception):
    """A rest that would end before it begins."""


class NotPaused(Exception):
    """An agreement to go on that does not rest."""


class ResumedOnAnotherDay(Exception):
    """An agreement to go on from another day than today."""


class NotBreached(Exception):
    """An agreement to be reinstated that is not broken."""
