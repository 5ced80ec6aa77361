"""What the steering group decides: who sits in it, whom to seek, by which figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from azione0.access.agreements import agreements, show_agreement
from azione0.access.controllers import Agreement, Coverage, covering
from azione0.application import NotFound
from azione0.database import SYSTEM, reading_for
from intake.application.reactions import Reactions
from intake.cases.case import Case, case_key
from intake.governance.controllers import ControllerAgreement, checked_agreement
from intake.governance.decision import (
    Decision,
    DecisionTaken,
    Meeting,
    NoQuorum,
    UnknownDecision,
    checked_meeting,
    checked_subject,
    decision_key,
    required_of,
)
from intake.governance.figures import Used, checked_figures
from intake.governance.mandate import STEERING_GROUP, Mandate, SteeringGroup
from intake.governance.policy import (
    Figure,
    PolicyAlreadyAdopted,
    PolicyParameters,
    policy_key,
)
from intake.governance.register import register
from intake.governance.target import Criteria, TargetDefinition, criteria
from intake.shelves import governance as shelf
from intake.shelves import signals as heard
from intake.signals.preview import Arrear, Preview, Summary, preview, summary

#: Figures by which households are selected: another one selects anew.
SELECTING = frozenset({"signal_threshold_cents"})


class Governance(Reactions):
    """The use-cases of decisions."""

    # -- who sits in it

    def mandate_organisation(
        self,
        organisation_id: str,
        role: str,
        from_on: date,
        until_on: date | None = None,
    ) -> None:
        """Give a partner its role in the programme; `MandateHeld`."""
        group = self._steering_group(from_on)
        group.mandate_organisation(organisation_id, role, from_on, until_on)
        self.save(group)

    def end_organisation(self, organisation_id: str, role: str, on: date) -> None:
        """Let a partner's role have its last day; `NoMandate`."""
        group = self._steering_group(on)
        group.end_organisation(organisation_id, role, on)
        self.save(group)

    def seat(
        self,
        member_id: str,
        organisation_id: str,
        seat: str,
        from_on: date,
        until_on: date | None = None,
    ) -> None:
        """Give somebody a seat; `MandateHeld`, `OrganisationWithoutMandate`."""
        group = self._steering_group(from_on)
        group.seat(member_id, organisation_id, seat, from_on, until_on)
        self.save(group)

    def end_seat(self, member_id: str, on: date) -> None:
        """Let a seat have its last day; `NoMandate`."""
        group = self._steering_group(on)
        group.end_seat(member_id, on)
        self.save(group)

    def mandates(self, on: date | None = None) -> list[Mandate]:
        """List the mandates of organisations and members; those of a day, or all."""
        group = self.find(SteeringGroup, STEERING_GROUP)
        every = [*group.organisations, *group.members] if group else []
        return [it for it in every if on is None or it.holds_on(on)]

    # -- how it decides

    def hold_meeting(self, on: date, present: Sequence[str]) -> UUID:
        """
        Minute who was there on a day; `VoteWithoutMandate` for one without a seat.

        The quorum is the one in force on the day, and is written down with it.
        """
        members = sorted(self._steering_group(on).members_on(on))
        checked_meeting(members, present)
        quorum = shelf.book(self._session).on("quorum_percent", on)
        meeting = Meeting(
            id=self.new_id("meeting", on),
            members=members,
            present=sorted(set(present)),
            required=required_of(len(members), quorum.number),
            quorum=quorum,
            effective_on=on,
        )
        self.save(meeting)
        shelf.show_meeting(self._session, meeting)
        return meeting.id

    def propose_decision(self, meeting_id: UUID, decision_ref: str, about: str) -> UUID:
        """
        Put something to the vote.

        `NoQuorum` if too few were there, `DecisionTaken` if the reference is used.
        """
        meeting = self.get(Meeting, meeting_id)
        if not meeting.is_quorate:
            raise NoQuorum(
                f"{len(meeting.present)} of {len(meeting.members)} were present on "
                f"{meeting.on}, {meeting.required} must be: meet again"
            )
        key = decision_key(decision_ref)
        if self.find(Decision, key) is not None:
            raise DecisionTaken(f"{decision_ref} is minuted already: choose another")
        decision = Decision(
            id=key,
            decision_ref=decision_ref,
            meeting_id=meeting_id,
            about=checked_subject(about),
            effective_on=meeting.on,
        )
        self._keep_decision(decision)
        return key

    def vote(self, decision_ref: str, member_id: str, vote: str) -> None:
        """Record a vote; `VoteWithoutMandate`, `SecondVote`, `DecisionTaken`."""
        decision, meeting = self._decision(decision_ref)
        decision.vote(member_id, vote, meeting)
        self._keep_decision(decision)

    def take_decision(self, decision_ref: str) -> str:
        """Count the votes; give `carried` or `rejected`; `NoQuorum`."""
        decision, meeting = self._decision(decision_ref)
        decision.take(meeting)
        self._keep_decision(decision)
        return decision.status

    def meetings(self) -> list[shelf.MeetingLine]:
        """List the meetings, the last first."""
        with self.store.reading() as session:
            return shelf.meeting_lines(session)

    def decisions(self) -> list[shelf.DecisionLine]:
        """List the decisions, the last first."""
        with self.store.reading() as session:
            return shelf.decision_lines(session)

    # -- whom to seek

    def draft_target(self, *, on: date, **wanted: Any) -> UUID:
        """
        Draft whom to seek; nobody is sought by it yet.

        `wanted` are those of `criteria`. `EmptyTarget` if nobody could be found.
        """
        target = TargetDefinition(
            id=self.new_id("target", on), criteria=criteria(**wanted), effective_on=on
        )
        self.save(target)
        shelf.show_target(self._session, target)
        return target.id

    def revise_target(self, definition_id: UUID, *, on: date, **wanted: Any) -> None:
        """Change a draft, whole; `TargetAdopted`, `EmptyTarget`."""
        target = self.get(TargetDefinition, definition_id)
        target.revise(criteria(**wanted), on)
        self.save(target)
        shelf.show_target(self._session, target)

    def adopt_draft(self, definition_id: UUID, decision_ref: str) -> None:
        """
        Let a draft select; whoever is in such arrears gets a case at once.

        `UnknownDecision` if the steering group did not decide so,
        `OrganisationWithoutMandate` if who is to follow them has none.
        """
        target = self.get(TargetDefinition, definition_id)
        wanted = target.criteria
        self._refuse_undecided(decision_ref, "target", wanted.valid_from)
        self._refuse_without_mandate(wanted.organisation_id, wanted.valid_from)
        target.adopt(decision_ref)
        self._keep_target(target, target.criteria.valid_from)

    def adopt_target(
        self, *, decision_ref: str, valid_from: date, **wanted: Any
    ) -> UUID:
        """
        Say whom the programme seeks, and who follows those found: draft and adopt.

        No creditor named means every creditor. Whoever is in such arrears on
        `valid_from` or later gets a case at once. `EmptyTarget` if nobody could,
        `UnknownDecision` if there is a steering group and it did not decide so,
        `OrganisationWithoutMandate` if who is to follow them has none.
        """
        told = criteria(valid_from=valid_from, **wanted)
        self._refuse_undecided(decision_ref, "target", valid_from)
        self._refuse_without_mandate(told.organisation_id, valid_from)
        target = TargetDefinition(
            id=self.new_id("target", decision_ref, valid_from),
            criteria=told,
            effective_on=valid_from,
        )
        target.adopt(decision_ref)
        self._keep_target(target, valid_from)
        return target.id

    def supersede_target(self, definition_id: UUID, on: date) -> None:
        """Let a definition select nobody new from a day; `TargetSuperseded`."""
        target = self.get(TargetDefinition, definition_id)
        target.supersede(on)
        self._keep_target(target, on)

    def targets(self, *, status: str | None = None) -> list[shelf.TargetLine]:
        """List target definitions: drafts, adopted, superseded, or all."""
        with self.store.reading() as session:
            return shelf.target_lines(session, status=status)

    def preview_target(self, definition_id: UUID, day: date) -> Preview:
        """Look whom a draft would select by a day, by code; `NotFound`."""
        return self.preview_criteria(
            self.get(TargetDefinition, definition_id).criteria, day, definition_id
        )

    def preview_criteria(
        self, wanted: Criteria, day: date, definition_id: UUID = STEERING_GROUP
    ) -> Preview:
        """Look whom criteria would select by a day; nothing is written down."""
        with self.store.reading() as session:
            arrears = [*heard.arrears_of_all(session)]
            book = shelf.book(session)
        return preview(
            shelf.as_target(definition_id, wanted),
            [self._unanswered(it) if closed else it for it, closed in arrears],
            day,
            shelf.threshold(book),
        )

    def summarise_target(self, definition_id: UUID, day: date) -> Summary:
        """
        Say how many a draft would select, as the steering group may see it.

        It counts every household, whoever follows it: nobody can be found in it.
        """
        with reading_for(SYSTEM):
            return summary(self.preview_target(definition_id, day))

    # -- by which figures

    def adopt_policy(
        self,
        policy_version: str,
        parameters: Mapping[str, str],
        effective_from: date,
        decision_ref: str | None = None,
    ) -> UUID:
        """
        Adopt a version of the rules' figures; the same once more changes nothing.

        `PolicyAlreadyAdopted` if the version exists with other figures, or if another
        one sets one of these figures from the same day;
        `UnknownDecision` if there is a steering group and it did not decide so.
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
        told = self._book.since(effective_from)
        for used in map(told.get, sorted(parameters)):
            if used is not None:
                raise PolicyAlreadyAdopted(
                    f"{used} counts from {effective_from} already: let "
                    f"{policy_version} count from another day"
                )
        self._refuse_undecided(decision_ref, "policy", effective_from)
        policy = PolicyParameters(
            id=key,
            policy_version=policy_version,
            figures=figures,
            effective_from=effective_from,
            decision_ref=decision_ref,
        )
        self.save(policy)
        shelf.show_policy(self._session, policy)
        if SELECTING & parameters.keys():
            self._reconsider_all(effective_from)
        return key

    def policies(self) -> list[shelf.PolicyLine]:
        """List the versions of the figures, the earliest first."""
        with self.store.reading() as session:
            return shelf.policy_lines(session)

    def figures(self, on: date) -> list[Used]:
        """Give every figure that counts on a day, with its version."""
        with self.store.reading() as session:
            return shelf.book(session).all_on(on)

    # -- who answers for data

    def record_agreement(
        self,
        *,
        purpose: str,
        controllers: Sequence[str],
        processors: Sequence[str],
        document_ref: str,
        valid_from: date,
        valid_to: date | None = None,
    ) -> UUID:
        """
        Record who answers for data, for a purpose, from a day.

        `UnknownPurpose`, `ImpossibleAgreement`. Source: arts. 26 and 28 GDPR.
        """
        parties = sorted(set(controllers)), sorted(set(processors))
        checked_agreement(purpose, *parties, valid_from, valid_to)
        agreement = ControllerAgreement(
            id=self.new_id("controller-agreement", purpose, document_ref),
            purpose=purpose,
            controllers=parties[0],
            processors=parties[1],
            document_ref=document_ref,
            valid_to=valid_to,
            effective_on=valid_from,
        )
        self._keep_agreement(agreement)
        return agreement.id

    def end_agreement(self, agreement_id: UUID, on: date) -> None:
        """Let an agreement have its last day; `AgreementNotInForce`."""
        agreement = self.get(ControllerAgreement, agreement_id)
        agreement.end(on)
        self._keep_agreement(agreement)

    def controller_agreements(self, on: date | None = None) -> list[Agreement]:
        """List the agreements, those in force on a day or all."""
        with self.store.reading() as session:
            every = agreements(session)
        return [it for it in every if on is None or it.holds_on(on)]

    def coverage(self, organisation_id: str, purpose: str, on: date) -> Coverage | None:
        """Give the agreement that covers an organisation for a purpose on a day."""
        return covering(self.controller_agreements(), organisation_id, purpose, on)

    def processing_register(self, on: date) -> list[tuple[str, ...]]:
        """Give the rows of the register of processing activities (art. 30 GDPR)."""
        return [*register(self.controller_agreements(), on)]

    # -- found and kept

    def _steering_group(self, on: date) -> SteeringGroup:
        return self.find(SteeringGroup, STEERING_GROUP) or SteeringGroup(
            id=STEERING_GROUP, effective_on=on
        )

    def _decision(self, decision_ref: str) -> tuple[Decision, Meeting]:
        decision = self.find(Decision, decision_key(decision_ref))
        if decision is None:
            raise NotFound(f"decision {decision_ref} is not minuted")
        return decision, self.get(Meeting, decision.meeting_id)

    def _refuse_undecided(self, decision_ref: str | None, about: str, on: date) -> None:
        """
        Refuse what the steering group did not decide: `UnknownDecision`.

        One decision adopts one thing: `DecisionTaken`. Where nobody has had a seat
        yet, by today or by the day that it counts from, the minutes are kept
        elsewhere, and the reference is taken as it is.
        """
        group = self.find(SteeringGroup, STEERING_GROUP)
        if group is None or not group.has_met_by(max(on, self.today())):
            return
        decision = self.find(Decision, decision_key(decision_ref or ""))
        if decision is None:
            raise UnknownDecision(
                f"{decision_ref or 'no decision'}: minute the decision first"
            )
        if not decision.carried or decision.about != about:
            raise UnknownDecision(
                f"{decision_ref} is {decision.status}, about {decision.about}: "
                f"a carried decision about {about} is wanted"
            )
        if used := shelf.adopted_by(self._session, decision.decision_ref):
            raise DecisionTaken(
                f"{decision.decision_ref} has adopted {used}: decide each on its own"
            )

    def _keep_decision(self, decision: Decision) -> None:
        self.save(decision)
        shelf.show_decision(self._session, decision)

    def _keep_agreement(self, agreement: ControllerAgreement) -> None:
        self.save(agreement)
        show_agreement(self._session, agreement.terms)

    def _keep_target(self, target: TargetDefinition, on: date) -> None:
        self.save(target)
        shelf.show_target(self._session, target)
        self._reconsider_all(on)

    def _unanswered(self, it: Arrear) -> Arrear:
        """Leave out the arrears that a closed case has answered."""
        case = self.find(Case, case_key(it.who.household_id))
        answered = case.answered if case else frozenset[UUID]()
        stays = tuple(one for one in it.stays if one.episode_id not in answered)
        return replace(it, stays=stays)
