"""
A placement: one contract of work, from the plan to the last day worked.

Read the events first. The code of the hiring notice proves the job and stays
here, as does the reason why a job ended.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

from azione0.aggregate import Aggregate, event
from employment.placements.notice import check_unilav, notice_due_on
from employment.placements.retention import (
    HoursBand,
    PlacementRules,
    Span,
    Status,
    days_counted,
    hours_band,
    qualifies,
)
from employment.placements.terms import NO_TERMS, PrivateTerms
from employment.reason import check_code

PLANNED, STARTED, ENDED, GIVEN_UP = "planned", "started", "ended", "given_up"

ContractKind = Literal[
    "permanent", "fixed_term", "apprenticeship", "agency", "intermittent", "domestic"
]
KINDS = get_args(ContractKind)
Evidence = Literal["payslip", "employer", "person", "inps_record", "contract"]
EVIDENCE = get_args(Evidence)
WEEK_HOURS = 60
#: The notice of agency work may come until the 20th of the next month.
NOTICE_MAY_FOLLOW = ("agency",)


class Placement(Aggregate, topic="employment.Placement"):
    """A job with its contract, its checks and its end."""

    class Planned(Aggregate.Created):
        pathway_id: UUID
        household_id: UUID
        person_id: UUID
        contract_kind: ContractKind
        start_on: date
        planned_end_on: date | None
        hours_per_week: Decimal
        unilav_code: str | None
        effective_on: date
        terms: PrivateTerms = NO_TERMS

    class UnilavReceived(Aggregate.Event):
        unilav_code: str
        effective_on: date
        urgent: bool = False

    class JobPlaced(Aggregate.Event):
        household_id: UUID
        person_id: UUID
        pathway_id: UUID
        contract_kind: ContractKind
        start_on: date
        planned_end_on: date | None
        hours_band: HoursBand
        qualifying: bool
        rules_version: str
        effective_on: date

    class Extended(Aggregate.Event):
        planned_end_on: date | None
        effective_on: date

    class JobVerified(Aggregate.Event):
        evidence: Evidence
        effective_on: date

    class RetentionConfirmed(Aggregate.Event):
        household_id: UUID
        person_id: UUID
        checkpoint_days: int
        status: Status
        rules_version: str
        effective_on: date

    class JobEnded(Aggregate.Event):
        household_id: UUID
        person_id: UUID
        end_on: date
        days_worked: int
        reason: str
        effective_on: date

    class GivenUp(Aggregate.Event):
        reason: str
        effective_on: date

    @event(Planned)
    def __init__(
        self,
        *,
        id: UUID,
        pathway_id: UUID,
        household_id: UUID,
        person_id: UUID,
        contract_kind: ContractKind,
        start_on: date,
        planned_end_on: date | None,
        hours_per_week: Decimal,
        unilav_code: str | None,
        effective_on: date,
        terms: PrivateTerms,
    ) -> None:
        self.pathway_id = pathway_id
        self.household_id = household_id
        self.person_id = person_id
        self.contract_kind = contract_kind
        self.start_on = start_on
        self.planned_end_on = planned_end_on
        self.hours_per_week = hours_per_week
        self.unilav_code = unilav_code
        self.notice_on = None if unilav_code is None else effective_on
        self.notice_urgent = False
        self.terms = terms
        self.verified: list[date] = []
        self.state = PLANNED
        self.end_on: date | None = None
        self.qualifying: bool | None = None
        self.checked: dict[int, Status] = {}

    @property
    def span(self) -> Span:
        """The days of the contract as they are known: its end, or the planned one."""
        return Span(self.start_on, self.end_on or self.planned_end_on)

    @property
    def notice_due_on(self) -> date:
        """The last day on which the hiring notice was in time."""
        return notice_due_on(
            self.start_on,
            agency=self.contract_kind in NOTICE_MAY_FOLLOW,
            urgent=self.notice_urgent,
        )

    @property
    def notice_days_late(self) -> int | None:
        """By how many days the first hiring notice came late; `None` before it came."""
        if self.notice_on is None:
            return None
        return max(0, (self.notice_on - self.notice_due_on).days)

    def receive_unilav(
        self, unilav_code: str, on: date, *, urgent: bool = False
    ) -> None:
        """
        Keep the code of the hiring notice made on a day, or of a corrected one.

        `urgent` is work for force majeure, whose notice may follow in five days.
        """
        if unilav_code != self.unilav_code:
            self._unilav_received(
                unilav_code=check_unilav(unilav_code), effective_on=on, urgent=urgent
            )

    def verify(self, evidence: Evidence, on: date) -> None:
        """
        Note that somebody made sure the person was at work on a day.

        `NotRunning` for a day on which the contract did not run, `UnknownEvidence`.
        """
        if evidence not in EVIDENCE:
            raise UnknownEvidence(
                f"{evidence[:40]!r}: choose among {', '.join(EVIDENCE)}"
            )
        if self.state not in (STARTED, ENDED):
            raise NotRunning(f"placement {self.id} is {self.state}")
        last = self.end_on or date.max
        if not self.start_on <= on <= last:
            raise NotRunning(f"placement {self.id} did not run on {on}")
        if on not in self.verified:
            self._job_verified(evidence, on)

    def verified_for(self, checkpoint_days: int) -> date | None:
        """Give the first day since a check on which the job was made sure of."""
        due_on = self.start_on + timedelta(days=checkpoint_days)
        return min((it for it in self.verified if it >= due_on), default=None)

    def start(self, start_on: date, rules: PlacementRules) -> None:
        """
        Note the actual first day of work.

        `UnilavMissing` without the code of the hiring notice, which agency work
        alone may bring later; `NotPlanned` if started or given up before.
        """
        if self.state != PLANNED:
            raise NotPlanned(f"placement {self.id} is {self.state}")
        if self.unilav_code is None and self.contract_kind not in NOTICE_MAY_FOLLOW:
            raise UnilavMissing(
                f"placement {self.id}: enter the code of the hiring notice (UNILAV)"
            )
        check(self.contract_kind, start_on, self.planned_end_on, self.hours_per_week)
        self._job_placed(
            household_id=self.household_id,
            person_id=self.person_id,
            pathway_id=self.pathway_id,
            contract_kind=self.contract_kind,
            start_on=start_on,
            planned_end_on=self.planned_end_on,
            hours_band=hours_band(self.hours_per_week, rules),
            qualifying=qualifies(
                start_on, self.planned_end_on, self.hours_per_week, rules
            ),
            rules_version=rules.version,
            effective_on=start_on,
        )

    def extend(self, planned_end_on: date | None, on: date) -> None:
        """
        Move the planned end of a running job, to a later day or to none.

        `NotRunning` unless it runs; `ShorterExtension` to an earlier day.
        """
        self._refuse_unless_running()
        if self.planned_end_on is None or (
            planned_end_on is not None and planned_end_on <= self.planned_end_on
        ):
            raise ShorterExtension(
                f"placement {self.id}: planned until {self.planned_end_on}, "
                f"not to be moved to {planned_end_on}"
            )
        self._extended(planned_end_on, on)

    def check(
        self, checkpoint_days: int, status: Status, rules: PlacementRules
    ) -> None:
        """Say how a check came out, and again only if what is known has changed."""
        if self.checked.get(checkpoint_days) != status:
            self._retention_confirmed(
                household_id=self.household_id,
                person_id=self.person_id,
                checkpoint_days=checkpoint_days,
                status=status,
                rules_version=rules.version,
                effective_on=self.start_on + timedelta(days=checkpoint_days),
            )

    def end(self, end_on: date, reason: str) -> bool:
        """
        Note the last day worked, or correct it; say whether that is new.

        `NotRunning` before the start, `EndBeforeStart` for a day before it.
        """
        if self.state not in (STARTED, ENDED):
            raise NotRunning(f"placement {self.id} is {self.state}")
        if end_on < self.start_on:
            raise EndBeforeStart(f"placement {self.id} started on {self.start_on}")
        if end_on == self.end_on:
            return False
        self._job_ended(
            household_id=self.household_id,
            person_id=self.person_id,
            end_on=end_on,
            days_worked=days_counted(self.start_on, end_on),
            reason=check_code(reason),
            effective_on=end_on,
        )
        return True

    def end_as_planned(self, today: date, rules: PlacementRules) -> bool:
        """End a contract whose term has passed without the notice of an extension."""
        if self.state != STARTED or self.planned_end_on is None:
            return False
        last_notice = self.planned_end_on + timedelta(days=rules.extension_notice_days)
        return today > last_notice and self.end(self.planned_end_on, "end_of_term")

    def give_up(self, reason: str, on: date) -> None:
        """Give up a job that never started."""
        if self.state != PLANNED:
            raise NotPlanned(f"placement {self.id} is {self.state}")
        self._given_up(check_code(reason), on)

    def _refuse_unless_running(self) -> None:
        if self.state != STARTED:
            raise NotRunning(f"placement {self.id} is {self.state}")

    @event(UnilavReceived)
    def _unilav_received(
        self, *, unilav_code: str, effective_on: date, urgent: bool = False
    ) -> None:
        self.unilav_code = unilav_code
        if self.notice_on is None:
            self.notice_on = effective_on
            self.notice_urgent = urgent

    @event(JobVerified)
    def _job_verified(self, evidence: Evidence, effective_on: date) -> None:
        self.verified.append(effective_on)

    @event(JobPlaced)
    def _job_placed(
        self,
        *,
        household_id: UUID,
        person_id: UUID,
        pathway_id: UUID,
        contract_kind: ContractKind,
        start_on: date,
        planned_end_on: date | None,
        hours_band: HoursBand,
        qualifying: bool,
        rules_version: str,
        effective_on: date,
    ) -> None:
        self.state = STARTED
        self.start_on = start_on
        self.qualifying = qualifying

    @event(Extended)
    def _extended(self, planned_end_on: date | None, effective_on: date) -> None:
        self.planned_end_on = planned_end_on

    @event(RetentionConfirmed)
    def _retention_confirmed(
        self,
        *,
        household_id: UUID,
        person_id: UUID,
        checkpoint_days: int,
        status: Status,
        rules_version: str,
        effective_on: date,
    ) -> None:
        self.checked[checkpoint_days] = status

    @event(JobEnded)
    def _job_ended(
        self,
        *,
        household_id: UUID,
        person_id: UUID,
        end_on: date,
        days_worked: int,
        reason: str,
        effective_on: date,
    ) -> None:
        self.state = ENDED
        self.end_on = end_on

    @event(GivenUp)
    def _given_up(self, reason: str, effective_on: date) -> None:
        self.state = GIVEN_UP


def check(
    contract_kind: ContractKind,
    start_on: date,
    planned_end_on: date | None,
    hours_per_week: Decimal,
) -> None:
    """Refuse a contract that cannot be, by `ImpossibleContract`."""
    permanent, fixed = contract_kind == "permanent", contract_kind == "fixed_term"
    impossible = (
        contract_kind not in KINDS
        or not 0 < hours_per_week <= WEEK_HOURS
        or (permanent and planned_end_on is not None)
        or (fixed and planned_end_on is None)
        or (planned_end_on is not None and planned_end_on < start_on)
    )
    if impossible:
        raise ImpossibleContract(
            f"{contract_kind} from {start_on} to {planned_end_on}, "
            f"{hours_per_week} hours a week"
        )


class UnknownEvidence(Exception):
    """Evidence of a job that is in no list."""


class NotPlanned(Exception):
    """A job was to start that has started already, or was given up."""


class NotRunning(Exception):
    """Something was asked of a job that does not run."""


class UnilavMissing(Exception):
    """A job without the code of its hiring notice."""


class ShorterExtension(Exception):
    """An extension that extends nothing."""


class EndBeforeStart(Exception):
    """A last day of work before the first."""


class ImpossibleContract(Exception):
    """A contract of work whose terms exclude one another."""
