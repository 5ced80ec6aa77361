"""
A folder of the model: for each service its parts as JSON, their schemas, a manifest.

A service writes a folder of its own name inside and touches no other: parts of several
partners are put together by copying them into one folder.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from azione0.contract import SERVICES
from azione0.leaving import DamagedExport, NotAnExport, NotEmpty
from azione0.model.part import Item, Part
from azione0.office import Office
from azione0.words import _

FORMAT = 1
MANIFEST, SCHEMAS = "manifest.json", "schemas"
LARGEST = 16 * 1024 * 1024


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part's file: the version of its form, its items, the SHA-256 of its bytes."""

    version: int
    items: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a service wrote, when, and as the model counted on which day."""

    format: int
    service: str
    name: str
    organisation: str
    written_at: datetime
    as_of: date
    parts: dict[str, Written]


@dataclass(frozen=True, slots=True)
class Told:
    """A service's parts, read and found whole."""

    manifest: Manifest
    items: dict[str, Sequence[Any]]


def parts_of(office: Office) -> tuple[Part[Any], ...]:
    """Give what a service declares as its part of the model."""
    return tuple(getattr(office.service, "model", ()))


def write(office: Office, folder: Path, on: date) -> dict[str, int]:
    """
    Write a service's parts into a folder of its kind; give how many items of each.

    `NotEmpty` if they were written there already.
    """
    kind = office.settings.me.kind
    place = folder / kind
    if place.exists():
        raise NotEmpty(
            _("in {folder} c'è già una parte di {kind}: indicarne un'altra").format(
                folder=folder, kind=kind
            )
        )
    told = {it.name: it.tell(office.application, on) for it in parts_of(office)}
    (place / SCHEMAS).mkdir(parents=True)
    parts = {}
    for part in parts_of(office):
        content = _pretty(msgspec.json.encode(told[part.name], order="deterministic"))
        (place / f"{part.name}.json").write_bytes(content)
        schema = msgspec.json.encode(msgspec.json.schema(list[part.form]))  # type: ignore[name-defined]
        (place / SCHEMAS / f"{part.name}.schema.json").write_bytes(_pretty(schema))
        digest = sha256(content).hexdigest()
        parts[part.name] = Written(part.version, len(told[part.name]), digest)
    me = office.settings.me
    manifest = Manifest(
        FORMAT,
        kind,
        me.name,
        me.organisation,
        office.store.clock().astimezone(UTC),
        on,
        parts,
    )
    # Last: a folder without it was not written to its end.
    (place / MANIFEST).write_bytes(_pretty(msgspec.json.encode(manifest)))
    return {name: len(items) for name, items in told.items()}


def kinds_in(folder: Path) -> list[str]:
    """Give the services of which a folder has parts; `NotAModel` if of none."""
    found = [kind for kind in SERVICES if (folder / kind).is_dir()]
    if not found:
        raise NotAModel(
            _(
                "{folder} non contiene nessuna parte di un modello: "
                "vi si cerca una cartella per servizio, scritta da azione0 model export"
            ).format(folder=folder)
        )
    return found


def read(
    folder: Path,
    kind: str,
    parts: Sequence[Part[Any]],
    without: Collection[str] = (),
) -> Told:
    """
    Read a service's parts, whole or not at all; those named in `without` are not.

    `NotAModel` without a manifest that can be read, `DamagedModel` for a file that is
    missing, changed or not of its form, `OtherModel` for a part that this version of
    the service does not know.
    """
    manifest = read_manifest(folder, kind)
    known = {it.name: it for it in parts}
    items: dict[str, Sequence[Any]] = {}
    for name, written in manifest.parts.items():
        if f"{kind}/{name}" in without:
            continue
        part = check_form(kind, name, written, known.get(name))
        items[name] = read_items(folder, kind, name, written, part.form)
    return Told(manifest, items)


def check_form(
    kind: str, name: str, written: Written, part: Part[Any] | None
) -> Part[Any]:
    """Give a part back; `OtherModel` if its file is of another form than it reads."""
    if part is None or part.version != written.version:
        ours = _("nessuna") if part is None else str(part.version)
        raise OtherModel(
            _(
                "{kind}/{name}.json è nella forma {theirs}, qui si legge {ours}: "
                "installare la versione che l'ha scritta"
            ).format(kind=kind, name=name, theirs=written.version, ours=ours)
        )
    return part


def read_manifest(folder: Path, kind: str) -> Manifest:
    """Read what a service says that it wrote."""
    path = folder / kind / MANIFEST
    try:
        manifest = msgspec.json.decode(_content(path), type=Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        manifest = None
    if manifest is None or (manifest.format, manifest.service) != (FORMAT, kind):
        raise NotAModel(
            _(
                "{folder} non è una parte intera di un modello: manca {manifest} o non "
                "si legge"
            ).format(folder=path.parent, manifest=MANIFEST)
        )
    return manifest


def read_items(
    folder: Path, kind: str, name: str, written: Written, form: type[Item]
) -> Sequence[Any]:
    """Read one part as it was written; `DamagedModel`."""
    path = folder / kind / f"{name}.json"
    try:
        content = _content(path)
    except OSError:
        raise DamagedModel(_("manca il file {file}").format(file=path.name)) from None
    if sha256(content).hexdigest() != written.sha256:
        raise DamagedModel(
            _("{file} non è più com'era quando fu scritto").format(file=path.name)
        )
    try:
        items: Sequence[Any] = msgspec.json.decode(content, type=list[form])  # type: ignore[valid-type]
    except msgspec.MsgspecError as wrong:
        raise DamagedModel(f"{kind}/{path.name}: {wrong}") from None
    return items


def _content(path: Path) -> bytes:
    with path.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(f"{path.name} is too large")
    return content


def _pretty(encoded: bytes) -> bytes:
    text = json.dumps(json.loads(encoded), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


class NotAModel(NotAnExport):
    """A folder in which no model was written, or not to its end."""


class DamagedModel(DamagedExport):
    """A file of the model that is missing, was changed, or is not of its form."""


class OtherModel(Exception):
    """A part of the model in a form that this version does not read."""
