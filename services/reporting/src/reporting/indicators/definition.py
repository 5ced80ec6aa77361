"""
What an indicator is: its words, its formula and the SQL that counts it, by version.

Definitions are data, in `definitions.toml` and `sql/`. One SQL text counts an
indicator in SQLite, PostgreSQL and DuckDB alike: over the tables `facts`, `covered`
and `agreements` (the projections of those names), with two values, the day `as_of`
and the instant `known_at`, both whole numbers (`reporting.projections.entry`).

Every text gives the same columns, a row for each thing that the indicator looks at:

- `grp`: a part of the indicator, such as months or days; empty if there is one;
- `unit`, `household_id`: what is looked at, and whose it is;
- `part`, `whole`: what it adds above and below the line (of a time: 1 if it ended,
  and its days);
- `standing`: `counted`, `missing` (it should have been and cannot be), `immature`
  (not watched for long enough yet) or `censored` (watched no more);
- `letter_id`, `decided_by`: the letter for which it is looked at, and the one that
  decided its part.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

from azione0.words import language

#: The version of the whole set, which a snapshot names.
SET_VERSION = "2026-1"
TABLES = ("facts", "covered", "agreements")
#: Where a formula comes from unless it says so.
PROPOSAL = "the project's own proposal, until the steering group adopts it"


@dataclass(frozen=True, slots=True)
class Words:
    """What an indicator is called and says, in one language."""

    title: str
    sentence: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Definition:
    """
    One version of one indicator.

    `method` says how its rows become a figure and how sure that is (`measure`),
    `kinds` which facts must be there at all before it can be computed; `why` is the
    code of a reason for which it cannot be, ever.
    """

    code: str
    version: int
    method: str
    unit: str
    formula: str
    source: str
    effective_from: date
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    sql: str
    words: Mapping[str, Words]
    why: str = ""

    @property
    def said(self) -> Words:
        """Its words in the language in use."""
        return self.words.get(language(), self.words["it"])

    @property
    def text(self) -> str:
        """All that decides what it counts, as it is registered."""
        told = (self.code, self.version, self.method, self.unit, self.formula, self.sql)
        return "\n".join(map(str, told))

    @property
    def digest(self) -> str:
        """Give the SHA-256 of its text, in hex."""
        return sha256(self.text.encode()).hexdigest()


@cache
def definitions() -> Mapping[str, Definition]:
    """Give every indicator by its code, in the order in which they are told."""
    text = _place("definitions.toml")
    return {code: _definition(code, told) for code, told in tomllib.loads(text).items()}


def _definition(code: str, told: Mapping[str, object]) -> Definition:
    given = dict(told)
    name, method = str(given.get("sql", code)), str(given["method"])
    return Definition(
        code=code,
        version=int(str(given["version"])),
        method=method,
        unit=str(given["unit"]),
        formula=str(given["formula"]),
        source=str(given.get("source", PROPOSAL)),
        effective_from=_day(given["effective_from"]),
        groups=_texts(given.get("groups", [""])),
        kinds=_texts(given["kinds"]),
        sql="" if method == "none" else _text_of(name, _texts(given["parts"])),
        words={it: Words(**_words(given[it])) for it in ("it", "en")},
        why=str(given.get("why", "")),
    )


def _text_of(name: str, parts: tuple[str, ...]) -> str:
    """Put an indicator's text together: the question, the parts, its own."""
    shared = ",\n".join(_part(it) for it in ("asked", *parts))
    own = _place("sql", f"{name}.sql").strip()
    joined = own if own.startswith(",") else f"\n{own}"
    return f"WITH\n{shared}{joined}\n"


def _part(name: str) -> str:
    return _place("sql", "parts", f"{name}.sql").strip()


def _place(*names: str) -> str:
    return files("reporting.indicators").joinpath(*names).read_text(encoding="utf-8")


def _texts(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise TypeError(f"{found!r}: a list of texts is needed")
    return tuple(map(str, found))


def _day(found: object) -> date:
    if not isinstance(found, date):
        raise TypeError(f"{found!r}: a day is needed")
    return found


def _words(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        raise TypeError(f"{found!r}: title, sentence, numerator, denominator")
    return {str(name): str(text) for name, text in found.items()}
