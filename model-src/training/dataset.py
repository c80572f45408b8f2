"""An image folder as data: ``train/ valid/ test/``, one folder a class in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch.utils.data import Dataset, Sampler

from serve.preprocessing import Preprocessing, normalise, to_input, to_rgb

from .augmentation import random_crop_and_flip
from .errors import UsageError
from .seeding import derived_seed

SPLITS = ("train", "valid", "test")
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
MAX_NAMED = 20
"""Problems that are listed one by one; of more only the count is given."""


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


def load(folder: Path) -> ImageFolder:
    """Find and check the dataset in ``folder``, or in its only subfolder. UsageError names every problem found."""
    root = find_root(folder)
    labels = sorted({entry.name for split in SPLITS for entry in (root / split).iterdir() if entry.is_dir()})
    if len(labels) < 2:
        raise UsageError(f"{root}: {len(labels)} classes found; there should be two or more folders in train/, one a class")
    problems: list[str] = []
    splits = {split: scan(root / split, labels, problems) for split in SPLITS}
    if problems:
        more = [f"… and {len(problems) - MAX_NAMED} more"] if len(problems) > MAX_NAMED else []
        raise UsageError("\n  ".join([f"{root}: the dataset has {len(problems)} problems:", *problems[:MAX_NAMED], *more]))
    return ImageFolder(labels, splits)


def find_root(folder: Path) -> Path:
    """``folder`` itself, or the one folder in it: archives often hold such a folder around everything."""
    candidates = [folder, *sorted(entry for entry in folder.iterdir() if entry.is_dir())] if folder.is_dir() else []
    for candidate in candidates:
        if all((candidate / split).is_dir() for split in SPLITS):
            return candidate
    raise UsageError(f"{folder}: no dataset found; there should be folders train/, valid/ and test/ in it")


def scan(folder: Path, labels: list[str], problems: list[str]) -> Split:
    """The images of one split; what is wrong with them is added to ``problems``."""
    paths: list[Path] = []
    targets: list[int] = []
    for target, label in enumerate(labels):
        if not (folder / label).is_dir():
            problems.append(f"{folder.name}/{label} is missing: each class should be in train/, valid/ and test/")
            continue
        images = sorted(path for path in (folder / label).rglob("*") if path.suffix.lower() in SUFFIXES)
        if not images:
            problems.append(f"{folder.name}/{label} is empty: it should hold at least one JPEG, PNG or WebP image")
        problems.extend(reason for path in images if (reason := what_is_wrong(path)))
        paths.extend(images)
        targets.extend([target] * len(images))
    return Split(paths, targets)


def what_is_wrong(path: Path) -> str | None:
    """Why the file cannot be an image, from its header and structure: its pixels are not decoded."""
    try:
        with Image.open(path) as image:
            image.verify()
    except Exception as error:  # the decoders raise many kinds for broken files
        return f"{path} is not a readable image: {error}"
    return None


class Images(Dataset[tuple[torch.Tensor, int]]):
    """One split as tensors. What is random about an image follows from the seed, the epoch and its place alone."""

    def __init__(self, split: Split, preprocessing: Preprocessing, *, augment: bool, seed: int) -> None:
        self.split = split
        self.preprocessing = preprocessing
        self.augment = augment
        self.seed = seed

    def __len__(self) -> int:
        return len(self.split)

    def __getitem__(self, key: int | tuple[int, int]) -> tuple[torch.Tensor, int]:
        """``key`` is a place, or (epoch, place) when images are augmented."""
        epoch, place = key if isinstance(key, tuple) else (0, key)
        with Image.open(self.split.paths[place]) as opened:
            image = to_rgb(opened)
        if self.augment:
            crop = random_crop_and_flip(image, self.preprocessing.crop, derived_seed(self.seed, epoch, place))
            pixels = normalise(crop, self.preprocessing)
        else:
            pixels = to_input(image, self.preprocessing)
        return torch.from_numpy(pixels), self.split.targets[place]


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
