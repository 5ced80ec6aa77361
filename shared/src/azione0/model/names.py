"""
What only one estate knows (buildings, creditors), and how another says it.

A file of names is TOML, a table for each kind: the word of the estate of origin, then
ours; a list where one becomes several, `false` where it is left out. An empty word is
one that nobody has filled in yet.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from azione0.words import _

LARGEST = 1024 * 1024


@dataclass(frozen=True, order=True, slots=True)
class Name:
    """A word of an estate: of which kind, and as it is written there."""

    kind: str
    word: str


class Names:
    """How an estate calls what another calls otherwise."""

    def __init__(self, said: Mapping[Name, tuple[str, ...]] | None = None) -> None:
        self.said = dict(said or {})

    def ours(self, kind: str, word: str) -> tuple[str, ...] | None:
        """Give our words for one of theirs, none to leave it out; `None` if unsaid."""
        return self.said.get(Name(kind, word))

    def unsaid(self, asked: Iterable[Name]) -> list[Name]:
        """Give those of which nothing is said, in order."""
        return sorted(set(asked) - self.said.keys())


def read_names(path: Path) -> Names:
    """Read a file of names; `WrongNames` says what is wrong in it."""
    try:
        content = path.read_bytes()[: LARGEST + 1]
        tables = tomllib.loads(content.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise WrongNames(f"{path.name}: {wrong}") from None
    if len(content) > LARGEST:
        raise WrongNames(f"{path.name}: {len(content)} > {LARGEST}")
    said: dict[Name, tuple[str, ...]] = {}
    for kind, table in tables.items():
        if not isinstance(table, dict):
            raise WrongNames(
                _("{file}: {kind} deve essere una tabella, [{kind}]").format(
                    file=path.name, kind=kind
                )
            )
        for word, ours in table.items():
            found = _words(ours)
            if found is None:
                raise WrongNames(
                    _(
                        "{file}: {kind}, {word}: scrivere un nome, un elenco di nomi "
                        "oppure false"
                    ).format(file=path.name, kind=kind, word=word)
                )
            if found or ours is False:
                said[Name(kind, word)] = found
    return Names(said)


def names_to_fill_in(asked: Iterable[Name]) -> str:
    """Write a file of names with nothing filled in yet."""
    lines = [
        "# " + _("A sinistra il nome usato da chi ha scritto il modello, a destra il"),
        "# "
        + _("nostro: un nome, un elenco di nomi, oppure false per lasciarlo fuori."),
    ]
    last = None
    for it in sorted(set(asked)):
        if it.kind != last:
            lines += ["", f"[{it.kind}]"]
            last = it.kind
        lines.append(f'{json.dumps(it.word, ensure_ascii=False)} = ""')
    return "\n".join([*lines, ""])


def _words(ours: object) -> tuple[str, ...] | None:
    if ours is False:
        return ()
    listed = [ours] if isinstance(ours, str) else ours
    if not isinstance(listed, list) or not all(isinstance(it, str) for it in listed):
        return None
    return tuple(it for it in listed if it)


class WrongNames(Exception):
    """A file of names that cannot be read."""
