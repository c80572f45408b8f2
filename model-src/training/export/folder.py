"""The model folder, part by part."""

import json
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from serve.engines import INT8_FILE, ONNX_FILE, TORCH_FILE
from serve.preprocessing import Preprocessing

from ..arguments import Arguments
from ..dataset import ImageFolder
from . import card
from .comparison import LARGEST_DIFFERENCE, Compared, compare
from .handler import copy_handler
from .int8 import calibration_images, to_int8
from .onnx_file import to_onnx
from .packages import missing_packages


def write(
    arguments: Arguments,
    *,
    model: nn.Module,
    data: ImageFolder,
    preprocessing: Preprocessing,
    results: dict[str, float | int],
    history: list[dict[str, float | int]],
    say: Callable[[str], None],
) -> None:
    """Write ``--model-dir``. The handler's sources go to ``code/``, as SageMaker's images expect them. ``say`` gets what was decided."""
    folder = arguments.model_dir
    folder.mkdir(parents=True, exist_ok=True)
    plain = model.to("cpu").to(memory_format=torch.contiguous_format).eval()
    torch.save(plain.state_dict(), folder / TORCH_FILE)
    (folder / "labels.json").write_text(json.dumps(data.labels, indent=0) + "\n", "utf-8")
    preprocessing.save(folder / "preprocessing.json")
    # An earlier run's model in the same folder must not be served in this one's place.
    for name in (ONNX_FILE, INT8_FILE):
        (folder / name).unlink(missing_ok=True)
    exports: dict[str, object] = {"onnx": None, "int8": None}
    if arguments.export != "none" and not missing_packages():
        exports = write_exports(arguments, plain, data, preprocessing, say)
    card.write(folder, card.of(arguments, data, results, history, exports))
    copy_handler(folder / "code")


def write_exports(
    arguments: Arguments, model: nn.Module, data: ImageFolder, preprocessing: Preprocessing, say: Callable[[str], None]
) -> dict[str, object]:
    """``model.onnx``, and ``model-int8.onnx`` where it is good enough; what the card says of each."""
    folder = arguments.model_dir
    paths = {"onnx": folder / ONNX_FILE}
    to_onnx(model, preprocessing.crop, paths["onnx"])
    if arguments.int8:
        paths["int8"] = folder / INT8_FILE
        calibration = calibration_images(data.splits["valid"], arguments.calibration_images)
        to_int8(paths["onnx"], paths["int8"], calibration, preprocessing)
    compared = compare(model, paths, data.splits["test"], preprocessing)
    check_float(compared["onnx"], paths["onnx"])
    described: dict[str, object] = {"onnx": compared["onnx"].as_json(), "int8": None}
    if arguments.int8:
        chosen = choose(compared["int8"], arguments.int8_max_loss, paths["int8"], say)
        described["int8"] = {
            **compared["int8"].as_json(),
            "calibration_images": len(calibration),
            "most_points": arguments.int8_max_loss,
            "chosen": chosen,
        }
    return described


def check_float(compared: Compared, path: Path) -> None:
    """The float32 export computes what PyTorch does, or something is wrong with it."""
    if not compared.largest_difference <= LARGEST_DIFFERENCE:
        difference = f"{compared.largest_difference:.2g}; at most {LARGEST_DIFFERENCE} is right"
        raise ArithmeticError(f"{path}: its scores differ from PyTorch's by {difference}")


def choose(compared: Compared, most_points: float, path: Path, say: Callable[[str], None]) -> bool:
    """Whether int8 is served. Its file stays only then: the handler serves it wherever it is there."""
    chosen = compared.within(most_points)
    if not chosen:
        path.unlink()
    accuracy = f"{compared.right / compared.images:.4f} instead of {compared.right_in_pytorch / compared.images:.4f}"
    loss = f"a loss of {compared.lost_points:.2f} points; at most {most_points} are allowed"
    say(f"int8: {accuracy} of the test images right, {loss}: {'chosen' if chosen else 'not chosen, float32 is served'}")
    return chosen
