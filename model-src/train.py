"""The entry point: ``python train.py --data-dir DIR --model-dir DIR …``, or SageMaker's ``sagemaker_program``. See README.md."""

import os
import sys

from training.program import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], dict(os.environ)))
