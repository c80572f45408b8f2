"""What the training's service runs: bin/restore-checkpoint, bin/train, bin/upload-results, bin/give-up."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from cloud import BUCKET, OUTPUT
from host import OF_INSTANCE, Host
from metadata_service import SECRET

POWEROFF = ["poweroff"]


def train(host: Host) -> "subprocess.CompletedProcess[str]":
    """As systemd starts it."""
    restored = host.run("bin/restore-checkpoint")
    assert restored.returncode == 0, restored.stderr
    return host.run("bin/train")


def report(host: Host) -> dict[str, object]:
    found: dict[str, object] = json.loads((host.state / "output/report.json").read_text())
    return found


def interrupted(host: Host) -> None:
    """A run that gets SIGTERM once it trains."""
    assert host.run("bin/restore-checkpoint").returncode == 0
    with host.start("bin/train") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 143


def test_training_gets_sagemakers_environment_and_its_arguments(host: Host):
    host.cloud.put("weights/resnet50.pth", b"weights")
    host.bootstrap(WEIGHTS_URI="s3://store/weights/")
    done = train(host)
    assert done.returncode == 0, done.stderr
    found = report(host)
    assert found["argv"] == ["--epochs", "5", "--batch-size", "2"]
    assert found["images"] == ["1.jpg", "2.jpg"]
    variables = found["environment"]
    assert isinstance(variables, dict)
    assert variables["SM_HOSTS"] == '["algo-1"]'
    assert variables["SM_CURRENT_HOST"] == "algo-1"
    assert variables["SM_MODEL_DIR"] == str(host.state / "model")
    assert variables["SM_CHANNEL_WEIGHTS"] == str(host.state / "weights")
    assert variables["SM_NUM_CPUS"] == str(len(os.sched_getaffinity(0)))


def test_what_a_run_leaves_is_uploaded_once_success_is_signalled_and_the_host_stops(host: Host):
    host.bootstrap()
    train(host)
    assert POWEROFF not in host.calls("systemctl")
    for _ in range(2):
        assert host.end_service("success", "0").returncode == 0
    with host.cloud.model() as model:
        assert "./model.onnx" in model.getnames()
    assert f"{OUTPUT}/output/report.json" in host.cloud.objects()
    assert host.cloud.states() == ["ready", "succeeded"]
    assert host.cloud.signals()[-1]["detail"] == f"s3://{BUCKET}/{OUTPUT}/model.tar.gz"
    assert ("HostSucceeded", ()) in host.cloud.metrics()
    assert host.calls("systemctl").count(POWEROFF) == 1


def test_a_host_that_is_to_stay_on_when_idle_stays_on_when_done(host: Host):
    host.bootstrap(IDLE_MINUTES="0")
    train(host)
    assert "stays on, as IDLE_MINUTES is 0" in host.end_service("success", "0").stderr
    assert POWEROFF not in host.calls("systemctl")


def test_a_host_with_somebody_in_a_session_stays_on_when_done(host: Host):
    host.bootstrap()
    train(host)
    worker = host.folder / "ssm-session-worker"
    worker.symlink_to("/bin/sleep")
    with subprocess.Popen([str(worker), "60"]) as session:
        said = host.end_service("success", "0").stderr
        session.kill()
    assert "somebody is in a session" in said
    assert POWEROFF not in host.calls("systemctl")


def test_logs_reach_the_store_while_the_program_runs_and_hold_no_secret(host: Host):
    host.bootstrap()
    (host.root / "var/log/mlops/train.log").write_text("epoch=1\n")
    done = train(host)
    assert host.cloud.get(f"{OUTPUT}/logs/train.log") == b"epoch=1\n"
    assert SECRET not in done.stdout + done.stderr


def test_a_model_that_does_not_reach_the_store_fails_the_service_and_the_next_start_uploads_it(host: Host):
    host.bootstrap()
    train(host)
    host.fail_file.write_text("5 model.tar.gz")
    assert host.end_service("success", "0").returncode == 1
    assert host.cloud.states() == ["ready"]
    again = train(host)
    assert "trained already" in again.stderr
    assert host.end_service("success", "0").returncode == 0
    assert host.cloud.states() == ["ready", "succeeded"]


def test_a_run_that_failed_for_good_is_signalled_with_its_last_words_and_leaves_no_model(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--fail 2")
    failed = train(host)
    assert failed.returncode == 2
    (host.root / "var/log/mlops/train.log").write_text(failed.stderr + "0 errors in the decoders' own count\n")
    assert host.end_service("exit-code", "2").returncode == 0
    # Whether it is tried again is systemd's to know.
    assert host.cloud.states() == ["ready"]
    assert host.run("bin/give-up").returncode == 0
    assert host.cloud.signals()[-1]["state"] == "failed"
    assert host.cloud.signals()[-1]["detail"] == "training ended with exit-code (2): error: made to fail"
    assert f"{OUTPUT}/model.tar.gz" not in host.cloud.objects()
    assert POWEROFF not in host.calls("systemctl")


def test_sigterm_lets_the_program_save_and_its_state_reaches_the_store_and_a_fresh_host(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--wait")
    interrupted(host)
    (saved,) = host.cloud.checkpoints()
    assert host.cloud.get(saved) == b"saved at SIGTERM"
    host.end_service("success", "143")
    assert host.cloud.states() == ["ready"], "an interrupted run is not a failed one"
    # A fresh host: its disk is empty, the store is not.
    for folder in (host.state / "checkpoints").iterdir():
        (folder / "state.pt").unlink()
        folder.rmdir()
    interrupted(host)
    assert report(host)["resumed_from"] == "saved at SIGTERM"


def test_another_run_has_other_checkpoints(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--wait")
    interrupted(host)
    host.bootstrap(TRAINING_ARGUMENTS="--epochs 7")
    assert train(host).returncode == 0
    assert report(host)["resumed_from"] is None


def test_checkpoints_and_metrics_leave_the_host_while_the_program_runs(host: Host):
    host.bootstrap(TRAINING_ARGUMENTS="--wait")
    assert host.run("bin/restore-checkpoint").returncode == 0
    with host.start("bin/train") as process:
        end = time.monotonic() + 60
        while not (host.cloud.checkpoints() and host.cloud.values("valid_accuracy", OF_INSTANCE)) and time.monotonic() < end:
            time.sleep(0.1)
        running = process.poll() is None
        copied = [host.cloud.get(key) for key in host.cloud.checkpoints()]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert running
    assert copied == [b"from the middle"]
    assert host.cloud.values("valid_accuracy", OF_INSTANCE) == [0.75]


def test_a_store_that_does_not_answer_is_no_reason_to_start_from_the_beginning(host: Host):
    host.bootstrap()
    host.fail_file.write_text("5 sync")
    refused = host.run("bin/restore-checkpoint")
    assert refused.returncode == 1
    assert "could not be read" in refused.stderr
    # Nothing is there that would look like a run that has not begun.
    assert host.run("bin/restore-checkpoint").returncode == 0


@pytest.fixture
def checkpoint(host: Host) -> Path:
    host.bootstrap()
    host.run("bin/restore-checkpoint")
    (folder,) = (host.state / "checkpoints").iterdir()
    return folder / "state.pt"


def test_a_checkpoint_that_is_replaced_during_its_upload_arrives_whole_and_the_new_one_after_it(host: Host, checkpoint: Path):
    # The command line reads a file of 40 MB in five parts, each when its turn comes.
    old, new = b"o" * 40_000_000, b"n" * 40_000_000
    checkpoint.write_bytes(old)
    fresh = checkpoint.with_name("fresh")
    fresh.write_bytes(new)
    with host.start("bin/copy-to-store") as process:
        while not any(call[:2] == ["s3", "cp"] for call in host.calls("aws")):
            time.sleep(0.01)
        fresh.replace(checkpoint)
        process.communicate(timeout=120)
    (key,) = [key for key in host.cloud.objects(f"{OUTPUT}/checkpoints/") if key.endswith("state.pt")]
    assert set(host.cloud.get(key)) == {ord("o")}
    # Of equal size, and older than the end of the upload: still another one.
    assert host.run("bin/copy-to-store").returncode == 0
    assert set(host.cloud.get(key)) == {ord("n")}


def test_an_unchanged_checkpoint_is_not_uploaded_again_and_a_half_written_one_never(host: Host, checkpoint: Path):
    checkpoint.write_bytes(b"state")
    checkpoint.with_name(".state.pt.partial").write_bytes(b"half")
    for _ in range(2):
        assert host.run("bin/copy-to-store").returncode == 0
    assert len([call for call in host.calls("aws") if call[:2] == ["s3", "cp"]]) == 1
    assert host.cloud.checkpoints() == host.cloud.objects(f"{OUTPUT}/checkpoints/")
