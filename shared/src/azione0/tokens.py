"""
Who may act here: one line of a file for each token, and never the token itself.

A token is 256 random bits, so nobody can guess it and a plain SHA-256 hides it:
slow hashes are for what people invent, and would only slow every request. The
file is read again when it changes, so a token taken back stops working at once.
"""

import hmac
import json
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

#: May act and ask; may only ask; may collect the letters of one recipient.
ROLES = ("operator", "reader", "recipient")
PREFIX = "azione0_"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@/-]{0,99}")
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or a program, that was given a token."""

    name: str
    organisation: str
    roles: tuple[str, ...]
    recipient: str = ""

    def __post_init__(self) -> None:
        for value in (self.name, self.organisation, self.recipient or "none"):
            if not NAME.fullmatch(value):
                raise WrongTokens(f"{value!r}: use letters, digits and . _ @ / -")
        for role in self.roles:
            if role not in ROLES:
                raise WrongTokens(f"{role!r} is no role: {', '.join(ROLES)}")
        if not self.roles:
            raise WrongTokens(f"{self.name} has no role: {', '.join(ROLES)}")
        if ("recipient" in self.roles) != bool(self.recipient):
            raise WrongTokens(f"{self.name}: a recipient names whose letters it takes")


@dataclass(frozen=True, slots=True)
class Grant:
    """A token's hash, and the actor it was given to."""

    sha256: str
    actor: Actor


class Keyring:
    """The tokens of one file, as the file now is; without a file nobody may act."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._grants: tuple[Grant, ...] = ()

    def actor(self, token: str) -> Actor | None:
        """
        Give the actor of a token; `None` if nobody was given it.

        `WrongTokens` if the file is gone or half edited: then nobody may act.
        """
        presented = hash_of(token)
        found = None
        for grant in self._current():
            # Every hash is compared in full: time must not tell which one is near.
            if hmac.compare_digest(grant.sha256, presented):
                found = grant.actor
        return found

    def _current(self) -> tuple[Grant, ...]:
        if self._path is None:
            return ()
        try:
            about = self._path.stat()
        except OSError as wrong:
            raise WrongTokens(f"{self._path}: {wrong.strerror}") from None
        seen = (about.st_mtime_ns, about.st_ino)
        if seen != self._seen:
            self._grants = read_tokens(self._path)
            self._seen = seen
        return self._grants


def hash_of(token: str) -> str:
    """Give the SHA-256 of a token, in hex."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def read_tokens(path: Path) -> tuple[Grant, ...]:
    """
    Read a tokens file: TOML, one `[[token]]` for each.

    `WrongTokens` names what is missing, unknown or of the wrong form.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("token", [])
        return tuple(_grant(table) for table in tables)
    except (OSError, tomllib.TOMLDecodeError, TypeError, KeyError) as wrong:
        raise WrongTokens(f"{path}: {wrong}") from None


def write_tokens(path: Path, grants: Iterable[Grant]) -> None:
    """Write a tokens file, whole or not at all, readable by its owner only."""
    text = "\n".join(map(_written, grants))
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _grant(table: dict[str, object]) -> Grant:
    hashed = str(table["sha256"])
    if not HASH.fullmatch(hashed):
        raise WrongTokens("sha256 must be 64 hexadecimal digits")
    roles = table["roles"]
    if not isinstance(roles, Sequence) or isinstance(roles, str):
        raise WrongTokens('roles must be a list, such as ["operator"]')
    return Grant(
        hashed,
        Actor(
            name=str(table["actor"]),
            organisation=str(table["organisation"]),
            roles=tuple(map(str, roles)),
            recipient=str(table.get("recipient", "")),
        ),
    )


def _written(grant: Grant) -> str:
    actor = grant.actor
    lines = [
        "[[token]]",
        f"actor = {json.dumps(actor.name)}",
        f"organisation = {json.dumps(actor.organisation)}",
        f"roles = {json.dumps(list(actor.roles))}",
    ]
    if actor.recipient:
        lines.append(f"recipient = {json.dumps(actor.recipient)}")
    return "\n".join([*lines, f'sha256 = "{grant.sha256}"', ""])


class WrongTokens(Exception):
    """A tokens file, or a line of it, that cannot be used, and why."""
