"""
What a projection is: rows that follow from one letter alone, and a table for them.

Because no row depends on what came before, letters may arrive in any order and
a rebuild gives the same rows. What several letters mean together (a miss and its
retraction, a charge and its correction) is worked out when a question is asked,
as of a day and as known at an instant.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from azione0.contract import Contract
from azione0.letter import Letter

Row = tuple[Any, ...]

#: Every row ends with where it comes from.
ORIGIN = ("effective_on", "recorded_at", "source", "letter_id")
ORIGIN_COLUMNS = (
    "effective_on date NOT NULL, recorded_at timestamptz NOT NULL, "
    "source text NOT NULL, letter_id text NOT NULL"
)


#: Of the tables of figures: whole numbers, which every database adds alike.
COUNTED_ORIGIN = ("day", "known", "letter_id")
COUNTED_ORIGIN_COLUMNS = (
    "day bigint NOT NULL, known bigint NOT NULL, letter_id text NOT NULL"
)
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_BEFORE_EPOCH = _EPOCH.date().toordinal()


class Entry(NamedTuple):
    """Where a row comes from: a letter, its day and the instant of writing (UTC)."""

    effective_on: date
    recorded_at: datetime
    source: str
    letter_id: str

    @property
    def counted(self) -> tuple[int, int, str]:
        """Its day and instant as whole numbers, for tables of figures."""
        return (
            number_of(self.effective_on),
            instant_of(self.recorded_at),
            self.letter_id,
        )


def number_of(day: date) -> int:
    """Give the days from 1970-01-01 to a day; the days before it are negative."""
    return day.toordinal() - _BEFORE_EPOCH


def day_of(number: int) -> date:
    """Give the day of a number that `number_of` gave."""
    return date.fromordinal(number + _BEFORE_EPOCH)


def instant_of(at: datetime) -> int:
    """Give the microseconds from 1970-01-01 at 00:00 UTC to an instant."""
    return (at - _EPOCH) // _MICROSECOND


def entry_of(letter: Letter) -> Entry:
    """Give a letter's entry; the instant is brought to UTC."""
    return Entry(
        letter.contract.effective_on,
        letter.recorded_at.astimezone(UTC),
        letter.source,
        letter.id,
    )


def moment_of(instant: int) -> datetime:
    """Give the instant, in UTC, of a number that `instant_of` gave."""
    return _EPOCH + instant * _MICROSECOND


class Rows(Protocol):
    """A `singledispatch` function: what it gives depends on the contract."""

    def __call__(self, contract: Contract, entry: Entry, /) -> Iterable[Row]:
        """Give the rows of one letter."""

    def dispatch(self, cls: type[Contract], /) -> Callable[..., Iterable[Row]]:
        """Give what is called for one contract."""


@dataclass(frozen=True, slots=True)
class Projection:
    """
    One question's table: its name with a version, its columns, its rows.

    `definition` lists its own columns as SQL and `index` those it is searched
    by. A change of columns or rows is a new version, and asks for a rebuild.
    """

    name: str
    definition: str
    own_columns: Sequence[str]
    rows: Rows
    index: str = ""
    origin: Sequence[str] = ORIGIN

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns: its own, then the letter's."""
        return (*self.own_columns, *self.origin)

    def table(self, generation: int) -> str:
        """Name the table of one rebuild."""
        return f"{self.name}_g{generation}"


END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """As of which day, and with the knowledge of which instant."""

    as_of: date = date.max
    known_at: datetime = END_OF_TIME


def question(as_of: date | None = None, known_at: datetime | None = None) -> Question:
    """Ask as of a day and as known at an instant; `None` is everything there is."""
    everything = Question()
    return Question(as_of or everything.as_of, known_at or everything.known_at)
