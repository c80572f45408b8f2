"""A whole machine in namespaces: systemd as its first process, the project's units, AWS's command line, PyTorch. Needs root."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from archives import sha256
from cloud import REGION
from host import HERE, ROOT, SCRIPTS, interpreter, settings

# What a boot of this machine's own system would start, and what would reach for its devices.
UNITS = str(Path("/lib/systemd/system").resolve()).removeprefix("/")
NOT_OURS = ["etc/systemd/system", f"{UNITS}/multi-user.target.wants", f"{UNITS}/sysinit.target.wants"]
CLOUD_INIT = """
[Unit]
Description=User data, at the first boot
ConditionPathExists=!/var/lib/first-boot-is-over
[Service]
Type=oneshot
ExecStartPre=/usr/bin/touch /var/lib/first-boot-is-over
ExecStart=/bin/bash /root/user-data.sh
StandardOutput=append:/var/log/cloud-init-output.log
StandardError=append:/var/log/cloud-init-output.log
[Install]
WantedBy=multi-user.target
"""


class Machine:
    """``boot`` it, possibly again. ``changes``: what its disk has beside this machine's."""

    def __init__(self, folder: Path, cloud_url: str, **changed: str) -> None:
        self.folder, self.changes = folder, folder / "changes"
        for name in ("changes", "work", "root"):
            (folder / name).mkdir(parents=True)
        for name in NOT_OURS:
            self.hide(name)
        self.write("etc/systemd/system/cloud-init.service", CLOUD_INIT)
        wants = self.changes / "etc/systemd/system/multi-user.target.wants"
        wants.mkdir()
        (wants / "cloud-init.service").symlink_to("../cloud-init.service")
        # As on a Deep Learning AMI.
        self.program("opt/pytorch/bin/python", f'exec {interpreter("train")} "$@"')
        self.program("usr/local/bin/aws", f'exec {Path(interpreter("aws-cli")).with_name("aws")} "$@"')
        self.hide("root/.aws")
        self.write("root/.aws/config", f"[default]\nendpoint_url = {cloud_url}\nregion = {REGION}\n")
        self.write("root/user-data.sh", filled(settings(**changed)))

    @property
    def state(self) -> Path:
        return self.changes / "var/lib/mlops"

    def write(self, name: str, text: str) -> Path:
        file = self.changes / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def program(self, name: str, text: str) -> None:
        self.write(name, f"#!/bin/sh\n{text}\n").chmod(0o755)

    def hide(self, name: str) -> None:
        """An empty folder in the place of this machine's."""
        (self.changes / name).mkdir(parents=True, exist_ok=True)
        os.setxattr(self.changes / name, "trusted.overlay.opaque", b"y")

    def start(self) -> "subprocess.Popen[bytes]":
        namespaces = ["unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--cgroup", "--kill-child"]
        shutil.rmtree(self.folder / "work", ignore_errors=True)
        (self.folder / "work").mkdir()
        return subprocess.Popen([*namespaces, str(HERE / "machine.sh"), str(self.folder)], stdin=subprocess.DEVNULL)

    def boot(self, timeout_seconds: float = 240) -> None:
        """Until it powers itself off."""
        with self.start() as running:
            try:
                running.wait(timeout_seconds)
            except subprocess.TimeoutExpired as error:
                running.kill()
                raise AssertionError(f"the machine did not power off in {timeout_seconds} s:\n{self.log()}") from error

    def log(self) -> str:
        files = ["var/log/cloud-init-output.log", "var/log/mlops/bootstrap.log", "var/log/mlops/train.log"]
        return "".join(f"== {name}\n{(self.changes / name).read_text()}" for name in files if (self.changes / name).exists())


def packed_scripts() -> bytes:
    return packed("./modules/training-host/bootstrap-archive", "archive(m.bootstrapSource)")


def packed_program() -> bytes:
    """The archive that a deployment puts into the store."""
    return packed("./stacks/training-code", "trainingCodeArchive()")


def packed(module: str, made_by: str) -> bytes:
    ask = f"const m = require('{module}'); console.log(m.{made_by})"
    command = ["node", "-r", "ts-node/register", "-e", ask]
    path = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return Path(path).read_bytes()


def filled(values: dict[str, str]) -> str:
    scripts = packed_scripts()
    stub = (SCRIPTS / "user-data.sh").read_text()
    known = values | {"BOOTSTRAP_URI": "s3://store/bootstrap.tar.gz", "BOOTSTRAP_SHA256": sha256(scripts), "REGION": REGION}
    return re.sub("@@([A-Z0-9_]+)@@", lambda found: known[found[1]], stub)
