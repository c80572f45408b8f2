"""The run from its arguments to its exit status."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import nn

from . import backbones, dataset_check, distributed, export, launching, memory, metrics, preflight
from .arguments import Arguments, parse
from .dataset import ImageFolder
from .errors import Interrupted, UsageError
from .loop import Trainer
from .progress import Progress
from .reports import Reports
from .seeding import be_deterministic, derived_seed
from .stopping import StopSignal

EXIT_USAGE = 2
EXIT_INTERRUPTED = 143
"""128 + SIGTERM: what a process that SIGTERM ended would report."""


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run; 0 when a model was written, 2 for what the caller can mend, 143 when interrupted with the state saved."""
    try:
        arguments = parse(argv, environ)
        processes = launching.environments_for_gpus(environ, torch.cuda.device_count())
        if processes:
            return launching.run([sys.executable, sys.argv[0], *argv], environ, processes, lambda words: say(words, to_log=True))
        world = distributed.world_from(environ)
        if arguments.check_memory == "only":
            say(memory.check(arguments, None, distributed.with_device(world)))
            return 0
        export.check_possible(arguments)
        be_deterministic(arguments.deterministic)
        if arguments.threads:
            torch.set_num_threads(arguments.threads)
        world = distributed.join(world)
        try:
            with StopSignal().listening() as stop:
                train(arguments, world, stop)
        finally:
            distributed.leave()
    except UsageError as error:
        # SageMaker's toolkit gives a job's failure the lines from the first one on that names an exception of Python's.
        say_last(f"{'ValueError' if 'SM_TRAINING_ENV' in environ else 'error'}: {error}", environ)
        return EXIT_USAGE
    except Interrupted as stopped:
        say_last(f"interrupted: {stopped}", environ)
        return EXIT_INTERRUPTED
    return 0


def train(arguments: Arguments, world: distributed.World, stop: StopSignal) -> None:
    preflight.check(arguments, world)
    data = checked_data(arguments, world)
    if arguments.check_memory == "true":
        checked = memory.check(arguments, len(data.labels), world)
        if world.is_first:
            say(checked)
    trainer = Trainer(arguments, data, first_model(arguments, len(data.labels)), world, stop)
    counts = {name: len(split) for name, split in data.splits.items()}
    share = len(trainer.batches) * trainer.batches.share
    say(f"rank={world.rank} world_size={world.size} device={world.device} images={json.dumps(counts)} training_images_of_this_rank={share}")
    position = trainer.resume()
    reports = Reports(arguments.output_data_dir, position.history) if world.is_first else None

    def report(row: metrics.Row) -> None:
        if reports is not None:
            say(metrics.line(row))
            reports.epoch(row)

    position = trainer.run(position, report)
    test = trainer.evaluate("test", position)
    if reports is not None:
        tested: metrics.Row = {"test_loss": test.tally.loss, "test_accuracy": test.tally.accuracy}
        say(metrics.line(tested))
        reports.finish(tested, test, data.labels, arguments.epochs)
        leave_model(arguments, data, trainer, position.history, tested)
    distributed.wait_for_all()


def checked_data(arguments: Arguments, world: distributed.World) -> ImageFolder:
    started = time.monotonic()
    progress = Progress(shown=world.is_first)
    data = dataset_check.load(
        arguments.data_dir, arguments.check_images, world, lambda images, count: progress.over(images, count, "checking images")
    )
    if world.is_first:
        count = sum(len(split) for split in data.splits.values())
        say(f"{count} images in {len(data.labels)} classes checked in {time.monotonic() - started:.1f} s")
    return data


def first_model(arguments: Arguments, classes: int) -> nn.Module:
    """The same first weights on every rank, whatever was drawn before."""
    torch.manual_seed(derived_seed(arguments.seed))
    model = backbones.build(arguments.backbone, classes)
    weights = arguments.weights
    if weights == "download":
        weights = str(backbones.download_weights(arguments.backbone, Path(torch.hub.get_dir()) / "checkpoints"))
    backbones.load_weights(model, weights)
    if arguments.freeze_backbone:
        backbones.freeze_backbone(model)
    return model


def leave_model(arguments: Arguments, data: ImageFolder, trainer: Trainer, history: list[metrics.Row], tested: metrics.Row) -> None:
    export.write(
        arguments,
        model=trainer.network.exported(),
        data=data,
        preprocessing=trainer.preprocessing,
        results={**history[-1], **tested},
        history=history,
        say=say,
    )
    if arguments.export == "auto" and export.missing_packages():
        say(f"model.onnx is not made, and the model is served with PyTorch: it {export.how_to_export(export.missing_packages())}")
    say(f"the model is in {arguments.model_dir}")


def say(text: str, *, to_log: bool = False) -> None:
    """Standard output is where SageMaker looks for metrics."""
    stream = sys.stderr if to_log else sys.stdout
    stream.write(text + "\n")
    stream.flush()


def say_last(text: str, environ: Mapping[str, str]) -> None:
    """Why the run ended: to the log, or to whoever started one process for each GPU and says it once for all of them."""
    file = environ.get(launching.LAST_WORDS_VARIABLE)
    if file:
        Path(file).write_text(text, "utf-8")
    else:
        say(text, to_log=True)
