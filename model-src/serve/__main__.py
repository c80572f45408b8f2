"""``python -m serve --model-dir DIR``: serve a model folder until SIGTERM."""

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path

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
    try:
        server = InferenceServer((arguments.host, arguments.port), workers=usable_cores())
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {arguments.host}:{arguments.port}: {error}\n")
        return 1
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps({"event": "listening", "port": server.server_address[1]}) + "\n")
    sys.stdout.flush()

    # Loaded while the server answers "starting": a health check then sees progress, not a refused connection.
    try:
        server.model = Model(arguments.model_dir, arguments.threads, arguments.max_pixels)
    except ModelError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    log("ready", classes=len(server.model.labels))
    stop.wait()
    complete = server.drain(DRAIN_SECONDS)
    server.shutdown()
    log("stopped", complete=complete)
    return 0 if complete else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
