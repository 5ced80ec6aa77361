"""
The pact: what a household undertakes, what the services do, by when, and what for.

Goals and commitments are words of a list, never sentences about a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from intake.cases.rhythm import RHYTHMS, due_days, next_due

SERVICES = ("ledger", "workshops", "employment")
#: Who undertakes: the household with a service, or the service with the household.
PARTIES = ("household", "service")
FULFILLED, WAIVED = "fulfilled", "waived"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Undertaking:
    """
    What somebody undertakes with one service, in which rhythm, until or on which day.

    Without a rhythm it is kept whenever the occasion comes.
    """

    service: str
    code: str
    by: str = PARTIES[0]
    rhythm: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, order=True)
class Commitment:
    """An undertaking of a pact, under the id by which it is told kept or missed."""

    commitment_id: UUID
    service: str
    code: str
    by: str = PARTIES[0]
    rhythm: str | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Pact:
    """A version of the pact, and since when it holds."""

    number: int
    since: date
    commitments: tuple[Commitment, ...]
    goals: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """Whether a commitment was kept on a day, by the last word about it."""

    on: date
    kept: bool


@dataclass(frozen=True)
class CommitmentStanding:
    """
    How a commitment stands on a day.

    `is_awaited`: a day on which it was due has passed, and nobody has said anything
    since the one before. `settled` is how it ended, if it did.
    """

    commitment_id: UUID
    service: str
    code: str
    by: str
    rhythm: str | None
    due_on: date | None
    times_kept: int
    times_missed: int
    last_on: date | None
    last_kept: bool | None
    next_due_on: date | None
    is_awaited: bool
    settled: str | None


def commitment_key(case_id: UUID, service: str) -> UUID:
    """Give the id by which a service tells whether a commitment was kept."""
    return uuid5(case_id, service)


def commitments_of(
    case_id: UUID, undertaken: Iterable[Undertaking]
) -> list[Commitment]:
    """
    Give a pact's commitments: one of the household per service, and the services'.

    `PactWithoutCommitments` if the household undertakes nothing, `CommitmentTwice`,
    `NotACode` for a sentence, or a service, party or rhythm that is in no list.
    """
    found: dict[UUID, Commitment] = {}
    for it in undertaken:
        if it.service not in SERVICES:
            raise NotACode(
                f"{it.service!r} takes no commitments: {', '.join(SERVICES)}"
            )
        if it.by not in PARTIES or it.rhythm not in (None, *RHYTHMS):
            raise NotACode(
                f"{it.by!r}, {it.rhythm!r}: choose {', '.join(PARTIES)} and "
                f"{', '.join(RHYTHMS)}"
            )
        checked_codes([it.code])
        name = it.service if it.by == PARTIES[0] else f"{it.service}/own/{it.code}"
        key = commitment_key(case_id, name)
        if key in found:
            raise CommitmentTwice(
                f"{it.by} commits itself twice with {it.service}: give one commitment "
                "of the household a service, and each of the service's own once"
            )
        found[key] = Commitment(key, it.service, it.code, it.by, it.rhythm, it.due_on)
    if not any(it.by == PARTIES[0] for it in found.values()):
        raise PactWithoutCommitments(
            "a pact needs a commitment of the household with at least one of "
            + ", ".join(SERVICES)
        )
    return sorted(found.values())


def standing_of(
    commitment: Commitment,
    checks: Iterable[Check],
    since: date,
    day: date,
    settled: str | None,
) -> CommitmentStanding:
    """Say how a commitment made `since` stands on a day, by the words about it."""
    known = sorted((it for it in checks if it.on <= day), key=lambda it: it.on)
    due = [*due_days(commitment.rhythm, commitment.due_on, since, day)]
    before = due[-2] if len(due) > 1 else since
    heard = any(it.on > before or it.on in due[-1:] for it in known)
    return CommitmentStanding(
        commitment.commitment_id,
        commitment.service,
        commitment.code,
        commitment.by,
        commitment.rhythm,
        commitment.due_on,
        times_kept=sum(it.kept for it in known),
        times_missed=sum(not it.kept for it in known),
        last_on=known[-1].on if known else None,
        last_kept=known[-1].kept if known else None,
        next_due_on=None
        if settled
        else next_due(commitment.rhythm, commitment.due_on, since, day),
        is_awaited=bool(due) and not heard and settled is None,
        settled=settled,
    )


def checked_codes(codes: Iterable[str]) -> list[str]:
    """Give codes as a list; `NotACode` for anything that could hold a sentence."""
    codes = list(codes)
    for code in codes:
        if not _CODE.fullmatch(code):
            raise NotACode(f"{code!r} is no code: use a-z, 0-9 and _, at most 40")
    return codes


class PactWithoutCommitments(Exception):
    """A pact in which the household undertakes nothing."""


class CommitmentTwice(Exception):
    """The same commitment twice in one pact."""


class NotACode(Exception):
    """A sentence, or an unknown word, where a word of a list is wanted."""
