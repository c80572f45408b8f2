import csv
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from runs import Run, numbers
from training import pictures
from training.progress import Progress


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, data: Path) -> tuple[Path, list[dict[str, float]]]:
    run = Run(tmp_path_factory.mktemp("run"), data)
    # Twice: the second start goes on from the end, and tells all epochs again.
    for _ in range(2):
        done = run.finish("--epochs", "2", "--export", "none")
        assert done.returncode == 0, done.stderr
        if "epoch=2" in done.stdout:
            printed = numbers(done.stdout)
    return run.folder / "reports", printed


def test_each_epoch_is_a_line_of_json(finished: tuple[Path, list[dict[str, float]]]):
    folder, printed = finished
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    assert [row.get("epoch") for row in rows] == [1, 2, None]
    for row, shown in zip(rows, printed, strict=True):
        assert {name: row[name] for name in shown} == pytest.approx(shown, abs=5.1e-5)
    assert all(0 <= row["loader_wait"] <= 1 for row in rows[:2])


def test_tensorboard_reads_the_events(finished: tuple[Path, list[dict[str, float]]]):
    folder, printed = finished
    events = EventAccumulator(str(folder / "tensorboard")).Reload()
    assert {"train_loss", "valid_accuracy", "learning_rate", "test_accuracy"} <= set(events.Tags()["scalars"])
    assert [(event.step, event.value) for event in events.Scalars("valid_loss")] == [
        (number, pytest.approx(row["valid_loss"], abs=5.1e-5)) for number, row in enumerate(printed[:2], 1)
    ]


def test_tables_say_where_the_model_errs(finished: tuple[Path, list[dict[str, float]]]):
    folder, printed = finished
    matrix = list(csv.reader((folder / "confusion-matrix.csv").open()))
    labels = [f"class-{number:03d}" for number in range(1, 5)]
    assert matrix[0][1:] == [row[0] for row in matrix[1:]] == labels
    counts = [[int(cell) for cell in row[1:]] for row in matrix[1:]]
    assert [sum(row) for row in counts] == [3] * 4
    right = sum(counts[place][place] for place in range(4))
    assert right / 12 == pytest.approx(printed[-1]["test_accuracy"], abs=5.1e-5)
    classes = list(csv.DictReader((folder / "class-accuracy.csv").open()))
    assert [row["class"] for row in classes] == labels
    assert [float(row["accuracy"]) for row in classes] == [pytest.approx(counts[place][place] / 3, abs=5.1e-5) for place in range(4)]


def test_the_pictures_show_right_answers_blue_and_wrong_ones_red(tmp_path: Path, finished: tuple[Path, list[dict[str, float]]]):
    for name in ("confusion-matrix.png", "class-accuracy.png"):
        with Image.open(finished[0] / name) as image:
            image.load()
    pictures.confusion_matrix([[4, 0], [2, 2]], ["a", "b"], tmp_path / "matrix.png")
    with Image.open(tmp_path / "matrix.png") as image:
        colours = {colour for _, colour in image.getcolors(10**6) or []}
    assert pictures.HIGH in colours
    assert pictures.shade(0.5, pictures.WRONG) in colours
    assert pictures.WRONG not in colours


@pytest.mark.parametrize("classes", [2, 133])
def test_pictures_hold_all_classes(tmp_path: Path, classes: int):
    confusion = [[1 if i == j else 0 for j in range(classes)] for i in range(classes)]
    labels = [f"{number:03d}.A_breed_with_quite_a_long_name_indeed" for number in range(classes)]
    pictures.confusion_matrix(confusion, labels, tmp_path / "matrix.png")
    pictures.class_accuracy(confusion, labels, tmp_path / "bars.png")
    with Image.open(tmp_path / "matrix.png") as image:
        assert min(image.size) >= classes * pictures.row_height(classes)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_only():
    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        assert list(Progress(stream=stream).over(range(5), 5, "epoch 1")) == [0, 1, 2, 3, 4]
    assert "epoch 1 [" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[K"), "and taken away at the end"
    assert log.getvalue() == ""
    assert list(Progress(shown=False, stream=terminal).over(range(2), 2, "x")) == [0, 1]
