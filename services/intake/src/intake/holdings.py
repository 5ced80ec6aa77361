"""What each table of the front office holds, in a sentence for who reads an export."""

from azione0.words import _

HOLDS = {
    "tenancies_v1": _(
        "I contratti come li chiama ciascun creditore, l'alloggio, il nucleo."
    ),
    "households_v1": _("I nuclei: pseudonimo, codice, alloggio, quanti vi abitano."),
    "targets_v1": _("Chi cerca il programma: edifici, fasce, creditori, da quando."),
    "figures_v1": _("I parametri delle regole, per versione e decorrenza."),
    "signals_v1": _("Le morosità di ciascun nucleo, tutte insieme."),
    "cases_v1": _("I casi: a che punto sono, chi li segue."),
    "tasks_v1": _("Le cose da fare, per nucleo, con la scadenza."),
    "task_reasons_v1": _("Perché una cosa da fare è voluta, in codici."),
    "agreement_words_v1": _("Ciò che il registro ha detto dei piani in pericolo."),
    "hand_overs_v1": _("I casi offerti ad altre organizzazioni, e le risposte."),
    "commitments_v1": _("Impegni del patto mantenuti o no, giorno per giorno."),
}
