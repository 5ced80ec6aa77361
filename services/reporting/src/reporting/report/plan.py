"""A plan of analysis: what is compared, over which months, decided beforehand."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from azione0.words import _
from reporting.histories.household import BANDS
from reporting.validation.months import month_at

DESIGNS = (
    "staircase",
    "differences",
    "matched",
    "interrupted",
    "before_after",
    "time_to_cure",
)
MOST_MONTHS = 240


@dataclass(frozen=True, slots=True)
class AnalysisPlan:
    """
    What the report looks at; a change of anything is another plan.

    `first` is the first day of the first of `months`; whom the programme seeks is told
    by the `bands` of arrears at the end of it. `baseline` months before a building was
    reached are compared with `follow` months after. `seed` is that of the draws.
    """

    first: date
    months: int
    bands: tuple[str, ...] = BANDS
    baseline: int = 6
    follow: int = 6
    designs: tuple[str, ...] = DESIGNS
    seed: int = 1

    def __post_init__(self) -> None:
        whole = (self.months, self.baseline, self.follow)
        if self.first.day != 1 or not all(1 <= it <= MOST_MONTHS for it in whole):
            raise WrongPlan(
                _(
                    "Il piano comincia il primo di un mese; mesi, mesi prima e mesi "
                    "dopo sono da 1 a {most}."
                ).format(most=MOST_MONTHS)
            )
        for name, known in (("bands", BANDS), ("designs", DESIGNS)):
            given = getattr(self, name)
            if not given or any(it not in known for it in given):
                raise WrongPlan(
                    _("{name}: uno o più di {known}.").format(
                        name=name, known=", ".join(known)
                    )
                )

    @property
    def text(self) -> str:
        """Give the plan as the text that is hashed: JSON, names sorted."""
        said = {it.name: getattr(self, it.name) for it in fields(self)}
        return json.dumps(said, sort_keys=True, default=str, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the text, in hex."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def ends_before(self) -> date:
        """Give the first day after the last month."""
        return month_at(self.first, self.months)


def read_plan(path: Path) -> AnalysisPlan:
    """Read a plan from TOML; `WrongPlan` names what is wrong or not known."""
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise WrongPlan(_("Il piano non è un TOML leggibile.")) from wrong
    kinds = {it.name: it.type for it in fields(AnalysisPlan)}
    unknown = sorted(said.keys() - kinds.keys())
    if unknown:
        raise WrongPlan(
            _("Il piano non conosce {names}.").format(names=", ".join(unknown))
        )
    for name, value in said.items():
        if not _is(value, kinds[name]):
            raise WrongPlan(_("{name}: valore di forma sbagliata.").format(name=name))
    lists = {name: tuple(it) for name, it in said.items() if isinstance(it, list)}
    try:
        return AnalysisPlan(**{**said, **lists})
    except TypeError as wrong:
        raise WrongPlan(_("Il piano deve dire almeno first e months.")) from wrong


def _is(value: object, kind: Any) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return type(value) is date
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and all(isinstance(it, str) for it in value)
    )


class WrongPlan(ValueError):
    """A plan of analysis that cannot be followed."""
