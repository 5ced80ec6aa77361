"""
The key with which a service signs for its log, in a file of its owner's only.

`AZIONE0_SEAL_KEY` names it; by default it lies beside the embedded databases. It is
made when it is first needed. Who has it can sign anew, but cannot make others forget
the checkpoints that they hold.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from azione0.audit.note import Signer
from azione0.settings import Settings

SETTING = "AZIONE0_SEAL_KEY"
ONLY_MINE = 0o600


def origin_of(settings: Settings) -> str:
    """Give the name of a service's log: its organisation and its own name."""
    return f"{settings.me.organisation}/{settings.me.name}"


def signer_of(settings: Settings, environ: Mapping[str, str]) -> Signer:
    """
    Give the key of a service's log, made if there is none yet.

    `OtherKey` if the file holds that of another log; `WrongKey` if it holds none.
    """
    path = Path(environ.get(SETTING) or settings.data / f"{settings.me.name}.key")
    origin = origin_of(settings)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_MINE)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(Signer.new(origin).text() + "\n")
            file.flush()
            os.fsync(file.fileno())
    signer = Signer.read(path.read_text(encoding="utf-8"))
    if signer.name != origin:
        raise OtherKey(
            f"{path} is the key of {signer.name}, not of {origin}: "
            f"set {SETTING} to this log's own"
        )
    return signer


class OtherKey(Exception):
    """A file that holds the key of another log."""
