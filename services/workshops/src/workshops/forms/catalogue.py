"""The shape of the catalogue of workshops over HTTP."""

from marshmallow import Schema

from azione0.fields import Choice, Day, Group, Identifier, Many, Text, Whole
from workshops.forms.common import maybe
from workshops.labs.recurrence import FREQUENCIES, WEEKDAYS
from workshops.labs.template import KINDS


class TemplateForm(Schema):
    """One entry of the catalogue."""

    code = Text(required=True, metadata={"description": "A code: conti_di_casa."})
    template_id = Identifier(dump_only=True)
    edition = Whole(dump_only=True)
    kind = Choice(KINDS, required=True)
    title = Text(required=True)
    aims = Many(
        Text(), required=True, metadata={"description": "Codes: what it is for."}
    )
    sessions = Whole(required=True, metadata={"description": "How many."})
    minutes = Whole(required=True, metadata={"description": "Of each session."})
    capacity = Whole(required=True, metadata={"description": "How many seats."})
    attendance_percent = Whole(
        load_default=70,
        metadata={"description": "The share of minutes that sees it through."},
    )


class NewCatalogue(Schema):
    """Templates to add or revise, by code."""

    templates = Many(Group(TemplateForm), required=True)
    on = Day(required=True)


class Plan(Schema):
    """Where and when a workshop of the catalogue is to be held."""

    organisation_id = Text(required=True)
    first_on = Day(required=True)
    starts_at = maybe("The clock in Rome, as 18:00.")
    place = maybe("A room known to all.")
    facilitators = Many(
        Identifier(), load_default=list, metadata={"description": "Pseudonyms."}
    )
    capacity = Whole(load_default=None, metadata={"description": "If not as usual."})
    frequency = Choice([*FREQUENCIES], load_default="weekly")
    every = Whole(load_default=1, metadata={"description": "So many weeks or months."})
    weekdays = Many(Choice(WEEKDAYS), load_default=list)
    except_on = Many(
        Day(),
        load_default=list,
        metadata={"description": "Days that are left out and made up for."},
    )
    on = Day(required=True, metadata={"description": "The day it is announced."})
