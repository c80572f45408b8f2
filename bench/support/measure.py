"""Runs a command and writes what it used, as JSON, to the file named first: the kernel's own account of that process.

    python3 measure.py RESULT COMMAND ARGUMENT…

The command's output is dropped but for the end of what it writes to stderr. Its children count where it waited for them.
"""

import json
import os
import subprocess
import sys
import tempfile

result, *command = sys.argv[1:]
with tempfile.TemporaryFile() as errors:
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
        )
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}")
    _, status, usage = os.wait4(process.pid, 0)
    errors.seek(0)
    text = errors.read().decode(errors="replace")
# Linux counts in KiB, macOS in bytes.
unit = 1 if sys.platform == "darwin" else 1024
measured = {
    "status": os.waitstatus_to_exitcode(status),
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "peakRssMegabytes": usage.ru_maxrss * unit / 1e6,
    "errors": text[-2000:],
}
with open(result, "w", encoding="utf-8") as file:
    json.dump(measured, file)
