import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from handler import Request, call
from interpreters import PHOTO, SOURCE, interpreter
from runs import FAST, Run, numbers
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


def test_the_model_says_nothing_of_the_machine_that_exported_it(finished: tuple[Run, str]):
    for model in (finished[0].model / "model.onnx", SOURCE / "demo/model/model.onnx"):
        assert b"site-packages" not in model.read_bytes()


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
        "code/inference.py",
        "code/requirements-serve.txt",
        "code/serve/server.py",
    }
    assert expected <= names
    assert "code/requirements.txt" not in names, "SageMaker's serving toolkit would run pip on it: an isolated endpoint would not start"
    assert json.loads((model / "labels.json").read_text()) == ["class-001", "class-002", "class-003", "class-004"]


def test_the_model_card_says_what_was_trained_how_and_how_well(finished: tuple[Run, str]):
    run, output = finished
    card = json.loads((run.model / "model-card.json").read_text())
    assert card["arguments"]["backbone"] == "tiny"
    assert card["images"] == {"train": 48, "valid": 12, "test": 12}
    assert card["metrics"]["test_accuracy"] == pytest.approx(numbers(output)[-1]["test_accuracy"], abs=5e-5)
    assert re.fullmatch("[0-9a-f]{64}", card["dataset_sha256"])
    assert card["exports"]["onnx"]["largest_difference"] < 1e-3
    assert len(card["history"]) == 3


def test_the_handler_left_in_code_answers_in_another_python(finished: tuple[Run, str]):
    model = finished[0].model
    answered = call(interpreter("serve"), model / "code", model, [Request(PHOTO.read_bytes())])
    assert answered["engine"] in {"onnx", "int8"}
    assert len(answered["answers"][0]["body"][0]) == 4


def test_without_the_export_s_packages_a_model_for_pytorch_is_left_and_an_older_export_is_not(tmp_path: Path, data: Path):
    run = Run(tmp_path, data)
    run.model.mkdir()
    (run.model / "model.onnx").write_bytes(b"of an earlier run")
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "onnxscript.py").write_text("raise ImportError('it needs something else')")
    done = run.finish("--epochs", "1", environment={"PYTHONPATH": str(blocked)})
    assert done.returncode == 0, done.stderr
    assert "model.onnx is not made, and the model is served with PyTorch: it needs onnxscript (it needs something else)" in done.stdout
    assert "npm run vendor-packages" in done.stdout
    assert not (run.model / "model.onnx").exists()
    assert json.loads((run.model / "model-card.json").read_text())["exports"] == {"onnx": None, "int8": None}
    assert Model(run.model).engine.name == "pytorch"
    refused = run.finish("--epochs", "1", "--export", "onnx", environment={"PYTHONPATH": str(blocked)})
    assert refused.returncode == 2
    assert "--export onnx needs onnxscript" in refused.stderr


def test_packages_beside_the_program_come_before_the_image_s_and_onnx_runtime_goes_with_the_model(tmp_path: Path, data: Path):
    source = tmp_path / "source"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("packages", "demo", "notebooks", "__pycache__"))
    packages = source / "packages" / f"cp{sys.version_info.major}{sys.version_info.minor}"
    packages.mkdir(parents=True)
    (packages / "onnxscript.py").write_text("raise ImportError('the one that came with the code')")
    (packages / "onnxruntime").symlink_to(Path(onnxruntime.__file__).parent)
    run = Run(tmp_path, data)
    arguments = [*FAST, "--epochs", "1"]
    done = subprocess.run(
        [sys.executable, "train.py", *arguments], cwd=source, env=run.environment({}), capture_output=True, text=True, check=True
    )
    assert "(the one that came with the code)" in done.stdout
    carried = run.model / "code" / "packages" / packages.name / "onnxruntime"
    assert (carried / "__init__.py").is_file()
    # Found from the handler, and with NumPy the only thing it needs.
    script = "import sys; sys.path.insert(0, sys.argv[1]); import inference, onnxruntime; print(onnxruntime.__file__)"
    found = subprocess.run([sys.executable, "-c", script, str(run.model / "code")], capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).parent == carried


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
