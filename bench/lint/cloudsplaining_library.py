"""Scans every policy file of a folder with cloudsplaining's library, in one process: cloudsplaining_library.py FOLDER

It calls what cloudsplaining's own command calls for one file, without starting anew for each.
"""

import json
import pathlib
import sys

from cloudsplaining.command.scan_policy_file import scan_policy
from cloudsplaining.shared.constants import DEFAULT_EXCLUSIONS_CONFIG

findings = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    results = scan_policy(
        json.loads(path.read_text(encoding="utf-8")), DEFAULT_EXCLUSIONS_CONFIG
    )
    findings += sum(
        len(kind.get("findings") or [])
        for kind in results.values()
        if isinstance(kind, dict)
    )
print(findings)
