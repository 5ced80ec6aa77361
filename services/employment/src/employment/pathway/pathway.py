"""
A pathway: one person's way to work under a funding programme.

Read the events first. The programme is a code, because programmes end and
follow one another; a profile is a GOL path (1 to 5) or a Dote band (1 to 4).
"""

from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from employment.reason import check_code

OPENED, PROFILED, PACT_SIGNED = "opened", "profiled", "pact_signed"
ACTIVE, PLACED, COMPLETED, INTERRUPTED = "active", "placed", "completed", "interrupted"

GOL_PATHS = range(1, 6)
DOTE_BANDS = range(1, 5)


def commitment_of(case_id: UUID) -> UUID:
    """Give the commitment of a case's pact that the job services watch over."""
    return uuid5(case_id, "employment")


class Pathway(Aggregate, topic="employment.Pathway"):
    """From the first interview to a job that lasts, or to an interruption."""

    class PathwayOpened(Aggregate.Created):
        household_id: UUID
        person_id: UUID
        programme_code: str
        effective_on: date

    class ProfileAssessed(Aggregate.Event):
        household_id: UUID
        person_id: UUID
        programme_code: str
        path: int | None
        band: int | None
        effective_on: date

    class ServicePactSigned(Aggregate.Event):
        household_id: UUID
        person_id: UUID
        programme_code: str
        effective_on: date

    class AppointmentRecorded(Aggregate.Event):
        kept: bool
        effective_on: date

    class CommitmentKept(Aggregate.Event):
        case_id: UUID
        household_id: UUID
        commitment_id: UUID
        effective_on: date

    class CommitmentMissed(Aggregate.Event):
        case_id: UUID
        household_id: UUID
        commitment_id: UUID
        effective_on: date

    class Activated(Aggregate.Event):
        measure: str
        effective_on: date

    class Placed(Aggregate.Event):
        placement_id: UUID
        effective_on: date

    class JobLost(Aggregate.Event):
        placement_id: UUID
        effective_on: date

    class Completed(Aggregate.Event):
        effective_on: date

    class Interrupted(Aggregate.Event):
        reason: str
        effective_on: date

    @event(PathwayOpened)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        person_id: UUID,
        programme_code: str,
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.person_id = person_id
        self.programme_code = programme_code
        self.opened_on = effective_on
        self.reached = OPENED
        self.pact_signed_on: date | None = None
        self.completed_on: date | None = None
        self.interrupted_on: date | None = None
        self.placed_on: date | None = None
        self.jobs: set[UUID] = set()
        self.appointments: dict[date, bool] = {}
        self.said: dict[date, bool] = {}

    @property
    def state(self) -> str:
        """How far the pathway has come; an interruption hides the rest."""
        return INTERRUPTED if self.interrupted_on is not None else self.reached

    def is_followed(self, on: date) -> bool:
        """Say whether nothing has interrupted the pathway by a day."""
        return self.interrupted_on is None or on < self.interrupted_on

    def check_followed(self, on: date) -> None:
        """Refuse what is effective on or after an interruption, by `PathwayOver`."""
        if not self.is_followed(on):
            raise PathwayOver(
                f"pathway {self.id} was interrupted on {self.interrupted_on}: "
                "open a new one"
            )

    def check_open(self, on: date) -> None:
        """Refuse what is effective outside the pathway's days."""
        self.check_followed(on)
        if self.completed_on is not None and on > self.completed_on:
            raise PathwayOver(f"pathway {self.id} was completed on {self.completed_on}")
        if on < self.opened_on:
            raise BeforePathway(f"pathway {self.id} opened on {self.opened_on}")

    def assess_profile(self, path: int | None, band: int | None, on: date) -> None:
        """Note how far from work; `ImpossibleProfile` unless path or band, not both."""
        self.check_open(on)
        one = (path is None) != (band is None)
        fits = path in GOL_PATHS if band is None else band in DOTE_BANDS
        if not (one and fits):
            raise ImpossibleProfile(
                f"pathway {self.id}: give a GOL path 1 to 5 or a Dote band 1 to 4, "
                f"not path {path} and band {band}"
            )
        self._profile_assessed(
            household_id=self.household_id,
            person_id=self.person_id,
            programme_code=self.programme_code,
            path=path,
            band=band,
            effective_on=on,
        )

    def sign_service_pact(self, on: date) -> None:
        """Sign the pact; `NotProfiled` before the profile, `PactSigned` if twice."""
        self.check_open(on)
        if self.reached == OPENED:
            raise NotProfiled(f"pathway {self.id}: assess the profile first")
        if self.pact_signed_on is not None:
            raise PactSigned(
                f"pathway {self.id}: the pact was signed on {self.pact_signed_on}"
            )
        self._service_pact_signed(
            self.household_id, self.person_id, self.programme_code, on
        )

    def check_pact(self, on: date) -> None:
        """Refuse an active measure without a pact signed by then, `NoServicePact`."""
        self.check_open(on)
        if self.pact_signed_on is None or on < self.pact_signed_on:
            raise NoServicePact(f"pathway {self.id}: no service pact on {on}")

    def record_appointment(self, on: date, *, kept: bool) -> None:
        """Note whether an appointment was kept, or correct it; one for each day."""
        self.check_open(on)
        if self.appointments.get(on) is not kept:
            self._appointment_recorded(kept=kept, effective_on=on)

    def answer_to_pact(self, case_id: UUID, on: date) -> None:
        """Say what an appointment means for the household's pact, when it is new."""
        kept = self.appointments[on]
        if self.said.get(on) is not kept:
            say = self._commitment_kept if kept else self._commitment_missed
            say(case_id, self.household_id, commitment_of(case_id), on)

    def begin_measure(self, measure: str, on: date) -> None:
        """Note the first active measure: a traineeship, a course."""
        self.check_pact(on)
        if self.reached == PACT_SIGNED:
            self._activated(measure, on)

    def place(self, placement_id: UUID, on: date) -> None:
        """Note that the person started a job."""
        self.check_pact(on)
        self._placed(placement_id, on)

    def lose_job(self, placement_id: UUID, on: date) -> None:
        """Note that a job ended; without another one the pathway goes on."""
        if placement_id in self.jobs:
            self._job_lost(placement_id, on)

    def complete(self, on: date) -> None:
        """End well: the last check found the person at work. Once is enough."""
        if self.reached == PLACED and self.state != INTERRUPTED:
            self._completed(on)

    def interrupt(self, reason: str, on: date) -> None:
        """
        Stop, from a day on; of several interruptions the earliest counts.

        A pathway that was completed before is left alone.
        """
        on = max(on, self.opened_on)
        if self.completed_on is not None and self.completed_on < on:
            return
        if self.interrupted_on is None or on < self.interrupted_on:
            self._interrupted(check_code(reason), on)

    @event(ProfileAssessed)
    def _profile_assessed(
        self,
        *,
        household_id: UUID,
        person_id: UUID,
        programme_code: str,
        path: int | None,
        band: int | None,
        effective_on: date,
    ) -> None:
        if self.reached == OPENED:
            self.reached = PROFILED

    @event(ServicePactSigned)
    def _service_pact_signed(
        self,
        household_id: UUID,
        person_id: UUID,
        programme_code: str,
        effective_on: date,
    ) -> None:
        self.reached = PACT_SIGNED
        self.pact_signed_on = effective_on

    @event(AppointmentRecorded)
    def _appointment_recorded(self, *, kept: bool, effective_on: date) -> None:
        self.appointments[effective_on] = kept

    @event(CommitmentKept)
    def _commitment_kept(
        self,
        case_id: UUID,
        household_id: UUID,
        commitment_id: UUID,
        effective_on: date,
    ) -> None:
        self.said[effective_on] = True

    @event(CommitmentMissed)
    def _commitment_missed(
        self,
        case_id: UUID,
        household_id: UUID,
        commitment_id: UUID,
        effective_on: date,
    ) -> None:
        self.said[effective_on] = False

    @event(Activated)
    def _activated(self, measure: str, effective_on: date) -> None:
        self.reached = ACTIVE

    @event(Placed)
    def _placed(self, placement_id: UUID, effective_on: date) -> None:
        self.reached = PLACED
        self.jobs.add(placement_id)
        self.placed_on = min(effective_on, self.placed_on or effective_on)

    @event(JobLost)
    def _job_lost(self, placement_id: UUID, effective_on: date) -> None:
        self.jobs.discard(placement_id)
        if not self.jobs and self.reached == PLACED:
            self.reached = ACTIVE

    @event(Completed)
    def _completed(self, effective_on: date) -> None:
        self.reached = COMPLETED
        self.completed_on = effective_on

    @event(Interrupted)
    def _interrupted(self, reason: str, effective_on: date) -> None:
        self.interrupted_on = effective_on


class PathwayOver(Exception):
    """Something effective after the pathway was interrupted or completed."""


class BeforePathway(Exception):
    """Something effective before the pathway was opened."""


class ImpossibleProfile(Exception):
    """A profile that neither GOL nor Dote knows."""


class NotProfiled(Exception):
    """A pact was to be signed before the profile was assessed."""


class PactSigned(Exception):
    """A second service pact in one pathway."""


class NoServicePact(Exception):
    """An active measure without a service pact."""
