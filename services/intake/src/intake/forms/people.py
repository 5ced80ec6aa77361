"""The shape of persons, of what they decide, and of who read what."""

from marshmallow import Schema, fields
from msgspec import Meta

from azione0.fields import (
    Choice,
    Day,
    Identifier,
    Instant,
    Many,
    Text,
)
from intake.households.members import OTHER, ROLES
from intake.people.identity import LONGEST_NOTE, NOTE_KINDS, SEXES
from intake.people.retention import GROUNDS

#: Versions are told to others: no sentence fits into one.
VERSION = Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", max_length=20)


class NewConsent(Schema):
    """A person's consent to one optional purpose."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    purpose = Text(required=True)
    text_version = Text(VERSION, required=True)
    on = Day(required=True)


class ConsentEnd(Schema):
    """A consent withdrawn."""

    person_id = Identifier(required=True)
    purpose = Text(required=True)
    on = Day(required=True)


class Fields(Schema):
    """What is known of a person; it is sealed and stands in no event."""

    surname = Text(load_default=None)
    name = Text(load_default=None)
    codice_fiscale = Text(load_default=None)
    birth_date = Day(load_default=None)
    birth_place = Text(load_default=None)
    sex = Choice(SEXES, load_default=None, allow_none=True)
    reference = Text(load_default=None)
    phone = Text(load_default=None)
    email = Text(load_default=None)
    address = Text(load_default=None)
    iban = Text(load_default=None)


class NewPerson(Fields):
    """Who a member of a household is; without `member_id` a new one, in a role."""

    on = Day(required=True)
    role = Choice(ROLES, load_default=OTHER)
    member_id = Identifier(load_default=None)


class Rectification(Fields):
    """Fields written anew; those left out stay as they are."""

    on = Day(required=True)


class NewNote(Schema):
    """A note about a person, sealed."""

    kind = Choice(tuple(NOTE_KINDS), required=True)
    text = Text(Meta(min_length=1, max_length=LONGEST_NOTE), required=True)
    on = Day(required=True)


class NewNotice(Schema):
    """A privacy notice for a purpose."""

    purpose = Text(required=True)
    text_version = Text(VERSION, required=True)
    text = Text(Meta(min_length=1, max_length=LONGEST_NOTE), required=True)
    on = Day(required=True)


class NoticeGiven(Schema):
    """A notice handed to a person."""

    purpose = Text(required=True)
    text_version = Text(VERSION, required=True)
    on = Day(required=True)


class NewErasure(Schema):
    """Why a person is erased, as a code."""

    legal_ground = Choice(GROUNDS, load_default=GROUNDS[0])
    on = Day(required=True)


class Reading(Schema):
    """What personal data is read for, and as of which day."""

    purpose = Text(required=True)
    on = Day(required=True)


class AsOf(Schema):
    """As of which day."""

    on = Day(required=True)


class PersonLineForm(Schema):
    """A person by random id; nothing that says who it is."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    since_on = Day(required=True)
    until_on = Day(allow_none=True)
    flags = fields.List(fields.String(), required=True)
    erased_on = Day(allow_none=True)


class PersonForm(Schema):
    """Who somebody is, as far as the purpose goes."""

    line = fields.Nested(PersonLineForm, required=True)
    known = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class NoteForm(Schema):
    """A note in plain text."""

    note_id = Identifier(required=True)
    kind = fields.String(required=True)
    on = Day(required=True)
    text = fields.String(required=True)


class PurposeForm(Schema):
    """A purpose: its basis, what it reads, how long data is kept for it."""

    code = fields.String(required=True)
    legal_basis = fields.String(required=True)
    field_classes = fields.List(fields.String(), required=True)
    retention_years = fields.Integer(required=True)
    retention_source = fields.String(required=True)
    valid_from = Day(required=True)
    valid_until = Day(allow_none=True)
    needs_consent = fields.Boolean(required=True)
    consent_years = fields.Integer(allow_none=True)


class WhichAccesses(Schema):
    """Readings of a person's or a household's data, or all."""

    person_id = Identifier(load_default=None)
    household_id = Identifier(load_default=None)


class AccessForm(Schema):
    """That somebody read personal data."""

    access_id = fields.String(required=True)
    accessed_at = Instant(required=True)
    actor = fields.String(required=True)
    organisation = fields.String(required=True)
    role = fields.String(required=True)
    purpose = fields.String(required=True)
    relation = fields.String(required=True)
    address = fields.String(required=True)
    action = fields.String(required=True)
    fields_told = fields.String(attribute="fields", required=True)
    count = fields.Integer(required=True)
    ids = fields.List(Identifier(), required=True)


class HoldForm(Schema):
    """What keeps data from being erased: by which article, until when."""

    purpose = fields.String(required=True)
    article = fields.String(required=True)
    reason = fields.String(required=True)
    field_classes = fields.List(fields.String(), required=True)
    ends_on = Day(allow_none=True)


class ErasureForm(Schema):
    """An erasure; while backups of its keys may exist its state is `pending`."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    field_classes = fields.List(fields.String(), required=True)
    legal_ground = fields.String(required=True)
    ordered_on = Day(required=True)
    destroyed_at = Instant(allow_none=True)
    cleaned_at = Instant(allow_none=True)
    state = fields.String(required=True)
    pending_until = Day(allow_none=True)


class WhichReceipts(Schema):
    """All confirmations, or those that are waited for."""

    state = Choice(("all", "waiting"), load_default="all")


class ReceiptForm(Schema):
    """Whether a partner has confirmed that it forgot somebody."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    recipient = fields.String(required=True)
    waits_since = Instant(allow_none=True)
    confirmed_at = Instant(allow_none=True)


class EndingForm(Schema):
    """Whose data's term ends, and whether somebody agreed that it goes."""

    ends_on = Day(required=True)
    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    field_classes = fields.List(fields.String(), required=True)
    is_approved = fields.Boolean(required=True)


class NewRow(Fields):
    """A person of a list; its household by id, or by a creditor's tenancy."""

    household_id = Identifier(load_default=None)
    creditor_id = Text(load_default=None)
    tenancy_id = Text(load_default=None)
    since_on = Day(load_default=None)


class NewRows(Schema):
    """Many persons at once."""

    rows = Many(fields.Nested(NewRow), required=True)
    on = Day(required=True)


class RowRefusedForm(Schema):
    """A row that was not taken, from 1, and what to do."""

    row = fields.Integer(required=True)
    refusal = fields.String(required=True)
    detail = fields.String(required=True)


class ImportedForm(Schema):
    """How many rows there were, who was registered, what was wrong."""

    rows = fields.Integer(required=True)
    person_ids = fields.List(Identifier(), required=True)
    refused = fields.List(fields.Nested(RowRefusedForm), required=True)


class DossierForm(Schema):
    """All that is held about a person."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    since_on = Day(required=True)
    until_on = Day(allow_none=True)
    made_at = Instant(required=True)
    as_of = Day(required=True)
    known = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    flags = fields.List(fields.String(), required=True)
    notes = fields.List(fields.Nested(NoteForm), required=True)
    notices = fields.List(fields.Nested(NoticeGiven), required=True)
    consents = fields.List(
        fields.Nested(
            Schema.from_dict(
                {
                    "purpose": fields.String(required=True),
                    "text_version": fields.String(required=True),
                    "since_on": Day(required=True),
                    "until_on": Day(allow_none=True),
                },
                name="ConsentLineForm",
            )
        ),
        required=True,
    )
    purposes = fields.List(fields.Nested(PurposeForm), required=True)
    readings = fields.List(fields.Nested(AccessForm), required=True)
    broken_glass = fields.List(
        fields.Nested(
            Schema.from_dict(
                {
                    "from_at": Instant(required=True),
                    "until_at": Instant(required=True),
                    "actor": fields.String(required=True),
                    "organisation": fields.String(required=True),
                    "reason": fields.String(required=True),
                    "outcome": fields.String(allow_none=True),
                },
                name="GlassLineForm",
            )
        ),
        required=True,
    )
    history = fields.List(
        fields.Nested(
            Schema.from_dict(
                {
                    "effective_on": Day(required=True),
                    "recorded_at": Instant(required=True),
                    "said": fields.String(required=True),
                    "who": fields.String(required=True),
                },
                name="HistoryLineForm",
            )
        ),
        required=True,
    )
