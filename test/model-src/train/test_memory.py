import re
from pathlib import Path

import pytest
import torch

from runs import Run
from training.arguments import Arguments, parse
from training.distributed import World
from training.errors import UsageError
from training.memory import GIB, available_bytes, check, estimate


def arguments(*given: str) -> Arguments:
    return parse(["--workers", "1", *given], {"SM_CHANNEL_TRAINING": "/data", "SM_MODEL_DIR": "/model"})


def test_what_a_batch_needs_grows_with_images_and_shrinks_when_frozen_or_in_parts():
    resnet = arguments("--backbone", "resnet50")
    need = estimate(resnet, 133, World())
    # Published: about 90 to 100 MiB of activations an image of ResNet-50 at 224 pixels in float32.
    assert 85 * 2**20 < need.per_image < 150 * 2**20
    frozen = estimate(arguments("--backbone", "resnet50", "--freeze-backbone", "true"), 133, World())
    assert frozen.per_image < need.per_image / 3
    half = estimate(arguments("--backbone", "resnet50", "--precision", "bfloat16"), 133, World())
    assert half.per_image < 0.75 * need.per_image


def test_a_batch_that_does_not_fit_is_refused_with_what_would():
    chosen = arguments("--backbone", "resnet50", "--batch-size", "64")
    with pytest.raises(UsageError, match="--batch-size 64 does not fit this host") as refused:
        check(chosen, 133, World(), available=4 * GIB)
    size = int(re.findall(r"--batch-size (\d+) would fit", str(refused.value))[0])
    parts = re.findall(r"--accumulate-steps (\d+) for the same batch", str(refused.value))[0]
    assert "needed for 64 images at once, 4.0 GiB of memory available" in str(refused.value)
    for fitting in (("--batch-size", str(size)), ("--batch-size", "64", "--accumulate-steps", parts)):
        assert check(arguments("--backbone", "resnet50", *fitting), 133, World(), available=4 * GIB).startswith("memory: ")
    with pytest.raises(UsageError):
        check(arguments("--backbone", "resnet50", "--batch-size", str(size + 1)), 133, World(), available=4 * GIB)


def test_a_host_that_fits_no_image_is_told_so():
    with pytest.raises(UsageError, match="not even one image fits"):
        check(arguments("--backbone", "resnet50", "--batch-size", "2"), 133, World(), available=1 * GIB)


def test_the_share_of_one_of_several_processes_counts():
    chosen = arguments("--backbone", "resnet50", "--batch-size", "64")
    alone, one_of_four = (check(chosen, 133, World(size=size), available=64 * GIB) for size in (1, 4))
    assert "for 64 images" in alone
    assert "for 16 images" in one_of_four


def test_a_container_s_limit_counts_where_it_is_less(tmp_path: Path):
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    8388608 kB\n")
    cgroup = tmp_path / "cgroup"
    cgroup.mkdir()
    cpu = torch.device("cpu")
    assert available_bytes(cpu, tmp_path, cgroup) == 8 * GIB
    (cgroup / "memory.max").write_text("max\n")
    assert available_bytes(cpu, tmp_path, cgroup) == 8 * GIB
    (cgroup / "memory.max").write_text(f"{3 * GIB}\n")
    (cgroup / "memory.current").write_text(f"{GIB}\n")
    assert available_bytes(cpu, tmp_path, cgroup) == 2 * GIB


def test_the_check_alone_needs_no_dataset_and_trains_nothing(tmp_path: Path):
    run = Run(tmp_path, tmp_path / "not there yet")
    fits = run.finish("--check-memory", "only")
    assert fits.returncode == 0, fits.stderr
    assert fits.stdout.startswith("memory: ")
    too_much = run.finish("--check-memory", "only", "--backbone", "resnet50", "--image-size", "1024", "--batch-size", "65536")
    assert too_much.returncode == 2
    assert "would fit" in too_much.stderr
    assert not run.model.exists()
