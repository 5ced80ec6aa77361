"""
A household seen in the domains of the matrix on a day, and what changed between two.

Two assessments are compared in one version only, or by a mapping that somebody
wrote down: nobody guesses that two words mean the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from intake.cases.matrix import MAPPINGS, VERSIONS, matrix_of

LOWEST_SCORE, HIGHEST_SCORE = 1, 5


@dataclass(frozen=True, order=True)
class Score:
    """How a household stands in one domain, from 1 to 5."""

    domain: str
    score: int


@dataclass(frozen=True)
class Assessment:
    """The scores of one day, in the words of a version of the matrix."""

    on: date
    matrix_version: str
    scores: tuple[Score, ...]

    def ordinary(self) -> "Assessment":
        """Give it without the domains that tell of health."""
        special = matrix_of(self.matrix_version).special
        kept = tuple(it for it in self.scores if it.domain not in special)
        return Assessment(self.on, self.matrix_version, kept)


@dataclass(frozen=True)
class Change:
    """A domain before and after; `None` where it was not scored."""

    domain: str
    before: int | None
    after: int | None
    special: bool

    @property
    def change(self) -> int | None:
        """How many steps better, or worse if negative; `None` if one is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def scores_of(scores: Mapping[str, int], version: str) -> list[Score]:
    """
    Give an assessment's scores, by domain.

    `NoSuchMatrix`; `WrongScore` for none at all, a domain that the version does not
    have, or a score not from 1 to 5.
    """
    domains = matrix_of(version).codes
    for domain, score in scores.items():
        if domain not in domains or not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise WrongScore(
                f"{domain}={score}: give 1 to 5 for one of {', '.join(domains)}"
            )
    if not scores:
        raise WrongScore(f"an assessment scores at least one of {', '.join(domains)}")
    return sorted(Score(domain, score) for domain, score in scores.items())


def changes(before: Assessment, after: Assessment) -> list[Change]:
    """
    Give what changed between two assessments, domain by domain of the later one.

    `OtherMatrix` if they are of two versions between which no mapping is written.
    """
    pair = (before.matrix_version, after.matrix_version)
    if pair[0] == pair[1]:
        named = {it: it for it in matrix_of(pair[0]).codes}
    elif pair in MAPPINGS:
        named = dict(MAPPINGS[pair])
    else:
        raise OtherMatrix(
            f"assessments of {before.on} and {after.on} are of versions {pair[0]} and "
            f"{pair[1]}: no mapping is written; versions are {', '.join(VERSIONS)}"
        )
    first = _by_domain(before.scores)
    translated = {to: first.get(since) for since, to in named.items()}
    last = _by_domain(after.scores)
    return [
        Change(it.code, translated.get(it.code), last.get(it.code), it.special)
        for it in matrix_of(pair[1]).domains
    ]


def _by_domain(scores: Iterable[Score]) -> dict[str, int]:
    return {it.domain: it.score for it in scores}


class WrongScore(Exception):
    """A score that the needs matrix does not have."""


class OtherMatrix(Exception):
    """Assessments of two versions that nobody has made comparable."""
