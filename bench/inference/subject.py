"""What is measured, as a process of its own. ENGINE is one of the handler's, or eager (PyTorch in the place of the handler's own).

python subject.py MODEL_SRC server ENGINE MODEL_FOLDER    the handler's server; says its port as the handler does
python subject.py MODEL_SRC model ENGINE MODEL_FOLDER     the model alone: each line on stdin, a number of seconds, is answered
                                                          by one with the seconds of each call at batch 1
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import numpy as np
from serve import engines
from serve.__main__ import main as serve
from serve.model import Model, usable_cores


def measure_model(engine: str, folder: Path) -> None:
    model = Model(folder, usable_cores(), engine=engine)
    side = model.preprocessing.crop
    generator = np.random.default_rng(1)
    pixels = generator.normal(size=(1, 3, side, side)).astype(np.float32)
    for line in sys.stdin:
        end = time.perf_counter() + float(line)
        calls = []
        while len(calls) < 3 or time.perf_counter() < end:
            started = time.perf_counter()
            model.engine.run(pixels)
            calls.append(time.perf_counter() - started)
        sys.stdout.write(json.dumps(calls) + "\n")
        sys.stdout.flush()


def main(what: str, engine: str, folder: str) -> int:
    if engine == "eager":
        from eager import EagerEngine

        # In the place of the handler's PyTorch engine, behind everything else that is the handler's.
        engines.TorchEngine = EagerEngine
        engine = "pytorch"
    if what == "server":
        return serve(["--model-dir", folder, "--port", "0", "--engine", engine])
    measure_model(engine, Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[2:]))
