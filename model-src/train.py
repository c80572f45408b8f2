"""The entry point: ``python train.py --data-dir DIR --model-dir DIR …``, or SageMaker's ``sagemaker_program``. See README.md."""

import os
import sys
from pathlib import Path

# Packages that came with the code for this very Python, from `npm run vendor-packages`. Before the image's own, of which some may be older
# than the export needs.
sys.path.insert(1, str(Path(__file__).resolve().parent / "packages" / f"cp{sys.version_info.major}{sys.version_info.minor}"))

from training.program import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], dict(os.environ)))
