"""What a run leaves in its output folder for people and programs: numbers by epoch, and where the finished model errs."""

import csv
import json
import time
from pathlib import Path

from . import pictures
from .evaluation import Evaluation
from .events import EventFile
from .metrics import Row

NOT_SCALARS = {"epoch", "finished_at"}


class Reports:
    """``metrics.jsonl`` and TensorBoard's events grow with each epoch; a run that goes on begins with its earlier epochs."""

    def __init__(self, folder: Path, history: list[Row]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.lines = folder / "metrics.jsonl"
        self.lines.write_text("", "utf-8")
        self.events = EventFile(folder / "tensorboard")
        for row in history:
            self.epoch(row)

    def epoch(self, row: Row) -> None:
        self.write(row, int(row["epoch"]), float(row["finished_at"]))

    def write(self, row: Row, step: int, at: float) -> None:
        with self.lines.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        self.events.scalars(step, {name: value for name, value in row.items() if name not in NOT_SCALARS}, at)

    def finish(self, results: Row, test: Evaluation, labels: list[str], epochs: int) -> None:
        """The test's numbers, and tables and pictures of the confusion matrix and of each class's accuracy."""
        self.write(results, epochs, time.time())
        with (self.folder / "confusion-matrix.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["true class \\ answer", *labels])
            table.writerows([label, *counts] for label, counts in zip(labels, test.confusion, strict=True))
        with (self.folder / "class-accuracy.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["class", "images", "correct", "accuracy", "taken most often for"])
            table.writerows(class_row(place, counts, labels) for place, counts in enumerate(test.confusion))
        pictures.confusion_matrix(test.confusion, labels, self.folder / "confusion-matrix.png")
        pictures.class_accuracy(test.confusion, labels, self.folder / "class-accuracy.png")


def class_row(place: int, counts: list[int], labels: list[str]) -> list[str | int]:
    images, correct = sum(counts), counts[place]
    wrong = [(count, labels[other]) for other, count in enumerate(counts) if other != place and count]
    return [labels[place], images, correct, f"{correct / max(1, images):.4f}", max(wrong)[1] if wrong else ""]
