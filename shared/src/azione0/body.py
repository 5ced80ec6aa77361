"""
The body of a letter: read strictly, written so that it can be read.

A body in our own form (keys sorted, no blanks, nothing unknown) is recognised
by writing it again; any other is looked through for what hides in JSON.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of
from decimal import Decimal
from json import JSONDecoder
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from azione0.exact import written
from azione0.fields import Fault, faults_of, foreign_money, is_storable, shown
from azione0.words import _

S = TypeVar("S")


class BadLetter(Exception):
    """A letter that cannot be taken in; `faults` names each thing wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def encode(contract: object) -> bytes:
    """
    Write a contract's body: JSON, keys sorted, absent fields left out.

    `BadLetter` if it holds what `decode` would refuse.
    """
    how = _how(type(contract))
    try:
        body = _writer.encode(how.spread(contract))
        how.reader.decode(body)
        if b"\\u0000" in body:
            _refuse_unstorable(msgspec.json.decode(body))
    except _Unwritable as wrong:
        raise BadLetter([wrong.fault]) from wrong
    except (msgspec.ValidationError, TypeError, ValueError) as wrong:
        raise BadLetter(_faults_of_values(contract, wrong)) from wrong
    return body


def decode(shape: type[S], body: bytes) -> S:
    """
    Read the body of a contract; unknown fields are passed over.

    `BadLetter` with every fault if it is no JSON object, a field is missing
    or wrong, a key stands twice, a number is none, or a `currency` is not EUR.
    """
    how = _how(shape)
    try:
        said = how.reader.decode(body)
        if b"\\u0000" not in body and _writer.encode(how.spread(said)) == body:
            return cast("S", said)
    except _Unwritable:
        pass
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise BadLetter(_faults_of_body(shape, body, wrong)) from wrong
    _look_through(shape, body, exactly=how.has_decimals)
    return cast("S", said)


def plain_json(body: bytes) -> Any:
    """
    Read JSON in which no key stands twice and every number is a number.

    `BadLetter` otherwise, also for texts that databases cannot hold.
    """
    try:
        found = _strict.decode(body.decode("utf-8"))
        # Only an escape can bring in what UTF-8 itself does not allow.
        if b"\\u" in body:
            _refuse_unstorable(found)
    except (ValueError, RecursionError) as wrong:
        fault = Fault("body", shown(str(wrong)), _("JSON in UTF-8, senza doppioni"))
        raise BadLetter([fault]) from wrong
    return found


@dataclass(frozen=True)
class _How:
    reader: msgspec.json.Decoder[Any]
    spread: Callable[[Any], dict[str, Any]]
    has_decimals: bool


_writer = msgspec.json.Encoder(order="sorted")


_known: dict[type, _How] = {}


def _how(shape: type) -> _How:
    known = _known.get(shape)
    if known is None:
        spread, has_decimals = _spread_of(shape)
        known = _How(msgspec.json.Decoder(shape), spread, has_decimals)
        _known[shape] = known
    return known


def _spread_of(shape: Any) -> tuple[Callable[[Any], dict[str, Any]], bool]:
    """Make what lays a value out as a dictionary, and tell if decimals are in it."""
    hints = get_type_hints(shape, include_extras=True)
    careful: dict[str, Callable[[Any], Any]] = {}
    has_decimals = False
    for field in fields_of(shape):
        kind, many = _core(hints[field.name])
        if kind is Decimal:
            careful[field.name] = _digits(field.name)
            has_decimals = True
        elif is_dataclass(kind):
            within, decimals_within = _spread_of(kind)
            careful[field.name] = _each(within) if many else within
            has_decimals = has_decimals or decimals_within
    if careful:
        return _careful(careful), has_decimals
    if any(field.default is None for field in fields_of(shape)):
        return _without_absent, False
    return _whole, False


def _whole(value: Any) -> dict[str, Any]:
    laid_out: dict[str, Any] = vars(value)
    return laid_out


def _without_absent(value: Any) -> dict[str, Any]:
    return {name: held for name, held in vars(value).items() if held is not None}


def _careful(
    ways: dict[str, Callable[[Any], Any]],
) -> Callable[[Any], dict[str, Any]]:
    def spread(value: Any) -> dict[str, Any]:
        return {
            name: ways[name](held) if name in ways else held
            for name, held in vars(value).items()
            if held is not None
        }

    return spread


def _core(hint: Any) -> tuple[Any, bool]:
    """Strip a hint of its marks and of its None; tell whether it is a list."""
    if get_origin(hint) is Annotated:
        return _core(get_args(hint)[0])
    if get_origin(hint) in (tuple, list):
        return _core(get_args(hint)[0])[0], True
    within = [one for one in get_args(hint) if one is not type(None)]
    if len(within) == 1 and len(get_args(hint)) > 1:
        return _core(within[0])
    return hint, False


def _each(spread: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    return lambda values: [spread(value) for value in values]


def _digits(name: str) -> Callable[[Decimal], str]:
    def digits(number: Decimal) -> str:
        text = written(number) if isinstance(number, Decimal) else None
        if text is None:
            expected = _("un numero decimale di 12 cifre e 4 decimali al più")
            raise _Unwritable(Fault(name, shown(number), expected))
        return text

    return digits


def _look_through(shape: type, body: bytes, *, exactly: bool) -> None:
    found = plain_json(body)
    look = faults_of if exactly else foreign_money
    if faults := look(shape, found):
        raise BadLetter(faults)


def _faults_of_body(shape: type, body: bytes, wrong: Exception) -> Iterable[Fault]:
    try:
        found = plain_json(body)
    except BadLetter as worse:
        return worse.faults
    # A fault that only the quick reader sees is still a fault.
    return faults_of(shape, found) or [Fault("body", shown(found), str(wrong))]


def _faults_of_values(contract: object, wrong: Exception) -> Iterable[Fault]:
    try:
        body = msgspec.to_builtins(contract)
    except (TypeError, ValueError):
        body = {}
    held = {name: value for name, value in body.items() if value is not None}
    faults = faults_of(type(contract), held) if held else ()
    return faults or [Fault(type(contract).__name__, _("valore"), str(wrong))]


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"{', '.join(twice)}: twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


_strict = JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_number)


def _refuse_unstorable(found: Any) -> None:
    if isinstance(found, str) and not is_storable(found):
        raise ValueError("a text holds a NUL or half a surrogate pair")
    if isinstance(found, dict):
        for name, value in found.items():
            _refuse_unstorable(name)
            _refuse_unstorable(value)
    if isinstance(found, list):
        for value in found:
            _refuse_unstorable(value)


class _Unwritable(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))
