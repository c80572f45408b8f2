"""AWS's command line without its start: half a second of a processor for each call, and a host calls it often.

Run by the Python of the environment aws-cli: ``warm_aws_cli.py SOCKET``. bin/aws sends a call's words, variables and folder with its
three streams; a fork of this process, which has everything imported, runs the very program with them.
"""

import json
import os
import socket
import sys
from pathlib import Path

from awscli import clidriver


def serve(address: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen(16)
        while True:
            connection, _ = server.accept()
            with connection:
                if os.fork() == 0:
                    server.close()
                    # The grandchild runs the call: nobody has to wait for it.
                    if os.fork() == 0:
                        answer(connection)
                    os._exit(0)
                os.wait()


def answer(connection: socket.socket) -> None:
    length, streams, _, _ = socket.recv_fds(connection, 8, 3)
    call = json.loads(connection.recv(int.from_bytes(length, "big"), socket.MSG_WAITALL))
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
        os.close(stream)
    # Set when its package was imported.
    data = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(call["environment"] | {"AWS_DATA_PATH": data})
    os.chdir(call["folder"])
    sys.argv = ["aws", *call["arguments"]]
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - until the process ends
    try:
        status = clidriver.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([status & 0xFF]))
    os._exit(0)


if __name__ == "__main__":
    Path(sys.argv[1]).unlink(missing_ok=True)
    serve(sys.argv[1])
