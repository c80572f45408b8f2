"""One process for each GPU of a host, where nothing else has started them."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .distributed import master_port, place_among_hosts

LAST_WORDS_VARIABLE = "TRAINING_LAST_WORDS"
"""Names the file that a started process leaves its last message in: what all of them say is printed once."""
GRACE_SECONDS = 30.0
"""That the others have to end by themselves when one has failed: they may be waiting for it for good."""
POLL_SECONDS = 0.1


def environments_for_gpus(environ: Mapping[str, str], gpus: int) -> list[dict[str, str]] | None:
    """torchrun's variables for each process of this host; None when one process is right, or a launcher has been here.

    Each host is taken to have as many GPUs as this one.
    """
    if gpus < 2 or "WORLD_SIZE" in environ:
        return None
    hosts, place = place_among_hosts(environ)
    shared = {
        "WORLD_SIZE": len(hosts) * gpus,
        "LOCAL_WORLD_SIZE": gpus,
        "GROUP_WORLD_SIZE": len(hosts),
        "MASTER_ADDR": hosts[0],
        "MASTER_PORT": master_port(environ),
    }
    of_each = ({**shared, "RANK": place * gpus + local, "LOCAL_RANK": local} for local in range(gpus))
    return [{name: str(value) for name, value in variables.items()} for variables in of_each]


def run(
    command: Sequence[str],
    environ: Mapping[str, str],
    environments: Sequence[Mapping[str, str]],
    say: Callable[[str], None],
    grace_seconds: float = GRACE_SECONDS,
) -> int:
    """Run ``command`` once in each of ``environments``; the status of the first that failed (128 + a signal's number), or 0.

    SIGTERM and SIGINT are passed on. torchrun would do as much, but for its status: 1 for whatever happened.
    """
    with tempfile.TemporaryDirectory(prefix="training-") as folder:
        files = [Path(folder) / str(number) for number in range(len(environments))]
        processes: list[subprocess.Popen[bytes]] = []
        received = False

        def pass_on(_number: int, _frame: object) -> None:
            nonlocal received
            received = True
            for process in processes:
                process.terminate()

        previous = {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            for variables, file in zip(environments, files, strict=True):
                if not received:
                    own = {"OMP_NUM_THREADS": "1", **environ, **variables, LAST_WORDS_VARIABLE: str(file)}
                    processes.append(subprocess.Popen(command, env=own))
            # One that was started while the signal came has not got it.
            if received:
                pass_on(0, None)
            status = wait(processes, grace_seconds)
        finally:
            for process in processes:
                process.kill()
                process.wait()
            for number, handler in previous.items():
                signal.signal(number, handler)
        for words in dict.fromkeys(file.read_text("utf-8") for file in files if file.exists()):
            say(words)
    return status


def wait(processes: Sequence["subprocess.Popen[bytes]"], grace_seconds: float) -> int:
    first_failure, deadline = 0, float("inf")
    while any(process.poll() is None for process in processes):
        failed = [process.returncode for process in processes if process.poll()]
        if failed and not first_failure:
            first_failure, deadline = failed[0], time.monotonic() + grace_seconds
        if time.monotonic() > deadline:
            break
        time.sleep(POLL_SECONDS)
    status = first_failure or next((process.returncode for process in processes if process.returncode), 0)
    return 128 - status if status < 0 else status
