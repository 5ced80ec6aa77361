"""
The rows that an indicator looks at, asked of the live projections.

The text of a definition is run as it is. Before it goes only what says where its
tables are: those of the projections that are live in this transaction.
"""

from azione0.database import Session
from reporting import generations
from reporting.indicators.definition import Definition
from reporting.indicators.measure import Evidence, seen
from reporting.projections.agreements_kept_and_missed import AGREEMENTS_KEPT_AND_MISSED
from reporting.projections.covered import COVERED
from reporting.projections.entry import Question, instant_of, number_of
from reporting.projections.facts import FACTS

#: What the tables of a definition are called here.
PROJECTIONS = {
    "facts": FACTS,
    "covered": COVERED,
    "agreements": AGREEMENTS_KEPT_AND_MISSED,
}
WITH = "WITH\n"


def evidence(
    session: Session, definition: Definition, question: Question
) -> list[Evidence]:
    """Give what an indicator looks at, as of a day and as known at an instant."""
    generation = generations.asked(session)
    where = "".join(
        f"{name} AS NOT MATERIALIZED (SELECT * FROM {it.table(generation)}),\n"  # noqa: S608  our own names
        for name, it in PROJECTIONS.items()
    )
    text = WITH + where + definition.sql.removeprefix(WITH)
    return list(map(seen, session.execute(text, asked_with(question))))


def asked_with(question: Question) -> tuple[int, int]:
    """Give the two values of every text: the last day, the last instant."""
    return number_of(question.as_of), instant_of(question.known_at)
