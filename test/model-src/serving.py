"""Starts the real inference server as a process of its own, and talks to it as SageMaker does."""

import http.client
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interpreters import SOURCE, interpreter

DEMO_MODEL = SOURCE / "demo" / "model"


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:  # noqa: ANN401 - what JSON holds is the test's to say
        return json.loads(self.text)


@dataclass
class Server:
    process: "subprocess.Popen[str]"
    port: int
    headers: dict[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode(), dict(answer.getheaders()))
        finally:
            connection.close()

    def ping(self) -> Answer:
        return self.request("GET", "/ping")

    def invoke(self, body: bytes, content_type: str = "image/jpeg", accept: str | None = None) -> Answer:
        headers = {"Content-Type": content_type} | ({"Accept": accept} if accept else {})
        return self.request("POST", "/invocations", body, headers)

    def wait_until_healthy(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while self.ping().status != 200:
            assert time.monotonic() < end, "the server did not become healthy"
            assert self.process.poll() is None, "the server ended"
            time.sleep(0.05)


@contextmanager
def serving(model_dir: Path, *arguments: str) -> Iterator[Server]:
    """The server, listening but perhaps not healthy yet. Ended with the block."""
    command = [interpreter("serve"), "-m", "serve", "--model-dir", str(model_dir), "--port", "0", "--threads", "1", *arguments]
    with (
        subprocess.Popen(command, cwd=SOURCE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
        listening(process) as server,
    ):
        yield server


@contextmanager
def listening(process: "subprocess.Popen[str]") -> Iterator[Server]:
    """A server process once it has said its port. Ended with the block."""
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, f"the server printed nothing: {process.stderr.read() if process.stderr else ''}"
        line = json.loads(first)
        assert line["event"] == "listening"
        yield Server(process, line["port"])
    finally:
        process.kill()
