"""What computes the scores: ONNX Runtime, or PyTorch where an image has nothing else (AWS's PyTorch inference image, for one)."""

import json
from importlib import util
from pathlib import Path
from typing import Protocol

import numpy as np

from .errors import ModelError

ENGINES = ("auto", "onnx", "pytorch")


class Engine(Protocol):
    """Computes scores. May be called from several threads at once."""

    name: str
    path: Path
    """The model's file."""

    def run(self, batch: np.ndarray) -> np.ndarray:
        """Scores of shape (images, classes), float32, for float32 input of shape (images, 3, side, side)."""
        ...


def open_engine(folder: Path, *, wanted: str, classes: int, threads: int) -> Engine:
    """The engine ``wanted``; ``auto`` is ONNX Runtime where both it and ``model.onnx`` are there (it is faster), else PyTorch.

    ModelError says what is missing.
    """
    if wanted not in ENGINES:
        raise ModelError(f"engine {wanted}: it should be one of {', '.join(ENGINES)}")
    onnx = what_is_missing("onnxruntime", folder / "model.onnx")
    pytorch = what_is_missing("torch", folder / "model.pth")
    if wanted == "onnx" or (wanted == "auto" and not onnx):
        if onnx:
            raise ModelError(onnx)
        return OnnxEngine(folder / "model.onnx", threads)
    if pytorch:
        raise ModelError(pytorch if wanted == "pytorch" else f"{onnx}; to serve with PyTorch instead, {pytorch}")
    return TorchEngine(folder, classes, threads)


def what_is_missing(package: str, path: Path) -> str | None:
    if not path.is_file():
        return f"{path} is missing: the model folder needs the exported model"
    return None if util.find_spec(package) else f"the Python package {package} is missing for {path}"


class OnnxEngine:
    """``model.onnx`` on ONNX Runtime."""

    name = "onnx"

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime

        self.path = path
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's errors share no base class of their own
            raise ModelError(f"{path} is not a model that ONNX Runtime can load: {error}") from error
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: np.ndarray) -> np.ndarray:
        return np.asarray(self._session.run(None, {self._input: batch})[0], dtype=np.float32)


class TorchEngine:
    """``model.pth`` on PyTorch. The network's name is in ``model-card.json``."""

    name = "pytorch"

    def __init__(self, folder: Path, classes: int, threads: int) -> None:
        import torch

        from .networks import UnknownNetworkError, build

        self.path = folder / "model.pth"
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

    def run(self, batch: np.ndarray) -> np.ndarray:
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
