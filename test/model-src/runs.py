"""Runs the training program as SageMaker, the host or a person would: as a process of its own."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from interpreters import SOURCE

FAST = ("--backbone", "tiny", "--image-size", "32", "--batch-size", "8", "--workers", "0", "--threads", "1", "--learning-rate", "0.003")


@dataclass
class Run:
    """One run's folders below ``folder``; ``start`` may be called again to go on with it."""

    folder: Path
    data: Path

    @property
    def model(self) -> Path:
        return self.folder / "model"

    @property
    def state(self) -> Path:
        return self.folder / "state" / "state.pt"

    def environment(self, extra: dict[str, str]) -> dict[str, str]:
        names = {"SM_CHANNEL_TRAINING": self.data, "SM_MODEL_DIR": self.model, "SM_OUTPUT_DATA_DIR": self.folder / "reports"}
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SM_", "RANK", "WORLD_SIZE", "MASTER_"))}
        return clean | {name: str(value) for name, value in names.items()} | {"CHECKPOINT_DIR": str(self.folder / "state")} | extra

    def start(self, *arguments: str, environment: dict[str, str] | None = None, start_new_session: bool = False) -> "subprocess.Popen[str]":
        command = [sys.executable, "train.py", *FAST, *arguments]
        variables = self.environment(environment or {})
        return subprocess.Popen(
            command,
            cwd=SOURCE,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=start_new_session,
        )

    def finish(self, *arguments: str, environment: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        with self.start(*arguments, environment=environment) as process:
            out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_until_training(process: "subprocess.Popen[str]") -> None:
    """Read on to the line that each rank says when it begins."""
    assert process.stdout is not None
    lines = []
    while not (lines and lines[-1].startswith("rank=")):
        lines.append(process.stdout.readline())
        assert lines[-1], f"the program ended: {lines} {process.stderr.read() if process.stderr else ''}"


def numbers(output: str) -> list[dict[str, float]]:
    """Each line of metrics, without what depends on the clock."""
    rows = [dict(re.findall(r"(\w+)=([0-9.]+)", line)) for line in output.splitlines() if "_loss=" in line]
    return [
        {name: float(value) for name, value in row.items() if name not in {"seconds", "images_per_second", "loader_wait"}} for row in rows
    ]
