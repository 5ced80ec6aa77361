"""Invented letters in envelopes: written to a file, read from it, taken in."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from typing import IO

from azione0 import letter
from azione0.contract import Contract
from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.office import Office
from azione0.words import _
from reporting.invented.names import ORGANISATION, Names

#: The hour at which everything invented was written down, in UTC.
EVENING = time(18, tzinfo=UTC)
BATCH = 1_000
LONGEST_LINE = 100_000


def envelopes(contracts: Iterable[Contract], names: Names) -> Iterator[Raw]:
    """Put letters in envelopes that say that nobody sent them, in the order given."""
    for number, contract in enumerate(contracts):
        letter_id = str(names.thing("letter", number))
        yield letter.write(
            contract,
            id=letter_id,
            source=f"//{ORGANISATION}/{contract.promise.publisher}",
            recorded_at=datetime.combine(contract.effective_on, EVENING),
            correlation_id=letter_id,
            causation_id=letter_id,
        )


def write_letters(
    raws: Iterable[Raw], path: Path, tell: Callable[[int], None] = lambda many: None
) -> int:
    """Write letters, one JSON object a line, compressed; the same ones, same bytes."""
    written = 0
    with (
        path.open("wb") as opened,
        gzip.GzipFile("", "wb", 6, opened, mtime=0) as packed,
    ):
        for raw in raws:
            line = {"headers": raw.headers, "body": raw.body.decode()}
            packed.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            written += 1
            if written % BATCH == 0:
                tell(BATCH)
    tell(written % BATCH)
    return written


def read_letters(packed: IO[bytes]) -> Iterator[Raw]:
    """Read letters that `write_letters` wrote; `NoLetters` where that is not one."""
    with gzip.GzipFile(fileobj=packed) as opened:
        number = 0
        while line := _line(opened, number + 1):
            number += 1
            try:
                said = json.loads(line)
                raw = Raw(dict(said["headers"]), said["body"].encode())
                source = raw.headers["ce-source"]
            except (ValueError, KeyError, TypeError, AttributeError) as wrong:
                raise NoLetters(
                    _("Riga {number}: non è una lettera.").format(number=number)
                ) from wrong
            if not source.startswith(f"//{ORGANISATION}/"):
                raise NotInvented(
                    _(
                        "Riga {number}: la lettera viene da {source}. Da un file si "
                        "prendono solo lettere inventate; le altre arrivano per posta."
                    ).format(number=number, source=source)
                )
            yield raw


def take_in(
    office: Office, raws: Iterable[Raw], tell: Callable[[int], None] = lambda many: None
) -> Taken:
    """
    Bring invented letters to the archive by its inbox, some at a time.

    As all letters: kept and counted in one transaction, once. `NotInvented` if the
    archive holds a letter that somebody sent: what is invented never joins it.
    """
    with office.store.reading() as session:
        sent = session.execute(
            "SELECT source FROM inbox WHERE source NOT LIKE ? LIMIT 1",
            (f"//{ORGANISATION}/%",),
        )
    if sent:
        raise NotInvented(
            _(
                "L'archivio contiene lettere vere, di {source}: le inventate vanno in "
                "un archivio a parte. Indicare un'altra cartella con AZIONE0_DATA."
            ).format(source=sent[0][0])
        )
    taken, rest = Taken(), iter(raws)
    while batch := list(islice(rest, BATCH)):
        taken += office.inbox.take(batch)
        tell(len(batch))
    return taken


@contextmanager
def opened_letters(path: Path) -> Iterator[Iterator[Raw]]:
    """Open a file of letters; `NoLetters` if it is none."""
    with path.open("rb") as packed:
        yield read_letters(packed)


def _line(opened: gzip.GzipFile, number: int) -> bytes:
    try:
        line = opened.readline(LONGEST_LINE)
    except (OSError, EOFError) as wrong:
        raise NoLetters(_("Il file è guasto o non è di lettere.")) from wrong
    if len(line) == LONGEST_LINE:
        raise NoLetters(
            _("Riga {number}: troppo lunga per una lettera.").format(number=number)
        )
    return line


class NotInvented(Exception):
    """Invented letters and real ones are never in one archive."""


class NoLetters(ValueError):
    """A file that holds no letters, or broken ones."""
