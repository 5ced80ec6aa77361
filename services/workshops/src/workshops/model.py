"""
What of the workshops belongs to the model: the catalogue, the measure, the questions.

No place, no date, no facilitator and no budget is in it. The table of poverty
thresholds is ISTAT's, by place and year, and is loaded where it counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from azione0.model.part import FITS, TAKEN, Item, Outcome, Part, Shipped, Taking, masked
from azione0.words import _, speaking
from workshops.application.budgets import PROPOSED_RULES
from workshops.labs.questionnaire import VERSIONS, sentences
from workshops.labs.reason import NotACode
from workshops.labs.template import LabTemplate, Outline, check_outline, template_key
from workshops.labs.workshop import ImpossibleProgramme


class TemplateTold(Item, frozen=True):
    """A kind of workshop, ready to be planned: what for, how often, for how long."""

    code: str
    kind: str
    title: str
    aims: tuple[str, ...]
    sessions: int
    minutes: int
    capacity: int
    attendance_percent: int


class Catalogue(Part[TemplateTold]):
    """The templates in use."""

    name = "catalogue"
    form = TemplateTold

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "Il catalogo dei laboratori: a che cosa servono, quanti incontri, quanti "
            "posti. Altrove viene caricato così com'è."
        )

    def tell(self, application: Any, on: date) -> list[TemplateTold]:
        """Give the templates in use, by kind and code."""
        return [
            TemplateTold(
                code=it.code,
                **(asdict(it.outline) | {"title": masked(it.outline.title)}),
            )
            for it in application.catalogue()
        ]

    def take(
        self, application: Any, items: Sequence[TemplateTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Load those that are not here; another one under the same code is refused."""
        for it in items:
            outline = Outline(
                kind=it.kind,
                title=it.title,
                aims=it.aims,
                sessions=it.sessions,
                minutes=it.minutes,
                capacity=it.capacity,
                attendance_percent=it.attendance_percent,
            )
            try:
                check_outline(it.code, outline)
            except (ImpossibleProgramme, NotACode) as wrong:
                taking.refuse(it.code, "outline", it.code, str(wrong))
                continue
            known = application.find(LabTemplate, template_key(it.code))
            if known is not None and known.outline != outline:
                expected = _("un altro codice: qui significa altro")
                taking.refuse(it.code, "code", it.code, expected)
                continue
            if known is None:
                application.load_catalogue({it.code: outline}, taking.on)
            yield Outcome(it.code, TAKEN if known is None else FITS)


class MeasureTold(Item, frozen=True):
    """How a budget is judged; shares as fractions, amounts in cents."""

    version: str
    figures: dict[str, str]


class Measure(Shipped[MeasureTold]):
    """The rules of what can be borne."""

    name, form, key = "affordability", MeasureTold, "version"

    def about(self) -> str:
        """Say what it holds."""
        return _("Come si giudica un bilancio familiare: quote, soglie, rata minima.")

    def tell(self, application: Any, on: date) -> list[MeasureTold]:
        """Give the rules in use."""
        told = {name: str(it) for name, it in asdict(PROPOSED_RULES).items()}
        return [MeasureTold(version=told.pop("version"), figures=told)]


class SentenceTold(Item, frozen=True):
    """A sentence of the questionnaire, in Italian and in English."""

    item: str
    it: str
    en: str


class QuestionnaireTold(Item, frozen=True):
    """A version of the questionnaire; each sentence is answered from 1 to 5."""

    version: str
    sentences: tuple[SentenceTold, ...]


class Questionnaires(Shipped[QuestionnaireTold]):
    """The questions before and after a workshop."""

    name, form, key = "questionnaires", QuestionnaireTold, "version"

    def about(self) -> str:
        """Say what it holds."""
        return _("Il questionario prima e dopo un laboratorio, per versione.")

    def tell(self, application: Any, on: date) -> list[QuestionnaireTold]:
        """Give every version, in both languages."""
        told = []
        for version in VERSIONS:
            with speaking("it"):
                italian = sentences(version)
            with speaking("en"):
                english = sentences(version)
            told.append(
                QuestionnaireTold(
                    version=version,
                    sentences=tuple(
                        SentenceTold(item=item, it=italian[item], en=english[item])
                        for item in italian
                    ),
                )
            )
        return told


MODEL = (Catalogue(), Measure(), Questionnaires())
