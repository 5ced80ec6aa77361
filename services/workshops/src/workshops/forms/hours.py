"""The shape of hours, questionnaires and certificates over HTTP."""

from marshmallow import Schema, fields

from azione0.fields import Choice, Day, Group, Identifier, Many, Text, Whole
from workshops.forms.common import maybe
from workshops.labs.hours import KINDS
from workshops.labs.questionnaire import MOMENTS


class NewHours(Schema):
    """Hours that somebody gave on a day."""

    kind = Choice(KINDS, required=True)
    activity = Text(required=True, metadata={"description": "A code: courtyard."})
    minutes = Whole(required=True)
    workshop_id = Identifier(load_default=None)
    household_id = Identifier(required=True, allow_none=True)
    person_id = Identifier(load_default=None)
    on = Day(required=True)


class HoursMade(Schema):
    """The id of what was entered."""

    id = Identifier(required=True)


class MinutesCorrected(Schema):
    """How many minutes it really was."""

    minutes = Whole(required=True)
    on = Day(required=True)


class Period(Schema):
    """From a day to a day, both counted."""

    first_on = Day(required=True)
    last_on = Day(required=True)


class HoursTotal(Schema):
    """The minutes of one kind."""

    kind = fields.String(required=True)
    minutes = Whole(required=True)


class Sentence(Schema):
    """One sentence of the questionnaire, answered from 1 to 5."""

    item = fields.String(required=True)
    text = fields.String(required=True)


class ScoreForm(Schema):
    """What was answered to one sentence."""

    item = Text(required=True)
    score = Whole(required=True, metadata={"description": "From 1 to 5."})


class Answers(Schema):
    """The answers of a place at one moment."""

    moment = Choice(MOMENTS, required=True)
    words = Text(required=True, metadata={"description": "The version: 2025-1."})
    scores = Many(Group(ScoreForm), required=True)
    on = Day(required=True)


class WordsAsked(Schema):
    """The version of the questionnaire that is asked about."""

    words = Text(required=True)


class ChangeForm(Schema):
    """How the answers to one sentence changed; sums of the scores of all pairs."""

    item = fields.String(required=True)
    pairs = Whole(required=True)
    before_sum = Whole(required=True)
    after_sum = Whole(required=True)


class BearerForm(Schema):
    """Who is named on a certificate; kept nowhere."""

    name = Text(required=True)
    organisation = maybe("Who gives it, in full.")
    on = Day(required=True, metadata={"description": "The day it is given."})
