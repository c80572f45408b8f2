import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from host import ROOT, Host, sha256

SOURCE = ROOT / "model-src"
ARGUMENTS = "--backbone tiny --image-size 32 --batch-size 4 --epochs 1 --workers 0 --threads 1"


def train_python() -> str:
    """The Python that has PyTorch: TRAIN_PYTHON, or the project's own environment."""
    given = os.environ.get("TRAIN_PYTHON")
    made = given or subprocess.run(["node", "scripts/venv.mjs", "train"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return made.strip().splitlines()[-1]


def packed_program() -> bytes:
    """The archive that a deployment puts into the store."""
    ask = "console.log(require('./stacks/training-code').trainingCodeArchive())"
    command = ["node", "-r", "ts-node/register", "-e", ask]
    path = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return Path(path).read_bytes()


def test_the_real_program_trains_on_the_host_and_its_model_reaches_the_store(host: Host, tmp_path: Path):
    python = train_python()
    counts = ["--train", "4", "--valid", "1", "--test", "1", "--classes", "2", "--size", "32"]
    subprocess.run([python, "demo/generate_images.py", str(host.store / "store/images"), *counts], cwd=SOURCE, check=True)
    code = packed_program()
    host.put("store/code.tar.gz", code)
    host.environment["MLOPS_PYTHONS"] = f"{sys.executable} {python}"
    settings = {"CODE_SHA256": sha256(code), "DATASET_URI": "s3://store/images/", "DATASET_SHA256": "", "TRAINING_ARGUMENTS": ARGUMENTS}
    prepared = host.bootstrap(**settings)
    assert prepared.returncode == 0, prepared.stderr
    trained = host.run("bin/train")
    assert trained.returncode == 0, trained.stderr
    assert "test_accuracy=" in trained.stdout
    host.run("bin/upload-results", environment={"SERVICE_RESULT": "success", "EXIT_STATUS": "0"})
    assert host.signals()[-1]["state"] == "succeeded"
    with tarfile.open(host.store / "store/runs/1/model.tar.gz") as model:
        assert {"./model.onnx", "./labels.json", "./preprocessing.json", "./code/serve/model.py"} <= set(model.getnames())
        card = model.extractfile("./model-card.json")
        assert card
        assert json.load(card)["images"] == {"train": 8, "valid": 2, "test": 2}
    assert (host.store / "store/runs/1/checkpoints/state.pt").exists()
