"""Starts the PyTorch inference toolkit as its image does, invokes it, and prints the answers as one line of JSON.

Arguments: a photo, and where TorchServe's configuration goes (the toolkit would write to /etc). Runs in its own namespaces.
"""

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

START = (
    "import sys, sagemaker_pytorch_serving_container.torchserve as torchserve\n"
    "torchserve.TS_CONFIG_FILE = sys.argv[1]\n"
    "from sagemaker_pytorch_serving_container.serving import main\n"
    "main()\n"
)
START_SECONDS = 60


def invoke(body: bytes, content_type: str = "image/jpeg", accept: str = "application/json") -> dict[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", 8080, timeout=START_SECONDS)
    connection.request("POST", "/invocations", body, {"Content-Type": content_type, "Accept": accept})
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


def main(photo_path: str, properties: str) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    photo = Path(photo_path).read_bytes()
    log = Path("server.log")
    with log.open("wb") as output:
        server = subprocess.Popen([sys.executable, "-c", START, properties], stdout=output, stderr=subprocess.STDOUT)
        try:
            answers = {
                "photo": first_answer(photo, server),
                "json": invoke(b'{"url": "https://example.com/dog.jpg"}', "application/json"),
                "text": invoke(b"hello"),
                "no body": invoke(b""),
                "csv": invoke(photo, accept="text/csv"),
                "half": invoke(photo[: len(photo) // 2]),
            }
        finally:
            sys.stderr.write(log.read_text(errors="replace"))
            server.terminate()
    print(json.dumps(answers))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
