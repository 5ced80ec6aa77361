"""
The key that covers all others, wherever it is: a file, a secret, a transit service.

A setting says which: `file:PATH` (with a passphrase or without), `env:NAME` (a
variable that holds 32 bytes in base64), `transit:https://HOST/NAME` (a service that
wraps without ever giving its key away, such as HashiCorp Vault's transit engine).
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from azione0.vault.sealing import KEY_BYTES, NONCE_BYTES, new_secret

#: Cost of a guess at the passphrase: 32 MiB and about 0.1 s. Source: RFC 7914.
SCRYPT = {"n": 2**15, "r": 8, "p": 1}
SALT_BYTES, ID_LETTERS = 16, 16
ANSWER_SECONDS, MOST_BYTES, OK = 10, 64 * 1024, 200


class KeyWrapper(Protocol):
    """
    Covers data keys and uncovers them.

    `id` names the covering key, never tells it. `about` is bound in: a covered key
    that was moved to another person does not uncover.
    """

    @property
    def id(self) -> str:
        """The name of the covering key, kept beside what it covers."""

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        """Cover a key."""

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """Uncover a key; `WrongKey` if it is not the one that covered it."""


class SecretKey:
    """A covering key that this process holds: AES-256-GCM under it."""

    def __init__(self, id: str, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise WrongKey(f"{id}: a covering key has {KEY_BYTES} bytes")
        self.id = id
        self._cipher = AESGCM(secret)

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        """Cover a key under a random nonce."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """Uncover a key; `WrongKey`."""
        try:
            return self._cipher.decrypt(
                wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about
            )
        except InvalidTag:
            raise WrongKey(f"{self.id} does not uncover this data key") from None


class Transit:
    """
    A covering key that never leaves its service.

    Speaks the transit interface of HashiCorp Vault: `encrypt`, `decrypt` and `keys`
    below `/v1/transit`, a token in `X-Vault-Token`. `NoTransit` if it cannot be
    reached or refuses.
    """

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        name = parts.path.strip("/")
        if parts.scheme not in ("http", "https") or not parts.hostname or not name:
            raise WrongKeySetting(f"transit:{url}: write transit:https://HOST/NAME")
        self._parts, self._name, self._token = parts, name, token
        self._id: str | None = None

    @property
    def id(self) -> str:
        """The key's name and its newest version, as its service tells them."""
        if self._id is None:
            told = self._ask("GET", "keys")
            self._id = f"transit:{self._name}:v{told['latest_version']}"
        return self._id

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        """Have a key covered."""
        told = self._ask(
            "POST", "encrypt", plaintext=_text(secret), associated_data=_text(about)
        )
        return str(told["ciphertext"]).encode()

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """Have a key uncovered."""
        told = self._ask(
            "POST",
            "decrypt",
            ciphertext=wrapped.decode(),
            associated_data=_text(about),
        )
        return b64decode(told["plaintext"], validate=True)

    def _ask(self, method: str, verb: str, **body: str) -> Any:
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(
            self._parts.hostname or "", self._parts.port, timeout=ANSWER_SECONDS
        )
        try:
            connection.request(
                method,
                f"/v1/transit/{verb}/{quote(self._name)}",
                body=json.dumps(body) if body else None,
                headers={"X-Vault-Token": self._token},
            )
            answer = connection.getresponse()
            content = answer.read(MOST_BYTES)
        except (OSError, HTTPException) as wrong:
            raise NoTransit(
                f"transit service {self._parts.hostname}: {type(wrong).__name__}"
            ) from wrong
        finally:
            connection.close()
        if answer.status != OK:
            raise NoTransit(
                f"transit service {self._parts.hostname} answers {answer.status} to "
                f"{verb} with key {self._name}"
            )
        try:
            return json.loads(content)["data"]
        except (ValueError, KeyError, TypeError):
            raise NoTransit(
                f"transit service {self._parts.hostname} answers something else"
            ) from None


def wrapper_from(setting: str, environ: Mapping[str, str]) -> KeyWrapper:
    """
    Give the covering key that a setting names; a file that is missing is made.

    `AZIONE0_KEK_PASSPHRASE` opens a file that has a passphrase,
    `AZIONE0_TRANSIT_TOKEN` a transit service. `WrongKeySetting`, `WrongKey`.
    """
    kind, _colon, where = setting.partition(":")
    if kind == "file" and where:
        passphrase = environ.get("AZIONE0_KEK_PASSPHRASE") or None
        path = Path(where)
        if not path.exists():
            write_key_file(path, passphrase)
        return read_key_file(path, passphrase)
    if kind == "env" and where:
        return _from_environment(where, environ)
    if kind == "transit" and where:
        return Transit(where, environ.get("AZIONE0_TRANSIT_TOKEN", ""))
    raise WrongKeySetting(
        f"{kind}:… is no covering key: write file:PATH, env:NAME or "
        "transit:https://HOST/NAME"
    )


def write_key_file(path: Path, passphrase: str | None = None) -> None:
    """Make a covering key; its file is readable by its owner only."""
    secret = new_secret()
    made: dict[str, Any] = {"id": f"file:{os.urandom(ID_LETTERS // 2).hex()}"}
    if passphrase is None:
        made["secret"] = _text(secret)
    else:
        salt = os.urandom(SALT_BYTES)
        under = SecretKey(made["id"], _stretched(passphrase, salt, SCRYPT))
        made |= {"salt": _text(salt), "scrypt": SCRYPT}
        made["wrapped"] = _text(under.wrap(secret, made["id"].encode()))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())


def read_key_file(path: Path, passphrase: str | None = None) -> SecretKey:
    """Read a covering key; `WrongKey` without the right passphrase."""
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
        if "secret" in made:
            return SecretKey(made["id"], b64decode(made["secret"], validate=True))
        salt = b64decode(made["salt"], validate=True)
        if passphrase is None:
            raise WrongKey(f"{path} has a passphrase: set AZIONE0_KEK_PASSPHRASE")
        under = SecretKey(made["id"], _stretched(passphrase, salt, made["scrypt"]))
        wrapped = b64decode(made["wrapped"], validate=True)
        return SecretKey(made["id"], under.unwrap(wrapped, made["id"].encode()))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise WrongKey(f"{path} is no key file: {type(wrong).__name__}") from wrong


def _from_environment(name: str, environ: Mapping[str, str]) -> SecretKey:
    try:
        secret = b64decode(environ[name], validate=True)
    except (KeyError, ValueError):
        raise WrongKeySetting(
            f"env:{name}: set it to {KEY_BYTES} random bytes in base64"
        ) from None
    # 256 random bits cannot be guessed from their digest.
    return SecretKey(f"env:{sha256(secret).hexdigest()[:ID_LETTERS]}", secret)


def _stretched(passphrase: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, **cost).derive(passphrase.encode())


def _text(content: bytes) -> str:
    return b64encode(content).decode()


class WrongKeySetting(Exception):
    """A setting that names no covering key."""


class WrongKey(Exception):
    """A covering key that does not open what it should."""


class NoTransit(Exception):
    """A transit service that does not answer or refuses."""
