"""The catalogue of workshops over HTTP, and what is planned from it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from workshops.api.entrance import api
from workshops.api.programme import shown
from workshops.application import Workshops
from workshops.forms import catalogue as forms
from workshops.forms.common import OnDay
from workshops.forms.programme import WorkshopForm
from workshops.labs.template import LabTemplate, outline_of, template_key


@api.command("/catalogue", forms.NewCatalogue)
def load_catalogue(
    workshops: Workshops, templates: Sequence[dict[str, Any]], on: date
) -> None:
    """Add or revise templates of the catalogue; all of them or none."""
    outlines = {
        it["code"]: outline_of({name: it[name] for name in it if name != "code"})
        for it in templates
    }
    workshops.load_catalogue(outlines, on)


@api.question("/catalogue", forms.TemplateForm(many=True))
def catalogue(workshops: Workshops) -> list[dict[str, Any]]:
    """List the templates in use, in the form in which another estate loads them."""
    return [_template(it) for it in workshops.catalogue()]


@api.command("/catalogue/<string:code>/retirement", OnDay)
def retire_template(workshops: Workshops, code: str, on: date) -> None:
    """Plan nothing from a template any more."""
    workshops.retire_template(code, on)


@api.command("/catalogue/<string:code>/workshops", forms.Plan, WorkshopForm, status=201)
def plan_from_template(
    workshops: Workshops, code: str, facilitators: Sequence[UUID], **terms: Any
) -> dict[str, Any]:
    """Announce a workshop of the catalogue, by recurrence."""
    planned = workshops.plan_from_template(code, facilitators=facilitators, **terms)
    return shown(workshops, planned)


def _template(found: LabTemplate) -> dict[str, Any]:
    outline = found.outline
    return {
        "code": found.code,
        "template_id": template_key(found.code),
        "edition": found.edition,
        "kind": outline.kind,
        "title": outline.title,
        "aims": list(outline.aims),
        "sessions": outline.sessions,
        "minutes": outline.minutes,
        "capacity": outline.capacity,
        "attendance_percent": outline.attendance_percent,
    }
