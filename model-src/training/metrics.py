"""What a run reports, in the one line format that ``metrics.json`` beside this folder describes to SageMaker."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from .distributed import total

Row = dict[str, float | int]
DECIMALS = {"learning_rate": 8}
NOT_PRINTED = {"finished_at"}


@dataclass(frozen=True)
class Tally:
    """Sums over images; they add up over steps and ranks, so that means are true whatever each rank saw."""

    loss_sum: float = 0.0
    correct: float = 0.0
    images: float = 0.0

    @property
    def loss(self) -> float:
        return self.loss_sum / self.images

    @property
    def accuracy(self) -> float:
        return self.correct / self.images


class RunningTally:
    """One rank's sums, kept on the device: reading them is what makes the program wait for it."""

    def __init__(self, device: torch.device, start: Tally | None = None) -> None:
        begin = start or Tally()
        self.sums = torch.tensor([begin.loss_sum, begin.correct, begin.images], dtype=torch.float64, device=device)

    @torch.no_grad()
    def add(self, loss_sum: torch.Tensor, scores: torch.Tensor, targets: torch.Tensor) -> None:
        correct = (scores.argmax(dim=1) == targets).sum()
        self.sums += torch.stack([loss_sum.detach().double(), correct.double(), torch.full_like(correct, len(targets)).double()])

    def over_all_ranks(self) -> Tally:
        return Tally(*total(self.sums.tolist(), self.sums.device))

    def loss_sum(self) -> float:
        return float(self.sums[0].item())


def line(values: Mapping[str, float | int]) -> str:
    """``epoch=1 train_loss=0.6931 …``: whole numbers as they are, others with four decimals (a learning rate with eight)."""
    printed = ((name, value) for name, value in values.items() if name not in NOT_PRINTED)
    return " ".join(f"{name}={value}" if isinstance(value, int) else f"{name}={value:.{DECIMALS.get(name, 4)}f}" for name, value in printed)
