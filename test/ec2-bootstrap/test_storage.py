"""bin/prepare-storage on real disks: loop devices, in a mount namespace of their own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from host import SCRIPTS, Host


def loop_device(image: Path) -> str | None:
    image.write_bytes(b"")
    subprocess.run(["truncate", "--size", "16M", str(image)], check=True)
    made = subprocess.run(["losetup", "--find", "--show", str(image)], capture_output=True, text=True, check=False)
    return made.stdout.strip() or None


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[str]:
    device = loop_device(tmp_path / "disk")
    if device is None:
        pytest.skip("no loop device can be made here: root and /dev/loop-control are needed")
    yield device
    subprocess.run(["losetup", "--detach", device], check=True)


def prepare(host: Host, disks: str, then: str = "true", first: str = "true") -> "subprocess.CompletedProcess[str]":
    """In a mount namespace: what is mounted ends with it."""
    script = f"set -e; {first}; {SCRIPTS}/bin/prepare-storage; {then}"
    variables = host.environment | {"INSTANCE_STORE_DISKS": disks}
    command = ["unshare", "--mount", "bash", "-c", script]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


def scratch(host: Host) -> Path:
    return (host.state / "scratch").readlink()


def test_without_an_instance_store_scratch_is_on_the_disk(host: Host):
    assert host.run("bin/prepare-storage").returncode == 0
    assert scratch(host) == host.state / "disk-scratch"


def test_what_the_image_has_mounted_is_used_and_checkpoints_stay_on_the_disk(host: Host, tmp_path: Path):
    store = tmp_path / "nvme"
    store.mkdir()
    done = prepare(host, "/no/such/disk", first=f"mount -t tmpfs none {store}")
    if "permission denied" in done.stderr.lower():
        pytest.skip(f"nothing can be mounted here: {done.stderr}")
    assert done.returncode == 0, done.stderr
    assert scratch(host) == store / "mlops"
    assert not (host.state / "checkpoints").is_symlink()


def test_an_empty_disk_of_the_instance_store_is_formatted_and_kept_at_a_reboot(host: Host, disk: str):
    done = prepare(host, f"/no/such/disk {disk}", then='touch "$MLOPS_ROOT/var/lib/mlops/scratch/kept"')
    assert done.returncode == 0, done.stderr
    assert scratch(host) == host.state / "instance-store/mlops"
    assert not (scratch(host) / "kept").exists(), "it is on the disk, which is mounted in the namespace only"
    again = prepare(host, disk, then='ls "$MLOPS_ROOT/var/lib/mlops/scratch/"')
    assert again.stdout.split() == ["kept"]


def test_a_second_run_mounts_nothing_over_the_first(host: Host, disk: str):
    done = prepare(host, disk, then=f"{SCRIPTS}/bin/prepare-storage; findmnt --noheadings --output SOURCE {host.state}/instance-store")
    assert done.stdout.split() == [disk]


@pytest.mark.parametrize("tool", ["mkfs.ext4 -q -L data", "mkswap"])
def test_a_disk_that_holds_something_is_left_alone(host: Host, disk: str, tool: str):
    subprocess.run([*tool.split(), disk], check=True, capture_output=True)
    before = subprocess.run(["blkid", "--probe", disk], check=True, capture_output=True).stdout
    assert prepare(host, disk).returncode == 0
    assert scratch(host) == host.state / "disk-scratch"
    assert subprocess.run(["blkid", "--probe", disk], check=True, capture_output=True).stdout == before
