"""Whatever a bootstrap fails at, it is signalled, and a second one finishes the work."""

import re
from pathlib import Path

import pytest

from host import SCRIPTS, Host

STEPS = re.findall(r"^step (\S+)$", (SCRIPTS / "bootstrap.sh").read_text(), re.MULTILINE)


def fail_once(script: Path, *, after: bool) -> None:
    """The script fails at its first call: before it has done anything, or when everything is done but not yet known to be."""
    real = script.with_name(f"real-{script.name}")
    script.rename(real)
    work = f'"{real}" "$@"' if after else ":"
    script.write_text(f'#!/bin/sh\nif mkdir "{script}.failed" 2>/dev/null; then {work}; exit 1; fi\nexec "{real}" "$@"\n')
    script.chmod(0o755)


def assert_prepared(host: Host) -> None:
    assert (host.root / "opt/mlops/code/train.py").exists()
    assert (host.state / "scratch/dataset/dogs/train/a/1.jpg").exists()
    assert (host.state / "weights/resnet50.pth").exists()
    assert (host.state / "prepared").exists()
    assert ["start", "--no-block", "mlops-train.service"] in host.calls("systemctl")
    assert host.cloud.states()[-1] == "ready"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_each_step_may_fail_once(host: Host, step: str, after: bool):
    host.cloud.put("weights/resnet50.pth", b"weights")
    host.settings["WEIGHTS_URI"] = "s3://store/weights/"
    fail_once(host.own_scripts() / "bin" / step, after=after)
    assert host.bootstrap().returncode == 1
    assert host.cloud.states() == ["failed"]
    assert host.cloud.signals()[0]["detail"].startswith(f"step {step} failed")
    assert ("HostFailed", ()) in host.cloud.metrics()
    assert ("HostReady", ()) not in host.cloud.metrics()
    assert not (host.state / "prepared").exists()
    # As the next boot does it: the settings are in their file.
    second = host.run("bootstrap.sh")
    assert second.returncode == 0, second.stderr
    assert_prepared(host)


def test_the_table_above_has_every_step():
    assert len(STEPS) == 10
    run_by_the_service = {"train", "restore-checkpoint", "copy-to-store", "report-metrics", "upload-results", "give-up", "heartbeat"}
    helpers = {"fetch", "signal", "stop-when-done", "stop-when-idle", "watch-spot"}
    assert {path.name for path in (SCRIPTS / "bin").iterdir()} == set(STEPS) | run_by_the_service | helpers


AWS_FAILURES = [
    ("5 head-object --bucket store --key code", "prepare-code"),
    ("5 get-object --bucket store --key code", "prepare-code"),
    ("5 sync --only-show-errors --delete s3://store/weights/", "prepare-weights"),
    ("5 get-object --bucket store --key dogs", "prepare-dataset"),
]


@pytest.mark.parametrize(("calls", "step"), AWS_FAILURES)
def test_s3_may_be_away_for_longer_than_a_step_tries(host: Host, calls: str, step: str):
    host.cloud.put("weights/resnet50.pth", b"weights")
    host.settings["WEIGHTS_URI"] = "s3://store/weights/"
    host.fail_file.write_text(calls)
    assert host.bootstrap().returncode == 1
    assert host.cloud.signals()[0]["detail"].startswith(f"step {step} failed")
    assert host.run("bootstrap.sh").returncode == 0
    assert_prepared(host)


@pytest.mark.parametrize("calls", ["4 get-object --bucket store --key code", "2 put-parameter", "2 put-metric-data"])
def test_a_call_that_fails_now_and_then_is_tried_again(host: Host, calls: str):
    host.fail_file.write_text(calls)
    assert host.bootstrap().returncode == 0
    assert host.cloud.states() == ["ready"]


@pytest.mark.parametrize("word", ["daemon-reload", "mlops-heartbeat.timer", "--no-block"])
def test_systemd_may_refuse_once(host: Host, word: str):
    host.systemctl_fail_file.write_text(word)
    assert host.bootstrap().returncode == 1
    assert host.run("bootstrap.sh").returncode == 0
    assert host.cloud.states() == ["failed", "ready"]


def test_a_host_that_could_not_say_that_it_is_ready_says_it_after_its_next_boot(host: Host):
    host.fail_file.write_text("3 put-parameter")
    assert host.bootstrap().returncode == 1
    assert host.cloud.states() == []
    assert host.run("bootstrap.sh").returncode == 0
    assert host.cloud.states() == ["ready"]


def test_the_agent_and_the_images_python_may_fail_once(host: Host):
    agent = host.folder / "agent-ctl"
    agent.write_text("#!/bin/sh\nexit 1\n")
    agent.chmod(0o755)
    host.environment["CLOUDWATCH_AGENT"] = str(agent)
    host.python.rename(host.folder / "later")
    assert host.bootstrap().returncode == 1
    assert host.cloud.signals()[-1]["detail"].startswith("step start-agent failed")
    agent.write_text("#!/bin/sh\n")
    assert host.run("bootstrap.sh").returncode == 1
    assert host.cloud.signals()[-1]["detail"].startswith("step find-python failed")
    (host.folder / "later").rename(host.python)
    assert host.run("bootstrap.sh").returncode == 0
    assert host.cloud.states() == ["failed", "failed", "ready"]
