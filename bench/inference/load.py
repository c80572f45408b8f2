"""Requests to a server: as many as it answers, or as they come by chance at a given rate."""

import http.client
import json
import math
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

HEADERS = {"Content-Type": "image/jpeg", "Accept": "application/json"}


class Caller:
    """One connection a thread, kept open."""

    def __init__(self, port: int, images: Sequence[bytes]) -> None:
        self.port, self.images = port, images
        self.local = threading.local()

    def call(self, number: int) -> None:
        """One image and its answer. Raises where that is not a row of scores."""
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            self.local.connection = connection
        body = self.images[number % len(self.images)]
        connection.request("POST", "/invocations", body, HEADERS)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200 or len(json.loads(text)[0]) != 133:
            raise RuntimeError(f"status {answer.status}: {text[:200]!r}")


def closed_loop(
    port: int, images: Sequence[bytes], callers: int, seconds: float
) -> float:
    """Requests a second that were answered to ``callers`` that each wait for an answer before they ask again."""
    caller = Caller(port, images)
    started = time.perf_counter()
    end = started + seconds

    def keep_calling(first: int) -> int:
        count = 0
        while time.perf_counter() < end:
            caller.call(first + count)
            count += 1
        return count

    with ThreadPoolExecutor(callers) as pool:
        counts = list(pool.map(keep_calling, range(callers)))
    return sum(counts) / (time.perf_counter() - started)


def open_loop(
    port: int, images: Sequence[bytes], rate: float, seconds: float, seed: int
) -> list[float]:
    """The seconds from each request's arrival to its answer. Arrivals do not wait for answers: they come ``rate`` times a second on
    average, at times drawn for ``seed`` (a Poisson process)."""
    source = random.Random(seed)
    arrivals = []
    at = source.expovariate(rate)
    while at < seconds:
        arrivals.append(at)
        at += source.expovariate(rate)
    caller = Caller(port, images)
    started = time.perf_counter()

    def arrive(number: int) -> float:
        caller.call(number)
        return time.perf_counter() - started - arrivals[number]

    with ThreadPoolExecutor(64) as pool:
        answers = []
        for number, due in enumerate(arrivals):
            time.sleep(max(0.0, started + due - time.perf_counter()))
            answers.append(pool.submit(arrive, number))
        return [answer.result() for answer in answers]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of them do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
