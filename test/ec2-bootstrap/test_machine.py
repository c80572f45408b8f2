"""A host from its user data to its power-off: real systemd, real units, the real program, the metadata service at its real address."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archives import sha256, tarred
from cloud import OUTPUT, Cloud, cloud
from host import OF_INSTANCE, PROGRAM, ROOT, interpreter
from machine import Machine, packed_program, packed_scripts
from metadata_service import SECRET, MetadataService, metadata_service
from network_namespace import network_namespace

METADATA = "169.254.169.254"
SMALL = "--backbone tiny --image-size 32 --batch-size 4 --workers 0 --threads 1 --export none --checkpoint-every-steps 1"
ARGUMENTS = f"{SMALL} --epochs 2"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images") / "images"
    counts = ["--train", "4", "--valid", "1", "--test", "1", "--classes", "2", "--size", "32"]
    subprocess.run([interpreter("train"), "demo/generate_images.py", str(folder), *counts], cwd=ROOT / "model-src", check=True)
    return folder


@pytest.fixture(scope="module")
def archives() -> dict[str, bytes]:
    return {"bootstrap.tar.gz": packed_scripts(), "code.tar.gz": packed_program()}


@pytest.fixture
def outside(archives: dict[str, bytes], images: Path) -> Iterator[tuple[Cloud, MetadataService]]:
    """AWS around the machine, in a network that leads nowhere else."""
    if os.geteuid() != 0:
        pytest.skip("a machine in namespaces needs root")
    with network_namespace(METADATA), metadata_service((METADATA, 80)) as metadata, cloud() as aws:
        for key, content in archives.items():
            aws.put(key, content)
        for file in images.rglob("*.*"):
            aws.put(f"images/{file.relative_to(images)}", file.read_bytes())
        yield aws, metadata
        assert metadata.without_token == []


@pytest.fixture
def machine(outside: tuple[Cloud, MetadataService], archives: dict[str, bytes], tmp_path: Path) -> Callable[..., Machine]:
    def made(name: str = "machine", **changed: str) -> Machine:
        values = {"CODE_SHA256": sha256(archives["code.tar.gz"]), "DATASET_URI": "s3://store/images/", "TRAINING_ARGUMENTS": ARGUMENTS}
        return Machine(tmp_path / name, outside[0].url, **values | changed)

    return made


def wait_until(condition: Callable[[], object], machine: Machine, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, machine.log()
        time.sleep(0.1)


def test_a_host_trains_leaves_its_model_says_so_and_powers_off(outside: tuple[Cloud, MetadataService], machine: Callable[..., Machine]):
    aws, _ = outside
    host = machine()
    host.boot()
    assert aws.states() == ["ready", "succeeded"], host.log()
    with aws.model() as model:
        assert {"./model.pth", "./labels.json", "./preprocessing.json", "./code/serve/model.py"} <= set(model.getnames())
        card = model.extractfile("./model-card.json")
        assert card
        assert json.load(card)["images"] == {"train": 8, "valid": 2, "test": 2}
    # Credentials came from the metadata service, with a token; they are in no log and no file.
    logs = [key for key in aws.objects(f"{OUTPUT}/logs/")]
    assert f"{OUTPUT}/logs/train.log" in logs
    assert b"test_accuracy=" in aws.get(f"{OUTPUT}/logs/train.log")
    assert SECRET not in host.log()
    assert {f"{OUTPUT}/output/metrics.jsonl", f"{OUTPUT}/output/class-accuracy.csv"} <= set(aws.objects(f"{OUTPUT}/output/"))
    assert len(aws.values("valid_accuracy", OF_INSTANCE)) >= 1
    assert ("test_accuracy", tuple(OF_INSTANCE.items())) in aws.metrics()
    # Started again, it has nothing to do: no second model.
    before = aws.s3.head_object(Bucket="store", Key=f"{OUTPUT}/model.tar.gz")["LastModified"]
    with host.start() as running:
        time.sleep(8)
        running.kill()
    assert aws.states() == ["ready", "succeeded"]
    assert aws.s3.head_object(Bucket="store", Key=f"{OUTPUT}/model.tar.gz")["LastModified"] == before


def test_a_spot_notice_saves_the_run_and_a_fresh_host_goes_on_with_it(
    outside: tuple[Cloud, MetadataService], machine: Callable[..., Machine]
):
    aws, metadata = outside
    arguments = f"{SMALL} --epochs 150"
    taken = machine("taken", TRAINING_ARGUMENTS=arguments)
    with taken.start() as running:
        rows = taken.state / "output/metrics.jsonl"
        wait_until(lambda: rows.exists() and len(rows.read_text().splitlines()) > 3, taken)
        metadata.answers["spot/instance-action"] = '{"action": "terminate", "time": "2030-01-01T00:00:00Z"}'
        wait_until((taken.state / "failure").exists, taken)
        running.kill()
    del metadata.answers["spot/instance-action"]
    assert aws.states() == ["ready"], taken.log()
    done_before = len(rows.read_text().splitlines())
    assert done_before < 150
    assert len(aws.checkpoints()) == 1
    fresh = machine("fresh", TRAINING_ARGUMENTS=arguments)
    fresh.boot()
    assert aws.states() == ["ready", "ready", "succeeded"], fresh.log()
    assert "going on from" in fresh.log()
    after = aws.get(f"{OUTPUT}/output/metrics.jsonl").decode().splitlines()
    assert len(after) == 151
    kept = [json.loads(line) for line in after[:done_before]]
    assert kept == [json.loads(line) for line in rows.read_text().splitlines()], "the epochs of the first host are not trained again"


def test_a_first_boot_that_fails_is_said_and_the_next_boot_finishes_the_work(
    outside: tuple[Cloud, MetadataService], machine: Callable[..., Machine], archives: dict[str, bytes]
):
    aws, _ = outside
    aws.put("code.tar.gz", b"not what was asked for")
    host = machine()
    with host.start() as running:
        wait_until(lambda: aws.states() == ["failed"], host)
        running.kill()
    assert "step prepare-code failed" in aws.signals()[0]["detail"]
    aws.put("code.tar.gz", archives["code.tar.gz"])
    host.boot()
    assert aws.states() == ["failed", "ready", "succeeded"], host.log()


def test_a_host_that_is_too_small_says_what_would_fit_and_fetches_no_dataset(
    outside: tuple[Cloud, MetadataService], machine: Callable[..., Machine]
):
    aws, _ = outside
    host = machine(TRAINING_ARGUMENTS="--backbone resnet50 --batch-size 65536")
    with host.start() as running:
        wait_until(lambda: aws.states() == ["failed"], host)
        running.kill()
    detail = aws.signals()[0]["detail"]
    assert "--batch-size 65536 does not fit this host" in detail
    assert "would fit" in detail
    assert not (host.state / "scratch/dataset").exists()


def test_arguments_that_only_training_finds_wrong_are_not_tried_again(
    outside: tuple[Cloud, MetadataService], machine: Callable[..., Machine]
):
    aws, _ = outside
    # One class less than the other splits have: the program ends with 2.
    for key in aws.objects("images/valid/")[:1]:
        aws.s3.delete_object(Bucket="store", Key=key)
    host = machine()
    with host.start() as running:
        wait_until(lambda: "failed" in aws.states(), host)
        time.sleep(3)
        running.kill()
    assert aws.states() == ["ready", "failed"]
    assert aws.signals()[-1]["detail"].startswith("training ended with exit-code (2): error: "), aws.signals()
    assert host.log().count("train: training: ") == 1


def test_a_run_that_breaks_is_tried_three_times_in_all_and_then_said_to_have_failed(
    outside: tuple[Cloud, MetadataService], machine: Callable[..., Machine]
):
    aws, _ = outside
    code = tarred({"train.py": PROGRAM, "requirements-export.txt": ""})
    aws.put("code.tar.gz", code)
    host = machine(CODE_SHA256=sha256(code), TRAINING_ARGUMENTS="--fail 1")
    host.write("etc/systemd/system/mlops-train.service.d/sooner.conf", "[Service]\nRestartSec=1\n")
    with host.start() as running:
        wait_until(lambda: "failed" in aws.states(), host)
        running.kill()
    assert aws.states() == ["ready", "failed"]
    assert aws.signals()[-1]["detail"] == "training ended with exit-code (1): error: made to fail"
    assert host.log().count("error: made to fail") == 3
