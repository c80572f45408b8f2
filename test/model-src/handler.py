"""Calls the functions of ``inference.py`` in another Python, as SageMaker's toolkit does: one model, then request after request."""

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CALL = """
import base64, json, os, sys
sys.modules.update({name: None for name in os.environ.get("HIDDEN", "").split()})
sys.path.insert(0, sys.argv[1])
import inference

class Context:  # the toolkit's keeps a status in this way
    status = 200
    def set_response_status(self, code, phrase):
        self.status = code

model = inference.model_fn(sys.argv[2])
answers = []
for request in json.load(sys.stdin):
    context = Context()
    data = inference.input_fn(base64.b64decode(request["body"]), request["content_type"])
    body, content_type = inference.output_fn(inference.predict_fn(data, model), request["accept"], context)
    answers.append({"status": context.status, "body": json.loads(body), "content_type": content_type})
print(json.dumps({"engine": model.engine.name, "answers": answers}))
"""


@dataclass(frozen=True)
class Request:
    body: bytes
    content_type: str | None = "image/jpeg"
    accept: str | None = "application/json"

    def as_json(self) -> dict[str, str | None]:
        return {"body": base64.b64encode(self.body).decode(), "content_type": self.content_type, "accept": self.accept}


def call(
    python: str, code: Path, model: Path, requests: list[Request], *, hidden: str = "", environment: dict[str, str] | None = None
) -> dict[str, Any]:
    """``{engine, answers: [{status, body, content_type}]}``. ``hidden`` names packages that this Python shall not find."""
    done = subprocess.run(
        [python, "-c", CALL, str(code), str(model)],
        input=json.dumps([request.as_json() for request in requests]),
        env={"PATH": "/usr/bin:/bin", "HIDDEN": hidden, "OMP_NUM_THREADS": "1"} | (environment or {}),
        cwd=model,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered
