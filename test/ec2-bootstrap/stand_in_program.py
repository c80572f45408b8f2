"""In the place of train.py: trains nothing, but is called, answers and is interrupted as the real program. Packed by host.py."""

import json
import os
import signal
import sys
import time
from pathlib import Path

EXIT_USAGE = 2
EXIT_INTERRUPTED = 143
MOST_IMAGES = 64
SM_NAMES = [name for name in os.environ if name.startswith("SM_")]


def value(name: str, default: str) -> str:
    """The last one counts."""
    found = [after for before, after in zip(sys.argv, sys.argv[1:], strict=False) if before == name]
    return found[-1] if found else default


def main() -> int:
    if int(value("--batch-size", "1")) > MOST_IMAGES:
        sys.stderr.write(f"error: --batch-size does not fit this host; --batch-size {MOST_IMAGES} would fit\n")
        return EXIT_USAGE
    if value("--check-memory", "true") == "only":
        sys.stdout.write("memory: enough\n")
        return 0
    state = Path(os.environ["CHECKPOINT_DIR"], "state.pt")
    images = Path(os.environ["SM_CHANNEL_TRAINING"])
    output = Path(os.environ["SM_OUTPUT_DATA_DIR"])
    report = {
        "argv": sys.argv[1:],
        "images": sorted(path.name for path in images.rglob("*.jpg")),
        "resumed_from": state.read_text() if state.exists() else None,
        "environment": {name: os.environ[name] for name in [*SM_NAMES, "CHECKPOINT_DIR"]},
    }
    (output / "report.json").write_text(json.dumps(report))
    row = {"epoch": 1, "train_loss": 0.5, "valid_accuracy": 0.75, "finished_at": time.time()}
    (output / "metrics.jsonl").write_text(json.dumps(row) + "\n")

    def save(text: str) -> None:
        partial = state.with_name(".state.pt.partial")
        partial.write_text(text)
        partial.replace(state)

    def stop(*_: object) -> None:
        save("saved at SIGTERM")
        sys.exit(EXIT_INTERRUPTED)

    signal.signal(signal.SIGTERM, stop)
    if "--wait" in sys.argv:
        save("from the middle")
        sys.stdout.write("waiting\n")
        sys.stdout.flush()
        time.sleep(60)
    if "--fail" in sys.argv:
        sys.stderr.write("error: made to fail\n")
        return int(value("--fail", "1"))
    Path(os.environ["SM_MODEL_DIR"], "model.onnx").write_text("a model")
    return 0


sys.exit(main())
