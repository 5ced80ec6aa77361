"""
Work that goes on as long as the service runs: a step, a pause, the next step.

What a step raises is said once in the log and in `trouble`, and the step is tried
again later and later; nothing that fails in a loop ends the service.
"""

from abc import abstractmethod
from contextlib import suppress
from logging import getLogger
from typing import Any

from eventlet import sleep
from eventlet.event import Event
from nameko.extensions import Entrypoint

log = getLogger(__name__)

LONGEST_DELAY = 5.0


class Loop(Entrypoint):
    """
    A nameko entrypoint that repeats `step` in a green thread of its own.

    `pause` seconds lie between two steps, growing to `longest_pause` while there
    is nothing to do.
    """

    pause = 0.05
    longest_pause = 0.5
    #: Failures whose words are about the network and never about a letter.
    told: tuple[type[Exception], ...] = ()

    def __init__(self, **expected: Any) -> None:
        super().__init__(**expected)
        #: What is wrong at present, as a sentence; empty when all is well.
        self.trouble = ""
        self._stopping = False
        self._woken = Event()
        self._thread: Any = None

    @abstractmethod
    def step(self) -> bool:
        """Do a piece of the work; say whether there may be more at once."""

    def failed(self, wrong: Exception) -> None:
        """Give up what the failed step may have left half done."""

    def finish(self) -> None:
        """Close what the loop had open."""

    def start(self) -> None:
        """Begin."""
        self._thread = self.container.spawn_managed_thread(
            self._run, identifier=f"{type(self).__name__}.{self.method_name}"
        )

    def stop(self) -> None:
        """Finish the present step, and then nothing more."""
        self._stopping = True
        self.wake()
        if self._thread is not None:
            self._thread.wait()

    def kill(self) -> None:
        """Stop without finishing the present step."""
        if self._thread is not None:
            self._thread.kill()

    def wake(self) -> None:
        """End the present pause: there is something to do."""
        if not self._woken.ready():
            self._woken.send(None)

    def _run(self) -> None:
        pause, delay = self.pause, 0.0
        try:
            while not self._stopping:
                try:
                    busy = self.step()
                except Exception as wrong:  # noqa: BLE001  nothing ends the service
                    delay = min(max(2 * delay, 1.0), LONGEST_DELAY)
                    self._say(wrong)
                    self.failed(wrong)
                    self._rest(delay)
                    continue
                if self.trouble:
                    log.info("%s works again", self.method_name)
                self.trouble, delay = "", 0.0
                pause = self.pause if busy else min(2 * pause, self.longest_pause)
                self._rest(0 if busy else pause)
        finally:
            with suppress(Exception):
                self.finish()

    def _say(self, wrong: Exception) -> None:
        trouble = type(wrong).__name__
        if isinstance(wrong, self.told):
            trouble = f"{trouble}: {wrong}"
        if trouble != self.trouble:
            log.warning("%s: %s", self.method_name, trouble, exc_info=wrong)
        self.trouble = trouble

    def _rest(self, seconds: float) -> None:
        """Pause, shortly if woken; a pause of 0 lets the others have their turn."""
        if not seconds:
            sleep(0)
        elif not self._stopping:
            self._woken.wait(timeout=seconds)
        if self._woken.ready():
            self._woken.reset()
