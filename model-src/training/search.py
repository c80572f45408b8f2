"""The search that a tuning job does, on one machine: ``python -m training.search --trials 20 -- --data-dir DIR --epochs 5 …``.

Ranges and objective come from ``search-ranges.json``, which the tuning job reads too; a trial is one run of the program, its metric read by
``metrics.json``'s expression, as SageMaker does. What was found best is left in ``best.json``, a preset, and trained with at the end.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .argument_types import whole
from .errors import UsageError
from .program import EXIT_INTERRUPTED, EXIT_USAGE, say

SOURCE = Path(__file__).resolve().parent.parent
RANGES, METRICS = SOURCE / "search-ranges.json", SOURCE / "metrics.json"
OWN = ("--model-dir", "--checkpoint-dir", "--output-data-dir", "--preset", "--export")
"""What the search itself says to a trial, or, for a preset, to the final run."""
Ranges = dict[str, Any]


def main(argv: Sequence[str]) -> int:
    arguments = parse(argv)
    try:
        return search(arguments)
    except UsageError as error:
        say(f"error: {error}", to_log=True)
        return EXIT_USAGE


def parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.search", description="Searches for the best values, then trains with them.")
    parser.add_argument(
        "--trials", type=whole(1, 10_000), default=20, help="how many runs, those of an earlier search in --folder included"
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("out/search"), help="study, trials and the final run go here; a study there goes on"
    )
    parser.add_argument("--ranges", type=Path, default=RANGES, help="another search-ranges.json")
    parser.add_argument("--seed", type=whole(0, 2**31 - 1), default=1, help="of the search; a trial's is the program's own --seed")
    parser.add_argument("--no-final-run", action="store_true", help="stop at best.json")
    parser.add_argument(
        "training", nargs="*", metavar="-- …", help="the program's arguments, alike in each trial: --data-dir DIR --epochs 5"
    )
    return parser.parse_args(argv)


def search(arguments: argparse.Namespace) -> int:
    try:
        import optuna
    except ImportError as error:
        raise UsageError(f"the search needs optuna ({error}): install requirements-train.txt") from error
    settings = read_ranges(arguments.ranges)
    fixed = check_fixed(arguments.training, settings)
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    metric, kind = settings["Objective"]["MetricName"], settings["Objective"]["Type"]
    pattern = pattern_of(metric)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        study_name="search",
        storage=f"sqlite:///{(folder / 'study.db').resolve()}",
        load_if_exists=True,
        direction=kind.lower(),
        sampler=optuna.samplers.TPESampler(seed=arguments.seed),
        pruner=optuna.pruners.MedianPruner(),
    )
    done = len([trial for trial in study.trials if trial.state.is_finished()])

    def objective(trial: Any) -> float:  # noqa: ANN401 - optuna is imported in this function
        values = dict(suggested(trial, settings["ParameterRanges"]))
        shown = " ".join(f"{name}={value}" for name, value in values.items())
        last: float | None = None
        for epoch, last in enumerate(trial_metrics(folder / f"trial-{trial.number}", [*fixed, *as_arguments(values)], pattern), 1):
            trial.report(last, epoch)
            if trial.should_prune():
                say(f"trial={trial.number} {shown} {metric}={last:.4f} stopped after epoch {epoch}: behind the median of the others")
                raise optuna.TrialPruned
        if last is None:
            raise UsageError(f"trial {trial.number} printed no {metric}: {METRICS.name} should describe what the program prints")
        say(f"trial={trial.number} {shown} {metric}={last:.4f}")
        return last

    study.optimize(objective, n_trials=max(0, arguments.trials - done))
    values = {**study.best_trial.params}
    best = {"purpose": f"the best of {len(study.trials)} trials", "metric": {metric: study.best_value}, "arguments": values_as_text(values)}
    (folder / "best.json").write_text(json.dumps(best, indent=2) + "\n", "utf-8")
    say(f"best: trial={study.best_trial.number} {metric}={study.best_value:.4f} {folder / 'best.json'}")
    if arguments.no_final_run:
        return 0
    final = folder / "final"
    return subprocess.run([*command(final), *fixed, "--preset", str(folder / "best.json")], cwd=Path.cwd(), check=False).returncode


def read_ranges(path: Path) -> Ranges:
    """The objective and ranges in the API's words. UsageError when the file is not that."""
    try:
        settings: Ranges = json.loads(path.read_text("utf-8"))
        if settings["Objective"]["Type"] not in {"Maximize", "Minimize"}:
            raise ValueError("the objective's Type should be Maximize or Minimize")
        list(names_of(settings))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: {error!r}; it should hold Objective and ParameterRanges as a tuning job takes them") from error
    return settings


def names_of(settings: Ranges) -> Iterator[str]:
    ranges = settings["ParameterRanges"]
    for kind in ("ContinuousParameterRanges", "IntegerParameterRanges", "CategoricalParameterRanges"):
        yield from (entry["Name"] for entry in ranges.get(kind, []))


def check_fixed(fixed: Sequence[str], settings: Ranges) -> list[str]:
    """What is said for all trials must not be what is searched, nor what each trial has of its own."""
    said = [part.split("=")[0] for part in fixed]
    for name in said:
        if name in OWN or name.removeprefix("--") in set(names_of(settings)):
            why = "the search sets it" if name in OWN else "it is searched"
            raise UsageError(f"{name} cannot be given to the search: {why}")
    return list(fixed)


def suggested(trial: Any, ranges: Ranges) -> Iterator[tuple[str, float | int | str]]:  # noqa: ANN401
    for entry in ranges.get("ContinuousParameterRanges", []):
        yield entry["Name"], trial.suggest_float(entry["Name"], float(entry["MinValue"]), float(entry["MaxValue"]), log=is_log(entry))
    for entry in ranges.get("IntegerParameterRanges", []):
        yield entry["Name"], trial.suggest_int(entry["Name"], int(entry["MinValue"]), int(entry["MaxValue"]), log=is_log(entry))
    for entry in ranges.get("CategoricalParameterRanges", []):
        yield entry["Name"], trial.suggest_categorical(entry["Name"], entry["Values"])


def is_log(entry: Mapping[str, str]) -> bool:
    """``Auto`` leaves the choice to the searcher; ``ReverseLogarithmic``, for ranges just below 1, is searched evenly here."""
    low, high = float(entry["MinValue"]), float(entry["MaxValue"])
    scaling = entry.get("ScalingType", "Auto")
    return scaling == "Logarithmic" or (scaling == "Auto" and low > 0 and high / low >= 100)


def values_as_text(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def as_arguments(values: Mapping[str, object]) -> list[str]:
    return [part for name, value in values.items() for part in (f"--{name}", str(value))]


def pattern_of(metric: str) -> re.Pattern[str]:
    for definition in json.loads(METRICS.read_text("utf-8")):
        if definition["name"] == metric:
            return re.compile(definition["regex"])
    raise UsageError(f"{METRICS.name} has no metric {metric}, which the objective names")


def command(folder: Path) -> list[str]:
    places = {"--model-dir": "model", "--checkpoint-dir": "state", "--output-data-dir": "reports"}
    return [sys.executable, str(SOURCE / "train.py"), *[part for name, sub in places.items() for part in (name, str(folder / sub))]]


def trial_metrics(folder: Path, arguments: Sequence[str], pattern: re.Pattern[str]) -> Iterator[float]:
    """Run one trial, and yield its metric each time it says so. A trial that is not listened to any more is ended."""
    run = [*command(folder), *arguments, "--export", "none"]
    with (
        (folder.with_suffix(".log")).open("w+", encoding="utf-8") as log,
        subprocess.Popen(run, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                log.write(line)
                if found := pattern.search(line):
                    yield float(found.group(1))
        except GeneratorExit:
            process.terminate()
            raise
    if process.returncode not in {0, EXIT_INTERRUPTED}:
        raise UsageError(f"a trial ended with status {process.returncode}; what it said is in {folder.with_suffix('.log')}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
