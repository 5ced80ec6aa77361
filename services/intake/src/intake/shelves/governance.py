"""Targets, figures, mandates, decisions and agreements, as they are listed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from azione0.access import agreements
from azione0.database import Session
from intake.governance.decision import Decision, Meeting
from intake.governance.figures import Adopted, Book
from intake.governance.policy import Figure, PolicyParameters
from intake.governance.proposal import PolicyProposal, Proposed
from intake.governance.target import Criteria, Exclusion, TargetDefinition
from intake.signals.selection import Target, Threshold

TABLES = (
    """CREATE TABLE IF NOT EXISTS targets_v2 (
        definition_id uuid PRIMARY KEY,
        status text NOT NULL,
        decision_ref text,
        criteria text NOT NULL,
        superseded_on date)""",
    """CREATE TABLE IF NOT EXISTS figures_v1 (
        policy_version text NOT NULL,
        name text NOT NULL,
        value text NOT NULL,
        effective_from date NOT NULL,
        PRIMARY KEY (policy_version, name))""",
    """CREATE TABLE IF NOT EXISTS policies_v1 (
        policy_version text PRIMARY KEY,
        effective_from date NOT NULL,
        decision_ref text)""",
    """CREATE TABLE IF NOT EXISTS meetings_v1 (
        meeting_id uuid PRIMARY KEY,
        held_on date NOT NULL,
        members bigint NOT NULL,
        present bigint NOT NULL,
        required bigint NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS decisions_v1 (
        decision_ref text PRIMARY KEY,
        meeting_id uuid NOT NULL,
        decided_on date NOT NULL,
        about text NOT NULL,
        status text NOT NULL,
        votes_for bigint NOT NULL,
        votes_against bigint NOT NULL,
        abstained bigint NOT NULL)""",
    *agreements.TABLES,
    """CREATE TABLE IF NOT EXISTS policy_proposals_v1 (
        proposal_id uuid PRIMARY KEY,
        policy_version text NOT NULL,
        source text NOT NULL,
        proposed_on date NOT NULL,
        status text NOT NULL,
        figures text NOT NULL)""",
)


@dataclass(frozen=True)
class TargetLine:
    """A target definition as it stands in the list."""

    definition_id: UUID
    status: str
    decision_ref: str | None
    criteria: Criteria
    superseded_on: date | None


@dataclass(frozen=True)
class PolicyLine:
    """A version of the figures, from when it counts, and who decided so."""

    policy_version: str
    effective_from: date
    decision_ref: str | None


@dataclass(frozen=True)
class MeetingLine:
    """A meeting: how many had a mandate, were there, had to be there."""

    meeting_id: UUID
    held_on: date
    members: int
    present: int
    required: int


@dataclass(frozen=True)
class DecisionLine:
    """A decision, and how it was voted."""

    decision_ref: str
    meeting_id: UUID
    decided_on: date
    about: str
    status: str
    votes_for: int
    votes_against: int
    abstained: int


def show_target(session: Session, target: TargetDefinition) -> None:
    """Bring a target definition's row up to date."""
    row = (
        target.id,
        target.status,
        target.decision_ref,
        json.dumps(asdict(target.criteria), default=str),
        target.superseded_on,
    )
    columns = ("definition_id", "status", "decision_ref", "criteria", "superseded_on")
    session.put("targets_v2", columns[:1], columns, [row])


def target_lines(session: Session, *, status: str | None = None) -> list[TargetLine]:
    """List target definitions, the earliest first; those of a status, or all."""
    rows = session.execute(
        "SELECT definition_id, status, decision_ref, criteria, superseded_on "
        "FROM targets_v2"
    )
    lines = [
        TargetLine(
            definition_id, status_now, decision_ref, _criteria(told), superseded_on
        )
        for definition_id, status_now, decision_ref, told, superseded_on in rows
        if status in (None, status_now)
    ]
    return sorted(lines, key=lambda it: (it.criteria.valid_from, it.definition_id))


def targets(session: Session) -> list[Target]:
    """Give every definition that was adopted, as it selects."""
    return [
        as_target(it.definition_id, it.criteria, it.superseded_on, it.decision_ref)
        for it in target_lines(session)
        if it.decision_ref is not None
    ]


def adopted_by(session: Session, decision_ref: str) -> str | None:
    """Give the target or the version of the figures that a decision adopted."""
    rows = session.execute(
        "SELECT 'target ' || CAST(definition_id AS text) FROM targets_v2 "
        "WHERE decision_ref = ? UNION ALL "
        "SELECT 'figures ' || policy_version FROM policies_v1 WHERE decision_ref = ?",
        (decision_ref, decision_ref),
    )
    return rows[0][0] if rows else None


def as_target(
    definition_id: UUID,
    it: Criteria,
    superseded_on: date | None = None,
    decision_ref: str | None = None,
) -> Target:
    """Give criteria as they select."""
    return Target(
        definition_id,
        it.organisation_id,
        frozenset(it.buildings),
        frozenset(it.bands),
        frozenset(it.creditors),
        it.valid_from,
        superseded_on,
        frozenset(it.rent_areas),
        {one.reference: one.reason for one in it.excluded},
        decision_ref or "",
    )


def show_policy(session: Session, policy: PolicyParameters) -> None:
    """Write a version's figures down."""
    version, since = policy.policy_version, policy.effective_from
    session.insert(
        "figures_v1",
        ("policy_version", "name", "value", "effective_from"),
        [(version, it.name, it.value, since) for it in policy.figures],
    )
    session.insert(
        "policies_v1",
        ("policy_version", "effective_from", "decision_ref"),
        [(version, since, policy.decision_ref)],
    )


def book(session: Session) -> Book:
    """Give every version of every figure."""
    rows = session.execute(
        "SELECT effective_from, policy_version, name, value FROM figures_v1"
    )
    return Book(Adopted(*row) for row in rows)


def threshold(book: Book) -> Threshold:
    """Give from how many euro cents arrears are signalled, day by day."""
    name = "signal_threshold_cents"
    return Threshold(book.numbered(name), frozenset(book.days([name])))


def policy_lines(session: Session) -> list[PolicyLine]:
    """List the versions of the figures, the earliest first."""
    rows = session.execute(
        "SELECT policy_version, effective_from, decision_ref FROM policies_v1 "
        "ORDER BY effective_from, policy_version"
    )
    return [PolicyLine(*row) for row in rows]


def show_proposal(session: Session, proposal: PolicyProposal) -> None:
    """Bring a proposal's row up to date."""
    columns = (
        "proposal_id",
        "policy_version",
        "source",
        "proposed_on",
        "status",
        "figures",
    )
    row = (
        proposal.id,
        proposal.policy_version,
        proposal.source,
        proposal.proposed_on,
        proposal.status,
        json.dumps(proposal.parameters),
    )
    session.put("policy_proposals_v1", columns[:1], columns, [row])


def proposals(session: Session) -> list[Proposed]:
    """List what was proposed, the last first."""
    rows = session.execute(
        "SELECT proposal_id, policy_version, source, proposed_on, status, figures "
        "FROM policy_proposals_v1 ORDER BY proposed_on DESC, policy_version"
    )
    return [
        Proposed(
            proposal_id,
            version,
            source,
            proposed_on,
            status,
            tuple(Figure(*it) for it in json.loads(told).items()),
        )
        for proposal_id, version, source, proposed_on, status, told in rows
    ]


def show_meeting(session: Session, meeting: Meeting) -> None:
    """Write a meeting down."""
    session.insert(
        "meetings_v1",
        ("meeting_id", "held_on", "members", "present", "required"),
        [
            (
                meeting.id,
                meeting.on,
                len(meeting.members),
                len(meeting.present),
                meeting.required,
            )
        ],
    )


def meeting_lines(session: Session) -> list[MeetingLine]:
    """List the meetings, the last first."""
    rows = session.execute(
        "SELECT meeting_id, held_on, members, present, required FROM meetings_v1 "
        "ORDER BY held_on DESC, meeting_id"
    )
    return [MeetingLine(*row) for row in rows]


def show_decision(session: Session, decision: Decision) -> None:
    """Bring a decision's row up to date."""
    columns = (
        "decision_ref",
        "meeting_id",
        "decided_on",
        "about",
        "status",
        "votes_for",
        "votes_against",
        "abstained",
    )
    count = decision.count
    row = (
        decision.decision_ref,
        decision.meeting_id,
        decision.on,
        decision.about,
        decision.status,
        count["for"],
        count["against"],
        count["abstained"],
    )
    session.put("decisions_v1", columns[:1], columns, [row])


def decision_lines(session: Session) -> list[DecisionLine]:
    """List the decisions, the last first."""
    rows = session.execute(
        "SELECT decision_ref, meeting_id, decided_on, about, status, votes_for, "
        "votes_against, abstained FROM decisions_v1 "
        "ORDER BY decided_on DESC, decision_ref"
    )
    return [DecisionLine(*row) for row in rows]


def _criteria(told: str) -> Criteria:
    held = json.loads(told)
    excluded: Sequence[dict[str, str]] = held.pop("excluded")
    valid_from = date.fromisoformat(held.pop("valid_from"))
    return Criteria(
        **held, excluded=[Exclusion(**it) for it in excluded], valid_from=valid_from
    )
