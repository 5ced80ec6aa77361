"""
Whether a signal is taken up.

Said again about the same arrears it is not, unless they have grown; under the
threshold it is not justified. Source: DDAS Vroegsignalering (VNG), the rule for
repeated signals; the threshold is a policy parameter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from intake.governance.figures import Book, Used
from intake.signals.arrears import Arrears

_SIGNALS = UUID("7e2b9d10-4f6c-4d0a-8b57-1c3e5a7f9b0d")
TAKEN_UP, JOINED, REPEAT, UNJUSTIFIED = "taken_up", "joined", "repeat", "unjustified"
KEPT, RETRACTED = "kept", "retracted"


@dataclass(frozen=True)
class Judgement:
    """What becomes of a signal, and why, as codes."""

    result: str
    why: str


def judge(
    amount_cents: int | None,
    *,
    has_open_case: bool,
    previous_cents: int | None,
    threshold: Used,
) -> Judgement:
    """
    Say whether a signal is taken up; amounts in euro cents, `None` if not told.

    `previous_cents` is what was last signalled of the same arrears.
    """
    if amount_cents is not None and amount_cents < threshold.number:
        return Judgement(UNJUSTIFIED, "under_the_threshold")
    if not has_open_case:
        return Judgement(TAKEN_UP, "nobody_follows_it_yet")
    if amount_cents is None or previous_cents is None:
        return Judgement(JOINED, "joins_the_open_case")
    if amount_cents <= previous_cents:
        return Judgement(REPEAT, "has_not_grown")
    return Judgement(JOINED, "has_grown")


@dataclass(frozen=True)
class Span:
    """Days on which a case was open, up to before a day; without one, still."""

    from_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the case was open on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Signal:
    """One word of the ledger about arrears, and what became of it."""

    signal_id: UUID
    creditor_id: str
    band: str
    amount_cents: int
    effective_on: date
    judgement: Judgement
    threshold: Used


def signals_of(arrears: Arrears, case: Iterable[Span], book: Book) -> list[Signal]:
    """
    Judge every word about a household's arrears, in the order of their days.

    The first one of a creditor while the case is open opens it or joins it; one that
    no case answered is kept, for a target that may be adopted.
    """
    spans = list(case)
    words = sorted(
        (day, episode.creditor_id, str(episode_id), cents, band, episode.counts)
        for episode_id, episode in arrears.episodes.items()
        for day, (cents, band) in episode.overdue_cents.items()
    )
    previous: dict[str, int] = {}
    found: list[Signal] = []
    for day, creditor_id, episode_id, cents, band, counts in words:
        threshold = book.on("signal_threshold_cents", day)
        span = next((it for it in spans if it.holds_on(day)), None)
        said = judge(
            cents,
            has_open_case=span is not None,
            previous_cents=previous.get(creditor_id),
            threshold=threshold,
        )
        if not counts:
            said = Judgement(RETRACTED, "was_never_true")
        elif said.result == TAKEN_UP:
            said = Judgement(KEPT, "nobody_seeks_it")
        elif said.result == JOINED and span is not None and span.from_on == day:
            said = Judgement(TAKEN_UP, "opened_the_case")
        if counts and span is not None:
            previous[creditor_id] = cents
        signal_id = uuid5(_SIGNALS, f"{episode_id}/{day}")
        found.append(Signal(signal_id, creditor_id, band, cents, day, said, threshold))
    return found
