"""
The programmes that pay for a way to work, as data: they end and follow one another.

Shipped ones stand in `programmes.json`, each with its source. A local one, or a new
version of a shipped one, is adopted and then counts instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args
from uuid import UUID, uuid5

import msgspec

from azione0.aggregate import Aggregate, event
from employment.reason import check_programme

Scheme = Literal["path", "band", "local"]
SCHEMES = get_args(Scheme)
MOST_MONTHS = 60
_PROGRAMMES = UUID("5f1e4b4c-2f0e-4d0a-9f6a-0c9f0a6b7d11")


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What a programme asks for.

    `scheme` says what a profile is: a GOL path, a Dote band, or either (`local`).
    `levels` gives the months of each; `None` where the programme sets no length.
    Nobody begins before `opens_on` or after `closes_on`.
    """

    code: str
    scheme: Scheme
    levels: Mapping[str, int | None]
    needs_declaration: bool
    source: str
    opens_on: date | None = None
    closes_on: date | None = None

    def check_open(self, on: date) -> None:
        """Refuse a pathway that would begin outside the window, `ProgrammeClosed`."""
        early = self.opens_on is not None and on < self.opens_on
        late = self.closes_on is not None and on > self.closes_on
        if early or late:
            raise ProgrammeClosed(
                f"programme {self.code} takes people from {self.opens_on} to "
                f"{self.closes_on}, not on {on}: choose another, or adopt new terms"
            )

    def months_of(self, path: int | None, band: int | None) -> int | None:
        """
        Give the months of a level; `None` if the programme sets no length.

        `ImpossibleLevel` for a level of another scheme, or one not listed.
        """
        level = band if path is None else path
        said = "path" if band is None else "band"
        if self.scheme == "local":
            return self.levels.get(str(level))
        if said != self.scheme or str(level) not in self.levels:
            raise ImpossibleLevel(
                f"programme {self.code} knows a {self.scheme} among "
                f"{', '.join(self.levels)}, not {said} {level}"
            )
        return self.levels[str(level)]


class Programme(Aggregate, topic="employment.Programme"):
    """A programme's terms as adopted here; the last ones count."""

    class ProgrammeAdopted(Aggregate.Created):
        terms: Terms
        effective_on: date

    class ProgrammeRevised(Aggregate.Event):
        terms: Terms
        effective_on: date

    @event(ProgrammeAdopted)
    def __init__(self, *, id: UUID, terms: Terms, effective_on: date) -> None:
        self.terms = terms

    def revise(self, terms: Terms, on: date) -> None:
        """Let other terms count from now on."""
        if terms != self.terms:
            self._programme_revised(terms, on)

    @event(ProgrammeRevised)
    def _programme_revised(self, terms: Terms, effective_on: date) -> None:
        self.terms = terms


def programme_key(code: str) -> UUID:
    """Give the id under which a programme's adopted terms are kept."""
    return uuid5(_PROGRAMMES, code)


def check_terms(terms: Terms) -> Terms:
    """Give terms back; `ImpossibleTerms` if they contradict themselves."""
    check_programme(terms.code)
    backwards = (
        terms.opens_on is not None
        and terms.closes_on is not None
        and terms.closes_on < terms.opens_on
    )
    impossible = (
        terms.scheme not in SCHEMES
        or backwards
        or (terms.scheme != "local" and not terms.levels)
        or any(not level.isdecimal() for level in terms.levels)
        or any(not 0 < it <= MOST_MONTHS for it in terms.levels.values() if it)
        or 0 in terms.levels.values()
    )
    if impossible:
        raise ImpossibleTerms(
            f"programme {terms.code}: give a scheme among {', '.join(SCHEMES)}, levels "
            f"that are numbers, 1 to {MOST_MONTHS} months, and days in their order"
        )
    return terms


@cache
def shipped() -> Mapping[str, Terms]:
    """Give the programmes that come with this service, by code."""
    text = files("employment.pathway").joinpath("programmes.json").read_bytes()
    return {it.code: it for it in msgspec.json.decode(text, type=list[Terms])}


class UnknownProgramme(Exception):
    """A programme that is neither shipped nor adopted."""


class ProgrammeClosed(Exception):
    """A pathway that would begin outside its programme's window."""


class ImpossibleLevel(Exception):
    """A path or band that the programme does not know."""


class ImpossibleTerms(Exception):
    """Terms of a programme that contradict themselves."""
