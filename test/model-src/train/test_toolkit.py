"""The real PyTorch inference toolkit and TorchServe with the demo's model, in a network namespace: TorchServe listens on all addresses."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from handler import Request, call
from interpreters import SOURCE, interpreter
from request_table import JPEG, cases, check
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


def vendor_onnx_runtime(code: Path, toolkit: Path) -> None:
    """As the export does with what `npm run vendor-packages` fetched: the same wheel's files. It says so when it is imported."""
    version = subprocess.run(
        [toolkit, "-c", "import sys; print('cp%d%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True
    )
    target = code / "packages" / version.stdout.strip() / "onnxruntime"
    shutil.copytree(Path(onnxruntime.__file__).parent, target, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "__init__.py").write_text("import sys\nsys.stderr.write('the vendored one\\n')\n" + (target / "__init__.py").read_text())


@pytest.mark.long
@pytest.mark.parametrize(("engine", "urls"), [("pytorch", "off"), ("onnx", "https")])
def test_torchserve_answers_each_request_of_the_table_and_needs_no_network_to_start(tmp_path: Path, engine: str, urls: str):
    missing = what_is_missing()
    if missing:
        pytest.skip(missing)
    model = model_tar(tmp_path)
    toolkit = Path(interpreter("toolkit"))
    # PyTorch stands behind the toolkit's own packages, as in AWS's image. That has no ONNX Runtime: it comes with the model, or not at all.
    (tmp_path / "path").mkdir()
    image = f"import sys\nsys.path.append({next(p for p in sys.path if p.endswith('site-packages'))!r})\n"
    if engine == "pytorch":
        image += "sys.modules['onnxruntime'] = None\n"
    else:
        vendor_onnx_runtime(model / "code", toolkit)
    (tmp_path / "path" / "sitecustomize.py").write_text(image)
    environment = {
        "PATH": f"{toolkit.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(tmp_path / "path"),
        "SAGEMAKER_BASE_DIR": str(tmp_path / "ml"),
        "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
        "SERVE_FETCH_URLS": urls,
        "SERVE_ENGINE": engine if engine == "onnx" else "auto",
        "HOME": str(tmp_path),
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={tmp_path}",
    }
    done = subprocess.run(
        [*NAMESPACE, str(toolkit), str(HERE / "torchserve_session.py"), str(tmp_path / "torchserve.properties")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert f"engine={engine}" in done.stderr
    assert ("the vendored one" in done.stderr) == (engine == "onnx")
    answers: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    table = cases(urls=urls != "off")
    rows = {
        name: check(case, answers[name]["status"], answers[name]["content_type"], answers[name]["body"]) for name, case in table.items()
    }
    own = call(interpreter("serve"), model / "code", model, [Request(JPEG)], environment={"SERVE_ENGINE": "onnx"})["answers"][0]["body"]
    photo = rows["an image beside URLs" if urls != "off" else "a photo"]
    assert np.abs(np.array(photo) - np.array(own)).max() < 1e-3
