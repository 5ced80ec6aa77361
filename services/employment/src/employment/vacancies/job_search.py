"""
A person's search for work: applications, and how each was answered.

Read the events first. All applications of a person stand in one history, so that one
acceptance closes the others even if two are accepted at the same instant.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from employment.reason import check_code

State = Literal[
    "new", "processing", "postponed", "accepted", "refused", "cancelled", "obsolete"
]
STATES = get_args(State)
PENDING = frozenset(("new", "processing", "postponed"))
#: From which states each step may be taken.
STEPS: dict[str, frozenset[str]] = {
    "process": frozenset(("new",)),
    "postpone": frozenset(("new", "processing")),
    "accept": PENDING | {"refused"},
    "refuse": PENDING,
    "cancel": frozenset(("accepted",)),
    "render_obsolete": PENDING,
    "reset": frozenset(("obsolete",)),
    "transfer": PENDING | {"refused", "cancelled", "obsolete"},
    "share": PENDING,
}
By = Literal["employer", "person", "desk"]
#: Why an application is refused, by who refuses.
REASONS: dict[str, frozenset[str]] = {
    "employer": frozenset(
        (
            *("position_filled", "stopped_hiring", "skills", "experience", "language"),
            *("licence", "hours", "distance", "no_show", "not_eligible", "not_said"),
        )
    ),
    "person": frozenset(
        (
            *("pay", "hours", "distance", "family", "other_job", "conditions"),
            *("contract_kind", "no_answer", "not_said"),
        )
    ),
    "desk": frozenset(("not_eligible", "duplicate", "wrong_vacancy", "no_answer")),
}
_SEARCHES = UUID("2b7d7c34-6f0f-4c0c-8a43-8f4c3f3c9b60")


@dataclass(slots=True)
class Candidacy:
    """One application of the person, as it stands."""

    vacancy_id: UUID
    made_on: date
    state: State = "new"
    refused_by: str | None = None
    reason: str | None = None
    shared_on: date | None = None


class JobSearch(Aggregate, topic="employment.JobSearch"):
    """One person's applications."""

    class SearchBegun(Aggregate.Created):
        household_id: UUID
        person_id: UUID
        effective_on: date

    class CandidacyMade(Aggregate.Event):
        candidacy_id: UUID
        vacancy_id: UUID
        effective_on: date

    class CandidacyProcessed(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class CandidacyPostponed(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class CandidacyShared(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class CandidacyAccepted(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class CandidacyRefused(Aggregate.Event):
        candidacy_id: UUID
        by: By
        reason: str
        effective_on: date

    class CandidacyCancelled(Aggregate.Event):
        candidacy_id: UUID
        reason: str
        effective_on: date

    class CandidacyMadeObsolete(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class CandidacyReset(Aggregate.Event):
        candidacy_id: UUID
        effective_on: date

    class CandidacyTransferred(Aggregate.Event):
        candidacy_id: UUID
        vacancy_id: UUID
        effective_on: date

    @event(SearchBegun)
    def __init__(
        self, *, id: UUID, household_id: UUID, person_id: UUID, effective_on: date
    ) -> None:
        self.household_id = household_id
        self.person_id = person_id
        self.candidacies: dict[UUID, Candidacy] = {}

    def candidacy(self, candidacy_id: UUID) -> Candidacy:
        """Give an application; `UnknownCandidacy` if the person made no such."""
        found = self.candidacies.get(candidacy_id)
        if found is None:
            raise UnknownCandidacy(f"no application {candidacy_id}: look at the list")
        return found

    def apply(self, candidacy_id: UUID, vacancy_id: UUID, on: date) -> None:
        """Apply for a vacancy; `AlreadyApplied` while an application is open."""
        self._refuse_twice(vacancy_id)
        self._candidacy_made(candidacy_id, vacancy_id, on)

    def process(self, candidacy_id: UUID, on: date) -> None:
        """Begin to look at an application."""
        self._check_step("process", candidacy_id, on)
        self._candidacy_processed(candidacy_id, on)

    def postpone(self, candidacy_id: UUID, on: date) -> None:
        """Put an application off."""
        self._check_step("postpone", candidacy_id, on)
        self._candidacy_postponed(candidacy_id, on)

    def share(self, candidacy_id: UUID, on: date) -> None:
        """Note that the employer was shown what the person brings."""
        self._check_step("share", candidacy_id, on)
        self._candidacy_shared(candidacy_id, on)

    def accept(self, candidacy_id: UUID, on: date) -> None:
        """Accept an application; the person's other pending ones become obsolete."""
        self._check_step("accept", candidacy_id, on)
        self._candidacy_accepted(candidacy_id, on)
        self.let_pending_go(on)

    def refuse(self, candidacy_id: UUID, by: By, reason: str, on: date) -> None:
        """Refuse an application, with a reason that fits who refuses."""
        if reason not in REASONS.get(by, ()):
            raise UnknownReason(
                f"{by[:20]!r} does not refuse for {reason[:40]!r}: choose among "
                f"{', '.join(sorted(REASONS.get(by, REASONS)))}"
            )
        self._check_step("refuse", candidacy_id, on)
        self._candidacy_refused(candidacy_id, by, reason, on)

    def cancel(self, candidacy_id: UUID, reason: str, on: date) -> None:
        """Take an acceptance back, with a reason code."""
        self._check_step("cancel", candidacy_id, on)
        self._candidacy_cancelled(candidacy_id, check_code(reason), on)

    def render_obsolete(self, candidacy_id: UUID, on: date) -> None:
        """Let an application go, because another one was accepted."""
        self._check_step("render_obsolete", candidacy_id, on)
        self._candidacy_made_obsolete(candidacy_id, on)

    def reset(self, candidacy_id: UUID, on: date) -> None:
        """Take up an application that was let go; `AlreadyApplied`."""
        self._check_step("reset", candidacy_id, on)
        self._refuse_twice(self.candidacy(candidacy_id).vacancy_id)
        self._candidacy_reset(candidacy_id, on)

    def transfer(self, candidacy_id: UUID, vacancy_id: UUID, on: date) -> None:
        """Move an application to another vacancy, where it is new."""
        self._check_step("transfer", candidacy_id, on)
        self._refuse_twice(vacancy_id)
        self._candidacy_transferred(candidacy_id, vacancy_id, on)

    def let_pending_go(self, on: date, made_before: date = date.max) -> list[UUID]:
        """Make the pending applications made before a day obsolete; give which."""
        pending = [
            key
            for key, it in self.candidacies.items()
            if it.state in PENDING and it.made_on < made_before
        ]
        for key in pending:
            self._candidacy_made_obsolete(key, max(on, self.candidacies[key].made_on))
        return pending

    def _check_step(self, step: str, candidacy_id: UUID, on: date) -> None:
        found = self.candidacy(candidacy_id)
        if on < found.made_on:
            raise StepTooEarly(
                f"application {candidacy_id} is of {found.made_on}, not before {on}"
            )
        if found.state not in STEPS[step]:
            raise NoSuchStep(
                f"application {candidacy_id} is {found.state}; {step} is for "
                f"{', '.join(sorted(STEPS[step]))}"
            )

    def _refuse_twice(self, vacancy_id: UUID) -> None:
        for key, it in self.candidacies.items():
            if it.vacancy_id == vacancy_id and it.state in PENDING | {"accepted"}:
                raise AlreadyApplied(
                    f"application {key} for vacancy {vacancy_id} is {it.state}: "
                    "go on with that one"
                )

    @event(CandidacyMade)
    def _candidacy_made(
        self, candidacy_id: UUID, vacancy_id: UUID, effective_on: date
    ) -> None:
        self.candidacies[candidacy_id] = Candidacy(vacancy_id, effective_on)

    @event(CandidacyProcessed)
    def _candidacy_processed(self, candidacy_id: UUID, effective_on: date) -> None:
        self.candidacies[candidacy_id].state = "processing"

    @event(CandidacyPostponed)
    def _candidacy_postponed(self, candidacy_id: UUID, effective_on: date) -> None:
        self.candidacies[candidacy_id].state = "postponed"

    @event(CandidacyShared)
    def _candidacy_shared(self, candidacy_id: UUID, effective_on: date) -> None:
        self.candidacies[candidacy_id].shared_on = effective_on

    @event(CandidacyAccepted)
    def _candidacy_accepted(self, candidacy_id: UUID, effective_on: date) -> None:
        held = self.candidacies[candidacy_id]
        held.state, held.refused_by, held.reason = "accepted", None, None

    @event(CandidacyRefused)
    def _candidacy_refused(
        self, candidacy_id: UUID, by: By, reason: str, effective_on: date
    ) -> None:
        held = self.candidacies[candidacy_id]
        held.state, held.refused_by, held.reason = "refused", by, reason

    @event(CandidacyCancelled)
    def _candidacy_cancelled(
        self, candidacy_id: UUID, reason: str, effective_on: date
    ) -> None:
        held = self.candidacies[candidacy_id]
        held.state, held.reason = "cancelled", reason

    @event(CandidacyMadeObsolete)
    def _candidacy_made_obsolete(self, candidacy_id: UUID, effective_on: date) -> None:
        self.candidacies[candidacy_id].state = "obsolete"

    @event(CandidacyReset)
    def _candidacy_reset(self, candidacy_id: UUID, effective_on: date) -> None:
        self.candidacies[candidacy_id].state = "new"

    @event(CandidacyTransferred)
    def _candidacy_transferred(
        self, candidacy_id: UUID, vacancy_id: UUID, effective_on: date
    ) -> None:
        self.candidacies[candidacy_id] = Candidacy(
            vacancy_id, self.candidacies[candidacy_id].made_on
        )


def search_key(person_id: UUID) -> UUID:
    """Give the id of a person's search for work."""
    return uuid5(_SEARCHES, str(person_id))


class UnknownCandidacy(Exception):
    """An application that the person did not make."""


class AlreadyApplied(Exception):
    """A second open application for one vacancy."""


class NoSuchStep(Exception):
    """A step that an application in this state does not take."""


class StepTooEarly(Exception):
    """A step before the day of the application."""


class UnknownReason(Exception):
    """A refusal for a reason that is in no list."""
