"""The real PyTorch inference toolkit and TorchServe with the demo's model, in a network namespace: TorchServe listens on all addresses."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from handler import Request, call
from interpreters import PHOTO, SOURCE, interpreter
from serving import DEMO_MODEL

HERE = Path(__file__).resolve().parent

# As root, or with a user namespace. Processes that the block leaves behind end with its own first one.
NAMESPACE = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-n", "-p", "-f", "--kill-child", "--mount-proc"]


def what_is_missing() -> str:
    java = shutil.which("java")
    version = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr if java else ""
    if not any(f'"{major}.' in version for major in (17, 21)):
        return "needs Java 17 (Debian: openjdk-17-jre-headless)"
    if not shutil.which("ip"):
        return "needs ip (Debian: iproute2)"
    trial = subprocess.run([*NAMESPACE, "true"], capture_output=True, text=True, check=False)
    return "" if trial.returncode == 0 else f"needs network namespaces: {trial.stderr.strip()}"


def model_tar(folder: Path) -> Path:
    """The folder that SageMaker unpacks ``model.tar.gz`` to."""
    model = shutil.copytree(DEMO_MODEL, folder / "ml" / "model")
    shutil.copytree(SOURCE / "serve", model / "code" / "serve", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(SOURCE / "inference.py", model / "code")
    return model


@pytest.mark.long
@pytest.mark.parametrize("hidden", ["onnxruntime", ""])
def test_torchserve_answers_as_the_own_server_does(tmp_path: Path, hidden: str):
    missing = what_is_missing()
    if missing:
        pytest.skip(missing)
    model = model_tar(tmp_path)
    # PyTorch stands behind the toolkit's own packages, as in an image that has both.
    (tmp_path / "path").mkdir()
    image = f"import sys\nsys.path.append({next(p for p in sys.path if p.endswith('site-packages'))!r})\n"
    image += f"sys.modules.update({{name: None for name in {hidden.split()!r}}})\n"
    (tmp_path / "path" / "sitecustomize.py").write_text(image)
    toolkit = Path(interpreter("toolkit"))
    environment = {
        "PATH": f"{toolkit.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(tmp_path / "path"),
        "SAGEMAKER_BASE_DIR": str(tmp_path / "ml"),
        "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
        "HOME": str(tmp_path),
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={tmp_path}",
    }
    done = subprocess.run(
        [*NAMESPACE, str(toolkit), str(HERE / "torchserve_session.py"), str(PHOTO), str(tmp_path / "torchserve.properties")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    answers: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    own = call(interpreter("serve"), model / "code", model, [Request(PHOTO.read_bytes())])["answers"][0]["body"]

    assert answers["photo"]["status"] == 200
    assert answers["photo"]["content_type"] == "application/json"
    assert np.abs(np.array(json.loads(answers["photo"]["body"])) - np.array(own)).max() < 1e-4
    statuses = {name: answer["status"] for name, answer in answers.items() if name != "photo"}
    assert statuses == {"json": 415, "text": 415, "no body": 400, "csv": 406, "half": 400}
    for name in statuses:
        assert list(json.loads(answers[name]["body"])) == ["error"]
        assert "Traceback" not in answers[name]["body"]
    used = "pytorch" if hidden else "onnx"
    assert f"engine={used}" in done.stderr
