import json
import os
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from interpreters import PHOTO, SOURCE, interpreter
from serving import DEMO_MODEL, serving


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO_MODEL, tmp_path / "model")


def test_ping_is_unhealthy_until_the_model_has_answered(model_copy: Path):
    # A pipe in the place of a file makes the loading wait for the test.
    labels = (model_copy / "labels.json").read_bytes()
    (model_copy / "labels.json").unlink()
    os.mkfifo(model_copy / "labels.json")
    with serving(model_copy) as server:
        assert server.ping().status == 503
        assert server.ping().json == {"status": "starting"}
        refused = server.invoke(PHOTO.read_bytes())
        assert refused.status == 503
        assert "still being loaded" in refused.json["error"]
        (model_copy / "labels.json").write_bytes(labels)
        server.wait_until_healthy()
        assert server.ping().json == {"status": "healthy"}
        assert server.invoke(PHOTO.read_bytes()).status == 200


def test_sigterm_lets_work_in_hand_be_answered_and_refuses_new_work():
    photo = PHOTO.read_bytes()
    with serving(DEMO_MODEL) as server:
        server.wait_until_healthy()
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as begun:
            begun.sendall(f"POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: {len(photo)}\r\n\r\n".encode())
            begun.sendall(photo[:1000])
            # The head has been read for sure once a later request was answered.
            assert server.invoke(photo).status == 200
            server.process.send_signal(signal.SIGTERM)
            while server.ping().status == 200:
                pass
            assert server.ping().json == {"status": "stopping"}
            assert server.invoke(photo).status == 503
            begun.sendall(photo[1000:])
            assert begun.recv(65_536).startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(timeout=10) == 0


def test_sigterm_ends_an_idle_server_at_once_even_with_an_open_connection():
    with serving(DEMO_MODEL) as server:
        server.wait_until_healthy()
        with socket.create_connection(("127.0.0.1", server.port), timeout=10):
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=5) == 0


def test_one_connection_serves_several_requests():
    with serving(DEMO_MODEL) as server:
        server.wait_until_healthy()
        photo = PHOTO.read_bytes()
        request = f"POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: {len(photo)}\r\n\r\n".encode() + photo
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection, connection.makefile("rb") as answers:
            for _ in range(3):
                connection.sendall(request)
                assert answers.readline().startswith(b"HTTP/1.1 200 ")
                length = 0
                while (line := answers.readline()) != b"\r\n":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                assert len(json.loads(answers.read(length))[0]) == 133


BROKEN = {
    "no model": ("model.onnx", None, "is missing"),
    "not a model": ("model.onnx", b"nothing", "ONNX Runtime"),
    "no labels": ("labels.json", None, "array of class names"),
    "labels of another kind": ("labels.json", b'{"a": 1}', "array of class names"),
    "one label too few": ("labels.json", json.dumps([f"c{i}" for i in range(132)]).encode(), "132 classes"),
    "preprocessing without a size": ("preprocessing.json", b"{}", "resize"),
    "a crop larger than the image": ("preprocessing.json", b'{"resize": 8, "crop": 9, "mean": [0,0,0], "std": [1,1,1]}', "crop 9"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_model_folder_that_cannot_be_served_ends_the_server_with_the_reason(model_copy: Path, name: str):
    file, content, reason = BROKEN[name]
    (model_copy / file).unlink()
    if content is not None:
        (model_copy / file).write_bytes(content)
    ended = run("--model-dir", str(model_copy), "--port", "0", "--engine", "onnx")
    assert ended.returncode == 1
    assert reason in ended.stderr
    assert file in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "flags",
    [
        *[("--port", "70000"), ("--port", "http"), ("--threads", "0"), ("--max-pixels", "0"), ("--speed", "9"), ("--engine", "tensorrt")],
        *[("--max-batch", "0"), ("--max-batch", "257"), ("--max-delay-ms", "-1"), ("--max-delay-ms", "nan"), ("--fetch-urls", "true")],
    ],
)
def test_a_wrong_flag_is_named_with_what_is_allowed(flags: tuple[str, str]):
    ended = run(*flags)
    assert ended.returncode == 2
    assert flags[0] in ended.stderr


@pytest.mark.parametrize(
    ("quota", "cores"), [("150000 100000\n", 2), ("50000 100000", 1), ("max 100000\n", 4), ("", 4), (None, 4), ("900000 100000", 4)]
)
def test_a_container_s_share_of_the_cores_counts(tmp_path: Path, quota: str | None, cores: int):
    if quota is not None:
        (tmp_path / "cpu.max").write_text(quota)
    script = (
        "import os, sys, pathlib; os.sched_getaffinity = lambda _: range(4); from serve.model import usable_cores; "
        "print(usable_cores(pathlib.Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [interpreter("serve"), "-c", script, str(tmp_path / "cpu.max")], cwd=SOURCE, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == cores


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("--model-dir", str(DEMO_MODEL), "--port", port)
    assert ended.returncode == 1
    assert f"127.0.0.1:{port}" in ended.stderr


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [interpreter("serve"), "-m", "serve", *arguments]
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, timeout=30, check=False)


def test_more_requests_than_the_server_lets_wait_are_told_to_come_back():
    head = b"POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: 10\r\n\r\n"
    with serving(DEMO_MODEL) as server:
        server.wait_until_healthy()
        waiting = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(64)]
        try:
            for connection in waiting:
                connection.sendall(head)
            statuses: list[int] = []
            seen = threading.Event()
            while not seen.is_set():
                # Until the server's threads have read all 64 heads.
                statuses.append(server.invoke(PHOTO.read_bytes()).status)
                if statuses[-1] == 503:
                    seen.set()
            assert set(statuses) <= {200, 503}
            assert server.ping().status == 200
        finally:
            for connection in waiting:
                connection.close()
