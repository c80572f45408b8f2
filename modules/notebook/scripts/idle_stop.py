"""Stops this notebook instance when nobody has used it for a while.

idle_stop.py NAME REGION MINUTES, run each minute by a timer. Used means: a kernel that computes, output in a kernel or terminal,
or a busy machine. Python 3.7 and the standard library only: that is what every notebook platform has.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

JUPYTER_URL = os.environ.get("JUPYTER_URL", "https://localhost:8443")
STATE_FILE = Path(os.environ.get("IDLE_STATE_FILE", "/run/notebook-idle-stop.json"))
# Jupyter itself keeps the machine at a few hundredths.
BUSY_LOAD = 0.5


def ask_jupyter(path: str) -> list[dict[str, Any]]:
    # Jupyter's certificate is its own, and the question stays on this machine.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with urllib.request.urlopen(JUPYTER_URL + path, timeout=10, context=context) as answer:
        return json.load(answer)


def seconds(timestamp: str) -> float:
    return datetime.strptime(timestamp.split(".", maxsplit=1)[0].rstrip("Z") + "+0000", "%Y-%m-%dT%H:%M:%S%z").timestamp()


def last_activity(now: float, load: float) -> float:
    """When the notebook was last used; 0 when nothing tells of any use."""
    if load >= BUSY_LOAD:
        return now
    found = [0.0]
    try:
        for kernel in ask_jupyter("/api/kernels"):
            found.append(now if kernel["execution_state"] == "busy" else seconds(kernel["last_activity"]))
        found.extend(seconds(terminal["last_activity"]) for terminal in ask_jupyter("/api/terminals"))
    except (OSError, ValueError, KeyError) as error:
        # A Jupyter that does not answer is used by nobody: the time since its last known use goes on counting.
        sys.stderr.write(f"Jupyter did not answer: {error}\n")
    return max(found)


def remembered(now: float) -> float:
    """The last use that an earlier look found. The first look counts as use: the instance has just been started."""
    try:
        return float(json.loads(STATE_FILE.read_text("utf-8"))["last_activity"])
    except (OSError, ValueError, KeyError, TypeError):
        return now


def main(name: str, region: str, minutes: str) -> None:
    now = time.time()
    used = max(remembered(now), last_activity(now, os.getloadavg()[1]))
    STATE_FILE.write_text(json.dumps({"last_activity": used}), "utf-8")
    idle_minutes = (now - used) / 60
    if idle_minutes < float(minutes):
        return
    sys.stderr.write(f"idle for {idle_minutes:.0f} minutes: stopping {name}\n")
    stop = ["aws", "sagemaker", "stop-notebook-instance", "--notebook-instance-name", name, "--region", region]
    subprocess.run(stop, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
