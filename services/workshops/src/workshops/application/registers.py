"""The registers: who came to a session, and what was wrong about it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from workshops import lists
from workshops.application.places import Places
from workshops.labs import workshop as programme
from workshops.labs.enrolment import Enrolment, Mark
from workshops.labs.hours import KINDS, HoursGiven, check_hours
from workshops.labs.questionnaire import (
    AFTER,
    BEFORE,
    MOMENTS,
    Change,
    Questionnaire,
    answers_key,
    changes,
    check_answers,
    sentences,
)
from workshops.labs.workshop import Workshop


class Registers(Places):
    """The use-cases of attendance."""

    def register_session(
        self,
        workshop_id: UUID,
        number: int,
        marks: Mapping[UUID, Mark],
        today: date,
    ) -> None:
        """
        Close a session's register: a mark for each enrolment that had a seat.

        `RegisterIncomplete` if one is missing or of another workshop; those who
        left or came in after the session need none.
        """
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        session = workshop.hold_session(number, today)
        seated = {
            place: self.get(Enrolment, place) for place in {*workshop.seated, *marks}
        }
        missing = [
            place
            for place, enrolment in seated.items()
            if place not in marks
            and enrolment.seated_on is not None
            and enrolment.seated_on <= session.on
        ]
        strangers = [
            place for place, it in seated.items() if it.workshop_id != workshop_id
        ]
        if missing or strangers:
            raise RegisterIncomplete(
                f"workshop {workshop_id}, session {number}: {len(missing)} marks are "
                f"missing, {len(strangers)} are of another workshop"
            )
        for place, mark in marks.items():
            self._attend(seated[place], session, mark)
        self._keep_workshop(workshop)

    def correct_attendance(self, enrolment_id: UUID, number: int, mark: Mark) -> None:
        """
        Correct a register that is closed, also after the workshop has ended.

        What was entered before stays in the history; the dose is told anew, and who
        by the correction attended enough has seen the workshop through after all.
        """
        enrolment = self.get(Enrolment, enrolment_id)
        self._lock(enrolment.workshop_id)
        workshop = self.get(Workshop, enrolment.workshop_id)
        if number not in workshop.held:
            raise programme.NotYetHeld(
                f"workshop {workshop.id}: session {number} was not held"
            )
        before = enrolment.register.get(number)
        self._attend(enrolment, workshop.sessions[number], mark)
        if enrolment.register[number] != before:
            enrolment.judge_again(
                workshop.attendance_percent, workshop.minutes_planned, workshop.last_on
            )
            self._keep_enrolment(enrolment)

    def count_community(
        self, workshop_id: UUID, number: int, people: int, on: date
    ) -> None:
        """Count who came to a session without being recorded as a person."""
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        workshop.count_community(number, people, on)
        self._keep_workshop(workshop)

    # -- hours for the estate

    def enter_hours(
        self,
        kind: str,
        activity: str,
        minutes: int,
        on: date,
        *,
        workshop_id: UUID | None = None,
        household_id: UUID | None = None,
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Enter hours that somebody gave on a day; give the entry's id.

        `ConsentMissing` for who withdrew from taking part; `ImpossibleHours`.
        """
        check_hours(kind, activity, minutes)
        if workshop_id is not None:
            self.get(Workshop, workshop_id)
        if household_id is not None:
            self._refuse_without_consent(household_id, person_id, on)
        hours = HoursGiven(
            id=self.new_id("hours", kind, activity, household_id, person_id, on),
            kind=kind,
            activity=activity,
            workshop_id=workshop_id,
            household_id=household_id,
            person_id=person_id,
            minutes=minutes,
            effective_on=on,
        )
        self.save(hours)
        lists.show_hours(self._session, hours)
        return hours.id

    def correct_hours(self, hours_id: UUID, minutes: int, on: date) -> None:
        """Say how many minutes it really was; 0 takes the entry back."""
        hours = self.get(HoursGiven, hours_id)
        hours.correct(minutes, on)
        self.save(hours)
        lists.show_hours(self._session, hours)

    def hours_between(self, first_on: date, last_on: date) -> dict[str, int]:
        """Give the minutes given from a day to a day, both counted, by kind."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT kind, sum(minutes) FROM hours_v1 "
                "WHERE given_on BETWEEN ? AND ? GROUP BY kind",
                (first_on, last_on),
            )
        known = {kind: int(minutes) for kind, minutes in rows}
        return {kind: known.get(kind, 0) for kind in KINDS}

    # -- the questionnaire

    def answer_questionnaire(
        self,
        enrolment_id: UUID,
        moment: str,
        version_of_words: str,
        answers: Mapping[str, int],
        on: date,
    ) -> None:
        """Keep a place's answers, before or after; later ones take their place."""
        scores = check_answers(moment, version_of_words, answers)
        enrolment = self.get(Enrolment, enrolment_id)
        key = answers_key(enrolment_id, moment)
        known = self.find(Questionnaire, key)
        if known is None:
            known = Questionnaire(
                id=key,
                workshop_id=enrolment.workshop_id,
                enrolment_id=enrolment_id,
                moment=moment,
                version_of_words=version_of_words,
                scores=scores,
                effective_on=on,
            )
        else:
            known.answer_again(version_of_words, scores, on)
        self.save(known)
        lists.show_answers(self._session, known)

    def questionnaire_changes(self, workshop_id: UUID, words: str) -> list[Change]:
        """Give how the answers changed; nothing below five who answered twice."""
        self.get(Workshop, workshop_id)
        sentences(words)
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT enrolment_id, moment, answers_id FROM questionnaires_v1 "
                "WHERE workshop_id = ? AND words = ? ORDER BY enrolment_id",
                (workshop_id, words),
            )
        found: dict[UUID, dict[str, UUID]] = {}
        for enrolment_id, moment, answers_id in rows:
            found.setdefault(enrolment_id, {})[moment] = answers_id
        twice = [it for it in found.values() if len(it) == len(MOMENTS)]
        return changes(
            words,
            [(self._scores(it[BEFORE]), self._scores(it[AFTER])) for it in twice],
        )

    def _scores(self, answers_id: UUID) -> dict[str, int]:
        scores = self.get(Questionnaire, answers_id).scores
        return {it.item: it.score for it in scores}


class RegisterIncomplete(Exception):
    """A register without a mark for everybody who had a seat."""
