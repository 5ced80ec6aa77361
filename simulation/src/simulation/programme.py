"""
The programme, day by day: bills, payments, cases, labs, jobs, and the close of day.

Two months of bills come before the steering group's first decision, so that the
programme meets an estate that already has its troubles.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from azione0.house import House
from azione0.store import Cause
from simulation.estate import (
    BUILDINGS,
    bill_letter,
    build,
    monthly_bills,
    tenancy_letters,
)
from simulation.operators import Operators
from simulation.recovery import Recovery
from simulation.tenants import Household

FIRST_MONTH = date(2024, 1, 1)
#: Days of a month on which the offices work; bills are issued on the first.
WORKING_DAYS = (1, 11, 21)
MONTHS_BEFORE = 3


class Clock:
    """The simulated hour: seven in the evening of the day being lived."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        """Give the present instant of the simulation."""
        return datetime.combine(self.day, time(18), UTC)


class Programme:
    """An estate of so many households, over so many months, from a seed."""

    def __init__(self, *, households: int, months: int, seed: int) -> None:
        self.months = months
        self.clock = Clock(FIRST_MONTH)
        self.chance = Random(seed)
        self.dwellings = build(households, self.chance)
        self.households: dict[UUID, Household] = {}

    @property
    def today(self) -> date:
        """The last day lived."""
        return self.clock.day

    def live(self, house: House, progress: Callable[[str], None]) -> None:
        """Live through all the months in a house; `progress` hears of each."""
        operators = Operators(house, Random(self.chance.random()))
        recovery = Recovery(house, Random(self.chance.random()))
        self._move_in(house)
        for number, month in enumerate(_months(FIRST_MONTH, self.months)):
            for day in WORKING_DAYS:
                self.clock.day = month.replace(day=day)
                if day == WORKING_DAYS[0]:
                    self._issue_bills(house, month)
                    if number == MONTHS_BEFORE:
                        operators.adopt_target([it[0] for it in BUILDINGS], month)
                self._live_day(house, operators)
                if day == WORKING_DAYS[-1]:
                    followed = operators.in_charge()
                    help_given = list(recovery.contributions(self.today, followed))
                    house.hand_in("ledger", help_given)
                    recovery.decide(self.today, followed)
                    house.deliver()
            progress(f"{month:%m/%Y}")

    def story_of(self, house: House) -> UUID:
        """Give the household of which most different things can be told."""
        with house.office("reporting").store.reading() as session:
            rows = session.execute(
                "SELECT subject, count(DISTINCT type) AS kinds, count(*) AS letters "
                "FROM inbox GROUP BY subject ORDER BY kinds DESC, letters, subject"
            )
        households = {str(it) for it in self.households}
        return next(UUID(row[0]) for row in rows if row[0] in households)

    def _move_in(self, house: House) -> None:
        letters = [
            letter
            for dwelling in self.dwellings
            for letter in tenancy_letters(dwelling, FIRST_MONTH)
        ]
        house.hand_in("intake", letters)
        house.hand_in("ledger", letters)
        house.deliver()
        intake = house.intake
        for dwelling in self.dwellings:
            tenancy = dwelling.tenancies[0]
            household_id = intake.household_of(tenancy.creditor_id, tenancy.tenancy_id)
            self.households[household_id] = Household(
                dwelling,
                Random(self.chance.random()),
            )

        with intake.transaction(Cause("anagrafe", "count")):
            for household_id, household in self.households.items():
                dwelling = household.dwelling
                intake.count_household(
                    household_id,
                    dwelling.adults,
                    dwelling.minors,
                    dwelling.rent_area,
                    FIRST_MONTH,
                )

    def _issue_bills(self, house: House, month: date) -> None:
        letters = []
        for household in self.households.values():
            household.begin_month()
            bills = list(monthly_bills(household.dwelling, month))
            household.owe(iter(bills))
            letters += [bill_letter(bill, month) for bill in bills]
        house.hand_in("ledger", letters)

    def _live_day(self, house: House, operators: Operators) -> None:
        today = self.today
        payments = [
            letter
            for household in self.households.values()
            for letter in household.pay(today)
        ]
        if payments:
            house.hand_in("ledger", payments)
        operators.close_day(today)
        house.deliver()
        operators.work_on_cases(today, self.households)
        operators.agree_budgets(today)
        operators.hold_workshops(today)
        operators.look_for_work(today)
        house.deliver()
        operators.sign_agreements(today)
        house.deliver()


def _months(first: date, count: int) -> Iterator[date]:
    month = first
    for _ in range(count):
        yield month
        month = (month + timedelta(days=32)).replace(day=1)
