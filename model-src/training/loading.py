"""Images decoded by processes beside the training, batch after batch, and how long the training waited for them."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset, Sampler

from serve.preprocessing import Preprocessing

from .arguments import Arguments
from .dataset_check import available_cores
from .distributed import World
from .stopping import outlive_stop_signals

MOST_AUTOMATIC_WORKERS = 16
Batch = tuple[torch.Tensor, torch.Tensor]


def worker_count(arguments: Arguments, world: World, cores: int | None = None) -> int:
    """``--workers auto``: beside a GPU all of a rank's cores but one; where the cores also train, one for each four of them."""
    if arguments.workers is not None:
        return arguments.workers
    own = (cores or available_cores()) // world.local_size
    wanted = own - 1 if world.device.type == "cuda" else own // 4
    return max(1, min(MOST_AUTOMATIC_WORKERS, wanted))


@dataclass
class Waiting:
    """Seconds the training waited for batches, and seconds in all, since they were last taken."""

    waited: float = 0.0
    total: float = 0.0

    def over(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The first batch's wait counts with the others: processes that start anew are part of what loading costs."""
        iterator = iter(batches)
        while True:
            started = time.perf_counter()
            batch = next(iterator, None)
            arrived = time.perf_counter()
            self.waited += arrived - started
            if batch is None:
                self.total += arrived - started
                return
            yield batch
            self.total += time.perf_counter() - started


class Loading:
    """Loaders for one rank, and its batches on their way to the device."""

    def __init__(self, arguments: Arguments, world: World, preprocessing: Preprocessing) -> None:
        self.arguments, self.device, self.preprocessing = arguments, world.device, preprocessing
        self.workers = worker_count(arguments, world)
        self.layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
        self.mean = torch.tensor(preprocessing.mean, device=self.device).view(1, 3, 1, 1)
        self.std = torch.tensor(preprocessing.std, device=self.device).view(1, 3, 1, 1)

    def loader(
        self,
        images: Dataset[tuple[torch.Tensor, int]],
        *,
        batch_size: int = 1,
        sampler: Sampler[list[Any]] | None = None,
        keep: bool = False,
    ) -> DataLoader[Batch]:
        """``keep``: the processes stay from one iteration to the next."""
        return DataLoader(
            images,  # type: ignore[arg-type] # the loader turns the class numbers into a tensor
            batch_size,
            batch_sampler=sampler,
            num_workers=self.workers,
            pin_memory=self.arguments.pin_memory and self.device.type == "cuda",
            prefetch_factor=self.arguments.prefetch if self.workers else None,
            persistent_workers=keep and self.workers > 0,
            worker_init_fn=outlive_stop_signals,
            # Its own: the global one's course must not depend on how often loaders were made.
            generator=torch.Generator(),
        )

    def to_device(self, batch: Batch) -> Batch:
        """Inputs normalised, in the layout that was asked for."""
        inputs, targets = (part.to(self.device, non_blocking=True) for part in batch)
        if inputs.dtype == torch.uint8:
            inputs = (inputs.permute(0, 3, 1, 2).float() / 255.0 - self.mean) / self.std
        return inputs.to(memory_format=self.layout), targets
