"""
What of the front office belongs to the model: whom to seek, by which figures, how seen.

No household, no person and no minute of a meeting is in it. Another estate gets the
definitions as drafts and the figures as a proposal: its own board decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid5

from azione0.access.purposes import purposes_on
from azione0.model.figures import FiguresPart, FigureTold
from azione0.model.names import Name
from azione0.model.part import (
    FITS,
    LEFT_OUT,
    PROPOSED,
    WANTED,
    Item,
    Outcome,
    Part,
    Shipped,
    Taking,
    masked,
)
from azione0.words import _
from intake.cases.matrix import VERSIONS, matrix_of
from intake.governance.deadlines import NotDays
from intake.governance.figures import (
    OWN_PARAMETERS,
    ImpossibleFigure,
    checked_figures,
)
from intake.governance.target import (
    BANDS,
    Criteria,
    EmptyTarget,
    Exclusion,
    criteria,
)

_TARGETS = UUID("52a6c8a5-7f2d-4c1c-8f0e-6a1d9b3e4f0b")
ORGANISATIONS, BUILDINGS, CREDITORS = "organisations", "buildings", "creditors"


class ExcludedBuilding(Item, frozen=True):
    """A building that is not sought, and why, as a code."""

    building: str
    reason: str


class TargetTold(Item, frozen=True):
    """
    Whom the programme seeks, without anybody: codes and the words of one estate.

    `household_reasons`: why households are left out one by one, as codes.
    """

    organisation: str
    buildings: tuple[str, ...]
    bands: tuple[str, ...]
    creditors: tuple[str, ...]
    rent_areas: tuple[str, ...]
    excluded_buildings: tuple[ExcludedBuilding, ...]
    household_reasons: tuple[str, ...]
    valid_from: date


class Targets(Part[TargetTold]):
    """Definitions that count, or will."""

    name = "targets"
    form = TargetTold

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "Chi cerca il programma: le definizioni adottate e in vigore, senza i "
            "nuclei esclusi uno per uno. Altrove diventano bozze."
        )

    def tell(self, application: Any, on: date) -> list[TargetTold]:
        """Give those adopted and not superseded by a day."""
        return [
            _told(it.criteria)
            for it in application.targets()
            if it.decision_ref is not None
            and (it.superseded_on is None or it.superseded_on > on)
        ]

    def names(self, items: Sequence[TargetTold]) -> Iterable[Name]:
        """Give who follows, the buildings and the creditors."""
        for it in items:
            yield Name(ORGANISATIONS, it.organisation)
            yield from (Name(BUILDINGS, one) for one in it.buildings)
            yield from (Name(BUILDINGS, one.building) for one in it.excluded_buildings)
            yield from (Name(CREDITORS, one) for one in it.creditors)

    def take(
        self, application: Any, items: Sequence[TargetTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Draft each with our names."""
        for number, it in enumerate(items, 1):
            said = f"{number}: {', '.join(it.buildings)} {''.join(it.bands)}"
            who = taking.names.ours(ORGANISATIONS, it.organisation) or ()
            buildings = _ours(taking, BUILDINGS, it.buildings)
            creditors = _ours(taking, CREDITORS, it.creditors)
            if not who or not buildings:
                yield Outcome(said, LEFT_OUT)
                continue
            if len(who) > 1:
                taking.refuse(said, ORGANISATIONS, ", ".join(who), _("una sola"))
                continue
            if it.creditors and not creditors:
                # No creditor named would mean every creditor.
                taking.refuse(
                    said, CREDITORS, ", ".join(it.creditors), _("almeno uno di qui")
                )
                continue
            try:
                wanted = criteria(
                    organisation_id=who[0],
                    buildings=buildings,
                    bands=it.bands,
                    creditors=creditors,
                    rent_areas=it.rent_areas,
                    excluded=[
                        Exclusion("building", ours, one.reason)
                        for one in it.excluded_buildings
                        for ours in _ours(taking, BUILDINGS, [one.building])
                    ],
                    valid_from=taking.on,
                )
            except EmptyTarget as wrong:
                taking.refuse(said, "criteria", str(wrong), ", ".join(BANDS))
                continue
            key = uuid5(_TARGETS, repr((taking.source, it, astuple(wanted)[:-1])))
            new = application.propose_target(key, wanted, taking.on)
            yield Outcome(said, PROPOSED if new else FITS)


class Figures(FiguresPart):
    """Our figures, and here the place to which everybody's are proposed."""

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "I parametri della presa in carico in vigore. Altrove diventano una "
            "proposta alla cabina di regia, insieme a quelli degli altri servizi."
        )

    def tell(self, application: Any, on: date) -> list[FigureTold]:
        """Give every figure of ours that counts on a day."""
        return [
            FigureTold(name=it.name, value=it.value, policy_version=it.policy_version)
            for it in application.figures(on)
            if it.name in OWN_PARAMETERS
        ]

    def take(
        self, application: Any, items: Sequence[FigureTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Propose ours with those of others; who owns these has judged them."""
        for it in items:
            if it.name not in OWN_PARAMETERS:
                taking.refuse(it.name, "name", it.name, _("un parametro di intake"))
                continue
            try:
                checked_figures({it.name: it.value})
            except (NotDays, ImpossibleFigure) as wrong:
                taking.refuse(it.name, "value", it.value, str(wrong))
        if taking.wrong:
            return
        figures: dict[str, str] = {}
        for it in (*items, *(one for told in taking.beside.values() for one in told)):
            if figures.setdefault(it.name, it.value) != it.value:
                taking.refuse(it.name, "value", it.value, figures[it.name])
                return
        if figures:
            version, new = application.propose_figures(
                taking.source, figures, taking.on
            )
            said = _("{count} parametri").format(count=len(figures))
            yield Outcome(version, PROPOSED if new else FITS, said)


class AnchorTold(Item, frozen=True):
    """What a score means, in Italian and in English."""

    score: int
    it: str
    en: str


class DomainTold(Item, frozen=True):
    """A domain of the matrix; `special` tells of health (art. 9 GDPR)."""

    code: str
    it: str
    en: str
    special: bool
    anchors: tuple[AnchorTold, ...]


class MatrixTold(Item, frozen=True):
    """A version of the needs matrix."""

    version: str
    domains: tuple[DomainTold, ...]


class Matrices(Shipped[MatrixTold]):
    """The needs matrix, by version."""

    name, form, key = "matrix", MatrixTold, "version"

    def about(self) -> str:
        """Say what it holds."""
        return _("La matrice dei bisogni: ambiti, punteggi e che cosa vogliono dire.")

    def tell(self, application: Any, on: date) -> list[MatrixTold]:
        """Give every version: scores of any may have to be read."""
        return [
            MatrixTold(
                version=version,
                domains=tuple(
                    DomainTold(
                        code=it.code,
                        it=it.it,
                        en=it.en,
                        special=it.special,
                        anchors=tuple(
                            AnchorTold(score=one.score, it=one.it, en=one.en)
                            for one in it.anchors
                        ),
                    )
                    for it in matrix_of(version).domains
                ),
            )
            for version in VERSIONS
        ]


class PurposeTold(Item, frozen=True):
    """What personal data is used for: on which basis, which of it, for how long."""

    code: str
    legal_basis: str
    field_classes: tuple[str, ...]
    retention_years: int
    retention_source: str
    needs_consent: bool
    consent_years: int | None


class Purposes(Shipped[PurposeTold]):
    """The purposes of a day."""

    name, form, key = "purposes", PurposeTold, "code"

    def about(self) -> str:
        """Say what it holds."""
        return _("Le finalità del trattamento: base giuridica, dati, conservazione.")

    def tell(self, application: Any, on: date) -> list[PurposeTold]:
        """Give the purposes that hold on a day."""
        return [
            PurposeTold(
                code=it.code,
                legal_basis=it.legal_basis,
                field_classes=tuple(it.field_classes),
                retention_years=it.retention_years,
                retention_source=it.retention_source,
                needs_consent=it.needs_consent,
                consent_years=it.consent_years,
            )
            for it in purposes_on(on)
        ]


class NoticeTold(Item, frozen=True):
    """What people are told, without addresses and telephones of one estate."""

    purpose: str
    text_version: str
    text: str


class Notices(Part[NoticeTold]):
    """The notices in force; another controller writes and publishes its own."""

    name: ClassVar[str] = "notices"
    form = NoticeTold

    def about(self) -> str:
        """Say what it holds."""
        return _(
            "Le informative in vigore, senza recapiti: nominano il titolare di "
            "un luogo, e altrove vanno riscritte prima di pubblicarle."
        )

    def tell(self, application: Any, on: date) -> list[NoticeTold]:
        """Give the last notice of each purpose."""
        return [
            NoticeTold(
                purpose=it.purpose,
                text_version=it.text_version,
                text=masked(it.text),
            )
            for it in application.notices_on(on)
        ]

    def take(
        self, application: Any, items: Sequence[NoticeTold], taking: Taking
    ) -> Iterator[Outcome]:
        """Ask for a notice of our own for each purpose."""
        ours = {it.purpose for it in application.notices_on(taking.on)}
        known = {it.code for it in purposes_on(taking.on)}
        for it in items:
            if it.purpose not in known:
                taking.refuse(it.purpose, "purpose", it.purpose, ", ".join(known))
                continue
            yield Outcome(it.purpose, FITS if it.purpose in ours else WANTED)


MODEL = (Targets(), Figures(), Matrices(), Purposes(), Notices())


def _told(it: Criteria) -> TargetTold:
    of_buildings = [one for one in it.excluded if one.kind == "building"]
    of_households = {one.reason for one in it.excluded if one.kind == "household"}
    return TargetTold(
        organisation=it.organisation_id,
        buildings=tuple(it.buildings),
        bands=tuple(it.bands),
        creditors=tuple(it.creditors),
        rent_areas=tuple(it.rent_areas),
        excluded_buildings=tuple(
            ExcludedBuilding(building=one.reference, reason=one.reason)
            for one in of_buildings
        ),
        household_reasons=tuple(sorted(of_households)),
        valid_from=it.valid_from,
    )


def _ours(taking: Taking, kind: str, words: Iterable[str]) -> list[str]:
    return [ours for it in words for ours in taking.names.ours(kind, it) or ()]
