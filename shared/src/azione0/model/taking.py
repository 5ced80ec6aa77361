"""
Taking a model up: all of it is looked at first, and none is taken if a part fails.

Each service takes its own part, in a transaction of its own; a run that was cut off is
run again, for what is here already stays as it is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from azione0.model.folder import (
    Told,
    check_form,
    kinds_in,
    parts_of,
    read,
    read_items,
    read_manifest,
)
from azione0.model.names import Name, Names
from azione0.model.part import Outcome, Taking
from azione0.office import Office
from azione0.refused import BadLine, Refused
from azione0.store import Cause
from azione0.words import _


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one part of a service."""

    kind: str
    part: str
    outcomes: tuple[Outcome, ...]


def names_asked(folder: Path, offices: Mapping[str, Office]) -> list[Name]:
    """Give what only the estate of origin knows, of the parts of these services."""
    told = {kind: read(folder, kind, parts_of(it)) for kind, it in offices.items()}
    return sorted(set(_asked(told, offices)))


def take(
    folder: Path,
    offices: Mapping[str, Office],
    *,
    on: date,
    by: str,
    names: Names,
    without: Collection[str] = (),
    check_only: bool = False,
) -> list[Taken]:
    """
    Take up the parts of the services at hand; give what became of each item.

    Parts named in `without`, as `intake/notices`, are left where they are.

    `ModelRefused` names everything that does not fit, and then nothing is taken.
    """
    told = {
        kind: read(folder, kind, parts_of(it), without) for kind, it in offices.items()
    }
    unsaid = names.unsaid(_asked(told, offices))
    if unsaid:
        raise ModelRefused(
            _("Alcuni nomi valgono solo per chi ha scritto il modello."),
            [
                BadLine(it.kind, it.kind, it.word, _("il nome che ha qui, nel file"))
                for it in unsaid
            ],
        )
    beside = _beside(folder, offices, without)
    wrong: list[BadLine] = []
    found: list[Taken] = []
    for kind, office in offices.items():
        taking = Taking(on, told[kind].manifest.organisation, names)
        with _undone(office, by, told[kind]):
            found += _take(office, told[kind], taking, beside)
        wrong += taking.wrong
    if wrong:
        raise ModelRefused(_("Il modello non si adatta a questa installazione."), wrong)
    if check_only:
        return found
    found = []
    for kind, office in offices.items():
        taking = Taking(on, told[kind].manifest.organisation, names)
        with office.application.transaction(_cause(by, told[kind])):
            found += _take(office, told[kind], taking, beside)
    return found


def services_in(folder: Path, installed: Sequence[str]) -> list[str]:
    """Give the services at hand of which the folder has parts; `NothingForUs`."""
    there = kinds_in(folder)
    ours = [kind for kind in there if kind in installed]
    if not ours:
        raise NothingForUs(
            _("il modello parla di {there}, qui ci sono {here}").format(
                there=", ".join(there), here=", ".join(installed)
            )
        )
    return ours


def _asked(told: Mapping[str, Told], offices: Mapping[str, Office]) -> Iterator[Name]:
    for kind, office in offices.items():
        for part in parts_of(office):
            yield from part.names(told[kind].items.get(part.name, ()))


def _take(
    office: Office,
    told: Told,
    taking: Taking,
    beside: Mapping[str, Mapping[str, Sequence[Any]]],
) -> list[Taken]:
    kind = told.manifest.service
    found = []
    for part in parts_of(office):
        if part.name not in told.items:
            continue
        taking.file = f"{kind}/{part.name}.json"
        taking.beside = {
            other: items
            for other, items in beside.get(part.name, {}).items()
            if other != kind
        }
        outcomes = part.take(office.application, told.items[part.name], taking)
        found.append(Taken(kind, part.name, tuple(outcomes)))
    return found


def _beside(
    folder: Path, offices: Mapping[str, Office], without: Collection[str]
) -> dict[str, dict[str, Sequence[Any]]]:
    """
    Give the parts at hand by name and service, those of absent services too.

    Where two services have parts of one name they have one form.
    """
    found: dict[str, dict[str, Sequence[Any]]] = {}
    for part in (it for office in offices.values() for it in parts_of(office)):
        of_all = found.setdefault(part.name, {})
        for kind in kinds_in(folder):
            written = read_manifest(folder, kind).parts.get(part.name)
            left_out = f"{kind}/{part.name}" in without
            if written is not None and kind not in of_all and not left_out:
                check_form(kind, part.name, written, part)
                of_all[kind] = read_items(folder, kind, part.name, written, part.form)
    return found


@contextmanager
def _undone(office: Office, by: str, told: Told) -> Iterator[None]:
    """Take back whatever is done in here, by ending its transaction with a refusal."""
    with suppress(_Undone), office.application.transaction(_cause(by, told)):
        yield
        raise _Undone


def _cause(by: str, told: Told) -> Cause:
    parts = msgspec.json.encode(told.manifest.parts, order="deterministic")
    return Cause(by, f"model/{told.manifest.service}/{sha256(parts).hexdigest()}")


class ModelRefused(Refused):
    """A model that does not fit here; its lines name what does not."""


class NothingForUs(Exception):
    """A model without any part of the services at hand."""


class _Undone(Exception):
    """What was tried is taken back."""
