"""
What a service counts about its own work, for Prometheus to collect.

Letters, delays and times only: no label ever holds the id of a household or of
a person. Counters live in the process; what waits is read from the database
when somebody asks, so it is right after a restart too.
"""

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

from eventsourcing.persistence import OperationalError
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from azione0.contract import UnknownContract, contract_for
from azione0.inbox import Handler, Taken
from azione0.letter import Letter
from azione0.office import Office
from azione0.relay import Outgoing

# When a counter began is one more series for each of them, and nobody asks for it.
disable_created_metrics()  # type: ignore[no-untyped-call]

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
#: States of letters that are not done; always shown, so that zero is a figure too.
WAITING_STATES = ("held", "waiting", "retrying", "parked")


class Metrics:
    """The figures of one running service, in a registry of its own."""

    def __init__(self, office: Office) -> None:
        self.service = office.settings.me.name
        self.registry = CollectorRegistry()
        self._sent = self._counter(
            "azione0_letters_sent", "Letters that the bus confirmed", "contract"
        )
        self._received = self._counter(
            "azione0_letters_received", "Letters acted on or kept", "contract"
        )
        self._again = self._counter(
            "azione0_letters_known", "Letters that had come before"
        )
        self._failed = self._counter(
            "azione0_letters_failed", "Attempts that a handler refused"
        )
        self._quarantined = self._counter(
            "azione0_letters_quarantined", "Messages that are no letter, or forged"
        )
        self._strayed = self._counter(
            "azione0_letters_strayed", "Letters for others, that were not kept"
        )
        self._handling = self._histogram(
            "azione0_handling_seconds", "Time to act on a letter", "contract"
        )
        self._answering = self._histogram(
            "azione0_http_seconds", "Time to answer", "method", "route", "status"
        )
        for counter in (self._again, self._failed, self._quarantined, self._strayed):
            # Named once, it is there from the beginning: zero is a figure too.
            counter.labels(self.service)
        self.registry.register(_Waiting(office))

    def timed(self, contract_type: str, handler: Handler) -> Handler:
        """Make a handler whose time is taken, whether it succeeds or not."""
        timer = self._handling.labels(self.service, name_of(contract_type))

        def handle(letter: Letter) -> None:
            begun = perf_counter()
            try:
                handler(letter)
            finally:
                timer.observe(perf_counter() - begun)

        return handle

    def taken(self, taken: Taken) -> None:
        """Count a batch of letters in."""
        for contract, count in taken.done.items():
            self._received.labels(self.service, name_of(contract)).inc(count)
        self._again.labels(self.service).inc(taken.known)
        self._failed.labels(self.service).inc(taken.failed)
        self._quarantined.labels(self.service).inc(taken.quarantined)
        self._strayed.labels(self.service).inc(taken.strayed)

    def sent(self, messages: Iterable[Outgoing]) -> None:
        """Count letters out, once the bus has confirmed them."""
        for message in messages:
            contract = name_of(message.raw.headers["ce-type"])
            self._sent.labels(self.service, contract).inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Take the time of an answer; `route` is the rule, never the address."""
        self._answering.labels(self.service, method, route, str(status)).observe(
            seconds
        )

    def text(self) -> bytes:
        """Give everything in Prometheus's text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, ("service", *labels), registry=self.registry)

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(
            name, about, ("service", *labels), registry=self.registry, buckets=SECONDS
        )


def name_of(contract_type: str) -> str:
    """Give a contract's name as it is said everywhere; strangers share one."""
    try:
        return contract_for(contract_type).promise.name
    except UnknownContract:
        return "unknown"


class _Waiting(Collector):
    """What waits in the database, counted when it is asked for."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._service = office.settings.me.name

    def describe(self) -> list[Any]:
        """Say nothing before being asked: asking costs questions to a database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the figures; only `azione0_database_up` if the database is away."""
        try:
            figures = [
                *self._letters(),
                *self._delays(),
                *self._log(),
                *self._publishers(),
            ]
        except OperationalError:
            yield self._one("azione0_database_up", "Whether the database answers", 0)
            return
        yield self._one("azione0_database_up", "Whether the database answers", 1)
        yield from figures

    def _letters(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily(
            "azione0_letters_waiting",
            "Letters not done: held behind a gap, waiting, retrying, parked",
            labels=("service", "state", "contract"),
        )
        with self._office.store.reading() as session:
            counted = session.execute(
                "SELECT state, type, count(*) FROM inbox "
                "WHERE state NOT IN ('done', 'discarded') GROUP BY state, type"
            )
            oldest = session.execute(
                "SELECT received_at FROM inbox "
                "WHERE state NOT IN ('done', 'discarded') ORDER BY position LIMIT 1"
            )
        figures = dict.fromkeys(((state, "") for state in WAITING_STATES), 0)
        for state, contract_type, count in counted:
            figures.pop((state, ""), None)
            # Two creditors' contracts of one name are one figure.
            place = (state, name_of(contract_type))
            figures[place] = figures.get(place, 0) + int(count)
        for place, count in figures.items():
            waiting.add_metric((self._service, *place), count)
        yield waiting
        now = self._office.store.clock()
        age = (now - oldest[0][0]).total_seconds() if oldest else 0
        about = "Age of the oldest letter that is not done"
        yield self._one("azione0_inbox_lag_seconds", about, age)

    def _delays(self) -> Iterator[GaugeMetricFamily]:
        unread, unsent = self._office.relay.lag()
        about = "Events whose letters are not written yet"
        yield self._one("azione0_relay_unread_events", about, unread)
        about = "Events that could not be put into words, and wait for a person"
        unsaid = len(self._office.relay.unsaid())
        yield self._one("azione0_relay_unsaid_events", about, unsaid)
        if self._office.settings.amqp:
            about = "Events whose letters the bus has not confirmed"
            yield self._one("azione0_relay_unsent_events", about, unsent)
        lag: Callable[[], int] | None = getattr(
            self._office.application, "projection_lag", None
        )
        if lag is not None:
            about = "Archived letters that the projections have not counted yet"
            yield self._one("azione0_projection_lag_letters", about, lag())

    def _publishers(self) -> Iterator[GaugeMetricFamily]:
        """Give each publisher's rhythm; a publisher is an organisation's service."""
        rhythms = self._office.rhythms.all()
        silent = GaugeMetricFamily(
            "azione0_publisher_silent",
            "Whether a publisher writes nothing for longer than usual, nor answers",
            labels=("service", "publisher"),
        )
        quiet = GaugeMetricFamily(
            "azione0_publisher_quiet",
            "Whether a publisher writes nothing for longer than it is used to",
            labels=("service", "publisher"),
        )
        age = GaugeMetricFamily(
            "azione0_publisher_last_letter_seconds",
            "How long ago a publisher's last letter was written",
            labels=("service", "publisher"),
        )
        lag = GaugeMetricFamily(
            "azione0_publisher_lag_seconds",
            "What a publisher's last letter took from being written to being here",
            labels=("service", "publisher"),
        )
        for it in rhythms:
            place = (self._service, it.publisher)
            silent.add_metric(place, it.state == "silent")
            quiet.add_metric(place, it.state != "regular")
            age.add_metric(place, it.silence.total_seconds())
            lag.add_metric(place, it.lag.total_seconds())
        yield from (silent, quiet, age, lag)

    def _log(self) -> Iterator[GaugeMetricFamily]:
        found = self._office.exchange.status()
        about = "Whether the log is no longer sealed: others hold another past of it"
        yield self._one("azione0_log_refused", about, bool(found["trouble"]))
        about = "Events under the last seal"
        yield self._one("azione0_log_sealed_events", about, found["sealed"])
        about = "Others that have cosigned the last seal"
        seen = [it for it in found["cosigned"].values() if it == found["sealed"]]
        yield self._one("azione0_log_witnesses", about, len(seen))
        about = "Logs of others that have contradicted themselves"
        contradicted = len(found["contradicted"])
        yield self._one("azione0_log_contradicted", about, contradicted)

    def _one(self, name: str, about: str, value: float) -> GaugeMetricFamily:
        family = GaugeMetricFamily(name, about, labels=("service",))
        family.add_metric((self._service,), value)
        return family
