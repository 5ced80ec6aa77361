"""
The copy of a person's file as a page that prints well, in words.

Everything that is written on it is escaped; it carries its style within itself and
asks nobody for anything.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from jinja2 import Environment

from azione0.access.purposes import REGISTER
from azione0.pdf import to_pdf
from azione0.templates import templates
from azione0.words import _, language
from intake.people.dossier import Dossier

ROME = ZoneInfo("Europe/Rome")
INSTALL = "pip install 'azione0-intake[pdf]'"
#: Codes, in words; others are shown as they are.
LABELS: Mapping[str, str] = {
    "surname": "cognome",
    "name": "nome",
    "codice_fiscale": "codice fiscale",
    "birth_date": "data di nascita",
    "birth_place": "luogo di nascita",
    "sex": "sesso",
    "reference": "numero di pratica",
    "phone": "telefono",
    "email": "posta elettronica",
    "address": "indirizzo",
    "iban": "IBAN",
    "identity": "dati anagrafici",
    "contact": "recapiti",
    "bank": "dati bancari",
    "notes": "note dei colloqui",
    "health": "note sulla salute",
    "interview": "colloquio",
    "social_file": "presa in carico sociale",
    "debt_claims": "recupero e tutela del credito",
    "data_subject_rights": "esercizio dei diritti dell'interessato",
    "workshop_participation": "partecipazione ai laboratori",
    "workshop_photos": "fotografie dei laboratori",
    "employment_matching": "ricerca di un lavoro",
    "cv_sharing": "invio del curriculum alle imprese",
    "research_recontact": "nuovo contatto per ricerca",
    "solidarity_contribution": "contributo di solidarietà",
    "read": "lettura",
    "list": "elenco",
    "work": "lavoro sul caso",
    "none": "codici e date",
    "economic": "dati economici",
    "special": "dati particolari",
    "support": "presa in carico",
    "mediation": "mediazione dei debiti",
    "credit": "gestione del credito",
    "accounting": "contabilità",
    "audit": "controllo",
    "data_protection": "protezione dei dati",
    "danger_to_life": "pericolo di vita",
    "child_at_risk": "minore in pericolo",
    "eviction_today": "sfratto in giornata",
    "other_emergency": "altra emergenza",
    "justified": "giustificato",
    "unjustified": "non giustificato",
    "waiting": "in attesa",
    "export": "copia per l'interessato",
    "other_birth_date": "il codice fiscale dice un'altra data di nascita",
    "other_sex": "il codice fiscale dice un altro sesso",
}


_PURPOSES = {it.code: it.name for it in REGISTER}


def dossier_page(dossier: Dossier) -> str:
    """Write the copy as HTML."""
    return (
        _environment()
        .get_template("dossier.html")
        .render(dossier=dossier, language=language())
    )


def dossier_pdf(dossier: Dossier) -> bytes:
    """Write the copy as PDF/UA; `PdfNotInstalled` says what is missing."""
    return to_pdf(dossier_page(dossier), install=INSTALL)


def label(code: str) -> str:
    """Give a code in words."""
    return _(LABELS[code]) if code in LABELS else _PURPOSES.get(code, code)


def day(on: date | None) -> str:
    """Write a day as `10/03/2025`; a dash for none."""
    return f"{on:%d/%m/%Y}" if on else "-"


def moment(at: datetime) -> str:
    """Write an instant as the clock in Rome showed it: `10/03/2025 14:05`."""
    return f"{at.astimezone(ROME):%d/%m/%Y %H:%M}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return templates("intake.people", label=label, day=day, moment=moment)
