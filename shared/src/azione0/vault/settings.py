"""
Where a service's keys are, and what covers them.

`AZIONE0_<KIND>_KEYS`     database of the keys; default a file beside the data folder
`AZIONE0_<KIND>_KEK`      the covering key: `file:PATH`, `env:NAME`, `transit:URL`
`AZIONE0_<KIND>_OLD_KEKS` covering keys in use before, until all is covered anew
`AZIONE0_<KIND>_ERASURES` the list of who was erased, outside every database
`AZIONE0_KEK_PASSPHRASE`  opens a covering key's file that has a passphrase
`AZIONE0_TRANSIT_TOKEN`   shown to a transit service

The defaults lie together in one folder, which is good for trying out and no more:
in service the covering key and the list of erasures belong elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeySettings:
    """What opens a vault; `environ` holds the secrets that `kek` may name."""

    keys_url: str
    kek: str
    old_keks: tuple[str, ...]
    erasures: Path
    environ: Mapping[str, str]

    def __repr__(self) -> str:
        """Name no secret."""
        return f"KeySettings({self.erasures})"


def key_settings(
    kind: str, name: str, data: Path, environ: Mapping[str, str]
) -> KeySettings:
    """Read the settings of a service's vault; nothing is opened or made yet."""
    upper = kind.upper()
    beside = data.with_name(f"{data.name}-keys")
    return KeySettings(
        keys_url=environ.get(f"AZIONE0_{upper}_KEYS")
        or f"sqlite:///{beside / name}.db",
        kek=environ.get(f"AZIONE0_{upper}_KEK") or f"file:{beside / name}.kek",
        old_keks=tuple(environ.get(f"AZIONE0_{upper}_OLD_KEKS", "").split()),
        erasures=Path(
            environ.get(f"AZIONE0_{upper}_ERASURES") or beside / f"{name}.erased"
        ),
        environ=environ,
    )
