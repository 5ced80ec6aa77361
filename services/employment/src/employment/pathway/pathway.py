"""
A pathway: one person's way to work under a funding programme.

Read the events first. The programme is a code, because programmes end and
follow one another; a profile is a GOL path (1 to 5) or a Dote band (1 to 4).
"""

from datetime import date, timedelta
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from employment.months import last_day
from employment.pathway.actions import (
    Action,
    UnknownAction,
    check_done,
    check_planned,
)
from employment.pathway.pauses import Pause, end_of, remaining_days
from employment.reason import check_code

OPENED, PROFILED, PACT_SIGNED = "opened", "profiled", "pact_signed"
ACTIVE, PLACED, COMPLETED, INTERRUPTED = "active", "placed", "completed", "interrupted"

MOST_PROLONGED = 366
ONE_DAY = timedelta(days=1)
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
        months: int | None = None

    class DeclarationMade(Aggregate.Event):
        effective_on: date

    class ServicePactSigned(Aggregate.Event):
        household_id: UUID
        person_id: UUID
        programme_code: str
        effective_on: date

    class AppointmentRecorded(Aggregate.Event):
        kept: bool
        effective_on: date

    class ActionPlanned(Aggregate.Event):
        action_id: UUID
        kind: str
        minutes: int
        due_on: date
        effective_on: date

    class ActionDone(Aggregate.Event):
        action_id: UUID
        minutes: int
        effective_on: date

    class ActionDropped(Aggregate.Event):
        action_id: UUID
        reason: str
        effective_on: date

    class ActionFellDue(Aggregate.Event):
        action_id: UUID
        effective_on: date

    class ActionReopened(Aggregate.Event):
        action_id: UUID
        effective_on: date

    class Suspended(Aggregate.Event):
        until_on: date | None
        reason: str
        effective_on: date

    class Resumed(Aggregate.Event):
        effective_on: date

    class Prolonged(Aggregate.Event):
        days: int
        reason: str
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

    class CompletionUndone(Aggregate.Event):
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
        self.declared_on: date | None = None
        self.months: int | None = None
        self.prolonged_days = 0
        self.pauses: list[Pause] = []
        self.actions: dict[UUID, Action] = {}
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

    def assess_profile(
        self, path: int | None, band: int | None, on: date, months: int | None = None
    ) -> None:
        """
        Note how far from work; `ImpossibleProfile` unless path or band, not both.

        `months` are those that the programme gives to this level, if any.
        """
        self.check_open(on)
        check_profile(path, band)
        self._profile_assessed(
            household_id=self.household_id,
            person_id=self.person_id,
            programme_code=self.programme_code,
            path=path,
            band=band,
            effective_on=on,
            months=months,
        )

    def declare_availability(self, on: date) -> None:
        """
        Note the declaration of availability for work (DID), once.

        `Declared` for a second one. Source: art. 19 D.Lgs. 150/2015.
        """
        self.check_open(on)
        if self.declared_on is not None:
            raise Declared(f"pathway {self.id}: the DID is of {self.declared_on}")
        self._declaration_made(on)

    def sign_service_pact(self, on: date, *, needs_declaration: bool = False) -> None:
        """
        Sign the pact; `NotProfiled` before the profile, `PactSigned` if twice.

        `NotDeclared` if the programme wants the DID and none was made by then.
        """
        self.check_open(on)
        if needs_declaration and (self.declared_on is None or on < self.declared_on):
            raise NotDeclared(
                f"pathway {self.id}: {self.programme_code} asks for the declaration of "
                f"availability (DID) by {on}: note it first"
            )
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
        self.check_not_resting(on)
        if self.appointments.get(on) is not kept:
            self._appointment_recorded(kept=kept, effective_on=on)

    @property
    def days_to_answer(self) -> list[date]:
        """The days on which something of the pact was kept or missed."""
        due = (it.judged_on for it in self.actions.values() if it.judged_on)
        return sorted({*self.appointments, *due})

    def kept_on(self, day: date) -> bool | None:
        """Say whether all that fell on a day was kept; `None` if nothing did."""
        answers = [
            it.is_kept(day) for it in self.actions.values() if it.judged_on == day
        ]
        if day in self.appointments:
            answers.append(self.appointments[day])
        return all(answers) if answers else None

    def answer_to_pact(self, case_id: UUID, on: date) -> None:
        """
        Say what a day means for the household's pact, when it is new.

        A day of which nothing is left, since it turned out to be one of rest, takes
        back what was missed on it.
        """
        kept = self.kept_on(on)
        if kept is None and self.said.get(on) is False:
            kept = True
        if kept is not None and self.said.get(on) is not kept:
            say = self._commitment_kept if kept else self._commitment_missed
            say(case_id, self.household_id, commitment_of(case_id), on)

    # -- actions

    def plan_action(
        self, action_id: UUID, kind: str, minutes: int, due_on: date, on: date
    ) -> None:
        """Plan an action until a day; `ImpossibleAction`, `NoServicePact`."""
        self.check_pact(on)
        check_planned(kind, minutes, on, due_on)
        self._action_planned(action_id, kind, minutes, due_on, on)

    def do_action(self, action_id: UUID, minutes: int, on: date) -> None:
        """Note the minutes done on a day, or correct them; 0 takes them back."""
        self.check_pact(on)
        self.check_not_resting(on)
        check_done(minutes)
        if self._action(action_id).done.get(on, 0) != minutes:
            self._action_done(action_id, minutes, on)

    def drop_action(self, action_id: UUID, reason: str, on: date) -> None:
        """Take an action off the plan; what was done of it stays."""
        self.check_open(on)
        self._action(action_id)
        self._action_dropped(action_id, check_code(reason), on)

    def next_due_on(self) -> date | None:
        """Give the first day on which an action is due and was not yet judged."""
        waiting = (
            it.due_with(self.pauses)
            for it in self.actions.values()
            if not it.dropped and it.judged_on is None
        )
        return min((day for day in waiting if day is not None), default=None)

    def let_actions_fall_due(self, today: date) -> list[date]:
        """Judge the actions whose last day has passed; give their days."""
        days = []
        for action_id, action in self.actions.items():
            due_on = action.due_with(self.pauses)
            waiting = not action.dropped and action.judged_on is None
            if waiting and due_on is not None and due_on < today:
                if self.is_followed(due_on) and due_on <= (self.completed_on or due_on):
                    self._action_fell_due(action_id, due_on)
                    days.append(due_on)
                else:
                    self._action_dropped(action_id, "pathway_over", due_on)
        return days

    def _action(self, action_id: UUID) -> Action:
        found = self.actions.get(action_id)
        if found is None or found.dropped:
            raise UnknownAction(f"pathway {self.id} plans no action {action_id}")
        return found

    # -- pauses and length

    def suspend(self, from_on: date, until_on: date | None, reason: str) -> None:
        """
        Let the pathway rest from a day on, until another or until it is resumed.

        What was missed on one of those days falls due after them instead.
        `PauseOverlap` if it rests on one of those days already.
        """
        self.check_open(from_on)
        if until_on is not None and until_on < from_on:
            raise ImpossiblePause(f"a pause from {from_on} cannot end on {until_on}")
        for it in self.pauses:
            ends = date.max if it.until_on is None else it.until_on
            if it.from_on <= (until_on or date.max) and from_on <= ends:
                raise PauseOverlap(
                    f"pathway {self.id} rests from {it.from_on} to {it.until_on}: "
                    "resume it first, or choose other days"
                )
        self._suspended(until_on, check_code(reason), from_on)
        for action_id, action in self.actions.items():
            judged_on = action.judged_on
            if judged_on is None or action.dropped or action.is_kept(judged_on):
                continue
            if self._pause_on(judged_on) is not None:
                self._action_reopened(action_id, judged_on)

    def resume(self, on: date) -> None:
        """End the pause that holds on a day; `on` is the first day of work again."""
        self.check_open(on)
        if self._pause_on(on) is None:
            raise NotResting(f"pathway {self.id} does not rest on {on}")
        self._resumed(on)

    def prolong(self, days: int, reason: str, on: date) -> None:
        """Give more days; `ImpossiblePause` for none or more than a year."""
        self.check_open(on)
        if self.planned_end_on(on) is None:
            raise NoLength(f"pathway {self.id}: its programme sets no length")
        if not 0 < days <= MOST_PROLONGED:
            raise ImpossiblePause(f"{days} days: give 1 to {MOST_PROLONGED}")
        self._prolonged(days, check_code(reason), on)

    def planned_end_on(self, today: date) -> date | None:
        """Give the last day as known `today`; `None` without a pact or a length."""
        end_on = self._first_end_on()
        if end_on is None or self.pact_signed_on is None:
            return None
        return end_of(
            self.pact_signed_on, end_on, self.prolonged_days, self.pauses, today
        )

    def remaining_days(self, today: date) -> int | None:
        """Count the days left, both ends counted; `None` where there is no length."""
        end_on = self._first_end_on()
        if end_on is None or self.pact_signed_on is None:
            return None
        return remaining_days(
            self.pact_signed_on, end_on, self.prolonged_days, self.pauses, today
        )

    def check_not_resting(self, on: date) -> None:
        """Refuse what would be done on a day of rest, by `PathwayResting`."""
        pause = self._pause_on(on)
        if pause is not None:
            raise PathwayResting(
                f"pathway {self.id} rests from {pause.from_on} to {pause.until_on}: "
                f"nothing is done on {on}"
            )

    def _first_end_on(self) -> date | None:
        if self.pact_signed_on is None or self.months is None:
            return None
        return last_day(self.pact_signed_on, self.months)

    def _pause_on(self, on: date) -> Pause | None:
        return next((it for it in self.pauses if it.holds(on)), None)

    # -- measures and jobs

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

    def undo_completion(self, on: date) -> None:
        """Go on after all: at the last check nobody was at work, as is known late."""
        if self.completed_on == on:
            self._completion_undone(on)

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
        months: int | None = None,
    ) -> None:
        self.months = months
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

    @event(DeclarationMade)
    def _declaration_made(self, effective_on: date) -> None:
        self.declared_on = effective_on

    @event(ActionPlanned)
    def _action_planned(
        self,
        action_id: UUID,
        kind: str,
        minutes: int,
        due_on: date,
        effective_on: date,
    ) -> None:
        self.actions[action_id] = Action(kind, minutes, due_on)

    @event(ActionDone)
    def _action_done(self, action_id: UUID, minutes: int, effective_on: date) -> None:
        self.actions[action_id].done[effective_on] = minutes

    @event(ActionDropped)
    def _action_dropped(self, action_id: UUID, reason: str, effective_on: date) -> None:
        self.actions[action_id].dropped = True

    @event(ActionFellDue)
    def _action_fell_due(self, action_id: UUID, effective_on: date) -> None:
        self.actions[action_id].judged_on = effective_on

    @event(ActionReopened)
    def _action_reopened(self, action_id: UUID, effective_on: date) -> None:
        self.actions[action_id].judged_on = None

    @event(Suspended)
    def _suspended(
        self, until_on: date | None, reason: str, effective_on: date
    ) -> None:
        self.pauses.append(Pause(effective_on, until_on))

    @event(Resumed)
    def _resumed(self, effective_on: date) -> None:
        last = effective_on - timedelta(days=1)
        rested = [
            Pause(it.from_on, last) if it.holds(effective_on) else it
            for it in self.pauses
        ]
        self.pauses = [it for it in rested if it.until_on != it.from_on - ONE_DAY]

    @event(Prolonged)
    def _prolonged(self, days: int, reason: str, effective_on: date) -> None:
        self.prolonged_days += days

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
        if self.reached != COMPLETED:
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

    @event(CompletionUndone)
    def _completion_undone(self, effective_on: date) -> None:
        self.reached = PLACED if self.jobs else ACTIVE
        self.completed_on = None

    @event(Interrupted)
    def _interrupted(self, reason: str, effective_on: date) -> None:
        self.interrupted_on = effective_on


def check_profile(path: int | None, band: int | None) -> None:
    """Refuse what is not one GOL path or one Dote band, by `ImpossibleProfile`."""
    one = (path is None) != (band is None)
    fits = path in GOL_PATHS if band is None else band in DOTE_BANDS
    if not (one and fits):
        raise ImpossibleProfile(
            f"give a GOL path 1 to 5 or a Dote band 1 to 4, "
            f"not path {path} and band {band}"
        )


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


class Declared(Exception):
    """A second declaration of availability in one pathway."""


class NotDeclared(Exception):
    """A pact without the declaration of availability that its programme wants."""


class PathwayResting(Exception):
    """Something that would be done while the pathway rests."""


class NotResting(Exception):
    """A pathway to be resumed that does not rest."""


class PauseOverlap(Exception):
    """A second pause on the same days."""


class ImpossiblePause(Exception):
    """A pause that ends before it begins, or days that nobody may add."""


class NoLength(Exception):
    """A pathway to be prolonged whose programme sets no length."""
