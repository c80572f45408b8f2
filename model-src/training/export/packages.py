"""The packages that the export needs beside PyTorch."""

import sys
from functools import cache
from importlib import import_module

from ..arguments import Arguments
from ..errors import UsageError

EXPORT_PACKAGES = ("onnx", "onnxscript", "onnxruntime")


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
