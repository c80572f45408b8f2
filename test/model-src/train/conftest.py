import subprocess
import sys
from pathlib import Path

import pytest

from interpreters import SOURCE

CLASSES, TRAIN, VALID, TEST = 4, 12, 3, 3


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """4 classes: 48 training images, and 12 + 12 to evaluate."""
    folder = tmp_path_factory.mktemp("data")
    counts = ["--train", str(TRAIN), "--valid", str(VALID), "--test", str(TEST), "--classes", str(CLASSES), "--size", "40"]
    subprocess.run([sys.executable, "demo/generate_images.py", str(folder), *counts], cwd=SOURCE, check=True)
    return folder
