import json
import os
import signal
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from host import SCRIPTS, Host, archive, sha256, zipped


def test_a_host_is_prepared_and_says_that_it_is_ready(host: Host):
    done = host.bootstrap()
    assert done.returncode == 0, done.stderr
    assert [entry["state"] for entry in host.signals()] == ["ready"]
    assert host.signals()[0]["instance"] == "i-0123456789abcdef0"
    put = next(call for call in host.calls("aws") if call[0] == "cloudwatch")
    assert put[put.index("--metric-name") + 1] == "HostReady"
    assert ["start", "--no-block", "mlops-train.service"] in host.calls("systemctl")
    assert (host.root / "opt/mlops/code/train.py").exists()
    assert (host.state / "scratch/dataset/dogs/train/a/1.jpg").exists()
    timer = host.root / "etc/systemd/system/mlops-lifetime.timer.d/lifetime.conf"
    assert timer.read_text() == "[Timer]\nOnBootSec=12h\n"


def test_a_second_bootstrap_downloads_nothing_again(host: Host):
    host.bootstrap()
    first = host.downloads()
    assert host.bootstrap().returncode == 0
    assert host.downloads() == first
    assert len(first) == 2


@pytest.mark.parametrize("what", ["code.tar.gz", "dogs.zip"])
def test_a_bootstrap_that_failed_at_a_download_signals_it_and_a_second_one_finishes_the_work(host: Host, what: str):
    host.fail_file.write_text(f"5 {what}")
    assert host.bootstrap().returncode == 1
    assert [entry["state"] for entry in host.signals()] == ["failed"]
    assert "prepare-" in host.signals()[0]["detail"]
    assert host.bootstrap().returncode == 0
    assert host.signals()[-1]["state"] == "ready"


def test_a_download_that_fails_now_and_then_is_tried_again(host: Host):
    host.fail_file.write_text("4 code.tar.gz")
    assert host.bootstrap().returncode == 0
    assert host.signals()[-1]["state"] == "ready"


@pytest.mark.parametrize("name", ["code.tar.gz", "dogs.zip"])
def test_an_archive_with_another_checksum_is_refused_and_not_unpacked(host: Host, name: str):
    host.put(f"store/{name}", b"something else")
    done = host.bootstrap()
    assert done.returncode == 1
    assert "another SHA-256" in done.stderr
    assert host.signals()[-1]["state"] == "failed"
    assert not (host.state / "scratch/dataset").exists()


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("IDLE_MINUTES", "soon", "whole number, 0 to never stop"),
        ("MAX_LIFETIME_HOURS", "0", "whole number from 1"),
        ("CODE_SHA256", "abc", "64 hexadecimal digits"),
        ("DATASET_URI", "s3://store/dogs.rar", "should end with"),
        ("DATASET_URI", "http://example.com/dogs.zip", "should begin with s3:// or https://"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_right(host: Host, setting: str, value: str, named: str):
    done = host.bootstrap(**{setting: value})
    assert done.returncode == 1
    assert named in done.stderr


def test_a_missing_setting_is_named(host: Host):
    del host.settings["OUTPUT_URI"]
    done = host.bootstrap()
    assert done.returncode == 1
    assert "OUTPUT_URI is not set" in done.stderr


def test_an_image_without_pytorch_is_refused(host: Host):
    host.environment["MLOPS_PYTHONS"] = "/no/such/python /bin/false"
    done = host.bootstrap()
    assert done.returncode == 1
    assert "no Python with PyTorch found (tried: /no/such/python /bin/false)" in done.stderr
    assert host.signals()[-1]["detail"].startswith("step find-python failed")


def test_another_dataset_replaces_the_one_that_is_there(host: Host):
    host.bootstrap()
    other = zipped({"cats/train/a/9.jpg": "x"})
    host.put("store/cats.zip", other)
    assert host.bootstrap(DATASET_URI="s3://store/cats.zip", DATASET_SHA256=sha256(other)).returncode == 0
    names = {path.name for path in (host.state / "scratch/dataset").rglob("*.jpg")}
    assert names == {"9.jpg"}


def test_a_dataset_may_be_a_folder_in_the_store(host: Host):
    host.put("store/images/train/a/1.jpg", b"x")
    assert host.bootstrap(DATASET_URI="s3://store/images/", DATASET_SHA256="").returncode == 0
    assert (host.state / "scratch/dataset/train/a/1.jpg").exists()


def test_a_code_archive_without_the_program_is_refused(host: Host):
    empty = archive({"readme": "no program"})
    host.put("store/code.tar.gz", empty)
    done = host.bootstrap(CODE_SHA256=sha256(empty))
    assert done.returncode == 1
    assert "no train.py" in done.stderr


def test_the_stub_fetches_checks_and_runs_the_archive(host: Host, tmp_path: Path):
    packed = archive({"bootstrap.sh": 'echo "arguments: $TRAINING_ARGUMENTS, region: $AWS_DEFAULT_REGION"\n'})
    host.put("store/bootstrap.tar.gz", packed)
    stub = (SCRIPTS / "user-data.sh").read_text().replace("/opt/mlops", str(tmp_path / "opt"))
    values = host.settings | {"BOOTSTRAP_URI": "s3://store/bootstrap.tar.gz", "BOOTSTRAP_SHA256": sha256(packed), "REGION": "eu-west-1"}
    for name, value in values.items():
        stub = stub.replace(f"@@{name}@@", value)
    assert "@@" not in stub
    done = subprocess.run(["bash", "-c", stub], env=host.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("arguments: --epochs 5 --batch-size 2, region: eu-west-1\n")
    host.put("store/bootstrap.tar.gz", b"tampered")
    refused = subprocess.run(["bash", "-c", stub], env=host.environment, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "arguments:" not in refused.stdout


def test_training_gets_sagemakers_environment_and_its_arguments(host: Host):
    host.bootstrap()
    done = host.run("bin/train")
    assert done.returncode == 0, done.stderr
    report = json.loads((host.state / "output/report.json").read_text())
    assert report["argv"] == ["--epochs", "5", "--batch-size", "2"]
    assert report["images"] == ["1.jpg", "2.jpg"]
    variables = report["environment"]
    assert variables["SM_HOSTS"] == '["algo-1"]'
    assert variables["SM_CURRENT_HOST"] == "algo-1"
    assert variables["SM_MODEL_DIR"] == str(host.state / "model")
    assert variables["SM_NUM_CPUS"] == str(len(os.sched_getaffinity(0)))


def test_what_a_run_leaves_is_uploaded_once_and_success_is_signalled(host: Host):
    host.bootstrap()
    host.run("bin/train")
    for _ in range(2):
        assert host.run("bin/upload-results", environment={"SERVICE_RESULT": "success", "EXIT_STATUS": "0"}).returncode == 0
    uploaded = host.store / "store/runs/1/model.tar.gz"
    with tarfile.open(uploaded) as tar:
        assert "./model.onnx" in tar.getnames()
    assert (host.store / "store/runs/1/output/report.json").exists()
    assert [entry["state"] for entry in host.signals()] == ["ready", "succeeded"]
    assert host.signals()[-1]["detail"] == "s3://store/runs/1/model.tar.gz"


def test_a_failed_run_is_signalled_and_leaves_no_model(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--fail")
    assert host.run("bin/train").returncode == 2
    host.run("bin/upload-results", environment={"SERVICE_RESULT": "exit-code", "EXIT_STATUS": "2"})
    assert host.signals()[-1]["state"] == "failed"
    assert "exit-code (2)" in host.signals()[-1]["detail"]
    assert not (host.store / "store/runs/1/model.tar.gz").exists()


def test_sigterm_lets_the_program_save_and_its_state_reaches_the_store_and_a_fresh_host(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--wait")
    with host.start("bin/train") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 143
    saved = host.store / "store/runs/1/checkpoints/state.pt"
    assert saved.read_text() == "saved at SIGTERM"
    host.run("bin/upload-results", environment={"SERVICE_RESULT": "success", "EXIT_STATUS": "143"})
    assert [entry["state"] for entry in host.signals()] == ["ready"], "an interrupted run is not a failed one"
    # A fresh host: its disk is empty, the store is not.
    (host.state / "checkpoints/state.pt").unlink()
    host.bootstrap()
    assert host.run("bin/train").returncode == 0
    report = json.loads((host.state / "output/report.json").read_text())
    assert report["resumed_from"] == "saved at SIGTERM"


def test_checkpoints_reach_the_store_while_the_program_runs(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--wait")
    (host.state / "checkpoints/state.pt").write_text("from the middle")
    copied = host.store / "store/runs/1/checkpoints/state.pt"
    with host.start("bin/train") as process:
        end = time.monotonic() + 20
        while not copied.exists() and time.monotonic() < end:
            time.sleep(0.05)
        running = process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert running
    assert copied.exists()
