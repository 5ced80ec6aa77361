"""The use-cases of pathways: opened, profiled, agreed, kept to, interrupted."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from employment import lists
from employment.application.desk import Desk
from employment.pathway.pathway import Pathway, check_profile
from employment.pathway.programmes import (
    Programme,
    Scheme,
    Terms,
    UnknownProgramme,
    check_terms,
    programme_key,
    shipped,
)
from employment.reason import check_programme


class Pathways(Desk):
    """One person's way to work."""

    def adopt_programme(
        self,
        code: str,
        scheme: Scheme,
        levels: Mapping[str, int | None],
        source: str,
        on: date,
        *,
        needs_declaration: bool = False,
        opens_on: date | None = None,
        closes_on: date | None = None,
    ) -> None:
        """Adopt a programme's terms, a local one's or new ones of a shipped one."""
        terms = check_terms(
            Terms(code, scheme, levels, needs_declaration, source, opens_on, closes_on)
        )
        known = self.find(Programme, programme_key(code))
        if known is None:
            known = Programme(id=programme_key(code), terms=terms, effective_on=on)
        else:
            known.revise(terms, on)
        self.save(known)

    def programme(self, code: str) -> Terms:
        """Give the terms that count for a programme; `UnknownProgramme` if none do."""
        check_programme(code)
        adopted = self.find(Programme, programme_key(code))
        terms = shipped().get(code) if adopted is None else adopted.terms
        if terms is None:
            raise UnknownProgramme(
                f"programme {code} is not among {', '.join(sorted(shipped()))} and was "
                "not adopted here: adopt its terms first"
            )
        return terms

    def open_pathway(
        self, person_id: UUID, household_id: UUID, programme_code: str, on: date
    ) -> UUID:
        """
        Open a person's way to work under a programme; give its id.

        `ConsentMissing` for who has withdrawn from job matching, `PathwayOpen`
        if one under the same programme has not ended, `UnknownProgramme` and
        `ProgrammeClosed` by the programme's terms.
        """
        self.programme(programme_code).check_open(on)
        self._refuse_if_withdrawn(person_id, on)
        if lists.open_pathways_of(self._session, person_id, programme_code):
            raise PathwayOpen(
                f"person {person_id} has a pathway under {programme_code} already"
            )
        pathway = Pathway(
            id=self.new_id("pathway", person_id, programme_code, on),
            household_id=household_id,
            person_id=person_id,
            programme_code=programme_code,
            effective_on=on,
        )
        self._keep_pathway(pathway)
        return pathway.id

    def assess_profile(
        self,
        pathway_id: UUID,
        on: date,
        *,
        path: int | None = None,
        band: int | None = None,
    ) -> None:
        """Note how far a person is from work: a GOL path, or a Dote band."""
        pathway = self._pathway(pathway_id, on)
        check_profile(path, band)
        months = self.programme(pathway.programme_code).months_of(path, band)
        pathway.assess_profile(path, band, on, months)
        self._keep_pathway(pathway)

    def declare_availability(self, pathway_id: UUID, on: date) -> None:
        """Note the declaration of availability (DID). Source: D.Lgs. 150/2015."""
        pathway = self._pathway(pathway_id, on)
        pathway.declare_availability(on)
        self._keep_pathway(pathway)

    def sign_service_pact(self, pathway_id: UUID, on: date) -> None:
        """Sign the personalised service pact. Source: D.Lgs. 150/2015."""
        pathway = self._pathway(pathway_id, on)
        terms = self.programme(pathway.programme_code)
        pathway.sign_service_pact(on, needs_declaration=terms.needs_declaration)
        self._keep_pathway(pathway)

    def record_appointment(self, pathway_id: UUID, on: date, *, kept: bool) -> None:
        """Note whether a person came, which the household's pact may count on."""
        pathway = self._pathway(pathway_id, on)
        pathway.record_appointment(on, kept=kept)
        self._answer_to_pact(pathway, on)
        self._keep_pathway(pathway)

    def plan_action(
        self, pathway_id: UUID, kind: str, minutes: int, due_on: date, on: date
    ) -> UUID:
        """Plan an action of the pact: so many minutes until a day; give its id."""
        pathway = self._pathway(pathway_id, on)
        action_id = self.new_id("action", pathway_id, kind, due_on)
        pathway.plan_action(action_id, kind, minutes, due_on, on)
        self._keep_pathway(pathway)
        return action_id

    def do_action(
        self, pathway_id: UUID, action_id: UUID, minutes: int, on: date
    ) -> None:
        """Note the minutes done on a day; late ones may still keep a commitment."""
        pathway = self._pathway(pathway_id, on)
        pathway.do_action(action_id, minutes, on)
        judged_on = pathway.actions[action_id].judged_on
        if judged_on is not None:
            self._answer_to_pact(pathway, judged_on)
        self._keep_pathway(pathway)

    def drop_action(
        self, pathway_id: UUID, action_id: UUID, reason: str, on: date
    ) -> None:
        """Take an action off the plan, with a reason code."""
        pathway = self._pathway(pathway_id, on)
        pathway.drop_action(action_id, reason, on)
        self._keep_pathway(pathway)

    def suspend_pathway(
        self, pathway_id: UUID, from_on: date, until_on: date | None, reason: str
    ) -> None:
        """Let a pathway rest; its last day moves by the days of rest."""
        pathway = self._pathway(pathway_id, from_on)
        before = pathway.days_to_answer
        pathway.suspend(from_on, until_on, reason)
        for day in before:
            self._answer_to_pact(pathway, day)
        self._keep_pathway(pathway)

    def resume_pathway(self, pathway_id: UUID, on: date) -> None:
        """End a rest; `on` is the first day of work again."""
        pathway = self._pathway(pathway_id, on)
        pathway.resume(on)
        self._keep_pathway(pathway)

    def prolong_pathway(
        self, pathway_id: UUID, days: int, reason: str, on: date
    ) -> None:
        """Give a pathway more days, with a reason code."""
        pathway = self._pathway(pathway_id, on)
        pathway.prolong(days, reason, on)
        self._keep_pathway(pathway)

    def interrupt_pathway(self, pathway_id: UUID, reason: str, on: date) -> None:
        """Stop a pathway from a day on, with a reason code."""
        pathway = self.get(Pathway, pathway_id)
        pathway.interrupt(reason, on)
        self._keep_pathway(pathway)


class PathwayOpen(Exception):
    """A second open pathway of a person under one programme."""
