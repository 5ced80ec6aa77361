"""The words of the front office's letters, by the codes that stand for them."""

from collections.abc import Mapping

from azione0.words import _

#: Codes of pacts and appointments, as a household reads them.
PLAIN_WORDS: Mapping[str, str] = {
    "current_bills": "pagare le bollette di ogni mese",
    "pay_current_bills": "pagare le bollette di ogni mese",
    "keep_agreement": "rispettare il piano di rientro",
    "repay_arrears": "rientrare dal debito",
    "keep_home": "tenere la casa",
    "find_work": "trovare un lavoro",
    "look_for_work": "cercare lavoro",
    "family_budget": "tenere il bilancio di famiglia",
    "attend_budget_lab": "seguire il laboratorio sul bilancio",
    "explain_the_account": "spiegare il conto, riga per riga",
    "keep_a_place": "tenere un posto nel laboratorio",
    "ledger": "affitto e spese",
    "workshops": "laboratori sociali",
    "employment": "lavoro",
    "once": "una volta",
    "weekly": "ogni settimana",
    "fortnightly": "ogni due settimane",
    "monthly": "ogni mese",
    "quarterly": "ogni tre mesi",
    "office": "nel nostro ufficio",
    "home": "a casa vostra",
    "phone": "al telefono",
    "online": "in videochiamata",
}


def words_of(code: str) -> str:
    """Say a code in words; one that nobody translated as it is spelled."""
    if code not in PLAIN_WORDS:
        return code.replace("_", " ")
    return _(PLAIN_WORDS[code])
