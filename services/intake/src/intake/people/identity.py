"""
What may be written of a person, and how it is checked before it is sealed.

A refusal names the field and the remedy, never the value.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale

from azione0.access.purposes import BANK, CONTACT, HEALTH, IDENTITY, NOTES
from intake.households.members import comes_of_age

#: The fields of a person, with their class.
FIELDS: Mapping[str, str] = {
    "surname": IDENTITY,
    "name": IDENTITY,
    "codice_fiscale": IDENTITY,
    "birth_date": IDENTITY,
    "birth_place": IDENTITY,
    "sex": IDENTITY,
    "reference": IDENTITY,
    "phone": CONTACT,
    "email": CONTACT,
    "address": CONTACT,
    "iban": BANK,
}
NEEDED = ("surname", "name")
NOTE_KINDS: Mapping[str, str] = {"interview": NOTES, "health": HEALTH}
SEXES = ("F", "M")
#: What makes a codice fiscale worth a second look; it is kept all the same.
OTHER_BIRTH_DATE, OTHER_SEX = "other_birth_date", "other_sex"
LONGEST_NOTE = 20_000
CODE_LETTERS = 16
_LETTERS_FOR_DIGITS = str.maketrans("LMNPQRSTUV", "0123456789")
_DAY_AND_YEAR = (6, 7, 9, 10)
_CENTURY = 100


def checked_fields(given: Mapping[str, Any], on: date) -> dict[str, str]:
    """
    Give what is to be sealed, as text: NFC, without blanks around, codes compact.

    `UnknownField`, `UnreadableText`, `WrongCodiceFiscale` (check digit, also of the
    variants for namesakes), `WrongIban`, `BornLater` for a birth after `on`.
    """
    found: dict[str, str] = {}
    for field, value in given.items():
        if field not in FIELDS:
            raise UnknownField(f"no such field: choose one of {', '.join(FIELDS)}")
        if value is None or value == "":
            continue
        found[field] = plain(field, str(value))
    if "codice_fiscale" in found:
        found["codice_fiscale"] = _codice_fiscale(found["codice_fiscale"])
    if "iban" in found:
        try:
            found["iban"] = iban.validate(found["iban"])
        except ValidationError:
            raise WrongIban(
                "iban: wrong check digits or length; read it again"
            ) from None
    if found.get("sex", SEXES[0]) not in SEXES:
        raise UnreadableText(f"sex: write one of {', '.join(SEXES)}")
    if "birth_date" in found and _day(found["birth_date"]) > on:
        raise BornLater(f"birth_date: after {on}, the day from which this counts")
    return found


def checked_person(given: Mapping[str, Any], on: date) -> dict[str, str]:
    """Give what is to be sealed of a new person; `MissingField` without a name."""
    found = checked_fields(given, on)
    for field in NEEDED:
        if field not in found:
            raise MissingField(f"{field}: write it; a person has one")
    return found


def flags_of(fields: Mapping[str, str]) -> list[str]:
    """Name what does not fit together; such a code can be right all the same."""
    code = fields.get("codice_fiscale")
    if code is None:
        return []
    flags = []
    born = fields.get("birth_date")
    if born is not None and _shortened(codicefiscale.get_birth_date(code)) != (
        _shortened(_day(born))
    ):
        flags.append(OTHER_BIRTH_DATE)
    sex = fields.get("sex")
    if sex is not None and codicefiscale.get_gender(_without_variants(code)) != sex:
        flags.append(OTHER_SEX)
    return flags


def is_minor_on(fields: Mapping[str, str], day: date) -> bool:
    """Whether somebody is a minor on a day; without a birth date they are not."""
    born = fields.get("birth_date")
    return born is not None and day < comes_of_age(_day(born))


def namesake(fields: Mapping[str, str]) -> tuple[str, ...] | None:
    """Give the words by which a person without a code is found twice."""
    if "birth_date" not in fields:
        return None
    return (
        fields["surname"].casefold(),
        fields["name"].casefold(),
        fields["birth_date"],
    )


def plain(field: str, text: str, longest: int = 200) -> str:
    """Give a text in NFC; `UnreadableText` for what cannot be seen, or too much."""
    found = unicodedata.normalize("NFC", text).strip()
    unseen = (
        it for it in found if unicodedata.category(it) in ("Cc", "Cf", "Cs", "Co")
    )
    if not found or len(found) > longest or any(it not in "\n\t" for it in unseen):
        raise UnreadableText(
            f"{field}: write 1 to {longest} characters, none of them invisible"
        )
    return found


def _codice_fiscale(text: str) -> str:
    code = codicefiscale.compact(text)
    # The library takes a company's number of eleven digits for one, too.
    if len(code) != CODE_LETTERS or not codicefiscale.is_valid(code):
        raise WrongCodiceFiscale(
            "codice_fiscale: not one of 16 characters with a right check letter; "
            "read it again from the card"
        )
    return str(code)


def _without_variants(code: str) -> str:
    """Give the code with digits where a namesake's variant has letters."""
    letters = list(code)
    for index in _DAY_AND_YEAR:
        letters[index] = letters[index].translate(_LETTERS_FOR_DIGITS)
    return "".join(letters)


def _shortened(day: date) -> tuple[int, int, int]:
    return day.year % _CENTURY, day.month, day.day


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableText("birth_date: write a day such as 1980-01-31") from None


class UnknownField(Exception):
    """A field that no person has here."""


class MissingField(Exception):
    """A field without which nobody is registered."""


class UnreadableText(Exception):
    """A text that is empty, too long, or holds what cannot be seen."""


class WrongCodiceFiscale(Exception):
    """A codice fiscale whose letters or check letter are wrong."""


class WrongIban(Exception):
    """An IBAN whose check digits or length are wrong."""


class BornLater(Exception):
    """A birth after the day from which the person should count."""
