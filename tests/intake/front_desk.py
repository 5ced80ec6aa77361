"""A front office alone in its house, and letters that others write to it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from azione0.contracts import aler, ledger
from azione0.house import House
from azione0.letter import write
from azione0.store import Cause

NOW = datetime(2025, 9, 1, 8, tzinfo=UTC)
_NAMES = UUID("11111111-2222-4333-8444-555555555555")
ALER, ADMINISTRATOR = "aler-bcm", "amm-sole"
TOWER = "torre-cimabue"


def named(*parts):
    """Give the same id for the same name, whenever it is asked."""
    return uuid5(_NAMES, "/".join(map(str, parts)))


class FrontOffice:
    """Intake with somebody at its desk and a postman at its door."""

    def __init__(self, environ):
        self.now = NOW
        self.house = House(environ, clock=lambda: self.now, kinds=("intake",))
        self.intake = self.house.intake
        self._commands = 0

    @contextmanager
    def command(self, actor="operatrice"):
        """Do something as somebody at the desk."""
        self._commands += 1
        with self.intake.transaction(Cause(actor, f"command-{self._commands}")):
            yield self.intake

    def tell(self, *contracts):
        """Hand in letters, one after another; a failing one fails the test."""
        return self.hand_in([letter(contract) for contract in contracts])

    def hand_in(self, raws):
        taken = self.house.hand_in("intake", raws)
        assert (taken.failed, taken.parked, taken.quarantined) == (0, 0, 0), [
            row.reason for row in self.house.office("intake").parking.letters()
        ]
        return taken

    def said(self, contract=None):
        """Give what the front office said so far, in order."""
        office = self.house.office("intake")
        told = [
            office.service.announce(self.intake.mapper.to_domain_event(stored))
            for stored in office.store.select_notifications(None, 10_000)
        ]
        return [
            it
            for it in told
            if it is not None and (contract is None or isinstance(it, contract))
        ]

    def household(self, tenancy_id="T1", dwelling_id="D1", **told):
        """Have a household in the tower, by its ALER tenancy; give its id."""
        self.tell(tenancy(tenancy_id, dwelling_id, **told))
        return self.intake.household_of(ALER, tenancy_id)

    def target(self, bands="BCD", valid_from=date(2025, 1, 1), **told):
        """Have the steering group seek households in the tower; give its id."""
        wanted = {
            "organisation_id": "la-rete",
            "decision_ref": "CdR 1/2025",
            "buildings": [TOWER],
            "bands": list(bands),
            "valid_from": valid_from,
        } | told
        with self.command() as intake:
            return intake.adopt_target(**wanted)

    def case(self, household_id):
        """Give the one line of a household's case, or nothing."""
        return next(iter(self.intake.cases(household_id=household_id)), None)

    def reached_case(self, household_id):
        """Have arrears detected and the household reached; give the case's id."""
        self.tell(detected(household_id))
        case_id = self.intake.case_of(household_id)
        with self.command() as intake:
            intake.record_contact(
                case_id, channel="door", outcome="reached", on=date(2025, 4, 1)
            )
        return case_id

    def tasks(self, **wanted):
        return [(it.kind, it.since_on) for it in self.intake.tasks(**wanted)]


def letter(contract, *, id=None, recorded_at=NOW):
    """Put a contract into its envelope, as its publisher would."""
    publisher = contract.promise.publisher
    return write(
        contract,
        id=id or str(named(repr(contract))),
        source=f"//{publisher}-org/{publisher}",
        recorded_at=recorded_at,
        correlation_id="first",
        causation_id="before",
    )


def tenancy(
    tenancy_id="T1",
    dwelling_id="D1",
    *,
    since=date(2018, 3, 1),
    by=aler,
    creditor=None,
    building=TOWER,
):
    return by.TenancyRegistered(
        creditor_id=creditor or (ALER if by is aler else ADMINISTRATOR),
        tenancy_id=tenancy_id,
        dwelling_id=dwelling_id,
        building_id=building,
        valid_from=since,
        effective_on=since,
    )


def ended(tenancy_id="T1", *, until, by=aler):
    return by.TenancyEnded(
        creditor_id=ALER if by is aler else ADMINISTRATOR,
        tenancy_id=tenancy_id,
        valid_to=until,
        effective_on=until + timedelta(days=1),
    )


def detected(
    household_id,
    episode="e1",
    *,
    on=date(2025, 2, 11),
    band="B",
    cents=54000,
    creditor=ALER,
):
    return ledger.ArrearsDetected(
        episode_id=named(household_id, episode),
        household_id=household_id,
        creditor_id=creditor,
        overdue_cents=cents,
        oldest_due_on=on - timedelta(days=32),
        months_equiv=Decimal("3.00"),
        band=band,
        is_relapse=False,
        effective_on=on,
    )


def retracted(household_id, episode="e1", *, on=date(2025, 3, 1)):
    return ledger.ArrearsRetracted(
        episode_id=named(household_id, episode),
        household_id=household_id,
        creditor_id=ALER,
        cause="late_payment",
        effective_on=on,
    )


def cleared(household_id, episode="e1", *, on=date(2025, 8, 10)):
    return ledger.ArrearsCleared(
        episode_id=named(household_id, episode),
        household_id=household_id,
        creditor_id=ALER,
        cleared_on=on,
        effective_on=on,
    )


def moved(household_id, episode="e1", *, on, band, cents=90000):
    return ledger.ArrearsBandChanged(
        episode_id=named(household_id, episode),
        household_id=household_id,
        creditor_id=ALER,
        overdue_cents=cents,
        band=band,
        effective_on=on,
    )


def missed(household_id, number=1, *, on=date(2025, 9, 21)):
    return ledger.InstalmentMissed(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        number=number,
        due_on=on - timedelta(days=11),
        due_cents=7000,
        paid_cents=0,
        shortfall_cents=7000,
        consecutive=1,
        in_12_months=1,
        effective_on=on,
    )


def miss_retracted(household_id, number=1, *, on=date(2025, 9, 25), payment="p1"):
    return ledger.InstalmentMissRetracted(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        number=number,
        by_payment_id=named(payment),
        effective_on=on,
    )


def at_risk(
    household_id,
    *,
    on,
    due=date(2025, 9, 10),
    facts=("instalment_due_soon_unpaid", "means_worsened"),
    agreement="agreement",
):
    return ledger.AgreementAtRisk(
        agreement_id=named(household_id, agreement),
        household_id=household_id,
        creditor_id=ALER,
        facts=facts,
        next_due_on=due,
        next_due_cents=7000,
        effective_on=on,
    )


def calm(household_id, *, on, agreement="agreement"):
    return ledger.AgreementNoLongerAtRisk(
        agreement_id=named(household_id, agreement),
        household_id=household_id,
        creditor_id=ALER,
        effective_on=on,
    )


def relief(household_id, *, on, by=date(2025, 9, 26), cause="job_ended"):
    return ledger.ReliefProposed(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        cause=cause,
        proposal="lower_instalment",
        affordable_cents=4000,
        review_by_on=by,
        effective_on=on,
    )


def eased(contract, household_id, *, on, kind="extend"):
    """Have an agreement rest, or its instalments changed, or it ended."""
    if contract is ledger.AgreementRescheduled:
        instalment = ledger.Instalment(number=1, due_on=on, amount_cents=3500)
        told = {"kind": kind, "instalments": (instalment,)}
    else:
        told = {"outstanding_cents": 94000}
    return contract(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        reason="job_ended",
        effective_on=on,
        **told,
    )
