"""
What is done with people's data, purpose by purpose, in the words of the register.

The register of processing activities (art. 30 GDPR) is made of these and of the
agreements in force; its sentences are Italian, for that is what an authority reads.
Retention terms are the project's proposal, to be decided by the partners.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """One processing activity, as the register tells it."""

    name: str
    basis: str
    subjects: str
    categories: str
    recipients: str
    retention: str


_TASK = (
    "Art. 6(1)(e) GDPR e art. 2-ter d.lgs. 196/2003: compito di interesse pubblico "
    "(L.R. Lombardia 16/2016)"
)
_CARE = (
    f"{_TASK}; per i dati particolari art. 9(2)(g) GDPR e art. 2-sexies(2)(s) "
    "d.lgs. 196/2003"
)
_CONSENT = "Art. 6(1)(a) GDPR: consenso, revocabile in ogni momento"
_TENANTS = "Assegnatari di alloggi pubblici e componenti dei nuclei"
_PARTNERS = "Organizzazioni partner incaricate del caso"

ACTIVITIES: Mapping[str, Activity] = {
    "arrears_prevention": Activity(
        "Individuazione e contatto dei nuclei in morosità",
        _TASK,
        _TENANTS,
        "Identificativi, contratto, importi e fascia di morosità, esito dei contatti",
        _PARTNERS,
        "5 anni dalla chiusura del caso",
    ),
    "case_management": Activity(
        "Presa in carico: colloqui, valutazione dei bisogni, patto, affidamento",
        _CARE,
        _TENANTS,
        "Anagrafici, composizione del nucleo, ISEE, condizioni sociali, salute se "
        "comunicata",
        _PARTNERS,
        "5 anni dalla chiusura del caso",
    ),
    "ledger_keeping": Activity(
        "Contabilità di canoni, spese, morosità e piani di rientro",
        f"{_TASK}; art. 6(1)(b) ed (e) GDPR per il contratto e la tutela del credito",
        _TENANTS,
        "Contratto, addebiti, pagamenti, piani, atti di recupero",
        "Creditori (ALER, amministratori di condominio)",
        "10 anni dalla chiusura del conto (artt. 2220 e 2946 c.c.)",
    ),
    "workshops": Activity(
        "Laboratori sociali e bilancio familiare",
        _TASK,
        _TENANTS,
        "Iscrizioni, presenze, voci di bilancio familiare",
        _PARTNERS,
        "5 anni dalla fine del laboratorio",
    ),
    "employment": Activity(
        "Percorsi di inclusione attiva, tirocini e inserimento lavorativo",
        _TASK,
        _TENANTS,
        "Profilo professionale, percorsi, tirocini, rapporti di lavoro",
        f"{_PARTNERS}; operatori accreditati al lavoro",
        "5 anni dalla fine del percorso, o il termine del finanziatore",
    ),
    "monitoring": Activity(
        "Monitoraggio e validazione del modello, su dati pseudonimi",
        f"{_TASK}; art. 89 GDPR",
        _TENANTS,
        "Pseudonimi, date, importi, codici; celle pubblicate da 5 in su",
        "Cabina di regia, validatori",
        "5 anni dalla fine del programma",
    ),
    "access_log": Activity(
        "Registro delle consultazioni di dati personali",
        "Art. 6(1)(c) GDPR: obbligo di sicurezza e di rendicontazione (artt. 5 e 32)",
        "Operatori delle organizzazioni partner",
        "Account, ora, scopo, caso consultato",
        "Responsabile della protezione dei dati",
        "2 anni",
    ),
    "workshop_photos": Activity(
        "Fotografie dei laboratori",
        _CONSENT,
        "Partecipanti ai laboratori",
        "Immagini",
        "Pubblico, nei limiti del consenso",
        "Fino alla revoca",
    ),
    "cv_sharing": Activity(
        "Trasmissione del curriculum a datori di lavoro",
        _CONSENT,
        "Partecipanti ai percorsi di lavoro",
        "Curriculum, recapiti",
        "Datori di lavoro indicati dalla persona",
        "Fino alla revoca",
    ),
    "research_contact": Activity(
        "Nuovo contatto per ricerche sul programma",
        _CONSENT,
        "Componenti dei nuclei seguiti",
        "Recapiti",
        "Gruppo di ricerca indicato nel consenso",
        "Fino alla revoca",
    ),
}
