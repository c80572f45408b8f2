"""What watches over a host: spot notices, idleness, heartbeat."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest

from host import Host
from metadata_service import MetadataService

POWEROFF = ["poweroff"]
TRAINING = "mlops-train.service"


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_spot_notice_stops_the_training(host: Host, metadata: MetadataService):
    with host.start("bin/watch-spot") as process:
        until(lambda: metadata.asked.count("spot/instance-action") >= 3)
        assert process.poll() is None
        assert host.calls("systemctl") == []
        metadata.answers["spot/instance-action"] = '{"action": "terminate", "time": "2030-01-01T00:00:00Z"}'
        process.communicate(timeout=10)
    assert process.returncode == 0
    assert host.calls("systemctl") == [["stop", TRAINING]]


def test_a_rebalance_recommendation_is_noted_once_and_the_watch_goes_on(host: Host, metadata: MetadataService):
    host.state.mkdir(parents=True)
    advice = "events/recommendations/rebalance"
    with host.start("bin/watch-spot") as process:
        until(lambda: metadata.asked.count(advice) >= 2)
        assert not (host.state / "rebalance").exists()
        metadata.answers[advice] = '{"noticeTime": "2030-01-01T00:00:00Z"}'
        until((host.state / "rebalance").exists)
        asked = metadata.asked.count("spot/instance-action")
        until(lambda: metadata.asked.count("spot/instance-action") > asked + 2)
        alive = process.poll() is None
        process.terminate()
        _, said = process.communicate(timeout=10)
    assert alive
    assert host.calls("systemctl") == []
    assert said.count("rebalance recommendation") == 1


def test_after_a_rebalance_recommendation_the_state_goes_to_the_store_every_ten_seconds(host: Host):
    assert host.bootstrap(TRAINING_ARGUMENTS="--wait").returncode == 0
    host.run("bin/restore-checkpoint")
    (host.state / "rebalance").touch()
    # A minute would be too late for this test.
    with host.start("bin/train", environment={"CHECKPOINT_SYNC_SECONDS": "600"}) as process:
        until(host.cloud.checkpoints)
        process.terminate()
        process.communicate(timeout=60)


def test_the_watcher_goes_on_when_the_metadata_service_is_silent_for_a_while(host: Host):
    nowhere = host.environment["IMDS_ENDPOINT"] = "http://127.0.0.1:1"
    with host.start("bin/watch-spot") as process:
        time.sleep(0.5)
        alive = process.poll() is None
        process.terminate()
        process.communicate(timeout=10)
    assert alive, f"it ended without an answer from {nowhere}"


@pytest.fixture
def idle(host: Host) -> Host:
    """A prepared host on which nothing goes on."""
    settings = host.root / "etc/mlops/host.env"
    settings.parent.mkdir(parents=True)
    settings.write_text("IDLE_MINUTES=3\n")
    host.state.mkdir(parents=True)
    host.environment["LOADAVG_FILE"] = str(host.folder / "loadavg")
    load(host, "0.05")
    return host


def load(host: Host, of_five_minutes: str) -> None:
    (host.folder / "loadavg").write_text(f"0.00 {of_five_minutes} 0.10 1/100 1234\n")


def minutes(host: Host, count: int) -> None:
    for _ in range(count):
        assert host.run("bin/stop-when-idle").returncode == 0


def test_an_idle_host_is_stopped_after_its_minutes_and_not_one_before(idle: Host):
    minutes(idle, 2)
    assert POWEROFF not in idle.calls("systemctl")
    minutes(idle, 1)
    assert POWEROFF in idle.calls("systemctl")


@pytest.mark.parametrize("state", ["active", "activating", "deactivating"])
def test_a_minute_of_training_or_of_its_preparation_starts_the_count_anew(idle: Host, state: str):
    minutes(idle, 2)
    idle.states_file.write_text(f"{TRAINING} {state}\n")
    minutes(idle, 1)
    idle.states_file.write_text(f"{TRAINING} failed\n")
    minutes(idle, 2)
    assert POWEROFF not in idle.calls("systemctl")
    minutes(idle, 1)
    assert POWEROFF in idle.calls("systemctl")


def test_a_host_that_is_being_prepared_is_not_idle(idle: Host):
    lock = idle.state / "bootstrap.lock"
    with subprocess.Popen(["flock", str(lock), "sh", "-c", "echo locked; read line"], stdin=-1, stdout=-1, text=True) as bootstrap:
        assert bootstrap.stdout
        assert bootstrap.stdout.readline() == "locked\n"
        minutes(idle, 3)
        bootstrap.communicate("\n")
    assert POWEROFF not in idle.calls("systemctl")
    minutes(idle, 3)
    assert POWEROFF in idle.calls("systemctl")


def test_a_host_with_somebody_in_a_session_is_not_idle(idle: Host):
    worker = idle.folder / "ssm-session-worker"
    worker.symlink_to("/bin/sleep")
    with subprocess.Popen([str(worker), "60"]) as session:
        minutes(idle, 3)
        session.kill()
    assert POWEROFF not in idle.calls("systemctl")


@pytest.mark.parametrize(("of_five_minutes", "stopped"), [("0.24", True), ("0.25", False), ("12.00", False)])
def test_a_host_whose_cores_work_is_not_idle(idle: Host, of_five_minutes: str, stopped: bool):
    load(idle, of_five_minutes)
    minutes(idle, 3)
    assert (POWEROFF in idle.calls("systemctl")) is stopped


@pytest.mark.parametrize(("busiest", "stopped"), [("4", True), ("5", False), ("100", False)])
def test_a_host_one_of_whose_gpus_works_is_not_idle(idle: Host, busiest: str, stopped: bool):
    tools = idle.folder / "tools"
    tools.mkdir()
    (tools / "nvidia-smi").write_text(f"#!/bin/sh\nprintf '0\\n{busiest}\\n3\\n'\n")
    (tools / "nvidia-smi").chmod(0o755)
    idle.environment["PATH"] = f"{tools}:{idle.environment['PATH']}"
    minutes(idle, 3)
    assert (POWEROFF in idle.calls("systemctl")) is stopped


def test_zero_minutes_never_stops(idle: Host):
    (idle.root / "etc/mlops/host.env").write_text("IDLE_MINUTES=0\n")
    minutes(idle, 5)
    assert POWEROFF not in idle.calls("systemctl")


def test_a_prepared_host_goes_on_saying_that_it_is_ready(host: Host):
    host.bootstrap()
    assert ["enable", "--now", "mlops-heartbeat.timer"] in host.calls("systemctl")
    # The alarm looks for one metric: the first signal and the later ones are the same.
    assert sum(host.cloud.values("HostReady")) == 1
    assert host.run("bin/heartbeat").returncode == 0
    assert sum(host.cloud.values("HostReady")) == 2


def test_a_host_that_was_not_prepared_has_no_heartbeat(host: Host):
    host.cloud.put("code.tar.gz", b"something else")
    host.bootstrap()
    assert host.cloud.values("HostReady") == []
    assert not any("mlops-heartbeat.timer" in call for call in host.calls("systemctl"))


def test_systemd_accepts_the_units(host: Host, tmp_path: Path):
    analyze = which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine: apt-get install systemd")
    host.bootstrap()
    units = sorted((host.root / "etc/systemd/system").glob("mlops-*.*"))
    files = [str(unit) for unit in units if unit.is_file()]
    checked = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    complaints = [line for line in checked.stderr.splitlines() if "mlops-" in line and "is not executable" not in line]
    assert complaints == []
