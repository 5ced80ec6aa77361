"""One household's history: where it lived, what it owed, what was done, and its end."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from reporting.histories.account import Account, Place

MONTHS = 12
#: Ends of a case after which nobody is there to owe anything.
GONE = frozenset({"moved", "evicted", "deceased"})
AREAS = ("PROTECTION", "ACCESS", "PERMANENCE", "FORFEITURE")
BANDS = ("A", "B", "C", "D")


class Registered(NamedTuple):
    """What was said of a household on a day; size and area absent if nobody asked."""

    at: Place
    building_id: str
    size: int | None
    rent_area: str | None


@dataclass(slots=True)
class Episode:
    """One stretch of arrears with one creditor; `bands` as they were said."""

    creditor_id: str
    detected: list[Place] = field(default_factory=list)
    retracted: int = 0
    relapse: bool = False
    cleared_on: date | None = None
    bands: list[tuple[Place, str]] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Say whether it was detected more often than it was taken back."""
        return len(self.detected) > self.retracted

    @property
    def detected_on(self) -> date:
        """Give the day of the last detection, which is the one that stands."""
        return max(self.detected).effective_on

    def open_on(self, on: date) -> bool:
        """Say whether it had begun and was not cleared on a day."""
        cleared = self.cleared_on is not None and self.cleared_on <= on
        return self.stands and self.detected_on <= on and not cleared

    def band_on(self, on: date) -> str | None:
        """Give the band that was last said by a day."""
        said = [it for it in self.bands if it[0].effective_on <= on]
        return max(said)[1] if said else None


@dataclass(slots=True)
class History:
    """
    What letters said of one household; days are those on which facts count.

    `sessions` are days of sessions attended. What a letter does not carry (the needs
    assessment, the reviews, who is of working age) is not here.
    """

    household_id: UUID
    accounts: defaultdict[str, Account] = field(
        default_factory=lambda: defaultdict(Account)
    )
    registered: list[Registered] = field(default_factory=list)
    episodes: dict[UUID, Episode] = field(default_factory=dict)
    signed_on: list[date] = field(default_factory=list)
    opened_on: list[date] = field(default_factory=list)
    reached_on: list[date] = field(default_factory=list)
    taken_on: list[date] = field(default_factory=list)
    ended: list[tuple[date, str]] = field(default_factory=list)
    budgets_on: list[date] = field(default_factory=list)
    profiles_on: list[date] = field(default_factory=list)
    sessions_on: dict[tuple[UUID, int], tuple[Place, bool]] = field(
        default_factory=dict
    )

    @property
    def in_charge_since(self) -> date | None:
        """Give the day on which the programme's clock started, T0."""
        return min(self.taken_on, default=None)

    def at_home(self, on: date) -> Registered | None:
        """Give what was last said of the household by a day, if anything."""
        said = [it for it in self.registered if it.at.effective_on <= on]
        return max(said, key=lambda it: it.at, default=None)

    def left(self) -> tuple[date, str] | None:
        """Give when and why it was there no more: all accounts closed, or its case."""
        ends = [it for it in self.ended if it[1] in GONE]
        closed = [it.closed_on for it in self.accounts.values()]
        if closed and None not in closed:
            last = max(
                (it.closed_on, it.closed_because)
                for it in self.accounts.values()
                if it.closed_on
            )
            ends.append(last)
        return min(ends, default=None)

    def overdue(self, days: Sequence[date]) -> list[int | None]:
        """Give the cents overdue on each day, absent while it is not there."""
        sums = [0] * len(days)
        for account in self.accounts.values():
            for place, cents in enumerate(account.overdue(days)):
                sums[place] += cents
        since = min((it.at.effective_on for it in self.registered), default=date.max)
        gone = self.left()
        until = gone[0] if gone else date.max
        return [
            cents if since <= day < until else None
            for day, cents in zip(days, sums, strict=True)
        ]

    def debt_age(self, on: date) -> int | None:
        """Give how many months ago the oldest overdue charge fell due."""
        found = [
            day
            for it in self.accounts.values()
            if (day := it.oldest_due(on)) is not None
        ]
        if not found:
            return None
        oldest = min(found)
        return MONTHS * (on.year - oldest.year) + on.month - oldest.month

    def band(self, on: date) -> str | None:
        """Give the worst band of its arrears on a day, as the ledger said."""
        said = [it.band_on(on) for it in self.episodes.values() if it.open_on(on)]
        return max((it for it in said if it), default=None)

    def had_plan(self, before: date) -> bool:
        """Say whether it signed a repayment agreement before a day."""
        return any(it < before for it in self.signed_on)
