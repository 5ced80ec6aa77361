"""
Who takes part: each running service, its kind, its organisation, its address.

One file, kept by the operator and the same for everybody. Without one, the five
services and the two kinds of creditor stand under their own names.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from azione0.contract import CREDITORS, FOLLOWING, KINDS, SERVICES

FIRST_PORT = 8001


@dataclass(frozen=True, slots=True)
class Partner:
    """
    A running service or an outside system: `name` is its own, `kind` its work.

    `serves` are the organisations, besides its own, for whose cases it works where
    several of its kind run; `*` stands for those whom no other serves.
    """

    name: str
    kind: str
    organisation: str
    url: str = ""
    #: The public keys of its log and as a witness; asked of it where they are not said.
    seal_key: str = ""
    witness_key: str = ""
    serves: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """What stands as `source` on its letters."""
        return f"//{self.organisation}/{self.name}"


DEFAULT_ORGANISATIONS = {
    "intake": "comune-brescia",
    "ledger": "aler-bcm",
    "workshops": "elefanti-volanti",
    "employment": "solco-brescia",
    "reporting": "azione0",
    "aler": "aler-bcm",
    "condominium": "amministratori",
}


def default_partners() -> tuple[Partner, ...]:
    """Give the pilot: five services on this machine, ports 8001 to 8005."""
    services = tuple(
        Partner(kind, kind, DEFAULT_ORGANISATIONS[kind], f"http://127.0.0.1:{port}")
        for port, kind in enumerate(SERVICES, FIRST_PORT)
    )
    creditors = tuple(
        Partner(kind, kind, DEFAULT_ORGANISATIONS[kind]) for kind in CREDITORS
    )
    return services + creditors


def read_partners(path: Path) -> tuple[Partner, ...]:
    """
    Read a partners file: TOML, one `[[partner]]` with name, kind, organisation, url.

    Also `serves`, a list of organisations, for a service that is not the only one of
    its kind. Where they are known, `seal_key` and `witness_key` are its public keys.

    `WrongPartners` names what is missing, doubled or unknown.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("partner", [])
        partners = tuple(_partner(**table) for table in tables)
    except (OSError, tomllib.TOMLDecodeError, TypeError) as wrong:
        raise WrongPartners(f"{path}: {wrong}") from None
    return _checked(partners, path)


def _partner(serves: object = None, **table: str) -> Partner:
    if not isinstance(serves, list | None):
        raise TypeError(f"serves = {serves!r}: give a list of organisations")
    return Partner(**table, serves=tuple(serves or ()))


def _checked(partners: Sequence[Partner], path: Path) -> tuple[Partner, ...]:
    seen: set[str] = set()
    for partner in partners:
        letters = partner.name.replace("-", "")
        if not (letters.isascii() and letters.isalnum() and letters.islower()):
            raise WrongPartners(f"{path}: {partner.name!r}: use a-z, 0-9 and '-'")
        if letters in seen:
            raise WrongPartners(f"{path}: {partner.name} is there twice")
        if partner.kind not in KINDS:
            raise WrongPartners(
                f"{path}: {partner.name} has kind {partner.kind!r}, not one of "
                f"{', '.join(KINDS)}"
            )
        _check_serves(partner, path)
        seen.add(letters)
    return tuple(partners)


def _check_serves(partner: Partner, path: Path) -> None:
    if partner.serves and partner.kind not in FOLLOWING:
        raise WrongPartners(
            f"{path}: {partner.name} serves nobody: only {' and '.join(FOLLOWING)} "
            "follow households"
        )
    if wrong := [it for it in partner.serves if not isinstance(it, str) or not it]:
        raise WrongPartners(f"{path}: {partner.name} cannot serve {wrong[0]!r}")


class WrongPartners(Exception):
    """A partners file that cannot be used, and why."""
