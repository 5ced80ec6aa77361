"""
The keys with which a service signs, each in a file of its owner's only.

One is for its own log, another for what it saw of others' (it cosigns).
`AZIONE0_SEAL_KEY` and `AZIONE0_WITNESS_KEY` name them; by default they lie beside the
embedded databases. They are made when they are first needed. Who has the first can
sign anew, but cannot make others forget the checkpoints that they hold.
"""

import os

from azione0.audit.note import OF_A_WITNESS, OF_THE_LOG, Signer
from azione0.partners import Partner
from azione0.settings import Settings

SETTINGS = {
    OF_THE_LOG: ("AZIONE0_SEAL_KEY", ".key"),
    OF_A_WITNESS: ("AZIONE0_WITNESS_KEY", ".witness.key"),
}
ONLY_MINE = 0o600


def origin_of(settings: Settings) -> str:
    """Give the name of a service's log: its organisation and its own name."""
    return origin_of_partner(settings.me)


def origin_of_partner(partner: Partner) -> str:
    """Give the name of a partner's log."""
    return f"{partner.organisation}/{partner.name}"


def signer_of(settings: Settings, kind: int = OF_THE_LOG) -> Signer:
    """
    Give the key of a service's log, or of it as a witness; made if there is none yet.

    `OtherKey` if the file holds that of another; `WrongKey` if it holds none.
    """
    setting, ending = SETTINGS[kind]
    chosen = settings.seal_key if kind == OF_THE_LOG else settings.witness_key
    path = chosen or settings.data / f"{settings.me.name}{ending}"
    origin = origin_of(settings)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_MINE)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(Signer.new(origin, kind).text() + "\n")
            file.flush()
            os.fsync(file.fileno())
    signer = Signer.read(path.read_text(encoding="utf-8"))
    if (signer.name, signer.kind) != (origin, kind):
        raise OtherKey(
            f"{path} is another key, of {signer.name}: set {setting} to the one "
            f"of {origin} for this"
        )
    return signer


class OtherKey(Exception):
    """A file that holds the key of another log."""
