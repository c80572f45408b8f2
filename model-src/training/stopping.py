"""SIGTERM and SIGINT: the run saves its state and ends, all ranks at the same step."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .distributed import World, total

SECONDS_BETWEEN_CHECKS = 2.0
"""With several ranks, about: a check costs them a round of messages, and a notice leaves 120 s on SageMaker and on a spot host."""
WORKER_GRACE_SECONDS = 60


class StopSignal:
    """Set by SIGTERM (SageMaker's stop, a spot notice, a service's end) and SIGINT."""

    def __init__(self) -> None:
        self.received = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.received = True

    @contextmanager
    def listening(self) -> Iterator["StopSignal"]:
        previous = {number: signal.signal(number, self) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield self
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def outlive_stop_signals(_worker: int) -> None:
    """In a process that decodes images: whoever stops a whole group or service signals it too, and the step in hand needs its images."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Not ignored for good: when nobody ends this process, the alarm does.
    signal.signal(signal.SIGTERM, lambda _number, _frame: signal.alarm(WORKER_GRACE_SECONDS))


class StopCheck:
    """Asked after each step. Ranks have to stop together, so that they look at each other's signals after steps they agree on."""

    def __init__(self, stop: StopSignal, world: World) -> None:
        self.stop, self.world = stop, world
        self.until_check, self.checked_at = 1, time.monotonic()
        self.interval = 1

    def should_stop(self) -> bool:
        if self.world.size == 1:
            return self.stop.received
        self.until_check -= 1
        if self.until_check > 0:
            return False
        now = time.monotonic()
        received, seconds = total([float(self.stop.received), now - self.checked_at], self.world.device)
        mean_step = seconds / self.world.size / self.interval
        # From summed numbers, so that all ranks come to the same interval.
        self.interval = max(1, min(100, round(SECONDS_BETWEEN_CHECKS / max(mean_step, 1e-6))))
        self.until_check, self.checked_at = self.interval, now
        return received > 0
