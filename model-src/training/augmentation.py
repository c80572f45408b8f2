"""What training does to an image beyond evaluation's preprocessing."""

import math
import random

from PIL import Image, ImageOps

SMALLEST_AREA = 0.35
ASPECT_RATIOS = (3 / 4, 4 / 3)


def random_crop_and_flip(image: Image.Image, size: int, seed: int) -> Image.Image:
    """A random part of the image (35 to 100 % of its area, 3:4 to 4:3) at ``size`` × ``size``, mirrored half the time."""
    random_source = random.Random(seed)
    left, top, width, height = random_box(image.width, image.height, random_source)
    crop = image.resize((size, size), Image.Resampling.BILINEAR, box=(left, top, left + width, top + height))
    return ImageOps.mirror(crop) if random_source.random() < 0.5 else crop


def random_box(width: int, height: int, random_source: random.Random) -> tuple[float, float, float, float]:
    """(left, top, width, height) of a part of the image; after ten misses the whole of it."""
    low, high = (math.log(ratio) for ratio in ASPECT_RATIOS)
    for _ in range(10):
        area = width * height * random_source.uniform(SMALLEST_AREA, 1)
        ratio = math.exp(random_source.uniform(low, high))
        across, down = math.sqrt(area * ratio), math.sqrt(area / ratio)
        if across <= width and down <= height:
            return random_source.uniform(0, width - across), random_source.uniform(0, height - down), across, down
    return 0, 0, width, height
