"""Two hosts of a training job: a network namespace each, joined by one cable, with SageMaker's own ``train`` command in both.

Arguments: a folder with ``algo-1/`` and ``algo-2/`` (each an ``/opt/ml``), and the ``train`` command. Runs in namespaces of its own, to
which it adds. Prints one line of JSON: exit status and output by host.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

ADDRESSES = {"algo-1": "10.77.0.1", "algo-2": "10.77.0.2"}
# In the host's namespaces: its name, its /etc/hosts (which the toolkit looks names up in), its end of the cable once that is there.
HOST = (
    'hostname "$1" && mount --bind "$2" /etc/hosts && echo ready && read -r _ && ip link set lo up && ip address add "$3/24" dev eth0 && '
    'ip link set eth0 up && shift 3 && exec "$@"'
)
TIMEOUT_SECONDS = 150


def start(name: str, folder: Path, command: list[str]) -> "subprocess.Popen[str]":
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{address} {host}\n" for host, address in ADDRESSES.items()))
    host = subprocess.Popen(
        ["unshare", "-n", "-u", "-m", "sh", "-c", HOST, "sh", name, str(hosts), ADDRESSES[name], *command],
        env={**os.environ, "SAGEMAKER_BASE_DIR": str(folder / name)},
        cwd=folder / name,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert host.stdout is not None
    line = host.stdout.readline()
    assert line == "ready\n", line
    return host


def main(folder: str, *command: str) -> None:
    hosts = {name: start(name, Path(folder), list(command)) for name in ADDRESSES}
    ends = [part for host in hosts.values() for part in ("eth0", "netns", str(host.pid))]
    subprocess.run(["ip", "link", "add", *ends[:3], "type", "veth", "peer", "name", *ends[3:]], check=True)
    for host in hosts.values():
        assert host.stdin is not None
        host.stdin.write("\n")
        host.stdin.close()
        host.stdin = None
    output: dict[str, str] = {}

    def read(name: str) -> None:
        output[name] = hosts[name].communicate()[0]

    readers = [threading.Thread(target=read, args=(name,)) for name in hosts]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(TIMEOUT_SECONDS)
    for host in hosts.values():
        host.kill()
    print(json.dumps({name: {"status": host.wait(), "output": output.get(name, "")} for name, host in hosts.items()}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
