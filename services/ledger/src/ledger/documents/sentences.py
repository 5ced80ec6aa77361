"""
Codes of the ledger in words that a tenant can read.

A new rule of allocation needs one sentence here; a test finds the one that is
missing.
"""

from datetime import date, timedelta

from azione0.words import _
from ledger.account.facts import Charge, Payment
from ledger.documents.movements import Movement
from ledger.documents.written import day, euros, month

_ONE_DAY = timedelta(days=1)

#: By which rule money went where it went.
RULES = {
    "declared_1193": "imputato a ciò che chi paga ha indicato (art. 1193, c. 1, c.c.)",
    "receipt_1195": "imputato secondo la quietanza del creditore (art. 1195 c.c.)",
    "accessory_1194": "imputato prima a interessi e spese (art. 1194 c.c.)",
    "least_secured_1193": "imputato al debito meno garantito (art. 1193, c. 2, c.c.)",
    "most_onerous_1193": "imputato al debito più oneroso (art. 1193, c. 2, c.c.)",
    "oldest_1193": "imputato al debito più antico (art. 1193, c. 2, c.c.)",
    "in_proportion_1193": (
        "imputato in proporzione fra debiti uguali per la legge (art. 1193, c. 2, c.c.)"
    ),
    "solidarity_rr11_2019": (
        "contributo di solidarietà: prima i servizi dell'anno, poi il debito "
        "(R.R. Lombardia 11/2019)"
    ),
    "in_advance": "anticipato su rate non ancora scadute, come prevedono le regole",
    "written_off": "rinuncia del creditore, per decisione",
}

#: What changed a balance; `{what}` is the charge or the payment.
MOVEMENTS = {
    "charged": "{what}",
    "settled": "{what}, a favore",
    "amended": "{what}: importo corretto",
    "taken_back": "{what}: stornato",
    "replaced": "{what}: sostituito o ritirato, non conta",
    "paid": "{what}",
    "reversed": "{what}: stornato, non conta più",
    "written_off": "{what}: rinuncia del creditore",
    "revoked": "{what}: la rinuncia non vale più",
}

CODES = {
    # kinds of charges
    "rent": "Canone",
    "service": "Servizi a rimborso",
    "settlement": "Conguaglio",
    "cost": "Spese",
    "interest": "Interessi",
    # channels
    "pagopa": "con pagoPA",
    "transfer": "con bonifico",
    "direct_debit": "con addebito diretto",
    "mav": "con MAV",
    "cash": "in contanti",
    "other": "con altro mezzo",
    # payers
    "tenant": "dall'assegnatario",
    "regional": "dalla Regione",
    "municipal": "dal Comune",
    "charity": "da un ente benefico",
    # how an open charge stands
    "overdue": "scaduto",
    "not_due": "non ancora scaduto",
    "rescheduled": "nel piano di rientro",
    "disputed": "contestato",
    "frozen": "sospeso per decisione",
    "prescribed": "prescritto",
    # how an agreement stands
    "proposed": "proposto",
    "active": "in corso",
    "suspended": "sospeso",
    "breached": "interrotto: troppi mesi non pagati",
    "completed": "concluso: tutto pagato",
    "superseded": "sostituito da un altro piano",
    "terminated": "cessato",
    # how an instalment stands
    "paid": "pagata",
    "paid_late": "pagata in ritardo",
    "missed": "non pagata",
    "in_grace": "scaduta, entro la tolleranza",
    "to_come": "da pagare",
    "lapsed": "non più dovuta a rate",
    "put_off": "spostata a un'altra rata",
}


def word(code: str) -> str:
    """Say a code in the language in use; one without a word as it stands."""
    return _(CODES[code]) if code in CODES else code.replace("_", " ")


def rule_said(code: str) -> str:
    """Say a rule of allocation; one without a sentence as it stands."""
    return _(RULES[code]) if code in RULES else code.replace("_", " ")


def charge_said(charge: Charge) -> str:
    """Say what a charge is for: `Canone, marzo 2025`."""
    return f"{word(charge.kind)}, {period_said(charge.period_from, charge.period_to)}"


def period_said(first: date, last: date) -> str:
    """Say a time, by months where it is whole ones: `marzo 2025`."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    whole = first.day == 1 and (last + _ONE_DAY).day == 1
    written = month if whole else day
    return f"{written(first)} - {written(last)}"


def payment_said(payment: Payment) -> str:
    """Say how money came: `Pagamento con bonifico dall'assegnatario`."""
    return _("Pagamento {channel} {payer}").format(
        channel=word(payment.channel), payer=word(payment.payer)
    )


def part_said(
    cents: int, charge: Charge, rule: str, instalment: int | None, on: date | None
) -> str:
    """Say where a part of a payment went, why, and when if that is another day."""
    said = [f"{euros(cents)} → {charge_said(charge)}"]
    if instalment is not None:
        said.append(instalment_said(instalment))
    if on is not None:
        said.append(_("il {day}").format(day=day(on)))
    return ", ".join(said) + f": {rule_said(rule)}"


def instalment_said(number: int) -> str:
    """Say which instalment: `rata 3`, or the down payment."""
    return _("rata {number}").format(number=number) if number else _("acconto")


def movement_said(movement: Movement) -> str:
    """Say what changed a balance."""
    if movement.payment is not None:
        what = payment_said(movement.payment)
    else:
        what = charge_said(movement.charge) if movement.charge else ""
    return _(MOVEMENTS[movement.kind]).format(what=what)
