"""Images of requests that come at the same time are computed together, which takes less time than one after the other."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


class Batcher:
    """One thread computes; what arrives meanwhile is its next batch.

    An image that finds the thread idle is computed at once. Only while others are on their way (announced, being decoded) it waits for
    them, at most ``max_delay_seconds``: at low load nobody waits.
    """

    def __init__(self, run: Callable[[Array], Array], max_batch: int, max_delay_seconds: float) -> None:
        self._run, self._max_batch, self._max_delay = run, max_batch, max_delay_seconds
        self._waiting: deque[tuple[Array, float, Future[Array]]] = deque()
        self._on_the_way = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._work, name="batcher", daemon=True).start()

    @contextmanager
    def announced(self) -> Iterator[None]:
        """Around the preparation of what will be handed to ``scores`` soon."""
        with self._changed:
            self._on_the_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._on_the_way -= 1
                self._changed.notify_all()

    def scores(self, inputs: Sequence[Array]) -> Array:
        """One row of scores for each input of shape (3, side, side). Waits for them; raises what the engine raised."""
        now = time.monotonic()
        futures: list[Future[Array]] = [Future() for _ in inputs]
        with self._changed:
            self._waiting.extend((row, now, future) for row, future in zip(inputs, futures, strict=True))
            self._changed.notify_all()
        return np.stack([future.result() for future in futures])

    def _next(self) -> list[tuple[Array, float, "Future[Array]"]]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            end = self._waiting[0][1] + self._max_delay
            while len(self._waiting) < self._max_batch and self._on_the_way and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
            return [self._waiting.popleft() for _ in range(min(self._max_batch, len(self._waiting)))]

    def _work(self) -> None:
        while True:
            batch = self._next()
            try:
                answered = self._run(np.stack([row for row, _, _ in batch]))
                for (_, _, future), row in zip(batch, answered, strict=True):
                    future.set_result(row)
            except Exception as error:  # it belongs to those who wait for it, and the thread has to go on
                for _, _, future in batch:
                    if not future.done():
                        future.set_exception(error)
