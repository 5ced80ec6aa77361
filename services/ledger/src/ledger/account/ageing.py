"""
How old what is overdue is, charge by charge or instalment by instalment.

An amount is as many days past due as have gone by since its due day. It is
delinquent for fewer: days of grace and of rest do not count. Source: policy
parameter `grace_days`; the bands are the reader's choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.account.facts import Pause, rested_days

#: From so many days past due to so many; without an end for the last.
Limits = tuple[int, int | None]

#: Months at first, then quarters and years.
BANDS: tuple[Limits, ...] = (
    (1, 30),
    (31, 60),
    (61, 90),
    (91, 180),
    (181, 365),
    (366, None),
)


@dataclass(frozen=True, slots=True)
class Ageing:
    """
    What is overdue on a day, in euro cents.

    `cents` by band, youngest first, without the empty ones; `outside_cents` is of
    an age that no band has. They add up to `total_cents`.
    """

    as_of: date
    oldest_days: int
    oldest_due_on: date | None
    total_cents: int
    cents: dict[str, int]
    outside_cents: int = 0


@dataclass(frozen=True, slots=True)
class Delinquency:
    """
    How late somebody is on a day.

    `past_due_days` count from the oldest due day, `delinquent_days` without grace
    and rests. `since_on` is the last day of grace, to be shown and not judged
    by; nothing while it lasts.
    """

    past_due_days: int
    delinquent_days: int
    since_on: date | None
    total_cents: int


def age(
    items: Iterable[tuple[date, int]], as_of: date, bands: Sequence[Limits] = BANDS
) -> Ageing:
    """
    Sort what is overdue by its age; items are (due day, open euro cents).

    What is due on the day itself is not overdue. `BandsUnsound` if an age could
    be in two bands or a band holds none.
    """
    check_bands(bands)
    cents = dict.fromkeys((label(it) for it in bands), 0)
    overdue, outside = _overdue(items, as_of), 0
    for due_on, open_cents in overdue:
        band = band_of((as_of - due_on).days, bands)
        if band is None:
            outside += open_cents
        else:
            cents[band] += open_cents
    oldest_due_on = min((due_on for due_on, _ in overdue), default=None)
    return Ageing(
        as_of=as_of,
        oldest_days=(as_of - oldest_due_on).days if oldest_due_on else 0,
        oldest_due_on=oldest_due_on,
        total_cents=sum(open_cents for _, open_cents in overdue),
        cents={name: sum_cents for name, sum_cents in cents.items() if sum_cents},
        outside_cents=outside,
    )


def delinquency(
    items: Iterable[tuple[date, int]],
    as_of: date,
    grace_days: int,
    pauses: Iterable[Pause] = (),
) -> Delinquency:
    """Say how late the oldest of what is overdue is; items as for `age`."""
    overdue = _overdue(items, as_of)
    if not overdue:
        return Delinquency(0, 0, None, 0)
    due_on = min(day for day, _ in overdue)
    days = delinquent_days(due_on, as_of, grace_days, pauses)
    return Delinquency(
        past_due_days=(as_of - due_on).days,
        delinquent_days=days,
        since_on=due_on + timedelta(grace_days) if days else None,
        total_cents=sum(open_cents for _, open_cents in overdue),
    )


def delinquent_days(
    due_on: date, as_of: date, grace_days: int, pauses: Iterable[Pause] = ()
) -> int:
    """Give the days past due without those of grace and, each once, of rest."""
    rested = rested_days(list(pauses), due_on, as_of)
    return max(0, (as_of - due_on).days - grace_days - rested)


def band_of(days: int, bands: Sequence[Limits] = BANDS) -> str | None:
    """Give the label of the band of an age in days; nothing if none has it."""
    for first, last in bands:
        if first <= days and (last is None or days <= last):
            return label((first, last))
    return None


def label(band: Limits) -> str:
    """Name a band by its days: `31-60`, or `61+` for the last."""
    first, last = band
    return f"{first}+" if last is None else f"{first}-{last}"


def check_bands(bands: Sequence[Limits]) -> None:
    """See that bands follow one another; `BandsUnsound` if not."""
    reached: int | None = 0
    for band in bands:
        first, last = band
        if reached is None or first <= reached or (last is not None and last < first):
            raise BandsUnsound(
                f"band {label(band)} does not come after the one before it: give "
                "each its first and last day past due, from 1, in their order"
            )
        reached = last


def _overdue(items: Iterable[tuple[date, int]], as_of: date) -> list[tuple[date, int]]:
    return [it for it in items if it[0] < as_of and it[1] > 0]


class BandsUnsound(Exception):
    """Bands of which two hold the same day, or one holds none."""
