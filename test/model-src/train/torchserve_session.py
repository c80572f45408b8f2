"""Starts the PyTorch inference toolkit as its image does, invokes it, and prints the answers as one line of JSON.

Argument: where TorchServe's configuration goes (the toolkit would write to /etc). Runs in its own namespaces.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import request_table

START = (
    "import sys, sagemaker_pytorch_serving_container.torchserve as torchserve\n"
    "torchserve.TS_CONFIG_FILE = sys.argv[1]\n"
    "from sagemaker_pytorch_serving_container.serving import main\n"
    "main()\n"
)
START_SECONDS = 60


def invoke(body: bytes, content_type: str | None = "image/jpeg", accept: str | None = "application/json") -> dict[str, object]:
    headers = {name: value for name, value in {"Content-Type": content_type, "Accept": accept}.items() if value}
    connection = http.client.HTTPConnection("127.0.0.1", 8080, timeout=START_SECONDS)
    connection.request("POST", "/invocations", body, headers)
    answer = connection.getresponse()
    return {"status": answer.status, "content_type": answer.getheader("Content-Type"), "body": answer.read().decode()}


def first_answer(photo: bytes, server: "subprocess.Popen[bytes]") -> dict[str, object]:
    """Once TorchServe listens: its /ping is healthy before the model is loaded, so the photo itself is sent."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            answer = invoke(photo)
        except OSError:
            answer = {"status": 0}
        if answer["status"] not in {0, 503}:
            return answer
        if time.monotonic() > end or server.poll() is not None:
            raise SystemExit(f"TorchServe did not answer: {answer}")
        time.sleep(0.3)


def main(properties: str) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    log = Path("server.log")
    with log.open("wb") as output:
        server = subprocess.Popen([sys.executable, "-c", START, properties], stdout=output, stderr=subprocess.STDOUT)
        try:
            first_answer(request_table.JPEG, server)
            answers = {
                name: invoke(case.body, case.content_type, case.accept)
                for name, case in request_table.cases(urls=os.environ["SERVE_FETCH_URLS"] != "off").items()
            }
        finally:
            sys.stderr.write(log.read_text(errors="replace"))
            server.terminate()
    print(json.dumps(answers))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
