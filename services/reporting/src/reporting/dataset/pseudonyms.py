"""
Pseudonyms for a dataset: the same id always becomes the same one, by a key.

Without the key nobody can go back, and two exports under two keys cannot be joined
by their ids. What is exported stays personal data all the same: days and amounts
may be recognised by who knows them. Source: recital 26 GDPR.
"""

import hmac
from functools import lru_cache
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

KEY_BYTES = 32


class Pseudonyms:
    """Replaces ids under one key; `WeakKey` below 32 bytes."""

    def __init__(self, key: bytes | None = None) -> None:
        if key is not None and len(key) < KEY_BYTES:
            raise WeakKey(f"a key of {len(key)} bytes: give at least {KEY_BYTES}")
        self._key = key or token_bytes(KEY_BYTES)
        self.of = lru_cache(maxsize=200_000)(self._of)

    def _of(self, told: str) -> str:
        digest = hmac.digest(self._key, told.encode(), sha256)
        return str(UUID(bytes=digest[:16], version=4))


class WeakKey(ValueError):
    """A key that is too short to keep a pseudonym."""
