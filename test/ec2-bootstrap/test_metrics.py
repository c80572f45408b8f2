"""The program's metrics on their way to CloudWatch: through the agent where it runs, else directly."""

import json
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from cloud import NAMESPACE
from host import OF_INSTANCE, ROOT, SCRIPTS, Host, interpreter

SMALL = "--backbone tiny --image-size 32 --batch-size 4 --epochs 1 --workers 0 --threads 1 --export none"
AGENT = "amazon-cloudwatch-agent.service"
CONFIG: dict[str, Any] = json.loads((SCRIPTS / "cloudwatch-agent.json").read_text())
COLLECTED = CONFIG["metrics"]["metrics_collected"]


@pytest.fixture
def prepared(host: Host) -> Host:
    """What bin/report-metrics needs of a prepared host."""
    settings = host.root / "etc/mlops/host.env"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"METRIC_NAMESPACE={NAMESPACE}\nAWS_DEFAULT_REGION=eu-west-1\n")
    (host.state / "output").mkdir(parents=True)
    return host


def row(epoch: int, **values: float) -> str:
    return json.dumps({"epoch": epoch, **values, "finished_at": time.time() - 600 + 60 * epoch}) + "\n"


def write(host: Host, text: str) -> None:
    (host.state / "output/metrics.jsonl").write_text(text)


def report(host: Host) -> str:
    done = host.run("bin/report-metrics")
    assert done.returncode == 0, done.stderr
    return done.stderr


class StatsD:
    """Listens as the agent does."""

    def __init__(self, host: Host) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.3)
        host.environment["STATSD_PORT"] = str(self.socket.getsockname()[1])
        host.states_file.write_text(f"{AGENT} active\n")

    def packets(self) -> list[str]:
        found = []
        try:
            while True:
                found.append(self.socket.recv(1000).decode())
        except TimeoutError:
            return found


def test_without_the_agent_each_epoch_is_put_at_its_time_under_the_instance(prepared: Host):
    write(prepared, row(1, train_loss=2.5, valid_accuracy=0.25) + row(2, train_loss=1.5, valid_accuracy=0.5))
    report(prepared)
    assert prepared.cloud.values("train_loss", OF_INSTANCE) == [2.5, 1.5]
    assert prepared.cloud.values("valid_accuracy", OF_INSTANCE) == [0.25, 0.5]
    assert {name for name, _ in prepared.cloud.metrics()} == {"train_loss", "valid_accuracy"}


def test_an_epoch_is_reported_once_also_by_a_run_that_goes_on(prepared: Host):
    write(prepared, row(1, train_loss=2.5))
    report(prepared)
    report(prepared)
    # The program writes its earlier epochs anew; the half of a row that follows comes next time.
    write(prepared, row(1, train_loss=2.5) + row(2, train_loss=1.5) + '{"epoch": 3, "train')
    report(prepared)
    assert prepared.cloud.values("train_loss", OF_INSTANCE) == [2.5, 1.5]
    write(prepared, row(1, train_loss=2.5) + row(2, train_loss=1.5) + row(3, train_loss=0.5))
    report(prepared)
    assert prepared.cloud.values("train_loss", OF_INSTANCE) == [2.5, 1.5, 0.5]


def test_what_could_not_be_put_is_put_the_next_time(prepared: Host):
    write(prepared, row(1, train_loss=2.5))
    prepared.fail_file.write_text("3 put-metric-data")
    assert prepared.run("bin/report-metrics").returncode == 1
    report(prepared)
    assert prepared.cloud.values("train_loss", OF_INSTANCE) == [2.5]


def test_what_is_no_number_is_named_and_does_not_hold_up_the_others(prepared: Host):
    write(prepared, row(1, train_loss=float("nan"), valid_accuracy=0.5))
    assert "train_loss is nan: not reported" in report(prepared)
    assert prepared.cloud.values("valid_accuracy", OF_INSTANCE) == [0.5]


def test_epochs_older_than_cloudwatch_takes_are_left_out(prepared: Host):
    write(prepared, json.dumps({"epoch": 1, "train_loss": 9.0, "finished_at": time.time() - 15 * 86400}) + "\n" + row(2, train_loss=1.5))
    report(prepared)
    assert prepared.cloud.values("train_loss", OF_INSTANCE) == [1.5]


def test_more_metrics_than_one_call_takes(prepared: Host):
    write(prepared, "".join(row(number % 9, train_loss=1, **{f"m{number}": 1.0}) for number in range(450)))
    report(prepared)
    assert len(prepared.cloud.metrics()) == 451
    puts = [call for call in prepared.calls("aws") if "put-metric-data" in call]
    assert len(puts) == 5


def test_where_the_agent_runs_it_gets_them_as_gauges_one_a_packet(prepared: Host):
    agent = StatsD(prepared)
    write(prepared, row(1, train_loss=2.5, valid_accuracy=0.25))
    report(prepared)
    assert agent.packets() == ["train_loss:2.5|g", "valid_accuracy:0.25|g"]
    assert prepared.cloud.metrics() == set()


def test_every_metric_that_the_program_prints_reaches_the_agent(prepared: Host, tmp_path: Path):
    data, output = tmp_path / "images", prepared.state / "output"
    counts = ["--train", "4", "--valid", "1", "--test", "1", "--classes", "2", "--size", "32"]
    python = interpreter("train")
    subprocess.run([python, "demo/generate_images.py", str(data), *counts], cwd=ROOT / "model-src", check=True)
    folders = ["--data-dir", data, "--model-dir", tmp_path / "model", "--output-data-dir", output, "--checkpoint-dir", tmp_path / "state"]
    command = [python, "train.py", *map(str, folders), *SMALL.split()]
    printed = subprocess.run(command, cwd=ROOT / "model-src", check=True, stdout=subprocess.PIPE, text=True).stdout
    agent = StatsD(prepared)
    report(prepared)
    arrived = {packet.split(":")[0] for packet in agent.packets()}
    lines = [line for line in printed.splitlines() if re.match(r"(epoch|test_loss)=", line)]
    names = {name for line in lines for name in re.findall(r"(\w+)=", line)} - {"epoch"}
    assert len(lines) == 2
    assert names <= arrived
    # And so does every metric that SageMaker would read.
    assert {definition["name"] for definition in json.loads((ROOT / "model-src/metrics.json").read_text())} <= arrived


def test_the_agent_listens_where_the_metrics_are_sent_and_nowhere_else():
    (port,) = re.findall(r"STATSD_PORT:-(\d+)", (SCRIPTS / "bin/report-metrics").read_text())
    assert COLLECTED["statsd"]["service_address"] == f"127.0.0.1:{port}"


# What the agent's documentation ("Metrics collected by the CloudWatch agent", "Collect NVIDIA GPU metrics") names; a name that it does
# not know is left out without a word.
KNOWN = {
    "cpu": {"usage_active", "usage_idle", "usage_iowait", "usage_system", "usage_user"},
    "mem": {"active", "available", "available_percent", "free", "total", "used", "used_percent"},
    "disk": {"free", "inodes_free", "inodes_used", "total", "used", "used_percent"},
    "nvidia_gpu": {"utilization_gpu", "utilization_memory", "memory_total", "memory_used", "memory_free", "temperature_gpu", "power_draw"},
}


def test_the_agent_collects_gpu_memory_and_disk_by_names_that_it_knows():
    assert {"cpu", "mem", "disk", "nvidia_gpu", "statsd"} == set(COLLECTED)
    for part, known in KNOWN.items():
        assert COLLECTED[part]["measurement"]
        assert set(COLLECTED[part]["measurement"]) <= known
    # A whole number of seconds, of which a minute is a multiple (StatsD section of the same documentation).
    assert all(60 % COLLECTED["statsd"][name] == 0 for name in ("metrics_collection_interval", "metrics_aggregation_interval"))


def test_every_metric_is_also_there_by_instance_as_the_modules_alarms_ask_for_it():
    assert CONFIG["metrics"]["append_dimensions"] == {"InstanceId": "${aws:InstanceId}"}
    assert CONFIG["metrics"]["aggregation_dimensions"] == [["InstanceId"]]


def test_the_agent_watches_every_place_for_large_files():
    mounts = set(COLLECTED["disk"]["resources"])
    script = (SCRIPTS / "bin/prepare-storage").read_text()
    assert re.findall(r"INSTANCE_STORE:-(\S+)}", script)[0] in mounts
    assert {"/", "/var/lib/mlops/instance-store"} <= mounts


def test_the_agent_collects_the_logs_that_the_units_write():
    files = {entry["file_path"] for entry in CONFIG["logs"]["logs_collected"]["files"]["collect_list"]}
    units = "".join(unit.read_text() for unit in (SCRIPTS / "systemd").iterdir())
    written = set(re.findall(r"^Standard(?:Output|Error)=append:(\S+)", units, re.MULTILINE))
    assert written
    assert written <= files


def test_the_agent_is_started_with_this_hosts_names(host: Host, tmp_path: Path):
    agent = tmp_path / "agent-ctl"
    agent.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/agent-arguments\n')
    agent.chmod(0o755)
    host.environment["CLOUDWATCH_AGENT"] = str(agent)
    assert host.bootstrap().returncode == 0
    config = host.state / "cloudwatch-agent.json"
    assert f"-c file:{config}" in (tmp_path / "agent-arguments").read_text()
    filled = json.loads(config.read_text())
    assert filled["metrics"]["namespace"] == NAMESPACE
    assert "@@" not in config.read_text()


# Where the agent refuses a key that it does not know, the ones that it does (its translator/config/schema.json).
TAKEN = {
    "metrics": {
        *("namespace", "aggregation_dimensions", "append_dimensions", "metrics_destinations", "metrics_collected"),
        *("force_flush_interval", "credentials", "endpoint_override", "service.name", "deployment.environment"),
    },
    "statsd": {"allowed_pending_messages", "service_address", "metrics_collection_interval", "metrics_aggregation_interval"},
    "logs": {"logs_collected", "metrics_collected", "log_stream_name", "force_flush_interval", "credentials", "endpoint_override"},
    "logs_collected": {"files", "windows_events", "application_signals"},
    "files": {"collect_list"},
    "entry": {"file_path", "log_group_name", "log_stream_name", "timestamp_format", "timezone", "retention_in_days", "filters"},
}


def test_the_agent_takes_every_key_of_its_configuration():
    logs = CONFIG["logs"]
    found = {
        "metrics": CONFIG["metrics"],
        "statsd": COLLECTED["statsd"],
        "logs": logs,
        "logs_collected": logs["logs_collected"],
        "files": logs["logs_collected"]["files"],
    }
    for part, keys in found.items():
        assert set(keys) <= TAKEN[part]
    entries = logs["logs_collected"]["files"]["collect_list"]
    assert all(set(entry) <= TAKEN["entry"] and "file_path" in entry for entry in entries)
    # It refuses two equal entries.
    assert len({json.dumps(entry) for entry in entries}) == len(entries)
