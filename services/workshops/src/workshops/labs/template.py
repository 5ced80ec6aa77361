"""
The catalogue: what kinds of workshops there are, ready to be planned in any estate.

A template says what a workshop is for, how often it meets and for how long; a
workshop planned from it says where and when. Its id follows from its code, so
that a catalogue taken along to another estate is the same catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from workshops.labs.reason import check_code
from workshops.labs.recurrence import MOST_SESSIONS
from workshops.labs.workshop import DAY_MINUTES, ImpossibleProgramme, check_seats

#: What the programme's workshops are about; a catalogue names one of these.
KINDS = (
    "family_budget",
    "purchasing_group",
    "food_sharing",
    "reuse",
    "energy_saving",
    "condominium_life",
    "common_goods",
    "social_concierge",
    "time_bank",
)
MOST_AIMS = 12
LONGEST_TITLE = 120
_TEMPLATES = UUID("3b0d9d1c-58a1-4a53-9c9b-5a4f7e2a6d10")


@dataclass(frozen=True, slots=True)
class Outline:
    """
    What a template says: title, aims by code, and the size of the workshop.

    `minutes` are those of each session; `attendance_percent` of all of them make
    that the workshop was seen through.
    """

    kind: str
    title: str
    aims: tuple[str, ...]
    sessions: int
    minutes: int
    capacity: int
    attendance_percent: int = 70


def template_key(code: str) -> UUID:
    """Give the id of a template, the same in every estate."""
    return uuid5(_TEMPLATES, code)


class LabTemplate(Aggregate, topic="workshops.LabTemplate"):
    """One entry of the catalogue, with every version that it had."""

    class Added(Aggregate.Created):
        code: str
        outline: Outline
        effective_on: date

    class Revised(Aggregate.Event):
        outline: Outline
        effective_on: date

    class Retired(Aggregate.Event):
        effective_on: date

    @event(Added)
    def __init__(
        self, *, id: UUID, code: str, outline: Outline, effective_on: date
    ) -> None:
        self.code = code
        self.outline = outline
        self.edition = 1
        self.retired_on: date | None = None

    def revise(self, outline: Outline, on: date) -> None:
        """Say it anew, and take it up again if it was retired."""
        check_outline(self.code, outline)
        if outline != self.outline or self.retired_on is not None:
            self._revised(outline, on)

    def retire(self, on: date) -> None:
        """Plan nothing from it any more; what is planned goes on."""
        self.refuse_if_retired()
        self._retired(on)

    def refuse_if_retired(self) -> None:
        """Refuse a template that is out of use, by `TemplateRetired`."""
        if self.retired_on is not None:
            raise TemplateRetired(
                f"template {self.code} was retired on {self.retired_on}: "
                "revise it first"
            )

    @event(Revised)
    def _revised(self, outline: Outline, effective_on: date) -> None:
        self.outline = outline
        self.edition += 1
        self.retired_on = None

    @event(Retired)
    def _retired(self, effective_on: date) -> None:
        self.retired_on = effective_on


def check_outline(code: str, outline: Outline) -> None:
    """Refuse a template from which nothing could be planned."""
    check_code(code)
    check_seats(outline.capacity, outline.attendance_percent)
    for aim in outline.aims:
        check_code(aim)
    sound = (
        outline.kind in KINDS
        and 1 <= len(outline.title) <= LONGEST_TITLE
        and outline.title.isprintable()
        and 1 <= len(outline.aims) <= MOST_AIMS
        and 1 <= outline.sessions <= MOST_SESSIONS
        and 1 <= outline.minutes <= DAY_MINUTES
    )
    if not sound:
        raise ImpossibleProgramme(
            f"template {code}: give a kind among {', '.join(KINDS)}, a title of at "
            f"most {LONGEST_TITLE} letters, 1 to {MOST_AIMS} aims, "
            f"1 to {MOST_SESSIONS} sessions of 1 to {DAY_MINUTES} minutes"
        )


def outline_of(said: dict[str, object]) -> Outline:
    """Make an outline of what a file or a form says, its aims as a tuple."""
    aims = said["aims"]
    listed = tuple(map(str, aims)) if isinstance(aims, Sequence) else ()
    return Outline(**{**said, "aims": listed})  # type: ignore[arg-type]


class TemplateRetired(Exception):
    """A workshop was to be planned from a template that is out of use."""
