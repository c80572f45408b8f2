"""Exports beside PyTorch, on the images of the test split."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from serve.preprocessing import Preprocessing

from ..dataset import Images, Split

LARGEST_DIFFERENCE = 1e-3
"""By how much a float32 export's score may differ from PyTorch's, as a part of the largest score."""

Array = npt.NDArray[np.float32]


@dataclass
class Compared:
    """An export on the test images. Accuracies are parts of 1, as in the metrics; points are their hundredths."""

    images: int = 0
    right: int = 0
    right_in_pytorch: int = 0
    same_answer: int = 0
    largest_difference: float = 0.0
    """Between two scores of the same class, as a part of the image's largest score (at least 1)."""

    def add(self, scores: Array, expected: Array, target: int) -> None:
        answer, in_pytorch = int(scores.argmax()), int(expected.argmax())
        self.images += 1
        self.right += answer == target
        self.right_in_pytorch += in_pytorch == target
        self.same_answer += answer == in_pytorch
        difference = float(np.abs(scores - expected).max() / max(1.0, np.abs(expected).max()))
        # A score that is no number compares as neither larger nor smaller: it must not pass as no difference.
        self.largest_difference = max(self.largest_difference, difference) if math.isfinite(difference) else math.inf

    @property
    def lost_points(self) -> float:
        """Accuracy that the export loses, in percentage points; below 0 where it gains."""
        return 100 * (self.right_in_pytorch - self.right) / self.images

    def within(self, most_points: float) -> bool:
        """Whether it loses at most ``most_points`` percentage points."""
        # A loss is a whole number of images: of 0.1 points nothing hangs on the last binary digit.
        return self.lost_points <= most_points + 1e-9

    def as_json(self) -> dict[str, float | int]:
        return {
            "test_images": self.images,
            "test_accuracy": self.right / self.images,
            "lost_points": round(self.lost_points, 4),
            "same_answers": self.same_answer / self.images,
            "largest_difference": self.largest_difference,
        }


@dataclass
class Comparison:
    """Runs a model and its exports on the same inputs."""

    model: nn.Module
    exports: dict[str, Path]
    compared: dict[str, Compared] = field(default_factory=dict)

    def over(self, inputs: Iterable[tuple[torch.Tensor, int]]) -> dict[str, Compared]:
        """One ``Compared`` an export."""
        import onnxruntime

        providers = ["CPUExecutionProvider"]
        sessions = {name: onnxruntime.InferenceSession(path, providers=providers) for name, path in self.exports.items()}
        self.compared = {name: Compared() for name in self.exports}
        with torch.inference_mode():
            for pixels, target in inputs:
                expected = self.model(pixels.unsqueeze(0)).numpy()[0]
                for name, session in sessions.items():
                    self.compared[name].add(session.run(None, {"image": pixels.numpy()[np.newaxis]})[0][0], expected, target)
        return self.compared


def compare(model: nn.Module, exports: dict[str, Path], split: Split, preprocessing: Preprocessing) -> dict[str, Compared]:
    """Each export beside ``model`` (on the CPU, in evaluation) on every image of ``split``, through the handler's own preprocessing."""
    images = Images(split, preprocessing)
    return Comparison(model, exports).over(images[place] for place in range(len(images)))
