"""
Everything that a service holds, as documented files; and a service made from them.

A partner that leaves takes a folder along: a file of JSON lines for each table, the
events among them, a dictionary of what they mean, and a manifest with the digest of
each file. It says nothing of which database it came from: what was kept in SQLite can
be taken up by PostgreSQL, and the other way round.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import msgspec

from azione0 import answers, inbox, relay, store
from azione0.access import accounts, book, oidc
from azione0.aggregate import event_class
from azione0.audit import tables as audit
from azione0.database import Session, TableShape
from azione0.office import Office
from azione0.transcoder import shape_of
from azione0.words import _

FORMAT = 1
MANIFEST, DICTIONARY, README = "manifest.json", "dictionary.json", "LEGGIMI.md"
#: What must be empty before anything is taken up.
OF_A_BEGINNER = ("events", "inbox", "letters")
BLOCK = 1 << 20

#: Told of each row that was written or read, and of how many there are.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class File:
    """One table's file, `TABLE.jsonl`: its rows, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


def export(office: Office, folder: Path, progress: Progress | None = None) -> int:
    """
    Write all that a service holds into an empty folder; give the number of rows.

    It is one moment of the database, and the service may go on working meanwhile.
    `NotEmpty` if something is in the folder already.
    """
    # Its owner's only: pseudonymous data is personal data (GDPR, recital 26).
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmpty(
            _("la cartella {folder} non è vuota: indicarne un'altra").format(
                folder=folder
            )
        )
    held = what_is_held(office)
    files: dict[str, File] = {}
    with office.store.database.reading() as session:
        shapes = _taken_along(office, session)
        for table, shape in shapes.items():
            [[count]] = session.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  from the catalogue
            if progress:
                progress(table, count)
            order = _order(shape, office.store.database.dialect)
            rows = session.stream(f"SELECT * FROM {table}{order}")  # noqa: S608  from the catalogue
            files[table] = _write(_file_of(folder, table), shape, rows)
        topics = [
            topic
            for [topic] in session.execute(
                "SELECT DISTINCT topic FROM events ORDER BY topic"
            )
        ]
    _write_json(
        folder / DICTIONARY,
        {
            "tables": {
                table: {
                    "holds": held.get(table, ""),
                    "columns": shape.columns,
                    "key": shape.key,
                }
                for table, shape in shapes.items()
            },
            "events": {topic: _told_of(topic) for topic in topics},
        },
    )
    me = office.settings.me
    (folder / README).write_text(_readme(office, files, held), encoding="utf-8")
    # Last: a folder without it was not written to its end.
    _write_json(
        folder / MANIFEST,
        {
            "format": FORMAT,
            "service": me.kind,
            "name": me.name,
            "organisation": me.organisation,
            "exported_at": _instant(office.store.clock()),
            "tables": {table: asdict(file) for table, file in files.items()},
        },
    )
    return sum(file.rows for file in files.values())


def restore(office: Office, folder: Path, progress: Progress | None = None) -> int:
    """
    Fill a service that has done nothing yet with what another one held.

    All of it or nothing; then what follows from it is made again. Gives the rows.
    `NotAnExport`, `DamagedExport` or `OtherExport` says what is wrong with the
    folder, `NotNew` that the service has a past of its own.
    """
    manifest = _manifest(folder)
    me = office.settings.me
    if (manifest["service"], manifest["name"]) != (me.kind, me.name):
        raise OtherExport(
            _(
                "la cartella è del servizio {theirs} ({kind}), non di {ours}: "
                "indicare quel servizio, e il suo nome in AZIONE0_NAME"
            ).format(theirs=manifest["name"], kind=manifest["service"], ours=me.name)
        )
    files = {table: File(**told) for table, told in manifest["tables"].items()}
    rows = 0
    with office.store.database.writing() as session:
        ours = _taken_along(office, session)
        theirs = _shapes(folder)
        _check_shapes(files, theirs, ours)
        _check_new(session)
        _check_digests(folder, files)
        for table, file in files.items():
            if progress:
                progress(table, file.rows)
            if table not in OF_A_BEGINNER:
                session.execute(f"DELETE FROM {table}")  # noqa: S608  from the catalogue
            columns = list(theirs[table].columns)
            types = list(theirs[table].columns.values())
            session.insert(
                table, columns, _read(_file_of(folder, table), columns, types)
            )
            rows += file.rows
    office.application.rebuild()
    return rows


def what_is_held(office: Office) -> Mapping[str, str]:
    """Say in a sentence what each table of a service holds."""
    return {
        **store.HOLDS,
        **inbox.HOLDS,
        **relay.HOLDS,
        **answers.HOLDS,
        **audit.HOLDS,
        **book.HOLDS,
        **accounts.HOLDS,
        **oidc.HOLDS,
        **office.application.holds,
    }


def _taken_along(office: Office, session: Session) -> dict[str, TableShape]:
    return {
        table: shape
        for table, shape in session.tables().items()
        if not office.application.is_rebuilt(table)
        and table not in accounts.LEFT_BEHIND
    }


def _order(shape: TableShape, dialect: str) -> str:
    """Spell the order of the primary key, the same in every database."""
    bytewise = ' COLLATE "C"' if dialect == "postgres" else ""
    columns = shape.key or tuple(shape.columns)
    return " ORDER BY " + ", ".join(
        name + (bytewise if shape.columns[name] == "text" else "") for name in columns
    )


def _file_of(folder: Path, table: str) -> Path:
    return folder / f"{table}.jsonl"


def _write(path: Path, shape: TableShape, rows: Iterable[tuple[Any, ...]]) -> File:
    digest, count = sha256(), 0
    names = list(shape.columns)
    with path.open("wb") as file:
        for row in rows:
            told = dict(zip(names, map(_told, row), strict=True))
            line = msgspec.json.encode(told) + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return File(count, digest.hexdigest())


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return {"base64": b64encode(raw).decode("ascii")}
    return value


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _read(path: Path, columns: list[str], types: list[str]) -> Iterator[list[Any]]:
    meanings = [_MEANINGS.get(it) for it in types]
    with path.open("rb") as file:
        for line in file:
            told = msgspec.json.decode(line)
            yield [
                meaning(told[name])
                if meaning and told[name] is not None
                else told[name]
                for name, meaning in zip(columns, meanings, strict=True)
            ]


def _bytes_of(told: str | dict[str, str]) -> bytes:
    if isinstance(told, dict):
        return b64decode(told["base64"], validate=True)
    return told.encode("utf-8")


_MEANINGS: dict[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "timestamptz": datetime.fromisoformat,
    "bytea": _bytes_of,
}


def _told_of(topic: str) -> dict[str, Any]:
    """Give an event's version, and the JSON Schema of its state."""
    shape = shape_of(cast("Any", event_class(topic)))
    return {"version": shape.version, "state": msgspec.json.schema(shape.struct)}


def _readme(office: Office, files: Mapping[str, File], held: Mapping[str, str]) -> str:
    me = office.settings.me
    lines = [
        f"# {me.name} ({me.organisation})",
        "",
        _(
            "Tutto ciò che il servizio conserva, tabella per tabella: un file per "
            "ciascuna, una riga per ogni riga, in JSON (UTF-8). Giorni come "
            "2026-03-31, istanti in UTC, importi in centesimi di euro, identificativi "
            "come UUID. Ciò che è binario e non è testo sta in base64."
        ),
        "",
        _(
            "dictionary.json dice i tipi delle colonne e lo schema di ogni fatto "
            "(events.state); manifest.json il numero di righe e lo SHA-256 di ogni "
            "file."
        ),
        "",
        _("Per ripartire da qui, in un'installazione nuova e vuota:"),
        "",
        f"    azione0 restore {me.kind} CARTELLA",
        "",
        f"| {_('File')} | {_('Righe')} | {_('Contenuto')} |",
        "|---|---|---|",
    ]
    lines += [
        f"| {table}.jsonl | {file.rows} | {held.get(table, '')} |"
        for table, file in files.items()
    ]
    return "\n".join([*lines, ""])


def _write_json(path: Path, told: Any) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT and isinstance(manifest["tables"], dict)
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise NotAnExport(
            _(
                "{folder} non è un'esportazione intera di azione0 export: "
                "manca {manifest} o non si legge"
            ).format(folder=folder, manifest=MANIFEST)
        )
    return dict(manifest)


def _shapes(folder: Path) -> dict[str, TableShape]:
    told = json.loads((folder / DICTIONARY).read_text(encoding="utf-8"))["tables"]
    return {
        table: TableShape(it["columns"], tuple(it["key"])) for table, it in told.items()
    }


def _check_digests(folder: Path, files: Mapping[str, File]) -> None:
    for table, file in files.items():
        digest = sha256()
        path = _file_of(folder, table)
        try:
            with path.open("rb") as opened:
                while block := opened.read(BLOCK):
                    digest.update(block)
        except OSError:
            raise DamagedExport(
                _("manca il file {file}").format(file=path.name)
            ) from None
        if digest.hexdigest() != file.sha256:
            raise DamagedExport(
                _("{file} non è più com'era quando fu scritto").format(file=path.name)
            )


def _check_shapes(
    files: Mapping[str, File],
    theirs: Mapping[str, TableShape],
    ours: Mapping[str, TableShape],
) -> None:
    for table in files:
        if table not in ours or theirs[table].columns != ours[table].columns:
            raise OtherExport(
                _(
                    "la tabella {table} non è quella di questa versione: installare "
                    "la versione che ha scritto l'esportazione, poi aggiornare"
                ).format(table=table)
            )


def _check_new(session: Session) -> None:
    for table in OF_A_BEGINNER:
        if session.execute(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608  our own names
            raise NotNew(
                _(
                    "il servizio ha già un passato ({table} non è vuota): "
                    "si riparte solo in un'installazione nuova"
                ).format(table=table)
            )


class NotEmpty(Exception):
    """A folder to write into that holds something."""


class NotAnExport(Exception):
    """A folder that no export wrote, or not to its end."""


class DamagedExport(Exception):
    """A file of an export that is missing or was changed."""


class OtherExport(Exception):
    """An export of another service, or of another version of it."""


class NotNew(Exception):
    """A service to be filled that has a past of its own."""
