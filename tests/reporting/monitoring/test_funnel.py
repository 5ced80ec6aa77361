"""How far households have come: every stage lies within the one before it."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some
from postman import named

from reporting.agreement import Agreement
from reporting.monitoring.bulletin import Bulletin, bulletin, months_later
from reporting.monitoring.facts import Fact, Followed, assemble
from reporting.monitoring.funnel import STAGES, funnel, reached_by_household
from reporting.monitoring.grouping import ALL, BUILDING, MONTH, ORGANISATION
from reporting.projections.entry import Question

DAY = date(2025, 1, 1)
KINDS = ("CaseOpened", "ContactAttempted", "CaseTakenInCharge", "CaseClosed")
words = some.tuples(
    some.sampled_from(KINDS),
    some.integers(0, 30),
    some.sampled_from(["reached", "refused", "no_answer", "la-rete"]),
    some.integers(0, 300),
)


def facts_of(said, signed):
    """Put cases together from words in any order, whatever is missing of each."""
    told = defaultdict(list)
    for kind, number, detail, days in sorted(said, key=lambda it: it[3]):
        told[kind].append(
            Fact(
                kind=kind,
                thing=named("case", number),
                household_id=named("home", number % 20),
                detail=detail,
                amount=0,
                other=None,
                number=0,
                counts_on=None,
                effective_on=DAY + timedelta(days=days),
            )
        )
    followed = [
        Followed(it.thing, it.kind, it.detail, "", it.effective_on)
        for it in told["CaseOpened"]
    ]
    agreements = [
        Agreement(named(it), named("home", it), "aler", DAY, 0, 0, 10, DAY)
        for it in signed
    ]
    return assemble(Question(), told, followed, agreements)


@settings(max_examples=150, deadline=None)
@given(some.lists(words, max_size=80), some.sets(some.integers(0, 19)))
def test_stages_nest_whatever_letters_are_missing(said, signed):
    facts = facts_of(said, signed)
    come = reached_by_household(facts)
    sought = {
        it.household_id
        for it in facts.cases.values()
        if it.opened_on is not None or it.taken_on is not None
    }
    assert set(come) == sought
    taken = {it.household_id for it in facts.cases.values() if it.taken_on}
    assert {it for it, stage in come.items() if stage >= 3} == taken
    for by in (ALL, MONTH, ORGANISATION, BUILDING):
        for line in funnel(facts, by).lines:
            told = [it for it in line.cells if it is not None]
            assert told == sorted(told, reverse=True), (by, line)
            assert len(line.cells) == len(STAGES)


def test_a_bulletin_is_of_whole_months():
    now = datetime(2025, 8, 20, 9, tzinfo=UTC)
    last = Bulletin(date(2025, 7, 31), date(2025, 7, 31))
    assert bulletin(now) == last
    assert bulletin(now, date(2025, 7, 31)) == last
    assert bulletin(now, date(2025, 8, 19)) == last
    assert bulletin(now, date(2025, 7, 30)).as_of == date(2025, 6, 30)
    # The last microsecond of a month in Rome is its end; the one before is not.
    rome = datetime(2025, 6, 30, 21, 59, 59, 999999, tzinfo=UTC)
    assert bulletin(now, None, rome).known_on == date(2025, 6, 30)
    earlier = rome - timedelta(microseconds=1)
    assert bulletin(now, None, earlier).known_on == date(2025, 5, 31)
    assert bulletin(now, date(2025, 7, 31), rome).as_of == date(2025, 6, 30)
    assert bulletin(now, None, now + timedelta(days=999)) == last


def test_months_later_is_the_last_of_a_shorter_month():
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert months_later(date(2024, 1, 15), -2) == date(2023, 11, 15)
