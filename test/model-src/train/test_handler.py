import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from handler import Request, call
from images import make
from interpreters import PHOTO, SOURCE, interpreter
from serve.errors import ModelError
from serve.model import Model
from serving import DEMO_MODEL, serving


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory) -> list[Request]:
    images = make(tmp_path_factory.mktemp("images"))
    return [Request(PHOTO.read_bytes()), *(Request(images[name], "image/png") for name in ("white.png", "grey.png", "turned.png"))]


def rows(answered: dict[str, Any], engine: str) -> np.ndarray:
    assert answered["engine"] == engine
    assert {answer["status"] for answer in answered["answers"]} == {200}
    return np.array([answer["body"][0] for answer in answered["answers"]])


def test_both_engines_and_the_http_server_give_the_same_scores(requests: list[Request]):
    onnx = rows(call(interpreter("serve"), SOURCE, DEMO_MODEL, requests, environment={"SERVE_ENGINE": "onnx"}), "onnx")
    # As in AWS's inference image: PyTorch, and no ONNX Runtime.
    pytorch = rows(call(sys.executable, SOURCE, DEMO_MODEL, requests, hidden="onnxruntime"), "pytorch")
    with serving(DEMO_MODEL, "--engine", "onnx") as server:
        server.wait_until_healthy()
        served = np.array([server.invoke(request.body, request.content_type or "").json[0] for request in requests])
    assert onnx.shape == (4, 133)
    assert np.ptp(onnx, axis=0).max() > 1, "the images should get different scores"
    assert np.abs(onnx - pytorch).max() < 1e-4
    assert np.abs(onnx - served).max() < 1e-4


def test_pytorch_is_used_where_the_model_was_not_exported(tmp_path: Path):
    folder = shutil.copytree(DEMO_MODEL, tmp_path / "model")
    shutil.copy(folder / "model.onnx", folder / "model-int8.onnx")
    assert Model(folder).engine.name == "int8"
    assert Model(folder, engine="onnx").engine.name == "onnx"
    (folder / "model-int8.onnx").unlink()
    assert Model(folder).engine.name == "onnx"
    assert Model(folder, engine="pytorch").engine.name == "pytorch"
    (folder / "model.onnx").unlink()
    assert Model(folder).engine.name == "pytorch"


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ({"arguments": {"backbone": "resnet18"}}, "does not hold the weights of the model"),
        ({"arguments": {"backbone": "resnet51"}}, "resnet51 is not known"),
        ({"arguments": {}}, "should hold arguments.backbone"),
        ({"arguments": {"backbone": 7}}, "should be the network's name"),
    ],
)
def test_weights_that_do_not_fit_the_card_are_refused(tmp_path: Path, card: dict[str, Any], reason: str):
    folder = shutil.copytree(DEMO_MODEL, tmp_path / "model")
    (folder / "model-card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match=reason):
        Model(folder, engine="pytorch")


def test_weights_with_code_inside_are_refused(tmp_path: Path):
    folder = shutil.copytree(DEMO_MODEL, tmp_path / "model")
    torch.save({"a": Path("/")}, folder / "model.pth")
    with pytest.raises(ModelError, match="weights"):
        Model(folder, engine="pytorch")
