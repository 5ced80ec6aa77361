"""What each table of employment holds, in a sentence for who reads an export."""

from azione0 import followed
from azione0.words import _

HOLDS = {
    **followed.HOLDS,
    "pathways_v1": _("I percorsi di lavoro: persona, nucleo, stato."),
    "pathway_dues_v1": _("Le azioni dei patti da verificare, con la scadenza."),
    "traineeships_v1": _("I tirocini: inizio e fine."),
    "chases_v1": _("Le verifiche sui contratti di lavoro da fare, con la scadenza."),
    "vacancies_v1": _("Le offerte di lavoro dei datori partner."),
    "candidacies_v1": _("Le candidature e come hanno avuto risposta."),
    "profiles_v1": _("I profili: mestieri, competenze, disponibilità, in codici."),
    "placements_v1": _("Gli inserimenti: inizio, fine, orario."),
    "job_checks_v1": _("I controlli sul lavoro da fare, con la scadenza."),
}
