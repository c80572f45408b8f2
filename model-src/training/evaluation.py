"""Evaluation of one split over all ranks, nothing padded and nothing counted twice."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from .dataset import Images, Split, evaluation_share
from .distributed import World, total
from .loading import Loading
from .metrics import RunningTally, Tally
from .network import Forward
from .progress import Progress


@dataclass(frozen=True)
class Evaluation:
    """``confusion[i][j]``: images of class i that were taken for class j."""

    tally: Tally
    confusion: list[list[int]]


@dataclass(frozen=True, kw_only=True)
class Evaluating:
    """``batch_size`` is a rank's. ``after_batch`` is called equally often on each rank."""

    loading: Loading
    world: World
    batch_size: int
    progress: Progress
    after_batch: Callable[[], None]

    @torch.inference_mode()
    def of(self, network: Forward, split: Split, classes: int) -> Evaluation:
        """The whole of ``split``, by all ranks together."""
        share = evaluation_share(len(split), self.world.rank, self.world.size)
        part = Split([split.paths[place] for place in share], [split.targets[place] for place in share])
        largest_share = math.ceil(len(split) / self.world.size)
        rounds = math.ceil(largest_share / self.batch_size)
        device = self.world.device
        tally = RunningTally(device)
        confusion = torch.zeros(classes * classes, dtype=torch.float64, device=device)
        batches = iter(self.loading.loader(Images(part, self.loading.preprocessing), batch_size=self.batch_size))
        for _ in self.progress.over(range(rounds), rounds, "evaluation"):
            # The last round may have nothing for some ranks.
            batch = next(batches, None)
            if batch is not None:
                inputs, targets = self.loading.to_device(batch)
                scores = network(inputs).float()
                tally.add(nn.functional.cross_entropy(scores, targets, reduction="sum"), scores, targets)
                confusion += torch.bincount(targets * classes + scores.argmax(dim=1), minlength=classes * classes)
            self.after_batch()
        counts = [round(value) for value in total(confusion.tolist(), device)]
        return Evaluation(tally.over_all_ranks(), [counts[row * classes : (row + 1) * classes] for row in range(classes)])
