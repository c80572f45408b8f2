"""Finds a dataset and everything that is wrong with it, before training starts."""

import os
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from .dataset import SPLITS, SUFFIXES, ImageFolder, Split
from .distributed import World, gathered
from .errors import UsageError

MAX_NAMED = 20
"""Problems that are listed one by one; of more only the count is given."""
NOT_TEXT = "the name is not valid UTF-8; it should be, as it is written to labels and checksums"
Watch = Callable[[Iterable[str | None], int], Iterable[str | None]]


def load(folder: Path, check_images: str, world: World, watch: Watch) -> ImageFolder:
    """Find and check the dataset in ``folder``, or in its only subfolder. UsageError, on every rank, names every problem found by one.

    ``check_images``: pixels decodes each image once (a host's ranks share the work), header reads its first bytes. ``watch`` sees each.
    """
    problems: list[str] = []
    data: ImageFolder | None = None
    try:
        root = find_root(folder)
        data = scan(root, problems)
        images = [path for name in SPLITS for path in data.splits[name].paths]
        own = images[world.local_rank :: world.local_size]
        inspect = what_is_wrong if check_images == "pixels" else what_is_wrong_with_the_header
        # Pillow decodes outside Python's lock.
        with ThreadPoolExecutor(max(1, available_cores() // world.local_size)) as pool:
            problems.extend(reason for reason in watch(pool.map(inspect, own), len(own)) if reason)
        headline = f"{shown(root)}: the dataset has"
    except UsageError as error:
        problems, headline = [str(error)], ""
    everywhere = sorted({problem for part in gathered((headline, problems)) for problem in part[1]})
    if data is not None and not everywhere:
        return data
    if not headline:
        raise UsageError(problems[0])
    more = [f"… and {len(everywhere) - MAX_NAMED} more"] if len(everywhere) > MAX_NAMED else []
    raise UsageError("\n  ".join([f"{headline} {len(everywhere)} problems:", *everywhere[:MAX_NAMED], *more]))


def find_root(folder: Path) -> Path:
    """``folder`` itself, or the one folder in it: archives often hold such a folder around everything."""
    candidates = [folder, *sorted(entry for entry in folder.iterdir() if entry.is_dir())] if folder.is_dir() else []
    for candidate in candidates:
        if all((candidate / split).is_dir() for split in SPLITS):
            return candidate
    raise UsageError(f"{shown(folder)}: no dataset found; there should be folders train/, valid/ and test/ in it")


def scan(root: Path, problems: list[str]) -> ImageFolder:
    """The folders' content; what is wrong with their structure is added to ``problems``."""
    labels = sorted({entry.name for split in SPLITS for entry in (root / split).iterdir() if entry.is_dir()})
    if len(labels) < 2:
        raise UsageError(f"{shown(root)}: {len(labels)} classes found; there should be two or more folders in train/, one a class")
    return ImageFolder(labels, {split: scan_split(root / split, labels, problems) for split in SPLITS})


def scan_split(folder: Path, labels: list[str], problems: list[str]) -> Split:
    paths: list[Path] = []
    targets: list[int] = []
    for target, label in enumerate(labels):
        if not (folder / label).is_dir():
            problems.append(f"{folder.name}/{shown(label)} is missing: each class should be in train/, valid/ and test/")
            continue
        images = sorted(path for path in (folder / label).rglob("*") if path.suffix.lower() in SUFFIXES)
        if not is_text(label):
            problems.append(f"{shown(folder.name)}/{shown(label)}: {NOT_TEXT}")
        elif wrong := [path for path in images if not is_text(str(path.relative_to(folder)))]:
            problems.extend(f"{shown(path.relative_to(folder.parent))}: {NOT_TEXT}" for path in wrong)
        if not images:
            problems.append(f"{folder.name}/{shown(label)} is empty: it should hold at least one JPEG, PNG or WebP image")
        paths.extend(images)
        targets.extend([target] * len(images))
    return Split(paths, targets)


def is_text(name: str) -> bool:
    """Whether the name is valid UTF-8 on disk; Python keeps other bytes as surrogates, which nothing can be written with."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def shown(name: str | Path) -> str:
    """Printable: bytes that are no text as ``\\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def what_is_wrong(path: Path) -> str | None:
    """Why the file is no whole image. Its pixels are decoded, a JPEG's at an eighth: that reads all of the file and is quicker."""
    return inspected(path, lambda image: (image.draft("RGB", (image.width // 8, image.height // 8)), image.load()))


def what_is_wrong_with_the_header(path: Path) -> str | None:
    """Why the file cannot be an image, from its header and structure: a JPEG that was cut off is not found."""
    return inspected(path, lambda image: image.verify())


def inspected(path: Path, look: Callable[[Image.Image], object]) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                look(image)
    except Exception as error:  # the decoders raise many kinds for broken files
        return f"{shown(path)} is not a readable image: {shown(str(error))}"
    return None


def available_cores() -> int:
    """Cores that this process may use: fewer than the machine has in a container that was given some."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
