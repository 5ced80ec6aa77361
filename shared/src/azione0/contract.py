"""
A contract: something one organisation promises to tell others, declared once.

From the annotated class come the frozen values that travel, the reading and
writing of their bodies, and all the published descriptions. What a contract
promises stands in its `promise`: publisher, version, audience, subject.
"""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import GenericAlias, NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from marshmallow import Schema
from msgspec import Meta

from azione0.body import BadLetter, decode, encode
from azione0.fields import (
    AWARE,
    DATA_CLASSES,
    TEXT_LIMITS,
    WHOLE_LIMITS,
    Fault,
    schema_of,
)

__all__ = [
    "CREDITORS",
    "DATA_CLASSES",
    "FOLLOWING",
    "KINDS",
    "SERVICES",
    "BadLetter",
    "Code",
    "Contract",
    "Economic",
    "Fault",
    "Identity",
    "Month",
    "NotAContract",
    "Plain",
    "Promise",
    "Special",
    "UnknownContract",
    "all_contracts",
    "contract",
    "contract_for",
    "decode",
    "encode",
    "heard_by",
    "part",
    "said_by",
    "schema",
]

T = TypeVar("T")
C = TypeVar("C", bound="Contract")

Plain = Annotated[T, "none"]
Economic = Annotated[T, "economic"]
Identity = Annotated[T, "identity"]
Special = Annotated[T, "special"]

# A word of a list kept by its publisher: it has no room for a sentence.
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=40)]
Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])\Z", max_length=7)]

SERVICES = ("intake", "ledger", "workshops", "employment", "reporting")
CREDITORS = ("aler", "condominium")
#: The kinds of which each organisation may run its own: where several do, each hears
#: of the households that it follows (see `addressing.py`).
FOLLOWING = ("workshops", "employment")
KINDS = (*SERVICES, *CREDITORS)


@dataclass(frozen=True)
class Promise:
    """
    Who says a contract, in which version, to which kinds, about what.

    `also_past`: of several services of a kind, also those hear it that followed the
    household before.
    """

    name: str
    publisher: str
    version: int
    audience: frozenset[str]
    subject_field: str | None
    also_past: bool = False

    @property
    def type_name(self) -> str:
        """The `type` of its letters."""
        return f"it.azione0.{self.publisher}.{self.name}.v{self.version}"

    @property
    def routing_key(self) -> str:
        """The event's name; from version 2 on with the version."""
        return self.name if self.version == 1 else f"{self.name}.v{self.version}"

    @property
    def is_about_a_household(self) -> bool:
        """Whether its letters are addressed where several of a kind could hear."""
        return self.subject_field == "household_id"

    @property
    def schema_path(self) -> str:
        """Where its JSON Schema lies, as the `dataschema` of its letters says."""
        return f"schemas/{self.publisher}/{self.name}.v{self.version}.json"


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What every contract has: the day from which it counts."""

    promise: ClassVar[Promise]

    effective_on: Plain[date]

    @classmethod
    def type_name(cls) -> str:
        """Give the `type` of its letters, `it.azione0.<publisher>.<Name>.v<N>`."""
        return cls.promise.type_name

    @classmethod
    def routing_key(cls) -> str:
        """Give the key under which the broker routes it."""
        return cls.promise.routing_key

    def subject(self) -> str:
        """Give what the letter is about: a pseudonym or a creditor's code."""
        return str(getattr(self, self.promise.subject_field or "household_id"))


@dataclass_transform(frozen_default=True, kw_only_default=True)
def contract(
    *,
    publisher: str,
    version: int = 1,
    audience: Sequence[str],
    subject: str | None = None,
    also_past: bool = False,
) -> Callable[[type[C]], type[C]]:
    """
    Declare a contract: `audience` are the kinds that need it, and no one else.

    `subject` names the field that the letter is about, by default
    `household_id`; a class may define `subject()` instead. `also_past` is for what
    those must hear, too, who followed the household before: who follows now, and
    what of theirs has to stop. `NotAContract` if a field carries no data class or
    has a type that cannot travel.
    """

    def declare(shape: type[C]) -> type[C]:
        hints = _travelling(shape)
        for name, hint in hints.items():
            if not any(mark in DATA_CLASSES for mark in get_args(hint)[1:]):
                raise NotAContract(
                    f"{shape.__name__}.{name}: mark it Plain or Economic"
                )
        speaks = shape.subject is not Contract.subject
        promise = Promise(
            name=shape.__name__,
            publisher=publisher,
            version=version,
            audience=frozenset(audience),
            subject_field=None if speaks else subject or "household_id",
            also_past=also_past,
        )
        if not speaks and promise.subject_field not in hints:
            raise NotAContract(f"{shape.__name__}: name the field that is its subject")
        if strangers := promise.audience - {*KINDS} | promise.audience & {publisher}:
            raise NotAContract(f"{shape.__name__}: no audience: {sorted(strangers)}")
        if promise.type_name in _declared:
            raise NotAContract(f"{promise.type_name} is declared twice")
        made = _frozen(shape, hints)
        made.promise = promise
        _declared[promise.type_name] = made
        return made

    return declare


@dataclass_transform(frozen_default=True, kw_only_default=True)
def part(shape: type[T]) -> type[T]:
    """Declare a few fields that belong together inside a contract."""
    return _frozen(shape, _travelling(shape))


def all_contracts() -> tuple[type[Contract], ...]:
    """Give every contract of `azione0.contracts`, by type name."""
    _import_all()
    return tuple(_declared[name] for name in sorted(_declared))


def contract_for(type_name: str) -> type[Contract]:
    """Give the contract of a letter's `type`; `UnknownContract` if there is none."""
    found = _declared.get(type_name)
    if found is None:
        _import_all()
        found = _declared.get(type_name)
    if found is None:
        raise UnknownContract(f"no contract is called {type_name[:200]!r}")
    return found


def heard_by(recipient_kind: str) -> tuple[type[Contract], ...]:
    """Give the contracts whose audience includes a kind of recipient."""
    return tuple(c for c in all_contracts() if recipient_kind in c.promise.audience)


def said_by(publisher: str) -> tuple[type[Contract], ...]:
    """Give the contracts that one kind of publisher says."""
    return tuple(c for c in all_contracts() if c.promise.publisher == publisher)


def schema(shape: type[Contract]) -> Schema:
    """Give the marshmallow schema of a contract's body; unknown fields pass."""
    return schema_of(cast("type", shape))


_declared: dict[str, type[Contract]] = {}


@lru_cache(maxsize=1)
def _import_all() -> None:
    package = import_module("azione0.contracts")
    for module in iter_modules(package.__path__, "azione0.contracts."):
        import_module(module.name)


def _frozen(shape: type[T], hints: dict[str, Any]) -> type[T]:
    # Written down again with their limits, inherited fields too: the quick
    # reader takes its limits from here.
    shape.__annotations__ = {**shape.__annotations__, **hints}
    return dataclass(frozen=True, kw_only=True)(shape)


def _travelling(shape: type) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    travelling = {
        name: _limited(hint, f"{shape.__name__}.{name}")
        for name, hint in hints.items()
        if get_origin(hint) is not ClassVar
    }
    for name in travelling:
        if getattr(shape, name, MISSING) not in (MISSING, None):
            raise NotAContract(f"{shape.__name__}.{name}: only None may be a default")
    return travelling


LIMITED: dict[Any, Any] = {
    str: Annotated[str, TEXT_LIMITS],
    int: Annotated[int, WHOLE_LIMITS],
    datetime: Annotated[datetime, AWARE],
    **{kind: kind for kind in (bool, UUID, date, Decimal)},
}


def _limited(hint: Any, where: str) -> Any:
    """Give a type with its limits written down; `NotAContract` if it has none."""
    origin, within = get_origin(hint), get_args(hint)
    travelling: Any = None
    if origin is Annotated:
        bare, *marks = within
        if not any(isinstance(mark, Meta) for mark in marks):
            bare = _limited(bare, where)
        travelling = Annotated[(bare, *marks)]
    elif origin in (Union, UnionType):
        held = [one for one in within if one is not NoneType]
        travelling = _limited(held[0], where) | None if len(held) == 1 else None
    elif origin is list or (origin is tuple and within[1:] == (...,)):
        travelling = GenericAlias(origin, (_limited(within[0], where), *within[1:]))
    elif origin is Literal or (is_dataclass(hint) and isinstance(hint, type)):
        travelling = hint
    else:
        travelling = LIMITED.get(hint)
    if travelling is None:
        raise NotAContract(f"{where}: {hint} cannot travel")
    return travelling


class NotAContract(Exception):
    """A declaration that promises what no letter can carry."""


class UnknownContract(Exception):
    """A letter whose type nobody here has declared."""
