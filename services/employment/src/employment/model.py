"""
What of employment belongs to the model: programmes, steps of a pathway, rules of a job.

No pathway, no employer and no vacancy is in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import msgspec

from azione0.model.names import Name
from azione0.model.part import (
    FITS,
    LEFT_OUT,
    TAKEN,
    Item,
    Outcome,
    Part,
    Shipped,
    Taking,
    masked,
)
from azione0.words import _
from employment.pathway.actions import KINDS
from employment.pathway.profile import OBSTACLES
from employment.pathway.programmes import (
    ImpossibleTerms,
    Programme,
    Scheme,
    Terms,
    check_terms,
    shipped,
)
from employment.placements.retention import PlacementRules
from employment.reason import NotACode
from employment.traineeships.traineeship import TraineeshipRules
from employment.vacancies.job_search import REASONS

PROGRAMMES, LOCAL = "programmes", "local"


class ProgrammeTold(Item, frozen=True):
    """A programme that pays for a way to work; months by level, `null` if unset."""

    code: str
    scheme: Scheme
    levels: dict[str, int | None]
    needs_declaration: bool
    source: str
    opens_on: date | None
    closes_on: date | None


class Programmes(Part[ProgrammeTold]):
    """The terms that count here; a local programme is of one place."""

    name = "programmes"
    form = ProgrammeTold

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "I programmi che pagano i percorsi di lavoro. Quelli locali valgono solo "
            "dove sono: altrove si dice quale prende il loro posto, o nessuno."
        )

    def tell(self, application: Any, on: date) -> list[ProgrammeTold]:
        """Give shipped and adopted programmes, by code."""
        adopted = (
            application.get(Programme, it).terms
            for it in application.all_of(Programme.ProgrammeAdopted)
        )
        terms = {**shipped(), **{it.code: it for it in adopted}}
        return [
            ProgrammeTold(
                **(asdict(terms[code]) | {"source": masked(terms[code].source)})
            )
            for code in sorted(terms)
        ]

    def names(self, items: Sequence[ProgrammeTold]) -> Iterable[Name]:
        """Give the local programmes, but for those that are shipped everywhere."""
        return [
            Name(PROGRAMMES, it.code)
            for it in items
            if it.scheme == LOCAL and it.code not in shipped()
        ]

    def take(
        self, application: Any, items: Sequence[ProgrammeTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Adopt terms as data, none of which pays for anybody by itself."""
        asked = {it.word for it in self.names(items)}
        ours = {it.code: it for it in self.tell(application, taking.on)}
        for it in items:
            named: Sequence[str] = (it.code,)
            if it.code in asked:
                named = taking.names.ours(PROGRAMMES, it.code) or ()
            if not named:
                yield Outcome(it.code, LEFT_OUT)
            for code in named:
                known = ours.get(code)
                if known is not None and known != _as(it, code):
                    expected = _("un altro codice: qui significa altro")
                    taking.refuse(it.code, "code", code, expected)
                elif known is not None:
                    yield Outcome(code, FITS)
                elif _sound(it, code, taking):
                    application.adopt_programme(
                        code,
                        it.scheme,
                        it.levels,
                        it.source,
                        taking.on,
                        needs_declaration=it.needs_declaration,
                        opens_on=it.opens_on,
                        closes_on=it.closes_on,
                    )
                    yield Outcome(code, TAKEN)


class RulesTold(Item, frozen=True):
    """Rules by version: figures as text, amounts in cents."""

    rules: str
    version: str
    figures: dict[str, str]


class Rules(Shipped[RulesTold]):
    """What counts as a job and as keeping it; what a traineeship may be."""

    name, form, key = "rules", RulesTold, "rules"

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "Le regole di assunzioni, verifiche e tirocini: durate, soglie, indennità."
        )

    def tell(self, application: Any, on: date) -> list[RulesTold]:
        """Give the rules in use."""
        told = []
        for name, rules in (
            ("placements", PlacementRules()),
            ("traineeships", TraineeshipRules()),
        ):
            figures = {key: str(it) for key, it in asdict(rules).items()}
            version = figures.pop("version")
            told.append(RulesTold(rules=name, version=version, figures=figures))
        return told


class WordsTold(Item, frozen=True):
    """The words of a list: kinds of actions, obstacles, reasons of a refusal."""

    about: str
    words: tuple[str, ...]


class Words(Shipped[WordsTold]):
    """The words in which a pathway is told."""

    name, form, key = "pathway", WordsTold, "about"

    def about(self) -> str:
        """Say what it holds."""
        return _("Le parole di un percorso: azioni, ostacoli, motivi di un rifiuto.")

    def tell(self, application: Any, on: date) -> list[WordsTold]:
        """Give each list."""
        return [
            WordsTold(about="actions", words=tuple(KINDS)),
            WordsTold(about="obstacles", words=tuple(sorted(OBSTACLES))),
            *(
                WordsTold(about=f"refusals_by_{who}", words=tuple(sorted(said)))
                for who, said in REASONS.items()
            ),
        ]


MODEL = (Programmes(), Rules(), Words())


def _as(it: ProgrammeTold, code: str) -> ProgrammeTold:
    return msgspec.structs.replace(it, code=code)


def _sound(it: ProgrammeTold, code: str, taking: Taking) -> bool:
    try:
        check_terms(
            Terms(
                code,
                it.scheme,
                it.levels,
                it.needs_declaration,
                it.source,
                it.opens_on,
                it.closes_on,
            )
        )
    except (ImpossibleTerms, NotACode) as wrong:
        taking.refuse(it.code, "terms", code, str(wrong))
        return False
    return True
