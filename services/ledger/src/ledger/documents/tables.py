"""Documents as plain tables, for spreadsheets and pipes: titles, then rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from azione0.spreadsheet import Cell, Cents
from azione0.words import _
from ledger.documents.ageing_table import BAND_LABELS, AgedAccount, AgedItem
from ledger.documents.agreement_letter import AgreementLetter
from ledger.documents.explanation import Effect, Explanation
from ledger.documents.reading import Place
from ledger.documents.rent_roll import RentRollLine
from ledger.documents.sentences import (
    charge_said,
    movement_said,
    payment_said,
    rule_said,
    word,
)
from ledger.documents.statement import Statement
from ledger.documents.written import moment


@dataclass(frozen=True, slots=True)
class Sheet:
    """Titles and rows; rows may come one at a time, and once."""

    titles: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def statement_sheet(statement: Statement) -> Sheet:
    """Give the lines of a statement, from its opening balance to its closing one."""
    return Sheet(
        [
            _("data"),
            _("tipo"),
            _("che cosa"),
            _("scadenza"),
            _("effetto"),
            _("saldo"),
            _("identificativo"),
        ],
        _statement_rows(statement),
    )


def _statement_rows(it: Statement) -> Iterator[Sequence[Cell]]:
    opening, closing = Cents(it.opening_cents), Cents(it.closing_cents)
    yield it.first_on, "opening", _("Saldo iniziale"), None, None, opening, None
    for entry in it.entries:
        move = entry.movement
        fact = move.payment or move.write_off or move.charge
        yield (
            move.on,
            move.kind,
            movement_said(move),
            move.charge.due_on if move.charge else None,
            Cents(move.cents),
            Cents(entry.balance_cents),
            fact.id if fact else None,
        )
    yield it.last_on, "closing", _("Saldo finale"), None, None, closing, None


def explanation_sheet(explanation: Explanation) -> Sheet:
    """Give every line of the sum, and the balance that they add up to."""
    return Sheet(
        [
            _("data"),
            _("riga"),
            _("che cosa"),
            _("effetto"),
            _("regola"),
            _("addebito"),
            _("denaro"),
            _("piano"),
            _("rata"),
            _("registrato il"),
            _("da"),
        ],
        _explanation_rows(explanation),
    )


def _explanation_rows(explanation: Explanation) -> Iterator[Sequence[Cell]]:
    for it in explanation.effects():
        money = it.move.source_id if it.move else it.money.id if it.money else None
        yield (
            it.on,
            it.section,
            _effect_said(it),
            Cents(it.cents),
            it.move.rule if it.move else None,
            it.charge.id if it.charge else None,
            money,
            it.move.agreement_id if it.move else None,
            it.move.instalment if it.move else None,
            moment(it.mark.recorded_at) if it.mark else None,
            it.mark.actor if it.mark else None,
        )
    balance = Cents(explanation.sums.balance_cents)
    yield (
        explanation.as_of,
        "balance",
        _("Saldo"),
        balance,
        *(None,) * 7,
    )


def _effect_said(it: Effect) -> str:
    if it.move is not None:
        return rule_said(it.move.rule)
    if it.charge is not None:
        return charge_said(it.charge)
    if it.money is not None and it.money.payment is not None:
        return _("{what}: in attesa a credito").format(
            what=payment_said(it.money.payment)
        )
    if it.money is not None and it.money.settlement is not None:
        return _("{what}: in attesa a credito").format(
            what=charge_said(it.money.settlement)
        )
    return ""


def agreement_sheet(letter: AgreementLetter) -> Sheet:
    """Give one row a promised payment, and how it stands if it was signed."""
    kept = {it.number: it for it in letter.kept.instalments} if letter.kept else {}
    return Sheet(
        [
            _("piano"),
            _("rata"),
            _("scadenza"),
            _("importo"),
            _("versato"),
            _("pagata il"),
            _("come sta"),
        ],
        [
            (
                letter.agreement_id,
                it.number,
                it.due_on,
                Cents(it.cents),
                Cents(kept[it.number].paid_cents) if it.number in kept else None,
                kept[it.number].paid_on if it.number in kept else None,
                word(kept[it.number].state) if it.number in kept else word("proposed"),
            )
            for it in letter.promises
        ],
    )


def ageing_sheet(accounts: Iterable[AgedAccount]) -> Sheet:
    """Give one row an account, with a column a band."""
    return Sheet(
        [
            *_place_titles(),
            _("alla data"),
            _("scadenza più vecchia"),
            _("giorni"),
            *(_("scaduto {band}").format(band=band) for band in BAND_LABELS),
            _("scaduto"),
            _("non scaduto"),
            _("contestato"),
            _("sospeso"),
            _("prescritto"),
            _("credito"),
            _("saldo"),
        ],
        (
            (
                *_place(it.place),
                it.as_of,
                it.oldest_due_on,
                it.oldest_days,
                *map(Cents, it.band_cents),
                Cents(it.overdue_cents),
                Cents(it.not_due_cents),
                Cents(it.disputed_cents),
                Cents(it.frozen_cents),
                Cents(it.prescribed_cents),
                Cents(it.credit_cents),
                Cents(it.balance_cents),
            )
            for it in accounts
        ),
    )


def aged_items_sheet(items: Iterable[AgedItem]) -> Sheet:
    """Give one row a charge, or an instalment of an agreement."""
    return Sheet(
        [
            *_place_titles(),
            _("addebito"),
            _("tipo"),
            _("piano"),
            _("rata"),
            _("scadenza"),
            _("giorni"),
            _("fascia"),
            _("come sta"),
            _("resta"),
        ],
        (
            (
                *_place(it.place),
                it.charge.id if it.charge else None,
                it.charge.kind if it.charge else None,
                it.agreement_id,
                it.instalment,
                it.due_on,
                it.days_overdue,
                it.band,
                word(it.status),
                Cents(it.open_cents),
            )
            for it in items
        ),
    )


def rent_roll_sheet(lines: Iterable[RentRollLine]) -> Sheet:
    """Give one row a charge of the period."""
    return Sheet(
        [
            *_place_titles(),
            _("addebito"),
            _("tipo"),
            _("periodo dal"),
            _("periodo al"),
            _("scadenza"),
            _("importo"),
            _("pagato"),
            _("resta"),
            _("giorni"),
            _("come sta"),
        ],
        (
            (
                *_place(it.place),
                it.charge.id,
                it.charge.kind,
                it.charge.period_from,
                it.charge.period_to,
                it.due_on,
                Cents(it.cents),
                Cents(it.paid_cents),
                Cents(it.open_cents),
                it.days_overdue,
                word(it.status) if it.status else None,
            )
            for it in lines
        ),
    )


def _place_titles() -> list[str]:
    return [
        _("creditore"),
        _("nucleo"),
        _("id del nucleo"),
        _("contratto"),
        _("alloggio"),
        _("edificio"),
    ]


def _place(it: Place) -> tuple[Cell, ...]:
    return (
        it.creditor_id,
        it.code,
        it.household_id,
        it.tenancy_id,
        it.dwelling_id,
        it.building_id,
    )
