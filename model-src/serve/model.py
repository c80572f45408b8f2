"""The model folder (what ``model.tar.gz`` unpacks to) as something that answers."""

import json
import math
import os
from pathlib import Path

import numpy as np
from PIL import Image

from .engines import open_engine
from .errors import ModelError
from .preprocessing import DEFAULT_MAX_PIXELS, Preprocessing, decode, to_input


class Model:
    """A model with its labels and preprocessing. ``scores`` may be called from several threads at once."""

    def __init__(self, folder: Path, threads: int | None = None, max_pixels: int = DEFAULT_MAX_PIXELS, engine: str = "auto") -> None:
        """Load ``folder``; ``threads`` is the number of cores one answer may use (default: all that this process may run on)."""
        self.labels = load_labels(folder / "labels.json")
        self.preprocessing = Preprocessing.load(folder / "preprocessing.json")
        self.max_pixels = max_pixels
        self.engine = open_engine(folder, wanted=engine, classes=len(self.labels), threads=threads or usable_cores())
        # A model that does not answer, or not with one score a label, is found here and not by the first caller.
        blank = np.zeros((1, 3, self.preprocessing.crop, self.preprocessing.crop), dtype=np.float32)
        answered = self.engine.run(blank)
        if answered.shape != (1, len(self.labels)):
            raise ModelError(f"{self.engine.path} answers with shape {answered.shape}; labels.json has {len(self.labels)} classes")

    def scores(self, body: bytes) -> list[list[float]]:
        """One row of raw scores (logits), in the order of the labels, for an image's bytes. RequestError when it is no usable image."""
        return self.scores_of(decode(body, self.max_pixels))

    def scores_of(self, image: Image.Image) -> list[list[float]]:
        """The same for an image that ``decode`` returned."""
        row = to_input(image, self.preprocessing)
        scores: list[list[float]] = self.engine.run(row[np.newaxis]).tolist()
        if not all(math.isfinite(score) for score in scores[0]):
            raise ArithmeticError("the model answered with a score that is not a finite number")
        return scores


def load_labels(path: Path) -> list[str]:
    """The class names, in the order of the scores."""
    try:
        labels = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: {error}; it should hold a JSON array of class names") from error
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) for label in labels):
        raise ModelError(f"{path} should hold a JSON array of class names")
    return labels


def usable_cores() -> int:
    """The cores that this process may run on (a container may have fewer than its host)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
