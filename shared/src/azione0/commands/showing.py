"""How commands show lists: a table to a person, tab-separated lines to a program."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.leaving import Progress

#: The longest word that is never cut, such as a code or a day.
WIDEST_WORD = 16


def show(titles: Sequence[str], rows: Iterable[Sequence[object]], empty: str) -> None:
    """
    Show rows under titles on standard output; `empty` where there are none.

    What goes into a pipe is one line a row, cells parted by tabs, titles first. On a
    screen no word is cut that has room, and columns that hold nothing are left out.
    """
    lines = [[_cell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for line in [list(titles), *lines]:
            click.echo("\t".join(" ".join(cell.split()) for cell in line))
        return
    if not lines:
        click.echo(empty)
        return
    told = [place for place in range(len(titles)) if any(it[place] for it in lines)]
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place in told:
        words = " ".join([titles[place], *(it[place] for it in lines)]).split()
        widest = min(max(map(len, words)), WIDEST_WORD)
        table.add_column(titles[place], overflow="fold", min_width=widest)
    for line in lines:
        table.add_row(*(Text(line[place]) for place in told))
    Console().print(table)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


@contextmanager
def by_tables() -> Iterator[Progress]:
    """Show on the terminal which table is at work, and of how many rows."""
    console = Console(stderr=True)
    with console.status("") as status:

        def at_work(table: str, rows: int) -> None:
            status.update(f"{table}: {rows}")

        yield at_work
