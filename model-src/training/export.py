"""What a run leaves behind: the content of ``model.tar.gz``."""

import hashlib
import json
import shutil
import sys
import warnings
from functools import cache
from importlib import import_module, metadata
from pathlib import Path

import numpy as np
import torch
from torch import nn

from serve.preprocessing import Preprocessing

from .arguments import Arguments
from .dataset import ImageFolder
from .errors import UsageError

SOURCE = Path(__file__).resolve().parent.parent
EXPORT_PACKAGES = ("onnx", "onnxscript", "onnxruntime")
LARGEST_DIFFERENCE = 1e-3
"""By how much a score of the exported model may differ from PyTorch's, as a part of the largest score."""


def check_possible(arguments: Arguments) -> None:
    """UsageError when the export that was asked for cannot work here: better known before the training than after it."""
    missing = missing_packages() if arguments.export != "none" else {}
    if arguments.export == "onnx" and missing:
        raise UsageError(f"--export onnx {how_to_export(missing)}, or pass --export none")


@cache
def missing_packages() -> dict[str, str]:
    """The export's packages that cannot be imported, each with the reason. Tried for real: one may be there, and not what it needs."""
    missing = {}
    for name in EXPORT_PACKAGES:
        try:
            import_module(name)
        except ImportError as error:
            missing[name] = str(error)
    return missing


def how_to_export(missing: dict[str, str]) -> str:
    """The end of a sentence about an export that lacks packages."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    reasons = ", ".join(sorted(set(missing.values())))
    return (
        f"needs {', '.join(missing)} ({reasons}): install requirements-export.txt, or, for a job without internet, run "
        f"`npm run vendor-packages -- --python-version {python}` before the code is uploaded"
    )


def write(
    arguments: Arguments,
    *,
    model: nn.Module,
    data: ImageFolder,
    preprocessing: Preprocessing,
    results: dict[str, float | int],
    history: list[dict[str, float | int]],
) -> None:
    """Write ``--model-dir``. The handler's sources go to ``code/``, as SageMaker's images expect them."""
    folder = arguments.model_dir
    folder.mkdir(parents=True, exist_ok=True)
    plain = model.to("cpu").to(memory_format=torch.contiguous_format).eval()
    torch.save(plain.state_dict(), folder / "model.pth")
    (folder / "labels.json").write_text(json.dumps(data.labels, indent=0) + "\n", "utf-8")
    preprocessing.save(folder / "preprocessing.json")
    # An earlier run's model in the same folder must not be served in this one's place.
    (folder / "model.onnx").unlink(missing_ok=True)
    exports = arguments.export != "none" and not missing_packages()
    difference = to_onnx(plain, preprocessing.crop, folder / "model.onnx") if exports else None
    card = {
        "arguments": arguments.as_json(),
        "classes": len(data.labels),
        "images": {name: len(split) for name, split in data.splits.items()},
        "dataset_sha256": dataset_checksum(data),
        "code_sha256": code_checksum(),
        "metrics": results,
        "history": history,
        "onnx_largest_difference": difference,
        "versions": {"python": sys.version.split()[0]}
        | {name: version(name) for name in ("torch", "torchvision", "onnxruntime", "pillow")},
    }
    (folder / "model-card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    copy_handler(folder / "code")


def to_onnx(model: nn.Module, size: int, path: Path) -> float:
    """Export with a free batch size, and compare with PyTorch on a batch of two. Returns the largest difference, relative to the scores."""
    import onnxruntime

    example = torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside the exporter itself
        program = torch.onnx.export(
            model,
            (example,),
            dynamo=True,
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            input_names=["image"],
            output_names=["scores"],
            verbose=False,
        )
    assert program is not None  # it is None only where the exporter is asked to write a file itself
    program.save(path, external_data=False)
    forget_origin(path)
    with torch.inference_mode():
        expected = model(example).numpy()
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    difference = float(np.abs(session.run(None, {"image": example.numpy()})[0] - expected).max() / max(1.0, np.abs(expected).max()))
    if not difference <= LARGEST_DIFFERENCE:
        raise ArithmeticError(f"{path}: its scores differ from PyTorch's by {difference:.2g}; at most {LARGEST_DIFFERENCE} is right")
    return difference


def forget_origin(path: Path) -> None:
    """Remove what the exporter notes about each node's origin: paths and lines of the machine that exported."""
    import onnx

    model = onnx.load(path)
    for part in (model.graph, *model.functions):
        for described in (part, *part.node, *part.value_info):
            del described.metadata_props[:]
    for described in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del described.metadata_props[:]
    onnx.save(model, path)


def dataset_checksum(data: ImageFolder) -> str:
    """One SHA-256 over every image's place in the folder and content."""
    digest = hashlib.sha256()
    for name, split in data.splits.items():
        for path in split.paths:
            digest.update(f"{name}/{path.parent.name}/{path.name}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def code_checksum() -> str:
    """One SHA-256 over the program's and the handler's sources."""
    digest = hashlib.sha256()
    folders = [*sorted((SOURCE / "training").glob("*.py")), *sorted((SOURCE / "serve").glob("*.py"))]
    for path in [SOURCE / "train.py", SOURCE / "inference.py", *folders]:
        digest.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def copy_handler(folder: Path) -> None:
    """``code/``. No ``requirements.txt`` in it: the serving toolkit would run pip on that, and an endpoint without internet not start."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCE / "serve", folder / "serve", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("inference.py", "requirements-serve.txt"):
        shutil.copy(SOURCE / name, folder / name)
    # ONNX Runtime needs nothing but NumPy, which every image with PyTorch has.
    for runtime in sorted((SOURCE / "packages").glob("cp*/onnxruntime")):
        shutil.copytree(runtime, folder / "packages" / runtime.parent.name / runtime.name, ignore=shutil.ignore_patterns("__pycache__"))


def version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
