"""A host in a scratch folder: the real scripts and AWS's real command line, against moto. Only systemd is a stand-in."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from archives import sha256, tarred, zipped
from cloud import BUCKET, NAMESPACE, OUTPUT, PARAMETER, REGION, Cloud
from metadata_service import INSTANCE_ID, MetadataService

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "ec2-bootstrap"
HERE = Path(__file__).resolve().parent
STAND_INS = HERE / "bin"
PROGRAM = (HERE / "stand_in_program.py").read_text()
OF_INSTANCE = {"InstanceId": INSTANCE_ID}


@cache
def interpreter(environment: str) -> str:
    """The Python of one of the project's environments."""
    command = ["node", "scripts/venv.mjs", environment]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class Host:
    """``aws_cli``: the socket of warm_aws_cli.py."""

    def __init__(self, folder: Path, metadata: MetadataService, cloud: Cloud, aws_cli: Path) -> None:
        self.folder, self.root, self.cloud = folder, folder / "root", cloud
        self.scripts = SCRIPTS
        self.state = self.root / "var/lib/mlops"
        self.root.mkdir()
        self.fail_file = folder / "fail"
        self.systemctl_fail_file = folder / "systemctl-fail"
        self.states_file = folder / "states"
        self.python = folder / "image-python"
        self.make_python(self.python)
        code = tarred({"train.py": PROGRAM, "requirements-export.txt": ""})
        dataset = zipped({"dogs/train/a/1.jpg": "x", "dogs/train/b/2.jpg": "x"})
        cloud.put("code.tar.gz", code)
        cloud.put("dogs.zip", dataset)
        self.settings = settings(CODE_SHA256=sha256(code), DATASET_SHA256=sha256(dataset))
        self.environment = {
            "PATH": f"{STAND_INS}:{os.environ['PATH']}",
            "HOME": str(folder),
            "MLOPS_ROOT": str(self.root),
            "MLOPS_PYTHONS": f"/no/such/python {self.python}",
            "INSTANCE_STORE": str(folder / "nvme"),
            "INSTANCE_STORE_DISKS": "/no/such/disk",
            "CLOUDWATCH_AGENT": str(folder / "no-agent"),
            "IMDS_ENDPOINT": metadata.url,
            # No keys: AWS's command line gets the role's from the metadata service.
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata.url,
            "AWS_ENDPOINT_URL": cloud.url,
            "AWS_CLI": str(aws_cli),
            "AWS_CALLS": str(folder / "aws-calls"),
            "AWS_FAIL": str(self.fail_file),
            "AWS_CUT": str(folder / "cut"),
            "SYSTEMCTL_CALLS": str(folder / "systemctl-calls"),
            "SYSTEMCTL_FAIL": str(self.systemctl_fail_file),
            "SYSTEMCTL_STATES": str(self.states_file),
            "RETRY_SECONDS": "0",
            "CHECKPOINT_SYNC_SECONDS": "0.2",
            "POLL_SECONDS": "0.05",
        }

    def make_python(self, python: Path) -> None:
        """An image's Python with PyTorch: whether the scripts find it is under test here, not PyTorch."""
        modules = self.folder / "site"
        for name in ("torch", "numpy", "onnx", "onnxruntime", "onnxscript", "PIL"):
            (modules / name).mkdir(parents=True, exist_ok=True)
            (modules / name / "__init__.py").touch()
        python.write_text(f'#!/bin/sh\nPYTHONPATH="{modules}" exec "{sys.executable}" "$@"\n')
        python.chmod(0o755)

    def own_scripts(self) -> Path:
        """A copy of the scripts, for a test that changes one."""
        self.scripts = self.folder / "scripts"
        shutil.copytree(SCRIPTS, self.scripts)
        return self.scripts

    def bootstrap(self, **changed: str) -> "subprocess.CompletedProcess[str]":
        return self.run("bootstrap.sh", environment=self.settings | changed)

    def run(self, script: str, *arguments: str, environment: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        with self.start(script, *arguments, environment=environment) as process:
            out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def start(self, script: str, *arguments: str, environment: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        variables = self.environment | (environment or {})
        command = [str(self.scripts / script), *arguments]
        return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end_service(self, result: str, status: str) -> "subprocess.CompletedProcess[str]":
        """What systemd runs once the training's service has ended."""
        return self.run("bin/upload-results", environment={"SERVICE_RESULT": result, "EXIT_STATUS": status})

    def calls(self, command: str) -> list[list[str]]:
        file = self.folder / f"{command}-calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def downloads(self) -> list[str]:
        """Keys of the archives that were fetched."""
        gets = [call for call in self.calls("aws") if call[:2] == ["s3api", "get-object"]]
        return [call[call.index("--key") + 1] for call in gets]


def settings(**changed: str) -> dict[str, str]:
    """What user-data.sh sets."""
    return {
        "CODE_URI": f"s3://{BUCKET}/code.tar.gz",
        "CODE_SHA256": "",
        "DATASET_URI": f"s3://{BUCKET}/dogs.zip",
        "DATASET_SHA256": "",
        "WEIGHTS_URI": "",
        "OUTPUT_URI": f"s3://{BUCKET}/{OUTPUT}",
        "TRAINING_ARGUMENTS": "--epochs 5 --batch-size 2",
        "READY_PARAMETER": PARAMETER,
        "METRIC_NAMESPACE": NAMESPACE,
        "LOG_GROUP": "/mlops/host",
        "IDLE_MINUTES": "3",
        "MAX_LIFETIME_HOURS": "12",
        "AWS_DEFAULT_REGION": REGION,
    } | changed
