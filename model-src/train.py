"""The entry point: ``python train.py --data-dir DIR --model-dir DIR …``, or SageMaker's ``sagemaker_program``. See README.md."""

import os
import sys
from pathlib import Path

# Packages that came with the code, for images that lack them. Last: where the image has its own, those are used.
sys.path.append(str(Path(__file__).resolve().parent / "packages"))

from training.program import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], dict(os.environ)))
