"""
What an auditor may ask of a service over HTTP: its own events about a household.

The same address in every service. Nothing is stored but that it was asked, and that
before it is answered.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from azione0.access.declared import Declared, household
from azione0.application import Application
from azione0.audit.history import private
from azione0.door.api import Api
from azione0.fields import Day, Group, Identifier, Instant, Many, Whole

api = Api(
    "audit",
    about="What this service recorded about a household, with the proofs.",
    access={
        "private_events": Declared("audit", "economic", household(), recorded=True)
    },
)


class PrivateAsked(Schema):
    """As of which day, and with the knowledge of which instant."""

    as_of = Day(
        load_default=None, metadata={"description": "The last day that counts."}
    )
    known_at = Instant(
        load_default=None,
        metadata={"description": "What was written down later is not looked at."},
    )


class PrivateEventForm(Schema):
    """An event as it stands in the log: all that is sealed of it."""

    seq = Whole(required=True)
    event_id = Identifier(required=True)
    noun_id = Identifier(required=True)
    noun_version = Whole(required=True)
    topic = fields.String(required=True)
    class_version = Whole(required=True)
    actor = fields.String(required=True)
    correlation = fields.String(required=True)
    causation = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    effective_on = Day(required=True)
    state = fields.String(
        required=True,
        metadata={"description": "What it says: the JSON as it is stored."},
    )
    reason = fields.String(allow_none=True, required=True)
    rule = fields.String(allow_none=True, required=True)
    rule_version = fields.String(
        allow_none=True,
        required=True,
        metadata={"description": "The version of the rules that decided it."},
    )
    proof = fields.List(
        fields.String(),
        allow_none=True,
        required=True,
        metadata={
            "description": "Hashes in base64 from its leaf to the checkpoint's root; "
            "absent if it is not sealed yet. Source: RFC 6962."
        },
    )


class PrivateForm(Schema):
    """A service's own events about a household, and the checkpoint that covers them."""

    household_id = Identifier(required=True)
    checkpoint = fields.String(
        required=True, metadata={"description": "A C2SP signed note, cosigned."}
    )
    events = Many(Group(PrivateEventForm), required=True)


@api.question("/audit/households/<uuid:household_id>", PrivateForm, asks=PrivateAsked)
def private_events(
    application: Application,
    household_id: UUID,
    as_of: date | None,
    known_at: datetime | None,
) -> Mapping[str, Any]:
    """Give what this service recorded about a household, with the proofs."""
    return private(application.store, household_id, as_of, known_at)
