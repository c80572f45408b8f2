"""An image folder as data: ``train/ valid/ test/``, one folder a class in each."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset, Sampler

from serve.preprocessing import Preprocessing, to_input, to_rgb

from . import augmentation
from .errors import UsageError
from .seeding import derived_seed

SPLITS = ("train", "valid", "test")
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Split:
    """The images of one split: paths and class numbers, in a fixed order."""

    paths: list[Path]
    targets: list[int]

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class ImageFolder:
    """A checked dataset. ``labels`` are the folders' names in sorted order; a class number is a place in it."""

    labels: list[str]
    splits: dict[str, Split]

    def fingerprint(self) -> str:
        """One SHA-256 over every image's split, class, name and size: cheap, and another dataset's differs."""
        digest = hashlib.sha256()
        for name, split in self.splits.items():
            for path, target in zip(split.paths, split.targets, strict=True):
                digest.update(f"{name}\0{self.labels[target]}\0{path.name}\0{path.stat().st_size}\0".encode())
        return digest.hexdigest()


class Images(Dataset[tuple[torch.Tensor, int]]):
    """One split as it is evaluated: float32 tensors (3, size, size) from the handler's own preprocessing."""

    def __init__(self, split: Split, preprocessing: Preprocessing) -> None:
        self.split = split
        self.preprocessing = preprocessing

    def __len__(self) -> int:
        return len(self.split)

    def __getitem__(self, place: int) -> tuple[torch.Tensor, int]:
        with Image.open(self.split.paths[place]) as opened:
            pixels = to_input(to_rgb(opened, self.preprocessing.resize), self.preprocessing)
        return torch.from_numpy(pixels), self.split.targets[place]


@dataclass(frozen=True)
class Augmentation:
    """``name`` as of ``--augment``; ``erasing`` is the share of images of which a rectangle is blanked."""

    name: str
    erasing: float
    seed: int


class TrainingImages(Dataset[tuple[torch.Tensor, int]]):
    """One split as it is trained on: bytes, (size, size, 3), which the device normalises. A quarter of the floats' traffic.

    What is random about an image follows from the seed, the epoch and its place alone.
    """

    def __init__(self, split: Split, preprocessing: Preprocessing, augment: Augmentation) -> None:
        self.split = split
        self.size = preprocessing.crop
        self.augment = augment
        self.automatic = augmentation.automatic(augment.name)
        red, green, blue = (round(255 * mean) for mean in preprocessing.mean)
        self.fill = (red, green, blue)

    def __len__(self) -> int:
        return len(self.split)

    def __getitem__(self, key: tuple[int, int]) -> tuple[torch.Tensor, int]:
        """``key`` is (epoch, place)."""
        epoch, place = key
        seed = derived_seed(self.augment.seed, epoch, place)
        source = random.Random(seed)
        with Image.open(self.split.paths[place]) as opened:
            image = augmentation.random_crop_and_flip(opened, self.size, source)
        if self.automatic is not None:
            image = augmentation.apply_automatic(self.automatic, image, seed)
        pixels = np.array(image, dtype=np.uint8)
        augmentation.random_erasing(pixels, self.augment.erasing, self.fill, source)
        return torch.from_numpy(pixels), self.split.targets[place]


class PlainTrainingImages(Images):
    """``--augment none``: training sees what evaluation does."""

    def __getitem__(self, key: int | tuple[int, int]) -> tuple[torch.Tensor, int]:
        return super().__getitem__(key[1] if isinstance(key, tuple) else key)


class GlobalBatches(Sampler[list[tuple[int, int]]]):
    """This rank's part of each of an epoch's batches.

    The order is drawn once for all ranks, so no image is seen twice in an epoch by two of them. What does not fill the last batch is
    left out of this epoch (another part each time): padding it would train some images twice.
    """

    def __init__(self, count: int, batch_size: int, rank: int, world_size: int, seed: int) -> None:
        if batch_size % world_size:
            raise UsageError(f"--batch-size {batch_size} counts over all processes: it should divide by their number, {world_size}")
        if batch_size > count:
            raise UsageError(f"--batch-size {batch_size} is more than the {count} training images")
        self.count, self.batch_size, self.seed = count, batch_size, seed
        self.first, self.share = rank * (batch_size // world_size), batch_size // world_size
        self.epoch, self.start_step = 0, 0

    def __len__(self) -> int:
        """Optimizer steps in a whole epoch."""
        return self.count // self.batch_size

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        generator = torch.Generator().manual_seed(derived_seed(self.seed, self.epoch))
        order = torch.randperm(self.count, generator=generator).tolist()
        for step in range(self.start_step, len(self)):
            begin = step * self.batch_size + self.first
            yield [(self.epoch, place) for place in order[begin : begin + self.share]]


def evaluation_share(count: int, rank: int, world_size: int) -> list[int]:
    """The places this rank evaluates: every image on exactly one rank, nothing padded."""
    return list(range(rank, count, world_size))
