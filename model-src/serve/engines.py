"""What computes the scores: ONNX Runtime, or PyTorch where an image has nothing else (AWS's PyTorch inference image, for one)."""

import json
from importlib import util
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .errors import ModelError

Array = npt.NDArray[np.float32]

INT8_FILE, ONNX_FILE, TORCH_FILE = "model-int8.onnx", "model.onnx", "model.pth"
"""``model-int8.onnx`` is in a model folder only when it passed the comparison with PyTorch."""

ENGINES = ("auto", "int8", "onnx", "pytorch")
"""``auto`` is the first of the others that is there: the faster one first."""


class Engine(Protocol):
    """Computes scores. May be called from several threads at once."""

    name: str
    path: Path
    """The model's file."""

    def run(self, batch: Array) -> Array:
        """Scores of shape (images, classes), float32, for float32 input of shape (images, 3, side, side)."""
        ...


def open_engine(folder: Path, *, wanted: str, classes: int, threads: int) -> Engine:
    """The engine ``wanted``. ModelError says what is missing."""
    if wanted not in ENGINES:
        raise ModelError(f"engine {wanted}: it should be one of {', '.join(ENGINES)}")
    missing = {
        "int8": what_is_missing("onnxruntime", folder / INT8_FILE),
        "onnx": what_is_missing("onnxruntime", folder / ONNX_FILE),
        "pytorch": what_is_missing("torch", folder / TORCH_FILE),
    }
    name = next((name for name, reason in missing.items() if not reason), wanted) if wanted == "auto" else wanted
    if name == "auto":
        raise ModelError(f"{missing['onnx']}; to serve with PyTorch instead, {missing['pytorch']}")
    if missing[name]:
        raise ModelError(missing[name])
    if name == "pytorch":
        return TorchEngine(folder, classes, threads)
    return OnnxEngine(folder / (INT8_FILE if name == "int8" else ONNX_FILE), threads, name)


def what_is_missing(package: str, path: Path) -> str:
    """Nothing, when both are there."""
    if not path.is_file():
        return f"{path} is missing: the model folder needs the exported model"
    return "" if util.find_spec(package) else f"the Python package {package} is missing for {path}"


class OnnxEngine:
    """An ONNX file on ONNX Runtime."""

    def __init__(self, path: Path, threads: int, name: str = "onnx") -> None:
        import onnxruntime

        self.name, self.path = name, path
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that wait busily for the next part of the work take the cores from those that decode the next images: sleeping ones cost
        # a quarter to a half less processor time for an answer, and are no slower.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's errors share no base class of their own
            raise ModelError(f"{path} is not a model that ONNX Runtime can load: {error}") from error
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Array) -> Array:
        return np.asarray(self._session.run(None, {self._input: batch})[0], dtype=np.float32)


class TorchEngine:
    """``model.pth`` on PyTorch. The network's name is in ``model-card.json``."""

    name = "pytorch"

    def __init__(self, folder: Path, classes: int, threads: int) -> None:
        import torch

        from .networks import UnknownNetworkError, build

        self.path = folder / TORCH_FILE
        torch.set_num_threads(threads)
        try:
            network = build(network_name(folder / "model-card.json"), classes)
        except UnknownNetworkError as error:
            raise ModelError(f"{folder / 'model-card.json'}: the backbone {error}") from error
        try:
            network.load_state_dict(torch.load(self.path, map_location="cpu", weights_only=True))
        except Exception as error:  # pickle, zip and torch each raise their own
            raise ModelError(f"{self.path} does not hold the weights of the model that model-card.json describes: {error}") from error
        self._torch = torch
        self._network = network.eval().to(memory_format=torch.channels_last)

    def run(self, batch: Array) -> Array:
        with self._torch.inference_mode():
            scores = self._network(self._torch.from_numpy(batch).contiguous(memory_format=self._torch.channels_last))
        return np.asarray(scores.numpy(), dtype=np.float32)


def network_name(path: Path) -> str:
    try:
        name = json.loads(path.read_text("utf-8"))["arguments"]["backbone"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: {error!r}; it should hold arguments.backbone, the network's name") from error
    if not isinstance(name, str):
        raise ModelError(f"{path}: arguments.backbone should be the network's name")
    return name
