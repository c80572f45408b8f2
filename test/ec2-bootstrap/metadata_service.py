"""A local instance metadata service, version 2: every question needs a token that was asked for before."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "a-token"
INSTANCE_ID = "i-0123456789abcdef0"
ROLE = "training-host"
ROLES = "iam/security-credentials/"
SECRET = "a-secret-that-no-log-may-hold"


class MetadataService(ThreadingHTTPServer):
    """``answers``: path below /latest/meta-data/ -> text. Whatever is not there is a 404, as on AWS."""

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, Handler)
        credentials = {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": SECRET}
        until = {"Token": SECRET, "LastUpdated": "2026-01-01T00:00:00Z", "Expiration": "2099-01-01T00:00:00Z"}
        self.answers = {"instance-id": INSTANCE_ID, ROLES: ROLE, ROLES + ROLE: json.dumps(credentials | until)}
        self.asked: list[str] = []
        self.without_token: list[str] = []

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_address[1]}"


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
            self.server.without_token.append(path)
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
def metadata_service(address: tuple[str, int] = ("127.0.0.1", 0)) -> Iterator[MetadataService]:
    with MetadataService(address) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        yield service
        service.shutdown()
