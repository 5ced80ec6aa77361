"""
The questionnaire before and after a workshop: the same few sentences, twice.

The wording is the programme's own; a change of words is a new version, and only
answers to the same version are compared. Each sentence is answered from 1 (not at
all) to 5 (entirely), and every sentence is put so that more is better.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from azione0.words import _

BEFORE, AFTER = "before", "after"
MOMENTS = (BEFORE, AFTER)
LOWEST, HIGHEST = 1, 5
#: Fewer pairs than this are not told: somebody could be recognised in them.
FEWEST_PAIRS = 5

#: The sentences of each version, by code.
VERSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "2025-1": (
            "know_outgoings",
            "bills_on_time",
            "set_aside",
            "ask_for_help",
            "know_neighbours",
            "care_for_building",
        )
    }
)


def sentences(version_of_words: str) -> dict[str, str]:
    """Give the sentences of a version, by code; `WrongAnswers` for an unknown one."""
    said = {
        "know_outgoings": _("So quanto spendiamo in casa in un mese."),
        "bills_on_time": _("Riusciamo a pagare le bollette entro la scadenza."),
        "set_aside": _("Quando arriva un'entrata, mettiamo da parte quanto serve."),
        "ask_for_help": _("So a chi rivolgermi se non riesco a pagare."),
        "know_neighbours": _("Conosco vicini su cui posso contare."),
        "care_for_building": _("Faccio la mia parte per gli spazi comuni."),
    }
    if version_of_words not in VERSIONS:
        raise WrongAnswers(f"{version_of_words!r}: use one of {', '.join(VERSIONS)}")
    return {item: said[item] for item in VERSIONS[version_of_words]}


@dataclass(frozen=True, slots=True)
class Score:
    """What was answered to one sentence, from 1 to 5."""

    item: str
    score: int


@dataclass(frozen=True, slots=True)
class Change:
    """
    How the answers to one sentence changed, over those who answered twice.

    Sums of scores, so that nothing is rounded here; a mean is `sum / pairs`.
    """

    item: str
    pairs: int
    before_sum: int
    after_sum: int


def answers_key(enrolment_id: UUID, moment: str) -> UUID:
    """Give the id of a place's answers before, or after."""
    return uuid5(enrolment_id, f"questionnaire/{moment}")


class Questionnaire(Aggregate, topic="workshops.Questionnaire"):
    """The answers of one place at one moment."""

    class Answered(Aggregate.Created):
        workshop_id: UUID
        enrolment_id: UUID
        moment: str
        version_of_words: str
        scores: list[Score]
        effective_on: date

    class AnsweredAgain(Aggregate.Event):
        version_of_words: str
        scores: list[Score]
        effective_on: date

    @event(Answered)
    def __init__(
        self,
        *,
        id: UUID,
        workshop_id: UUID,
        enrolment_id: UUID,
        moment: str,
        version_of_words: str,
        scores: list[Score],
        effective_on: date,
    ) -> None:
        self.workshop_id = workshop_id
        self.enrolment_id = enrolment_id
        self.moment = moment
        self.version_of_words = version_of_words
        self.scores = scores

    def answer_again(
        self, version_of_words: str, scores: list[Score], on: date
    ) -> None:
        """Put other answers in place of those given."""
        self._answered_again(version_of_words, scores, on)

    @event(AnsweredAgain)
    def _answered_again(
        self, version_of_words: str, scores: list[Score], effective_on: date
    ) -> None:
        self.version_of_words = version_of_words
        self.scores = scores


def check_answers(
    moment: str, version_of_words: str, answers: Mapping[str, int]
) -> list[Score]:
    """
    Give answers as scores, in the order of the questionnaire.

    `WrongAnswers` for an unknown version or moment, a sentence left out or added,
    or a score that is not from 1 to 5.
    """
    if moment not in MOMENTS:
        raise WrongAnswers(f"{moment!r}: use {' or '.join(MOMENTS)}")
    items = tuple(sentences(version_of_words))
    wrong = set(answers) ^ set(items)
    if wrong or not all(LOWEST <= it <= HIGHEST for it in answers.values()):
        raise WrongAnswers(
            f"answer each of {', '.join(items)} once, from {LOWEST} to {HIGHEST}"
        )
    return [Score(item, answers[item]) for item in items]


def changes(
    version_of_words: str,
    pairs: Iterable[tuple[Mapping[str, int], Mapping[str, int]]],
) -> list[Change]:
    """
    Compare the answers of those who answered before and after, by sentence.

    Nothing for fewer than five pairs, in whom somebody could be recognised.
    """
    known = list(pairs)
    if len(known) < FEWEST_PAIRS:
        return []
    return [
        Change(
            item,
            len(known),
            sum(before[item] for before, _after in known),
            sum(after[item] for _before, after in known),
        )
        for item in VERSIONS[version_of_words]
    ]


class WrongAnswers(Exception):
    """Answers that do not fit the questionnaire."""
