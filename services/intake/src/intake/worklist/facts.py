"""
What is known of a household that somebody works with: facts with names and days.

Nothing here is reckoned; what follows from the facts on a day stands in `priority`,
`action` and `cooldown`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from intake.households.periods import Period, held_on
from intake.households.tenancy import Word

#: What the ledger says of an agreement, and how it then stands.
STANDINGS = {
    "AgreementSigned": "active",
    "AgreementResumed": "active",
    "AgreementReinstated": "active",
    "BreachRetracted": "active",
    "AgreementBreached": "broken",
    "AgreementSuspended": "suspended",
    "AgreementCompleted": "over",
    "AgreementSuperseded": "over",
    "AgreementTerminated": "over",
}
#: Steps after which nobody is evicted any more.
ENDED_STEPS = frozenset({"executed", "averted", "given_up"})


@dataclass(frozen=True, order=True)
class OpenTask:
    """Something to do, by a day; urgency 1 comes first."""

    urgency: int
    due_on: date
    kind: str
    since_on: date
    reference: str


@dataclass(frozen=True, order=True)
class Contact:
    """
    Who tried to reach the household, when, how, and with what outcome.

    The outcome of a letter that asks for no answer is `sent`.
    """

    on: date
    number: int
    channel: str
    outcome: str
    organisation_id: str
    who: str


@dataclass(frozen=True)
class Said:
    """
    A word about an agreement or an eviction, from a day, written down at an instant.

    `about` is the agreement or the creditor; `day` the one that it names, if any.
    """

    about: str
    name: str
    effective_on: date
    word: Word
    day: date | None = None


@dataclass(frozen=True, order=True)
class Eviction:
    """An eviction that is under way: its last step, and the day that it names."""

    step: str
    on: date
    day: date | None = None


@dataclass(frozen=True)
class Facts:
    """
    All that the worklist knows of a household, and of those found under it.

    `band` is the worst of its open arrears, empty for none; amounts in euro cents.
    `follows` says from which day which organisation follows the case, `minors` from
    which day how many there are, as far as is known.
    """

    household_id: UUID
    case_id: UUID | None
    status: str
    since_on: date
    follows: tuple[tuple[date, str], ...]
    workers: tuple[Period[str], ...]
    building_id: str
    band: str
    owed_cents: int
    minors: tuple[tuple[date, int | None], ...]
    tasks: tuple[OpenTask, ...]
    evictions: tuple[Eviction, ...]
    agreements: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def last_contact(self) -> Contact | None:
        """Who contacted the household last; `None` if nobody did."""
        return max(self.contacts, default=None)

    @property
    def next_eviction(self) -> Eviction | None:
        """The eviction whose named day comes first; `None` if there is none."""
        return min(self.evictions, key=_by_day, default=None)

    @property
    def first_due(self) -> OpenTask | None:
        """The open task that is due first; `None` if there is none."""
        return min(self.tasks, key=lambda it: (it.due_on, it), default=None)

    def has_task(self, *kinds: str) -> bool:
        """Whether a task of one of these kinds is open."""
        return any(it.kind in kinds for it in self.tasks)

    def minors_on(self, day: date) -> int | None:
        """Give how many minors there are on a day; `None` if nobody knows."""
        begun = [count for since, count in self.minors if since <= day]
        return begun[-1] if begun else None

    def worker_on(self, day: date) -> str | None:
        """Give the worker of reference on a day; `None` if there is none."""
        return held_on(self.workers, day)

    def organisation_on(self, day: date) -> str:
        """Give who follows the household on a day; empty if nobody does."""
        begun = [who for since, who in self.follows if since <= day]
        return begun[-1] if begun else ""


def evictions_of(said: Iterable[Said]) -> tuple[Eviction, ...]:
    """Give the evictions under way, of words in any order; the last one counts."""
    last = _last_of(it for it in said if it.name not in STANDINGS)
    return tuple(
        sorted(
            (
                Eviction(it.name, it.effective_on, it.day)
                for it in last
                if it.name not in ENDED_STEPS
            ),
            key=lambda it: (it.on, it.step, it.day or date.max),
        )
    )


def standings_of(said: Iterable[Said]) -> tuple[str, ...]:
    """Give how the agreements stand that are not over, of words in any order."""
    last = _last_of(it for it in said if it.name in STANDINGS)
    standings = (STANDINGS[it.name] for it in last)
    return tuple(sorted(it for it in standings if it != "over"))


def _last_of(said: Iterable[Said]) -> Iterable[Said]:
    last: dict[str, Said] = {}
    for it in sorted(said, key=lambda it: (it.effective_on, it.word)):
        last[it.about] = it
    return last.values()


def _by_day(it: Eviction) -> tuple[date, date, str]:
    return it.day or date.max, it.on, it.step
