"""
What may stand in a letter's body, field by field, and what is said when it may not.

The types of a contract become a marshmallow schema here: to name every fault
of a body, and to describe the body to others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, is_dataclass
from dataclasses import fields as fields_of
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

import msgspec
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from msgspec import Meta

from azione0.exact import exact
from azione0.words import _

V = TypeVar("V")

LONGEST_TEXT = 200
# Beyond this a reader in JavaScript would round our numbers in silence.
LARGEST_WHOLE = 2**53 - 1
SHOWN = 80
DATA_CLASSES = ("none", "economic", "identity", "special")
EURO = "EUR"
PLAIN_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

WHOLE_LIMITS = Meta(ge=-LARGEST_WHOLE, le=LARGEST_WHOLE)
TEXT_LIMITS = Meta(min_length=1, max_length=LONGEST_TEXT)
AWARE = Meta(tz=True)
_AWARE_DATETIME: type[datetime] = cast("Any", Annotated[datetime, AWARE])


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a letter: where, what stood there, what was expected."""

    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        return _("{field}: {value}; atteso: {expected}").format(
            field=self.field, value=self.value, expected=self.expected
        )


class Whole(fields.Integer):
    """A whole number: no text, no `1.0`, no true or false."""

    def __init__(self, **options: Any) -> None:
        limits = validate.Range(min=-LARGEST_WHOLE, max=LARGEST_WHOLE)
        super().__init__(strict=True, validate=limits, **options)

    def expected(self) -> str:
        """Say what may stand here."""
        return _("un numero intero")


class WholeAsked(Whole):
    """A whole number in the query of a question, where all is text."""

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> int:
        if not isinstance(value, str) or not PLAIN_WHOLE.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Truth(fields.Boolean):
    """True or false, and nothing that resembles them."""

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value

    def expected(self) -> str:
        """Say what may stand here."""
        return _("true o false")


class Text(fields.String):
    """A text that every database and every reader can hold."""

    def __init__(self, limits: Meta = TEXT_LIMITS, **options: Any) -> None:
        self.limits = limits
        length = validate.Length(min=limits.min_length, max=limits.max_length)
        checks: list[validate.Validator] = [length]
        if limits.pattern:
            checks.append(validate.Regexp(limits.pattern))
        super().__init__(validate=checks, **options)

    def _deserialize(self, value: Any, *args: Any, **options: Any) -> str:
        text = super()._deserialize(value, *args, **options)
        if text is None or not is_storable(text):
            raise self.make_error("invalid", input=value)
        return text

    def expected(self) -> str:
        """Say what may stand here."""
        if self.limits.pattern:
            return _("un testo della forma {pattern}").format(
                pattern=self.limits.pattern
            )
        return _("un testo da {least} a {most} caratteri").format(
            least=self.limits.min_length or 0, most=self.limits.max_length
        )


class Choice(fields.String):
    """One of a few words."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        self.words = tuple(words)
        super().__init__(validate=validate.OneOf(self.words), **options)

    def expected(self) -> str:
        """Say what may stand here."""
        return _("uno tra {words}").format(words=", ".join(self.words))


class Identifier(fields.UUID):
    """A random identifier, read exactly as the quick reader reads it."""

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> UUID:
        return converted(value, UUID)

    def expected(self) -> str:
        """Say what may stand here."""
        return _("un identificativo UUID")


class Day(fields.Date):
    """A civil day, `2025-01-31` and in no other form."""

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> date:
        return converted(value, date)

    def expected(self) -> str:
        """Say what may stand here."""
        return _("una data come 2025-01-31")


class Instant(fields.AwareDateTime):
    """An instant with its offset."""

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> datetime:
        return converted(value, _AWARE_DATETIME)

    def expected(self) -> str:
        """Say what may stand here."""
        return _("un istante come 2025-01-31T10:00:00+01:00")


class Exact(fields.Decimal):
    """A decimal number written as text; never a number, never rounded."""

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> Decimal:
        number = exact(value) if isinstance(value, str) else None
        if number is None:
            raise self.make_error("invalid", input=value)
        return number

    def expected(self) -> str:
        """Say what may stand here."""
        return _('un numero decimale scritto come testo, ad esempio "12.5"')


class Many(fields.List[Any]):
    """A list of one kind of thing."""

    def expected(self) -> str:
        """Say what may stand here."""
        return _("un elenco")


class Group(fields.Nested):
    """A few fields that belong together."""

    def expected(self) -> str:
        """Say what may stand here."""
        return _("un oggetto")


def is_storable(text: str) -> bool:
    """Tell whether a text holds no NUL and no half of a surrogate pair."""
    return UNSTORABLE.search(text) is None


def converted(value: object, wanted: type[V]) -> V:
    """Read a text as the quick reader would; `ValidationError` if it is not one."""
    if not isinstance(value, str):
        raise ValidationError("not a text")
    try:
        return msgspec.convert(value, wanted)
    except (msgspec.ValidationError, ValueError) as wrong:
        raise ValidationError(str(wrong)) from wrong


@cache
def schema_of(shape: type) -> Schema:
    """Give the marshmallow schema of a contract or of a part; unknown fields pass."""
    hints = get_type_hints(shape, include_extras=True)
    described = {
        field.name: _described(hints[field.name], required=field.default is MISSING)
        for field in fields_of(shape)
    }
    made = Schema.from_dict(described, name=shape.__name__)
    return made(unknown=EXCLUDE)


def faults_of(shape: type, body: object) -> tuple[Fault, ...]:
    """Name every fault of a decoded body, in the order of its fields."""
    schema = schema_of(shape)
    if not isinstance(body, Mapping):
        return (Fault("body", shown(body), _("un oggetto JSON")),)
    errors = schema.validate(body)
    faults = _faults_in_group(schema, body, errors, "")
    return (*faults, *_foreign_money(schema, body, ""))


def foreign_money(shape: type, body: Mapping[str, Any]) -> tuple[Fault, ...]:
    """
    Name each member `currency` that is not `EUR`, where a contract knows none.

    All amounts are euro cents. A field that nobody here knows is passed over, but
    not one that says that an amount is something else.
    """
    return tuple(_foreign_money(schema_of(shape), body, ""))


def shown(value: object) -> str:
    """Give a value as it may be quoted in a sentence, shortened."""
    text = _("assente") if value is MISSING else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _faults_in_group(
    schema: Schema, body: Mapping[str, Any], errors: Mapping[Any, Any], path: str
) -> Iterator[Fault]:
    for name, field in schema.fields.items():
        if name in errors:
            value = body.get(name, MISSING)
            yield from _faults_in_field(field, value, errors[name], path + name)


def _faults_in_field(field: Any, value: Any, errors: Any, path: str) -> Iterator[Fault]:
    if isinstance(field, Group) and isinstance(value, Mapping):
        yield from _faults_in_group(field.schema, value, errors, f"{path}.")
    elif isinstance(field, Many) and isinstance(errors, Mapping):
        for index, within in errors.items():
            place = f"{path}[{index}]"
            yield from _faults_in_field(field.inner, value[index], within, place)
    else:
        yield Fault(path, shown(value), field.expected())


def _foreign_money(
    schema: Schema, body: Mapping[str, Any], path: str
) -> Iterator[Fault]:
    said = body.get("currency")
    if said not in (None, EURO) and "currency" not in schema.fields:
        expected = _("EUR: si leggono solo importi in euro")
        yield Fault(f"{path}currency", shown(said), expected)
    for name, field in schema.fields.items():
        value = body.get(name)
        if isinstance(field, Group) and isinstance(value, Mapping):
            yield from _foreign_money(field.schema, value, f"{path}{name}.")
        elif isinstance(field, Many) and isinstance(value, list):
            for index, within in enumerate(value):
                if isinstance(field.inner, Group) and isinstance(within, Mapping):
                    place = f"{path}{name}[{index}]."
                    yield from _foreign_money(field.inner.schema, within, place)


PLAIN_FIELDS: dict[Any, type[fields.Field[Any]]] = {
    int: Whole,
    bool: Truth,
    UUID: Identifier,
    date: Day,
    datetime: Instant,
    Decimal: Exact,
}


def _described(hint: Any, *, required: bool) -> fields.Field[Any]:
    limits, data_class = None, None
    while get_origin(hint) in (Annotated, Union, UnionType):
        if get_origin(hint) is Annotated:
            hint, *marks = get_args(hint)
            limits = next((m for m in marks if isinstance(m, Meta)), limits)
            data_class = next((m for m in marks if m in DATA_CLASSES), data_class)
        else:
            [hint] = [one for one in get_args(hint) if one is not NoneType]
    about: dict[str, Any] = {"required": True} if required else {"load_default": None}
    if data_class is not None:
        about["metadata"] = {"x-data-class": data_class}
    if hint is str:
        return Text(limits or TEXT_LIMITS, **about)
    if get_origin(hint) is Literal:
        return Choice(get_args(hint), **about)
    if get_origin(hint) in (tuple, list):
        return Many(_described(get_args(hint)[0], required=True), **about)
    if is_dataclass(hint) and isinstance(hint, type):
        return Group(schema_of(hint), **about)
    return PLAIN_FIELDS[hint](**about)
