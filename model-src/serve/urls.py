"""What can be known of a stranger's URL without asking DNS. The same check runs again on every redirect.

The URL must be written as it will be sent: no parser's repairs are relied on, so that no two parsers can see two URLs in it.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urljoin

from .errors import RequestError
from .public_addresses import is_public

MAX_CHARACTERS = 2048
"""No photo's address needs more; longer ones only fill logs and memory."""

PORTS = {"https": 443, "http": 80}

# Printable ASCII only, and no backslash, which some parsers read as a slash.
WRITTEN = re.compile(r"[!-\[\]-~]+")
PARTS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)(#.*)?")
AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]*))?")
NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMERIC_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


@dataclass(frozen=True)
class Target:
    """A URL that may be connected to, once its host's addresses have been looked at, too."""

    text: str
    scheme: str
    host: str
    """A name in lower case without a trailing dot, or an address without brackets."""
    path: str
    """Path and query, as they are sent."""

    @property
    def port(self) -> int:
        return PORTS[self.scheme]


def check_url(text: str, schemes: tuple[str, ...], base: Target | None = None) -> Target:
    """The target of ``text``, relative to ``base`` where it redirected here. RequestError for what is not understood or not allowed."""
    if len(text) > MAX_CHARACTERS:
        raise invalid(f"is longer than {MAX_CHARACTERS} characters")
    if not WRITTEN.fullmatch(text):
        raise invalid("holds blanks, control characters, backslashes or letters beyond ASCII; expected https://host/path")
    try:
        text = urljoin(base.text, text) if base else text
    except ValueError:
        raise invalid("cannot be understood; expected https://host/path") from None
    parts = PARTS.fullmatch(text)
    if parts is None:
        raise invalid("cannot be understood; expected https://host/path")
    scheme = parts["scheme"].lower()
    allowed = " and ".join(f"{name} (port {PORTS[name]})" for name in schemes)
    if scheme not in schemes:
        raise forbidden(f"Only {allowed} is fetched")
    if "@" in parts["authority"]:
        raise forbidden("The URL must not hold a user name or password")
    authority = AUTHORITY.fullmatch(parts["authority"])
    if authority is None:
        raise invalid("has a host that cannot be understood")
    if authority["port"] and int(authority["port"]) != PORTS[scheme]:
        raise forbidden(f"Only the scheme's own port is fetched: {allowed}")
    rest = parts["rest"]
    return Target(text, scheme, checked_host(authority["host"].lower()), rest if rest.startswith("/") else f"/{rest}")


def checked_host(written: str) -> str:
    """A name, or a public address in its usual spelling: others (``127.1``, ``0x7f.1``) are read differently by different programs."""
    host = written.removeprefix("[").removesuffix("]")
    if written.startswith("["):
        try:
            IPv6Address(host)
        except AddressValueError:
            raise invalid("has a host that cannot be understood") from None
        if not is_public(host):
            raise forbidden_host()
        return host
    host = host.removesuffix(".")
    if NUMERIC_END.fullmatch(host):
        try:
            IPv4Address(host)
        except AddressValueError:
            raise forbidden_host() from None
        if not is_public(host):
            raise forbidden_host()
        return host
    if not NAME.fullmatch(host):
        raise invalid("has a host that cannot be understood")
    return host


def invalid(reason: str) -> RequestError:
    return RequestError(HTTPStatus.BAD_REQUEST, f"The URL {reason}.")


def forbidden(reason: str) -> RequestError:
    return RequestError(HTTPStatus.FORBIDDEN, f"{reason}.")


def forbidden_host() -> RequestError:
    """One text for every refused address, so that answers do not tell which internal names exist."""
    return forbidden("The URL's host is not a public address")
