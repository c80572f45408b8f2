import json
import shutil
import subprocess
from pathlib import Path

import pytest

from handler import Request, call
from interpreters import SOURCE, interpreter
from request_table import cases, check
from serving import DEMO_MODEL


@pytest.mark.parametrize("urls", [False, True])
def test_the_toolkits_functions_answer_each_request_of_the_table(urls: bool):
    table = cases(urls)
    requests = [Request(case.body, case.content_type, case.accept) for case in table.values()]
    done = call(interpreter("serve"), SOURCE, DEMO_MODEL, requests, environment={"SERVE_FETCH_URLS": "https" if urls else "off"})
    assert done["engine"] in {"int8", "onnx"}
    rows = {}
    for (name, case), answer in zip(table.items(), done["answers"], strict=True):
        rows[name] = check(case, answer["status"], answer["content_type"], json.dumps(answer["body"], ensure_ascii=False))
    if not urls:
        (photo,) = rows["a photo"]
        assert rows["any answer"] == rows["as many bytes as are taken"] == [photo]
        # Several at once are added up in another order: equal up to rounding.
        first, small, third = rows["three images in JSON"]
        assert first == pytest.approx(photo, abs=1e-3)
        assert third == pytest.approx(photo, abs=1e-3)
        assert small != pytest.approx(photo, abs=1)


def test_no_content_type_and_no_body_at_all_are_refused():
    answers = call(interpreter("serve"), SOURCE, DEMO_MODEL, [Request(b"hello", None), Request(b"", None)])["answers"]
    assert [answer["status"] for answer in answers] == [415, 415]
    assert "Content-Type is missing" in answers[0]["body"]["error"]


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("SERVE_FETCH_URLS", "yes", "off, https, http"),
        ("SERVE_ENGINE", "tensorrt", "auto, int8, onnx, pytorch"),
        ("SERVE_MAX_BATCH", "0", "from 1 to 256"),
        ("SERVE_MAX_IMAGES", "many", "from 1 to 1024"),
        ("SERVE_MAX_DELAY_MS", "-1", "from 0 to 10000"),
        ("SERVE_THREADS", "1.5", "from 1 to 1024"),
    ],
)
def test_a_wrong_variable_of_the_container_is_named_with_what_is_allowed(variable: str, value: str, allowed: str):
    done = subprocess.run(
        [interpreter("serve"), "-c", "import inference"], cwd=SOURCE, env={variable: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    assert f"--{variable[6:].lower().replace('_', '-')}: {value!r}" in last
    assert allowed in last


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
    (folder / "model-int8.onnx").unlink(missing_ok=True)
    script = "import sys, pathlib, serve.model as m; m.Model(pathlib.Path(sys.argv[1]), engine=sys.argv[2])"

    def reason(engine: str) -> str:
        command = [interpreter("serve"), "-c", script, str(folder), engine]
        return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False).stderr.splitlines()[-1]

    assert "model.onnx is missing" in reason("onnx")
    assert "model.onnx is missing" in reason("auto")
    assert "the Python package torch is missing" in reason("auto")
    assert "the Python package torch is missing" in reason("pytorch")
    assert "it should be one of auto, int8, onnx, pytorch" in reason("tensorrt")


def test_the_demo_s_model_is_small_enough_for_a_repository():
    assert sum(path.stat().st_size for path in DEMO_MODEL.iterdir()) < 3_000_000
    assert json.loads((DEMO_MODEL / "model-card.json").read_text())["metrics"]["test_accuracy"] > 0.85
