"""What can be found wrong in a second, before the dataset is decoded, which may take an hour."""

import tempfile
from contextlib import suppress
from pathlib import Path

import torch

from . import backbones, checkpoints
from .arguments import Arguments
from .distributed import World, gathered
from .errors import UsageError
from .precision import Precision


def check(arguments: Arguments, world: World) -> None:
    """UsageError, on every rank, when one finds its backbone, weights, precision, saved state or a folder that it writes to wrong."""
    problem: str | None = None
    try:
        check_network(arguments, world)
        if world.is_first:
            for name in ("model_dir", "output_data_dir", "checkpoint_dir"):
                check_folder("--" + name.replace("_", "-"), getattr(arguments, name))
            checkpoints.check(arguments.checkpoint_dir, arguments.recipe())
    except UsageError as error:
        problem = str(error)
    problems = [found for found in gathered(problem) if found]
    if problems:
        raise UsageError(problems[0])


def check_network(arguments: Arguments, world: World) -> None:
    Precision(arguments.precision, world.device)
    with torch.device("meta"):
        # The last layer may be that of other classes: their number does not matter yet.
        model = backbones.build(arguments.backbone, 2)
    if arguments.weights != "download":
        backbones.fitting_weights(model, arguments.weights)
    elif not arguments.allow_download:
        raise UsageError("--weights download needs --allow-download true: nothing is fetched from the internet unasked")


def check_folder(argument: str, folder: Path) -> None:
    """UsageError when nothing can be written there. What is made to find out is taken away again."""
    made: list[Path] = []
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            made.append(path)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(f"{argument} {folder}: {why}; it should be a folder that can be made and written to") from error
    finally:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir()
