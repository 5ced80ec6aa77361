"""
Who hears of a household where several services of a kind run: who follows it.

A letter goes to those whose organisation follows the household on the letter's day
or later. Who follows it from today on hears so what happened before, too, whichever
was known first; who followed it until yesterday hears nothing of what counts from
today, except who follows now and what has to stop (`also_past`).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.access.followers import Following, followings
from azione0.contract import FOLLOWING, Promise
from azione0.database import Session
from azione0.partners import Partner
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS addressees (
        household_id uuid NOT NULL,
        recipient text NOT NULL,
        PRIMARY KEY (household_id, recipient))""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "addressees": _("A quali servizi, fra più dello stesso tipo, si scrisse di chi."),
}
#: In `serves`: the cases of whom no other service of the kind serves.
EVERYBODY_ELSE = "*"


@dataclass(frozen=True, slots=True)
class Addressing:
    """The services that share their kind with another, and for whom they work."""

    partners: tuple[Partner, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of which several services run."""
        return frozenset(it.kind for it in self.partners)

    @property
    def spelled(self) -> str:
        """A text that is another when letters must be addressed otherwise."""
        return json.dumps(
            sorted(
                [it.kind, it.name, it.organisation, *sorted(it.serves)]
                for it in self.partners
            )
        )

    def serving(self, organisation: str) -> set[str]:
        """Name the services that work for an organisation, of all these kinds."""
        return {it for kind in self.kinds for it in self._serving(organisation, kind)}

    def unserved(self, organisation: str) -> list[str]:
        """Give the kinds of which no service works for an organisation."""
        return sorted(it for it in self.kinds if not self._serving(organisation, it))

    def _serving(self, organisation: str, kind: str) -> set[str]:
        mine = [it for it in self.partners if it.kind == kind]
        theirs = {
            it.name for it in mine if organisation in (it.organisation, *it.serves)
        }
        return theirs or {it.name for it in mine if EVERYBODY_ELSE in it.serves}

    def ends(self, following: Following) -> dict[str, date | None]:
        """
        Give since when each service follows a household no more.

        `None` if no end is known; services that never followed it are left out.
        """
        ends: dict[str, date | None] = {}
        untils = [*(since for since, _who in following[1:]), None]
        for (_since, who), until in zip(following, untils, strict=False):
            ends |= dict.fromkeys(self.serving(who), until)
        return ends

    def has_left(self, name: str, following: Following, day: date) -> bool:
        """Say whether a service does not follow a household any more, on a day."""
        if name not in {it.name for it in self.partners} or not following:
            return False
        now = [who for since, who in following if since <= day]
        return bool(now) and name not in self.serving(now[-1])


def kinds_of(spelled: str) -> set[str]:
    """Give the kinds of an addressing that was spelled."""
    return {kind for kind, *_rest in json.loads(spelled)}


def addressing_among(partners: Iterable[Partner]) -> Addressing:
    """Give those partners of whose kind several run, and each its own households."""
    known = tuple(partners)
    return Addressing(
        tuple(
            it
            for it in known
            if it.kind in FOLLOWING and sum(it.kind == one.kind for one in known) > 1
        )
    )


def addressed(routing_key: str, recipient: str) -> str:
    """Give the key of a letter that goes to one recipient alone."""
    return f"{routing_key}.to.{recipient}"


class Circle:
    """Who may hear of some households, as it is known in an open transaction."""

    def __init__(
        self, session: Session, addressing: Addressing, household_ids: Iterable[UUID]
    ) -> None:
        ids = list(dict.fromkeys(household_ids))
        self._ends = {
            it: addressing.ends(following)
            for it, following in followings(session, ids).items()
        }
        self._told: dict[UUID, set[str]] = {}
        for household_id, recipient in session.look_up(
            "SELECT household_id, recipient FROM addressees "
            "WHERE household_id IN ({keys})",
            ids,
        ):
            self._told.setdefault(household_id, set()).add(recipient)

    def told(self, household_id: UUID) -> set[str]:
        """Name those who follow a household, followed it, or were told of it."""
        return {*self._ends.get(household_id, ()), *self._told.get(household_id, ())}

    def hears(
        self, recipient: str, household_id: UUID, promise: Promise, on: date
    ) -> bool:
        """Say whether a service hears a contract about a household that counts `on`."""
        if promise.also_past:
            return recipient in self.told(household_id)
        ends = self._ends.get(household_id, {})
        if recipient not in ends:
            return False
        until = ends[recipient]
        return until is None or on < until


def note_told(session: Session, told: Iterable[tuple[UUID, str]]) -> None:
    """Keep which services were written to about which households."""
    key = ("household_id", "recipient")
    session.put("addressees", key, key, sorted(told))


def told_of(
    session: Session, addressing: Addressing, household_id: UUID, names: Sequence[str]
) -> list[str]:
    """Give, of some recipients, those who hear what has to stop about a household."""
    of_several = {it.name for it in addressing.partners}
    told = Circle(session, addressing, [household_id]).told(household_id)
    return [it for it in names if it not in of_several or it in told]
