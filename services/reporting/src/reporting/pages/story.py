"""One household's story on a terminal, a line for each letter."""

from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.words import _
from reporting.amounts import ROME, day, euros, moment, organisation
from reporting.projections.entry import Question
from reporting.story import Line, Story

#: One colour for each service, so that the eye finds who speaks.
COLOURS = {
    "intake": "cyan",
    "ledger": "yellow",
    "workshops": "green",
    "employment": "magenta",
}


#: Letters of every month, which hide the story when all of them are shown.
ROUTINE = frozenset(
    {"ChargePosted", "PaymentPosted", "PaymentAllocated", "CreditApplied"}
)


def show_story(console: Console, story: Story, *, fold: bool = False) -> None:
    """
    Print the lines in the order in which they count, and what is open at the end.

    With `fold`, the bills and payments between two other lines become one.
    """
    console.print(Text(_("Storia del nucleo {code}").format(code=story.code), "bold"))
    console.print(Text(asked(story.question, str(story.household_id)), "dim"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("Data"), no_wrap=True)
    table.add_column(_("Chi"), no_wrap=True)
    table.add_column(_("Che cosa"), ratio=1)
    table.add_column(_("Saldo"), justify="right", no_wrap=True)
    for routine, lines in groupby(story.lines, key=lambda it: it.name in ROUTINE):
        if routine and fold:
            table.add_row(*_folded(list(lines)))
            continue
        for line in lines:
            table.add_row(*_cells(line))
    console.print(table)
    for creditor, cents in sorted(story.balances.items()):
        text = _("Da pagare a {creditor}: {amount}")
        if cents < 0:
            text = _("A credito presso {creditor}: {amount}")
        console.print(
            Text(text.format(creditor=organisation(creditor), amount=euros(abs(cents))))
        )


def _folded(lines: list[Line]) -> tuple[str | Text, ...]:
    bills = sum(it.name == "ChargePosted" for it in lines)
    payments = sum(it.name == "PaymentPosted" for it in lines)
    text = _("… {bills} addebiti e {payments} pagamenti, fino al {day}").format(
        bills=bills, payments=payments, day=day(lines[-1].effective_on)
    )
    return day(lines[0].effective_on), "", Text(text, "dim"), ""


def asked(question: Question, *more: str) -> str:
    """Say as of which day and as known at which instant something is shown."""
    everything = Question()
    said = list(more)
    if question.as_of != everything.as_of:
        said.append(_("alla data del {day}").format(day=day(question.as_of)))
    if question.known_at != everything.known_at:
        said.append(_("come si sapeva il {at}").format(at=moment(question.known_at)))
    return " · ".join(said)


def _cells(line: Line) -> tuple[str | Text, ...]:
    who = Text(organisation(line.organisation), COLOURS.get(line.service, ""))
    what = Text(line.text, "strike dim" if line.unsaid_at else "")
    written = line.recorded_at.astimezone(ROME).date()
    if written > line.effective_on:
        known = _("saputo il {day}").format(day=day(written))
        what.append(f" [{known}]", "dim")
    if line.unsaid_at:
        back = day(line.unsaid_at.astimezone(ROME).date())
        what = Text.assemble(
            what, " ", (f"[{_('ritirato il {day}').format(day=back)}]", "red")
        )
    balance = "" if line.balance_cents is None else euros(line.balance_cents)
    return day(line.effective_on), who, what, balance
