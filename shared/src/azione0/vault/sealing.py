"""
One value sealed under one key: AES-256-GCM, with the place where it belongs.

The bytes are `0x01`, the id of the key (16), a random nonce (12), then the sealed
value and its tag. The place (person, row, field, version of the key) is bound in, so
that a value moved elsewhere does not open. Source: NIST SP 800-38D.
"""

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
KEY_BYTES, ID_BYTES, NONCE_BYTES = 32, 16, 12
HEADER_BYTES = len(FORMAT) + ID_BYTES + NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a value is, and where it stands."""

    person_id: UUID
    row_id: UUID
    field: str

    def bound(self, version: int) -> bytes:
        """Give the bytes that are authenticated with the value."""
        parts = (self.person_id.bytes, self.row_id.bytes, self.field.encode())
        return b"".join(
            len(part).to_bytes(4, "big") + part
            for part in (*parts, version.to_bytes(8, "big"))
        )


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """A key of 256 bits, its id, and its version for its person and class."""

    id: UUID
    version: int
    secret: bytes


def new_secret() -> bytes:
    """Give 256 random bits."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def seal(key: DataKey, place: Place, value: str) -> bytes:
    """Seal a text; the same text sealed twice gives other bytes."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key.secret).encrypt(nonce, value.encode(), place.bound(key.version))
    return FORMAT + key.id.bytes + nonce + sealed


def key_id_of(sealed: bytes) -> UUID:
    """Give the id of the key under which bytes were sealed; `NotSealed`."""
    if len(sealed) < HEADER_BYTES or not sealed.startswith(FORMAT):
        raise NotSealed("these bytes were not sealed here: restore the row")
    return UUID(bytes=sealed[1 : 1 + ID_BYTES])


def unseal(key: DataKey, place: Place, sealed: bytes) -> str:
    """Open a sealed text; `NotSealed` if it was changed or moved."""
    key_id_of(sealed)
    nonce = sealed[1 + ID_BYTES : HEADER_BYTES]
    try:
        value = AESGCM(key.secret).decrypt(
            nonce, sealed[HEADER_BYTES:], place.bound(key.version)
        )
    except InvalidTag:
        raise NotSealed(
            f"row {place.row_id}, field {place.field}: changed or moved since it was "
            "sealed; restore the row"
        ) from None
    return value.decode()


class NotSealed(Exception):
    """Bytes that were not sealed here, for this place, under this key."""
