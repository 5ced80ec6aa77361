"""Whom the programme reached, what it gave them, and in what place. K1, K14, RE-AIM."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.histories.household import History
from reporting.histories.told import Estate
from reporting.report.look import or_none
from reporting.validation.fidelity import FidelityOfMany, Given, fidelity_of
from reporting.validation.proportions import Proportion, proportion

ONE_DAY = timedelta(days=1)
REVIEW_DAYS = 91


@dataclass(frozen=True, slots=True)
class Programme:
    """
    Reach, adoption, what was given, and the place as of a day; amounts in cents.

    `sought` lived in a building when it was reached, in a band that was sought, the day
    before. `fidelity` is of those in charge. `overdue_by_creditor` and households in
    arrears are of everybody who was there on the day.
    """

    as_of: date
    take_up: Proportion | None
    buildings: Proportion | None
    fidelity: FidelityOfMany | None
    households: int
    in_arrears: int
    overdue_by_creditor: dict[str, int]

    @property
    def overdue_cents(self) -> int:
        """Give what is overdue in all."""
        return sum(self.overdue_by_creditor.values())


def programme(estate: Estate, as_of: date) -> Programme:
    """Count it all as of a day."""
    there = []
    homes = set()
    sought = came = in_arrears = 0
    overdue: Counter[str] = Counter()
    for history in estate.households.values():
        home = history.at_home(as_of)
        if home is not None:
            homes.add(home.building_id)
        [cents] = history.overdue([as_of])
        if cents is not None:
            there.append(history)
            in_arrears += cents > 0
            for creditor, account in history.accounts.items():
                overdue[creditor] += account.overdue([as_of])[0]
        if _sought(history, estate, as_of):
            sought += 1
            came += history.in_charge_since is not None
    charged = [it for it in estate.households.values() if it.in_charge_since]
    reached = sum(
        on <= as_of for name, on in estate.reached_on.items() if name in homes
    )
    return Programme(
        as_of=as_of,
        take_up=or_none(lambda: proportion(came, sought)),
        buildings=or_none(lambda: proportion(reached, len(homes))),
        fidelity=or_none(lambda: fidelity_of([given(it, as_of) for it in charged])),
        households=len(there),
        in_arrears=in_arrears,
        overdue_by_creditor=dict(sorted(overdue.items())),
    )


def given(history: History, as_of: date) -> Given:
    """
    Give what letters show of what one household in charge was given.

    The assessment of needs, the reviews held and who is of working age are in no
    letter: they are not known, and so counted as not given; a labour profile is
    required of all.
    """
    opened = min(history.opened_on, default=None)
    contact = min(history.reached_on, default=None)
    since = history.in_charge_since or as_of
    return Given(
        contact_days=(contact - opened).days if opened and contact else None,
        assessment_days=None,
        pact=True,
        budget=bool(history.budgets_on),
        sessions=sum(present for _, present in history.sessions_on.values()),
        plan=any(it >= (opened or since) for it in history.signed_on),
        working_age=True,
        labour_profile=bool(history.profiles_on),
        reviews_held=None,
        reviews_due=(as_of - since).days // REVIEW_DAYS,
    )


def _sought(history: History, estate: Estate, as_of: date) -> bool:
    home = history.at_home(as_of)
    if home is None:
        return False
    on = estate.reached_on.get(home.building_id)
    if on is None or on > as_of:
        return False
    left = history.left()
    there = left is None or left[0] >= on
    return there and history.band(on - ONE_DAY) in estate.bands
