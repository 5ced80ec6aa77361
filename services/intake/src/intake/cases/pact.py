"""
The pact: what a household undertakes with each service, and what for.

Goals and commitments are words of a list, never sentences about a person.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

SERVICES = ("ledger", "workshops", "employment")
#: The domains of the needs matrix, each scored from 1 (in crisis) to 5 (able).
DOMAINS = (
    "income",
    "work",
    "housing",
    "budget",
    "health",
    "family",
    "community",
    "documents",
)
LOWEST_SCORE, HIGHEST_SCORE = 1, 5
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, order=True)
class Commitment:
    """What a household undertakes with one service."""

    commitment_id: UUID
    service: str
    code: str


@dataclass(frozen=True, order=True)
class Score:
    """How a household stands in one domain, from 1 to 5."""

    domain: str
    score: int


def commitment_key(case_id: UUID, service: str) -> UUID:
    """Give the id by which a service tells whether a commitment was kept."""
    return uuid5(case_id, service)


def commitments_of(case_id: UUID, undertaken: Mapping[str, str]) -> list[Commitment]:
    """
    Give a pact's commitments, one per service, from service to code.

    `PactWithoutCommitments` if there is none, `NotACode` for a sentence or a
    service that takes no commitments.
    """
    if not undertaken:
        raise PactWithoutCommitments(
            "a pact needs a commitment with at least one of " + ", ".join(SERVICES)
        )
    for service in undertaken:
        if service not in SERVICES:
            raise NotACode(f"{service!r} takes no commitments: {', '.join(SERVICES)}")
    checked_codes(undertaken.values())
    return sorted(
        Commitment(commitment_key(case_id, service), service, code)
        for service, code in undertaken.items()
    )


def checked_codes(codes: Iterable[str]) -> list[str]:
    """Give codes as a list; `NotACode` for anything that could hold a sentence."""
    codes = list(codes)
    for code in codes:
        if not _CODE.fullmatch(code):
            raise NotACode(f"{code!r} is no code: use a-z, 0-9 and _, at most 40")
    return codes


def scores_of(scores: Mapping[str, int]) -> list[Score]:
    """
    Give an assessment's scores, by domain.

    `WrongScore` for none at all, an unknown domain, or a score not from 1 to 5.
    """
    for domain, score in scores.items():
        if domain not in DOMAINS or not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise WrongScore(
                f"{domain}={score}: give 1 to 5 for one of {', '.join(DOMAINS)}"
            )
    if not scores:
        raise WrongScore(f"an assessment scores at least one of {', '.join(DOMAINS)}")
    return sorted(Score(domain, score) for domain, score in scores.items())


class PactWithoutCommitments(Exception):
    """A pact in which the household undertakes nothing."""


class NotACode(Exception):
    """A sentence, or an unknown word, where a word of a list is wanted."""


class WrongScore(Exception):
    """A score that the needs matrix does not have."""
