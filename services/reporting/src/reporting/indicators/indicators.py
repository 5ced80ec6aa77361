"""Every indicator as of a day, as known at an instant, with what it is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from azione0.database import Session
from reporting import generations
from reporting.costs import Cost
from reporting.indicators.costing import per_case, per_euro
from reporting.indicators.definition import Definition, definitions
from reporting.indicators.evidence import evidence
from reporting.indicators.measure import Evidence, Figure, measure
from reporting.projections.agreements_kept_and_missed import AGREEMENTS_KEPT_AND_MISSED
from reporting.projections.entry import (
    Question,
    day_of,
    instant_of,
    moment_of,
    number_of,
)
from reporting.projections.facts import FACTS, FIGURE

COSTED = {"cost": per_case, "cost_recovered": per_euro}
#: Nothing was heard yet of which this indicator could speak.
NOTHING_HEARD = "nothing_heard"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure, of which group of which definition it is, and for what question."""

    definition: Definition
    grp: str
    question: Question
    figure: Figure
    registered_at: datetime | None = None
    first_seen_at: datetime | None = None

    @property
    def registered_before(self) -> bool:
        """Whether this very definition was registered before there was anything."""
        registered, seen = self.registered_at, self.first_seen_at
        return registered is not None and (seen is None or registered < seen)

    @property
    def code(self) -> str:
        """Its definition's code, and its group if there are several."""
        name = self.definition.code
        return f"{name}-{self.grp}" if self.grp else name

    def plain(self) -> dict[str, Any]:
        """Give it flat, with its definition's words in the language in use."""
        told = self.definition
        return {
            "code": self.code,
            "version": told.version,
            "title": told.said.title,
            "formula": told.formula,
            "unit": told.unit,
            "source": told.source,
            "effective_from": told.effective_from,
            "registered_at": self.registered_at,
            "registered_before": self.registered_before,
            **asdict(self.figure),
        }


def indicators(
    session: Session,
    question: Question,
    codes: Iterable[str] = (),
    costs: Sequence[Cost] = (),
    registered: Mapping[str, datetime] = MappingProxyType({}),
) -> list[Indicator]:
    """
    Work out indicators, all of them unless some codes of definitions are named.

    `registered` says by its digest when a definition was registered.
    """
    wanted = set(codes)
    heard = _heard(session, question)
    found = []
    for code, it in definitions().items():
        if wanted and code not in wanted:
            continue
        why = it.why or ("" if heard.keys() >= set(it.kinds) else NOTHING_HEARD)
        seen = min((heard[kind] for kind in it.kinds if kind in heard), default=None)
        rows = [] if it.why else evidence(session, it, question)
        if it.method in COSTED:
            figures = COSTED[it.method](rows, costs)
        else:
            figures = measure(it, rows) or {"": Figure()}
        found += [
            Indicator(
                it,
                grp,
                question,
                replace(figure, why=why or figure.why),
                registered.get(it.digest),
                seen,
            )
            for grp, figure in figures.items()
        ]
    return found


def behind(
    session: Session, question: Question, code: str
) -> tuple[Definition, list[Evidence]]:
    """
    Give what stands behind an indicator, row by row; `NoSuchIndicator`.

    `code` is that of a definition, or of one of its groups, such as `K10-30`.
    """
    name, grp = _named(code)
    definition = definitions()[name]
    rows = [] if definition.why else evidence(session, definition, question)
    return definition, [it for it in rows if grp in ("", it.grp)]


def _named(code: str) -> tuple[str, str]:
    known = definitions()
    if code in known:
        return code, ""
    name, _, grp = code.rpartition("-")
    if name not in known:
        raise NoSuchIndicator(f"{code[:40]!r}: choose among {', '.join(known)}")
    return name, grp


def _heard(session: Session, question: Question) -> dict[str, datetime]:
    """Give the kinds of facts that count, and when each was first written down."""
    asked = (instant_of(question.known_at), number_of(question.as_of))
    generation = generations.asked(session)
    return {
        kind: moment_of(int(first))
        for projection in (FACTS, AGREEMENTS_KEPT_AND_MISSED)
        for kind, first in session.execute(
            "SELECT kind, min(known) "  # noqa: S608  our own names
            f"FROM {projection.table(generation)} WHERE known <= ? AND day <= ? "
            "GROUP BY kind",
            asked,
        )
    }


def last_day(session: Session) -> date:
    """Give the last day from which a fact counts; the first of 1970 without one."""
    table = FACTS.table(generations.asked(session))
    [[day]] = session.execute(
        f"SELECT coalesce(max(day), 0) FROM {table} WHERE kind <> ?",  # noqa: S608
        (FIGURE,),
    )
    return day_of(int(day))


class NoSuchIndicator(LookupError):
    """No indicator is called so."""
