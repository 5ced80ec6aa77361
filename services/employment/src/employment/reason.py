"""Reasons and programmes are codes: no sentence about anybody is kept."""

import re

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PROGRAMME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")


def check_code(code: str) -> str:
    """Give a code back; `NotACode` for anything that could hold a sentence."""
    if not _CODE.fullmatch(code):
        raise NotACode(f"{code!r} is no code: use a-z, 0-9 and _, at most 40")
    return code


def check_programme(code: str) -> str:
    """Give a programme's code back, as its funder writes it; else `NotACode`."""
    if not _PROGRAMME.fullmatch(code):
        raise NotACode(f"{code!r} is no programme: use letters, digits, . _ / and -")
    return code


class NotACode(Exception):
    """A text where a word of a list is meant."""
