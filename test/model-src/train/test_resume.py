import signal
import time
from pathlib import Path

import pytest

from runs import Run, numbers, wait_until_training

ARGUMENTS = ("--epochs", "4", "--export", "none", "--checkpoint-every-steps", "2")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, data: Path) -> list[dict[str, float]]:
    done = Run(tmp_path_factory.mktemp("undisturbed"), data).finish(*ARGUMENTS)
    assert done.returncode == 0, done.stderr
    return numbers(done.stdout)


def test_sigterm_saves_the_state_and_a_second_start_ends_as_if_undisturbed(tmp_path: Path, data: Path, undisturbed: list[dict[str, float]]):
    run = Run(tmp_path, data)
    with run.start(*ARGUMENTS) as process:
        wait_until_training(process)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "the state is saved" in errors
    assert run.state.exists()
    assert not run.model.exists()
    rest = run.finish(*ARGUMENTS)
    assert rest.returncode == 0, rest.stderr
    printed = numbers(rest.stdout)
    assert printed == undisturbed[-len(printed) :]
    assert printed[-1].keys() == {"test_loss", "test_accuracy"}


@pytest.mark.parametrize("after", [0.02, 0.15, 0.4])
def test_a_run_killed_at_any_moment_ends_as_if_undisturbed(tmp_path: Path, data: Path, undisturbed: list[dict[str, float]], after: float):
    run = Run(tmp_path, data)
    with run.start(*ARGUMENTS) as process:
        wait_until_training(process)
        time.sleep(after)
        process.kill()
    rest = run.finish(*ARGUMENTS)
    assert rest.returncode == 0, rest.stderr
    assert numbers(rest.stdout)[-1] == undisturbed[-1]


def test_a_finished_run_started_again_trains_nothing_and_ends_the_same(tmp_path: Path, data: Path, undisturbed: list[dict[str, float]]):
    run = Run(tmp_path, data)
    assert run.finish(*ARGUMENTS).returncode == 0
    again = run.finish(*ARGUMENTS)
    assert again.returncode == 0
    assert numbers(again.stdout) == undisturbed[-1:]
