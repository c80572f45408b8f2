import os
import shutil
from pathlib import Path

import pytest
import torch

from runs import FAST, Run
from training import backbones, preflight
from training.dataset import ImageFolder
from training.errors import UsageError
from training.loop import require_number
from training.program import main


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--epochs", "0"), "from 1 to 10000"),
        (("--epochs", "three"), "whole number"),
        (("--learning-rate", "0"), "above 0"),
        (("--learning-rate", "nan"), "above 0"),
        (("--label-smoothing", "0.91"), "from 0 to 0.9"),
        (("--freeze-backbone", "maybe"), "true or false"),
        (("--optimizer", "adam"), "sgd"),
        (("--epoch", "3"), "--epoch"),
        (("--batch-size", "49"), "more than the 48 training images"),
        (("--backbone", "resnet51"), "resnet50"),
        (("--weights", "/no/such/file.pth"), "no such file"),
    ],
)
def test_a_wrong_argument_is_named_with_what_is_right_and_nothing_is_written(
    arguments: tuple[str, str], named: str, tmp_path: Path, data: Path, capfd: pytest.CaptureFixture[str]
):
    run = Run(tmp_path, data)
    try:
        status = main([*FAST, *arguments], run.environment({}))
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert named in capfd.readouterr().err
    assert not run.model.exists()


def test_a_wrong_argument_ends_the_program_without_a_traceback(tmp_path: Path, data: Path):
    done = Run(tmp_path, data).finish("--batch-size", "49")
    assert done.returncode == 2
    assert done.stderr == "error: --batch-size 49 is more than the 48 training images\n"


@pytest.fixture
def broken(tmp_path: Path, data: Path) -> Path:
    return shutil.copytree(data, tmp_path / "data")


def test_every_problem_of_a_dataset_is_named_before_training_starts(broken: Path, tmp_path: Path):
    shutil.rmtree(broken / "valid" / "class-002")
    for image in (broken / "test" / "class-003").iterdir():
        image.unlink()
    (broken / "train" / "class-001" / "0000.jpg").write_bytes(b"not an image")
    (broken / "train" / "class-009").mkdir()
    done = Run(tmp_path, broken).finish()
    assert done.returncode == 2
    for named in (
        "valid/class-002 is missing",
        "test/class-003 is empty",
        "class-001/0000.jpg is not a readable image",
        "train/class-009 is empty",
    ):
        assert named in done.stderr
    assert "epoch=" not in done.stdout


def test_names_that_are_no_text_are_named_before_training_starts(broken: Path, tmp_path: Path):
    first = next((broken / "train" / "class-001").iterdir())
    first.rename(first.with_name(os.fsdecode(b"bad\xff.jpg")))
    for split in ("train", "valid", "test"):
        (broken / split / "class-002").rename(broken / split / os.fsdecode(b"cl\xff"))
    done = Run(tmp_path, broken).finish()
    assert done.returncode == 2, done.stderr
    for named in (r"train/class-001/bad\xff.jpg: the name is not valid UTF-8", r"train/cl\xff: the name", r"test/cl\xff: the name"):
        assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert "epoch=" not in done.stdout


@pytest.mark.parametrize("argument", ["--model-dir", "--output-data-dir", "--checkpoint-dir"])
def test_a_folder_that_cannot_be_made_or_written_is_named_before_training(argument: str, tmp_path: Path):
    (tmp_path / "file").write_text("")
    for place in (Path("/proc/x"), tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError, match=f"{argument} {place}: .*; it should be a folder"):
            preflight.check_folder(argument, place)
    preflight.check_folder(argument, tmp_path / "new" / "folder")
    assert not (tmp_path / "new").exists(), "looking leaves nothing behind"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--model-dir", "/proc/x"), "--model-dir /proc/x: "),
        (("--output-data-dir", "/proc/x"), "--output-data-dir /proc/x: "),
        (("--checkpoint-dir", "/proc/x"), "--checkpoint-dir /proc/x: "),
        (("--backbone", "resnet51"), "--backbone"),
        (("--weights", "/no/such/file.pth"), "no such file"),
        (("--weights", "download"), "--allow-download true"),
    ],
)
def test_what_is_cheap_to_look_at_is_looked_at_before_the_dataset(
    arguments: tuple[str, str], named: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    # The dataset is not there at all, and yet it is not what is complained of.
    assert main([*FAST, *arguments], Run(tmp_path, tmp_path / "nothing").environment({})) == 2
    assert named in capfd.readouterr().err


def test_another_runs_state_is_refused_before_the_dataset_is_looked_at(tmp_path: Path, data: Path):
    assert Run(tmp_path, data).finish("--epochs", "1", "--export", "none").returncode == 0
    other = Run(tmp_path, tmp_path / "nothing").finish("--epochs", "1", "--export", "none", "--seed", "7")
    assert other.returncode == 2
    assert "seed was 1, now 7" in other.stderr


def test_names_in_any_script_are_right(broken: Path, tmp_path: Path):
    for split in ("train", "valid", "test"):
        (broken / split / "class-002").rename(broken / split / "köpek-犬")
    done = Run(tmp_path, broken).finish("--epochs", "1", "--export", "none")
    assert done.returncode == 0, done.stderr


def test_weights_that_hold_nan_and_a_far_too_large_rate_are_said_to_be_why(tmp_path: Path, data: Path):
    model = backbones.build("tiny", 4)
    for weight in model.parameters():
        torch.nn.init.constant_(weight, float("nan"))
    torch.save(model.state_dict(), tmp_path / "nan.pth")
    done = Run(tmp_path, data).finish("--epochs", "1", "--weights", str(tmp_path / "nan.pth"), "--export", "none")
    assert done.returncode == 2
    assert "error: train_loss became nan: " in done.stderr
    assert "a smaller --learning-rate" in done.stderr
    assert "weights that hold NaN" in done.stderr


@pytest.mark.parametrize("name", ["train_loss", "valid_loss", "test_loss"])
def test_a_loss_that_is_no_number_is_refused_by_its_name(name: str):
    require_number(name, 1e30)
    for loss in (float("nan"), float("inf")):
        with pytest.raises(UsageError, match=f"{name} became {loss}"):
            require_number(name, loss)


def test_the_state_of_a_run_on_other_images_is_not_gone_on_with(tmp_path: Path, broken: Path):
    run = Run(tmp_path, broken)
    assert run.finish("--epochs", "1", "--export", "none").returncode == 0
    image = next((broken / "valid" / "class-001").iterdir())
    # As many images as before, of the same classes.
    image.rename(image.with_stem("another"))
    other = run.finish("--epochs", "1", "--export", "none")
    assert other.returncode == 2, other.stderr
    assert "dataset_fingerprint was" in other.stderr


def test_a_folder_without_a_dataset_is_refused_and_one_folder_around_it_is_not(tmp_path: Path, data: Path):
    from training import dataset_check
    from training.distributed import World

    def load(folder: Path) -> ImageFolder:
        return dataset_check.load(folder, "header", World(), lambda images, _: images)

    shutil.copytree(data, tmp_path / "archive" / "images")
    assert len(load(tmp_path / "archive").labels) == 4
    with pytest.raises(UsageError, match="no dataset found"):
        load(tmp_path)
    with pytest.raises(UsageError, match="no dataset found"):
        load(tmp_path / "missing")


def test_the_state_of_another_run_is_not_gone_on_with(tmp_path: Path, data: Path):
    run = Run(tmp_path, data)
    assert run.finish("--epochs", "1", "--export", "none").returncode == 0
    other = run.finish("--epochs", "1", "--export", "none", "--seed", "7")
    assert other.returncode == 2
    assert "seed was 1, now 7" in other.stderr


def test_a_damaged_state_is_named(tmp_path: Path, data: Path):
    run = Run(tmp_path, data)
    run.state.parent.mkdir()
    run.state.write_bytes(b"half of a file")
    done = run.finish("--epochs", "1", "--export", "none")
    assert done.returncode == 2
    assert "state.pt cannot be read" in done.stderr
