"""The use-cases of traineeships."""

from datetime import date
from uuid import UUID

from employment.application.desk import Desk
from employment.traineeships import traineeship
from employment.traineeships.traineeship import Traineeship, TraineeshipRules

REGIONAL_RULES = TraineeshipRules()


class Traineeships(Desk):
    """Learning at a workplace, which is not a job."""

    def start_traineeship(
        self,
        pathway_id: UUID,
        start_on: date,
        planned_end_on: date,
        allowance_cents: int,
        *,
        category: str = "ordinary",
        condition: str = "ordinary",
        rules: TraineeshipRules = REGIONAL_RULES,
    ) -> UUID:
        """Start a traineeship; give its id. It is not a job, whatever it leads to."""
        pathway = self._pathway(pathway_id, start_on)
        traineeship.check(
            start_on,
            planned_end_on,
            category=category,
            allowance_cents=allowance_cents,
            condition=condition,
            rules=rules,
        )
        pathway.begin_measure("traineeship", start_on)
        started = Traineeship(
            id=self.new_id("traineeship", pathway_id, start_on),
            pathway_id=pathway_id,
            household_id=pathway.household_id,
            person_id=pathway.person_id,
            start_on=start_on,
            planned_end_on=planned_end_on,
            category=category,
            allowance_cents=allowance_cents,
            rules_version=rules.version,
            effective_on=start_on,
            condition=condition,
        )
        self._keep_traineeship(started)
        self._keep_pathway(pathway)
        return started.id

    def prolong_traineeship(
        self,
        traineeship_id: UUID,
        planned_end_on: date,
        on: date,
        *,
        rules: TraineeshipRules = REGIONAL_RULES,
    ) -> None:
        """Move the planned end to a later day, within the region's cap."""
        prolonged = self.get(Traineeship, traineeship_id)
        self._pathway(prolonged.pathway_id, on)
        prolonged.prolong(planned_end_on, on, rules)
        self._keep_traineeship(prolonged)

    def record_attendance(
        self,
        traineeship_id: UUID,
        month: int,
        minutes_planned: int,
        minutes_present: int,
        *,
        rules: TraineeshipRules = REGIONAL_RULES,
    ) -> int:
        """Note a month's attendance; give the allowance due for it, in cents."""
        attended = self.get(Traineeship, traineeship_id)
        attended.record_attendance(month, minutes_planned, minutes_present)
        self._keep_traineeship(attended)
        return attended.allowance_due(month, rules)

    def end_traineeship(
        self, traineeship_id: UUID, end_on: date, reason: str = "end_of_term"
    ) -> None:
        """Note a traineeship's last day."""
        ended = self.get(Traineeship, traineeship_id)
        self._pathway(ended.pathway_id, end_on)
        ended.end(end_on, reason)
        self._keep_traineeship(ended)
