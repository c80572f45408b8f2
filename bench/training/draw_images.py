"""Draws an image folder for the benchmark: JPEGs of the size and weight of the dog photos (about 600 × 800 pixels, 135 kB)."""

import random
import sys
from pathlib import Path

from PIL import Image, ImageFilter

SPLITS = {"valid": 1, "test": 1}


def draw(source: random.Random) -> Image.Image:
    """Noise at three scales: about as much to decode as a photo."""
    size = (source.randrange(500, 701), source.randrange(700, 901))
    image = Image.new("RGB", size)
    for cells, opacity in ((8, 1.0), (60, 0.5), (300, 0.25)):
        shape = (cells, cells * size[1] // size[0])
        noise = Image.frombytes(
            "RGB", shape, source.randbytes(3 * shape[0] * shape[1])
        ).resize(size, Image.Resampling.BICUBIC)
        image = Image.blend(image, noise, opacity)
    return image.filter(ImageFilter.SMOOTH)


def main(folder: str, classes: str, training_images: str) -> None:
    """``training_images`` a class."""
    source = random.Random(1)
    for split, count in {"train": int(training_images), **SPLITS}.items():
        for number in range(int(classes)):
            place = Path(folder) / split / f"{number:03d}"
            place.mkdir(parents=True, exist_ok=True)
            for image in range(count):
                draw(source).save(place / f"{image}.jpg", quality=88)


if __name__ == "__main__":
    main(*sys.argv[1:])
