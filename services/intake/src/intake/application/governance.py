"""What the steering group decides: whom to seek, and by which figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from intake import lists, tables
from intake.application.reactions import Reactions
from intake.governance.deadlines import checked_figures
from intake.governance.target import (
    Figure,
    PolicyAlreadyAdopted,
    PolicyParameters,
    TargetDefinition,
    checked_target,
    policy_key,
)


class Governance(Reactions):
    """The use-cases of decisions."""

    def adopt_target(
        self,
        *,
        organisation_id: str,
        decision_ref: str,
        buildings: Sequence[str],
        bands: Sequence[str],
        creditors: Sequence[str] = (),
        valid_from: date,
    ) -> UUID:
        """
        Say whom the programme seeks, and who follows those found.

        No creditor named means every creditor. Whoever is in such arrears on
        `valid_from` or later gets a case at once. `EmptyTarget` if nobody could.
        """
        checked_target(list(buildings), list(bands))
        target = TargetDefinition(
            id=self.new_id("target", decision_ref, valid_from),
            organisation_id=organisation_id,
            decision_ref=decision_ref,
            buildings=sorted(set(buildings)),
            bands=sorted(set(bands)),
            creditors=sorted(set(creditors)),
            valid_from=valid_from,
        )
        self._keep_target(target, valid_from)
        return target.id

    def supersede_target(self, definition_id: UUID, on: date) -> None:
        """Let a definition select nobody new from a day; `TargetSuperseded`."""
        target = self.get(TargetDefinition, definition_id)
        target.supersede(on)
        self._keep_target(target, on)

    def adopt_policy(
        self, policy_version: str, parameters: Mapping[str, str], effective_from: date
    ) -> UUID:
        """
        Adopt a version of the rules' figures; the same once more changes nothing.

        `PolicyAlreadyAdopted` if the version exists with other figures.
        """
        checked_figures(parameters)
        figures = [Figure(name, parameters[name]) for name in sorted(parameters)]
        key = policy_key(policy_version)
        known = self.find(PolicyParameters, key)
        if known is not None:
            if (known.figures, known.effective_from) != (figures, effective_from):
                raise PolicyAlreadyAdopted(
                    f"{policy_version} exists since {known.effective_from}: "
                    "give the new figures a version of their own"
                )
            return key
        policy = PolicyParameters(
            id=key,
            policy_version=policy_version,
            figures=figures,
            effective_from=effective_from,
        )
        self.save(policy)
        tables.show_figures(self._session, policy_version, figures, effective_from)
        return key

    def _keep_target(self, target: TargetDefinition, on: date) -> None:
        self.save(target)
        tables.show_target(self._session, target)
        for household_id in lists.households_in_arrears(self._session):
            self._reconsider(household_id, on)
