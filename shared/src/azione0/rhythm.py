"""
The rhythm of those who write to us: when each last did, and whether it is too long ago.

A lost tail of letters shows no gap, and a partner whose service has stopped says
nothing of it. So every publisher is held to its own rhythm: quiet, if it has written
nothing for longer than it ever paused of late; silent, if besides it does not answer
when it is asked for its letters. A creditor is asked for none: quiet is silent there.

What was written when stands in the inbox; it is read once, and from then on only what
came since. That somebody answered is known to this process alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Lock
from typing import Any, Literal

from azione0.contract import heard_by
from azione0.partners import Partner
from azione0.settings import Settings
from azione0.store import Store

State = Literal["regular", "quiet", "silent"]

#: Fewer days with letters than this make no rhythm yet.
LEAST_DAYS = 5
#: How many pauses, the latest, tell how long a publisher is used to pause.
PAUSES = 30
#: So many times its longest pause is more than it is used to.
PATIENCE = 1.5
LEAST_PATIENCE = timedelta(days=1)
#: For who has no rhythm yet.
FIRST_PATIENCE = timedelta(days=7)
#: Without an answer for so long, a publisher does not answer.
ANSWERS_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """
    How a publisher writes to us.

    `silence` is how long it has written nothing, since this process began if it never
    wrote; `lag` what its last letter took from being written to being here, `patience`
    the silence that it is used to and half as much again. `last_letter_at` is
    absent if it has never written, `answered_at` if nobody has asked it yet.
    """

    publisher: str
    state: State
    last_letter_at: datetime | None
    silence: timedelta
    lag: timedelta
    patience: timedelta
    answered_at: datetime | None

    def plain(self) -> dict[str, Any]:
        """Give it as it is written in JSON; times in seconds."""
        last, answered = self.last_letter_at, self.answered_at
        return {
            "state": self.state,
            "last_letter_at": last and last.isoformat(),
            "lag_seconds": round(self.lag.total_seconds(), 3),
            "patience_seconds": round(self.patience.total_seconds()),
            "answered_at": answered and answered.isoformat(),
        }


@dataclass(slots=True)
class _Heard:
    """What one source has written: on which days, and what came last."""

    days: set[date] = field(default_factory=set)
    last_at: datetime | None = None
    lag: timedelta = timedelta()


class Rhythms:
    """Keeps the rhythm of every publisher that a service hears."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._partners = publishers_heard(settings)
        self._heard: dict[str, _Heard] = {}
        self._read_up_to = 0
        self._answered: dict[str, datetime] = {}
        self._since = store.clock()
        self._one_reader = Lock()

    def answered(self, source: str) -> None:
        """Note that a publisher has answered when it was asked for its letters."""
        self._answered[source] = self._store.clock()

    def all(self) -> list[Rhythm]:
        """Give how each publisher writes, by name, as of now."""
        with self._one_reader:
            self._read()
        now = self._store.clock()
        return [self._rhythm(it, now) for it in self._partners]

    def _rhythm(self, partner: Partner, now: datetime) -> Rhythm:
        heard = self._heard.get(partner.source, _Heard())
        patience = patience_of(heard.days)
        answered_at = self._answered.get(partner.source)
        quiet_since = heard.last_at or self._since
        state: State = "regular"
        silence = now - quiet_since
        if silence > patience:
            asked_since = answered_at or self._since
            answers = partner.url and now - asked_since <= ANSWERS_WITHIN
            state = "quiet" if answers else "silent"
        return Rhythm(
            publisher=partner.name,
            state=state,
            last_letter_at=heard.last_at,
            silence=silence,
            lag=heard.lag,
            patience=patience,
            answered_at=answered_at,
        )

    def _read(self) -> None:
        with self._store.reading() as session:
            rows = session.execute(
                "SELECT source, substr(CAST(recorded_at AS text), 1, 10), "
                "max(position), max(recorded_at) FROM inbox "
                "WHERE position > ? AND recorded_at IS NOT NULL "
                "GROUP BY source, substr(CAST(recorded_at AS text), 1, 10)",
                (self._read_up_to,),
            )
            last: dict[str, int] = {}
            for source, day, position, written in rows:
                heard = self._heard.setdefault(source, _Heard())
                heard.days.add(date.fromisoformat(day))
                at = _instant(written)
                heard.last_at = max(heard.last_at or at, at)
                last[source] = max(last.get(source, 0), int(position))
                self._read_up_to = max(self._read_up_to, int(position))
            for source, position in last.items():
                [[recorded_at, received_at]] = session.execute(
                    "SELECT recorded_at, received_at FROM inbox WHERE position = ?",
                    (position,),
                )
                heard = self._heard[source]
                heard.lag = max(received_at - recorded_at, timedelta())


def _instant(written: datetime | str) -> datetime:
    """Read an instant that a database gives as it keeps it, once it is a maximum."""
    at = datetime.fromisoformat(written) if isinstance(written, str) else written
    return at.astimezone(UTC)


def patience_of(days: Iterable[date]) -> timedelta:
    """Give the silence that is more than a publisher of these days is used to."""
    latest = sorted(days)[-PAUSES - 1 :]
    if len(latest) < LEAST_DAYS:
        return FIRST_PATIENCE
    longest = max(b - a for a, b in pairwise(latest))
    return max(longest * PATIENCE, LEAST_PATIENCE)


def publishers_heard(settings: Settings) -> list[Partner]:
    """Give the partners of the kinds that a service hears, by name; not itself."""
    kinds = {it.promise.publisher for it in heard_by(settings.me.kind)}
    found = (it for it in settings.partners if it.kind in kinds)
    return sorted(
        (it for it in found if it.name != settings.me.name), key=lambda it: it.name
    )


def states(rhythms: Iterable[Rhythm]) -> Mapping[str, dict[str, Any]]:
    """Give the rhythms by publisher, as they are written in JSON."""
    return {it.publisher: it.plain() for it in rhythms}
