"""A creditor as tests see it: it writes letters about its tenancies."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from azione0 import letter
from azione0.contracts import aler, condominium, intake
from azione0.letter import Raw

NOW = datetime(2025, 1, 1, tzinfo=UTC)
HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
_LETTERS = UUID("99999999-2222-4333-8444-555555555555")


def written(contract, source: str, letter_id: str | None = None) -> Raw:
    """Put what somebody says into its envelope, numbered by its content only."""
    return letter.write(
        contract,
        id=letter_id or str(uuid5(_LETTERS, repr(contract))),
        source=source,
        recorded_at=max(NOW, letter.start_of_day(contract.effective_on)),
        correlation_id="test",
        causation_id="test",
    )


class Creditor:
    """Writes the letters of one creditor."""

    def __init__(self, creditor_id: str = "ALER-BCM", voice=aler) -> None:
        self.creditor_id = creditor_id
        self.voice = voice
        self.source = f"//test/{voice.__name__.rpartition('.')[2]}"

    def letter(self, contract, letter_id: str | None = None) -> Raw:
        return written(contract, self.source, letter_id)

    def tenancy(self, tenancy_id: str = "T1", dwelling: str = "D1") -> Raw:
        return self.letter(
            self.voice.TenancyRegistered(
                creditor_id=self.creditor_id,
                tenancy_id=tenancy_id,
                dwelling_id=dwelling,
                building_id="cimabue",
                valid_from=date(2020, 1, 1),
                effective_on=date(2020, 1, 1),
            )
        )

    def bill(
        self,
        due_on: date,
        cents: int = 18000,
        *,
        tenancy_id: str = "T1",
        charge_id: str | None = None,
        kind: str = "rent",
        iuv: str | None = None,
        issued_on: date | None = None,
    ) -> Raw:
        first = due_on.replace(day=1)
        return self.letter(
            self.voice.ChargeIssued(
                charge_id=charge_id or f"{tenancy_id}-{kind}-{due_on}",
                creditor_id=self.creditor_id,
                tenancy_id=tenancy_id,
                kind=kind,
                amount_cents=cents,
                issued_on=issued_on or first,
                due_on=due_on,
                period_from=first,
                period_to=due_on.replace(day=28),
                iuv=iuv,
                effective_on=issued_on or first,
            )
        )

    def correct(
        self,
        due_on: date,
        cents: int,
        *,
        replaces: str,
        charge_id: str,
        tenancy_id: str = "T1",
        kind: str = "rent",
        issued_on: date | None = None,
    ) -> Raw:
        first = due_on.replace(day=1)
        return self.letter(
            self.voice.ChargeCorrected(
                charge_id=charge_id,
                creditor_id=self.creditor_id,
                tenancy_id=tenancy_id,
                kind=kind,
                amount_cents=cents,
                issued_on=issued_on or first,
                due_on=due_on,
                period_from=first,
                period_to=due_on.replace(day=28),
                replaces=replaces,
                effective_on=issued_on or first,
            )
        )

    def take_back(self, charge_id: str, on: date, tenancy_id: str = "T1") -> Raw:
        return self.letter(
            self.voice.ChargeReversed(
                charge_id=charge_id,
                creditor_id=self.creditor_id,
                tenancy_id=tenancy_id,
                effective_on=on,
            )
        )

    def payment(
        self,
        value_on: date,
        cents: int,
        *,
        tenancy_id: str | None = "T1",
        payment_id: str | None = None,
        payer: str = "tenant",
        letter_id: str | None = None,
        iuv: str | None = None,
        iur: str | None = None,
        channel: str = "transfer",
    ) -> Raw:
        return self.letter(
            self.voice.PaymentReceived(
                payment_id=payment_id or f"P-{tenancy_id}-{value_on}-{cents}-{iuv}",
                creditor_id=self.creditor_id,
                tenancy_id=tenancy_id,
                amount_cents=cents,
                value_on=value_on,
                channel=channel,
                payer=payer,
                iuv=iuv,
                iur=iur,
                effective_on=value_on,
            ),
            letter_id,
        )

    def refund(self, payment_id: str, value_on: date, cents: int, *, on: date) -> Raw:
        return self.letter(
            self.voice.PaymentReversed(
                payment_id=payment_id,
                creditor_id=self.creditor_id,
                tenancy_id="T1",
                amount_cents=cents,
                value_on=value_on,
                channel="direct_debit",
                payer="tenant",
                effective_on=on,
            )
        )


def registered(*tenancies: tuple[str, str], household_id: UUID = HOUSEHOLD) -> Raw:
    """The letter in which intake says whose tenancies these are."""
    said = intake.HouseholdRegistered(
        household_id=household_id,
        dwelling_id="D1",
        building_id="cimabue",
        tenancies=tuple(
            intake.Tenancy(creditor_id=creditor, tenancy_id=tenancy)
            for creditor, tenancy in tenancies or (("ALER-BCM", "T1"),)
        ),
        adults=2,
        minors=1,
        rent_area="PROTECTION",
        effective_on=date(2020, 1, 1),
    )
    return written(said, "//test/intake")


def months(first: date, count: int) -> list[date]:
    """The same day of `count` months."""
    return [
        date(
            first.year + (first.month - 1 + it) // 12,
            (first.month - 1 + it) % 12 + 1,
            first.day,
        )
        for it in range(count)
    ]


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(it) for it in range((last - first).days + 1)]


ALER = Creditor()
ADMINISTRATOR = Creditor("COND-SOLE", condominium)
