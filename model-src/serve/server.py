"""SageMaker's container contract over the standard library's HTTP server: ``GET /ping`` and ``POST /invocations``."""

import json
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .contract import ANSWER_TYPE, check_accept, check_content_type, check_length, to_json
from .errors import RequestError
from .model import Model

READ_TIMEOUT_SECONDS = 20
"""How long a connection may stay silent before it is closed: a caller that sends a byte now and then must not hold a thread."""

MAX_WAITING = 64
"""Requests that may be in work or wait for a turn; more are told to come back (503), instead of all becoming slow."""


class InferenceServer(ThreadingHTTPServer):
    """Answers 503 on ``/ping`` until ``model`` is set, and again once draining has begun."""

    daemon_threads = True  # an idle kept-alive connection must not hold up the end; work in hand is waited for by drain()
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], workers: int) -> None:
        super().__init__(address, Handler)
        self.model: Model | None = None
        self.draining = False
        self._turns = threading.Semaphore(workers)
        self._in_flight = 0
        self._changed = threading.Condition()

    def scores(self, body: bytes) -> list[list[float]]:
        """The model's answer, with at most ``workers`` requests decoding and computing at a time."""
        if self.model is None:
            raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, "The model is still being loaded.")
        with self._turns:
            return self.model.scores(body)

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
    disable_nagle_algorithm = True  # headers and body are two small writes: without this each answer can wait 40 ms

    def do_GET(self) -> None:
        if self.path != "/ping":
            self._refuse_path()
        elif self.server.draining:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"status": "stopping"})
        elif self.server.model is None:
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
            body = self._image_bytes()
            self._answer(HTTPStatus.OK, self.server.scores(body))
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

    def _image_bytes(self) -> bytes:
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
        self.close_connection = True
        self._answer(error.status, {"error": error.reason})

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
