import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from interpreters import SOURCE
from runs import Run, numbers
from serve.model import Model
from training.arguments import build_parser
from training.backbones import build, load_weights


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, data: Path) -> tuple[Run, str]:
    run = Run(tmp_path_factory.mktemp("run"), data)
    done = run.finish("--epochs", "3")
    assert done.returncode == 0, done.stderr
    return run, done.stdout


def test_every_metric_definition_finds_its_number_in_the_output(finished: tuple[Run, str]):
    _, output = finished
    for metric in json.loads((SOURCE / "metrics.json").read_text()):
        found = re.findall(metric["regex"], output)
        assert len(found) == (1 if metric["name"].startswith("test_") else 3), metric
        assert all(float(value) >= 0 for value in found)


def test_metric_definitions_keep_to_sagemakers_limits():
    metrics = json.loads((SOURCE / "metrics.json").read_text())
    assert len(metrics) <= 40
    assert all(len(metric["regex"]) <= 500 and set(metric) == {"name", "regex"} for metric in metrics)


def test_the_loss_falls(finished: tuple[Run, str]):
    rows = numbers(finished[1])
    assert rows[2]["train_loss"] < rows[0]["train_loss"]


def test_the_model_folder_holds_what_the_endpoint_needs(finished: tuple[Run, str]):
    model = finished[0].model
    names = {str(path.relative_to(model)) for path in model.rglob("*") if path.is_file()}
    expected = {
        "model.onnx",
        "model.pth",
        "labels.json",
        "preprocessing.json",
        "model-card.json",
        "code/requirements.txt",
        "code/serve/server.py",
    }
    assert expected <= names
    assert json.loads((model / "labels.json").read_text()) == ["class-001", "class-002", "class-003", "class-004"]


def test_the_model_card_says_what_was_trained_how_and_how_well(finished: tuple[Run, str]):
    run, output = finished
    card = json.loads((run.model / "model-card.json").read_text())
    assert card["arguments"]["backbone"] == "tiny"
    assert card["images"] == {"train": 48, "valid": 12, "test": 12}
    assert card["metrics"]["test_accuracy"] == pytest.approx(numbers(output)[-1]["test_accuracy"], abs=5e-5)
    assert re.fullmatch("[0-9a-f]{64}", card["dataset_sha256"])
    assert card["onnx_largest_difference"] < 1e-3
    assert len(card["history"]) == 3


def test_the_handler_scores_the_test_images_as_the_program_reported(finished: tuple[Run, str]):
    run, output = finished
    model = Model(run.model, threads=1)
    paths = sorted((run.data / "test").rglob("*.jpg"))
    right = sum(model.labels[int(np.argmax(model.scores(path.read_bytes())[0]))] == path.parent.name for path in paths)
    assert right / len(paths) == pytest.approx(numbers(output)[-1]["test_accuracy"], abs=5e-5)


def test_equal_seeds_give_equal_numbers_and_other_seeds_others(finished: tuple[Run, str], tmp_path: Path, data: Path):
    again = Run(tmp_path / "again", data).finish("--epochs", "3", "--export", "none")
    other = Run(tmp_path / "other", data).finish("--epochs", "3", "--export", "none", "--seed", "2")
    assert numbers(again.stdout) == numbers(finished[1])
    assert numbers(other.stdout) != numbers(finished[1])


def test_a_resnet_trains_from_given_weights_with_a_frozen_backbone(tmp_path: Path, data: Path):
    torch.manual_seed(0)
    pretrained = build("resnet18", 10)
    torch.save(pretrained.state_dict(), tmp_path / "weights.pth")
    run = Run(tmp_path, data)
    arguments = ("--backbone", "resnet18", "--freeze-backbone", "True", "--epochs", "1", "--export", "none")
    done = run.finish(*arguments, environment={"SM_CHANNEL_WEIGHTS": str(tmp_path / "weights.pth")})
    assert done.returncode == 0, done.stderr
    trained = torch.load(run.model / "model.pth", weights_only=True)
    before = pretrained.state_dict()
    assert torch.equal(trained["layer4.1.conv2.weight"], before["layer4.1.conv2.weight"])
    assert torch.equal(trained["bn1.running_mean"], before["bn1.running_mean"])
    assert trained["fc.weight"].shape == (4, 512)


def test_resnet50_has_the_published_number_of_weights():
    assert sum(weight.numel() for weight in build("resnet50", 1000).parameters()) == 25_557_032


def test_weights_of_another_network_or_with_code_inside_are_refused(tmp_path: Path):
    torch.save(build("resnet18", 4).state_dict(), tmp_path / "resnet.pth")
    torch.save({"a": Path("/")}, tmp_path / "pickled.pth")
    model = build("tiny", 4)
    with pytest.raises(Exception, match="another network"):
        load_weights(model, str(tmp_path / "resnet.pth"))
    with pytest.raises(Exception, match="weights_only"):
        load_weights(model, str(tmp_path / "pickled.pth"))
    with pytest.raises(Exception, match=r"2 \.pth or \.pt files"):
        load_weights(model, str(tmp_path))
    with pytest.raises(Exception, match="no such file"):
        load_weights(model, str(tmp_path / "none.pth"))


def test_both_ends_of_every_search_range_are_arguments_that_the_program_takes(tmp_path: Path):
    search = json.loads((SOURCE / "search-ranges.json").read_text())
    ranges = search["ParameterRanges"]
    assert search["Objective"]["MetricName"] in {metric["name"] for metric in json.loads((SOURCE / "metrics.json").read_text())}
    numeric = [*ranges["ContinuousParameterRanges"], *ranges["IntegerParameterRanges"]]
    assert all(float(entry["MinValue"]) < float(entry["MaxValue"]) for entry in numeric)
    tried = {entry["Name"]: [entry["MinValue"], entry["MaxValue"]] for entry in numeric}
    tried |= {entry["Name"]: entry["Values"] for entry in ranges["CategoricalParameterRanges"]}
    parser = build_parser({"SM_CHANNEL_TRAINING": str(tmp_path), "SM_MODEL_DIR": str(tmp_path)})
    for name, values in tried.items():
        for value in values:
            assert isinstance(value, str), "SageMaker takes range values as strings"
            parser.parse_args([f"--{name}", value])
