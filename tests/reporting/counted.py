"""
The indicators counted once more, from letters and by plain loops.

It knows no SQL, no projection and no row: it is the third way by which a figure is
checked, so it shares nothing with the two others but the letters themselves. What
it gives of an indicator are the counts on which its value stands.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from reporting.projections.telling import months_after

Counts = dict[str, tuple[int, ...]]
PAID = (
    "PaymentPosted",
    "PaymentPostingReversed",
    "DebtWrittenOff",
    "DebtWriteOffRevoked",
)
CHARGES = ("ChargePosted", "ChargeAdjusted", "ChargeDisputed", "DisputeResolved")
GONE = ("moved", "evicted", "deceased")
NOBODY = (0, 0, 0, 0, 0, 0)


class Told(NamedTuple):
    """A letter of the archive."""

    contract: Any
    recorded_at: datetime
    id: str

    @property
    def name(self) -> str:
        return self.contract.promise.name

    @property
    def by_day(self) -> tuple[date, datetime, str]:
        return self.contract.effective_on, self.recorded_at, self.id

    @property
    def as_written(self) -> tuple[datetime, date, str]:
        return self.recorded_at, self.contract.effective_on, self.id


class Fold:
    """All that was told by an instant, and what of it counts by a day."""

    def __init__(self, letters: list[Told], as_of: date, known_at: datetime) -> None:
        self.as_of = as_of
        self.known = [it for it in letters if it.recorded_at <= known_at]
        self.past = [it for it in self.known if it.contract.effective_on <= as_of]
        self.by_name: defaultdict[str, list[Told]] = defaultdict(list)
        for it in sorted(self.past, key=lambda it: it.by_day):
            self.by_name[it.name].append(it)
        self.money: defaultdict[Any, list[Told]] = defaultdict(list)
        for it in self.past:
            if it.name in CHARGES or it.name in PAID:
                self.money[it.contract.household_id].append(it)
        self.taken: dict[Any, date] = {}
        for it in self.by_name["CaseTakenInCharge"]:
            self.taken.setdefault(it.contract.household_id, it.contract.effective_on)

    def of(self, name: str) -> list[Any]:
        """Give the contracts of a name that count, in the order of their days."""
        return [it.contract for it in self.by_name[name]]

    def last(self, name: str, key: Any) -> dict[Any, Any]:
        """Give of each thing what was written of it last."""
        found = {}
        for it in sorted(self.by_name[name], key=lambda it: it.as_written):
            found[key(it.contract)] = it.contract
        return found

    # -- K1

    def sought(self) -> set[Any]:
        names = ("CaseOpened", "CaseTakenInCharge", "CaseClosed")
        last: dict[Any, Told] = {}
        found = set()
        for it in sorted(self.past, key=lambda it: it.as_written):
            if it.name == "CaseClosed" and it.contract.reason is None:
                continue
            if it.name in names:
                last[it.contract.household_id] = it
                if it.name != "CaseClosed":
                    found.add(it.contract.household_id)
        touched = {it.household_id for it in self.of("ContactAttempted")} | set(
            self.taken
        )
        undone = ("arrears_retracted", "no_longer_sought")
        return {
            who
            for who in found
            if who in touched
            or last[who].name != "CaseClosed"
            or last[who].contract.reason not in undone
        }

    def take_up(self) -> Counts:
        sought, taken = self.sought(), set(self.taken)
        reached = {
            it.household_id
            for it in self.of("ContactAttempted")
            if it.outcome == "reached"
        }
        signed = {it.household_id for it in self.of("AgreementSigned")}
        return {
            "K1-contact": _share(len(reached & sought), len(sought)),
            "K1-take-up": _share(len(taken & sought), len(sought)),
            "K1-agreement": _share(len(signed & taken), len(taken)),
        }

    # -- K2

    def charges(self, household: Any, on: date) -> dict[Any, tuple[str, int]]:
        """Give the charges that are overdue and undisputed on a day."""
        histories: defaultdict[Any, list[Told]] = defaultdict(list)
        for it in self.money[household]:
            if it.name in CHARGES and it.contract.effective_on <= on:
                histories[it.contract.charge_id].append(it)
        found = {}
        for charge, said in histories.items():
            said.sort(key=lambda it: (it.name != "ChargePosted", it.by_day))
            cents, due, disputes = 0, date.max, 0
            for it in said:
                if it.name == "ChargeDisputed":
                    disputes += 1
                    continue
                cents = it.contract.amount_cents
                if it.name == "DisputeResolved":
                    disputes -= 1
                    due = it.contract.new_due_on or due
                else:
                    due = it.contract.due_on
            if due < on and disputes <= 0:
                found[charge] = (said[0].contract.creditor_id, cents)
        return found

    def paid(self, household: Any, on: date, own_since: date | None = None) -> Counter:
        found: Counter = Counter()
        for it in self.money[household]:
            told = it.contract
            if it.name in CHARGES or told.effective_on > on:
                continue
            own = (
                it.name.startswith("Payment") and getattr(told, "payer", "") == "tenant"
            )
            if own_since and told.effective_on > own_since and not own:
                continue
            back = it.name in ("PaymentPostingReversed", "DebtWriteOffRevoked")
            found[told.creditor_id] += -told.amount_cents if back else told.amount_cents
        return found

    def owed(self, household: Any, on: date, own_since: date | None = None) -> int:
        charges = self.charges(household, on)
        if own_since:
            charges |= self.charges(household, own_since)
        owed: Counter = Counter()
        for creditor, cents in charges.values():
            owed[creditor] += cents
        owed.subtract(self.paid(household, on, own_since))
        return sum(cents for cents in owed.values() if cents > 0)

    def standing(self, household: Any, on: date) -> str:
        if on > self.as_of:
            return "immature"
        ends = [
            it.effective_on
            for it in [*self.of("AccountClosed"), *self.of("CaseClosed")]
            if it.household_id == household
            and (it.promise.name == "AccountClosed" or it.outcome in GONE)
        ]
        return "censored" if any(end <= on for end in ends) else "counted"

    def reduction(self) -> Counts:
        found = {}
        for months in (6, 12, 24):
            rows, own, middle = [], [], []
            for household, since in self.taken.items():
                on = months_after(since, months)
                standing = self.standing(household, on)
                if standing != "counted":
                    rows.append((standing, 0, 0))
                    own.append((standing, 0, 0))
                    continue
                before = self.owed(household, since)
                rows.append((standing, before - self.owed(household, on), before))
                left = self.owed(household, on, own_since=since)
                own.append((standing, before - left, before))
                if before:
                    middle.append(rows[-1])
            rest = [it for it in rows if it[0] != "counted"]
            found[f"K2-{months}"] = _counts(rows)
            found[f"K2b-{months}"] = _counts(own)
            found[f"K2-median-{months}"] = _counts(middle + rest)
        return found

    # -- K3 to K5

    def grace_on(self, day: date) -> int:
        adopted = [
            (it.effective_from, int(one.value))
            for it in self.of("PolicyParametersAdopted")
            for one in it.parameters
            if one.name == "grace_days" and it.effective_from <= day
        ]
        return max(adopted)[1] if adopted else 10

    def breaches(self, agreement: Any) -> list[tuple[date, date | None]]:
        order = ("BreachRetracted", "AgreementBreached", "AgreementReinstated")
        said = [
            it
            for it in self.known
            if it.name in order and it.contract.agreement_id == agreement
        ]
        said.sort(key=lambda it: (it.recorded_at, order.index(it.name), it.by_day))
        standing: list[list[Any]] = []
        early = 0
        for it in said:
            on = it.contract.effective_on
            if it.name == "BreachRetracted":
                early += not standing
                standing = standing[:-1]
            elif it.name == "AgreementReinstated":
                if standing:
                    standing[-1][1] = on
            elif early:
                early -= 1
            else:
                standing.append([on, None])
        return [
            (on, until if until and until <= self.as_of else None)
            for on, until in standing
            if on <= self.as_of
        ]

    def agreements(self) -> Counts:
        instalments, money, broken, completion = [], [], [], []
        for signed in self.of("AgreementSigned"):
            said: defaultdict[str, list[Told]] = defaultdict(list)
            for it in self.known:
                if getattr(it.contract, "agreement_id", None) == signed.agreement_id:
                    said[it.name].append(it)
            inside = {
                name: [it for it in them if it.contract.effective_on <= self.as_of]
                for name, them in said.items()
            }
            breaches = self.breaches(signed.agreement_id)
            ended = [max((on for on, until in breaches if until is None), default=None)]
            ended = [it for it in ended if it]
            ended += [
                it.contract.effective_on for it in inside.get("AgreementTerminated", [])
            ]
            completed = len(inside.get("AgreementCompleted", [])) > len(
                said["CompletionRetracted"]
            )
            rests = bool(
                inside.get("AgreementSuspended") or inside.get("AgreementSuperseded")
            )
            broken.append(("counted", int(bool(breaches)), 1))
            over = completed or bool(ended)
            completion.append(
                ("counted" if over else "immature", int(completed), int(over))
            )
            schedule = {
                it.number: (it.due_on, it.amount_cents) for it in signed.instalments
            }
            changed = sorted(
                inside.get("AgreementRescheduled", []), key=lambda it: it.by_day
            )
            if changed:
                schedule = {
                    it.number: (it.due_on, it.amount_cents)
                    for it in changed[-1].contract.instalments
                }
            for number, (due, cents) in schedule.items():
                row = self._judged(
                    said, inside, number, due, cents, ended, completed, rests
                )
                if row is not None:
                    instalments.append((row[0], row[1], int(row[0] == "counted")))
                    money.append((row[0], row[2], row[3]))
        return {
            "K3": _counts(instalments),
            "K4": _counts(money),
            "K5": _counts(broken),
            "K5-completion": _counts(completion),
        }

    def _judged(
        self, said, inside, number, due, cents, ended, completed, rests
    ) -> tuple[str, int, int, int] | None:
        misses = [
            it
            for it in inside.get("InstalmentMissed", [])
            if it.contract.number == number
        ]
        unmissed = [
            it for it in said["InstalmentMissRetracted"] if it.contract.number == number
        ]
        if len(misses) > len(unmissed):
            miss = max(misses, key=lambda it: it.as_written).contract
            received = min(miss.paid_cents, miss.due_cents)
            return "counted", 0, received, miss.due_cents
        if not cents:
            return None
        times = Counter(
            it.contract.paid_on
            for it in inside.get("InstalmentPaid", [])
            if it.contract.number == number
        )
        times.subtract(
            it.contract.paid_on
            for it in said["InstalmentPaymentRetracted"]
            if it.contract.number == number
        )
        is_paid = any(count > 0 for count in times.values())
        if is_paid and completed:
            return "counted", 1, cents, cents
        until = due + timedelta(days=self.grace_on(due))
        if until >= min([self.as_of, *ended]):
            return "immature", 0, 0, 0
        if is_paid:
            return "counted", 1, cents, cents
        return ("immature" if rests or completed else "missing"), 0, 0, 0

    # -- K6

    def current_bills(self) -> Counts:  # noqa: C901, PLR0912  plain, in one place
        value_on = {it.payment_id: it.value_on for it in self.of("PaymentPosted")}
        lines: dict[Any, list[Any]] = {}
        for it in sorted(self.known, key=lambda it: it.as_written):
            if it.name == "PaymentAllocated":
                if it.contract.lines or it.contract.effective_on <= self.as_of:
                    lines[it.contract.payment_id] = list(it.contract.lines)
            elif it.name == "CreditApplied" and it.contract.payment_id in lines:
                lines[it.contract.payment_id] += it.contract.lines
        rows = []
        for household, since in self.taken.items():
            ends = {
                it.creditor_id: it.effective_on
                for it in reversed(self.of("AccountClosed"))
                if it.household_id == household
            }
            bills: defaultdict[Any, list[Told]] = defaultdict(list)
            for it in self.money[household]:
                if it.name in CHARGES:
                    bills[it.contract.charge_id].append(it)
            for charge, said in bills.items():
                said.sort(key=lambda it: (it.name != "ChargePosted", it.by_day))
                first = said[0].contract
                if said[0].name != "ChargePosted" or first.kind not in (
                    "rent",
                    "service",
                ):
                    continue
                cents, due, disputes = 0, first.due_on, 0
                for it in said:
                    if it.name == "ChargeDisputed":
                        disputes += 1
                        continue
                    cents = it.contract.amount_cents
                    if it.name == "DisputeResolved":
                        disputes -= 1
                        due = it.contract.new_due_on or due
                    else:
                        due = it.contract.due_on
                end = ends.get(first.creditor_id)
                if due < since or cents <= 0 or (end and due >= end):
                    continue
                until = due + timedelta(days=self.grace_on(due))
                if until >= self.as_of:
                    rows.append(("immature", 0, 0))
                elif disputes > 0:
                    rows.append(("censored", 0, 0))
                else:
                    covered = sum(
                        line.amount_cents
                        for payment, them in lines.items()
                        if value_on.get(payment, date.max) <= until
                        for line in them
                        if line.charge_id == charge
                    )
                    rows.append(("counted", int(covered >= cents - 100), 1))
        return {"K6": _counts(rows)}

    # -- K7 and K8

    def episodes(self) -> dict[Any, Any]:
        retracted = Counter(
            it.contract.episode_id for it in self.known if it.name == "ArrearsRetracted"
        )
        said = Counter(it.episode_id for it in self.of("ArrearsDetected"))
        last = self.last("ArrearsDetected", lambda it: it.episode_id)
        return {it: last[it] for it in last if said[it] > retracted[it]}

    def arrears(self) -> Counts:
        episodes = self.episodes()
        cleared = self.last("ArrearsCleared", lambda it: it.episode_id)
        closings = [*self.of("CaseClosed"), *self.of("AccountClosed")]
        spells = []
        for it in episodes.values():
            cut = min(
                (
                    end.effective_on
                    for end in closings
                    if end.household_id == it.household_id
                    and getattr(end, "creditor_id", it.creditor_id) == it.creditor_id
                    and end.effective_on >= it.effective_on
                ),
                default=self.as_of,
            )
            end = cleared.get(it.episode_id)
            ended = end is not None and end.cleared_on <= cut
            stop = end.cleared_on if ended else cut
            spells.append(((stop - it.effective_on).days, int(ended)))
        first: dict[Any, tuple[Any, ...]] = {}
        for episode, it in episodes.items():
            if episode in cleared:
                on = cleared[episode].cleared_on
                one = (on, it.creditor_id)
                who = it.household_id
                first[who] = min(first.get(who, one), one)
        shares, curve = [], []
        for who, (on, creditor) in first.items():
            again = min(
                (
                    it.effective_on
                    for it in episodes.values()
                    if it.household_id == who
                    and it.creditor_id == creditor
                    and it.is_relapse
                    and it.effective_on > on
                ),
                default=None,
            )
            ends = [
                end.effective_on
                for end in closings
                if end.household_id == who
                and end.effective_on >= on
                and (
                    end.creditor_id == creditor
                    if end.promise.name == "AccountClosed"
                    else end.outcome in GONE
                )
            ]
            cut = min([self.as_of, *ends])
            relapsed = again is not None and again <= cut
            curve.append((((again if relapsed else cut) - on).days, int(relapsed)))
            if (self.as_of - on).days < 365:
                shares.append(("immature", 0, 0))
            elif (cut - on).days < 365 and not relapsed:
                shares.append(("censored", 0, 0))
            else:
                within = again is not None and (again - on).days <= 365
                shares.append(("counted", int(within), 1))
        self.spells, self.curve = spells, curve
        return {
            "K7": (sum(it for _, it in spells), len(spells), len(spells), 0, 0, 0),
            "K8": _counts(shares),
            "K8-curve": (sum(it for _, it in curve), len(curve), len(curve), 0, 0, 0),
        }

    # -- K9 to K13

    def work(self) -> Counts:  # noqa: C901  plain, in one place
        pacts = {it.person_id for it in self.of("ServicePactSigned")}
        starts: dict[Any, date] = {}
        for it in self.of("JobPlaced"):
            if it.qualifying:
                starts[it.person_id] = min(
                    it.start_on, starts.get(it.person_id, it.start_on)
                )
        consent: dict[Any, Any] = {}
        for it in sorted(self.past, key=lambda it: it.by_day):
            if it.name in ("ConsentGiven", "ConsentWithdrawn") and (
                it.contract.purpose == "employment_matching"
            ):
                consent[it.contract.person_id] = it
        entry = []
        for who in pacts:
            said = consent.get(who)
            if (
                said is not None
                and said.name == "ConsentWithdrawn"
                and starts.get(who, date.max) >= said.contract.effective_on
            ):
                entry.append(("censored", 0, 0))
            else:
                entry.append(("counted", int(who in starts), 1))
        found = {"K9": _counts(entry)}
        jobs = self.last("JobPlaced", lambda it: it.placement_id)
        checks = self.last(
            "RetentionConfirmed", lambda it: (it.placement_id, it.checkpoint_days)
        )
        for days in (30, 90, 180, 365):
            rows = []
            for it in jobs.values():
                check = checks.get((it.placement_id, days))
                if it.start_on + timedelta(days=days) > self.as_of:
                    rows.append(("immature", 0, 0))
                elif check is None:
                    rows.append(("missing", 0, 0))
                else:
                    rows.append(("counted", int(check.status == "retained"), 1))
            found[f"K10-{days}"] = _counts(rows)
        return found

    def evictions(self) -> Counts:
        said: defaultdict[Any, list[Any]] = defaultdict(list)
        for it in sorted(self.known, key=lambda it: it.as_written):
            if it.name == "EvictionStepRecorded":
                said[it.contract.household_id, it.contract.creditor_id].append(
                    it.contract
                )
        rows = []
        for steps in said.values():
            for it, after in zip(steps, [*steps[1:], None], strict=True):
                if it.effective_on > self.as_of:
                    continue
                anew = after is not None and (
                    after.step in ("noticed", "filed")
                    and after.amount_cents != it.amount_cents
                )
                if it.step == "executed":
                    rows.append(("counted", 0, 1))
                elif it.step == "averted" and (after is None or anew):
                    rows.append(("counted", 1, 1))
                elif it.step not in ("averted", "executed") and after is None:
                    rows.append(("immature", 0, 0))
        return {"K11": _counts(rows)}

    def sessions(self) -> dict[Any, Any]:
        return self.last(
            "SessionAttended",
            lambda it: (it.workshop_id, it.enrolment_id, it.session_number),
        )

    def dose(self) -> Counts:
        plans = self.last("WorkshopScheduled", lambda it: it.workshop_id)
        rows = [
            ("counted", it.minutes if it.present else 0, plans[it.workshop_id].minutes)
            if it.workshop_id in plans
            else ("missing", 0, 0)
            for it in self.sessions().values()
        ]
        return {"K13": _counts(rows)}

    # -- K12, as long as nobody has stated a cost

    def days_in_charge(self) -> Counts:
        days: Counter[str] = Counter()
        cases: defaultdict[str, set[Any]] = defaultdict(set)
        for who, since in self.taken.items():
            turns = sorted(
                (
                    getattr(it.contract, "from_on", it.contract.effective_on),
                    it.recorded_at,
                    it.id,
                    it.contract,
                )
                for name in ("CaseOpened", "CaseAssigned")
                for it in self.by_name[name]
                if it.contract.household_id == who
            )
            closings = [
                it.effective_on
                for it in self.of("CaseClosed")
                if it.household_id == who and it.effective_on >= since
            ]
            day, last = since, min(closings, default=self.as_of)
            while day <= last:
                held = [it for on, _, _, it in turns if on <= day]
                if held:
                    it = held[-1]
                    name = getattr(it, "to_organisation_id", None)
                    name = name or it.organisation_id
                    days[name] += 1
                    cases[name].add(who)
                day += timedelta(days=1)
        paid = sum(
            self.owed(who, since) - self.owed(who, self.as_of, own_since=since)
            for who, since in self.taken.items()
        )
        everybody = set().union(*cases.values())
        return {
            "K12": (0, days.total(), len(everybody), 0, 0, 0),
            "K12-recovered": (0, paid, len(self.taken), 0, 0, 0),
            **{f"K12-{it}": (0, days[it], len(cases[it]), 0, 0, 0) for it in days},
        }

    # -- K14 and K16 to K18

    def given(self) -> dict[Any, list[int | None]]:
        """Give of each household in charge what it was owed, and whether it came."""
        found = {}
        homes = {it.household_id: it for it in self.of("HouseholdRegistered")}
        for who, since in self.taken.items():

            def on(name: str, who: Any = who) -> list[Any]:
                return [it for it in self.of(name) if it.household_id == who]

            opened = max(
                (
                    it.effective_on
                    for it in on("CaseOpened")
                    if it.effective_on <= since
                ),
                default=since,
            )
            reached = [it for it in on("ContactAttempted") if it.outcome == "reached"]
            present = [
                it
                for it in self.sessions().values()
                if it.present and it.household_id == who
            ]
            components: list[int | None] = [
                any(0 <= (it.effective_on - opened).days <= 30 for it in reached),
                any(
                    0 <= (it.effective_on - opened).days <= 45
                    for it in on("NeedsAssessed")
                ),
                True,
                bool(on("BudgetAgreed")),
                len(present) >= 4,
                bool(on("AgreementSigned")),
            ]
            adults = homes[who].adults if who in homes else None
            if on("ProfileAssessed"):
                components.append(True)
            elif adults is None:
                components.append(None)
            elif adults > 0:
                components.append(False)
            closed = min(
                (
                    it.effective_on
                    for it in on("CaseClosed")
                    if it.effective_on >= since
                ),
                default=self.as_of,
            )
            days = (closed - since).days
            if days >= 91:
                held = {
                    it.effective_on
                    for it in on("CaseReviewed")
                    if it.effective_on >= since
                }
                components.append(len(held) >= days // 91)
            found[who] = components
        return found

    def fidelity(self) -> Counts:
        given = self.given()
        rows = [
            ("missing", 0, 0) if it is None else ("counted", int(it), 1)
            for components in given.values()
            for it in components
        ]
        return {"K14": _counts(rows), "K14-high": _counts(rows)}

    def fidelity_value(self) -> Fraction | None:
        each = [
            Fraction(sum(map(bool, it)), sum(one is not None for one in it))
            for it in self.given().values()
        ]
        return sum(each, Fraction(0)) / len(each) if each else None

    def needs(self) -> Counts:
        found: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        steps: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for who, since in self.taken.items():
            scores: defaultdict[str, list[tuple[Any, int]]] = defaultdict(list)
            for it in sorted(self.by_name["NeedsAssessed"], key=lambda it: it.by_day):
                if it.contract.household_id == who:
                    for one in it.contract.scores:
                        domain = f"{it.contract.matrix_version}.{one.domain}"
                        scores[domain].append((it, one.score))
            for domain, said in scores.items():
                entry = [
                    score for it, score in said if it.contract.effective_on <= since
                ]
                if not entry:
                    continue
                for months in (6, 12, 24):
                    on = months_after(since, months)
                    standing = self.standing(who, on)
                    after = sorted(
                        (
                            (
                                abs((it.contract.effective_on - on).days),
                                it.by_day,
                                score,
                            )
                            for it, score in said
                            if it.contract.effective_on > since
                        ),
                    )
                    after = [it for it in after if it[0] <= 90]
                    if standing == "counted" and not after:
                        standing = "missing"
                    counts = standing == "counted"
                    change = after[0][2] - entry[-1] if counts else 0
                    name = f"{domain}-{months}"
                    found[f"K16-{name}"].append(
                        (standing, int(change > 0), int(counts))
                    )
                    steps[f"K16-median-{name}"].append((standing, change, int(counts)))
        return {name: _counts(rows) for name, rows in {**found, **steps}.items()}

    def budgets(self) -> Counts:
        labs = {
            it.workshop_id
            for it in self.of("WorkshopScheduled")
            if it.kind == "family_budget"
        }
        days: defaultdict[Any, list[date]] = defaultdict(list)
        for it in self.sessions().values():
            if it.present and it.workshop_id in labs:
                days[it.household_id].append(it.effective_on)
        rows = []
        for who, attended in days.items():
            reviews = [
                it
                for it in self.of("BudgetReviewed")
                if it.household_id == who and it.discipline is not None
            ]
            before = [it for it in reviews if it.effective_on < min(attended)]
            after = [it for it in reviews if it.effective_on > max(attended)]
            if before and after:
                change = after[-1].discipline - before[-1].discipline
                rows.append(("counted", int(change * 10_000), 10_000))
            else:
                rows.append(("missing", 0, 0))
        return {"K17": _counts(rows)}

    def community(self) -> Counts:
        sought = self.sought()
        hours = [
            it
            for it in self.last("CommunityHoursGiven", lambda it: it.hours_id).values()
            if it.minutes
        ]
        took_part = {
            it.household_id for it in self.of("SessionAttended") if it.present
        } | {it.household_id or it.guest_id for it in hours}
        took_part.discard(None)
        found = {"K18": _share(len(took_part - sought), len(took_part))}
        months: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for it in hours:
            months[f"K18-hours-{it.given_on:%Y%m}"].append(("counted", it.minutes, 60))
        return found | {name: _counts(rows) for name, rows in months.items()}

    def counts(self) -> Counts:
        """Give of every indicator: above, below, n, missing, immature, censored."""
        return {
            **self.take_up(),
            **self.reduction(),
            **self.agreements(),
            **self.current_bills(),
            **self.arrears(),
            **self.work(),
            **self.evictions(),
            **self.dose(),
            **self.days_in_charge(),
            **self.fidelity(),
            **self.needs(),
            **self.budgets(),
            **self.community(),
        }


def _share(part: int, whole: int) -> tuple[int, ...]:
    return part, whole, whole, 0, 0, 0


def _counts(rows: list[tuple[str, int, int]]) -> tuple[int, ...]:
    counted = [it for it in rows if it[0] == "counted"]
    others = Counter(standing for standing, _, _ in rows)
    return (
        sum(part for _, part, _ in counted),
        sum(whole for _, _, whole in counted),
        len(counted),
        others["missing"],
        others["immature"],
        others["censored"],
    )


def median_time(spells: list[tuple[int, int]]) -> int | None:
    """Give the Kaplan-Meier median by exact fractions, the plainest way."""
    left = Fraction(1)
    for time in sorted({time for time, _ in spells}):
        at_risk = sum(it >= time for it, _ in spells)
        ended = sum(it == time and end for it, end in spells)
        left *= Fraction(at_risk - ended, at_risk)
        if left <= Fraction(1, 2):
            return time
    return None


def ended_by(spells: list[tuple[int, int]], day: int) -> Fraction:
    """Give one less the Kaplan-Meier share at a day, by exact fractions."""
    left = Fraction(1)
    for time in sorted({time for time, _ in spells if time <= day}):
        at_risk = sum(it >= time for it, _ in spells)
        ended = sum(it == time and end for it, end in spells)
        left *= Fraction(at_risk - ended, at_risk)
    return 1 - left
