"""Drives the handler's Batcher with an engine that notes its batches, and prints what came of it as one line of JSON."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from serve.batching import Batcher

Array = npt.NDArray[np.float32]


class Engine:
    """Answers with what it is asked; each batch takes ``seconds``. A negative number in it is an error."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.batches: list[int] = []
        self.running = threading.Event()

    def run(self, batch: Array) -> Array:
        self.batches.append(len(batch))
        self.running.set()
        time.sleep(self.seconds)
        if batch.min() < 0:
            raise ValueError("negative")
        return batch


def row(number: float) -> Array:
    return np.array([number], np.float32)


def timed(batcher: Batcher, numbers: list[float]) -> tuple[list[float], float]:
    started = time.monotonic()
    answered = [float(answer[0]) for answer in batcher.scores([row(number) for number in numbers])]
    return answered, time.monotonic() - started


def alone() -> dict[str, Any]:
    engine = Engine()
    answered, seconds = timed(Batcher(engine.run, 8, 2.0), [7])
    return {"answered": answered, "seconds": seconds, "batches": engine.batches}


def while_it_computes(max_batch: int) -> dict[str, Any]:
    engine = Engine(0.3)
    batcher = Batcher(engine.run, max_batch, 0.0)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(timed, batcher, [100])
        engine.running.wait()
        others = [pool.submit(timed, batcher, [number]) for number in range(7)]
        answered = [first.result()[0], *(other.result()[0] for other in others)]
    return {"answered": answered, "batches": engine.batches}


def announced(arrives_after: float | None, max_delay: float) -> dict[str, Any]:
    """One image waits while another is on its way, which arrives after a while or not at all."""
    engine = Engine()
    batcher = Batcher(engine.run, 8, max_delay)
    gone = threading.Event()

    def other() -> None:
        with batcher.announced():
            if arrives_after is None:
                gone.wait()
            else:
                time.sleep(arrives_after)
        if arrives_after is not None:
            batcher.scores([row(2)])

    thread = threading.Thread(target=other)
    with batcher.announced():
        thread.start()
        time.sleep(0.02)
    answered, seconds = timed(batcher, [1])
    gone.set()
    thread.join()
    return {"answered": answered, "seconds": seconds, "batches": engine.batches}


def after_an_error() -> dict[str, Any]:
    engine = Engine()
    batcher = Batcher(engine.run, 8, 0.0)
    try:
        batcher.scores([row(-1), row(1)])
        error = ""
    except ValueError as raised:
        error = str(raised)
    return {"error": error, "then": timed(batcher, [3])[0]}


def large_request() -> dict[str, Any]:
    engine = Engine()
    answered, _ = timed(Batcher(engine.run, 4, 0.0), list(range(10)))
    return {"answered": answered, "batches": engine.batches}


print(  # noqa: T201 - the test reads it
    json.dumps(
        {
            "alone": alone(),
            "busy": while_it_computes(8),
            "busy, at most 3": while_it_computes(3),
            "busy, each alone": while_it_computes(1),
            "other arrives": announced(0.1, 2.0),
            "other does not arrive": announced(None, 0.3),
            "no delay": announced(None, 0.0),
            "error": after_an_error(),
            "large": large_request(),
        }
    )
)
