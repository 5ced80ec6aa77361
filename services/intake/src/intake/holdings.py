"""What each table of the front office holds, in a sentence for who reads an export."""

from azione0.words import _

HOLDS = {
    "tenancies_v1": _(
        "I contratti come li chiama ciascun creditore, l'alloggio, il nucleo."
    ),
    "households_v2": _("I nuclei: pseudonimo, codice, alloggio, da quando è vuoto."),
    "compositions_v1": _("Quanti abitano in un nucleo e l'area, a tratti di giorni."),
    "case_references_v1": _("Chi è di riferimento per un caso, da quando a quando."),
    "targets_v2": _(
        "Chi cerca il programma: bozze e definizioni adottate, edifici, fasce, "
        "creditori, aree, esclusioni, decisione."
    ),
    "policies_v1": _("Le versioni dei parametri, e la decisione che le adotta."),
    "policy_proposals_v1": _(
        "I parametri proposti alla cabina di regia, e che cosa ne è stato."
    ),
    "meetings_v1": _("Le riunioni della cabina di regia: presenti e quorum."),
    "decisions_v1": _("Le decisioni della cabina di regia, e come fu votato."),
    "stays_v1": _("Le morosità a tratti di giorni: fascia e importo."),
    "selections_v1": _("Perché un nucleo è cercato: definizione, soglia, versione."),
    "signal_lines_v1": _("Le segnalazioni, di chiunque, e che cosa ne è stato."),
    "known_codes_v1": _("I codici dei contratti senza separatori, per abbinare."),
    "pairs_v1": _("Nuclei che possono essere uno solo, e che cosa fu deciso."),
    "people_seen_v2": _("In quali nuclei fu detta una persona, e in quali giorni."),
    "worklist_words_v1": _("Come stanno piani e sfratti, per la lista di lavoro."),
    "worklist_contacts_v2": _(
        "Chi ha contattato un nucleo o gli ha scritto, e quando."
    ),
    "worklist_v1": _("La lista di lavoro, per i giorni a venire."),
    "worklist_told_v1": _("Le ragioni di ogni riga della lista di lavoro."),
    "claims_v1": _("Chi si occupa ora di un nucleo, e fino a quando."),
    "task_figures_v1": _("Il parametro che ha dato la scadenza a una cosa da fare."),
    "figures_v1": _("I parametri delle regole, per versione e decorrenza."),
    "signals_v1": _("Le morosità di ciascun nucleo, tutte insieme."),
    "cases_v2": _("I casi: a che punto sono."),
    "tasks_v1": _("Le cose da fare, per nucleo, con la scadenza."),
    "task_reasons_v1": _("Perché una cosa da fare è voluta, in codici."),
    "agreement_words_v1": _("Ciò che il registro ha detto dei piani in pericolo."),
    "hand_overs_v1": _("I casi offerti ad altre organizzazioni, e le risposte."),
    "commitments_v1": _("Impegni del patto mantenuti o no, giorno per giorno."),
    "people_v1": _(
        "Chi appartiene a quale nucleo: identificativi e giorni, nessun nome."
    ),
    "person_marks_v1": _(
        "Impronte con chiave di codici fiscali e nomi, per trovare i doppioni."
    ),
    "vault_v1": _("I dati delle persone, sigillati; le chiavi stanno altrove."),
    "erasures_v1": _(
        "Le cancellazioni ordinate e quando le chiavi sono state distrutte."
    ),
    "erasure_receipts_v1": _("Chi ha confermato di avere dimenticato una persona."),
}
