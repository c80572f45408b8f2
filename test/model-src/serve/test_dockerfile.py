"""The image's recipe, without Docker: its files laid out as COPY says, and its command run on them with the same packages."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from interpreters import PHOTO, SOURCE, interpreter
from serving import DEMO_MODEL, Server, listening

INSTRUCTIONS = re.findall(r"^([A-Z]+) (.+)$", (SOURCE / "Dockerfile").read_text(), re.MULTILINE)


def of(name: str) -> list[str]:
    return [rest for instruction, rest in INSTRUCTIONS if instruction == name]


def copies() -> list[tuple[Path, str]]:
    words = [[word for word in shlex.split(rest) if not word.startswith("--")] for rest in of("COPY")]
    return [(SOURCE / source, target) for source, target in words]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The part of the image's file system that the recipe makes."""
    for source, target in copies():
        place = tmp_path / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place)
    (tmp_path / "bin").mkdir()
    # The packages of requirements-serve.txt under the name that the image's Python has.
    python = tmp_path / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(interpreter("serve"))} "$@"\n')
    python.chmod(0o755)
    return tmp_path


def start(root: Path, *arguments: str) -> "subprocess.Popen[str]":
    (entrypoint,) = (shlex.split(rest.strip("[]")) for rest in of("ENTRYPOINT"))
    command = [str(root / entrypoint[0].lstrip("/")), *arguments]
    (folder,) = of("WORKDIR")
    environment = {"PATH": f"{root}/bin:/usr/bin:/bin"}
    return subprocess.Popen(
        command, cwd=root / folder.lstrip("/"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    # A test listens on loopback only: the last --host counts.
    arguments = ["serve", "--model-dir", str(DEMO_MODEL), "--port", "0", "--host", "127.0.0.1"]
    with start(root, *arguments) as process, listening(process) as started:
        yield started


def test_every_copied_file_is_there_and_reaches_the_build():
    kept = {line.removeprefix("!") for line in (SOURCE / ".dockerignore").read_text().split() if line.startswith("!")}
    for source, _ in copies():
        files = source.glob("*.py") if source.is_dir() else [source]
        for file in files:
            assert file.is_file()
            assert any(file.relative_to(SOURCE).match(pattern) for pattern in kept), f"{file} is left out by .dockerignore"


def test_the_image_serves_as_sagemaker_calls_it_and_ends_on_sigterm(server: Server):
    assert of("CMD") == ['["serve"]']
    server.wait_until_healthy()
    assert len(server.invoke(PHOTO.read_bytes()).json[0]) == 133
    server.process.terminate()
    # The server itself, not a shell before it, gets the signal.
    assert server.process.wait(timeout=10) == 0


def test_it_listens_on_every_address_of_the_container_and_on_8080():
    assert "--host 0.0.0.0" in (SOURCE / "docker-entrypoint.sh").read_text()
    assert of("EXPOSE") == ["8080"]


@pytest.mark.parametrize("arguments", [(), ("train",), ("/bin/sh",)])
def test_another_first_argument_is_refused_with_what_is_right(root: Path, arguments: tuple[str, ...]):
    with start(root, *arguments) as process:
        _, errors = process.communicate(timeout=10)
    assert process.returncode == 2
    assert "should be serve" in errors


def test_it_does_not_run_as_root_and_fetches_nothing_at_the_start():
    (user,) = of("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert "pip" not in (SOURCE / "docker-entrypoint.sh").read_text()
