"""The handler's sources and packages, as they travel with the model."""

import shutil
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def copy_handler(folder: Path) -> None:
    """``code/``. No ``requirements.txt`` in it: the serving toolkit would run pip on that, and an endpoint without internet not start."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCE / "serve", folder / "serve", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("inference.py", "requirements-serve.txt"):
        shutil.copy(SOURCE / name, folder / name)
    # ONNX Runtime needs nothing but NumPy, which every image with PyTorch has.
    for runtime in sorted((SOURCE / "packages").glob("cp*/onnxruntime")):
        shutil.copytree(runtime, folder / "packages" / runtime.parent.name / runtime.name, ignore=shutil.ignore_patterns("__pycache__"))
