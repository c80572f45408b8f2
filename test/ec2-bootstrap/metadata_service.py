"""A local instance metadata service, version 2: every question needs a token that was asked for before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "a-token"


class MetadataService(ThreadingHTTPServer):
    """``answers``: path below /latest/meta-data/ -> text. Whatever is not there is a 404, as on AWS."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {"instance-id": "i-0123456789abcdef0"}
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: MetadataService

    def do_PUT(self) -> None:
        ttl = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds", "")
        right = self.path == "/latest/api/token" and ttl.isdigit() and 1 <= int(ttl) <= 21_600
        self.answer(200 if right else 400, TOKEN if right else "")

    def do_GET(self) -> None:
        path = self.path.removeprefix("/latest/meta-data/")
        self.server.asked.append(path)
        if self.headers.get("X-aws-ec2-metadata-token") != TOKEN:
            self.answer(401, "")
        elif path in self.server.answers:
            self.answer(200, self.server.answers[path])
        else:
            self.answer(404, "")

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def metadata_service() -> Iterator[MetadataService]:
    with MetadataService() as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        yield service
        service.shutdown()
