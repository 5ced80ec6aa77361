"""
A traineeship: learning at a workplace, with an allowance. It is not a job.

Read the events first. Source of the figures: DGR Lombardia 7763/2018.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from employment.months import last_day
from employment.reason import check_code


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
    ) -> None:
        self.pathway_id = pathway_id
        self.household_id = household_id
        self.person_id = person_id
        self.start_on = start_on
        self.planned_end_on = planned_end_on
        self.end_on: date | None = None

    def end(self, end_on: date, reason: str) -> None:
        """Note the last day; `TraineeshipOver` if it was noted before."""
        if self.end_on is not None:
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
        self.end_on = end_on


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
