"""
What the ledger has said of one household's arrears, episode by episode.

Its letters may come in any order: a retraction or a clearing may be heard
before the detection it speaks of, and waits for it here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_ARREARS = UUID("b1d4c3a2-0f5e-4a5e-9d0a-6a1e3c5b7d03")


@dataclass(frozen=True)
class Stay:
    """Arrears of one band and amount (euro cents), from a day until before another."""

    episode_id: UUID
    creditor_id: str
    band: str
    from_on: date
    until_on: date | None
    overdue_cents: int


@dataclass
class Episode:
    """One episode, as far as it has been told."""

    creditor_id: str
    detected: bool = False
    retracted: bool = False
    cleared_on: date | None = None
    overdue_cents: dict[date, tuple[int, str]] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it was detected and still holds true."""
        return self.detected and not self.retracted

    @property
    def owed_now(self) -> tuple[int, str]:
        """Euro cents overdue and their band, as last told; none once cleared."""
        last = self.overdue_cents[max(self.overdue_cents)]
        return last if self.cleared_on is None else (0, last[1])


class Arrears(Aggregate, topic="intake.Arrears"):
    """The arrears episodes of a household, with all its creditors."""

    class Noted(Aggregate.Created):
        household_id: UUID

    class Detected(Aggregate.Event):
        episode_id: UUID
        creditor_id: str
        overdue_cents: int
        band: str
        effective_on: date

    class BandChanged(Aggregate.Event):
        episode_id: UUID
        creditor_id: str
        overdue_cents: int
        band: str
        effective_on: date

    class Retracted(Aggregate.Event):
        episode_id: UUID
        creditor_id: str
        effective_on: date

    class Cleared(Aggregate.Event):
        episode_id: UUID
        creditor_id: str
        effective_on: date

    @event(Noted)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id
        self.episodes: dict[UUID, Episode] = {}

    @property
    def open_episodes(self) -> list[Episode]:
        """The episodes that hold true and are not cleared."""
        return [it for it in self.episodes.values() if it.counts and not it.cleared_on]

    @property
    def cleared_on(self) -> date | None:
        """The day the last of all episodes was cleared; `None` while one is open."""
        days = [it.cleared_on for it in self.episodes.values() if it.counts]
        told = [day for day in days if day is not None]
        return max(told) if told and len(told) == len(days) else None

    def stays(self) -> Iterator[Stay]:
        """Give every stretch of days in one band, of the episodes that hold true."""
        for episode_id, episode in self.episodes.items():
            if not episode.counts:
                continue
            days = sorted(episode.overdue_cents)
            for day, following in zip(days, [*days[1:], None], strict=True):
                until = following or episode.cleared_on
                if until is None or day < until:
                    cents, band = episode.overdue_cents[day]
                    yield Stay(episode_id, episode.creditor_id, band, day, until, cents)

    @event(Detected)
    def detect(
        self,
        episode_id: UUID,
        creditor_id: str,
        overdue_cents: int,
        band: str,
        effective_on: date,
    ) -> None:
        """Take in that an episode began on a day, with so many euro cents overdue."""
        episode = self._episode(episode_id, creditor_id)
        episode.detected = True
        # Whose it is, the detection says; another letter may be heard first.
        episode.creditor_id = creditor_id
        _tell(episode, overdue_cents, band, effective_on)

    @event(BandChanged)
    def change_band(
        self,
        episode_id: UUID,
        creditor_id: str,
        overdue_cents: int,
        band: str,
        effective_on: date,
    ) -> None:
        """Take in that an episode moved into another band."""
        episode = self._episode(episode_id, creditor_id)
        _tell(episode, overdue_cents, band, effective_on)

    @event(Retracted)
    def retract(self, episode_id: UUID, creditor_id: str, effective_on: date) -> None:
        """Take in that an episode was never true."""
        self._episode(episode_id, creditor_id).retracted = True

    @event(Cleared)
    def clear(self, episode_id: UUID, creditor_id: str, effective_on: date) -> None:
        """Take in that nothing is overdue any more."""
        self._episode(episode_id, creditor_id).cleared_on = effective_on

    def _episode(self, episode_id: UUID, creditor_id: str) -> Episode:
        return self.episodes.setdefault(episode_id, Episode(creditor_id))


def arrears_key(household_id: UUID) -> UUID:
    """Give the id under which a household's arrears are kept."""
    return uuid5(_ARREARS, str(household_id))


def _tell(episode: Episode, overdue_cents: int, band: str, on: date) -> None:
    # Two words about one day: the worse counts, whichever came first.
    known = episode.overdue_cents.get(on)
    if known is None or (overdue_cents, band) > known:
        episode.overdue_cents[on] = (overdue_cents, band)
