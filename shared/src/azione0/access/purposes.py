"""
The one register of purposes: what people's data is used for, and by which right.

An access purpose is the word under which somebody asks (`support`, `audit` …). A
processing activity is what the register of art. 30 GDPR lists, what agreements between
controllers are made for, and what people agree to where it rests on consent; each says
at which service it is served by asking under which words. It holds between two days,
and a change is a new line. Terms and bases are the project's proposal until the
partners decide; its sentences are Italian, for that is what an authority reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

SUPPORT: Final = "support"
MEDIATION: Final = "mediation"
CREDIT: Final = "credit"
ACCOUNTING: Final = "accounting"
AUDIT: Final = "audit"
DATA_PROTECTION: Final = "data_protection"
ADMINISTRATION: Final = "administration"
GOVERNANCE: Final = "governance"

TASK = "art. 6(1)(e) GDPR, art. 2-ter D.Lgs. 196/2003"
HEALTH_TASK = "art. 9(2)(g) GDPR, art. 2-sexies(2)(s) D.Lgs. 196/2003"
CONSENT = "art. 6(1)(a) GDPR"
DUTY = "art. 6(1)(c) GDPR"
CONTRACT = "art. 6(1)(b) and (f) GDPR: the tenancy contract and its claims"
CONTROL = "art. 6(1)(c) and (e) GDPR: control of public spending"
BOOKS = f"{DUTY}, arts. 2214 and 2220 c.c."

#: Each access purpose and its legal basis, in the order in which the door tries them
#: for who names none.
ACCESS: Final = {
    SUPPORT: (
        f"{TASK}; special data: art. 9(2)(g), art. 2-sexies(2)(s) D.Lgs. 196/2003"
    ),
    MEDIATION: TASK,
    CREDIT: CONTRACT,
    ACCOUNTING: BOOKS,
    AUDIT: CONTROL,
    DATA_PROTECTION: f"{DUTY}: arts. 15-22, 30, 33 and 39",
    ADMINISTRATION: f"{DUTY}, art. 32: no data of households",
    GOVERNANCE: "art. 6(1)(e) GDPR: figures of five cells or more",
}

#: Classes of a person's fields.
IDENTITY, CONTACT, BANK, NOTES, HEALTH = (
    "identity",
    "contact",
    "bank",
    "notes",
    "health",
)
CLASSES = (IDENTITY, CONTACT, BANK, NOTES, HEALTH)

ARREARS_PREVENTION = "arrears_prevention"
SOCIAL_FILE = "social_file"
DEBT_CLAIMS = "debt_claims"
LEDGER_KEEPING = "ledger_keeping"
DEBT_MEDIATION = "debt_mediation"
WORKSHOPS = "workshops"
EMPLOYMENT = "employment"
MONITORING = "monitoring"
OVERSIGHT = "oversight"
RIGHTS = "data_subject_rights"
ACCESS_LOG = "access_log"
#: What the people of a household agree to before its case is shown to others, where no
#: agreement between controllers and no duty by law is the ground. Source: Primero,
#: `referral_spec.rb` (PRI-001): consent to services, and to disclosure.
SHARING: Final = ("service_referral", "case_disclosure")

OPENED = date(2024, 1, 1)
#: The class of a person's fields that an activity reads, for what a thing tells.
_NEEDED: Final = {"identity": IDENTITY, "special": HEALTH}
_EVERYWHERE = ("intake", "ledger", "workshops", "employment", "reporting")
_TENANTS = "Assegnatari di alloggi pubblici e componenti dei nuclei"
_PARTNERS = "Organizzazioni partner incaricate del caso"
_PROPOSAL = "project's proposal"


@dataclass(frozen=True, slots=True)
class Purpose:
    """
    One purpose, as it holds from `valid_from` to the day before `valid_until`.

    `served_by` are the services and the words under which one asks about cases there;
    `field_classes` the fields of a person that it may read; `retention_years` run
    from `retention_from`; `consent_years` is how long a consent holds, where it rests
    on one, and then it opens no case.
    """

    code: str
    name: str
    legal_basis: str
    served_by: frozenset[tuple[str, str]]
    field_classes: tuple[str, ...]
    retention_years: int
    retention_from: str
    retention_source: str
    categories: str
    recipients: str
    subjects: str = _TENANTS
    valid_from: date = OPENED
    valid_until: date | None = None
    needs_consent: bool = False
    consent_years: int | None = None

    @property
    def retention(self) -> str:
        """The term in words, as the register of art. 30 tells it."""
        term = f"{self.retention_years} anni {self.retention_from}"
        return f"fino alla revoca, al più {term}" if self.needs_consent else term

    def serves(self, service: str, access: str, fields: str = "none") -> bool:
        """
        Whether who asks under a word at a service asks for this, and for such fields.

        Who somebody is, and what is special about them, only if it may read that.
        """
        needed = _NEEDED.get(fields)
        return (service, access) in self.served_by and (
            needed is None or needed in self.field_classes
        )


def _asked(words: str, *services: str) -> frozenset[tuple[str, str]]:
    return frozenset((it, word) for it in services for word in words.split())


def _optional(
    code: str, name: str, categories: str, recipients: str, *field_classes: str
) -> Purpose:
    return Purpose(
        code,
        name,
        CONSENT,
        frozenset(),
        field_classes,
        5,
        "dalla chiusura del caso",
        _PROPOSAL,
        categories,
        recipients,
        needs_consent=True,
        consent_years=3,
    )


REGISTER: Sequence[Purpose] = (
    Purpose(
        ARREARS_PREVENTION,
        "Individuazione e contatto dei nuclei in morosità",
        f"{TASK}: compito di interesse pubblico (L.R. Lombardia 16/2016)",
        _asked(SUPPORT, "intake", "ledger", "reporting"),
        (IDENTITY, CONTACT),
        5,
        "dalla chiusura del caso",
        _PROPOSAL,
        "Identificativi, contratto, importi e fascia di morosità, esito dei contatti",
        _PARTNERS,
    ),
    Purpose(
        SOCIAL_FILE,
        "Presa in carico: colloqui, valutazione dei bisogni, patto, affidamento",
        f"{TASK}; {HEALTH_TASK}",
        _asked(SUPPORT, *_EVERYWHERE),
        CLASSES,
        5,
        "dalla chiusura del caso",
        _PROPOSAL,
        "Anagrafici, composizione del nucleo, ISEE, condizioni sociali, salute se "
        "comunicata",
        _PARTNERS,
    ),
    Purpose(
        DEBT_CLAIMS,
        "Anagrafica e recapiti conservati per la tutela dei crediti",
        TASK,
        _asked(f"{CREDIT} {ACCOUNTING}", "intake"),
        (IDENTITY, CONTACT),
        10,
        "dalla fine dell'ultimo debito",
        "arts. 2220 and 2946 c.c.",
        "Anagrafici e recapiti",
        "Creditori (ALER, amministratori di condominio)",
    ),
    Purpose(
        LEDGER_KEEPING,
        "Contabilità di canoni, spese, morosità e piani di rientro",
        f"art. 6(1)(b), (c), (e) and (f) GDPR, {TASK.partition(', ')[2]}",
        _asked(f"{CREDIT} {ACCOUNTING}", "ledger", "reporting"),
        (),
        10,
        "dalla chiusura del conto",
        "arts. 2220 and 2946 c.c.",
        "Contratto, addebiti, pagamenti, piani, atti di recupero",
        "Creditori (ALER, amministratori di condominio)",
    ),
    Purpose(
        DEBT_MEDIATION,
        "Mediazione dei debiti: bilancio familiare e piano sostenibile",
        TASK,
        _asked(MEDIATION, *_EVERYWHERE),
        (),
        5,
        "dalla chiusura del caso",
        _PROPOSAL,
        "Bilancio familiare, debiti e piani, sotto pseudonimo",
        _PARTNERS,
    ),
    Purpose(
        WORKSHOPS,
        "Laboratori sociali e bilancio familiare",
        TASK,
        _asked(SUPPORT, "workshops"),
        (),
        5,
        "dalla fine del laboratorio",
        _PROPOSAL,
        "Iscrizioni, presenze, voci di bilancio familiare",
        _PARTNERS,
    ),
    Purpose(
        EMPLOYMENT,
        "Percorsi di inclusione attiva, tirocini e inserimento lavorativo",
        TASK,
        _asked(SUPPORT, "employment"),
        (),
        5,
        "dalla fine del percorso, o il termine del finanziatore",
        _PROPOSAL,
        "Profilo professionale, percorsi, tirocini, rapporti di lavoro",
        f"{_PARTNERS}; operatori accreditati al lavoro",
    ),
    Purpose(
        MONITORING,
        "Monitoraggio e validazione del modello, su dati pseudonimi",
        f"{TASK}; art. 89 GDPR",
        _asked(SUPPORT, "reporting"),
        (),
        5,
        "dalla fine del programma",
        _PROPOSAL,
        "Pseudonimi, date, importi, codici; celle pubblicate da 5 in su",
        "Cabina di regia, validatori",
    ),
    Purpose(
        OVERSIGHT,
        "Controllo della spesa pubblica e dei conti",
        CONTROL,
        _asked(AUDIT, *_EVERYWHERE)
        | _asked(ACCOUNTING, "intake", "workshops", "employment"),
        (IDENTITY,),
        10,
        "dalla fine del programma",
        _PROPOSAL,
        "Pseudonimi, date, importi, codici; un nome solo con atto registrato",
        "Revisori e organi di controllo",
    ),
    Purpose(
        RIGHTS,
        "Esercizio dei diritti degli interessati",
        f"{DUTY}, arts. 12-20 GDPR",
        _asked(DATA_PROTECTION, *_EVERYWHERE),
        CLASSES,
        5,
        "dalla chiusura del caso",
        "arts. 12-20 GDPR",
        "Tutti quelli trattati, richieste e risposte",
        "L'interessato, il responsabile della protezione dei dati",
    ),
    Purpose(
        ACCESS_LOG,
        "Registro delle consultazioni di dati personali",
        f"{DUTY}, arts. 5 and 32 GDPR",
        frozenset(),
        (),
        2,
        "dalla consultazione",
        "Garante, 27 November 2008",
        "Account, ora, scopo, caso consultato",
        "Responsabile della protezione dei dati",
        subjects="Operatori delle organizzazioni partner",
    ),
    _optional(
        "workshop_participation",
        "Inviti e iscrizione ai laboratori",
        "Anagrafici, recapiti",
        "Organizzazioni che tengono i laboratori",
        IDENTITY,
        CONTACT,
    ),
    _optional(
        "workshop_photos",
        "Fotografie dei laboratori",
        "Immagini",
        "Pubblico, nei limiti del consenso",
        IDENTITY,
    ),
    _optional(
        "employment_matching",
        "Ricerca di un lavoro adatto",
        "Anagrafici, recapiti, profilo professionale",
        "Operatori accreditati al lavoro",
        IDENTITY,
        CONTACT,
    ),
    _optional(
        "cv_sharing",
        "Trasmissione del curriculum a datori di lavoro",
        "Curriculum, recapiti",
        "Datori di lavoro indicati dalla persona",
        IDENTITY,
        CONTACT,
    ),
    _optional(
        "research_recontact",
        "Nuovo contatto per ricerche sul programma",
        "Recapiti",
        "Gruppo di ricerca indicato nel consenso",
        IDENTITY,
        CONTACT,
    ),
    _optional(
        "solidarity_contribution",
        "Domanda del contributo regionale di solidarietà",
        "Anagrafici, recapiti, coordinate bancarie",
        "Regione, gestore dell'alloggio",
        IDENTITY,
        CONTACT,
        BANK,
    ),
    _optional(
        SHARING[0],
        "Invio ad altri servizi",
        "Anagrafici, recapiti, ciò che serve al servizio",
        "Il servizio a cui il nucleo è inviato",
        IDENTITY,
        CONTACT,
    ),
    _optional(
        SHARING[1],
        "Comunicazione del caso ad altre organizzazioni",
        "Ciò che la condivisione nomina",
        "L'organizzazione con cui il caso è condiviso",
        IDENTITY,
        CONTACT,
    ),
)
#: The codes of all that was ever in the register.
CODES = tuple(dict.fromkeys(it.code for it in REGISTER))


def purposes_on(day: date) -> list[Purpose]:
    """List the purposes of a day."""
    return [
        it
        for it in REGISTER
        if it.valid_from <= day and (it.valid_until is None or day < it.valid_until)
    ]


def purpose_on(code: str, day: date) -> Purpose:
    """Give a purpose as it holds on a day; `NoSuchPurpose`."""
    found = {it.code: it for it in purposes_on(day)}
    if code not in found:
        raise NoSuchPurpose(
            f"no such purpose on {day}: choose one of {', '.join(found)}"
        )
    return found[code]


def serves(code: str, service: str, access: str, fields: str = "none") -> bool:
    """Whether an activity was ever served by asking so at a service."""
    return any(
        it.code == code and it.serves(service, access, fields) for it in REGISTER
    )


class NoSuchPurpose(Exception):
    """A purpose that stands in no register on that day."""
