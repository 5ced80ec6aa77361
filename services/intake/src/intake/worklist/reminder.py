"""
Whether a first reminder is due, and of which kind.

Source: Hackney income-api, ruleset `send_sms`; its thresholds and cool-downs are
policy parameters here. Amounts in euro cents.
"""

from dataclasses import dataclass

from intake.governance.figures import Used

NOTHING = "no_action"


@dataclass(frozen=True)
class Reminded:
    """What the rule looks at; `is_cooling` that somebody contacted them lately."""

    arrears_cents: int
    bill_cents: int = 0
    paid_cents: int = 0
    agreement: str = ""
    is_cooling: bool = False
    is_evicted: bool = False
    is_paused: bool = False

    @property
    def after_grace_cents(self) -> int:
        """Arrears without what is still to be paid of the current bill."""
        return self.arrears_cents - max(0, self.bill_cents - self.paid_cents)


@dataclass(frozen=True)
class Reminder:
    """What to send, and why, as codes; the thresholds that said so."""

    action: str
    why: str
    used: tuple[Used, ...] = ()


def remind(it: Reminded, sms: Used, letter: Used) -> Reminder:
    """Give the first reminder that is due; the first of these reasons counts."""
    owed, breach = it.after_grace_cents, "send_informal_agreement_breach_letter"
    in_force = it.agreement in ("active", "suspended")
    rules = (
        (it.is_evicted, Reminder(NOTHING, "eviction_under_way")),
        (it.is_paused, Reminder(NOTHING, "case_rests")),
        (it.is_cooling, Reminder(NOTHING, "contacted_lately")),
        (it.agreement == "broken", Reminder(breach, "agreement_broken")),
        (in_force, Reminder(NOTHING, "agreement_in_force")),
        (
            owed >= letter.number,
            Reminder("send_letter_one", "over_the_letter_figure", (letter,)),
        ),
        (owed >= sms.number, Reminder("send_first_SMS", "over_the_sms_figure", (sms,))),
    )
    under = Reminder(NOTHING, "under_both_figures", (sms,))
    return next((said for holds, said in rules if holds), under)
