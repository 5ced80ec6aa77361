"""
Whose household a referral speaks of.

One household alone that answers exactly is a match. Everything else is for a person
to decide: the candidates are shown, and why each of them may be meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from intake.signals.referral import Clue

_SEPARATORS = re.compile(r"[^0-9A-Z]")
#: Why a household may be meant, the strongest reason first.
REASONS = (
    "same_tenancy",
    "same_dwelling",
    "tenancy_of_other_creditor",
    "tenancy_written_otherwise",
    "dwelling_written_otherwise",
    "lived_there_on_other_days",
)


@dataclass(frozen=True, order=True)
class Known:
    """A tenancy as it is known, and the household that holds it."""

    household_id: UUID
    creditor_id: str
    tenancy_id: str
    dwelling_id: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the household lives there on a day."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class Candidate:
    """A household that may be meant, and why, as codes."""

    household_id: UUID
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Whose it is, if that is clear; else who it may be."""

    household_id: UUID | None
    how: str
    candidates: tuple[Candidate, ...] = ()


def plain(code: str) -> str:
    """Give a code as it reads without separators, case and leading zeros."""
    return _SEPARATORS.sub("", code.upper()).lstrip("0")


def match(clue: Clue, on: date, known: Iterable[Known]) -> Match:
    """
    Say whose household a clue speaks of on a day.

    A tenancy counts whenever it was; a dwelling, for who lives there on the day. If
    they speak of two households, or of none, nobody is matched.
    """
    reasons: dict[UUID, set[str]] = {}
    for it in known:
        found = set(_reasons(clue, on, it))
        if found:
            reasons.setdefault(it.household_id, set()).update(found)
    exact = [
        household_id
        for household_id, why in reasons.items()
        if why & {"same_tenancy", "same_dwelling"}
    ]
    if len(exact) == 1:
        how = min(reasons[exact[0]], key=REASONS.index)
        return Match(exact[0], how)
    candidates = sorted(
        (tuple(sorted(why, key=REASONS.index)), str(household_id), household_id)
        for household_id, why in reasons.items()
    )
    how = "speaks_of_several" if exact else "known_to_nobody"
    if candidates and not exact:
        how = "nobody_exactly"
    return Match(None, how, tuple(Candidate(it, why) for why, _text, it in candidates))


def _reasons(clue: Clue, on: date, it: Known) -> Iterable[str]:
    if clue.tenancy_id is not None:
        same_creditor = clue.creditor_id in (None, it.creditor_id)
        if it.tenancy_id == clue.tenancy_id:
            yield "same_tenancy" if same_creditor else "tenancy_of_other_creditor"
        elif plain(it.tenancy_id) == plain(clue.tenancy_id):
            yield "tenancy_written_otherwise"
    if clue.dwelling_id is not None:
        if it.dwelling_id == clue.dwelling_id:
            yield "same_dwelling" if it.holds_on(on) else "lived_there_on_other_days"
        elif plain(it.dwelling_id) == plain(clue.dwelling_id):
            yield "dwelling_written_otherwise"
