import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from handler import Request, call
from images import black_png
from interpreters import PHOTO, SOURCE, interpreter
from serving import DEMO_MODEL

PHOTO_BYTES = PHOTO.read_bytes()
MAX_BODY_BYTES = 6_291_456

WRONG = {
    "no body": (Request(b""), 400, "no body"),
    "text": (Request(b"hello"), 415, "not a JPEG, PNG or WebP"),
    "half a JPEG": (Request(PHOTO_BYTES[: len(PHOTO_BYTES) // 2]), 400, "broken"),
    "json": (Request(b"{}", "application/json"), 415, "Content-Type application/json"),
    "no content type": (Request(PHOTO_BYTES, None), 415, "Content-Type is missing"),
    "another answer asked for": (Request(PHOTO_BYTES, accept="text/csv"), 406, "text/csv"),
    "a gigapixel": (Request(black_png(40_000, 30_000), "image/png"), 413, "pixels"),
    "a byte too many": (Request(PHOTO_BYTES + b"\0" * (MAX_BODY_BYTES + 1 - len(PHOTO_BYTES))), 413, "at most 6291456"),
}
RIGHT = {
    "a photo": Request(PHOTO_BYTES),
    "any answer": Request(PHOTO_BYTES, accept=None),
    "the general image type": Request(PHOTO_BYTES, "application/x-image"),
    "as many bytes as are taken": Request(PHOTO_BYTES + b"\0" * (MAX_BODY_BYTES - len(PHOTO_BYTES))),
}


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    requests = [*RIGHT.values(), *(request for request, _, _ in WRONG.values())]
    done = call(interpreter("serve"), SOURCE, DEMO_MODEL, requests)
    assert done["engine"] == "onnx"
    return dict(zip([*RIGHT, *WRONG], done["answers"], strict=True))


@pytest.mark.parametrize("name", RIGHT)
def test_an_image_is_answered_with_one_row_of_a_score_for_each_label(answered: dict[str, Any], name: str):
    answer = answered[name]
    assert (answer["status"], answer["content_type"]) == (200, "application/json")
    assert [len(row) for row in answer["body"]] == [133]
    assert answer["body"] == answered["a photo"]["body"]


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_a_4xx_with_a_reason(answered: dict[str, Any], name: str):
    _, status, reason = WRONG[name]
    assert answered[name]["status"] == status
    assert answered[name]["content_type"] == "application/json"
    assert reason in answered[name]["body"]["error"]


def test_a_toolkit_whose_context_takes_no_status_gets_an_error_with_it():
    script = (
        "import inference\n"
        "try: inference.output_fn(inference.input_fn(b'x', 'text/plain'), None)\n"
        "except Exception as error: print(int(error.status), error.reason)\n"
    )
    done = subprocess.run([interpreter("serve"), "-c", script], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("415 Content-Type text/plain")


@pytest.mark.parametrize(
    ("environment", "threads"),
    [
        ({}, 1),
        ({"OMP_NUM_THREADS": "3"}, 3),
        ({"OMP_NUM_THREADS": "many", "SAGEMAKER_MODEL_SERVER_WORKERS": "1"}, "all"),
        ({"SAGEMAKER_MODEL_SERVER_WORKERS": "1000"}, 1),
    ],
)
def test_a_worker_uses_its_share_of_the_cores(environment: dict[str, str], threads: int | str):
    script = "import inference, serve.model; print(inference.threads_of_a_worker(), serve.model.usable_cores())"
    done = subprocess.run(
        [interpreter("serve"), "-c", script],
        cwd=SOURCE,
        env={"PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    used, cores = map(int, done.stdout.split())
    assert used == (cores if threads == "all" else threads)


def test_what_is_missing_to_serve_a_folder_is_named(tmp_path: Path):
    folder = shutil.copytree(DEMO_MODEL, tmp_path / "model")
    (folder / "model.onnx").unlink()
    script = "import sys, pathlib, serve.model as m; m.Model(pathlib.Path(sys.argv[1]), engine=sys.argv[2])"

    def reason(engine: str) -> str:
        command = [interpreter("serve"), "-c", script, str(folder), engine]
        return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False).stderr.splitlines()[-1]

    assert "model.onnx is missing" in reason("onnx")
    assert "model.onnx is missing" in reason("auto")
    assert "the Python package torch is missing" in reason("auto")
    assert "the Python package torch is missing" in reason("pytorch")
    assert "it should be one of auto, onnx, pytorch" in reason("tensorrt")


def test_the_demo_s_model_is_small_enough_for_a_repository():
    assert sum(path.stat().st_size for path in DEMO_MODEL.iterdir()) < 3_000_000
    assert json.loads((DEMO_MODEL / "model-card.json").read_text())["metrics"]["test_accuracy"] > 0.85
