"""The use-cases of profiles: what a person can do and is free to do."""

from datetime import date
from uuid import UUID

from employment import lists
from employment.application.desk import Desk
from employment.pathway.profile import (
    Abilities,
    Profile,
    check_abilities,
    profile_key,
)


class Profiles(Desk):
    """What matching reads of a person, in codes only."""

    def describe_profile(
        self, pathway_id: UUID, abilities: Abilities, on: date
    ) -> UUID:
        """
        Describe a person's abilities, or describe them anew; give the profile's id.

        The refusals of `check_abilities`; `ConsentMissing` and `PathwayOver` as for
        every command on a pathway.
        """
        pathway = self._pathway(pathway_id, on)
        told = check_abilities(abilities)
        profile = self.find(Profile, profile_key(pathway.person_id))
        if profile is None:
            profile = Profile(
                id=profile_key(pathway.person_id),
                pathway_id=pathway_id,
                household_id=pathway.household_id,
                person_id=pathway.person_id,
                abilities=told,
                effective_on=on,
            )
        else:
            profile.revise(pathway_id, told, on)
        self.save(profile)
        lists.show_profile(self._session, profile)
        return profile.id

    def profile_of(self, pathway_id: UUID) -> Profile:
        """Give the profile of a pathway's person; `NotFound` if none was described."""
        pathway = self._known_pathway(pathway_id)
        return self.get(Profile, profile_key(pathway.person_id))
