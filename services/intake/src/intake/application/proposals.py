"""What is proposed to the steering group from outside; nothing counts by that."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from intake.application.governance import Governance
from intake.governance.figures import checked_figures
from intake.governance.policy import Figure
from intake.governance.proposal import (
    PolicyProposal,
    Proposed,
    proposal_key,
    version_of,
)
from intake.governance.target import Criteria, TargetDefinition
from intake.people.notice import Notice
from intake.shelves import governance as shelf


class Proposals(Governance):
    """The use-cases of proposals."""

    def propose_target(self, definition_id: UUID, wanted: Criteria, on: date) -> bool:
        """Draft whom to seek under an id of its own; tell whether it is new."""
        if self.find(TargetDefinition, definition_id) is not None:
            return False
        target = TargetDefinition(id=definition_id, criteria=wanted, effective_on=on)
        self.save(target)
        shelf.show_target(self._session, target)
        return True

    def propose_figures(
        self, source: str, figures: Mapping[str, str], on: date
    ) -> tuple[str, bool]:
        """
        Propose figures; give the version that they would be, and whether it is new.

        `NotDays`, `ImpossibleFigure` for one of ours that cannot be.
        """
        checked_figures(figures)
        version = version_of(source, figures)
        key = proposal_key(version)
        if self.find(PolicyProposal, key) is not None:
            return version, False
        self._keep_proposal(
            PolicyProposal(
                id=key,
                policy_version=version,
                source=source,
                figures=[Figure(name, figures[name]) for name in sorted(figures)],
                effective_on=on,
            )
        )
        return version, True

    def adopt_proposal(
        self, proposal_id: UUID, effective_from: date, decision_ref: str | None = None
    ) -> None:
        """
        Adopt what was proposed, from a day.

        `ProposalSettled`, and the refusals of `adopt_policy`.
        """
        proposal = self.get(PolicyProposal, proposal_id)
        proposal.adopt(decision_ref, effective_from)
        self.adopt_policy(
            proposal.policy_version, proposal.parameters, effective_from, decision_ref
        )
        self._keep_proposal(proposal)

    def dismiss_proposal(self, proposal_id: UUID, reason: str, on: date) -> None:
        """Put a proposal aside, with a reason code; `ProposalSettled`."""
        proposal = self.get(PolicyProposal, proposal_id)
        proposal.dismiss(reason, on)
        self._keep_proposal(proposal)

    def proposals(self) -> list[Proposed]:
        """List what was proposed, the last first."""
        with self.store.reading() as session:
            return shelf.proposals(session)

    def notices_on(self, on: date) -> list[Notice]:
        """Give the notice that counts on a day for each purpose, by purpose."""
        last: dict[str, Notice] = {}
        for it in self.all_of(Notice.Published):
            notice = self.get(Notice, it)
            known = last.get(notice.purpose)
            if notice.valid_from <= on and (
                known is None
                or (known.valid_from, known.text_version)
                <= (notice.valid_from, notice.text_version)
            ):
                last[notice.purpose] = notice
        return [last[purpose] for purpose in sorted(last)]

    def _keep_proposal(self, proposal: PolicyProposal) -> None:
        self.save(proposal)
        shelf.show_proposal(self._session, proposal)
