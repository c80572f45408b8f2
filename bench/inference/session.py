"""Measures all rows in one run and prints them as one line of JSON: {id: {unit, ours, baseline}}.

python session.py MODEL_SRC MODEL_FOLDER IMAGES ROUNDS SECONDS

All subjects are there from the beginning; they are measured in turn, a few seconds each, and idle in between. A row is the best of
the rounds, for ours as for the baseline: what else the machine does makes them slower, never faster.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from load import closed_loop, open_loop, percentile

SUBJECT = Path(__file__).with_name("subject.py")
ENGINES = ("eager", "pytorch", "onnx", "int8")
CALLERS = 8
TICKS = os.sysconf("SC_CLK_TCK")


def start(stack: ExitStack, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(SUBJECT), *arguments]
    process = stack.enter_context(
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    )
    stack.callback(process.kill)
    return process


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


class OthersShare:
    """The part of all cores that processes which are not this benchmark's use, from now on."""

    def __init__(self) -> None:
        self.started, self.all, self.own = time.perf_counter(), *self.used()

    @staticmethod
    def used() -> tuple[float, float]:
        """Processor seconds of everything, and of this process and its children."""
        fields = [int(field) for field in Path("/proc/stat").read_text().split()[1:9]]
        # user, nice, system, idle, waiting for disks, interrupts (two kinds), stolen by the host
        everything = sum(fields) - fields[3] - fields[4]
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        own = sum(processor_seconds(int(pid)) for pid in (os.getpid(), *children))
        return everything / TICKS, own

    def now(self) -> float:
        everything, own = self.used()
        seconds = (time.perf_counter() - self.started) * (os.cpu_count() or 1)
        return max(0.0, (everything - self.all - (own - self.own)) / seconds)


def rounds_of(
    rounds: int, names: tuple[str, ...], measure: Callable[[str], dict[str, float]]
) -> dict[str, dict[str, float]]:
    """The best of each figure (the highest rate, the shortest time), the names taken in turn."""
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            others = OthersShare()
            seen[name].append(measure(name))
            figures = seen[name][-1].items()
            text = ", ".join(f"{key} {value:.4g}" for key, value in figures)
            say(f"{name}: {text}; others had {others.now():.0%} of the cores")
    return {
        name: {
            figure: (max if figure == "rate" else min)(each[figure] for each in taken)
            for figure in taken[0]
        }
        for name, taken in seen.items()
    }


def models_alone(
    source: str, folder: str, rounds: int, seconds: float
) -> dict[str, dict[str, float]]:
    """Images a second at batch 1, by the fastest call."""
    with ExitStack() as stack:
        processes = {
            name: start(stack, source, "model", name, folder) for name in ENGINES
        }

        def measure(name: str) -> dict[str, float]:
            process = processes[name]
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(f"{seconds}\n")
            process.stdin.flush()
            calls = json.loads(process.stdout.readline())
            return {"rate": 1 / min(calls)}

        rounds_of(1, ENGINES, measure)  # memory is touched for the first time
        return rounds_of(rounds, ENGINES, measure)


def wait_until_healthy(port: int) -> None:
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/ping")
        if connection.getresponse().status == 200:
            return
        time.sleep(0.1)


def processor_seconds(pid: int) -> float:
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def servers(
    source: str, folder: str, images: list[bytes], rounds: int, seconds: float
) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """Requests a second that a server answers, and the latencies at half of that."""
    with ExitStack() as stack:
        processes = {
            name: start(stack, source, "server", name, folder) for name in ENGINES
        }
        ports = {}
        for name, process in processes.items():
            assert process.stdout is not None
            ports[name] = json.loads(process.stdout.readline())["port"]
            wait_until_healthy(ports[name])

        def capacity(name: str) -> dict[str, float]:
            used = processor_seconds(processes[name].pid)
            rate = closed_loop(ports[name], images, CALLERS, seconds)
            used = processor_seconds(processes[name].pid) - used
            return {"rate": rate, "processor_seconds": used / (rate * seconds)}

        rounds_of(1, ENGINES, capacity)
        capacities = rounds_of(rounds, ENGINES, capacity)
        seeds = iter(range(1000))

        def latency(name: str) -> dict[str, float]:
            # Longer, so that a hundredth of the requests is more than one. Float32 gets what eager does.
            rate = capacities["int8" if name == "int8" else "eager"]["rate"] / 2
            taken = open_loop(ports[name], images, rate, 2 * seconds, next(seeds))
            return {"p50": percentile(taken, 0.5), "p99": percentile(taken, 0.99)}

        return capacities, rounds_of(rounds, ("eager", "onnx", "int8"), latency)


def main(source: str, folder: str, photos: str, rounds: str, seconds: str) -> None:
    images = [path.read_bytes() for path in sorted(Path(photos).rglob("*.jpg"))[:16]]
    alone = models_alone(source, folder, int(rounds), float(seconds))
    capacities, latencies = servers(source, folder, images, int(rounds), float(seconds))

    def rates(
        unit: str, figures: dict[str, dict[str, float]], engine: str, figure: str
    ) -> dict[str, object]:
        ours, baseline = figures[engine][figure], figures["eager"][figure]
        return {"unit": unit, "ours": ours, "baseline": baseline}

    requests, images_alone = "requests/s", "images/s at batch 1"
    processor = "server's CPU s a request"
    rows = {
        "inference-fp32": rates(requests, capacities, "onnx", "rate"),
        "inference-int8": rates(requests, capacities, "int8", "rate"),
        "inference-pytorch": rates(requests, capacities, "pytorch", "rate"),
        "inference-model-fp32": rates(images_alone, alone, "onnx", "rate"),
        "inference-model-int8": rates(images_alone, alone, "int8", "rate"),
        "inference-model-pytorch": rates(images_alone, alone, "pytorch", "rate"),
        "inference-cpu-fp32": rates(processor, capacities, "onnx", "processor_seconds"),
        "inference-cpu-int8": rates(processor, capacities, "int8", "processor_seconds"),
        "inference-tail": {
            "unit": "s: p99 at half load, and eager's p50 at its half load",
            "ours": latencies["int8"]["p99"],
            "baseline": latencies["eager"]["p50"],
        },
        "inference-tail-fp32": {
            "unit": "s: p99 and eager's p50 at eager's half load",
            "ours": latencies["onnx"]["p99"],
            "baseline": latencies["eager"]["p50"],
        },
    }
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
