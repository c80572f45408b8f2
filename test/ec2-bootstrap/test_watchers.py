import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from host import Host, sha256
from metadata_service import MetadataService

POWEROFF = ["poweroff"]


def test_a_spot_notice_stops_the_training(host: Host, metadata: MetadataService):
    with host.start("bin/watch-spot") as process:
        while metadata.asked.count("spot/instance-action") < 3:
            time.sleep(0.02)
        assert process.poll() is None
        assert host.calls("systemctl") == []
        metadata.answers["spot/instance-action"] = '{"action": "terminate", "time": "2030-01-01T00:00:00Z"}'
        process.communicate(timeout=10)
    assert process.returncode == 0
    assert host.calls("systemctl") == [["stop", "mlops-train.service"]]


def test_the_watcher_goes_on_when_the_metadata_service_is_silent_for_a_while(host: Host, metadata: MetadataService):
    nowhere = host.environment["IMDS_ENDPOINT"] = "http://127.0.0.1:1"
    with host.start("bin/watch-spot") as process:
        time.sleep(0.5)
        alive = process.poll() is None
        process.terminate()
        process.communicate(timeout=10)
    assert alive, f"it ended without an answer from {nowhere}"


@pytest.fixture
def idle(host: Host, tmp_path: Path) -> Host:
    host.bootstrap()
    (tmp_path / "loadavg").write_text("0.00 0.05 0.10 1/100 1234\n")
    host.environment["LOADAVG_FILE"] = str(tmp_path / "loadavg")
    (tmp_path / "systemctl-calls").unlink()
    return host


def test_an_idle_host_is_stopped_after_its_minutes_and_not_one_before(idle: Host):
    for _ in range(2):
        assert idle.run("bin/stop-when-idle").returncode == 0
    assert POWEROFF not in idle.calls("systemctl")
    idle.run("bin/stop-when-idle")
    assert POWEROFF in idle.calls("systemctl")


def test_a_minute_of_training_starts_the_count_anew(idle: Host):
    idle.run("bin/stop-when-idle")
    idle.run("bin/stop-when-idle")
    idle.run("bin/stop-when-idle", environment={"FAKE_ACTIVE": "mlops-train.service"})
    idle.run("bin/stop-when-idle")
    idle.run("bin/stop-when-idle")
    assert POWEROFF not in idle.calls("systemctl")


@pytest.mark.parametrize(("load", "stopped"), [("0.24", True), ("0.25", False), ("12.00", False)])
def test_a_host_whose_cores_work_is_not_idle(idle: Host, tmp_path: Path, load: str, stopped: bool):
    (tmp_path / "loadavg").write_text(f"0.00 {load} 0.10 1/100 1234\n")
    for _ in range(3):
        idle.run("bin/stop-when-idle")
    assert (POWEROFF in idle.calls("systemctl")) is stopped


def test_zero_minutes_never_stops(idle: Host):
    idle.bootstrap(IDLE_MINUTES="0")
    for _ in range(5):
        idle.run("bin/stop-when-idle")
    assert POWEROFF not in idle.calls("systemctl")


CONTENT = bytes(range(256)) * 400


class Ranges(BaseHTTPRequestHandler):
    """Serves CONTENT; honours ranges, as S3 and web servers do."""

    asked: list[str] = []  # noqa: RUF012 - one list for the server's life

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.asked.append(wanted)
        begin = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        self.send_response(206 if begin else 200)
        self.send_header("Content-Range", f"bytes {begin}-{len(CONTENT) - 1}/{len(CONTENT)}")
        self.send_header("Content-Length", str(len(CONTENT) - begin))
        self.end_headers()
        self.wfile.write(CONTENT[begin:])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Ranges) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Ranges.asked.clear()
        yield f"http://127.0.0.1:{server.server_address[1]}/dogs.zip"
        server.shutdown()


def test_an_interrupted_download_goes_on_where_it_stopped(host: Host, tmp_path: Path, web: str):
    file = tmp_path / "got" / "dogs.zip"
    file.parent.mkdir()
    (file.parent / "dogs.zip.partial").write_bytes(CONTENT[:1000])
    done = host.run("bin/fetch", web, str(file), sha256(CONTENT))
    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == CONTENT
    assert Ranges.asked == ["bytes=1000-"]


def test_a_wrong_beginning_is_thrown_away_so_that_the_next_download_is_right(host: Host, tmp_path: Path, web: str):
    file = tmp_path / "dogs.zip"
    (tmp_path / "dogs.zip.partial").write_bytes(b"wrong")
    assert host.run("bin/fetch", web, str(file), sha256(CONTENT)).returncode == 1
    assert not file.exists()
    assert host.run("bin/fetch", web, str(file), sha256(CONTENT)).returncode == 0
    assert file.read_bytes() == CONTENT


def test_an_instance_store_is_used_when_one_is_mounted(host: Host, tmp_path: Path):
    store = tmp_path / "nvme"
    store.mkdir()
    stand_in = tmp_path / "mountpoint-bin"
    stand_in.mkdir()
    (stand_in / "mountpoint").write_text(f'#!/bin/sh\n[ "$2" = "{store}" ]\n')
    (stand_in / "mountpoint").chmod(0o755)
    host.environment["PATH"] = f"{stand_in}:{host.environment['PATH']}"
    assert host.run("bin/prepare-storage").returncode == 0
    assert (host.state / "scratch").resolve() == store / "mlops"
    assert not (host.state / "checkpoints").is_symlink()


def test_the_agent_is_started_with_this_hosts_names(host: Host, tmp_path: Path):
    agent = tmp_path / "agent-ctl"
    agent.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/agent-arguments\n')
    agent.chmod(0o755)
    host.environment["CLOUDWATCH_AGENT"] = str(agent)
    assert host.bootstrap().returncode == 0
    config = host.state / "cloudwatch-agent.json"
    assert f"-c file:{config}" in (tmp_path / "agent-arguments").read_text()
    assert '"namespace": "Mlops/Host"' in config.read_text()
    assert "@@" not in config.read_text()


def test_systemd_accepts_the_units(host: Host, tmp_path: Path):
    from shutil import which

    analyze = which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine: apt-get install systemd")
    host.bootstrap()
    units = sorted((host.root / "etc/systemd/system").glob("mlops-*.*"))
    files = [str(unit) for unit in units if unit.is_file()]
    checked = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    complaints = [line for line in checked.stderr.splitlines() if "mlops-" in line and "is not executable" not in line]
    assert complaints == []
