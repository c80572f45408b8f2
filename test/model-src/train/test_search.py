import json
import subprocess
import sys
from pathlib import Path

import pytest

from interpreters import SOURCE
from runs import FAST
from training import presets
from training.arguments import parse
from training.errors import UsageError
from training.search import check_fixed, is_log, read_ranges

RANGES = {
    "Objective": {"MetricName": "valid_accuracy", "Type": "Maximize"},
    "ParameterRanges": {
        "ContinuousParameterRanges": [{"Name": "learning-rate", "MinValue": "0.0001", "MaxValue": "0.01", "ScalingType": "Logarithmic"}],
        "IntegerParameterRanges": [{"Name": "accumulate-steps", "MinValue": "1", "MaxValue": "2", "ScalingType": "Linear"}],
        "CategoricalParameterRanges": [{"Name": "optimizer", "Values": ["sgd", "adamw"]}],
    },
}


def fixed() -> list[str]:
    pairs = zip(FAST[::2], FAST[1::2], strict=True)
    return [part for name, value in pairs if name != "--learning-rate" for part in (name, value)]


def search(folder: Path, data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    ranges = folder / "ranges.json"
    ranges.write_text(json.dumps(RANGES))
    command = [sys.executable, "-m", "training.search", "--folder", str(folder / "search"), "--ranges", str(ranges), *arguments]
    training = ["--", "--data-dir", str(data), "--epochs", "1", *fixed()]
    return subprocess.run([*command, *training], cwd=SOURCE, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.long
def test_a_search_tries_values_of_the_ranges_and_the_final_run_takes_the_best(tmp_path: Path, data: Path):
    first = search(tmp_path, data, "--trials", "2", "--no-final-run")
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("trial=") == 2 + 1
    # A second start goes on with the study.
    rest = search(tmp_path, data, "--trials", "3")
    assert rest.returncode == 0, rest.stderr
    assert "trial=2 " in rest.stdout
    best = json.loads((tmp_path / "search" / "best.json").read_text())
    assert best["arguments"].keys() == {"learning-rate", "accumulate-steps", "optimizer"}
    assert 0.0001 <= float(best["arguments"]["learning-rate"]) <= 0.01
    card = json.loads((tmp_path / "search" / "final" / "model" / "model-card.json").read_text())
    for name, value in best["arguments"].items():
        assert str(card["arguments"][name.replace("-", "_")]) == value
    assert best["metric"]["valid_accuracy"] == pytest.approx(card["metrics"]["valid_accuracy"], abs=5e-5), "the same run again"


@pytest.mark.parametrize(("arguments", "named"), [(["--learning-rate", "1"], "it is searched"), (["--model-dir=x"], "the search sets it")])
def test_what_is_searched_cannot_be_fixed(arguments: list[str], named: str):
    with pytest.raises(UsageError, match=named):
        check_fixed(arguments, RANGES)


@pytest.mark.parametrize("content", ["", "{}", '{"Objective": {"Type": "Best"}, "ParameterRanges": {}}'])
def test_ranges_that_are_none_are_refused(tmp_path: Path, content: str):
    (tmp_path / "ranges.json").write_text(content)
    with pytest.raises(UsageError, match="Objective and ParameterRanges"):
        read_ranges(tmp_path / "ranges.json")


@pytest.mark.parametrize(
    ("low", "high", "scaling", "log"),
    [
        ("1", "2", "Logarithmic", True),
        ("1", "100", "Auto", True),
        ("1", "99", "Auto", False),
        ("0", "9", "Auto", False),
        ("1", "999", "Linear", False),
    ],
)
def test_the_scaling_is_that_of_the_tuning_job(low: str, high: str, scaling: str, log: bool):
    assert is_log({"MinValue": low, "MaxValue": high, "ScalingType": scaling}) is log


def test_a_preset_fills_arguments_and_what_is_said_beside_it_counts_more(tmp_path: Path):
    places = {"SM_CHANNEL_TRAINING": str(tmp_path), "SM_MODEL_DIR": str(tmp_path)}
    for name in presets.names():
        assert parse(["--preset", name], places) != parse([], places)
    dogs = parse(["--preset", "dogs", "--epochs", "3"], places)
    assert (dogs.backbone, dogs.epochs, dogs.augment, dogs.freeze_backbone) == ("resnet50", 3, "trivial", False)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (None, "dogs or the path"),
        ("[]", "it should hold"),
        ('{"arguments": {"preset": "dogs"}}', "another one"),
        ('{"arguments": {"x": "1"}}', "--x"),
    ],
)
def test_a_preset_that_is_none_is_refused(tmp_path: Path, content: str | None, named: str):
    path = tmp_path / "preset.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=named):
        parse(["--preset", str(path)], {"SM_CHANNEL_TRAINING": "/x", "SM_MODEL_DIR": "/y"})
