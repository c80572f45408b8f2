"""A training job as SageMaker starts it: the ``/opt/ml`` of each host, and the official toolkit's ``train`` command."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from interpreters import SOURCE, interpreter

HERE = Path(__file__).resolve().parent
# As root, or with a user namespace. Processes that the block leaves behind end with its own first one.
NAMESPACES = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-n", "-m", "-p", "-f", "--kill-child", "--mount-proc"]
HOSTS = ("algo-1", "algo-2")


def what_is_missing() -> str:
    if not shutil.which("ip"):
        return "needs ip (Debian: iproute2)"
    trial = subprocess.run(
        [*NAMESPACES, "ip", "link", "add", "cable0", "type", "veth", "peer", "name", "cable1"], capture_output=True, text=True, check=False
    )
    return "" if trial.returncode == 0 else f"needs network namespaces and virtual cables: {trial.stderr.strip()}"


@dataclass(frozen=True)
class Job:
    """``folder`` holds one ``/opt/ml`` a host."""

    folder: Path

    def model(self, host: str) -> Path:
        return self.folder / host / "model"

    def prepare(self, data: Path, hyper_parameters: dict[str, str], hosts: tuple[str, ...] = HOSTS) -> "Job":
        for host in hosts:
            self.write_host(host, hosts, data, hyper_parameters)
        return self

    def write_host(self, host: str, hosts: tuple[str, ...], data: Path, hyper_parameters: dict[str, str]) -> None:
        base = self.folder / host
        config, channels = base / "input" / "config", base / "input" / "data"
        for folder in (config, channels / "code", base / "model", base / "output" / "data", base / "code"):
            folder.mkdir(parents=True)
        (channels / "training").symlink_to(data)
        with tarfile.open(channels / "code" / "sourcedir.tar.gz", "w:gz") as archive:
            for name in ("train.py", "training", "serve", "inference.py", "requirements-serve.txt"):
                archive.add(SOURCE / name, name, filter=lambda entry: None if "__pycache__" in entry.name else entry)
        toolkit = {
            "sagemaker_program": "train.py",
            "sagemaker_submit_directory": str(channels / "code" / "sourcedir.tar.gz"),
            "sagemaker_region": "eu-west-1",
            "sagemaker_container_log_level": "20",
        }
        resources = {"current_host": host, "hosts": list(hosts), "network_interface_name": "eth0", "current_instance_type": "ml.m5.large"}
        channel = {"TrainingInputMode": "File", "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
        written = {
            "hyperparameters": {**hyper_parameters, **toolkit},
            "resourceconfig": resources,
            "inputdataconfig": {"training": channel, "code": channel},
        }
        for name, content in written.items():
            (config / f"{name}.json").write_text(json.dumps(content))

    def environment(self) -> dict[str, str]:
        """PyTorch stands behind the toolkit's own packages, as in an image that has both."""
        path = self.folder / "path"
        path.mkdir(exist_ok=True)
        packages = next(part for part in sys.path if part.endswith("site-packages"))
        (path / "sitecustomize.py").write_text(f"import sys\nsys.path.append({packages!r})\n")
        toolkit = Path(interpreter("training-toolkit")).parent
        return {
            "PATH": f"{toolkit}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(path),
            "SAGEMAKER_TRAINING_MODULE": "sagemaker_pytorch_container.training:main",
            "HOME": str(self.folder),
            "CHECKPOINT_DIR": "checkpoints",
        }

    def command(self) -> str:
        return str(Path(interpreter("training-toolkit")).parent / "train")

    def run_on_two_hosts(self) -> dict[str, dict[str, object]]:
        """Exit status and output by host."""
        session = [sys.executable, str(HERE / "two_hosts_session.py"), str(self.folder), self.command()]
        done = subprocess.run(
            [*NAMESPACES, *session], env=self.environment(), cwd=self.folder, capture_output=True, text=True, timeout=200, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        result: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
        return result
