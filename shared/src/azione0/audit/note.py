"""
Signed checkpoints: how large a log was, and its root, said by who keeps it.

A note is text, an empty line, and a line for each signature. A checkpoint's text is
the log's name, its size, its root in base64. Whoever saw it may sign too (cosign),
with the instant at which it did. Source: C2SP signed-note, tlog-checkpoint and
tlog-cosignature; keys are Ed25519 (RFC 8032).
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from azione0.audit.merkle import HASH_BYTES

OF_THE_LOG, OF_A_WITNESS = 0x01, 0x04
KEY_BYTES, ID_BYTES, SIGNATURE_BYTES, TIME_BYTES = 32, 4, 64, 8
NAME = re.compile(r"[^\s+]{1,200}")
SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
PRIVATE = "PRIVATE+KEY+"
MARK = "\N{EM DASH} "
MOST_SIGNATURES = 100
#: No note has control characters; half a character is none.
UNSEEMLY = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
#: The log, its size, its root.
LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large a log was at some moment, and the root of its tree."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Give the lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name whose signatures can be checked, by its public key."""

    name: str
    public: bytes
    kind: int = OF_THE_LOG

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise WrongKey(f"{self.name!r} is no name of a key: no blanks, no +")
        if len(self.public) != KEY_BYTES or self.kind not in (OF_THE_LOG, OF_A_WITNESS):
            raise WrongKey(f"the key of {self.name} is no Ed25519 key")

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says whose it is."""
        told = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(told).digest()[:ID_BYTES]

    def text(self) -> str:
        """Spell the key in one line, as others keep it: NAME+ID+KEY."""
        return (
            f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.public)}"
        )

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """Read a key from its line; `WrongKey` if it is not whole."""
        name, told, key = (*text.strip().split("+", 2), "", "")[:3]
        raw = _bytes(key)
        if raw is None or not raw:
            raise WrongKey(f"{text.strip()!r} is no key: NAME+ID+KEY is expected")
        read = cls(name, raw[1:], raw[0])
        if read.id.hex() != told:
            raise WrongKey(f"the key of {name} does not have the id that it says")
        return read


@dataclass(frozen=True, slots=True)
class Signer:
    """A name that signs, by its private key of 32 bytes."""

    name: str
    private: bytes
    kind: int = OF_THE_LOG

    @classmethod
    def new(cls, name: str, kind: int = OF_THE_LOG) -> "Signer":
        """Make a key of its own for a name; `WrongKey` if it cannot be a name."""
        made = cls(name, Ed25519PrivateKey.generate().private_bytes_raw(), kind)
        return cls.read(made.text())

    def text(self) -> str:
        """Spell the private key in one line, as its keeper keeps it."""
        told = _base64(bytes([self.kind]) + self.private)
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{told}"

    @classmethod
    def read(cls, text: str) -> "Signer":
        """Read a private key from its line; `WrongKey` if it is not whole."""
        line = text.strip()
        name, told, key = (*line.removeprefix(PRIVATE).split("+", 2), "", "")[:3]
        raw = _bytes(key) or b""
        if not line.startswith(PRIVATE) or len(raw) != 1 + KEY_BYTES:
            raise WrongKey("a private key is a line PRIVATE+KEY+NAME+ID+KEY")
        read = cls(name, raw[1:], raw[0])
        if read.verifier.id.hex() != told:
            raise WrongKey(f"the private key of {name} is not whole")
        return read

    @property
    def verifier(self) -> Verifier:
        """What others need to check its signatures."""
        key = Ed25519PrivateKey.from_private_bytes(self.private)
        return Verifier(self.name, key.public_key().public_bytes_raw(), self.kind)

    def sign(self, text: str, at: int = 0) -> str:
        """
        Give the line that signs a text.

        A witness says with it that it saw the text at an instant, in Unix seconds.
        """
        key = Ed25519PrivateKey.from_private_bytes(self.private)
        signature = key.sign(_signed_bytes(self.kind, text, at))
        stamp = at.to_bytes(TIME_BYTES, "big") if self.kind == OF_A_WITNESS else b""
        told = _base64(self.verifier.id + stamp + signature)
        return f"{MARK}{self.name} {told}\n"


def signed(checkpoint: Checkpoint, *signers: Signer, at: int = 0) -> str:
    """Give the note of a checkpoint, with these signatures."""
    text = checkpoint.text()
    return text + "\n" + "".join(it.sign(text, at) for it in signers)


def opened(note: str, verifiers: Iterable[Verifier]) -> tuple[Checkpoint, set[str]]:
    """
    Give a note's checkpoint, and which of the names given have signed it.

    Signatures of others are passed over. `WrongNote` if it is no note, or if a
    signature of one of them is false.
    """
    text = text_of(note)
    lines = note[len(text) + 1 :].splitlines()
    known = {(it.name, it.id): it for it in verifiers}
    by = set()
    for line in lines:
        name, raw = _signature_of(line)
        verifier = known.get((name, raw[:ID_BYTES]))
        if verifier is not None:
            _check(verifier, text, raw[ID_BYTES:])
            by.add(name)
    return checkpoint_of(text), by


def signed_by(note: str, verifiers: Iterable[Verifier]) -> str:
    """Give a note with the signatures of these alone, as `opened` accepts it."""
    text = text_of(note)
    known = {(it.name, it.id) for it in verifiers}
    lines = []
    for line in note[len(text) + 1 :].splitlines():
        name, raw = _signature_of(line)
        if (name, raw[:ID_BYTES]) in known:
            lines.append(f"{line}\n")
    return f"{text}\n{''.join(lines)}"


def text_of(note: str) -> str:
    """Give the part of a note that is signed; `WrongNote` if it is no note."""
    text, blank, below = note.rpartition("\n\n")
    lines = below.splitlines()
    if (
        UNSEEMLY.search(note)
        or not blank
        or not lines
        or len(lines) > MOST_SIGNATURES
        or not below.endswith("\n")
    ):
        raise WrongNote("a note is a text, an empty line, and its signatures")
    return text + "\n"


def checkpoint_of(text: str) -> Checkpoint:
    """Read the text of a checkpoint; `WrongNote` if it is none."""
    lines = text.split("\n")
    origin, size, root = lines[:3] if len(lines) == LINES + 1 else ("", "", "")
    raw = _bytes(root)
    if (
        lines[-1]
        or not origin
        or not SIZE.fullmatch(size)
        or len(raw or b"") != HASH_BYTES
    ):
        raise WrongNote("a checkpoint is three lines: the log, its size, its root")
    return Checkpoint(origin, int(size), raw or b"")


def _signature_of(line: str) -> tuple[str, bytes]:
    name, _, told = line.removeprefix(MARK).partition(" ")
    raw = _bytes(told)
    if not line.startswith(MARK) or raw is None or len(raw) <= ID_BYTES:
        raise WrongNote(f"{line!r} is no signature")
    return name, raw


def _check(verifier: Verifier, text: str, raw: bytes) -> None:
    stamp = TIME_BYTES if verifier.kind == OF_A_WITNESS else 0
    at = int.from_bytes(raw[:stamp], "big")
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(
            raw[stamp:], _signed_bytes(verifier.kind, text, at)
        )
    except InvalidSignature:
        raise WrongNote(f"the signature of {verifier.name} is false") from None


def _signed_bytes(kind: int, text: str, at: int) -> bytes:
    if kind == OF_A_WITNESS:
        return f"cosignature/v1\ntime {at}\n{text}".encode()
    return text.encode()


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes | None:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


class WrongKey(ValueError):
    """A key that cannot be one."""


class WrongNote(ValueError):
    """A note that is none, or is signed falsely."""
