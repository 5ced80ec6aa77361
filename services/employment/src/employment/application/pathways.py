"""The use-cases of pathways: opened, profiled, agreed, kept to, interrupted."""

from datetime import date
from uuid import UUID

from employment import lists
from employment.application.desk import Desk
from employment.pathway.pathway import Pathway
from employment.reason import check_programme


class Pathways(Desk):
    """One person's way to work."""

    def open_pathway(
        self, person_id: UUID, household_id: UUID, programme_code: str, on: date
    ) -> UUID:
        """
        Open a person's way to work under a programme; give its id.

        `ConsentMissing` for who has withdrawn from job matching, `PathwayOpen`
        if one under the same programme has not ended.
        """
        check_programme(programme_code)
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
        pathway.assess_profile(path, band, on)
        self._keep_pathway(pathway)

    def sign_service_pact(self, pathway_id: UUID, on: date) -> None:
        """Sign the personalised service pact. Source: D.Lgs. 150/2015."""
        pathway = self._pathway(pathway_id, on)
        pathway.sign_service_pact(on)
        self._keep_pathway(pathway)

    def record_appointment(self, pathway_id: UUID, on: date, *, kept: bool) -> None:
        """Note whether a person came, which the household's pact may count on."""
        pathway = self._pathway(pathway_id, on)
        pathway.record_appointment(on, kept=kept)
        self._answer_to_pact(pathway, on)
        self._keep_pathway(pathway)

    def interrupt_pathway(self, pathway_id: UUID, reason: str, on: date) -> None:
        """Stop a pathway from a day on, with a reason code."""
        pathway = self.get(Pathway, pathway_id)
        pathway.interrupt(reason, on)
        self._keep_pathway(pathway)


class PathwayOpen(Exception):
    """A second open pathway of a person under one programme."""
