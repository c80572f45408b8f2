"""A host in a scratch folder: the real scripts, with stand-ins for what is outside of the machine."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "ec2-bootstrap"
STAND_INS = Path(__file__).resolve().parent / "bin"

# Trains nothing: prints what it was given and leaves a model. It honours SIGTERM as the real program does.
PROGRAM = """
import json, os, pathlib, signal, sys, time
def stop(*_):
    pathlib.Path(os.environ["CHECKPOINT_DIR"], "state.pt").write_text("saved at SIGTERM")
    sys.exit(143)
signal.signal(signal.SIGTERM, stop)
names = [n for n in os.environ if n.startswith("SM_")] + ["CHECKPOINT_DIR"]
found = sorted(p.name for p in pathlib.Path(os.environ["SM_CHANNEL_TRAINING"]).rglob("*.jpg"))
state = pathlib.Path(os.environ["CHECKPOINT_DIR"], "state.pt")
report = {"argv": sys.argv[1:], "images": found, "resumed_from": state.read_text() if state.exists() else None}
report["environment"] = {n: os.environ[n] for n in names}
pathlib.Path(os.environ["SM_OUTPUT_DATA_DIR"], "report.json").write_text(json.dumps(report))
if "--wait" in sys.argv:
    print("waiting", flush=True)
    time.sleep(60)
if "--fail" in sys.argv:
    sys.exit(2)
pathlib.Path(os.environ["SM_MODEL_DIR"], "model.onnx").write_text("a model")
"""


def archive(files: dict[str, str]) -> bytes:
    """A .tar.gz of texts."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as folder:
        for name, text in files.items():
            folder.writestr(name, text)
    return buffer.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Host:
    def __init__(self, folder: Path, metadata_url: str) -> None:
        self.folder, self.root, self.store = folder, folder / "root", folder / "s3"
        self.state = self.root / "var/lib/mlops"
        self.root.mkdir()
        self.fail_file = folder / "fail"
        # An image's Python with PyTorch: whether the scripts find it is under test here, not PyTorch.
        modules = folder / "site"
        for name in ("torch", "numpy", "onnx", "onnxruntime", "onnxscript", "PIL"):
            (modules / name).mkdir(parents=True)
            (modules / name / "__init__.py").touch()
        python = folder / "image-python"
        python.write_text(f'#!/bin/sh\nPYTHONPATH="{modules}" exec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        self.code = archive({"train.py": PROGRAM, "requirements-export.txt": ""})
        self.dataset = zipped({"dogs/train/a/1.jpg": "x", "dogs/train/b/2.jpg": "x"})
        self.put("store/code.tar.gz", self.code)
        self.put("store/dogs.zip", self.dataset)
        self.settings = {
            "CODE_URI": "s3://store/code.tar.gz",
            "CODE_SHA256": sha256(self.code),
            "DATASET_URI": "s3://store/dogs.zip",
            "DATASET_SHA256": sha256(self.dataset),
            "OUTPUT_URI": "s3://store/runs/1",
            "TRAINING_ARGUMENTS": "--epochs 5 --batch-size 2",
            "READY_PARAMETER": "/mlops/host/ready",
            "METRIC_NAMESPACE": "Mlops/Host",
            "LOG_GROUP": "/mlops/host",
            "IDLE_MINUTES": "3",
            "MAX_LIFETIME_HOURS": "12",
            "AWS_DEFAULT_REGION": "eu-west-1",
        }
        self.environment = {
            "PATH": f"{STAND_INS}:{os.environ['PATH']}",
            "HOME": str(folder),
            "MLOPS_ROOT": str(self.root),
            "MLOPS_PYTHONS": f"/no/such/python {python}",
            "INSTANCE_STORE": str(folder / "nvme"),
            "CLOUDWATCH_AGENT": str(folder / "no-agent"),
            "IMDS_ENDPOINT": metadata_url,
            "FAKE_S3": str(self.store),
            "FAKE_AWS_CALLS": str(folder / "aws-calls"),
            "FAKE_AWS_FAIL": str(self.fail_file),
            "FAKE_SYSTEMCTL_CALLS": str(folder / "systemctl-calls"),
            "RETRY_SECONDS": "0",
            "CHECKPOINT_SYNC_SECONDS": "0.2",
            "POLL_SECONDS": "0.05",
        }

    def put(self, key: str, content: bytes) -> None:
        file = self.store / key
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def bootstrap(self, **settings: str) -> "subprocess.CompletedProcess[str]":
        return self.run("bootstrap.sh", environment=self.settings | settings)

    def run(self, script: str, *arguments: str, environment: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        with self.start(script, *arguments, environment=environment) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def start(self, script: str, *arguments: str, environment: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        variables = self.environment | (environment or {})
        command = [str(SCRIPTS / script), *arguments]
        return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def calls(self, command: str) -> list[list[str]]:
        file = self.folder / f"{command}-calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def signals(self) -> list[dict[str, str]]:
        """What was put into the SSM parameter, in order."""
        puts = [call for call in self.calls("aws") if call[:2] == ["ssm", "put-parameter"]]
        return [json.loads(call[call.index("--value") + 1]) for call in puts]

    def downloads(self) -> list[str]:
        return [word for call in self.calls("aws") if call[:2] == ["s3", "cp"] for word in call if re.match("s3://.*(gz|zip)$", word)]
