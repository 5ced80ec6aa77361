"""What each table of the workshops holds, in a sentence for who reads an export."""

from azione0 import followed
from azione0.words import _

HOLDS = {
    **followed.HOLDS,
    "workshops_v1": _("I laboratori: quando, dove, quanti posti."),
    "enrolments_v1": _("Le iscrizioni e le presenze, per nucleo."),
    "templates_v1": _("Il catalogo dei laboratori."),
    "facilitators_v1": _("Chi conduce quali laboratori, senza nomi."),
    "invitations_v1": _(
        "Gli inviti a iscriversi: l'impronta del collegamento, mai il collegamento."
    ),
    "notices_v1": _("Gli avvisi da dare a chi è iscritto, e quelli dati."),
    "hours_v1": _("Le ore di volontariato e per la comunità."),
    "questionnaires_v1": _("Chi ha risposto al questionario, prima e dopo."),
    "budgets_v1": _("I bilanci familiari: stato e mese."),
    "agreements_v1": _("I piani di rientro di cui tener conto nel bilancio."),
    "instalments_v1": _("Le rate di quei piani."),
    "schedules_v1": _("Quale scadenzario di un piano vale, e da quando."),
    "rescheduled_instalments_v1": _("Le rate spostate da uno scadenzario nuovo."),
    "agreement_words_v1": _("I piani decaduti, ripresi o finiti, per quanto detto."),
    "thresholds_v1": _("Le soglie di povertà caricate, per anno e composizione."),
}
