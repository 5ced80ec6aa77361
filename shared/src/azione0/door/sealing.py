"""
The exchange of checkpoints over HTTP: what others show us, and what we hold of theirs.

Nobody needs a token: a checkpoint is a name, a size and a hash, and carries the
signature of the log that it is about.
"""

from base64 import b64decode
from typing import Any

from flask import Response, current_app, json
from marshmallow import Schema, ValidationError, fields, validate

from azione0.audit.merkle import HASH_BYTES
from azione0.audit.witness import MOST_HASHES, Growth
from azione0.door.strict import JSON, StrictBlueprint
from azione0.office import Office

sealing = StrictBlueprint(
    "seals", __name__, description="Checkpoints of logs, shown and cosigned."
)
LONGEST_NOTE = 50_000


def _is_hash(text: str) -> None:
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != HASH_BYTES:
        raise ValidationError("a SHA-256 in base64")


class GrowthForm(Schema):
    """A log's new checkpoint, the size that it grew from, and the proof of it."""

    old_size = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=0, max=2**53 - 1)
    )
    proof = fields.List(
        fields.String(validate=_is_hash),
        required=True,
        validate=validate.Length(max=MOST_HASHES),
        metadata={"description": "Hashes in base64. Source: RFC 6962 § 2.1.2."},
    )
    checkpoint = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_NOTE),
        metadata={"description": "A C2SP signed note, with the log's signature."},
    )


class CosignatureForm(Schema):
    """The line with which this service says that it saw a checkpoint."""

    cosignature = fields.String(required=True)


class KeysForm(Schema):
    """The public keys of this service, one a line: of its log, and as a witness."""

    keys = fields.String(required=True)


class HeldAsked(Schema):
    """Of which log."""

    log = fields.String(required=True, validate=validate.Length(min=1, max=300))


class HeldForm(Schema):
    """The checkpoint that is held of a log, cosigned; empty if there is none."""

    checkpoint = fields.String(required=True)


@sealing.page(
    "/seals",
    "cosign_seal",
    CosignatureForm,
    method="POST",
    done="It is kept; this is the line that cosigns it.",
    form=GrowthForm,
    failures=[400, 403, 404, 409, 413, 415, 422, 503],
    token=False,
)
def cosign(said: dict[str, Any]) -> Response:
    """See a partner's log grow, keep its checkpoint, and sign for it."""
    proof = tuple(b64decode(it) for it in said["proof"])
    growth = Growth(said["old_size"], proof, said["checkpoint"])
    return _json(cosignature=_office().exchange.add(growth))


@sealing.page(
    "/seals/held",
    "held_seal",
    HeldForm,
    form=HeldAsked,
    failures=[422, 503],
    token=False,
)
def held(asked: dict[str, Any]) -> Response:
    """Give the newest checkpoint of a log that is held here."""
    return _json(checkpoint=_office().exchange.held(asked["log"]))


@sealing.page("/seals/keys", "seal_keys", KeysForm, failures=[503], token=False)
def keys() -> Response:
    """Give the keys by which what this service signs can be checked."""
    return _json(keys=_office().exchange.keys())


def _json(**said: Any) -> Response:
    return Response(json.dumps(said), content_type=JSON)


def _office() -> Office:
    found: Office = current_app.extensions["azione0"].office
    return found
