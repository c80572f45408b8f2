"""``python -m serve --model-dir DIR``: serve a model folder until SIGTERM."""

import json
import signal
import socket
import sys
import threading
from collections.abc import Callable

from .errors import ModelError
from .model import Model, usable_cores
from .server import InferenceServer, log
from .settings import read_settings

DRAIN_SECONDS = 25
"""SageMaker sends SIGKILL 30 s after SIGTERM ("Use your own inference code", container stop)."""


def main(argv: list[str]) -> int:
    try:
        settings = read_settings(argv)
    except ModelError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    wait_for_end, end = end_of_service()
    try:
        server = InferenceServer(settings, workers=usable_cores())
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {settings.host}:{settings.port}: {error}\n")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps({"event": "listening", "port": server.server_address[1]}) + "\n")
    sys.stdout.flush()

    # Loaded while the server answers "starting": a health check then sees progress, not a refused connection.
    failures: list[ModelError] = []
    threading.Thread(target=load, args=(server, failures, end), daemon=True).start()
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


def load(server: InferenceServer, failures: list[ModelError], end: Callable[[], None]) -> None:
    """Give the server its model; what goes wrong is left in ``failures``, and ends the process."""
    settings = server.settings
    try:
        model = Model(settings.model_dir, settings.threads, settings.max_pixels, settings.engine)
        server.use(model)
        log("ready", classes=len(model.labels), engine=model.engine.name)
    except Exception as error:  # whatever it is: a server that never gets healthy must not live on
        failures.append(error if isinstance(error, ModelError) else ModelError(f"{settings.model_dir} cannot be served: {error!r}"))
        end()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
