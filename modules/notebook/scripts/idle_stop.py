"""Stops this notebook instance when nobody has used it for a while.

idle_stop.py NAME REGION MINUTES, run each minute by a timer. Used means: a kernel that computes, output in a kernel or terminal,
or a busy machine. Python 3.7 and the standard library only: that is what every notebook platform has.
"""

import json
import os
import ssl
import subprocess
import sys
import time
import urllib.request
from datetime import datetime

JUPYTER_URL = os.environ.get("JUPYTER_URL", "https://localhost:8443")
STATE_FILE = os.environ.get("IDLE_STATE_FILE", "/run/notebook-idle-stop.json")
# Jupyter itself keeps the machine at a few hundredths.
BUSY_LOAD = 0.5


def ask_jupyter(path):
    # Jupyter's certificate is its own, and the question stays on this machine.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with urllib.request.urlopen(JUPYTER_URL + path, timeout=10, context=context) as answer:
        return json.load(answer)


def seconds(timestamp):
    return datetime.strptime(timestamp.split(".")[0].rstrip("Z") + "+0000", "%Y-%m-%dT%H:%M:%S%z").timestamp()


def last_activity(now, load):
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
        print(f"Jupyter did not answer: {error}", file=sys.stderr)
    return max(found)


def remembered(now):
    """The last use that an earlier look found. The first look counts as use: the instance has just been started."""
    try:
        with open(STATE_FILE, encoding="utf-8") as file:
            return float(json.load(file)["last_activity"])
    except (OSError, ValueError, KeyError, TypeError):
        return now


def main(name, region, minutes):
    now = time.time()
    used = max(remembered(now), last_activity(now, os.getloadavg()[1]))
    with open(STATE_FILE, "w", encoding="utf-8") as file:
        json.dump({"last_activity": used}, file)
    idle_minutes = (now - used) / 60
    if idle_minutes < float(minutes):
        return
    print(f"idle for {idle_minutes:.0f} minutes: stopping {name}")
    stop = ["aws", "sagemaker", "stop-notebook-instance", "--notebook-instance-name", name, "--region", region]
    subprocess.run(stop, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
