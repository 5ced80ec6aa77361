"""Kinds and reasons are words of a list: no sentence about anybody is kept."""

import re

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def check_code(code: str) -> str:
    """Give a code back; `NotACode` for anything that could hold a sentence."""
    if not _CODE.fullmatch(code):
        raise NotACode(f"{code!r} is no code: use a-z, 0-9 and _, at most 40")
    return code


class NotACode(Exception):
    """A text where a word of a list is meant."""
