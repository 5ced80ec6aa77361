"""
What of reporting belongs to the model: the indicators, and the sheet of a place.

No figure of anybody's is in it. The sheet has to be filled in by whoever takes the
model over, for what worked here need not work where the place is another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from azione0.model.part import WANTED, Item, Outcome, Part, Shipped, Taking
from azione0.words import _, speaking
from reporting.indicators.definition import Words, definitions
from reporting.validation.transfer import ContextSheet

#: What the sheet asks, by field.
ASKED = {
    "estate": "Il luogo",
    "as_of": "Il giorno a cui si riferiscono le cifre",
    "dwellings": "Alloggi pubblici",
    "households": "Nuclei che vi abitano",
    "residents": "Persone che vi abitano",
    "tenure_mix": "Quote per titolo: locazione pubblica, proprietà, altro",
    "creditor_split": "Quote del credito per creditore",
    "households_in_arrears": "Nuclei in morosità",
    "arrears_cents": "Morosità in tutto, in centesimi di euro",
    "operators": "Operatori a tempo pieno",
    "operator_hours": "Ore degli operatori al mese",
    "services_before": "Servizi che c'erano già: portierato sociale, educativa",
}


class WordsTold(Item, frozen=True):
    """What an indicator is called and says, in one language."""

    title: str
    sentence: str
    numerator: str
    denominator: str


class IndicatorTold(Item, frozen=True):
    """A version of an indicator: its formula, the SQL that counts it, its words."""

    code: str
    version: int
    method: str
    unit: str
    formula: str
    source: str
    effective_from: date
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    sql: str
    it: WordsTold
    en: WordsTold


class Indicators(Shipped[IndicatorTold]):
    """The indicators, each as it is defined now."""

    name, form, key = "indicators", IndicatorTold, "code"

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "Gli indicatori del programma, per versione: formula, SQL che li conta, "
            "unità, che cosa dicono."
        )

    def tell(self, application: Any, on: date) -> list[IndicatorTold]:
        """Give them in the order in which they are told."""
        return [
            IndicatorTold(
                code=it.code,
                version=it.version,
                method=it.method,
                unit=it.unit,
                formula=it.formula,
                source=it.source,
                effective_from=it.effective_from,
                groups=it.groups,
                kinds=it.kinds,
                sql=it.sql,
                it=_words(it.words["it"]),
                en=_words(it.words["en"]),
            )
            for it in definitions().values()
        ]


class QuestionTold(Item, frozen=True):
    """A question of the context sheet; no answer until somebody fills it in."""

    field: str
    it: str
    en: str
    answer: str | None = None


class Context(Part[QuestionTold]):
    """The sheet of the place, empty."""

    name = "context"
    form = QuestionTold

    def about(self) -> str:
        """Say what it holds."""
        return _("La scheda di contesto, da compilare: com'è il luogo (RE-AIM).")

    def tell(self, application: Any, on: date) -> list[QuestionTold]:
        """Ask for each field of the sheet."""
        return [
            QuestionTold(
                field=it.name,
                it=_in("it", ASKED[it.name]),
                en=_in("en", ASKED[it.name]),
            )
            for it in fields(ContextSheet)
        ]

    def take(
        self, application: Any, items: Sequence[QuestionTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Ask for what is not filled in; a question that is none is refused."""
        known = {it.name for it in fields(ContextSheet)}
        for it in items:
            if it.field not in known:
                taking.refuse(it.field, "field", it.field, ", ".join(sorted(known)))
        empty = [it.field for it in items if not it.answer]
        if empty and not taking.wrong:
            yield Outcome("context", WANTED, ", ".join(empty))


MODEL = (Indicators(), Context())


def _in(letters: str, sentence: str) -> str:
    with speaking(letters):
        return _(sentence)


def _words(said: Words) -> WordsTold:
    return WordsTold(
        title=said.title,
        sentence=said.sentence,
        numerator=said.numerator,
        denominator=said.denominator,
    )
