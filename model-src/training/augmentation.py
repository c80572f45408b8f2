"""What training does to an image beyond evaluation's preprocessing. Everything random follows from one seed an image and epoch."""

import math
import random
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageOps

from serve.preprocessing import to_rgb

SMALLEST_AREA = 0.35
ASPECT_RATIOS = (3 / 4, 4 / 3)
ERASED_AREA = (0.02, 0.33)
ERASED_RATIOS = (0.3, 3.3)
EXIF_ORIENTATION = 0x0112
Box = tuple[float, float, float, float]
Range = tuple[float, float]


def random_crop_and_flip(opened: Image.Image, size: int, source: random.Random) -> Image.Image:
    """A random part of the image (35 to 100 % of its area, 3:4 to 4:3) at ``size`` × ``size``, mirrored half the time.

    ``opened`` is not decoded yet: a JPEG of which the part is large is decoded at a half, a quarter or an eighth, never below ``size``.
    """
    turned = opened.getexif().get(EXIF_ORIENTATION, 1) in {5, 6, 7, 8}
    full = opened.size[::-1] if turned else opened.size
    left, top, width, height = random_box(full, (SMALLEST_AREA, 1), ASPECT_RATIOS, source)
    decode_smaller(opened, min(width, height) / size)
    image = to_rgb(opened)
    across, down = image.width / full[0], image.height / full[1]
    box = (left * across, top * down, (left + width) * across, (top + height) * down)
    crop = image.resize((size, size), Image.Resampling.BILINEAR, box=box)
    return ImageOps.mirror(crop) if source.random() < 0.5 else crop


def decode_smaller(opened: Image.Image, times: float) -> None:
    """Let a JPEG's decoder scale by the largest of 1/2, 1/4 and 1/8 that is at most 1/``times``. Other formats stay as they are."""
    if opened.format == "JPEG" and times >= 2:
        scale = 2 ** min(3, math.floor(math.log2(times)))
        opened.draft("RGB", (opened.width // scale, opened.height // scale))


def random_box(size: tuple[int, int], areas: Range, ratios: Range, source: random.Random) -> Box:
    """(left, top, width, height) of a part of an image of ``size``, ``areas`` of it; after ten misses the whole."""
    width, height = size
    low, high = (math.log(ratio) for ratio in ratios)
    for _ in range(10):
        area = width * height * source.uniform(*areas)
        ratio = math.exp(source.uniform(low, high))
        across, down = math.sqrt(area * ratio), math.sqrt(area / ratio)
        if across <= width and down <= height:
            return source.uniform(0, width - across), source.uniform(0, height - down), across, down
    return 0, 0, width, height


def automatic(name: str) -> Any | None:  # noqa: ANN401 - torchvision is imported only where it is used
    """The transform of ``--augment trivial`` and ``rand``; None for the others."""
    if name not in {"trivial", "rand"}:
        return None
    from torchvision.transforms import InterpolationMode, RandAugment, TrivialAugmentWide

    kind = TrivialAugmentWide if name == "trivial" else RandAugment
    return kind(interpolation=InterpolationMode.BILINEAR)


def apply_automatic(transform: Any, image: Image.Image, seed: int) -> Image.Image:  # noqa: ANN401
    """torchvision draws from PyTorch's own generator: it is seeded for this image, and left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        changed: Image.Image = transform(image)
    return changed


def random_erasing(pixels: npt.NDArray[np.uint8], share: float, fill: tuple[int, int, int], source: random.Random) -> None:
    """In this ``share`` of images, paint a random rectangle (2 to 33 % of the area) in ``fill``."""
    if source.random() >= share:
        return
    height, width, _ = pixels.shape
    box = random_box((width, height), ERASED_AREA, ERASED_RATIOS, source)
    left, top, across, down = (round(part) for part in box)
    if across < width and down < height:
        pixels[top : top + down, left : left + across] = fill
