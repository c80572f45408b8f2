"""The program started by SageMaker's own toolkits: one host, and two network namespaces as two hosts."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from sagemaker_job import HOSTS, Job, what_is_missing

from interpreters import SOURCE
from runs import FAST, Run, numbers

# A frozen normalisation keeps its averages: with it one process and two compute the same sums, so that all layers can be compared.
ARGUMENTS = {"epochs": "2", "freeze-batch-norm": "true", "augment": "none", "export": "none"}
FAST_ARGUMENTS = {name.removeprefix("--"): value for name, value in zip(FAST[::2], FAST[1::2], strict=True)}
LAUNCHER = {"sagemaker_torch_distributed_enabled": "true"}
# What a tuning job adds to the static hyper-parameters: the objective, and what it searches, as texts.
TUNER = {"_tuning_objective_metric": "valid_accuracy", "learning-rate": "0.0021544346900318843", "label-smoothing": "0.05"}


@pytest.fixture(scope="module")
def odd_data(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """11 validation and 11 test images: two ranks cannot share them without a remainder."""
    folder = tmp_path_factory.mktemp("odd") / "data"
    subprocess.run(["cp", "-r", str(data), str(folder)], check=True)
    for split in ("valid", "test"):
        next((folder / split / "class-001").iterdir()).unlink()
    return folder


@pytest.mark.long
@pytest.mark.parametrize(("flag", "tuner"), [(LAUNCHER, {}), ({}, {}), (LAUNCHER, TUNER)], ids=["launcher", "no launcher", "tuning job"])
def test_two_hosts_train_one_model_on_half_of_the_images_each(tmp_path: Path, odd_data: Path, flag: dict[str, str], tuner: dict[str, str]):
    missing = what_is_missing()
    if missing:
        pytest.skip(missing)
    arguments = {**FAST_ARGUMENTS, **ARGUMENTS, **{name: value for name, value in tuner.items() if not name.startswith("_")}}
    job = Job(tmp_path / "job").prepare(odd_data, {**arguments, **tuner, **flag})
    hosts = job.run_on_two_hosts()
    assert [host["status"] for host in hosts.values()] == [0, 0], hosts
    first, second = (str(hosts[name]["output"]) for name in HOSTS)
    assert ("torchrun --nnodes 2 --nproc_per_node 1" in first) == bool(flag), "the launcher's command, as the toolkit logs it"
    for rank, output in enumerate((first, second)):
        assert f"rank={rank} world_size=2" in output
        assert "training_images_of_this_rank=24" in output
        assert '"valid": 11' in output
    assert numbers(second) == [], "only rank 0 reports"

    alone = Run(tmp_path / "alone", odd_data).finish(*[part for name, value in arguments.items() for part in (f"--{name}", value)])
    assert alone.returncode == 0, alone.stderr
    expected, together = numbers(alone.stdout), numbers(first)
    assert len(together) == len(expected) == 3
    for one, both in zip(expected, together, strict=True):
        assert both == pytest.approx(one, abs=1e-3)
    # A padded or uncounted image would make a denominator other than 11.
    assert together[-1]["test_accuracy"] * 11 == pytest.approx(round(together[-1]["test_accuracy"] * 11), abs=1e-3)

    assert (job.model("algo-1") / "model.pth").exists()
    assert not list(job.model("algo-2").iterdir())
    assert (job.folder / "algo-1" / "output" / "success").exists()


def test_metrics_come_through_the_toolkit_as_sagemaker_reads_them(tmp_path: Path, data: Path):
    job = Job(tmp_path / "job").prepare(data, {**FAST_ARGUMENTS, **ARGUMENTS}, hosts=("localhost",))
    environment = {**job.environment(), "SAGEMAKER_BASE_DIR": str(job.folder / "localhost"), "SM_STUDIO_LOCAL_MODE": "true"}
    done = subprocess.run(
        [job.command()], env={**os.environ, **environment}, cwd=job.folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for metric in json.loads((SOURCE / "metrics.json").read_text()):
        found = re.findall(metric["regex"], done.stdout)
        assert len(found) == (1 if metric["name"].startswith("test_") else 2), metric
    output = job.folder / "localhost" / "output" / "data"
    assert (output / "metrics.jsonl").exists()
    assert (output / "confusion-matrix.png").exists()
    assert "\r" not in done.stdout + done.stderr, "a progress bar belongs on a terminal"


def test_wrong_hyper_parameters_fail_the_job_with_the_reason(tmp_path: Path, data: Path):
    job = Job(tmp_path / "job").prepare(data, {**FAST_ARGUMENTS, "learning-rate": "fast"}, hosts=("localhost",))
    environment = {**job.environment(), "SAGEMAKER_BASE_DIR": str(job.folder / "localhost"), "SM_STUDIO_LOCAL_MODE": "true"}
    done = subprocess.run(
        [job.command()], env={**os.environ, **environment}, cwd=job.folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode != 0
    assert "--learning-rate: 'fast' should be a number above 0" in (job.folder / "localhost" / "output" / "failure").read_text()
