"""What a run reports, in the one line format that ``metrics.json`` beside this folder describes to SageMaker."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from .distributed import total


@dataclass
class Tally:
    """Sums over images; they add up over steps and ranks, so that means are true whatever each rank saw."""

    loss_sum: float = 0.0
    correct: float = 0.0
    images: float = 0.0

    def add(self, loss_sum: float, scores: torch.Tensor, targets: torch.Tensor) -> None:
        self.loss_sum += loss_sum
        self.correct += float((scores.argmax(dim=1) == targets).sum().item())
        self.images += len(targets)

    def over_all_ranks(self, device: torch.device) -> "Tally":
        return Tally(*total([self.loss_sum, self.correct, self.images], device))

    @property
    def loss(self) -> float:
        return self.loss_sum / self.images

    @property
    def accuracy(self) -> float:
        return self.correct / self.images


def line(values: Mapping[str, float | int]) -> str:
    """``epoch=1 train_loss=0.6931 …``: whole numbers as they are, others with four decimals."""
    return " ".join(f"{name}={value}" if isinstance(value, int) else f"{name}={value:.4f}" for name, value in values.items())
