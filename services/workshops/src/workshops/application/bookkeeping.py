"""What all use-cases of the workshops share: nouns saved, lists kept at hand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from azione0 import followed
from azione0.following import FollowingApplication
from workshops import lists
from workshops.budgets.budget import HouseholdBudget
from workshops.holdings import HOLDS
from workshops.labs import workshop as programme
from workshops.labs.enrolment import Enrolment, Mark
from workshops.labs.invitation import Invitation
from workshops.labs.notice import SEAT_GIVEN, Notice, notice_key
from workshops.labs.template import LabTemplate
from workshops.labs.workshop import Workshop
from workshops.tables import TABLES


class Bookkeeping(FollowingApplication):
    """Saves nouns together with their lines in the lists."""

    tables = TABLES
    holds = HOLDS

    def now(self) -> datetime:
        """Give the present instant, by the clock of the door."""
        return self.store.clock()

    def _keep_workshop(self, workshop: Workshop) -> None:
        self.save(workshop)
        lists.show_workshop(self._session, workshop)

    def _keep_enrolment(self, enrolment: Enrolment) -> None:
        self.save(enrolment)
        lists.show_enrolment(self._session, enrolment)

    def _keep_template(self, template: LabTemplate) -> None:
        self.save(template)
        lists.show_template(self._session, template)

    def _keep_invitation(self, invitation: Invitation) -> None:
        self.save(invitation)
        lists.show_invitation(self._session, invitation)

    def _keep_notice(self, notice: Notice) -> None:
        self.save(notice)
        lists.show_notice(self._session, notice)

    def _lock(self, workshop_id: UUID) -> None:
        """Let who changes the same workshop now wait, instead of clashing with us."""
        self._session.execute(
            "UPDATE workshops_v1 SET capacity = capacity WHERE workshop_id = ?",
            (workshop_id,),
        )

    def _owe(
        self,
        workshop: Workshop,
        enrolment_ids: Iterable[UUID],
        news: str,
        on: date,
        *,
        number: int = 0,
    ) -> None:
        """
        Note that those with a place are to be told something.

        Of a day it is owed once, and again to whom it was told before it changed.
        """
        for place in enrolment_ids:
            told = 0
            key = notice_key(place, news, number, on)
            while (known := self.find(Notice, key)) is not None:
                if known.settled_on is None:
                    break
                told += 1
                key = notice_key(place, news, number, on, told)
            if known is None:
                self._keep_notice(
                    Notice(
                        id=key,
                        workshop_id=workshop.id,
                        enrolment_id=place,
                        news=news,
                        session_number=number,
                        effective_on=on,
                    )
                )

    def _drop_notices(self, enrolment_id: UUID, on: date) -> None:
        rows = self._session.execute(
            "SELECT notice_id FROM notices_v1 WHERE enrolment_id = ? "
            "AND settled_on IS NULL ORDER BY notice_id",
            (enrolment_id,),
        )
        for (notice_id,) in rows:
            notice = self.get(Notice, notice_id)
            notice.drop(on)
            self._keep_notice(notice)

    def _keep_budget(self, budget: HouseholdBudget) -> None:
        self.save(budget)
        lists.show_budget(self._session, budget)

    def _attend(
        self, enrolment: Enrolment, session: programme.Session, mark: Mark
    ) -> None:
        minutes = mark.minutes_of(session.minutes)
        enrolment.attend(
            session.number, session.minutes, mark.mark, minutes, session.on
        )
        self._answer_to_pact(enrolment, session.number)
        self._keep_enrolment(enrolment)

    def _answer_to_pact(self, enrolment: Enrolment, number: int) -> None:
        if enrolment.household_id is None:
            return
        day = enrolment.register[number].on
        case_id = followed.case_on(self._session, enrolment.household_id, day)
        if case_id is not None:
            enrolment.answer_to_pact(case_id, number)

    def _seat(self, workshop: Workshop, moved_up: Sequence[UUID], on: date) -> None:
        for place in moved_up:
            enrolment = self.get(Enrolment, place)
            enrolment.confirm(on)
            self._keep_enrolment(enrolment)
        self._owe(workshop, moved_up, SEAT_GIVEN, on)
        self._keep_workshop(workshop)

    def _release(self, enrolment_ids: Iterable[UUID], reason: str, on: date) -> None:
        for place in enrolment_ids:
            enrolment = self.get(Enrolment, place)
            enrolment.release(reason, on)
            self._keep_enrolment(enrolment)

    def _enrolments(self, household_id: UUID) -> list[Enrolment]:
        rows = self._session.execute(
            "SELECT enrolment_id FROM enrolments_v1 WHERE household_id = ? "
            "ORDER BY requested_on, enrolment_id",
            (household_id,),
        )
        return [self.get(Enrolment, place) for (place,) in rows]
