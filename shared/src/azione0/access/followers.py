"""
Who follows a case on a day, from what is told of it, in any order.

A fact that was written down later stands in the place of those earlier ones that
count from its day on: a case dated anew, handed over, taken up again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.contracts.intake import CaseAssigned
from azione0.database import Session
from azione0.letter import Letter
from azione0.store import Store
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS case_followers_v1 (
        household_id uuid NOT NULL,
        case_id uuid NOT NULL,
        letter_id text NOT NULL,
        since_on date NOT NULL,
        organisation text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (household_id, letter_id))""",
    """CREATE INDEX IF NOT EXISTS case_followers_v1_case
        ON case_followers_v1 (case_id)""",
    """CREATE TABLE IF NOT EXISTS followers_changed (
        household_id uuid PRIMARY KEY)""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "case_followers_v1": _("Chi segue ciascun caso, e da quale giorno."),
    "followers_changed": _("Nuclei di cui si è appena saputo chi li segue."),
}
_FACTS = (
    "SELECT household_id, since_on, organisation, recorded_at, letter_id "
    "FROM case_followers_v1 WHERE household_id IN ({keys})"
)

Following = tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One word about who follows a case."""

    recorded_at: datetime
    letter_id: str
    since_on: date
    organisation: str


def following(facts: Iterable[Fact]) -> Following:
    """Give since when who follows, in the order of days; the first from ever on."""
    found: list[tuple[date, str]] = []
    # Of two that were written down at once the later day stands.
    for it in sorted(facts, key=lambda it: (it.recorded_at, it.since_on, it.letter_id)):
        found = [one for one in found if one[0] < it.since_on]
        found.append((it.since_on, it.organisation))
    return tuple([(date.min, who) for _since, who in found[:1]] + found[1:])


def note_follower(
    session: Session, case_id: UUID, household_id: UUID, fact: Fact
) -> None:
    """Keep what a letter says about who follows a case; again changes nothing."""
    session.execute(
        "INSERT INTO case_followers_v1 (household_id, case_id, letter_id, since_on, "
        "organisation, recorded_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            household_id,
            case_id,
            fact.letter_id,
            fact.since_on,
            fact.organisation,
            fact.recorded_at,
        ),
    )
    _tell_changed(session, household_id)


def note(store: Store, letter: Letter) -> None:
    """Keep what `CaseOpened` or `CaseAssigned` says, in the letter's transaction."""
    transaction = store.current()
    if transaction is None:
        raise RuntimeError("a letter is noted in the transaction that keeps it")
    said: Any = letter.contract
    assigned = isinstance(said, CaseAssigned)
    fact = Fact(
        letter.recorded_at,
        letter.id,
        said.from_on if assigned else said.effective_on,
        said.to_organisation_id if assigned else said.organisation_id,
    )
    note_follower(transaction.session, said.case_id, said.household_id, fact)


def show_following(
    session: Session,
    case_id: UUID,
    household_id: UUID,
    since: Iterable[tuple[date, str]],
    at: datetime,
) -> None:
    """Write down who follows a case for the service that decides it itself."""
    session.execute(
        "DELETE FROM case_followers_v1 WHERE household_id = ?", (household_id,)
    )
    for number, (on, organisation) in enumerate(since):
        fact = Fact(at, f"{number:06}", on, organisation)
        note_follower(session, case_id, household_id, fact)
    _tell_changed(session, household_id)


def take_changed(session: Session, limit: int) -> list[UUID]:
    """Give households of which it was told anew who follows them, each once."""
    rows = session.execute(
        "DELETE FROM followers_changed WHERE household_id IN "
        "(SELECT household_id FROM followers_changed LIMIT ?) RETURNING household_id",
        (limit,),
    )
    return [it for [it] in rows]


def followings(
    session: Session, household_ids: Iterable[UUID]
) -> dict[UUID, Following]:
    """Give who follows many households' cases; who has no case is left out."""
    rows: dict[UUID, list[Any]] = {}
    ids = list(dict.fromkeys(household_ids))
    for household_id, *told in session.look_up(_FACTS, ids):
        rows.setdefault(household_id, []).append(told)
    # Most cases have been followed by one organisation from ever on.
    alone = {told[0][1]: ((date.min, told[0][1]),) for told in rows.values()}
    return {
        it: alone[told[0][1]]
        if len(told) == 1
        else following(Fact(at, of, since, who) for since, who, at, of in told)
        for it, told in rows.items()
    }


def _tell_changed(session: Session, household_id: UUID) -> None:
    # An update, and not nothing, where it is there already: who takes it away just
    # now must wait until what was told is there to be read.
    session.execute(
        "INSERT INTO followers_changed (household_id) VALUES (?) "
        "ON CONFLICT (household_id) DO UPDATE SET household_id = excluded.household_id",
        (household_id,),
    )


def organisations(session: Session) -> list[str]:
    """Name all who ever followed a case."""
    rows = session.execute(
        "SELECT DISTINCT organisation FROM case_followers_v1 ORDER BY organisation"
    )
    return [it for [it] in rows]


def household_of_case(session: Session, case_id: UUID) -> UUID | None:
    """Give whose case it is; `None` if it was never heard of."""
    rows = session.execute(
        "SELECT household_id FROM case_followers_v1 WHERE case_id = ? LIMIT 1",
        (case_id,),
    )
    return rows[0][0] if rows else None
