"""
What each letter says, as one sentence for people.

The Italian sentence is written here; no person is named in it, for none is in
the letters.
"""

from functools import singledispatch

from azione0.contract import Contract
from azione0.contracts import employment, intake, ledger, partner, workshops
from azione0.words import _
from reporting.amounts import day, euros, number, percent

#: Codes of the contracts, in the words of the programme; others are shown as they are.
WORDS = {
    "go_on": "si prosegue",
    "revise_pact": "il patto va rivisto",
    "suspend": "da sospendere",
    "close": "da chiudere",
    "volunteering": "volontariato",
    "community": "cura di ciò che è comune",
    "time_bank": "banca del tempo",
    "rent": "canone",
    "service": "servizi a rimborso",
    "settlement": "conguaglio",
    "cost": "spese",
    "interest": "interessi",
    "tenant": "dall'assegnatario",
    "regional": "dalla Regione",
    "municipal": "dal Comune",
    "charity": "da un ente benefico",
    "letter": "lettera",
    "phone": "telefono",
    "door": "visita a casa",
    "concierge": "portierato sociale",
    "email": "posta elettronica",
    "other": "altro",
    "reached": "raggiunto",
    "no_answer": "nessuna risposta",
    "refused": "rifiuto",
    "resolved": "risolto",
    "declined": "rinuncia",
    "unreachable": "irreperibile",
    "moved": "trasferito",
    "evicted": "sfratto",
    "deceased": "decesso",
    "birth": "una nascita",
    "death": "un decesso",
    "joined": "un ingresso",
    "left": "un'uscita",
    "succession": "un subentro",
    "NOT_ASSESSED": "non ancora valutata",
    "NO_FAULT": "incolpevole",
    "AT_FAULT": "colpevole",
    "confirmed": "confermato",
    "reduced": "ridotto",
    "cancelled": "annullato",
    "noticed": "intimazione",
    "filed": "deposito in tribunale",
    "grace_term": "termine di grazia",
    "release_ordered": "ordinanza di rilascio",
    "executed": "esecuzione",
    "averted": "sfratto evitato",
    "permanent": "tempo indeterminato",
    "fixed_term": "tempo determinato",
    "apprenticeship": "apprendistato",
    "agency": "somministrazione",
    "intermittent": "lavoro intermittente",
    "domestic": "lavoro domestico",
    "under_16": "meno di 16 ore",
    "16_to_29": "da 16 a 29 ore",
    "30_or_more": "30 ore o più",
    "family_budget": "bilancio familiare",
    "food_sharing": "condivisione del cibo",
    "energy_saving": "risparmio energetico",
    "condominium_life": "vita di condominio",
    "pay_current_bills": "pagare le bollette correnti",
    "repay_arrears": "rientrare dal debito",
    "retained": "ancora al lavoro",
    "not_retained": "non più al lavoro",
    "skip": "una rata è saltata",
    "move": "una rata è spostata",
    "extend": "il resto è diviso in più rate",
    "settle_early": "il resto è pagato in anticipo",
    "catch_up": "gli arretrati del piano si recuperano",
    "job_ended": "fine di un lavoro",
    "job_lost": "perdita del lavoro",
    "traineeship_ended": "fine di un tirocinio",
    "budget_reviewed": "revisione del bilancio familiare",
    "transferred": "passaggio a un altro conto",
    "instalment_due_soon_unpaid": "una rata scade a giorni",
    "instalment_in_grace": "una rata è nei giorni di tolleranza",
    "instalment_part_paid": "una rata è pagata in parte",
    "one_more_miss_breaks": "un altro mancato pagamento fa decadere il piano",
    "late_last_time": "la rata precedente è stata pagata in ritardo",
    "current_bill_unpaid": "una bolletta corrente non è pagata",
    "means_worsened": "il reddito è peggiorato",
}
#: What is proposed to ease an agreement.
RELIEFS = {
    "pause": "sospendere le rate",
    "lower_instalment": "abbassare la rata",
    "extend": "allungare il piano",
}


def word(code: str) -> str:
    """Say a code of the contracts in the language in use."""
    return _(WORDS[code]) if code in WORDS else code.replace("_", " ")


@singledispatch
def sentence(contract: Contract) -> str:
    """Say what a letter says; of one without a sentence of its own, its name."""
    return contract.promise.name


# What intake says.


@sentence.register
def _registered(said: intake.HouseholdRegistered) -> str:
    if said.adults is None or said.minors is None:
        return _("Nucleo registrato in {building}.").format(building=said.building_id)
    return _(
        "Nucleo registrato in {building}: {adults} adulti, {minors} minori."
    ).format(building=said.building_id, adults=said.adults, minors=said.minors)


@sentence.register
def _changed(said: intake.HouseholdChanged) -> str:
    return _("Il nucleo cambia: {what}.").format(what=word(said.kind))


@sentence.register
def _opened(said: intake.CaseOpened) -> str:
    return _("Caso aperto.")


@sentence.register
def _contacted(said: intake.ContactAttempted) -> str:
    return _("Contatto n. {number} ({channel}): {outcome}.").format(
        number=said.attempt_number,
        channel=word(said.channel),
        outcome=word(said.outcome),
    )


@sentence.register
def _in_charge(said: intake.CaseTakenInCharge) -> str:
    goals = ", ".join(map(word, said.goals))
    text = _("Presa in carico: il nucleo firma il patto.")
    return f"{text} {_('Obiettivi')}: {goals}." if goals else text


@sentence.register
def _assigned(said: intake.CaseAssigned) -> str:
    return _("Il caso passa a {organisation} dal {day}.").format(
        organisation=said.to_organisation_id, day=day(said.from_on)
    )


@sentence.register
def _closed(said: intake.CaseClosed) -> str:
    return _("Caso chiuso: {outcome}.").format(outcome=word(said.outcome))


@sentence.register
def _fault(said: intake.FaultAssessed) -> str:
    return _("La commissione valuta la morosità: {fault}.").format(
        fault=word(said.fault)
    )


@sentence.register
def _consent(said: intake.ConsentGiven) -> str:
    return _("Consenso dato per: {purpose}.").format(purpose=word(said.purpose))


@sentence.register
def _consent_withdrawn(said: intake.ConsentWithdrawn) -> str:
    return _("Consenso revocato per: {purpose}.").format(purpose=word(said.purpose))


@sentence.register
def _controllers_agreed(said: intake.ControllersAgreed) -> str:
    return _("Accordo sui dati per {purpose}: {parties}.").format(
        purpose=word(said.purpose),
        parties=", ".join((*said.controllers, *said.processors)),
    )


@sentence.register
def _controllers_agreement_ended(said: intake.ControllersAgreementEnded) -> str:
    return _("Accordo sui dati: ultimo giorno {day}.").format(
        day=day(said.effective_on)
    )


@sentence.register
def _erased(said: intake.SubjectErased) -> str:
    return _("I dati di una persona vanno cancellati da tutti.")


@sentence.register
def _erasure_confirmed(said: partner.SubjectErasureConfirmed) -> str:
    return _("Dati della persona cancellati.")


# What the ledger says of charges and payments.


@sentence.register
def _charge(said: ledger.ChargePosted) -> str:
    return _("Addebito {kind} di {amount} con scadenza {due}.").format(
        kind=word(said.kind), amount=euros(said.amount_cents), due=day(said.due_on)
    )


@sentence.register
def _charge_adjusted(said: ledger.ChargeAdjusted) -> str:
    if not said.amount_cents:
        return _("Addebito {kind} in scadenza {due} stornato.").format(
            kind=word(said.kind), due=day(said.due_on)
        )
    return _("Addebito {kind} rettificato: {amount} con scadenza {due}.").format(
        kind=word(said.kind), amount=euros(said.amount_cents), due=day(said.due_on)
    )


@sentence.register
def _disputed(said: ledger.ChargeDisputed) -> str:
    return _("Addebito contestato: {grounds}.").format(grounds=word(said.grounds))


@sentence.register
def _dispute_resolved(said: ledger.DisputeResolved) -> str:
    text = _("Contestazione decisa: addebito {result}, {amount}").format(
        result=word(said.result), amount=euros(said.amount_cents)
    )
    if said.new_due_on is None:
        return f"{text}."
    return f"{text}, {_('nuova scadenza')} {day(said.new_due_on)}."


@sentence.register
def _payment(said: ledger.PaymentPosted) -> str:
    return _("Pagamento di {amount} {payer}, valuta {day}.").format(
        amount=euros(said.amount_cents), payer=word(said.payer), day=day(said.value_on)
    )


@sentence.register
def _payment_reversed(said: ledger.PaymentPostingReversed) -> str:
    return _("Pagamento di {amount} annullato: il debito torna aperto.").format(
        amount=euros(said.amount_cents)
    )


@sentence.register(ledger.PaymentAllocated)
@sentence.register(ledger.CreditApplied)
def _allocated(said: ledger.PaymentAllocated | ledger.CreditApplied) -> str:
    charges = sum(line.amount_cents for line in said.lines if line.charge_id)
    rest = sum(line.amount_cents for line in said.lines) - charges
    parts = [
        text.format(amount=euros(cents))
        for text, cents in (
            (_("{amount} ad addebiti"), charges),
            (_("{amount} a rate del piano"), rest),
        )
        if cents
    ]
    if isinstance(said, ledger.CreditApplied):
        return f"{_('Credito usato')}: {', '.join(parts) or _('niente')}."
    return f"{_('Pagamento imputato')}: {', '.join(parts) or _('tutto a credito')}."


@sentence.register
def _account_closed(said: ledger.AccountClosed) -> str:
    text = _("Conto chiuso: {reason}").format(reason=word(said.reason))
    if said.balance_cents > 0:
        left = _("restano da pagare {amount}").format(amount=euros(said.balance_cents))
    elif said.balance_cents < 0:
        left = _("a credito del nucleo {amount}").format(
            amount=euros(-said.balance_cents)
        )
    else:
        left = _("saldo zero")
    return f"{text}; {left}."


# What the ledger says of arrears and agreements.


@sentence.register
def _arrears(said: ledger.ArrearsDetected) -> str:
    text = _(
        "Morosità rilevata: {amount} scaduti dal {oldest}, "
        "pari a {months} mensilità, fascia {band}"
    ).format(
        amount=euros(said.overdue_cents),
        oldest=day(said.oldest_due_on),
        months=number(said.months_equiv),
        band=said.band,
    )
    if not said.is_relapse:
        return f"{text}."
    after = _("ricaduta dopo {days} giorni").format(
        days=said.days_since_last_clear or 0
    )
    return f"{text}; {after}."


@sentence.register
def _arrears_retracted(said: ledger.ArrearsRetracted) -> str:
    return _("Morosità ritirata: un fatto arrivato tardi la smentisce.")


@sentence.register
def _band(said: ledger.ArrearsBandChanged) -> str:
    return _("La morosità passa in fascia {band}: {amount} scaduti.").format(
        band=said.band, amount=euros(said.overdue_cents)
    )


@sentence.register
def _cleared(said: ledger.ArrearsCleared) -> str:
    return _("Morosità sanata il {day}.").format(day=day(said.cleared_on))


@sentence.register
def _notice(said: ledger.NoticeOfDefaultServed) -> str:
    return _("Messa in mora per {amount}, da pagare entro il {day}.").format(
        amount=euros(said.amount_cents), day=day(said.cure_by_on)
    )


@sentence.register
def _proposed(said: ledger.AgreementProposed) -> str:
    return _("Piano di rientro proposto: {amount} in {count} rate.").format(
        amount=euros(said.debt_cents), count=len(said.instalments)
    )


@sentence.register
def _signed(said: ledger.AgreementSigned) -> str:
    text = _("Piano di rientro firmato: {amount} in {count} rate").format(
        amount=euros(said.debt_cents), count=len(said.instalments)
    )
    if said.instalments:
        first = said.instalments[0]
        text += _(", la prima di {amount} il {day}").format(
            amount=euros(first.amount_cents), day=day(first.due_on)
        )
    if said.down_payment_cents:
        text += _(", con acconto di {amount}").format(
            amount=euros(said.down_payment_cents)
        )
    return f"{text}."


@sentence.register
def _instalment_paid(said: ledger.InstalmentPaid) -> str:
    text = _("Rata {number} pagata: {amount}").format(
        number=said.number, amount=euros(said.amount_cents)
    )
    if said.days_late <= 0:
        return f"{text}."
    return f"{text}, {_('{days} giorni dopo la scadenza').format(days=said.days_late)}."


@sentence.register
def _payment_retracted(said: ledger.InstalmentPaymentRetracted) -> str:
    return _(
        "La rata {number}, data per pagata il {day}, non risulta più pagata così."
    ).format(number=said.number, day=day(said.paid_on))


@sentence.register
def _instalment_missed(said: ledger.InstalmentMissed) -> str:
    return _(
        "Rata {number} del {due} non pagata: mancano {shortfall} "
        "({consecutive} di fila, {in_12_months} in 12 mesi)."
    ).format(
        number=said.number,
        due=day(said.due_on),
        shortfall=euros(said.shortfall_cents),
        consecutive=said.consecutive,
        in_12_months=said.in_12_months,
    )


@sentence.register
def _miss_retracted(said: ledger.InstalmentMissRetracted) -> str:
    if said.by_payment_id is None:
        text = _("La rata {number} non era dovuta: il mancato pagamento è ritirato.")
    else:
        text = _("La rata {number} è stata pagata in tempo: il mancato è ritirato.")
    return text.format(number=said.number)


@sentence.register
def _breached(said: ledger.AgreementBreached) -> str:
    return _("Piano di rientro decaduto: restano {amount}.").format(
        amount=euros(said.outstanding_cents)
    )


@sentence.register
def _breach_retracted(said: ledger.BreachRetracted) -> str:
    return _("Decadenza ritirata: il piano di rientro continua.")


@sentence.register
def _suspended(said: ledger.AgreementSuspended) -> str:
    return _("Piano di rientro sospeso: restano {amount}.").format(
        amount=euros(said.outstanding_cents)
    )


@sentence.register
def _resumed(said: ledger.AgreementResumed) -> str:
    return _("Il piano di rientro riprende: restano {amount}.").format(
        amount=euros(said.outstanding_cents)
    )


@sentence.register
def _rescheduled(said: ledger.AgreementRescheduled) -> str:
    text = _("Rate riprogrammate: {what}").format(what=word(said.kind))
    ahead = [
        it
        for it in said.instalments
        if it.due_on >= said.effective_on and it.amount_cents
    ]
    if not ahead:
        return f"{text}."
    following = _("rate ancora da pagare: {count}, l'ultima il {day}").format(
        count=len(ahead), day=day(max(it.due_on for it in ahead))
    )
    return f"{text}; {following}."


@sentence.register
def _reinstated(said: ledger.AgreementReinstated) -> str:
    text = _("Il piano decaduto vale di nuovo: restano {amount}").format(
        amount=euros(said.outstanding_cents)
    )
    if said.catch_up_by_on <= said.effective_on:
        return f"{text}."
    caught_up = _("rimettersi in pari entro il {day}").format(
        day=day(said.catch_up_by_on)
    )
    return f"{text}; {caught_up}."


@sentence.register
def _terminated(said: ledger.AgreementTerminated) -> str:
    return _("Piano di rientro chiuso per decisione: restano {amount}.").format(
        amount=euros(said.outstanding_cents)
    )


@sentence.register
def _superseded(said: ledger.AgreementSuperseded) -> str:
    return _("Piano di rientro sostituito da uno nuovo: restavano {amount}.").format(
        amount=euros(said.outstanding_cents)
    )


@sentence.register
def _completed(said: ledger.AgreementCompleted) -> str:
    return _("Piano di rientro completato.")


@sentence.register
def _completion_retracted(said: ledger.CompletionRetracted) -> str:
    return _("Completamento ritirato: restano {amount}.").format(
        amount=euros(said.outstanding_cents)
    )


@sentence.register
def _relief(said: ledger.ReliefProposed) -> str:
    text = _("Si propone di {relief}, per {cause}; decidere entro il {day}").format(
        relief=_(RELIEFS[said.proposal]),
        cause=word(said.cause),
        day=day(said.review_by_on),
    )
    if said.affordable_cents is None:
        return f"{text}."
    means = _("rata sostenibile {amount}").format(amount=euros(said.affordable_cents))
    return f"{text}; {means}."


@sentence.register
def _at_risk(said: ledger.AgreementAtRisk) -> str:
    return _("Piano a rischio: {facts}. Mancano {amount} della rata del {due}.").format(
        facts=", ".join(map(word, said.facts)),
        amount=euros(said.next_due_cents),
        due=day(said.next_due_on),
    )


@sentence.register
def _no_longer_at_risk(said: ledger.AgreementNoLongerAtRisk) -> str:
    return _("Il piano non è più a rischio.")


@sentence.register
def _frozen(said: ledger.DebtFrozen) -> str:
    text = _("Debito di {amount} congelato").format(amount=euros(said.amount_cents))
    if said.until_on is None:
        return f"{text}."
    return f"{text} {_('fino al')} {day(said.until_on)}."


@sentence.register
def _freeze_ended(said: ledger.DebtFreezeEnded) -> str:
    return _("Fine del congelamento: {amount} si possono chiedere di nuovo.").format(
        amount=euros(said.amount_cents)
    )


@sentence.register
def _written_off(said: ledger.DebtWrittenOff) -> str:
    return _("Debito di {amount} stralciato.").format(amount=euros(said.amount_cents))


@sentence.register
def _write_off_revoked(said: ledger.DebtWriteOffRevoked) -> str:
    return _("Stralcio revocato: {amount} sono di nuovo dovuti.").format(
        amount=euros(said.amount_cents)
    )


@sentence.register
def _eviction(said: ledger.EvictionStepRecorded) -> str:
    text = _("Sfratto: {step}").format(step=word(said.step))
    if said.deadline_on is None:
        return f"{text}."
    return f"{text}, {_('termine')} {day(said.deadline_on)}."


# What the workshops say.


@sentence.register
def _budget(said: workshops.BudgetAgreed) -> str:
    text = _("Bilancio familiare concordato: rata sostenibile {amount}").format(
        amount=euros(said.affordable_cents)
    )
    if said.rent_to_income is None:
        return f"{text}."
    burden = _("l'alloggio pesa il {share} del reddito").format(
        share=percent(said.rent_to_income)
    )
    return f"{text}; {burden}."


@sentence.register
def _budget_reviewed(said: workshops.BudgetReviewed) -> str:
    return _("Bilancio familiare rivisto: rata sostenibile {amount}.").format(
        amount=euros(said.affordable_cents)
    )


@sentence.register
def _enrolled(said: workshops.EnrolmentConfirmed) -> str:
    return _("Iscrizione al laboratorio: {kind}.").format(kind=word(said.kind))


@sentence.register
def _attended(said: workshops.SessionAttended) -> str:
    if not said.present:
        return _("Incontro {number} del laboratorio: assente.").format(
            number=said.session_number
        )
    return _("Incontro {number} del laboratorio: presente, {minutes} minuti.").format(
        number=said.session_number, minutes=said.minutes
    )


@sentence.register
def _workshop_completed(said: workshops.WorkshopCompleted) -> str:
    return _("Laboratorio completato ({kind}): {attended} minuti su {planned}.").format(
        kind=word(said.kind),
        attended=said.minutes_attended,
        planned=said.minutes_planned,
    )


@sentence.register
def _workshop_retracted(said: workshops.WorkshopCompletionRetracted) -> str:
    return _("Laboratorio ({kind}): non completato, dopo la correzione.").format(
        kind=word(said.kind)
    )


@sentence.register
def _hours_given(said: workshops.CommunityHoursGiven) -> str:
    return _("Tempo dato al quartiere ({kind}): {minutes} minuti.").format(
        kind=word(said.kind), minutes=said.minutes
    )


@sentence.register
def _needs(said: intake.NeedsAssessed) -> str:
    return _(
        "Bisogni valutati in {count} ambiti: il più basso è a {least} su 5."
    ).format(count=len(said.scores), least=min(it.score for it in said.scores))


@sentence.register
def _reviewed(said: intake.CaseReviewed) -> str:
    return _("Verifica del caso: {decision}.").format(decision=word(said.decision))


@sentence.register
def _commitment_kept(said: partner.CommitmentKept) -> str:
    return _("Impegno del patto mantenuto.")


@sentence.register
def _commitment_missed(said: partner.CommitmentMissed) -> str:
    return _("Impegno del patto non mantenuto.")


# What the job services say.


@sentence.register
def _pathway(said: employment.PathwayOpened) -> str:
    return _("Percorso di lavoro aperto ({programme}).").format(
        programme=said.programme_code
    )


@sentence.register
def _profile(said: employment.ProfileAssessed) -> str:
    if said.path is not None:
        return _("Profilo valutato: percorso {path}.").format(path=said.path)
    if said.band is not None:
        return _("Profilo valutato: fascia {band}.").format(band=said.band)
    return _("Profilo valutato.")


@sentence.register
def _pact(said: employment.ServicePactSigned) -> str:
    return _("Patto di servizio firmato.")


@sentence.register
def _traineeship(said: employment.TraineeshipStarted) -> str:
    return _("Tirocinio dal {start} al {end}.").format(
        start=day(said.start_on), end=day(said.planned_end_on)
    )


@sentence.register
def _traineeship_prolonged(said: employment.TraineeshipProlonged) -> str:
    return _("Tirocinio prorogato, previsto fino al {end}.").format(
        end=day(said.planned_end_on)
    )


@sentence.register
def _traineeship_ended(said: employment.TraineeshipEnded) -> str:
    return _("Tirocinio finito il {day}.").format(day=day(said.end_on))


@sentence.register
def _placed(said: employment.JobPlaced) -> str:
    text = _("Assunzione dal {start}: {kind}, {hours} alla settimana").format(
        start=day(said.start_on),
        kind=word(said.contract_kind),
        hours=word(said.hours_band),
    )
    if said.planned_end_on is not None:
        text += f", {_('fino al')} {day(said.planned_end_on)}"
    return f"{text}."


@sentence.register
def _retention(said: employment.RetentionConfirmed) -> str:
    return _("Verifica a {days} giorni: {status}.").format(
        days=said.checkpoint_days, status=word(said.status)
    )


@sentence.register
def _job_ended(said: employment.JobEnded) -> str:
    return _("Lavoro finito il {day}, dopo {days} giorni.").format(
        day=day(said.end_on), days=said.days_worked
    )
