"""
What was drawn, told in letters and read again, as a design would see it.

`by_letters` folds the letters as they are; `by_archive` puts them in envelopes and
takes them in by a reporting service's own inbox, in an archive of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from azione0.contract import Contract
from azione0.database import SYSTEM, reading_for
from azione0.house import House
from reporting.histories.account import Place
from reporting.histories.episodes import courses
from reporting.histories.panel import seen
from reporting.histories.told import Estate, histories, of_letters
from reporting.invented.estate import of_panel, of_waits
from reporting.invented.names import Names
from reporting.invented.post import EVENING, envelopes, take_in
from reporting.projections.entry import question
from reporting.validation.months import last_day
from reporting.validation.planted import World
from reporting.validation.trials import FIRST, Drawn, Seen, as_drawn
from reporting.validation.waits import MONTHS_WATCHED

#: Waits are told of as many buildings as this, which nothing depends on.
BUILDINGS = 10

Read = Callable[[Iterator[Contract], Names], Estate]


class Through:
    """
    Shows a design what letters say, and notes where that is not what was drawn.

    `apart` counts worlds in which a cent, a day or a trait differs.
    """

    def __init__(self, read: Read) -> None:
        self.read = read
        self.told = self.apart = 0

    def __call__(self, drawn: Drawn, seed: int) -> Seen:
        """Tell what was drawn, and give what is read of it."""
        names, plain = Names(seed, FIRST), as_drawn(drawn, seed)
        found: Seen
        if isinstance(drawn, World):
            estate = self.read(of_panel(drawn, names), names)
            bands = tuple(sorted(estate.bands))
            found = seen(estate, FIRST, drawn.panel.months, bands).shown
            self.apart += not drawn.shown.same_as(found)
        else:
            months = MONTHS_WATCHED
            estate = self.read(of_waits(drawn, names, months, BUILDINGS), names)
            found = tuple(it for _, it in courses(estate, last_day(FIRST, months - 1)))
            self.apart += found != plain
        self.told += 1
        return found


def by_letters(letters: Iterator[Contract], names: Names) -> Estate:
    """Fold letters one by one, as the archive would give them."""
    return of_letters(
        (it, Place(it.effective_on, _evening(it.effective_on), str(number)))
        for number, it in enumerate(letters)
    )


def by_archive(letters: Iterator[Contract], names: Names) -> Estate:
    """Take letters in by an inbox, and read the archive."""
    with _reporting() as house:
        office = house.office("reporting")
        taken = take_in(office, envelopes(letters, names))
        if taken.failed or taken.parked or taken.quarantined:
            raise NotTaken(f"letters were not taken in: {taken}")
        with office.store.reading() as session, reading_for(SYSTEM):
            return histories(session, question())


@contextmanager
def _reporting() -> Iterator[House]:
    with TemporaryDirectory(prefix="azione0-") as folder:
        environ = {"AZIONE0_DATA": str(Path(folder))}
        with House(environ, clock=_now, kinds=("reporting",)) as house:
            yield house


def _now() -> datetime:
    return datetime.now(UTC)


@lru_cache(maxsize=4_096)
def _evening(day: date) -> datetime:
    return datetime.combine(day, EVENING)


class NotTaken(RuntimeError):
    """An archive did not take in a letter that was written for it."""
