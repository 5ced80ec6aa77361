"""
What if: the same budget with a job, a smaller flat or a new instalment, not stored.

A supposition changes lines and nothing else; the result is judged by the same
measure, beside the budget as it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshops.budgets.lines import Line, check

NEW_JOB, OTHER_HOME, NEW_INSTALMENT, NEW_LINE = (
    "new_job",
    "other_home",
    "new_instalment",
    "new_line",
)
KINDS = (NEW_JOB, OTHER_HOME, NEW_INSTALMENT, NEW_LINE)


@dataclass(frozen=True, slots=True)
class Supposition:
    """
    One change: `amount_cents` a month.

    `new_job` adds income from work, `other_home` puts a rent and service charges of
    this amount in the place of those there are, `new_instalment` adds debt service,
    `new_line` adds a line of the category named.
    """

    kind: str
    amount_cents: int
    category: str = ""


def suppose(lines: Iterable[Line], suppositions: Sequence[Supposition]) -> list[Line]:
    """Give the lines as they would be; `ImpossibleSupposition`, `ImpossibleLine`."""
    supposed = list(lines)
    for it in suppositions:
        if it.kind not in KINDS:
            raise ImpossibleSupposition(f"{it.kind!r}: use one of {', '.join(KINDS)}")
        if it.kind == OTHER_HOME:
            supposed = [
                line
                for line in supposed
                if line.category not in ("rent", "service_charges")
            ]
        category = {
            NEW_JOB: "work",
            OTHER_HOME: "rent",
            NEW_INSTALMENT: "debt_service",
        }.get(it.kind, it.category)
        supposed.append(Line(category, it.amount_cents, confidence="estimated"))
    check(supposed)
    return supposed


class ImpossibleSupposition(Exception):
    """A supposition of an unknown kind."""
