"""The Italian words for the codes of the worklist, as people read them."""

from azione0.words import _

ACTIONS = {
    "answer_eviction": "rispondere allo sfratto",
    "follow_eviction": "seguire lo sfratto",
    "answer_default_notice": "rispondere alla messa in mora",
    "call": "telefonare: rata saltata",
    "call_before_due": "telefonare prima della rata",
    "propose_relief": "proporre un alleggerimento",
    "review_breach": "riesaminare la decadenza dal piano",
    "first_contact": "primo contatto",
    "contact_again": "cercare di nuovo",
    "assess": "valutare i bisogni",
    "reassess": "valutare di nuovo i bisogni",
    "review_case": "verifica trimestrale",
    "review_commitment": "riesaminare un impegno",
    "review_income": "riesaminare il reddito",
    "follow_dispute": "seguire la contestazione",
    "review_closed_account": "riesaminare il conto chiuso",
    "answer_erasure_request": "rispondere a chi chiede la cancellazione",
    "review_broken_glass": "esaminare un accesso in emergenza",
    "approve_retention": "decidere su dati il cui termine finisce",
    "chase_erasure": "sollecitare la conferma di una cancellazione",
    "validate_agreement": "validare il piano proposto",
    "propose_closing": "proporre la chiusura del caso",
    "send_first_SMS": "mandare un primo SMS",
    "send_letter_one": "mandare la prima lettera",
    "send_informal_agreement_breach_letter": "scrivere: piano non rispettato",
    "no_action": "niente per ora",
}
CLASSES = {
    "eviction dated": "sfratto con una data",
    "eviction begun": "sfratto avviato",
    "deadline passed_or_today": "scadenza oggi o passata",
    "deadline soon": "scadenza vicina",
    "deadline later": "scadenza lontana",
    "agreement broken": "piano decaduto",
    "agreement instalment_missed": "rata saltata",
    "agreement at_risk": "piano a rischio",
    "band D": "fascia D: oltre 12 mensilità",
    "band C": "fascia C: da 6 a 12 mensilità",
    "band B": "fascia B: da 3 a 6 mensilità",
    "band A": "fascia A: meno di 3 mensilità",
    "minors some": "con minori",
    "contact never_tried": "mai contattato",
    "contact silent": "senza contatti da tempo",
}


def action_in_words(code: str) -> str:
    """Give what to do, in words; a code that is new as it is."""
    return _(ACTIONS[code]) if code in ACTIONS else code


def class_in_words(criterion: str, label: str) -> str:
    """Give a class of a criterion, in words; nothing for one that does not press."""
    code = f"{criterion} {label}"
    return _(CLASSES[code]) if code in CLASSES else ""
