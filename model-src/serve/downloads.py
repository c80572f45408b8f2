"""Images behind URLs that strangers wrote. Off unless switched on; each connection goes to an address that was looked at before."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http import HTTPStatus

from .errors import RequestError
from .public_addresses import is_public
from .urls import Target, check_url, forbidden_host

MAX_BYTES = 20_000_000
"""Of all images of one request together."""

MAX_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {
    "Accept": "image/jpeg, image/png, image/webp",
    # A compressed body could unpack to any size: none is asked for, and one that comes nevertheless is refused.
    "Accept-Encoding": "identity",
    "User-Agent": "classifier-endpoint",
    "Connection": "close",
}

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of ``host``, as the system knows them."""
    return list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


class Deadline:
    """One point in time for a whole download: names, connections, redirects and every byte of it."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.seconds = seconds

    @property
    def left(self) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> RequestError:
        return unreachable(f"The image did not arrive within {self.seconds:g} s.")

    @contextmanager
    def closing(self, connection: socket.socket) -> Iterator[None]:
        """Ends ``connection`` at the deadline. A time-out of the socket counts anew for each byte that drips in."""

        def close() -> None:
            with suppress(OSError):
                # The plain socket's own: TLS would first want to say good-bye.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

        timer = threading.Timer(self.left, close)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def download(text: str, schemes: tuple[str, ...], deadline: Deadline, most_bytes: int = MAX_BYTES, resolve: Resolve = resolve) -> bytes:
    """The bytes behind the URL ``text``; what they are is not looked at. RequestError says why there are none."""
    target = check_url(text, schemes)
    for _ in range(MAX_REDIRECTS + 1):
        try:
            answer = request_once(target, deadline, most_bytes, resolve)
        except (OSError, ValueError, http.client.HTTPException):
            # At the deadline the connection was ended under the reader, which may be told of that in many ways.
            _ = deadline.left
            raise unreachable("The image could not be fetched from its server.") from None
        if isinstance(answer, bytes):
            return answer
        target = check_url(answer, schemes, target)
    raise unreachable(f"The URL redirects more than {MAX_REDIRECTS} times.")


def request_once(target: Target, deadline: Deadline, most_bytes: int, resolve: Resolve) -> bytes | str:
    """The body, or where the server redirects to. Over a connection of its own: each hop is resolved and looked at anew, and no proxy
    of the environment is asked."""
    with connect(addresses_of(target, deadline, resolve), target, deadline) as plain:
        # The certificate must be the name's. The handshake runs below, where the deadline already counts.
        secure = target.scheme == "https"
        stream = tls().wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False) if secure else plain
        with stream, deadline.closing(stream):
            if isinstance(stream, ssl.SSLSocket):
                stream.do_handshake()
            connection = http.client.HTTPConnection(target.host)
            connection.auto_open = 0
            connection.sock = stream
            connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", f"[{target.host}]" if ":" in target.host else target.host)
            for name, value in HEADERS.items():
                connection.putheader(name, value)
            connection.endheaders()
            with connection.getresponse() as response:
                return read(response, deadline, most_bytes)


def addresses_of(target: Target, deadline: Deadline, resolve: Resolve) -> list[str]:
    """All addresses of the host, each of them public. They are connected to as they are, so a second answer of DNS changes nothing."""
    found: list[str] = []
    failed: list[OSError | ValueError] = []

    def ask() -> None:
        try:
            found.extend(resolve(target.host, target.port))
        except (OSError, ValueError) as error:  # the encoding of an odd name is a ValueError
            failed.append(error)

    # The system's resolver knows no deadline; a thread that it keeps longer ends by itself.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline.left)
    if thread.is_alive():
        raise deadline.missed()
    if failed:
        raise failed[0]
    if not found or not all(is_public(address) for address in found):
        raise forbidden_host()
    return found


def connect(addresses: list[str], target: Target, deadline: Deadline) -> socket.socket:
    """A connection to the first of ``addresses`` that takes one."""
    for place, address in enumerate(addresses):
        # A numeric address: nothing is resolved any more.
        connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            connection.settimeout(deadline.left / (len(addresses) - place))
            connection.connect((address, target.port))
            connection.settimeout(deadline.left)
        except OSError:
            connection.close()
            if place == len(addresses) - 1:
                raise
        except RequestError:
            connection.close()
            raise
        else:
            return connection
    raise forbidden_host()


def read(response: http.client.HTTPResponse, deadline: Deadline, most_bytes: int) -> bytes | str:
    location = response.getheader("Location")
    if response.status in REDIRECTS and location is not None:
        return location
    if response.status != HTTPStatus.OK:
        raise unreachable(f"The image's server answered with status {response.status}.")
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        reason = "The image's server sent a compressed body, which was not asked for."
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason)
    too_large = RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"More than {most_bytes} bytes would have to be fetched.")
    promised = response.length
    if promised is not None and promised > most_bytes:
        raise too_large
    body = bytearray()
    while part := response.read(65_536):
        body += part
        if len(body) > most_bytes:
            raise too_large
    # At the deadline the connection's end looks like the body's.
    _ = deadline.left
    if promised is not None and len(body) != promised:
        raise unreachable("The image's server ended before the image did.")
    return bytes(body)


@cache
def tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def unreachable(reason: str) -> RequestError:
    """424: the caller's request was right, what it depends on was not. Not a 5xx, which callers would take for the endpoint's own fault."""
    return RequestError(HTTPStatus.FAILED_DEPENDENCY, reason)
