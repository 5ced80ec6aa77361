"""
What of the ledger belongs to the model: its figures, and nobody's money.

Creditors, accounts and tenancies are of one estate. Figures from elsewhere are judged
here and proposed by the front office, for a board decides on them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from azione0.model.figures import FiguresPart, FigureTold
from azione0.model.part import FITS, PROPOSED, Outcome, Taking
from azione0.words import _
from ledger.policy import (
    DEFAULTS,
    NO_FIGURES,
    Policy,
    UnknownParameter,
    WrongParameter,
)
from ledger.rates import LEGAL_RATES
from ledger.rulebook import RULEBOOK_ID, Rulebook


class Figures(FiguresPart):
    """The ledger's figures, and the legal rates that were adopted as such."""

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "I parametri del registro in vigore: soglie, tolleranze, decadenza, "
            "imputazione, sfratto, interessi. Altrove vanno in una proposta alla "
            "cabina di regia."
        )

    def tell(self, application: Any, on: date) -> list[FigureTold]:
        """Give every figure that counts on a day, by name."""
        rulebook = application.find(Rulebook, RULEBOOK_ID)
        policy = rulebook.policy_at(on) if rulebook else DEFAULTS
        told = {
            it.name: _text(getattr(policy, it.name))
            for it in fields(Policy)
            if it.name not in NO_FIGURES
        }
        for rate in policy.legal_rates:
            told[f"legal_interest_bp_{rate.first_on.year}"] = str(rate.basis_points)
        return [
            FigureTold(name=name, value=told[name], policy_version=policy.version)
            for name in sorted(told)
        ]

    def take(
        self, application: Any, items: Sequence[FigureTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Judge each figure; one that counts here already fits."""
        ours = {it.name: it.value for it in self.tell(application, taking.on)}
        known = {
            f"legal_interest_bp_{it.first_on.year}": str(it.basis_points)
            for it in LEGAL_RATES.rates
        }
        for it in items:
            if known.get(it.name) == it.value:
                yield Outcome(it.name, FITS, it.value)
                continue
            try:
                DEFAULTS.changed("model", {it.name: it.value}, taking.on)
            except UnknownParameter as wrong:
                taking.refuse(it.name, "name", it.name, str(wrong))
                continue
            except WrongParameter as wrong:
                taking.refuse(it.name, "value", it.value, str(wrong))
                continue
            state = FITS if ours.get(it.name) == it.value else PROPOSED
            yield Outcome(it.name, state, it.value)


MODEL = (Figures(),)


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
