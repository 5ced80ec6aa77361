"""
The needs matrix: in which domains a household is seen, and what each score means.

It is a questionnaire of the project's own, kept by version as data; a score is read
with the words of the version in which it was given.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Versions in which scores were given, the earliest first.
VERSIONS = ("0", "1")
#: The version in which scores are given now; in the first one, no more.
FIRST, CURRENT = VERSIONS[0], VERSIONS[-1]
#: What a domain of one version is called in another; what is missing has no like.
MAPPINGS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("0", "1"): {
        "income": "income_and_debt",
        "work": "work",
        "housing": "housing",
        "health": "health",
        "family": "family",
        "community": "network",
    }
}


@dataclass(frozen=True)
class Anchor:
    """What a score means, in Italian and in English."""

    score: int
    it: str
    en: str


@dataclass(frozen=True)
class Domain:
    """
    A domain of the matrix; a first version may have no anchors.

    `special`: its scores tell of health, a special category. Source: art. 9 GDPR.
    """

    code: str
    it: str
    en: str
    special: bool
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class Matrix:
    """A version of the questionnaire."""

    version: str
    domains: tuple[Domain, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its domains, in order."""
        return tuple(it.code for it in self.domains)

    @property
    def special(self) -> frozenset[str]:
        """The codes of the domains that tell of health."""
        return frozenset(it.code for it in self.domains if it.special)


@cache
def matrix_of(version: str) -> Matrix:
    """Give a version of the matrix; `NoSuchMatrix` if there is none."""
    if version not in VERSIONS:
        raise NoSuchMatrix(f"no needs matrix {version!r}: choose {', '.join(VERSIONS)}")
    place = files("intake.cases").joinpath("matrices", f"{version}.toml")
    told = tomllib.loads(place.read_text(encoding="utf-8"))
    return Matrix(
        told.pop("version"),
        tuple(
            Domain(
                code,
                it["it"],
                it["en"],
                it.get("special", False),
                tuple(
                    Anchor(score, anchor["it"], anchor["en"])
                    for score, anchor in enumerate(it.get("anchors", ()), 1)
                ),
            )
            for code, it in told.items()
        ),
    )


class NoSuchMatrix(Exception):
    """A version of the needs matrix that does not exist."""
