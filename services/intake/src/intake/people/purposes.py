"""
What personal data is used for: on which basis, which of it, and for how long.

A dated register: a purpose holds between two days, and a change is a new line. Terms
and bases are the project's proposal until the partners decide; sources are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.people.identity import BANK, CLASSES, CONTACT, IDENTITY

TASK = "art. 6(1)(e) GDPR, art. 2-ter D.Lgs. 196/2003"
HEALTH_TASK = "art. 9(2)(g) GDPR, art. 2-sexies(2)(s) D.Lgs. 196/2003"
CONSENT = "art. 6(1)(a) GDPR"
DUTY = "art. 6(1)(c) GDPR"
#: On what a refusal to erase rests.
PUBLIC_TASK, CLAIMS = "art. 17(3)(b) GDPR", "art. 17(3)(e) GDPR"

SOCIAL_FILE = "social_file"
DEBT_CLAIMS = "debt_claims"
RIGHTS = "data_subject_rights"
OPENED = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Purpose:
    """
    One purpose, as it holds from `valid_from` to the day before `valid_until`.

    `field_classes` are what it may read; `retention_years` run from the closing of
    the case; `consent_years` is how long a consent holds, where it rests on one.
    """

    code: str
    legal_basis: str
    field_classes: tuple[str, ...]
    retention_years: int
    retention_source: str
    valid_from: date = OPENED
    valid_until: date | None = None
    needs_consent: bool = False
    consent_years: int | None = None


def _optional(code: str, *field_classes: str) -> Purpose:
    return Purpose(
        code,
        CONSENT,
        field_classes,
        5,
        "project's proposal",
        needs_consent=True,
        consent_years=3,
    )


REGISTER: Sequence[Purpose] = (
    Purpose(SOCIAL_FILE, f"{TASK}; {HEALTH_TASK}", CLASSES, 5, "project's proposal"),
    Purpose(DEBT_CLAIMS, TASK, (IDENTITY, CONTACT), 10, "arts. 2220 and 2946 c.c."),
    Purpose(RIGHTS, DUTY, CLASSES, 5, "arts. 12-20 GDPR"),
    _optional("workshop_participation", IDENTITY, CONTACT),
    _optional("workshop_photos", IDENTITY),
    _optional("employment_matching", IDENTITY, CONTACT),
    _optional("cv_sharing", IDENTITY, CONTACT),
    _optional("research_recontact", IDENTITY, CONTACT),
    _optional("solidarity_contribution", IDENTITY, CONTACT, BANK),
)


def purpose_on(code: str, day: date) -> Purpose:
    """Give a purpose as it holds on a day; `NoSuchPurpose`."""
    for it in REGISTER:
        ended = it.valid_until is not None and day >= it.valid_until
        if it.code == code and it.valid_from <= day and not ended:
            return it
    known = ", ".join(it.code for it in purposes_on(day))
    raise NoSuchPurpose(f"no such purpose on {day}: choose one of {known}")


def purposes_on(day: date) -> list[Purpose]:
    """List the purposes of a day."""
    return [
        it
        for it in REGISTER
        if it.valid_from <= day and (it.valid_until is None or day < it.valid_until)
    ]


class NoSuchPurpose(Exception):
    """A purpose that stands in no register on that day."""


class NotByConsent(Exception):
    """A purpose that rests on a law, and that nobody is asked to agree to."""


class NotForThisPurpose(Exception):
    """A class of data that a purpose does not read."""
