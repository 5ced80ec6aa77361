"""
How the steering group decides: who met, who voted how, and what was carried.

A meeting without a quorum is minuted all the same, and decides nothing. Source: the
general rule of collective bodies; the quorum is a policy parameter.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.governance.figures import Used

VOTES = ("for", "against", "abstained")
#: What a decision can be about.
SUBJECTS = ("target", "policy", "controller_agreement", "mandate", "other")
_DECISIONS = UUID("c1a7e0d4-52b6-4c39-9d1e-3f6a8b0c2d09")


def decision_key(decision_ref: str) -> UUID:
    """Give the id of a decision, by the reference under which it is minuted."""
    return uuid5(_DECISIONS, decision_ref)


class Meeting(Aggregate, topic="intake.Meeting"):
    """A day on which the steering group met, and who was there."""

    class Held(Aggregate.Created):
        members: list[str]
        present: list[str]
        required: int
        quorum: Used
        effective_on: date

    @event(Held)
    def __init__(
        self,
        *,
        id: UUID,
        members: list[str],
        present: list[str],
        required: int,
        quorum: Used,
        effective_on: date,
    ) -> None:
        self.members = members
        self.present = present
        self.required = required
        self.on = effective_on

    @property
    def is_quorate(self) -> bool:
        """Whether enough of those with a mandate were there to decide."""
        return len(self.present) >= self.required


class Decision(Aggregate, topic="intake.Decision"):
    """One thing put to the vote in a meeting."""

    class Proposed(Aggregate.Created):
        decision_ref: str
        meeting_id: UUID
        about: str
        effective_on: date

    class Voted(Aggregate.Event):
        member_id: str
        vote: str
        effective_on: date

    class Taken(Aggregate.Event):
        carried: bool
        votes_for: int
        votes_against: int
        abstained: int
        effective_on: date

    @event(Proposed)
    def __init__(
        self,
        *,
        id: UUID,
        decision_ref: str,
        meeting_id: UUID,
        about: str,
        effective_on: date,
    ) -> None:
        self.decision_ref = decision_ref
        self.meeting_id = meeting_id
        self.about = about
        self.on = effective_on
        self.votes: dict[str, str] = {}
        self.carried: bool | None = None

    @property
    def status(self) -> str:
        """`proposed`, `carried` or `rejected`."""
        words = {None: "proposed", True: "carried", False: "rejected"}
        return words[self.carried]

    @property
    def count(self) -> Counter[str]:
        """How many voted how."""
        return Counter(self.votes.values())

    def vote(self, member_id: str, vote: str, meeting: Meeting) -> None:
        """
        Record a vote.

        `DecisionTaken` after it was counted, `VoteWithoutMandate` of somebody who
        had no seat on the day or was not there, `SecondVote`, `UnknownVote`.
        """
        self._refuse_if_taken()
        if vote not in VOTES:
            raise UnknownVote(f"{vote!r}: vote {', '.join(VOTES)}")
        if member_id not in meeting.present:
            seated = member_id in meeting.members
            raise VoteWithoutMandate(
                f"{member_id} "
                + ("was not present" if seated else "had no mandate")
                + f" on {meeting.on}: the vote does not count"
            )
        if member_id in self.votes:
            raise SecondVote(
                f"{member_id} voted {self.votes[member_id]} on {self.decision_ref}"
            )
        self._voted(member_id, vote, self.on)

    def take(self, meeting: Meeting) -> None:
        """
        Count the votes: it is carried if more are for it than against.

        `NoQuorum` if fewer voted than the quorum asks, `DecisionTaken`.
        """
        self._refuse_if_taken()
        if len(self.votes) < meeting.required:
            raise NoQuorum(
                f"{self.decision_ref}: {len(self.votes)} voted, {meeting.required} must"
            )
        count = self.count
        self._taken(
            count["for"] > count["against"],
            count["for"],
            count["against"],
            count["abstained"],
            self.on,
        )

    def _refuse_if_taken(self) -> None:
        if self.carried is not None:
            raise DecisionTaken(f"{self.decision_ref} was {self.status} on {self.on}")

    @event(Voted)
    def _voted(self, member_id: str, vote: str, effective_on: date) -> None:
        self.votes[member_id] = vote

    @event(Taken)
    def _taken(
        self,
        carried: bool,  # noqa: FBT001  the field of an event
        votes_for: int,
        votes_against: int,
        abstained: int,
        effective_on: date,
    ) -> None:
        self.carried = carried


def required_of(members: int, quorum_percent: int) -> int:
    """Give how many must be present: more than so many percent, at least one."""
    return min(members * quorum_percent // 100 + 1, max(members, 1))


def checked_meeting(members: Collection[str], present: Collection[str]) -> None:
    """Refuse one who is present without a mandate; `VoteWithoutMandate` names it."""
    for it in sorted(set(present) - set(members)):
        raise VoteWithoutMandate(f"{it} has no mandate on the day of the meeting")


def checked_subject(about: str) -> str:
    """Give what a decision is about back; `UnknownVote` if it can be about no such."""
    if about not in SUBJECTS:
        raise UnknownVote(f"{about!r}: a decision is about {', '.join(SUBJECTS)}")
    return about


class UnknownVote(Exception):
    """A vote, or a subject of one, that is in no list."""


class VoteWithoutMandate(Exception):
    """Somebody at the table who has no mandate that day, or a vote of the absent."""


class SecondVote(Exception):
    """A second vote of one person on one decision."""


class NoQuorum(Exception):
    """A meeting, or a vote, in which too few took part to decide."""


class DecisionTaken(Exception):
    """A vote on what was decided already, or a reference that is used already."""


class UnknownDecision(Exception):
    """A decision that was not minuted, was rejected, or is about something else."""
