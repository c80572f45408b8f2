"""The run from its arguments to its exit status."""

import json
import os
import sys
from collections.abc import Mapping, Sequence

import torch

from . import backbones, dataset, distributed, export, metrics
from .arguments import Arguments, parse
from .errors import Interrupted, UsageError
from .loop import StopSignal, Trainer
from .seeding import derived_seed

EXIT_USAGE = 2
EXIT_INTERRUPTED = 143
"""128 + SIGTERM: what a process that SIGTERM ended would report."""


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run; 0 when a model was written, 2 for what the caller can mend, 143 when interrupted with the state saved."""
    arguments = parse(argv, environ)
    try:
        launcher = distributed.launcher_for_gpus([sys.argv[0], *argv], environ, torch.cuda.device_count(), sys.executable)
        if launcher:
            os.execv(launcher[0], launcher)
        world = distributed.world_from(environ)
        export.check_possible(arguments)
        device = distributed.join(world)
        try:
            train(arguments, world, device)
        finally:
            distributed.leave()
    except UsageError as error:
        say(f"error: {error}", to_log=True)
        return EXIT_USAGE
    except Interrupted as stopped:
        say(f"interrupted: {stopped}", to_log=True)
        return EXIT_INTERRUPTED
    return 0


def train(arguments: Arguments, world: distributed.World, device: torch.device) -> None:
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    data = dataset.load(arguments.data_dir)
    # The same first weights on every rank, whatever was drawn before.
    torch.manual_seed(derived_seed(arguments.seed))
    model = backbones.build(arguments.backbone, len(data.labels))
    backbones.load_weights(model, arguments.weights)
    if arguments.freeze_backbone:
        backbones.freeze_backbone(model)
    trainer = Trainer(arguments, data, model, world, device)
    counts = {name: len(split) for name, split in data.splits.items()}
    share = len(trainer.batches) * trainer.batches.share

    def report(row: dict[str, float | int]) -> None:
        if world.is_first:
            say(metrics.line(row))

    with StopSignal().listening() as stop:
        say(f"rank={world.rank} world_size={world.size} device={device} images={json.dumps(counts)} training_images_of_this_rank={share}")
        history = trainer.run(report, stop)
    test = trainer.evaluate(data.splits["test"])
    results: dict[str, float | int] = {**history[-1], "test_loss": test.loss, "test_accuracy": test.accuracy}
    if world.is_first:
        say(metrics.line({"test_loss": test.loss, "test_accuracy": test.accuracy}))
        arguments.output_data_dir.mkdir(parents=True, exist_ok=True)
        rows = "".join(json.dumps(row) + "\n" for row in history)
        (arguments.output_data_dir / "metrics.jsonl").write_text(rows, "utf-8")
        export.write(arguments, model=trainer.model, data=data, preprocessing=trainer.preprocessing, results=results, history=history)
        if arguments.export == "auto" and export.missing_packages():
            say(f"model.onnx is not made, and the model is served with PyTorch: it {export.how_to_export(export.missing_packages())}")
        say(f"the model is in {arguments.model_dir}")
    distributed.wait_for_all()


def say(text: str, *, to_log: bool = False) -> None:
    """Standard output is where SageMaker looks for metrics."""
    stream = sys.stderr if to_log else sys.stdout
    stream.write(text + "\n")
    stream.flush()
