"""A progress bar, on a terminal only: a log would fill with it."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")
WIDTH = 30
SECONDS_BETWEEN_DRAWS = 0.2


class Progress:
    def __init__(self, *, shown: bool = True, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.shown = shown and self.stream.isatty()

    def over(self, items: Iterable[T], count: int, label: str) -> Iterator[T]:
        """Pass ``items`` on, of which there are ``count``, and say how far they are."""
        if not self.shown:
            yield from items
            return
        started = drawn = time.monotonic()
        for done, item in enumerate(items):
            now = time.monotonic()
            if done == 0 or now - drawn >= SECONDS_BETWEEN_DRAWS:
                drawn = now
                self.draw(label, done, count, now - started)
            yield item
        self.stream.write("\r\x1b[K")
        self.stream.flush()

    def draw(self, label: str, done: int, count: int, seconds: float) -> None:
        filled = WIDTH * done // max(count, 1)
        left = f", {seconds / done * (count - done):.0f} s left" if done else ""
        self.stream.write(f"\r\x1b[K{label} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{count}{left}")
        self.stream.flush()
