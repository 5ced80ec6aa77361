"""Statements, agreements and explanations on a terminal."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.words import _
from ledger.documents.agreement_letter import AgreementLetter
from ledger.documents.agreements import AgreementLines
from ledger.documents.explanation import (
    ChargeExplained,
    Explanation,
    MoneyExplained,
    Move,
)
from ledger.documents.reading import Mark
from ledger.documents.sentences import (
    charge_said,
    instalment_said,
    movement_said,
    part_said,
    payment_said,
    rule_said,
    word,
)
from ledger.documents.statement import Entry, Statement, Went
from ledger.documents.written import day, euros, moment


def tell_statement(console: Console, it: Statement) -> None:
    """Show the statement of an account."""
    console.print(
        Text(
            _("Estratto conto di {code} con {creditor}").format(
                code=it.code, creditor=it.creditor_id
            ),
            "bold",
        )
    )
    said = [
        _("dal {first} al {last}").format(first=day(it.first_on), last=day(it.last_on))
    ]
    if it.as_of != it.last_on:
        said.append(_("situazione al {day}").format(day=day(it.as_of)))
    if it.known_at:
        said.append(_("come si sapeva il {at}").format(at=moment(it.known_at)))
    console.print(Text(" · ".join(said), "dim"))
    table = _table((_("Data"), ""), (_("Che cosa"), "wide"))
    for title in (_("Addebito"), _("Pagamento"), _("Saldo")):
        table.add_column(title, justify="right", no_wrap=True)
    opening = Text(_("Saldo iniziale"), "bold")
    table.add_row(day(it.first_on), opening, "", "", euros(it.opening_cents))
    for entry in it.entries:
        table.add_row(*_entry(entry))
    table.add_row(
        day(it.last_on),
        Text(_("Saldo finale"), "bold"),
        euros(it.charged_cents),
        euros(it.paid_cents),
        Text(euros(it.closing_cents), "bold"),
    )
    console.print(table)
    _tell_open(console, it)
    for agreement in it.agreements:
        _tell_kept(console, agreement)


def tell_agreement(console: Console, it: AgreementLetter) -> None:
    """Show what an agreement promises, and how it is kept."""
    console.print(
        Text(
            _("Piano di rientro di {code} con {creditor}").format(
                code=it.code, creditor=it.creditor_id
            ),
            "bold",
        )
    )
    for line in it.debt:
        console.print(f"  {word(line.kind)} ({line.count}): {euros(line.cents)}")
    console.print(_("Debito: {debt}").format(debt=euros(it.debt_cents)))
    if it.kept:
        _tell_kept(console, it.kept)
        return
    console.print(_("Proposto il {day}, non firmato.").format(day=day(it.proposed_on)))
    table = _table((_("Rata"), "right"), (_("Scadenza"), ""), (_("Importo"), "right"))
    for promise in it.promises:
        number = str(promise.number or _("acconto"))
        table.add_row(number, day(promise.due_on), euros(promise.cents))
    console.print(table)


def tell_explanation(console: Console, it: Explanation) -> None:
    """Show every line that leads to a balance, and the sum."""
    title = _("Perché il saldo di {code} con {creditor} al {day} è {balance}").format(
        code=it.code,
        creditor=it.creditor_id,
        day=day(it.as_of),
        balance=euros(it.sums.balance_cents),
    )
    console.print(Text(title, "bold"))
    if it.known_at:
        console.print(
            Text(_("come si sapeva il {at}").format(at=moment(it.known_at)), "dim")
        )
    signed = {found.agreement_id: found.signed_on for found in it.agreements}
    for charge in it.charges:
        _tell_charge(console, charge, signed)
    if it.money:
        console.print()
        console.print(Text(_("Dove è andato il denaro"), "bold"))
    for money in it.money:
        _tell_money(console, money)
    for agreement in it.agreements:
        _tell_kept(console, agreement)
    console.print()
    versions = ", ".join(
        _("{version} dal {day}").format(version=name, day=day(since))
        for since, name in it.policies
    )
    console.print(
        _("Regole in vigore al {day}: {version}").format(
            day=day(it.as_of), version=it.policy_version
        )
        + (f" ({versions})" if versions else "")
    )
    sums = it.sums
    console.print(
        _(
            "Addebiti {charges} - denaro {money} - rinunce {given_up} = {balance}\n"
            "Aperto {open} - credito {credit} = {balance}"
        ).format(
            charges=euros(sums.charges_cents),
            money=euros(sums.money_cents),
            given_up=euros(sums.written_off_cents),
            open=euros(sums.open_cents),
            credit=euros(sums.credit_cents),
            balance=euros(sums.balance_cents),
        ),
        style="bold",
        highlight=False,
    )


def _tell_charge(
    console: Console, it: ChargeExplained, signed: Mapping[UUID, date]
) -> None:
    console.print()
    head = Text.assemble(
        (charge_said(it.charge), "bold"),
        ", " + _("scadenza {day}").format(day=day(it.due_on)) + ": ",
        (euros(it.charge.cents), "bold"),
    )
    if it.mark:
        head.append(f"  {_marked(it.mark)}", "dim")
    console.print(head)
    console.print(Text(f"  {it.charge.id}", "dim"))
    if it.counted_cents != it.charge.cents and it.ended_on is None:
        console.print(
            "  "
            + _("poi corretto: vale {cents}").format(cents=euros(it.counted_cents))
            + (f"  {_marked(it.amended)}" if it.amended else "")
        )
    if it.ended_on is not None:
        said = _("stornato o sostituito: non conta")
        console.print(f"  {said}" + (f"  {_marked(it.ended)}" if it.ended else ""))
    for line in it.reckoning:
        console.print(Text(f"  {line}", "dim"))
    if it.agreement_ids:
        days = ", ".join(day(signed[which]) for which in it.agreement_ids)
        console.print("  " + _("nel piano firmato il {days}").format(days=days))
    for move in it.moves:
        console.print(_moved(move))
    if it.status:
        console.print(
            "  "
            + _("resta {cents}, {status}").format(
                cents=euros(it.open_cents), status=word(it.status)
            )
        )
    elif it.counted_cents:
        console.print("  " + _("resta {cents}").format(cents=euros(it.open_cents)))


def _moved(it: Move) -> Text:
    text = Text(f"  - {euros(it.cents)}  {day(it.on)}  ")
    if it.payment is not None:
        text.append(payment_said(it.payment))
        if it.payment.value_on != it.on:
            came = _("del {day}").format(day=day(it.payment.value_on))
            text.append(f" {came}")
        text.append(": ")
    elif it.settlement is not None:
        text.append(f"{charge_said(it.settlement)}: ")
    elif it.write_off is not None:
        text.append(f"{it.write_off.decision_ref}: ")
    text.append(rule_said(it.rule))
    if it.instalment is not None:
        text.append(f", {instalment_said(it.instalment)}")
    left = _("resta {cents}").format(cents=euros(it.left_cents))
    text.append(f" → {left}")
    if it.mark:
        text.append(f"  {_marked(it.mark)}", "dim")
    return text


def _tell_money(console: Console, it: MoneyExplained) -> None:
    what = payment_said(it.payment) if it.payment else ""
    if it.settlement is not None:
        what = charge_said(it.settlement)
    head = Text(f"{day(it.on)}  {what}: {euros(it.cents)}")
    if it.mark:
        head.append(f"  {_marked(it.mark)}", "dim")
    console.print(head)
    if it.ended_on is not None:
        said = _("stornato: non conta dal {day}").format(day=day(it.ended_on))
        console.print(f"  {said}" + (f"  {_marked(it.ended)}" if it.ended else ""))
    for move in it.moves:
        console.print(Text(f"  {_part(move, it.on)}"))
    if it.waits_cents:
        said = _("in attesa a credito")
        console.print(f"  {euros(it.waits_cents)} → {said}")


def _tell_open(console: Console, it: Statement) -> None:
    title = _("Resta da pagare al {day}: {amount}").format(
        day=day(it.as_of), amount=euros(it.balance_cents)
    )
    if it.balance_cents < 0:
        title = _("A credito al {day}: {amount}").format(
            day=day(it.as_of), amount=euros(-it.balance_cents)
        )
    console.print(Text(title, "bold"))
    table = _table(
        (_("Addebito"), "wide"),
        (_("Scadenza"), ""),
        (_("Giorni"), "right"),
        (_("Come sta"), ""),
        (_("Resta"), "right"),
    )
    for line in it.open_lines:
        table.add_row(
            charge_said(line.charge),
            day(line.charge.due_on),
            str(line.days_overdue or ""),
            word(line.status),
            euros(line.open_cents),
        )
    if it.credit_cents:
        table.add_row(_("Credito in attesa"), "", "", "", euros(-it.credit_cents))
    if table.row_count:
        console.print(table)


def _tell_kept(console: Console, it: AgreementLines) -> None:
    console.print()
    console.print(
        Text(
            _("Piano di rientro firmato il {day}: {state}").format(
                day=day(it.signed_on), state=word(it.state)
            ),
            "bold",
        )
    )
    console.print(
        _("Debito {debt}, ancora da versare {left}; regole {version}").format(
            debt=euros(it.debt_cents),
            left=euros(it.outstanding_cents),
            version=it.policy_version,
        )
    )
    table = _table(
        (_("Rata"), "right"),
        (_("Scadenza"), ""),
        (_("Importo"), "right"),
        (_("Versato"), "right"),
        (_("Come sta"), "wide"),
    )
    for line in it.instalments:
        paid = f" ({day(line.paid_on)})" if line.paid_on else ""
        table.add_row(
            str(line.number or _("acconto")),
            day(line.due_on),
            euros(line.amount_cents),
            euros(line.paid_cents),
            word(line.state) + paid,
        )
    console.print(table)


def _entry(entry: Entry) -> Sequence[str | Text]:
    move = entry.movement
    struck = move.shown_cents is not None
    what = Text(movement_said(move), "strike dim" if struck else "")
    for went in entry.went:
        what.append(f"\n  {_part(went, move.on)}", "dim")
    if entry.waits_cents:
        said = _("in attesa a credito")
        what.append(f"\n  {euros(entry.waits_cents)} → {said}", "dim")
    shown = move.shown_cents if move.shown_cents is not None else move.cents
    style = "strike dim" if struck else ""
    return (
        day(move.on),
        what,
        Text(euros(shown) if shown > 0 else "", style),
        Text(euros(-shown) if shown < 0 else "", style),
        euros(entry.balance_cents),
    )


def _part(it: Went | Move, came_on: date) -> str:
    later = it.on if it.on != came_on else None
    return part_said(it.cents, it.charge, it.rule, it.instalment, later)


def _marked(mark: Mark) -> str:
    at = moment(mark.recorded_at)
    return _("[registrato il {at} da {who}]").format(at=at, who=mark.actor)


def _table(*columns: tuple[str, str]) -> Table:
    """Make a table without lines; a column is `wide`, `right` or neither."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title, manner in columns:
        table.add_column(
            title,
            justify="right" if manner == "right" else "left",
            ratio=1 if manner == "wide" else None,
            no_wrap=manner != "wide",
        )
    return table
