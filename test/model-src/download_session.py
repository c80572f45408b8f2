"""Runs in a network namespace where every address is this machine's own: what is dialled arrives at a listener here, and nothing leaves.

Fetches hostile URLs, and others, through the handler's downloads, and prints what came of each as one line of JSON: the test reads it.
Arguments: the table of hostile URLs, a folder for certificates, a photo. Environment: SSL_CERT_FILE, the certificate that is to be trusted.
"""

import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from serve import downloads
from serve.downloads import Deadline, download
from serve.errors import RequestError

PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f::1"
LISTEN_ON = (22, 80, 443, 6379, 8080, 8443)
SERVER_START = ("-m", "serve", "--port", "0", "--threads", "1", "--fetch-urls", "http", "--model-dir", "demo/model")

arrivals: list[str] = []


def taken() -> list[str]:
    """Where connections came in since the last call."""
    time.sleep(0.005)
    seen = arrivals[:]
    del arrivals[: len(seen)]
    return seen


def listen(port: int, secure: ssl.SSLContext, photo: bytes) -> None:
    listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            arrivals.append(f"{connection.getsockname()[0].removeprefix('::ffff:')}:{port}")
            threading.Thread(target=converse, args=(connection, port, secure, photo), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def converse(connection: socket.socket, port: int, secure: ssl.SSLContext, photo: bytes) -> None:
    try:
        with connection:
            if port == 443:
                connection = secure.wrap_socket(connection, server_side=True)
            if port in {80, 443}:
                answer(connection, photo)
    except OSError:
        pass  # a caller that went away


def answer(connection: socket.socket, photo: bytes) -> None:
    with connection.makefile("rb") as lines:
        path = lines.readline().split()[1].decode("ascii")
        names = []
        while (line := lines.readline().strip()) and b":" in line:
            names.append(line.split(b":")[0].decode().lower())
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    if "to" in query:
        target = query["to"].replace("\r", "").replace("\n", "").encode()
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + target + b"\r\nContent-Length: 0\r\n\r\n")
    elif int(query.get("hops", "0")) > 0:
        connection.sendall(f"HTTP/1.1 307 On\r\nLocation: ?hops={int(query['hops']) - 1}\r\nContent-Length: 0\r\n\r\n".encode())
    elif "say" in query:
        SAID[query["say"]](connection)
    else:
        body = json.dumps(sorted(names)).encode() if "names" in query else photo
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def drip(start: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            time.sleep(0.05)
            connection.sendall(b"x")

    return send


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


def at_once(text: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(text)


SAID: dict[str, Callable[[socket.socket], None]] = {
    "nothing": lambda _: time.sleep(30),
    "no http": at_once(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "drip of headers": drip(b"HTTP/1.1 200 OK\r\nX-Y: "),
    "drip of body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"),
    "drip without length": drip(b"HTTP/1.1 200 OK\r\n\r\n"),
    "endless": endless,
    "too long by its header": at_once(f"HTTP/1.1 200 OK\r\nContent-Length: {downloads.MAX_BYTES + 1}\r\n\r\n".encode()),
    "as long as allowed": at_once(
        f"HTTP/1.1 200 OK\r\nContent-Length: {downloads.MAX_BYTES}\r\n\r\n".encode() + b"x" * downloads.MAX_BYTES
    ),
    "less than promised": at_once(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"),
    "compressed": at_once(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
    "not found": at_once(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    "redirect to nowhere": at_once(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
    "large headers": at_once(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"),
    "length that is no number": at_once(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"),
}

Table = dict[str, list[str]]


def resolver(table: Table) -> downloads.Resolve:
    """DNS. A name with several entries separated by "then" answers with the next one each time."""

    def resolve(host: str, _port: int) -> list[str]:
        answers = table.get(host)
        if answers is None:
            # What is no name in the table is an address, or unknown: the system says the same of these.
            return [str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)]
        if "then" not in answers:
            return answers
        place = answers.index("then")
        now, answers[:] = answers[:place], answers[place + 1 :]
        return now

    return resolve


def outcome(url: str, table: Table, *, schemes: tuple[str, ...] = ("https", "http"), seconds: float = 3) -> dict[str, Any]:
    started = time.monotonic()
    try:
        body = download(url, schemes, Deadline(seconds), resolve=resolver(table))
        made: dict[str, Any] = {"status": 200, "bytes": len(body), "text": body[:300].decode("latin-1")}
    except RequestError as error:
        made = {"status": error.status.value, "reason": error.reason}
    return {**made, "seconds": time.monotonic() - started, "arrivals": taken()}


def hostile(entry: dict[str, Any]) -> dict[str, Any]:
    host = (urlsplit(entry["url"]).hostname or "").rstrip(".") if entry.get("addresses") else ""
    table = {host: entry.get("addresses", []), "redirector.example": [PUBLIC]}
    return {
        "url": entry["url"],
        "direct": outcome(entry["url"], table, schemes=("https",)),
        "with_http": outcome(entry["url"], table),
        "redirected": outcome(f"http://redirector.example/?to={quote(entry['url'])}", table),
    }


def through_the_server(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same URLs in requests to the handler's real server, whose names the system resolves (here: none)."""
    # A proxy that the environment names would be dialled, were it asked.
    proxies = {name: f"http://{PUBLIC}:8080" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy")}
    command = [sys.executable, *SERVER_START]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | proxies) as server:
        assert server.stdout is not None
        port = json.loads(server.stdout.readline())["port"]
        while ask(port, "GET", "/ping")[0] != 200:
            time.sleep(0.05)
        made = []
        urls = [entry["url"] for entry in entries] + [f"http://{PUBLIC}/", f"https://{PUBLIC}/"]
        for url in urls:
            status, text = ask(port, "POST", "/invocations", json.dumps({"url": url}))
            made.append({"url": url, "status": status, "text": text, "arrivals": taken()})
        server.terminate()
    return made


def ask(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, {"Content-Type": "application/json"})
    answered = connection.getresponse()
    return answered.status, answered.read().decode()


def main(table_path: str, certificates: str, photo_path: str) -> None:
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(Path(certificates) / "images.pem", Path(certificates) / "images.key")
    for port in LISTEN_ON:
        listen(port, secure, Path(photo_path).read_bytes())
    entries = json.loads(Path(table_path).read_text("utf-8"))
    names = {"images.example": [PUBLIC], "other.example": [PUBLIC], "ipv6.example": [PUBLIC_V6]}
    names["images.example"] = [PUBLIC]

    def rebinding() -> Table:
        return {"rebinding.example": [PUBLIC, "then", "127.0.0.1", "then"]}

    report = {
        "hostile": [hostile(entry) for entry in entries],
        "allowed": {
            url: outcome(url, names)
            for url in (
                "http://images.example/",
                "https://images.example/",
                "https://other.example/",
                "http://ipv6.example/dog.jpg?a=b#part",
                f"http://{PUBLIC}/",
                f"http://[{PUBLIC_V6}]/",
                "http://images.example?names=1",
                "http://images.example/?hops=3",
                "http://images.example/?hops=4",
                "http://unknown.example/",
                "http://images.example/?to=" + quote("https://images.example/"),
            )
        },
        "https_only": outcome("https://images.example/?to=" + quote("http://images.example/"), names, schemes=("https",)),
        "said": {say: outcome(f"http://images.example/?say={quote(say)}", names, seconds=0.6) for say in SAID},
        "rebinding": outcome("http://rebinding.example/", rebinding()),
        "rebinding on a redirect": outcome("http://rebinding.example/?hops=1", rebinding()),
        "second address": outcome("http://two.example/", {"two.example": ["2000::1:1", PUBLIC]}),
        "server": through_the_server(entries),
    }
    print(json.dumps(report))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
