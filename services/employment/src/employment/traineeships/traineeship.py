"""
A traineeship: learning at a workplace, with an allowance. It is not a job.

Read the events first. Source of the figures: DGR Lombardia 7763/2018.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from azione0.aggregate import Aggregate, event
from employment.months import last_day
from employment.reason import check_code
from employment.traineeships.attendance import (
    Attendance,
    allowance_due,
    check_attendance,
    month_of,
)

#: Why a traineeship is taken for ended of which nothing more was heard.
TERM_PASSED = "term_passed"


@dataclass(frozen=True, slots=True)
class TraineeshipRules:
    """The region's figures, by version: months, and cents a month."""

    version: str = "DGR-7763-2018"
    least_months: int = 2
    most_months: int = 6
    most_months_eqf4: int = 12
    most_months_disadvantaged: int = 12
    most_months_disabled: int = 24
    allowance_cents: int = 500_00
    with_meals_cents: int = 400_00
    short_day_cents: int = 350_00
    public_host_cents: int = 300_00
    least_percent: int = 80
    prolongation_notice_days: int = 5

    def most_months_for(self, category: str) -> int:
        """Give the longest a category may last; `ImpossibleTraineeship` if unknown."""
        try:
            return {
                "ordinary": self.most_months,
                "eqf4": self.most_months_eqf4,
                "disadvantaged": self.most_months_disadvantaged,
                "disabled": self.most_months_disabled,
            }[category]
        except KeyError:
            raise ImpossibleTraineeship(f"no category {category!r}") from None

    def least_allowance(self, condition: str) -> int:
        """Give the least allowance of a month under a condition."""
        try:
            return {
                "ordinary": self.allowance_cents,
                "with_meals": self.with_meals_cents,
                "short_day": self.short_day_cents,
                "public_host": self.public_host_cents,
            }[condition]
        except KeyError:
            raise ImpossibleTraineeship(f"no condition {condition!r}") from None


class Traineeship(Aggregate, topic="employment.Traineeship"):
    """One traineeship, from its first day to its last."""

    class TraineeshipStarted(Aggregate.Created):
        pathway_id: UUID
        household_id: UUID
        person_id: UUID
        start_on: date
        planned_end_on: date
        category: str
        allowance_cents: int
        rules_version: str
        effective_on: date
        condition: str = "ordinary"

    class Prolonged(Aggregate.Event):
        """As it was stored before others were told of it."""

        planned_end_on: date
        rules_version: str
        effective_on: date

    class TraineeshipProlonged(Aggregate.Event):
        pathway_id: UUID
        household_id: UUID
        person_id: UUID
        planned_end_on: date
        rules_version: str
        effective_on: date

    class AttendanceRecorded(Aggregate.Event):
        month: int
        minutes_planned: int
        minutes_present: int
        effective_on: date

    class TraineeshipEnded(Aggregate.Event):
        pathway_id: UUID
        household_id: UUID
        person_id: UUID
        end_on: date
        reason: str
        effective_on: date

    @event(TraineeshipStarted)
    def __init__(
        self,
        *,
        id: UUID,
        pathway_id: UUID,
        household_id: UUID,
        person_id: UUID,
        start_on: date,
        planned_end_on: date,
        category: str,
        allowance_cents: int,
        rules_version: str,
        effective_on: date,
        condition: str,
    ) -> None:
        self.pathway_id = pathway_id
        self.household_id = household_id
        self.person_id = person_id
        self.start_on = start_on
        self.planned_end_on = planned_end_on
        self.category = category
        self.condition = condition
        self.allowance_cents = allowance_cents
        self.end_on: date | None = None
        self.end_reason = ""
        self.attended: dict[int, Attendance] = {}

    @property
    def last_on(self) -> date:
        """The last day as known: the one noted, or the one planned."""
        return self.end_on or self.planned_end_on

    @property
    def is_open(self) -> bool:
        """Whether nobody has said when it ended, even if its term has passed."""
        return self.end_on is None or self.end_reason == TERM_PASSED

    def prolong(self, planned_end_on: date, on: date, rules: TraineeshipRules) -> None:
        """
        Move the planned end to a later day, within what the region allows in all.

        One that was taken for ended, because its term had passed, goes on.
        `TraineeshipOver` once somebody ended it, `ImpossibleTraineeship` beyond the
        cap.
        """
        if not self.is_open:
            raise TraineeshipOver(f"traineeship {self.id} ended on {self.end_on}")
        if planned_end_on <= self.planned_end_on:
            raise ImpossibleTraineeship(
                f"traineeship {self.id} is planned until {self.planned_end_on}, which "
                f"{planned_end_on} does not prolong"
            )
        check(
            self.start_on,
            planned_end_on,
            category=self.category,
            allowance_cents=self.allowance_cents,
            condition=self.condition,
            rules=rules,
        )
        self._traineeship_prolonged(
            pathway_id=self.pathway_id,
            household_id=self.household_id,
            person_id=self.person_id,
            planned_end_on=planned_end_on,
            rules_version=rules.version,
            effective_on=on,
        )

    def record_attendance(
        self, month: int, minutes_planned: int, minutes_present: int
    ) -> None:
        """
        Note how long the trainee was there in a month, or correct it.

        Months are counted from the first day, the first is 1. `NoSuchMonth`,
        `ImpossibleAttendance`.
        """
        _, last = month_of(self.start_on, month, self.last_on)
        check_attendance(minutes_planned, minutes_present)
        told = Attendance(minutes_planned, minutes_present)
        if self.attended.get(month) != told:
            self._attendance_recorded(month, minutes_planned, minutes_present, last)

    def allowance_due(self, month: int, rules: TraineeshipRules) -> int:
        """
        Give the allowance due for a month, in cents.

        `NoAttendance` before the month's attendance is noted.
        """
        first, last = month_of(self.start_on, month, self.last_on)
        if month not in self.attended:
            raise NoAttendance(
                f"traineeship {self.id}: note the attendance of month {month} first"
            )
        whole = last_day(self.start_on, month)
        return allowance_due(
            self.allowance_cents,
            self.attended[month],
            rules.least_percent,
            (last - first).days + 1,
            (whole - first).days + 1,
        )

    def end_as_planned(self, today: date, rules: TraineeshipRules) -> bool:
        """End it once its term has passed and no prolongation was told in time."""
        last_notice = self.planned_end_on + timedelta(
            days=rules.prolongation_notice_days
        )
        if self.end_on is not None or today <= last_notice:
            return False
        self.end(self.planned_end_on, TERM_PASSED)
        return True

    def end(self, end_on: date, reason: str) -> None:
        """
        Note the last day; `TraineeshipOver` if somebody noted it before.

        Of one that was taken for ended another day may still be told.
        """
        if not self.is_open:
            raise TraineeshipOver(f"traineeship {self.id} ended on {self.end_on}")
        if not self.start_on <= end_on <= self.planned_end_on:
            raise ImpossibleTraineeship(
                f"traineeship {self.id} runs from {self.start_on} to "
                f"{self.planned_end_on}, {end_on} is outside"
            )
        self._traineeship_ended(
            pathway_id=self.pathway_id,
            household_id=self.household_id,
            person_id=self.person_id,
            end_on=end_on,
            reason=check_code(reason),
            effective_on=end_on,
        )

    @event(Prolonged)
    def _prolonged(
        self, planned_end_on: date, rules_version: str, effective_on: date
    ) -> None:
        self.planned_end_on = planned_end_on

    @event(TraineeshipProlonged)
    def _traineeship_prolonged(
        self,
        *,
        pathway_id: UUID,
        household_id: UUID,
        person_id: UUID,
        planned_end_on: date,
        rules_version: str,
        effective_on: date,
    ) -> None:
        self.planned_end_on = planned_end_on
        self.end_on, self.end_reason = None, ""

    @event(AttendanceRecorded)
    def _attendance_recorded(
        self,
        month: int,
        minutes_planned: int,
        minutes_present: int,
        effective_on: date,
    ) -> None:
        self.attended[month] = Attendance(minutes_planned, minutes_present)

    @event(TraineeshipEnded)
    def _traineeship_ended(
        self,
        *,
        pathway_id: UUID,
        household_id: UUID,
        person_id: UUID,
        end_on: date,
        reason: str,
        effective_on: date,
    ) -> None:
        self.end_on, self.end_reason = end_on, reason


def check(
    start_on: date,
    planned_end_on: date,
    category: str,
    allowance_cents: int,
    condition: str,
    rules: TraineeshipRules,
) -> None:
    """Refuse what the region does not allow, by `ImpossibleTraineeship`."""
    least = last_day(start_on, rules.least_months)
    most = last_day(start_on, rules.most_months_for(category))
    if not least <= planned_end_on <= most:
        raise ImpossibleTraineeship(
            f"a traineeship {category} from {start_on} ends from {least} to {most}, "
            f"not on {planned_end_on}"
        )
    if allowance_cents < rules.least_allowance(condition):
        raise ImpossibleTraineeship(
            f"an allowance of {allowance_cents} cents is under the least, "
            f"{rules.least_allowance(condition)} ({condition})"
        )


class ImpossibleTraineeship(Exception):
    """A traineeship that the rules of the region exclude."""


class TraineeshipOver(Exception):
    """A traineeship was to end twice."""


class NoAttendance(Exception):
    """An allowance asked for before the month's attendance is known."""
