"""Draws the demo's dataset: 133 classes of generated images, ``python demo/generate_images.py FOLDER``.

A class is one of 7 shapes in one of 19 hues. Place, size, angle, brightness, background and noise are drawn for each image, so that the
classes have to be learned. The images show nothing real: a model trained on them knows nothing about photos, and nothing about breeds.
"""

import argparse
import colorsys
import math
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HUES = 19
SHAPES = ("disc", "square", "triangle", "ring", "cross", "bars", "star")
CLASSES = HUES * len(SHAPES)
Point = tuple[float, float]


def class_name(index: int) -> str:
    return f"class-{index + 1:03d}"


def draw(index: int, size: int, source: random.Random) -> Image.Image:
    """One image of class ``index``, ``size`` × ``size`` pixels."""
    shape, hue = SHAPES[index // HUES], (index % HUES) / HUES
    grey = source.randrange(40, 215)
    tint = tuple(min(255, max(0, grey + source.randrange(-20, 21))) for _ in range(3))
    large = size * 4  # drawn large and scaled down: smooth edges
    image = Image.new("RGB", (large, large), tint)
    jitter = source.uniform(-0.2, 0.2) / HUES
    fill = colorsys.hsv_to_rgb((hue + jitter) % 1, source.uniform(0.75, 1), source.uniform(0.65, 1))
    radius = large * source.uniform(0.24, 0.42)
    centre = (large * source.uniform(0.4, 0.6), large * source.uniform(0.4, 0.6))
    angle = source.uniform(0, 2 * math.pi)
    colour = tuple(round(part * 255) for part in fill)
    draw_shape(ImageDraw.Draw(image), shape=shape, centre=centre, radius=radius, angle=angle, fill=colour, background=tint)
    noise = Image.frombytes("L", (size, size), source.randbytes(size * size)).convert("RGB")
    small = image.resize((size, size), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(source.uniform(0, 0.8)))
    return Image.blend(small, noise, source.uniform(0.02, 0.15))


def draw_shape(
    pen: ImageDraw.ImageDraw, *, shape: str, centre: Point, radius: float, angle: float, fill: tuple[int, ...], background: tuple[int, ...]
) -> None:
    x, y = centre
    if shape in {"disc", "ring"}:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill)
        inner = radius * 0.55
        if shape == "ring":
            pen.ellipse((x - inner, y - inner, x + inner, y + inner), background)
    elif shape == "cross":
        for turn in (angle, angle + math.pi / 2):
            pen.polygon(bar(centre, radius, 0.28, 0, turn), fill)
    elif shape == "bars":
        for offset in (-0.65, 0, 0.65):
            pen.polygon(bar(centre, radius, 0.17, offset, angle), fill)
    elif shape == "star":
        radii = [radius if corner % 2 == 0 else radius * 0.42 for corner in range(10)]
        pen.polygon(polygon(centre, radii, angle), fill)
    else:
        pen.polygon(polygon(centre, [radius] * (3 if shape == "triangle" else 4), angle), fill)


def polygon(centre: Point, radii: list[float], angle: float) -> list[Point]:
    turn = 2 * math.pi / len(radii)
    return [
        (centre[0] + radius * math.cos(angle + i * turn), centre[1] + radius * math.sin(angle + i * turn)) for i, radius in enumerate(radii)
    ]


def bar(centre: Point, length: float, half_width: float, offset: float, angle: float) -> list[Point]:
    """A rectangle 2 × ``length`` long; width and offset (sidewards) count in lengths."""
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    corners = ((-1, -half_width), (1, -half_width), (1, half_width), (-1, half_width))
    return [
        (
            centre[0] + length * (a * along[0] + (b + offset) * across[0]),
            centre[1] + length * (a * along[1] + (b + offset) * across[1]),
        )
        for a, b in corners
    ]


def generate(folder: Path, counts: dict[str, int], size: int, classes: int, seed: int) -> None:
    """Write ``counts[split]`` JPEG images a class into ``folder/split/class``. Equal arguments, equal images."""
    for split, count in counts.items():
        for index in range(classes):
            target = folder / split / class_name(index)
            target.mkdir(parents=True, exist_ok=True)
            source = random.Random(f"{seed}/{split}/{index}")
            for number in range(count):
                draw(index, size, source).save(target / f"{number:04d}.jpg", quality=90)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where train/, valid/ and test/ go")
    parser.add_argument("--train", type=int, default=40, help="training images a class (default: 40)")
    parser.add_argument("--valid", type=int, default=10, help="(default: 10)")
    parser.add_argument("--test", type=int, default=10, help="(default: 10)")
    parser.add_argument("--classes", type=int, default=CLASSES, help=f"2 to {CLASSES} (default: {CLASSES})")
    parser.add_argument("--size", type=int, default=72, help="pixels (default: 72)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    if not 2 <= arguments.classes <= CLASSES:
        parser.error(f"--classes {arguments.classes}: it should be from 2 to {CLASSES}")
    for name in ("train", "valid", "test", "size"):
        if getattr(arguments, name) < 1:
            parser.error(f"--{name}: it should be 1 or more")
    counts = {"train": arguments.train, "valid": arguments.valid, "test": arguments.test}
    generate(arguments.folder, counts, arguments.size, arguments.classes, arguments.seed)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
