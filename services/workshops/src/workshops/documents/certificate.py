"""
The certificate of attendance: what somebody attended, and for how long.

It says the hours and nothing of the case. The name is supplied by who asks for it,
written on the page and kept nowhere.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from jinja2 import Environment

from azione0 import pdf
from azione0.templates import templates
from azione0.words import _, language
from workshops.documents.calendar import kind_said
from workshops.labs.enrolment import COMPLETED, PRESENT, Enrolment
from workshops.labs.workshop import Workshop

INSTALL = "pip install 'azione0-workshops[pdf]'"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose certificate it is, who gives it, and on which day."""

    name: str
    organisation: str
    given_on: date
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says; minutes attended, and planned in all."""

    kind: str
    first_on: date
    last_on: date
    sessions_attended: int
    sessions_planned: int
    minutes_attended: int
    minutes_planned: int
    seen_through: bool


def certificate_of(enrolment: Enrolment, workshop: Workshop) -> Certificate:
    """Give what a place's register certifies; `NothingAttended` if that is nothing."""
    attended = [it for it in enrolment.register.values() if it.mark == PRESENT]
    if not attended:
        raise NothingAttended(
            f"enrolment {enrolment.id}: no session was attended, so there is nothing "
            "to certify"
        )
    return Certificate(
        kind=workshop.kind,
        first_on=min(it.on for it in attended),
        last_on=max(it.on for it in attended),
        sessions_attended=len(attended),
        sessions_planned=len(workshop.sessions),
        minutes_attended=enrolment.minutes_attended,
        minutes_planned=workshop.minutes_planned,
        seen_through=enrolment.state == COMPLETED,
    )


def certificate_page(certificate: Certificate, bearer: Bearer) -> str:
    """Write a certificate as a page; `NoName` without names that can be printed."""
    for name in (bearer.name, bearer.organisation):
        if not (name.strip() and len(name) <= LONGEST and name.isprintable()):
            raise NoName(
                f"give a name and an organisation of at most {LONGEST} letters"
            )
    return (
        environment()
        .get_template("certificate.html")
        .render(it=certificate, bearer=bearer, language=language())
    )


def to_pdf(html: str) -> bytes:
    """Print a page of ours; `PdfNotInstalled` says what is missing."""
    return pdf.to_pdf(html, install=INSTALL)


def hours(minutes: int) -> str:
    """Write minutes as hours: `3 ore e 30 minuti`."""
    whole, rest = divmod(minutes, 60)
    said = _("1 ora") if whole == 1 else _("{hours} ore").format(hours=whole)
    if not rest:
        return said
    left = _("1 minuto") if rest == 1 else _("{minutes} minuti").format(minutes=rest)
    return _("{hours} e {minutes}").format(hours=said, minutes=left) if whole else left


def long_day(on: date) -> str:
    """Write a day as `10 marzo 2025`."""
    return format_date(on, "long", locale=locale())


def locale() -> str:
    """Name the locale of the language in use, for days."""
    return "en_GB" if language() == "en" else language()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give the templates of all that is written here."""
    return templates(
        "workshops.documents", hours=hours, kind_said=kind_said, long_day=long_day
    )


class NothingAttended(Exception):
    """A certificate was asked for where no session was attended."""


class NoName(Exception):
    """A certificate was asked for without a name that can be printed."""
