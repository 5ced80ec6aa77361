"""
What holds a person's data and until when, and what follows when nothing does.

Values in, values out. The clocks of a household's people begin when its case is
closed; those of claims when the last debt and agreement known here has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from azione0.access.purposes import CLASSES, DEBT_CLAIMS, SOCIAL_FILE, purpose_on
from intake.people.consent import years_after
from intake.people.purposes import CLAIMS, PUBLIC_TASK

#: How long before its end somebody is told of a term.
WARNING = timedelta(days=60)
#: On what an erasure rests. Source: art. 17(1)(a), (b), (d), (e) GDPR.
GROUNDS = (
    "subject_request",
    "consent_withdrawn",
    "unlawful_processing",
    "legal_obligation",
    "retention_ended",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where a household stands, as far as its data must be kept.

    `debts_ended_on` is the day on which the last debt or agreement ended; nothing
    where there never was one, or one is open.
    """

    case_is_open: bool = False
    case_closed_on: date | None = None
    debts_are_open: bool = False
    debts_ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """
    Why classes of data may not go yet: for which purpose, by which article.

    `ends_on` is the first day on which it holds no more; nothing while what it
    waits for is still open.
    """

    purpose: str
    article: str
    reason: str
    field_classes: tuple[str, ...]
    ends_on: date | None

    def __str__(self) -> str:
        """Give a sentence."""
        until = f"until {self.ends_on}" if self.ends_on else "with no end known yet"
        return f"{self.purpose} ({self.article}): {self.reason}, {until}"


@dataclass(frozen=True, order=True, slots=True)
class Ending:
    """Classes of one person's data whose term ends on a day."""

    ends_on: date
    person_id: UUID
    household_id: UUID
    field_classes: tuple[str, ...]
    is_approved: bool = False


def holds(standing: Standing) -> list[Hold]:
    """Give all that holds, has held, or will end: in the order of the purposes."""
    found = []
    for code, article, is_open, ended_on, waiting, running in (
        (
            SOCIAL_FILE,
            PUBLIC_TASK,
            standing.case_is_open,
            standing.case_closed_on,
            "the case is open",
            "the social file is kept",
        ),
        (
            DEBT_CLAIMS,
            CLAIMS,
            standing.debts_are_open,
            standing.debts_ended_on,
            "a debt or an agreement is open",
            "claims can still be made",
        ),
    ):
        if is_open:
            classes = purpose_on(code, ended_on or date.max).field_classes
            found.append(Hold(code, article, waiting, classes, None))
        elif ended_on is not None:
            purpose = purpose_on(code, ended_on)
            ends_on = years_after(ended_on, purpose.retention_years)
            found.append(Hold(code, article, running, purpose.field_classes, ends_on))
    return found


def holds_on(standing: Standing, day: date) -> list[Hold]:
    """Give what holds on a day."""
    return [it for it in holds(standing) if it.ends_on is None or day < it.ends_on]


def endings(
    person_id: UUID, household_id: UUID, standing: Standing, gone: Sequence[str] = ()
) -> list[Ending]:
    """
    Give when each class of a person's data may go, the first first.

    None for a household that has no closed case: nothing has begun to run.
    """
    held = holds(standing)
    if not held or any(it.ends_on is None and it.purpose == SOCIAL_FILE for it in held):
        return []
    by_day: dict[date, list[str]] = {}
    for field_class in CLASSES:
        days = [it.ends_on for it in held if field_class in it.field_classes]
        told = [it for it in days if it is not None]
        if field_class not in gone and told and len(told) == len(days):
            by_day.setdefault(max(told), []).append(field_class)
    return [
        Ending(day, person_id, household_id, tuple(classes))
        for day, classes in sorted(by_day.items())
    ]


def is_near(ending: Ending, day: date) -> bool:
    """Tell whether somebody should look at an ending by now: sixty days before."""
    return ending.ends_on - WARNING <= day


def checked_ground(ground: str) -> str:
    """Give a legal ground back; `UnknownGround` for a word in no list."""
    if ground not in GROUNDS:
        raise UnknownGround(f"no such ground: choose one of {', '.join(GROUNDS)}")
    return ground


class UnknownGround(Exception):
    """A ground on which nobody is erased."""


class ErasureHeld(Exception):
    """A person who cannot be erased yet: by which article, and until when."""


class NothingEnds(Exception):
    """A person none of whose terms ends soon."""


class NotYet(Exception):
    """A day to come, on which nothing can be destroyed today."""
