"""Processes for each of a host's GPUs. Real ones, without GPUs: they meet through gloo as two would through NCCL."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from interpreters import SOURCE
from runs import FAST, Run, wait_until_training
from training.distributed import world_from
from training.errors import UsageError
from training.launching import environments_for_gpus

HOSTS = {"SM_HOSTS": '["algo-1","algo-2"]', "SM_CURRENT_HOST": "algo-2"}

# What program.main does on a host with two GPUs, with none of them here.
LAUNCHER = """
import os, sys
from training import launching
environments = launching.environments_for_gpus(os.environ, 2)
def say(words):
    print(words, file=sys.stderr, flush=True)
sys.exit(launching.run([sys.executable, *sys.argv[1:]], os.environ, environments, say, grace_seconds=1))
"""


def start(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
    variables = {**environment, "MASTER_PORT": port, "GLOO_SOCKET_IFNAME": "lo"}
    return subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, *command], cwd=SOURCE, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_host_with_several_gpus_starts_one_process_for_each():
    environments = environments_for_gpus(HOSTS, gpus=4)
    assert environments is not None
    worlds = [world_from({**HOSTS, **variables}) for variables in environments]
    assert [(world.rank, world.local_rank, world.size, world.local_size) for world in worlds] == [(4 + n, n, 8, 4) for n in range(4)]
    assert {variables["MASTER_ADDR"] for variables in environments} == {"algo-1"}
    assert environments_for_gpus(HOSTS, gpus=1) is None
    assert environments_for_gpus({**HOSTS, "WORLD_SIZE": "8"}, gpus=4) is None
    with pytest.raises(UsageError, match="one of SM_HOSTS"):
        environments_for_gpus({**HOSTS, "SM_CURRENT_HOST": "algo-3"}, gpus=4)


def test_wrong_input_ends_all_with_status_2_and_is_said_once(tmp_path: Path, data: Path):
    with start(["train.py", *FAST, "--batch-size", "7"], Run(tmp_path, data).environment({})) as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 2, err
    assert err.count("error:") == 1
    assert "--batch-size 7 counts over all processes" in err


def test_sigterm_saves_the_state_of_all_and_the_status_says_so(tmp_path: Path, data: Path):
    run = Run(tmp_path, data)
    command = ["train.py", *FAST, "--epochs", "10000", "--export", "none"]
    with start(command, run.environment({"SM_HOSTS": '["localhost"]'})) as process:
        wait_until_training(process)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 143, err
    assert err.count("interrupted: stopped") == 1
    assert run.state.exists()


@pytest.mark.parametrize(
    ("ends", "status"),
    [("sys.exit(7)", 7), ("os.kill(os.getpid(), signal.SIGKILL)", 137)],
)
def test_one_that_fails_ends_the_others_and_gives_its_status(ends: str, status: int):
    program = f"import os, signal, sys, time\nif os.environ['RANK'] == '1': {ends}\nprint(os.getpid(), flush=True)\ntime.sleep(60)"
    with start(["-c", program], dict(os.environ)) as process:
        out, _ = process.communicate(timeout=20)
    assert process.returncode == status
    with pytest.raises(ProcessLookupError):
        os.kill(int(out), 0)
