"""
A case told again across the services, each asked for its own events.

Over HTTP with an auditor's token, or, for who has the machine, from the databases
that are here. Nothing is written and nothing is sent but the questions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from azione0.audit.exchange import OF_ONE_PARTNER
from azione0.audit.over_http import OverHttp
from azione0.partners import Partner

#: What stands where somebody was erased.
ERASED = "[cancellato]"
#: The events that say so, with the field that names the person, if not the noun.
ERASURES = {"intake.Person.Erased": "", "Forgotten.Confirmed": "person_id"}

Ask = Callable[[UUID, date | None, datetime | None], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """One event of one service, as it is shown."""

    effective_on: date
    recorded_at: datetime
    organisation: str
    service: str
    seq: int
    event_id: str
    name: str
    actor: str
    reason: str | None
    rule: str | None
    rule_version: str | None
    said: str

    @property
    def order(self) -> tuple[Any, ...]:
        """By the day from which it counts, then as it was written down."""
        return self.effective_on, self.recorded_at, self.service, self.seq


@dataclass(frozen=True, slots=True)
class Gathered:
    """What each service answered, and why others did not."""

    household_id: UUID
    answers: Mapping[Partner, dict[str, Any]]
    silent: Mapping[Partner, str]

    def lines(self) -> list[Told]:
        """Give every event in the order in which it counts."""
        erased = _erased(self.answers.values())
        told = [
            _told(partner, event, erased)
            for partner, answer in self.answers.items()
            for event in answer["events"]
        ]
        return sorted(told, key=lambda it: it.order)


def gather(
    household_id: UUID,
    ways: Mapping[Partner, Ask],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Gathered:
    """Ask every service; one that does not answer is named, and the others go on."""
    answers: dict[Partner, dict[str, Any]] = {}
    silent: dict[Partner, str] = {}
    for partner, ask in ways.items():
        try:
            answers[partner] = ask(household_id, as_of, known_at)
        except OF_ONE_PARTNER as wrong:
            silent[partner] = f"{type(wrong).__name__}: {wrong}".rstrip(": ")
    return Gathered(household_id, answers, silent)


def over_http(partner: Partner, token: str) -> Ask:
    """Ask a service at its address, with an auditor's token."""

    def ask(
        household_id: UUID, as_of: date | None, known_at: datetime | None
    ) -> dict[str, Any]:
        query = {}
        if as_of is not None:
            query["as_of"] = as_of.isoformat()
        if known_at is not None:
            query["known_at"] = known_at.isoformat()
        way = OverHttp(partner.url, token)
        answer = way.ask(f"/api/audit/households/{household_id}", **query)
        return {**answer, "keys": way.keys()}

    return ask


def as_answered(held: dict[str, Any]) -> dict[str, Any]:
    """Give what a service holds in the shape in which it would come over HTTP."""
    return dict(msgspec.json.decode(msgspec.json.encode(held)))


def difference(
    before: Iterable[Told], after: Iterable[Told]
) -> Iterator[tuple[str, Told]]:
    """Give what only the one (`-`) or only the other (`+`) tells, in order."""
    old = {it.event_id: it for it in before}
    new = {it.event_id: it for it in after}
    both = {**old, **new}
    for it in sorted(both.values(), key=lambda told: told.order):
        if it.event_id not in new:
            yield "-", it
        elif it.event_id not in old:
            yield "+", it


def _erased(answers: Iterable[Mapping[str, Any]]) -> set[str]:
    found = set()
    for answer in answers:
        for event in answer["events"]:
            for ending, field in ERASURES.items():
                if event["topic"].endswith(ending):
                    said = msgspec.json.decode(event["state"])
                    found.add(said[field] if field else event["noun_id"])
    return found


def _told(partner: Partner, event: Mapping[str, Any], erased: set[str]) -> Told:
    said = _veiled(msgspec.json.decode(event["state"]), erased)
    shown = dict(_flat(said))
    shown.pop("household_id", None)
    return Told(
        effective_on=date.fromisoformat(event["effective_on"]),
        recorded_at=datetime.fromisoformat(event["recorded_at"]),
        organisation=partner.organisation,
        service=partner.name,
        seq=event["seq"],
        event_id=event["event_id"],
        name=event["topic"].partition(".")[2],
        actor=event["actor"],
        reason=event["reason"],
        rule=event["rule"],
        rule_version=event["rule_version"],
        said=", ".join(f"{name}={_short(held)}" for name, held in shown.items()),
    )


def _veiled(value: Any, erased: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _veiled(held, erased) for name, held in value.items()}
    if isinstance(value, list):
        return [_veiled(held, erased) for held in value]
    return ERASED if isinstance(value, str) and value in erased else value


def _flat(said: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, held in said.items():
        if isinstance(held, dict):
            yield from _flat(held, f"{within}{name}.")
        elif held not in (None, [], ""):
            yield f"{within}{name}", held


def _short(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
