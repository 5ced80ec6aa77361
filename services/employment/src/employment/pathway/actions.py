"""
The actions of a service pact: what was planned, by when, and what was done of it.

An action counts as kept if all its minutes were done by the day on which it is due.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from employment.pathway.pauses import Pause

Kind = Literal[
    "interview",
    "guidance",
    "training",
    "language_course",
    "digital_course",
    "job_search_support",
    "tutoring",
    "assessment_of_skills",
]
KINDS = get_args(Kind)
DAY_MINUTES = 24 * 60
MOST_MINUTES = 2_000 * 60


@dataclass(slots=True)
class Action:
    """One action: minutes planned until a day, minutes done by day."""

    kind: str
    minutes: int
    due_on: date
    done: dict[date, int] = field(default_factory=dict)
    dropped: bool = False
    judged_on: date | None = None

    @property
    def minutes_done(self) -> int:
        """All that was done, late hours too."""
        return sum(self.done.values())

    def is_kept(self, by: date) -> bool:
        """Say whether all was done by a day."""
        return sum(it for day, it in self.done.items() if day <= by) >= self.minutes

    def due_with(self, pauses: list[Pause]) -> date | None:
        """
        Give the day on which it is due: the first after a pause that covers it.

        `None` while that pause has no end.
        """
        due = self.due_on
        for pause in sorted(pauses, key=lambda it: it.from_on):
            if pause.holds(due):
                if pause.until_on is None:
                    return None
                due = pause.until_on + timedelta(days=1)
        return due


def check_planned(kind: str, minutes: int, on: date, due_on: date) -> None:
    """Refuse an action that cannot be, by `ImpossibleAction`."""
    if kind not in KINDS or not 0 < minutes <= MOST_MINUTES or due_on < on:
        raise ImpossibleAction(
            f"action {kind[:40]!r} of {minutes} minutes planned on {on} until "
            f"{due_on}: give a kind among {', '.join(KINDS)}, 1 to {MOST_MINUTES} "
            "minutes, and a day that is not before"
        )


def check_done(minutes: int) -> None:
    """Refuse minutes that no day has, by `ImpossibleAction`; 0 takes them back."""
    if not 0 <= minutes <= DAY_MINUTES:
        raise ImpossibleAction(f"{minutes} minutes in a day: give 0 to {DAY_MINUTES}")


class ImpossibleAction(Exception):
    """An action, or hours of it, that cannot be."""


class UnknownAction(Exception):
    """An action that was not planned in this pathway, or was dropped."""
