"""The project's Python environments, as test subjects: the program under test runs in its own, with nothing more than it asks for."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "model-src"
PHOTO = ROOT / "test" / "fixtures" / "photo" / "cat.jpg"


@cache
def interpreter(name: str) -> str:
    """The Python of environment ``name``: from SERVE_PYTHON or TRAIN_PYTHON if set, else made by scripts/venv.mjs."""
    given = os.environ.get(f"{name.upper()}_PYTHON")
    if given:
        return given
    made = subprocess.run(["node", "scripts/venv.mjs", name], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return made.stdout.strip().splitlines()[-1]
