"""
What to do next with a household, and why.

The first of the published cases that holds decides. What contacts a household waits
for the end of a cool-down, unless its deadline comes before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from intake.governance.figures import Book, Used
from intake.worklist.cooldown import CoolDown
from intake.worklist.facts import Facts
from intake.worklist.reminder import NOTHING, Reminded, remind

#: Actions that knock at somebody's door, or ring.
CONTACTING = frozenset(
    {
        "call",
        "call_before_due",
        "contact_again",
        "first_contact",
        "propose_relief",
        "review_commitment",
        "send_first_SMS",
        "send_informal_agreement_breach_letter",
        "send_letter_one",
    }
)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Action:
    """What to do, why (a code), by when, and not before which day."""

    action: str
    why: str
    due_on: date | None = None
    not_before_on: date | None = None
    used: tuple[Used, ...] = ()


def next_action(it: Facts, day: date, book: Book, cooling: CoolDown | None) -> Action:
    """
    Recommend what to do on a day.

    An eviction comes first; then the open task that is most urgent, due first among
    equals; then a first reminder, if no task is open.
    """
    wanted = _wanted(it, day, book, cooling)
    if (
        cooling is None
        or not cooling.holds_on(day)
        or wanted.action not in CONTACTING
        or (wanted.due_on is not None and wanted.due_on <= cooling.until_on)
    ):
        return wanted
    return Action(
        wanted.action,
        wanted.why,
        wanted.due_on,
        cooling.until_on + ONE_DAY,
        (*wanted.used, cooling.used),
    )


def _wanted(it: Facts, day: date, book: Book, cooling: CoolDown | None) -> Action:
    answers = [one for one in it.tasks if one.kind == "answer_eviction"]
    task = min(answers or it.tasks, default=None)
    eviction = it.next_eviction
    if eviction is not None and not answers:
        return Action("follow_eviction", f"eviction_{eviction.step}", eviction.day)
    if task is not None:
        return Action(task.kind, f"task_since_{task.since_on}", task.due_on)
    sms, letter = (
        book.on("reminder_sms_cents", day),
        book.on("reminder_letter_cents", day),
    )
    reminder = remind(
        Reminded(
            arrears_cents=it.owed_cents,
            agreement=next(iter(sorted(it.agreements, key=_worst_first)), ""),
            is_cooling=cooling is not None and cooling.holds_on(day),
            is_paused=it.status == "suspended",
        ),
        sms,
        letter,
    )
    used = reminder.used
    if reminder.why == "contacted_lately" and cooling is not None:
        used = (cooling.used,)
        return Action(NOTHING, reminder.why, None, cooling.until_on + ONE_DAY, used)
    return Action(reminder.action, reminder.why, used=used)


def _worst_first(standing: str) -> int:
    return ("broken", "suspended", "active").index(standing)
