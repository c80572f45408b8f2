import json
import os
import random
import signal
import time
from pathlib import Path

import pytest
import torch

from runs import Run, numbers, wait_until_training
from training.checkpoints import Position, load, save
from training.distributed import World

# Everything that keeps a state of its own: momentum, a schedule, a running average of weights, generators (mixup draws from them).
RECIPE = ("--mixup", "0.2", "--ema-decay", "0.9", "--accumulate-steps", "2", "--random-erasing", "0.3")
ARGUMENTS = ("--epochs", "4", "--export", "none", "--checkpoint-every-steps", "2", *RECIPE)
KILLS = 20


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, data: Path) -> list[dict[str, float]]:
    done = Run(tmp_path_factory.mktemp("undisturbed"), data).finish(*ARGUMENTS)
    assert done.returncode == 0, done.stderr
    return numbers(done.stdout)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_sigterm_saves_the_state_and_a_second_start_ends_as_if_undisturbed(
    tmp_path: Path, data: Path, undisturbed: list[dict[str, float]], workers: str
):
    run = Run(tmp_path, data)
    with run.start(*ARGUMENTS, "--workers", workers, start_new_session=True) as process:
        wait_until_training(process)
        # To all of them, as systemd and a terminal do: the processes that decode images are signalled, too.
        os.killpg(process.pid, signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 143, errors
    assert "the state is saved" in errors
    assert run.state.exists()
    assert not run.model.exists()
    rest = run.finish(*ARGUMENTS, "--workers", workers)
    assert rest.returncode == 0, rest.stderr
    printed = numbers(rest.stdout)
    assert printed == undisturbed[-len(printed) :]
    assert printed[-1].keys() == {"test_loss", "test_accuracy"}


def kill_after(run: Run, seconds: float) -> None:
    """Start (again), and kill the program and the processes it started ``seconds`` after its training began, wherever it then is."""
    with run.start(*ARGUMENTS, start_new_session=True) as process:
        wait_until_training(process)
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)


@pytest.mark.long
def test_a_run_killed_at_20_random_moments_ends_as_if_undisturbed(tmp_path: Path, data: Path, undisturbed: list[dict[str, float]]):
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed} repeats these moments")  # noqa: T201
    source = random.Random(seed)
    run = Run(tmp_path, data)
    for _ in range(KILLS):
        # Within a step, a save, an evaluation, or the reports of a run that an earlier start had trained to its end.
        kill_after(run, source.expovariate(1 / 0.15))
    rest = run.finish(*ARGUMENTS)
    assert rest.returncode == 0, rest.stderr
    rows = [json.loads(line) for line in (run.folder / "reports" / "metrics.jsonl").read_text().splitlines()]
    reported = [{name: row[name] for name in expected} for row, expected in zip(rows, undisturbed, strict=True)]
    assert reported == [pytest.approx(row, abs=5.1e-5) for row in undisturbed], f"KILL_SEED={seed}"


def test_a_finished_run_started_again_trains_nothing_and_ends_the_same(tmp_path: Path, data: Path, undisturbed: list[dict[str, float]]):
    run = Run(tmp_path, data)
    assert run.finish(*ARGUMENTS).returncode == 0
    again = run.finish(*ARGUMENTS)
    assert again.returncode == 0
    assert numbers(again.stdout) == undisturbed[-1:]


def test_a_save_that_is_cut_off_leaves_the_earlier_state(tmp_path: Path):
    model = torch.nn.Linear(2, 2)
    save(tmp_path, {"seed": 1}, {"model": model}, Position(epoch=1))
    (tmp_path / ".state.pt.partial").write_bytes(b"half of the next one")
    assert load(tmp_path, {"seed": 1}, {"model": model}, World()).epoch == 1


def test_the_state_holds_what_the_next_step_depends_on(tmp_path: Path, data: Path):
    run = Run(tmp_path, data)
    assert run.finish("--epochs", "1", "--export", "none", "--ema-decay", "0.9").returncode == 0
    state = torch.load(run.state, weights_only=True)
    assert state["parts"].keys() == {"model", "optimizer", "schedule", "scaler", "average"}
    assert state["parts"]["schedule"]["last_epoch"] == 6, "steps that the schedule took"
    assert (state["epoch"], state["step"]) == (1, 0)
    assert [set(states) for states in state["random"]] == [{"torch", "python"}], "one set of generators a rank"
