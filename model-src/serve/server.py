"""SageMaker's container contract over the standard library's HTTP server: ``GET /ping`` and ``POST /invocations``."""

import json
import socket
import sys
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .batching import Batcher
from .contract import ANSWER_TYPE, Rules, check_accept, check_content_type, check_length, sources, to_json
from .errors import RequestError
from .model import Model, inputs_of, read_images, rows
from .settings import Settings

READ_TIMEOUT_SECONDS = 20
"""How long a connection may stay silent before it is closed: a caller that sends a byte now and then must not hold a thread."""

SEE_OUT_SECONDS = 2
"""How long what a refused caller still sends is read and dropped."""

MAX_WAITING = 64
"""Requests that may be in work or wait for a turn; more are told to come back (503), instead of all becoming slow."""


class InferenceServer(ThreadingHTTPServer):
    """Answers 503 on ``/ping`` until ``use`` gave it a model, and again once draining has begun."""

    daemon_threads = True  # an idle kept-alive connection must not hold up the end; work in hand is waited for by drain()
    request_queue_size = 128

    def __init__(self, settings: Settings, workers: int) -> None:
        """``workers``: how many requests' images are decoded at a time."""
        super().__init__((settings.host, settings.port), Handler)
        self.settings = settings
        self.rules = Rules(max_images=settings.max_images, urls=bool(settings.fetch_schemes))
        self.draining = False
        self._model: Model | None = None
        self._batcher: Batcher | None = None
        self._turns = threading.Semaphore(workers)
        self._in_flight = 0
        self._changed = threading.Condition()

    @property
    def ready(self) -> bool:
        return self._batcher is not None

    def use(self, model: Model) -> None:
        """Answer with ``model``, which has answered once already, from now on."""
        self._model = model
        self._batcher = Batcher(model.engine.run, self.settings.max_batch, self.settings.max_delay_ms / 1000)

    def scores(self, content_type: str | None, body: bytes) -> list[list[float]]:
        """The answer to a request: one row for each of its images."""
        if self._model is None or self._batcher is None:
            raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, "The model is still being loaded.")
        images = read_images(sources(content_type, body, self.rules), self.settings.fetch_schemes)
        with self._batcher.announced(), self._turns:
            inputs = inputs_of(images, self._model)
        return rows(self._batcher.scores(inputs))

    def enter(self) -> None:
        """Count a request in; RequestError when there are too many or the server is going down."""
        with self._changed:
            if self.draining:
                raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, "The server is shutting down.")
            if self._in_flight >= MAX_WAITING:
                raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, f"{MAX_WAITING} requests are waiting already; try again.")
            self._in_flight += 1

    def leave(self) -> None:
        with self._changed:
            self._in_flight -= 1
            self._changed.notify_all()

    def drain(self, timeout_seconds: float) -> bool:
        """Refuse new work and wait for what is in hand. True when all of it was answered within ``timeout_seconds``."""
        with self._changed:
            self.draining = True
            return self._changed.wait_for(lambda: self._in_flight == 0, timeout_seconds)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: InferenceServer
    protocol_version = "HTTP/1.1"
    server_version = "inference"
    sys_version = ""
    default_request_version = "HTTP/1.0"  # what cannot be parsed is answered with a status line too
    timeout = READ_TIMEOUT_SECONDS
    _refused = False
    disable_nagle_algorithm = True  # headers and body are two small writes: without this each answer can wait 40 ms

    def do_GET(self) -> None:
        if self.path != "/ping":
            self._refuse_path()
        elif self.server.draining:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"status": "stopping"})
        elif not self.server.ready:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"status": "starting"})
        else:
            self._answer(HTTPStatus.OK, {"status": "healthy"})

    def do_POST(self) -> None:
        if self.path != "/invocations":
            self._refuse_path()
            return
        started = time.monotonic()
        try:
            self.server.enter()
        except RequestError as error:
            self._refuse(error)
            return
        try:
            body = self._body()
            self._answer(HTTPStatus.OK, self.server.scores(self.headers.get("Content-Type"), body))
        except RequestError as error:
            self._refuse(error)
        except TimeoutError:
            self._refuse(RequestError(HTTPStatus.REQUEST_TIMEOUT, f"The body did not arrive within {READ_TIMEOUT_SECONDS} s."))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Exception as error:  # the last net: the caller gets a reason and no traceback, the log gets the error
            log("error", reason=repr(error))
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "The model could not answer; see the container's log."})
        finally:
            self.server.leave()
            log("invocation", milliseconds=round((time.monotonic() - started) * 1000, 1))

    def _body(self) -> bytes:
        """The request's body, after everything that can be checked without reading it."""
        check_content_type(self.headers.get("Content-Type"))
        check_accept(self.headers.get("Accept"))
        length = self.headers.get("Content-Length")
        if length is None:
            raise RequestError(HTTPStatus.LENGTH_REQUIRED, "Content-Length is missing: send the body with its length, not in chunks.")
        if not (length.isascii() and length.isdigit()):
            raise RequestError(HTTPStatus.BAD_REQUEST, f"Content-Length {length} is not a number of bytes.")
        check_length(int(length))
        deadline = time.monotonic() + READ_TIMEOUT_SECONDS
        body = bytearray()
        # read1 returns what has come: so the deadline holds for the whole body, not for each of its bytes.
        while len(body) < int(length):
            if time.monotonic() > deadline:
                raise TimeoutError
            part = self.rfile.read1(int(length) - len(body))
            if not part:
                raise RequestError(HTTPStatus.BAD_REQUEST, f"The body ended after {len(body)} of {length} bytes.")
            body += part
        return bytes(body)

    def _refuse_path(self) -> None:
        reason = f"There is no {self.command} {self.path}: use GET /ping or POST /invocations."
        self._refuse(RequestError(HTTPStatus.NOT_FOUND, reason))

    def _refuse(self, error: RequestError) -> None:
        # The body may still be unread: on a kept connection it would be taken for the next request.
        self.close_connection = self._refused = True
        self._answer(error.status, {"error": error.reason})

    def finish(self) -> None:
        if self._refused:
            self._see_out()
        super().finish()

    def _see_out(self) -> None:
        """Let a refused caller finish sending: who is cut off in the middle of a body does not get to read the answer."""
        end = time.monotonic() + SEE_OUT_SECONDS
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(SEE_OUT_SECONDS)
            while time.monotonic() < end and self.connection.recv(65_536):
                pass

    def _answer(self, status: HTTPStatus, content: object) -> None:
        body = to_json(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", ANSWER_TYPE)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Errors that the HTTP parser finds, as JSON like all others."""
        del explain
        status = HTTPStatus(code)
        self._refuse(RequestError(status, message or status.description or status.phrase))

    def log_message(self, format: str, *arguments: object) -> None:
        """Silence the parent's line a request: a health check every few seconds would fill the log."""


def log(event: str, **fields: object) -> None:
    """One JSON line on stderr, where the container's log is read."""
    sys.stderr.write(json.dumps({"event": event, **fields}) + "\n")
