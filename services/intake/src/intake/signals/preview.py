"""
Whom a target would select, looked at before anybody decides on it.

The desk sees who, by code; the steering group sees how many, and no number under
five. Source: domain §4: cells of at least 5, with complementary suppression.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.codes import household_code
from intake.signals.arrears import Stay
from intake.signals.selection import Selection, Sought, Target, Threshold, select

LEAST = 5
FEW, HIDDEN, UNKNOWN = "<5", "*", "unknown"


@dataclass(frozen=True)
class Arrear:
    """A household in arrears, as a preview looks at it."""

    who: Sought
    stays: tuple[Stay, ...]
    is_followed: bool


@dataclass(frozen=True)
class Found:
    """A household that would be selected, and since when."""

    household_id: UUID
    code: str
    building_id: str
    band: str
    rent_area: str | None
    since: date
    is_new: bool


@dataclass(frozen=True)
class Preview:
    """Whom a target would select, and whom it leaves out and why."""

    found: tuple[Found, ...]
    excluded: Mapping[str, int]
    area_unknown: int

    @property
    def new(self) -> int:
        """How many are followed by nobody yet."""
        return sum(it.is_new for it in self.found)


@dataclass(frozen=True)
class Cell:
    """How many households there are under a name; the number may be hidden."""

    name: str
    households: str


@dataclass(frozen=True)
class Summary:
    """A preview as the steering group sees it: no household, no small number."""

    households: str
    new: str
    by_building: tuple[Cell, ...]
    by_band: tuple[Cell, ...]
    by_rent_area: tuple[Cell, ...]
    excluded: tuple[Cell, ...]
    area_unknown: str


def preview(
    target: Target, arrears: Iterable[Arrear], day: date, threshold: Threshold
) -> Preview:
    """
    Look whom a target would select who is in such arrears on a day or was since.

    Who is excluded is counted by reason, if nothing else kept it out.
    """
    found: list[Found] = []
    excluded: Counter[str] = Counter()
    area_unknown = 0
    for it in arrears:
        stays = [stay for stay in it.stays if stay.from_on <= day]
        selection = select(stays, it.who, [target], threshold)
        if selection is not None:
            found.append(_found(it, selection))
            continue
        if it.who.building_id not in target.buildings or not any(
            map(target.seeks, stays)
        ):
            continue
        reason = target.excludes(it.who)
        if reason is not None:
            excluded[reason] += 1
        elif target.rent_areas and it.who.area_on(day) is None:
            area_unknown += 1
    found.sort(key=lambda it: (it.building_id, it.code, str(it.household_id)))
    return Preview(tuple(found), dict(excluded), area_unknown)


def summary(seen: Preview) -> Summary:
    """Give the preview without anybody in it, and without small numbers."""
    total = len(seen.found)
    # New and followed add up to all: where one is small, neither is told.
    [new, _followed] = suppressed({"new": seen.new, "followed": total - seen.new})
    return Summary(
        households=_few(total),
        new=new.households if total >= LEAST else _few(total),
        by_building=_cells(seen.found, lambda it: it.building_id),
        by_band=_cells(seen.found, lambda it: it.band),
        by_rent_area=_cells(seen.found, lambda it: it.rent_area or UNKNOWN),
        excluded=suppressed(seen.excluded),
        area_unknown=_few(seen.area_unknown),
    )


def suppressed(counts: Mapping[str, int]) -> tuple[Cell, ...]:
    """
    Give cells by name in which nobody can be found, not even by subtraction.

    A number from 1 to 4 reads `<5`; if one cell alone does, the next smallest
    reads `*`. Source: domain §4, complementary suppression.
    """
    told = {name: _few(count) for name, count in counts.items()}
    if [*told.values()].count(FEW) == 1:
        others = [(count, name) for name, count in counts.items() if count >= LEAST]
        if others:
            told[min(others)[1]] = HIDDEN
    return tuple(Cell(name, households) for name, households in told.items())


def _cells(found: Iterable[Found], name: Callable[[Found], str]) -> tuple[Cell, ...]:
    counts = Counter(map(name, found))
    return suppressed({it: counts[it] for it in sorted(counts)})


def _few(count: int) -> str:
    return FEW if 0 < count < LEAST else str(count)


def _found(it: Arrear, selection: Selection) -> Found:
    return Found(
        it.who.household_id,
        household_code(it.who.household_id),
        it.who.building_id,
        selection.band,
        selection.rent_area,
        selection.since,
        not it.is_followed,
    )
