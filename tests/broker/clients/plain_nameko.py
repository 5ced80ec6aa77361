"""A partner's program that knows nameko and the published schemas, and no more."""

import os

import eventlet

eventlet.monkey_patch()

from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import event_handler  # noqa: E402

PUBLISHER = os.environ["PUBLISHER"]


class Screen:
    """Shows what it hears; what is missed while it is away is missed."""

    name = os.environ["PARTNER"]

    @event_handler(PUBLISHER, "InstalmentMissed")
    def on_instalment_missed(self, missed):
        """Print the contract, which comes as a dictionary."""
        print(missed["household_id"], missed["shortfall_cents"], flush=True)  # noqa: T201


container = ServiceContainer(
    Screen,
    {
        "AMQP_URI": os.environ["AMQP_URL"],
        # The exchange is there; making it is the operator's right.
        "DECLARE_EVENT_EXCHANGES": False,
        "ACCEPT": ["json"],
    },
)
container.start()
print("listening", flush=True)  # noqa: T201
container.wait()
