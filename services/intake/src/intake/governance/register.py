"""
The register of processing activities, made of the activities and the agreements.

Source: art. 30 GDPR. Its words are Italian: an authority reads it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from azione0.access.controllers import Agreement
from azione0.access.purposes import purposes_on

#: The columns of the register. Source: art. 30(1) GDPR, letters a to g.
HEAD = (
    "Finalità",
    "Codice",
    "Base giuridica",
    "Titolari",
    "Responsabili",
    "Accordo",
    "Dal",
    "Al",
    "Interessati",
    "Categorie di dati",
    "Destinatari",
    "Trasferimenti extra UE",
    "Termine di cancellazione",
    "Misure di sicurezza",
)
_MEASURES = (
    "Pseudonimi nei messaggi, cifratura per persona, accesso per ruolo, scopo e caso, "
    "registro delle consultazioni"
)


def register(agreements: Iterable[Agreement], day: date) -> Iterator[tuple[str, ...]]:
    """
    Give the rows of the register as it reads on a day, under `HEAD`.

    An activity that no agreement covers has a row too, with nobody named: it says
    what is missing. Source: art. 30 GDPR.
    """
    held = sorted(it for it in agreements if it.holds_on(day))
    for activity in purposes_on(day):
        of_purpose: list[Agreement | None] = [
            it for it in held if it.purpose == activity.code
        ]
        for it in of_purpose or [None]:
            yield (
                activity.name,
                activity.code,
                activity.legal_basis,
                ", ".join(it.controllers) if it else "",
                ", ".join(it.processors) if it else "",
                f"{it.document_ref} (art. {it.article} GDPR)" if it else "",
                it.valid_from.isoformat() if it else "",
                it.valid_to.isoformat() if it and it.valid_to else "",
                activity.subjects,
                activity.categories,
                activity.recipients,
                "Nessuno",
                activity.retention,
                _MEASURES,
            )
