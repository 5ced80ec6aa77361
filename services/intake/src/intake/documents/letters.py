"""
What stands in a letter to a household: days, places, commitments; no person.

An invitation names no debt: others at home may open it. No score of an assessment is
in any letter, least of all of health.
"""

from dataclasses import dataclass, replace
from datetime import date

from azione0.codes import household_code
from intake.cases.case import Case
from intake.cases.contacts import LETTERS, Appointment, Contacts, NoSuchLetter
from intake.cases.pact import PARTIES, Commitment, Pact
from intake.cases.part import NotInCharge


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter is for: what the caller knows, and nobody here keeps."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """
    A letter of one kind, on a day.

    `first_sent_on` is when the first invitation went out, for a second one.
    """

    kind: str
    code: str
    organisation_id: str
    on: date
    expires_on: date | None = None
    first_sent_on: date | None = None
    appointment: Appointment | None = None
    pact: Pact | None = None
    in_charge_on: date | None = None
    review_months: int = 0

    @property
    def of_the_household(self) -> list[Commitment]:
        """What the household undertakes."""
        return self._of(PARTIES[0])

    @property
    def of_the_services(self) -> list[Commitment]:
        """What the services undertake."""
        return self._of(PARTIES[1])

    def _of(self, party: str) -> list[Commitment]:
        found = self.pact.commitments if self.pact else ()
        return [it for it in found if it.by == party]


def case_letter(
    kind: str,
    case: Case,
    contacts: Contacts | None,
    on: date,
    *,
    expires_on: date | None = None,
    review_months: int = 0,
) -> CaseLetter:
    """
    Say what stands in a letter of a case on a day.

    `NoSuchLetter` for another kind, for a second invitation without a first, for an
    appointment letter with none to come; `NotInCharge` for a pact not signed by then.
    """
    if kind not in LETTERS:
        raise NoSuchLetter(f"{kind!r} is no letter: choose {', '.join(LETTERS)}")
    letter = CaseLetter(
        kind,
        household_code(case.household_id),
        case.organisation_on(on),
        on,
        expires_on=expires_on,
        in_charge_on=case.in_charge_on,
        review_months=review_months,
    )
    if kind == "second_invitation":
        return _with(letter, first_sent_on=_first_invited_on(contacts, on))
    if kind == "appointment":
        return _with(letter, appointment=_next_appointment(contacts, on))
    if kind == "pact":
        pact = case.pact_on(on)
        if pact is None:
            raise NotInCharge(f"case {case.id} has no pact on {on}: sign one first")
        return _with(letter, pact=pact)
    return letter


def _with(letter: CaseLetter, **told: object) -> CaseLetter:
    return replace(letter, **told)  # type: ignore[arg-type]


def _first_invited_on(contacts: Contacts | None, on: date) -> date:
    known = contacts.letters.values() if contacts else ()
    sent = [it.sent_on for it in known if it.kind == LETTERS[0] and it.sent_on <= on]
    if not sent:
        raise NoSuchLetter(f"nobody was invited by {on}: write a first invitation")
    return max(sent)


def _next_appointment(contacts: Contacts | None, on: date) -> Appointment:
    known = contacts.appointments.values() if contacts else ()
    coming = [it for it in known if it.day >= on and it.concluded_on is None]
    if not coming:
        raise NoSuchLetter(f"no appointment is to come on {on}: make one first")
    return min(coming, key=lambda it: (it.day, it.at))
