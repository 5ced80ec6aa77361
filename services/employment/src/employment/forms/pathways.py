"""The shape of what pathways are asked and answer."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Identifier, Many, Text, Truth, Whole
from employment.pathway.actions import KINDS as ACTION_KINDS
from employment.pathway.programmes import SCHEMES


class NewPathway(Schema):
    """A person who begins a way to work."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    programme_code = Text(
        required=True, metadata={"description": "As its funder writes it: GOL."}
    )
    on = Day(required=True)


class PathwayForm(Schema):
    """A pathway and how far it has come."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    person_id = Identifier(required=True)
    programme_code = fields.String(required=True)
    state = Choice(
        [
            "opened",
            "profiled",
            "pact_signed",
            "active",
            "placed",
            "completed",
            "interrupted",
        ],
        required=True,
    )
    opened_on = Day(required=True)
    declared_on = Day(allow_none=True)
    pact_signed_on = Day(allow_none=True)
    placed_on = Day(allow_none=True)
    completed_on = Day(allow_none=True)
    interrupted_on = Day(allow_none=True)


class Profile(Schema):
    """How far from work: a GOL path 1 to 5, or a Dote band 1 to 4."""

    path = Whole(load_default=None)
    band = Whole(load_default=None)
    on = Day(required=True)


class Appointment(Schema):
    """Whether a person came on a day."""

    on = Day(required=True)
    kept = Truth(required=True)


class OfferForm(Schema):
    """A household in charge without a pathway."""

    case_id = Identifier(required=True)
    household_id = Identifier(required=True)


class NewProgramme(Schema):
    """A programme's terms."""

    code = Text(required=True, metadata={"description": "As its funder writes it."})
    scheme = Choice(SCHEMES, required=True)
    levels = fields.Dict(
        keys=fields.String(),
        values=Whole(allow_none=True),
        load_default=dict,
        metadata={"description": "Months by level; null where it sets no length."},
    )
    needs_declaration = Truth(load_default=False)
    source = Text(required=True, metadata={"description": "The decree or the call."})
    opens_on = Day(load_default=None)
    closes_on = Day(load_default=None)
    on = Day(required=True)


class ProgrammeForm(Schema):
    """The terms that count for a programme."""

    code = fields.String(required=True)
    scheme = Choice(SCHEMES, required=True)
    levels = fields.Dict(
        keys=fields.String(), values=Whole(allow_none=True), required=True
    )
    needs_declaration = Truth(required=True)
    source = fields.String(required=True)
    opens_on = Day(allow_none=True)
    closes_on = Day(allow_none=True)


class NewAction(Schema):
    """An action of the service pact."""

    kind = Choice(ACTION_KINDS, required=True)
    minutes = Whole(required=True)
    due_on = Day(required=True, metadata={"description": "Its last day."})
    on = Day(required=True)


class ActionMade(Schema):
    """The id of an action."""

    id = Identifier(required=True)


class ActionDone(Schema):
    """The minutes done on a day; 0 takes them back."""

    minutes = Whole(required=True)
    on = Day(required=True)


class ActionForm(Schema):
    """An action, planned and done, in minutes."""

    id = Identifier(required=True)
    kind = Choice(ACTION_KINDS, required=True)
    minutes = Whole(required=True)
    minutes_done = Whole(required=True)
    due_on = Day(required=True)
    dropped = Truth(required=True)
    kept = Truth(allow_none=True)


class Pausing(Schema):
    """Days of rest, both ends counted; no end while it is open."""

    from_on = Day(required=True)
    until_on = Day(load_default=None)
    reason = Text(required=True, metadata={"description": "A code: maternity."})


class Prolonging(Schema):
    """More days, and a code for why."""

    days = Whole(required=True)
    reason = Text(required=True, metadata={"description": "A code: course_running."})
    on = Day(required=True)


class LengthForm(Schema):
    """How long a pathway lasts, with what was prolonged and paused."""

    planned_end_on = Day(allow_none=True)
    remaining_days = Whole(allow_none=True)
    prolonged_days = Whole(required=True)


class WordAsked(Schema):
    """Italian words, or their beginnings."""

    text = Text(required=True)


class WordForm(Schema):
    """An entry of the ESCO subset."""

    code = fields.String(required=True)
    italian = fields.String(required=True)
    english = fields.String(required=True)
    isco = fields.String(metadata={"description": "ISCO-08 group, if an occupation."})


class ProfileForm(Schema):
    """What a person brings and wants, in codes only."""

    occupations = Many(Text(), load_default=list)
    skills = Many(Text(), load_default=list)
    languages = Many(
        Text(), load_default=list, metadata={"description": "it:B1, with CEFR."}
    )
    licences = Many(Text(), load_default=list)
    obstacles = Many(Text(), load_default=list)
    shifts = Many(Text(), load_default=list)
    places = Many(
        Text(), load_default=list, metadata={"description": "ISTAT codes, 017029."}
    )
    least_hours = Whole(required=True)
    most_hours = Whole(required=True)
    available_from = Day(required=True)


class NewProfile(ProfileForm):
    """What a person brings and wants, from a day."""

    on = Day(required=True)
