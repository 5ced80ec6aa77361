"""
What counts as a job, and as keeping it.

Pure rules with their figures, by version; nothing here knows a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Status = Literal["retained", "not_retained"]
HoursBand = Literal["under_16", "16_to_29", "30_or_more"]
LONG_HOURS = 30


@dataclass(frozen=True, slots=True)
class PlacementRules:
    """
    The figures of the placement policy, by version.

    Source: Dote Unica Lavoro (result = a contract of at least 180 days) and the
    programme's proposal for the rest.
    """

    version: str = "progetto-1"
    least_days: int = 180
    least_hours: int = 16
    checkpoints: tuple[int, ...] = (30, 90, 180, 365)
    continuous_gap_days: int = 15
    extension_notice_days: int = 5


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one contract, both ends included; no end while it runs."""

    start_on: date
    end_on: date | None


def days_counted(start_on: date, end_on: date) -> int:
    """Count days, both ends included."""
    return (end_on - start_on).days + 1


def qualifies(
    start_on: date,
    planned_end_on: date | None,
    hours_per_week: Decimal,
    rules: PlacementRules,
) -> bool:
    """Say whether a job counts as the programme's result; no end means permanent."""
    lasting = (
        planned_end_on is None
        or days_counted(start_on, planned_end_on) >= rules.least_days
    )
    return lasting and hours_per_week >= rules.least_hours


def hours_band(hours_per_week: Decimal, rules: PlacementRules) -> HoursBand:
    """Give the band that others may know, instead of the hours."""
    if hours_per_week < rules.least_hours:
        return "under_16"
    return "16_to_29" if hours_per_week < LONG_HOURS else "30_or_more"


def status_on(
    spans: Sequence[Span], day: date, today: date, rules: PlacementRules
) -> Status | None:
    """
    Say whether a person works on a day, as far as is known `today`.

    A gap of at most `continuous_gap_days` between two contracts counts as work.
    `None` while a contract that closes the gap may still begin. `spans` hold at
    least one contract begun by `day`.
    """
    begun = [span for span in spans if span.start_on <= day]
    ends = [span.end_on for span in begun if span.end_on is not None]
    if len(ends) < len(begun) or max(ends) >= day:
        return "retained"
    last_closing = max(ends) + timedelta(days=rules.continuous_gap_days + 1)
    later = [span.start_on for span in spans if span.start_on > day]
    if later:
        return "retained" if min(later) <= last_closing else "not_retained"
    return None if today <= last_closing else "not_retained"
