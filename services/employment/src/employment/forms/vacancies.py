"""The shape of what employers, vacancies and applications are asked and answer."""

from marshmallow import Schema, fields, post_load

from azione0.fields import Choice, Day, Group, Identifier, Many, Text, Truth, Whole
from employment.forms.pathways import ProfileForm
from employment.placements.placement import KINDS
from employment.vacancies.job_search import REASONS, STATES
from employment.vacancies.requirements import WEIGHTS, Requirement


class NewEmployer(Schema):
    """A partner employer, without a name."""

    reference = Text(
        required=True, metadata={"description": "As the cooperative's book has it."}
    )
    ateco = Text(required=True, metadata={"description": "ATECO class: 81.21."})
    place = Text(required=True, metadata={"description": "ISTAT code: 017029."})
    on = Day(required=True)


class EmployerForm(Schema):
    """A partner employer."""

    id = Identifier(required=True)
    reference = fields.String(required=True)
    ateco = fields.String(required=True)
    place = fields.String(required=True)
    left_on = Day(allow_none=True)


class RequirementForm(Schema):
    """One word that is asked for, and how much it matters."""

    word = Text(required=True, metadata={"description": "language:it:B1, licence:B."})
    weight = Choice(WEIGHTS, required=True)

    @post_load
    def _make(self, held: dict[str, str], **_: object) -> Requirement:
        return Requirement(**held)  # type: ignore[arg-type]


class NewVacancy(Schema):
    """Work on offer."""

    employer_id = Identifier(required=True)
    occupation = Text(required=True, metadata={"description": "An ESCO code."})
    contract_kind = Choice(KINDS, required=True)
    hours_per_week = Whole(required=True)
    positions = Whole(required=True)
    requirements = Many(Group(RequirementForm), load_default=list)
    from_on = Day(required=True, metadata={"description": "First day of work."})
    until_on = Day(required=True, metadata={"description": "Last day to apply."})
    on = Day(required=True)


class VacancyForm(Schema):
    """Work on offer, and how many positions are free."""

    id = Identifier(required=True)
    employer_id = Identifier(required=True)
    occupation = fields.String(required=True)
    state = Choice(["open", "filled", "closed"], required=True)
    positions = Whole(required=True)
    free = Whole(required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)


class VacancyLine(Schema):
    """A vacancy in a list."""

    id = Identifier(required=True)
    employer_id = Identifier(required=True)
    occupation = fields.String(required=True)
    free = Whole(required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)


class MatchForm(Schema):
    """How a person fits a vacancy. Nobody is chosen by it."""

    person_id = Identifier(required=True)
    household_id = Identifier(required=True)
    pathway_id = Identifier(required=True)
    fits = Many(fields.String(), required=True)
    missing = Many(fields.String(), required=True)
    negotiable = Many(fields.String(), required=True)
    nice_missing = Many(fields.String(), required=True)
    may_be_shared = Truth(
        required=True, metadata={"description": "Whether the person has agreed."}
    )


class NewCandidacy(Schema):
    """An application of a pathway's person."""

    vacancy_id = Identifier(required=True)
    on = Day(required=True)


class CandidacyMade(Schema):
    """The id of an application."""

    id = Identifier(required=True)


class CandidacyForm(Schema):
    """An application and how it was answered."""

    vacancy_id = Identifier(required=True)
    state = Choice(STATES, required=True)
    made_on = Day(required=True)
    shared_on = Day(allow_none=True)
    refused_by = Choice([*REASONS], allow_none=True)
    reason = fields.String(allow_none=True)


class ApplicationForm(CandidacyForm):
    """An application for a vacancy, with who made it."""

    id = Identifier(required=True)
    person_id = Identifier(required=True)
    household_id = Identifier(load_default=None)


class Refusing(Schema):
    """Who refuses, and why; each has reasons of its own."""

    by = Choice([*REASONS], required=True)
    reason = Choice(
        sorted({it for why in REASONS.values() for it in why}), required=True
    )
    on = Day(required=True)


class ShownAbilities(ProfileForm):
    """What a person brings, for an employer to see."""

    class Meta:
        exclude = ("obstacles",)


class SheetForm(Schema):
    """What an employer is shown: no name, no household, no obstacle."""

    candidacy_id = Identifier(required=True)
    vacancy_id = Identifier(required=True)
    abilities = Group(ShownAbilities, required=True)
