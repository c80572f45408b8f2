"""``python -m serve --model-dir DIR``: serve a model folder until SIGTERM."""

import argparse
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from .engines import ENGINES
from .errors import ModelError
from .model import Model, usable_cores
from .preprocessing import DEFAULT_MAX_PIXELS
from .server import InferenceServer, log

DRAIN_SECONDS = 25
"""SageMaker sends SIGKILL 30 s after SIGTERM ("Use your own inference code", container stop)."""


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m serve", description=__doc__)
    parser.add_argument("--model-dir", type=Path, default=Path(os.environ.get("SM_MODEL_DIR", "/opt/ml/model")))
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; a container needs 0.0.0.0")
    parser.add_argument("--port", type=int, default=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")), help="0 picks a free one")
    parser.add_argument("--threads", type=int, default=None, help="cores that one answer may use (default: all)")
    parser.add_argument("--engine", choices=ENGINES, default="auto", help="auto: ONNX Runtime where it is there, else PyTorch")
    parser.add_argument("--max-pixels", type=int, default=DEFAULT_MAX_PIXELS, help="largest width × height that is decoded")
    arguments = parser.parse_args(argv)
    if not 0 <= arguments.port <= 65535:
        parser.error(f"--port {arguments.port}: it should be from 0 to 65535")
    if arguments.threads is not None and arguments.threads < 1:
        parser.error(f"--threads {arguments.threads}: it should be 1 or more")
    if arguments.max_pixels < 1:
        parser.error(f"--max-pixels {arguments.max_pixels}: it should be 1 or more")
    return arguments


def main(argv: list[str]) -> int:
    arguments = parse(argv)
    wait_for_end, end = end_of_service()
    try:
        server = InferenceServer((arguments.host, arguments.port), workers=usable_cores())
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {arguments.host}:{arguments.port}: {error}\n")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps({"event": "listening", "port": server.server_address[1]}) + "\n")
    sys.stdout.flush()

    # Loaded while the server answers "starting": a health check then sees progress, not a refused connection.
    failures: list[ModelError] = []
    threading.Thread(target=load, args=(server, arguments, failures, end), daemon=True).start()
    wait_for_end()
    if failures:
        sys.stderr.write(f"{failures[0]}\n")
        return 1
    complete = server.drain(DRAIN_SECONDS)
    server.shutdown()
    log("stopped", complete=complete)
    return 0 if complete else 1


def end_of_service() -> tuple[Callable[[], None], Callable[[], None]]:
    """(wait until SIGTERM, SIGINT or the second function's call; the call).

    The signal's byte is written to a socket by the interpreter itself, whichever thread the signal reaches. A handler that sets an Event
    could meet the Event's lock held by the very thread that it interrupts.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)

    def wait_for_end() -> None:
        reader.recv(1)

    def end() -> None:
        writer.send(b".")

    return wait_for_end, end


def load(server: InferenceServer, arguments: argparse.Namespace, failures: list[ModelError], end: Callable[[], None]) -> None:
    """Give the server its model; what goes wrong is left in ``failures``, and ends the process."""
    try:
        server.model = Model(arguments.model_dir, arguments.threads, arguments.max_pixels, arguments.engine)
        log("ready", classes=len(server.model.labels), engine=server.model.engine.name)
    except Exception as error:  # whatever it is: a server that never gets healthy must not live on
        failures.append(error if isinstance(error, ModelError) else ModelError(f"{arguments.model_dir} cannot be served: {error!r}"))
        end()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
