"""A catalogue as a file that one estate hands to another: TOML, a table a template."""

import tomllib

import msgspec

from workshops.labs.template import Outline, check_outline

LARGEST = 1024 * 1024


def read_catalogue(content: bytes) -> dict[str, Outline]:
    """
    Read the templates of a file, by code; `WrongCatalogue` says what is wrong.

    `ImpossibleProgramme` or `NotACode` names the template that cannot be.
    """
    if len(content) > LARGEST:
        raise WrongCatalogue("a catalogue of more than a megabyte is none")
    try:
        tables = tomllib.loads(content.decode("utf-8"))
        outlines = msgspec.convert(tables, dict[str, Outline])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise WrongCatalogue(f"this is no TOML file: {wrong}") from None
    except msgspec.ValidationError as wrong:
        raise WrongCatalogue(str(wrong)) from None
    for code, outline in outlines.items():
        check_outline(code, outline)
    return outlines


class WrongCatalogue(Exception):
    """A file from which no catalogue can be read."""
