import re
import subprocess
import sys
from pathlib import Path

import pytest

from host import SCRIPTS

SHELL = sorted([*SCRIPTS.glob("*.sh"), *(SCRIPTS / "lib").iterdir(), *(SCRIPTS / "bin").iterdir()])
NAMES = [str(path.relative_to(SCRIPTS)) for path in SHELL]


@pytest.mark.parametrize("script", SHELL, ids=NAMES)
def test_a_script_parses_and_shellcheck_finds_nothing(script: Path):
    subprocess.run(["bash", "-n", str(script)], check=True)
    shellcheck = Path(sys.executable).parent / "shellcheck"
    checked = subprocess.run([shellcheck, "-x", "-P", "SCRIPTDIR", str(script)], capture_output=True, text=True, check=False)
    assert checked.stdout == ""
    assert checked.returncode == 0


@pytest.mark.parametrize(
    "script", [path for path in SHELL if path.parent.name != "lib"], ids=[name for name in NAMES if "lib/" not in name]
)
def test_a_script_that_is_run_stops_at_its_first_error_and_may_be_run(script: Path):
    assert "set -euo pipefail" in script.read_text()
    assert script.stat().st_mode & 0o111


def test_the_stub_is_small_and_holds_nothing_that_terraform_would_interpolate():
    stub = (SCRIPTS / "user-data.sh").read_text()
    assert len(stub.encode()) <= 1024
    assert "${" not in stub
    assert "%{" not in stub


def test_every_placeholder_of_the_stub_is_explained_and_no_other():
    placeholders = set(re.findall("@@([A-Z0-9_]+)@@", (SCRIPTS / "user-data.sh").read_text()))
    explained = set(re.findall("^\\| `@@([A-Z0-9_]+)@@`", (SCRIPTS / "README.md").read_text(), re.MULTILINE))
    assert placeholders == explained


def test_every_setting_that_the_bootstrap_needs_is_assigned_in_the_stub():
    needed = re.search(r"SETTINGS=\(([^)]*)\)", (SCRIPTS / "lib/common.sh").read_text())
    assert needed
    assigned = set(re.findall("^([A-Z0-9_]+)=", (SCRIPTS / "user-data.sh").read_text(), re.MULTILINE))
    assert set(needed[1].split()) <= assigned


def test_units_start_scripts_that_are_there():
    commands = [line for unit in (SCRIPTS / "systemd").iterdir() for line in unit.read_text().splitlines() if line.startswith("Exec")]
    scripts = [match[1] for line in commands if (match := re.search(r"=/opt/mlops/bootstrap/(\S+)", line))]
    assert len(scripts) >= 8
    assert all((SCRIPTS / script).exists() for script in scripts)
