"""
Checkpoints exchanged with the partners: told, cosigned, and asked for again.

Each service tells the others how far its log has grown, and they sign that it grew
and did not change. Before it first signs after a start it asks what they hold of it:
so a log that was put back from an older copy is noticed by its own keeper. A partner
that was away is told when it is back.

The key of a partner is the one in the partners file; else the one that was found at
its own address the first time, which then stays.
"""

from collections.abc import Callable, Iterable
from logging import getLogger
from typing import Any, Protocol

from azione0.audit.key import origin_of, origin_of_partner, signer_of
from azione0.audit.merkle import WrongTree
from azione0.audit.note import (
    OF_A_WITNESS,
    OF_THE_LOG,
    Checkpoint,
    Signer,
    Verifier,
    WrongKey,
    WrongNote,
    checkpoint_of,
    opened,
    text_of,
)
from azione0.audit.over_http import OverHttp
from azione0.audit.seal import Seal, Sealer, last_seal
from azione0.audit.tree import LeafMissing, Tree
from azione0.audit.witness import (
    Growth,
    NotGrown,
    NotSigned,
    OtherSize,
    UnknownLog,
    Witness,
    WrongGrowth,
    disputes,
    held_note,
    keep,
)
from azione0.catchup import NoAnswer
from azione0.contract import SERVICES
from azione0.partners import Partner
from azione0.settings import Settings
from azione0.store import Store
from azione0.words import _

log = getLogger(__name__)


class Way(Protocol):
    """How a partner is reached: by HTTP, or in the same process."""

    def keys(self) -> str:
        """Give its public keys, one a line: of its log, and as a witness."""

    def held(self, origin: str) -> str:
        """Give the checkpoint of a log that it holds, cosigned; else nothing."""

    def add(self, growth: Growth) -> str:
        """Tell it a log's new checkpoint; it answers the line that cosigns it."""


WaySomewhere = Callable[[Partner], Way]
#: What may go wrong with one partner, and concerns nobody else.
OF_ONE_PARTNER = (
    *(NoAnswer, NotSigned, NotGrown, OtherSize, UnknownLog, WrongGrowth),
    *(WrongKey, WrongNote, WrongTree, LeafMissing),
)


def over_http(partner: Partner) -> Way:
    """Reach a partner at its address."""
    return OverHttp(partner.url)


class Exchange:
    """One service's part in it: it seals, tells, asks, and sees others grow."""

    def __init__(
        self, store: Store, settings: Settings, way_to: WaySomewhere = over_http
    ) -> None:
        self._store = store
        self._settings = settings
        self.way_to = way_to
        self.origin = origin_of(settings)
        self._signers: dict[int, Signer] = {}
        self._sealer: Sealer | None = None
        self._asked: set[str] = set()
        #: What is wrong with the log itself, and with each partner, by its name.
        self.trouble = ""
        self.troubles: dict[str, str] = {}

    # -- for others

    def keys(self) -> str:
        """Give our public keys, one a line: of the log, and as a witness."""
        kinds = (OF_THE_LOG, OF_A_WITNESS)
        return "".join(f"{self._signer(it).verifier.text()}\n" for it in kinds)

    def held(self, origin: str) -> str:
        """Give the checkpoint of a log that is held here, cosigned; else nothing."""
        with self._store.reading() as session:
            return held_note(session, origin)

    def add(self, growth: Growth) -> str:
        """See a partner's log grow, and sign for it; `UnknownLog`; see `Witness`."""
        point = checkpoint_of(text_of(growth.note))
        partner = next((it for it in self.others if _log_of(it, point)), None)
        if partner is None:
            raise UnknownLog(_("nessun partner tiene questo registro"))
        key = self.key_of(partner, OF_THE_LOG)
        return Witness(self._store, self._signer(OF_A_WITNESS)).add(growth, key)

    # -- for ourselves

    @property
    def others(self) -> list[Partner]:
        """The partners that run a service, other than this one."""
        me = self._settings.me.name
        return [
            it
            for it in self._settings.partners
            if it.kind in SERVICES and it.name != me and it.url
        ]

    def step(self, most: int | None = None) -> bool:
        """
        Ask who was not asked yet, seal what is new, tell it; whether there is more.

        A partner's failure is noted in `troubles`; `Forked` and `NumberMissing` are
        noted in `trouble` and go on.
        """
        for partner in self.others:
            if partner.name not in self._asked:
                self._with(partner, self.ask)
        sealed = self.seal(most)
        with self._store.reading() as session:
            last = last_seal(session)
        if last is not None and (sealed is None or most is None):
            for partner in self.others:
                self._with(partner, self._tell(last))
        return sealed is not None

    def seal(self, most: int | None = None) -> Seal | None:
        """Seal what is new, unless others hold what contradicts it; see `Sealer`."""
        if self._sealer is None:
            self._sealer = Sealer(self._store, self._signer(OF_THE_LOG))
        try:
            sealed = self._sealer.seal(most)
        except Exception as wrong:
            self.trouble = str(wrong)
            raise
        self.trouble = ""
        return sealed

    def ask(self, partner: Partner) -> None:
        """Note which checkpoint of this log a partner holds."""
        note = self.way_to(partner).held(self.origin)
        if note:
            self._keep(partner, note)
        self._asked.add(partner.name)

    def key_of(self, partner: Partner, kind: int) -> Verifier:
        """
        Give a partner's key; seen for the first time, it is kept for ever.

        `WrongKey` if it is another's; `NoAnswer` if the partner has to be asked.
        """
        told = partner.seal_key if kind == OF_THE_LOG else partner.witness_key
        name = origin_of_partner(partner)
        with self._store.reading() as session:
            rows = session.execute(
                "SELECT key FROM known_keys WHERE name = ? AND kind = ?", (name, kind)
            )
        text = told or (rows[0][0] if rows else "")
        if text:
            return _key(text, name, kind)
        keys = map(Verifier.read, self.way_to(partner).keys().splitlines())
        found = next((it for it in keys if (it.name, it.kind) == (name, kind)), None)
        if found is None:
            raise WrongKey(f"{partner.name} does not show a key of {name}")
        with self._store.database.writing() as session:
            session.execute(
                "INSERT INTO known_keys (name, kind, key, noted_at) "
                "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (name, kind, found.text(), self._store.clock()),
            )
        return found

    def status(self) -> dict[str, Any]:
        """Tell how far the log is sealed, who cosigned how far, and what is wrong."""
        with self._store.reading() as session:
            last = last_seal(session)
            cosigned = dict(
                session.execute(
                    "SELECT witness, max(size) FROM cosigned GROUP BY witness"
                )
            )
            contradicted = sorted({it[0] for it in disputes(session)})
        return {
            "sealed": last.size if last else 0,
            "cosigned": cosigned,
            "trouble": self.trouble,
            "troubles": dict(self.troubles),
            "contradicted": contradicted,
        }

    def _tell(self, last: Seal) -> Callable[[Partner], None]:
        def tell(partner: Partner) -> None:
            if self._known_at(partner) >= last.size:
                return
            way = self.way_to(partner)
            held = way.held(self.origin)
            if held:
                self._keep(partner, held)
            before = checkpoint_of(text_of(held)).size if held else 0
            if before >= last.size:
                return
            with self._store.reading() as session:
                proof = Tree(session, last.size).consistency(before)
            line = way.add(Growth(before, tuple(proof), last.note))
            self._keep(partner, last.note + line)

        return tell

    def _keep(self, partner: Partner, note: str) -> None:
        """Keep what a partner holds of our log: signed by us, and cosigned by it."""
        mine = self._signer(OF_THE_LOG).verifier
        theirs = self.key_of(partner, OF_A_WITNESS)
        point, by = opened(note, [mine, theirs])
        if point.origin != self.origin or by != {mine.name, theirs.name}:
            raise NotSigned(
                _(
                    "{partner} tiene un sigillo di questo registro che non è firmato "
                    "con la chiave di adesso"
                ).format(partner=partner.name)
            )
        with self._store.database.writing() as session:
            now = self._store.clock()
            keep(session, "cosigned", "witness", theirs.name, note, now)

    def _known_at(self, partner: Partner) -> int:
        with self._store.reading() as session:
            [[size]] = session.execute(
                "SELECT coalesce(max(size), 0) FROM cosigned WHERE witness = ?",
                (origin_of_partner(partner),),
            )
        return int(size)

    def _with(self, partner: Partner, act: Callable[[Partner], None]) -> None:
        try:
            act(partner)
        except OF_ONE_PARTNER as wrong:
            # Whoever asks how the service is hears the kind, not our addresses.
            trouble = type(wrong).__name__
            if trouble != self.troubles.get(partner.name):
                log.warning("seals, with %s: %s: %s", partner.name, trouble, wrong)
            self.troubles[partner.name] = trouble
        else:
            self.troubles.pop(partner.name, None)

    def _signer(self, kind: int) -> Signer:
        if kind not in self._signers:
            self._signers[kind] = signer_of(self._settings, kind)
        return self._signers[kind]


def exchange_all(exchanges: Iterable[Exchange]) -> None:
    """Let services seal and tell one another, until nobody has anything new."""
    exchanges = list(exchanges)
    for it in exchanges:
        it.seal()
    for it in exchanges:
        it.step()


def _key(text: str, name: str, kind: int) -> Verifier:
    key = Verifier.read(text)
    if (key.name, key.kind) != (name, kind):
        raise WrongKey(f"{key.name} is not the key of {name} for this")
    return key


def _log_of(partner: Partner, point: Checkpoint) -> bool:
    return origin_of_partner(partner) == point.origin
