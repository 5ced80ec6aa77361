"""
The sheet that an employer is shown: what somebody brings, in words, and no name.

Obstacles, household and pathway are not in it. Words of ESCO are told in Italian as
they stand in the shipped subset.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from azione0 import pdf
from azione0.words import _, language
from employment.pathway.esco import Dictionary, occupations, skills
from employment.pathway.profile import Abilities
from employment.vacancies.employer import Employer
from employment.vacancies.job_search import Candidacy
from employment.vacancies.vacancy import Vacancy

if TYPE_CHECKING:
    from jinja2 import Environment

INSTALL = "pip install 'azione0-employment[pdf]'"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sheet tells; `brings` are titles with their words."""

    reference: str
    made_on: date
    shared_on: date
    work: str
    contract: str
    hours: int
    from_on: date
    brings: tuple[tuple[str, tuple[str, ...]], ...]
    least_hours: int
    most_hours: int
    available_from: date
    shifts: tuple[str, ...]
    reaches: bool


def shown_of(
    candidacy: Candidacy,
    reference: str,
    abilities: Abilities,
    vacancy: Vacancy,
    employer: Employer,
) -> Shown:
    """Give what a sheet tells of an application that was shown."""
    brings = (
        (_("Ha lavorato come"), _names(occupations(), abilities.occupations)),
        (_("Sa fare"), _names(skills(), abilities.skills)),
        (_("Lingue"), tuple(map(_language, abilities.languages))),
        (_("Patenti e attestati"), tuple(map(_licence, abilities.licences))),
    )
    return Shown(
        reference=reference,
        made_on=candidacy.made_on,
        shared_on=candidacy.shared_on or candidacy.made_on,
        work=_names(occupations(), [vacancy.occupation])[0],
        contract=_contract(vacancy.contract_kind),
        hours=vacancy.hours_per_week,
        from_on=vacancy.from_on,
        brings=tuple(it for it in brings if it[1]),
        least_hours=abilities.least_hours,
        most_hours=abilities.most_hours,
        available_from=abilities.available_from,
        shifts=tuple(map(_shift, abilities.shifts)),
        reaches=employer.place in abilities.places,
    )


def sheet_page(it: Shown, organisation: str, *, demo: bool = False) -> str:
    """Write a sheet as a page."""
    return (
        _environment()
        .get_template("sheet.html")
        .render(
            it=it,
            organisation=organisation.replace("-", " ").title(),
            demo=demo,
            language=language(),
        )
    )


def to_pdf(html: str) -> bytes:
    """Print a page of ours; `PdfNotInstalled` says what is missing."""
    return pdf.to_pdf(html, install=INSTALL)


def _names(words: Dictionary, codes: Iterable[str]) -> tuple[str, ...]:
    found = (words.by_code.get(it) for it in codes)
    english = language() == "en"
    return tuple(
        (it.english if english else it.italian) for it in found if it is not None
    )


def _language(told: str) -> str:
    from babel import Locale  # noqa: PLC0415  much memory, when asked for

    code, level = told.split(":")
    name = Locale.parse(_locale()).languages.get(code, code)
    return f"{name}, {level}"


def _licence(code: str) -> str:
    known: Mapping[str, str] = {
        "cqc_goods": _("CQC merci"),
        "cqc_people": _("CQC persone"),
        "adr": _("patentino ADR"),
        "forklift": _("patentino del muletto"),
        "haccp": _("attestato HACCP"),
        "first_aid": _("attestato di primo soccorso"),
        "fire_safety": _("attestato antincendio"),
    }
    return known.get(code) or _("patente {category}").format(category=code)


def _shift(code: str) -> str:
    known: Mapping[str, str] = {
        "day": _("di giorno"),
        "evening": _("di sera"),
        "night": _("di notte"),
        "weekend": _("nel fine settimana"),
        "split": _("con orario spezzato"),
        "on_call": _("a chiamata"),
    }
    return known[code]


def _contract(kind: str) -> str:
    known: Mapping[str, str] = {
        "permanent": _("a tempo indeterminato"),
        "fixed_term": _("a termine"),
        "apprenticeship": _("in apprendistato"),
        "agency": _("in somministrazione"),
        "intermittent": _("intermittente"),
        "domestic": _("domestico"),
    }
    return known[kind]


def _locale() -> str:
    return "en_GB" if language() == "en" else language()


def _long_day(on: date) -> str:
    from babel.dates import format_date  # noqa: PLC0415  as above

    # With its weekday, since in Italian an article would depend on the number.
    return format_date(on, "EEEE d MMMM y", locale=_locale())


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from azione0.templates import templates  # noqa: PLC0415  as above

    return templates("employment.documents", long_day=_long_day)
