"""Who works on a case: the team, and the one worker of reference on each day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from intake.households.periods import ONE_DAY, Period


@dataclass(frozen=True)
class TeamMember:
    """A worker in the team of a case, from a day, perhaps to a last day."""

    operator_id: str
    organisation_id: str
    role: str
    since: date
    until: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether the worker was in the team on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def ended(references: Iterable[Period[str]], on: date) -> list[Period[str]]:
    """Give the workers of reference as they stand if nobody is from a day on."""
    return [
        it
        if it.until is not None and it.until < on
        else replace(it, until=on - ONE_DAY)
        for it in references
        if it.since < on
    ]


def without(
    team: Iterable[TeamMember], organisation_id: str, on: date
) -> list[TeamMember]:
    """Give the team as it stands if an organisation's workers leave it on a day."""
    return [
        replace(it, until=on - ONE_DAY)
        if it.organisation_id == organisation_id and it.works_on(on)
        else it
        for it in team
        if it.organisation_id != organisation_id or it.since < on
    ]
