"""What each table of the ledger holds, in a sentence for who reads an export."""

from azione0.words import _

HOLDS = {
    "accounts_v1": _("I conti: nucleo, creditore, il giorno in cui vanno riguardati."),
    "notices_v1": _("Gli avvisi di pagamento per IUV, con il contratto e l'importo."),
    "payments_v1": _("Dove sta ogni pagamento: su quale conto, o in attesa."),
    "waiting_v1": _("Addebiti e pagamenti che aspettano il loro contratto o avviso."),
    "agreements_v1": _("I piani di rientro: nucleo, stato, quanto al mese."),
    "proceedings_v1": _("I procedimenti di sfratto e il loro prossimo termine."),
    "imports_v1": _("I file importati: chi, quando, SHA-256, cifre."),
    "imported_lines_v1": _(
        "Le righe dei file importati, perché nessuna conti due volte."
    ),
    "charge_names_v1": _("Con quale nome un creditore chiama un addebito."),
    "flows_v1": _("I flussi pagoPA ricevuti, e quale sostituisce quale."),
    "settlements_v1": _("I bonifici che regolano un flusso."),
    "notice_payments_v1": _("Per ogni avviso, il pagamento che lo ha pagato."),
    "debits_v1": _("Gli addebiti diretti incassati, per riferimento."),
    "returned_debits_v1": _("Gli addebiti diretti tornati indietro."),
}
