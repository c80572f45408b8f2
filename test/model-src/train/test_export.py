import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from PIL import Image
from torch import nn

from runs import Run
from serve.engines import INT8_FILE, ONNX_FILE
from serve.model import Model
from serve.networks import build
from serve.preprocessing import Preprocessing
from training.dataset import Images, Split
from training.export.comparison import Compared, compare
from training.export.folder import check_float, choose
from training.export.int8 import calibration_images, to_int8
from training.export.onnx_file import to_onnx

PREPROCESSING = Preprocessing(resize=36, crop=32)
CLASSES = 20


@pytest.fixture(scope="module")
def network() -> nn.Sequential:
    torch.manual_seed(3)
    network = build("tiny", CLASSES).train()
    assert isinstance(network, nn.Sequential)
    with torch.no_grad():
        for _ in range(4):  # so that normalisation has seen something like its inputs
            network(torch.randn(32, 3, 32, 32))
        # No class is ahead of the others: small differences decide.
        network.eval()[-1].bias -= network(torch.randn(256, 3, 32, 32)).mean(dim=0)
        network[-1].weight *= 1000
        network[-1].bias *= 1000
    return network


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory, network: nn.Module) -> Split:
    """Noise, and as its class what the network says: PyTorch has 100 % right, so whatever an export changes is a loss."""
    folder = tmp_path_factory.mktemp("noise")
    noise = np.random.default_rng(1)
    paths = [folder / f"{place:03}.png" for place in range(200)]
    for path in paths:
        Image.fromarray(noise.integers(0, 256, (40, 40, 3), dtype=np.uint8)).save(path)
    images = Images(Split(paths, [0] * len(paths)), PREPROCESSING)
    with torch.inference_mode():
        targets = [int(network(images[place][0].unsqueeze(0)).argmax()) for place in range(len(paths))]
    return Split(paths, targets)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, network: nn.Module, split: Split) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exported")
    paths = {"onnx": folder / ONNX_FILE, "int8": folder / INT8_FILE}
    to_onnx(network, PREPROCESSING.crop, paths["onnx"])
    to_int8(paths["onnx"], paths["int8"], calibration_images(split, 32), PREPROCESSING)
    return paths


@pytest.fixture(scope="module")
def compared(exported: dict[str, Path], network: nn.Module, split: Split) -> dict[str, Compared]:
    return compare(network, exported, split, PREPROCESSING)


def test_float32_answers_as_pytorch_does(compared: dict[str, Compared]):
    assert compared["onnx"].images == 200
    assert compared["onnx"].right == compared["onnx"].right_in_pytorch == compared["onnx"].same_answer == 200
    assert 0 < compared["onnx"].largest_difference < 1e-4


def test_int8_is_close_and_not_equal(compared: dict[str, Compared]):
    assert 1e-3 < compared["int8"].largest_difference < 0.5
    assert compared["int8"].right_in_pytorch == 200
    assert 100 < compared["int8"].right < 200, "this network on noise should lose some answers, or the limits are not tested"


def test_the_file_is_static_qdq_with_a_scale_for_each_channel_and_seven_bit_weights(exported: dict[str, Path]):
    graph = onnx.load(exported["int8"]).graph
    kinds = {node.op_type for node in graph.node}
    assert {"QuantizeLinear", "DequantizeLinear"} <= kinds
    assert "DynamicQuantizeLinear" not in kinds
    assert "BatchNormalization" not in kinds, "it should have been folded into the convolutions first"
    tensors = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    assert len(convolutions) == 4
    for node in convolutions:
        weights, scales, _ = (tensors[name] for name in makers[node.input[1]].input)
        assert weights.dtype == np.int8
        assert scales.shape == (weights.shape[0],)
        assert np.abs(weights.astype(int)).max() in {63, 64}
    (last,) = (node for node in graph.node if "scores" in node.output)
    assert last.op_type == "Gemm", "scores in 256 steps would tie"
    assert tensors[last.input[1]].dtype == np.float32
    assert exported["int8"].stat().st_size < exported["onnx"].stat().st_size / 3


def test_any_number_of_images_goes_through_both_at_once(exported: dict[str, Path], network: nn.Module, tmp_path: Path):
    from serve.engines import OnnxEngine

    batch = np.random.default_rng(2).normal(size=(5, 3, 32, 32)).astype(np.float32)
    for path in exported.values():
        engine = OnnxEngine(path, threads=1)
        alone = np.concatenate([engine.run(batch[[place]]) for place in range(5)])
        assert np.abs(engine.run(batch) - alone).max() < 1e-4


def described(compared: Compared, limit: float, folder: Path) -> tuple[bool, bool, str]:
    path = folder / INT8_FILE
    path.write_bytes(b"int8")
    said: list[str] = []
    return choose(compared, limit, path, said.append), path.exists(), said[0]


@pytest.mark.parametrize(
    ("lost", "limit", "chosen"),
    [(5, 0.5, True), (6, 0.5, False), (0, 0.0, True), (1, 0.0, False), (-3, 0.0, True), (3, 0.3, True), (7, 0.7, True), (1000, 100, True)],
)
def test_int8_is_chosen_up_to_the_very_limit_and_not_beyond(tmp_path: Path, lost: int, limit: float, chosen: bool):
    compared = Compared(images=1000, right=1000 - max(lost, 0), right_in_pytorch=1000 + min(lost, 0))
    assert compared.lost_points == pytest.approx(lost / 10)
    was_chosen, file_stays, said = described(compared, limit, tmp_path)
    assert (was_chosen, file_stays) == (chosen, chosen)
    assert ("not chosen" in said) != chosen
    assert f"at most {limit} are allowed" in said


def test_a_real_loss_decides_on_both_sides_of_the_limit(tmp_path: Path, compared: dict[str, Compared]):
    loss = compared["int8"].lost_points
    assert described(compared["int8"], loss, tmp_path)[0]
    assert not described(compared["int8"], loss - 0.01, tmp_path)[0]


def test_an_export_that_computes_something_else_ends_the_run():
    wrong = Compared(images=1, largest_difference=1.1e-3)
    with pytest.raises(ArithmeticError, match=r"differ from PyTorch's by 0\.0011"):
        check_float(wrong, Path("model.onnx"))
    check_float(Compared(images=1, largest_difference=1e-3), Path("model.onnx"))


@pytest.mark.parametrize("score", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_the_largest_difference_there_is(score: float):
    compared = Compared()
    compared.add(np.array([score, 0], np.float32), np.array([1, 0], np.float32), 0)
    assert compared.largest_difference == np.inf


def test_calibration_images_come_evenly_from_the_whole_split():
    split = Split([Path(f"{place}.png") for place in range(10)], [place // 5 for place in range(10)])
    assert [path.stem for path in calibration_images(split, 4).paths] == ["0", "2", "5", "7"]
    assert calibration_images(split, 4).targets == [0, 0, 1, 1]
    assert calibration_images(split, 99).paths == split.paths


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, data: Path) -> dict[str, tuple[Run, dict[str, Any], str]]:
    """Three endings of one training: with any loss allowed, with none asked for, and with a limit that this small test set decides."""
    made = {}
    folder = tmp_path_factory.mktemp("endings")
    for name, arguments in {
        "any": ("--int8-max-loss", "100", "--calibration-images", "5"),
        "off": ("--int8", "false"),
        "default": (),
    }.items():
        run = Run(folder / name, data)
        if made:  # the training is over in the first's state; only what is left behind is made again
            shutil.copytree(made["any"][0].state.parent, run.state.parent)
        done = run.finish("--epochs", "2", *arguments)
        assert done.returncode == 0, done.stderr
        made[name] = (run, json.loads((run.model / "model-card.json").read_text()), done.stdout)
    return made


def test_the_card_says_what_int8_lost_and_whether_it_was_chosen(cards: dict[str, tuple[Run, dict[str, Any], str]]):
    run, card, output = cards["any"]
    int8 = card["exports"]["int8"]
    assert int8["chosen"] is True
    assert (int8["calibration_images"], int8["most_points"], int8["test_images"]) == (5, 100, 12)
    assert int8["lost_points"] == pytest.approx(100 * (card["exports"]["onnx"]["test_accuracy"] - int8["test_accuracy"]))
    assert card["exports"]["onnx"]["test_accuracy"] == card["metrics"]["test_accuracy"]
    assert re.search(r"^int8: .*: chosen$", output, re.MULTILINE)
    assert Model(run.model).engine.name == "int8"
    for name in ("default", "off"):
        run, card, _ = cards[name]
        chosen = card["exports"]["int8"] is not None and card["exports"]["int8"]["lost_points"] <= 0.5
        assert (run.model / INT8_FILE).exists() == chosen
        assert Model(run.model).engine.name == ("int8" if chosen else "onnx")
    assert cards["default"][1]["exports"]["int8"]["chosen"] == (cards["default"][1]["exports"]["int8"]["lost_points"] <= 0.5)
    assert cards["off"][1]["exports"]["int8"] is None


def test_the_card_has_the_checksum_of_each_file_beside_it(cards: dict[str, tuple[Run, dict[str, Any], str]]):
    run, card, _ = cards["any"]
    assert set(card["files"]) == {path.name for path in run.model.iterdir() if path.is_file()} - {"model-card.json"}
    for name, described in card["files"].items():
        content = (run.model / name).read_bytes()
        assert described == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--int8-max-loss", "-0.1"), "--int8-max-loss"),
        (("--int8-max-loss", "100.1"), "--int8-max-loss"),
        (("--calibration-images", "0"), "--calibration-images"),
        (("--int8", "perhaps"), "--int8"),
    ],
)
def test_a_wrong_argument_is_named(tmp_path: Path, data: Path, arguments: tuple[str, str], reason: str):
    done = Run(tmp_path, data).finish(*arguments)
    assert done.returncode == 2
    assert reason in done.stderr
