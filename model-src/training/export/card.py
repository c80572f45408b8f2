"""``model-card.json``: what the model is, how it was made, how good it is, and the checksums that tie it to code, data and files."""

import hashlib
import json
import sys
from importlib import metadata
from pathlib import Path

from serve.engines import INT8_FILE, ONNX_FILE, TORCH_FILE

from ..arguments import Arguments
from ..dataset import ImageFolder

SOURCE = Path(__file__).resolve().parents[2]
FILES = (TORCH_FILE, ONNX_FILE, INT8_FILE, "labels.json", "preprocessing.json")
PACKAGES = ("torch", "torchvision", "onnx", "onnxruntime", "numpy", "pillow")


def of(
    arguments: Arguments,
    data: ImageFolder,
    results: dict[str, float | int],
    history: list[dict[str, float | int]],
    exports: dict[str, object],
) -> dict[str, object]:
    """The card, but for the files."""
    return {
        "arguments": arguments.as_json(),
        "classes": len(data.labels),
        "images": {name: len(split) for name, split in data.splits.items()},
        "dataset_sha256": dataset_checksum(data),
        "code_sha256": code_checksum(),
        "metrics": results,
        "exports": exports,
        "history": history,
        "versions": {"python": sys.version.split()[0]} | {name: version(name) for name in PACKAGES},
    }


def write(folder: Path, card: dict[str, object]) -> None:
    """Write the card, with the checksums of the files that lie beside it: weights, exports, labels and preprocessing."""
    beside = [folder / name for name in FILES if (folder / name).is_file()]
    files = {path.name: {"bytes": path.stat().st_size, "sha256": checksum(path)} for path in beside}
    (folder / "model-card.json").write_text(json.dumps({**card, "files": files}, indent=2) + "\n", "utf-8")


def checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while part := content.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


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
    folders = [*sorted((SOURCE / "training").rglob("*.py")), *sorted((SOURCE / "serve").rglob("*.py"))]
    for path in [SOURCE / "train.py", SOURCE / "inference.py", *folders]:
        digest.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
