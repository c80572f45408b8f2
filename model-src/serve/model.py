"""The model folder (what ``model.tar.gz`` unpacks to) as something that answers."""

import json
import math
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .contract import Source, Url, at
from .downloads import MAX_BYTES, Deadline, download
from .engines import open_engine
from .errors import ModelError, RequestError
from .preprocessing import DEFAULT_MAX_PIXELS, Preprocessing, decode, to_input

Array = npt.NDArray[np.float32]

FETCH_SECONDS = 15
"""For all of a request's URLs together. SageMaker gives an invocation 60 s."""


class Model:
    """A model with its labels and preprocessing. Its functions may be called from several threads at once."""

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

    def input_of(self, body: bytes) -> Array:
        """An image's bytes as the engine's input, (3, side, side). RequestError when it is no usable image."""
        return to_input(decode(body, self.max_pixels, self.preprocessing.resize), self.preprocessing)

    def scores(self, body: bytes) -> list[list[float]]:
        """One row of raw scores (logits), in the order of the labels, for an image's bytes. RequestError when it is no usable image."""
        return self.scores_of([self.input_of(body)])

    def scores_of(self, inputs: Sequence[Array]) -> list[list[float]]:
        """One row for each of what ``input_of`` returned."""
        return rows(self.engine.run(np.stack(inputs)))


def rows(scores: Array) -> list[list[float]]:
    """As JSON can hold it."""
    made: list[list[float]] = scores.tolist()
    if not all(math.isfinite(score) for row in made for score in row):
        raise ArithmeticError("the model answered with a score that is not a finite number")
    return made


def read_images(sources: Sequence[Source], schemes: tuple[str, ...]) -> list[bytes]:
    """The images' bytes. Those behind URLs are fetched within one deadline, and one number of bytes, for all of them.

    RequestError names the one that cannot be had.
    """
    deadline, left = Deadline(FETCH_SECONDS), MAX_BYTES
    images = []
    for place, source in enumerate(sources):
        try:
            images.append(download(source.text, schemes, deadline, left) if isinstance(source, Url) else source)
            left -= len(images[-1]) if isinstance(source, Url) else 0
        except RequestError as error:
            raise at(place, len(sources), error) from None
    return images


def inputs_of(images: Sequence[bytes], model: Model) -> list[Array]:
    """The engine's inputs. RequestError names the image that cannot be used."""
    inputs = []
    for place, image in enumerate(images):
        try:
            inputs.append(model.input_of(image))
        except RequestError as error:
            raise at(place, len(images), error) from None
    return inputs


def load_labels(path: Path) -> list[str]:
    """The class names, in the order of the scores."""
    try:
        labels = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: {error}; it should hold a JSON array of class names") from error
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) for label in labels):
        raise ModelError(f"{path} should hold a JSON array of class names")
    return labels


def usable_cores(quota: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """The cores that this process may use: a container may have fewer than its host, or a share of them (cgroup v2's ``cpu.max``)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        microseconds, period = quota.read_text("ascii").split()
        return max(1, min(cores, math.ceil(int(microseconds) / int(period))))
    except (OSError, ValueError, ZeroDivisionError):  # no such file, or no limit in it ("max")
        return cores
