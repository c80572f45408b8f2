"""The program's arguments: ``--k v`` as SageMaker passes hyper-parameters, with its ``SM_*`` variables as defaults of the folders."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import NoReturn

from . import presets
from .argument_types import boolean, number, whole, whole_or_auto
from .errors import UsageError

EXPORT_HELP = "onnx also leaves model.onnx, which is served faster; none leaves PyTorch's alone; auto is onnx where its packages are"
PRECISION_HELP = (
    "what is multiplied in: bfloat16 and float16 (with a loss scaler) are mixed precision; auto is bfloat16 on a GPU that has it, float16 "
    "on an older one, float32 on a CPU. A CPU gains from bfloat16 only with AMX"
)
AUGMENT_HELP = (
    "of training images: standard is a random crop (35 to 100 %% of the area) and flip; trivial and rand add TrivialAugment or RandAugment"
)
CHECK_MEMORY_HELP = "refuse a batch that does not fit before training starts; only: do just that, the dataset need not be there yet"

# What says where and how fast, not what comes out: it may change between a run's start and its going on.
NOT_THE_RECIPE = {
    *("data_dir", "model_dir", "checkpoint_dir", "output_data_dir", "checkpoint_every_steps", "export", "allow_download"),
    *("int8", "int8_max_loss", "calibration_images"),
    *("workers", "prefetch", "pin_memory", "threads", "check_memory", "check_images"),
}


@dataclass(frozen=True)
class Arguments:
    """One run. Numbers are per run unless said otherwise; ``batch_size`` counts over all processes together."""

    data_dir: Path
    model_dir: Path
    checkpoint_dir: Path
    output_data_dir: Path
    backbone: str
    weights: str
    allow_download: bool
    freeze_backbone: bool
    freeze_batch_norm: bool
    image_size: int
    augment: str
    random_erasing: float
    mixup: float
    epochs: int
    batch_size: int
    accumulate_steps: int
    optimizer: str
    learning_rate: float
    backbone_rate_factor: float
    momentum: float
    weight_decay: float
    clip_gradient_norm: float
    label_smoothing: float
    warmup_epochs: float
    ema_decay: float
    checkpoint_every_steps: int
    workers: int | None
    prefetch: int
    pin_memory: bool
    threads: int
    precision: str
    channels_last: bool
    compile: bool
    deterministic: bool
    seed: int
    check_images: str
    check_memory: str
    export: str
    int8: bool
    int8_max_loss: float
    calibration_images: int

    def as_json(self) -> dict[str, object]:
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}

    def recipe(self) -> dict[str, object]:
        """What decides the result: a checkpoint of another recipe must not be gone on with."""
        return {name: value for name, value in self.as_json().items() if name not in NOT_THE_RECIPE}


class Parser(argparse.ArgumentParser):
    """Raises where its base class would print and exit: all that is wrong about a run is said in one place."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message.removeprefix("argument "))


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> Arguments:
    """Read the arguments. UsageError for a wrong or unknown one, with what is allowed."""
    parser = build_parser(environ)
    chosen, _ = preset_parser().parse_known_args(argv)
    from_preset = [part for name in chosen.preset for part in presets.as_arguments(name)]
    # Before the others, so that what is said on the command line counts more.
    values = vars(parser.parse_args([*from_preset, *argv]))
    return Arguments(**{field.name: values[field.name] for field in fields(Arguments)})


def preset_parser() -> argparse.ArgumentParser:
    """``--preset`` may come again; the later one counts more."""
    parser = Parser(add_help=False, allow_abbrev=False)
    names = ", ".join(presets.names())
    text = f"arguments from a file: {names}, or the path of one, like the search's best.json. What is said beside it counts more"
    parser.add_argument("--preset", action="append", default=[], metavar="NAME", help=text)
    return parser


def build_parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = Parser(
        prog="train.py", description="Trains an image classifier on a folder of images.", allow_abbrev=False, parents=[preset_parser()]
    )
    add_folders(parser, environ)
    add_recipe(parser, environ)
    add_computing(parser)
    return parser


def add_folders(parser: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    def folder(name: str, variable: str, default: str | None, text: str) -> None:
        value = environ.get(variable, default)
        parser.add_argument(name, type=Path, default=value, required=value is None, help=f"{text} (default: {variable})")

    folder("--data-dir", "SM_CHANNEL_TRAINING", None, "folder with train/, valid/ and test/, one folder a class in each")
    folder("--model-dir", "SM_MODEL_DIR", None, "where the finished model goes")
    folder("--output-data-dir", "SM_OUTPUT_DATA_DIR", "out/training", "where reports on the run go")
    checkpoints = "/opt/ml/checkpoints" if "SM_MODEL_DIR" in environ else "out/checkpoints"
    folder("--checkpoint-dir", "CHECKPOINT_DIR", checkpoints, "where the run's state is kept; a state found there is gone on with")


Option = Callable[..., None]


def option_of(parser: argparse.ArgumentParser) -> Option:
    def option(name: str, kind: Callable[[str], object], default: object, text: str, choices: tuple[str, ...] | None = None) -> None:
        parser.add_argument(name, type=kind, default=default, choices=choices, help=f"{text} (default: {default})".lstrip())

    return option


def add_recipe(parser: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    option = option_of(parser)
    option("--backbone", str, "resnet50", "tiny, or the name of a torchvision classification model")
    weights = environ.get("SM_CHANNEL_WEIGHTS", "none")
    option("--weights", str, weights, "a state_dict file, a folder with one, none, or download: torchvision's own (SM_CHANNEL_WEIGHTS)")
    option("--allow-download", boolean, False, "let --weights download fetch from the internet")
    option("--freeze-backbone", boolean, False, "train the last layer only")
    option("--freeze-batch-norm", boolean, False, "keep the running averages of the weights that came: for small batches")
    option("--image-size", whole(16, 1024), 224, "side of the square the model sees, pixels")
    option("--augment", str, "standard", AUGMENT_HELP, ("standard", "trivial", "rand", "none"))
    option("--random-erasing", number(0, 1), 0.0, "share of training images of which a random rectangle is blanked")
    option("--mixup", number(0, 10), 0.0, "alpha of mixup: pairs of images are blended; 0: off")
    option("--epochs", whole(1, 10_000), 10, "how many times each training image is seen")
    option("--batch-size", whole(1, 65_536), 32, "images an optimizer step, over all processes together")
    option("--accumulate-steps", whole(1, 1024), 1, "parts a process computes its share of a batch in: less memory, the same step")
    option("--optimizer", str, "adamw", "", ("sgd", "adamw"))
    option("--learning-rate", number(0, 10, above=True), 1e-3, "at its highest, after the warm-up")
    option("--backbone-rate-factor", number(0, 1, above=True), 1.0, "the learning rate of all but the last layer, as a part of it")
    option("--momentum", number(0, 0.9999), 0.9, "of sgd")
    option("--weight-decay", number(0, 1), 1e-4, "of matrices; biases and normalisation have none")
    option("--clip-gradient-norm", number(0, 1e6), 0.0, "largest norm of a step's gradient; 0: any")
    option("--label-smoothing", number(0, 0.9), 0.1, "")
    option("--warmup-epochs", number(0, 1000), 1.0, "epochs over which the learning rate rises; then it falls as a cosine")
    option("--ema-decay", number(0, 0.999999), 0.0, "evaluate and export a running average of the weights; the part kept each step, 0: off")
    option("--seed", whole(0, 2**31 - 1), 1, "equal seeds, equal runs")


def add_computing(parser: argparse.ArgumentParser) -> None:
    option = option_of(parser)
    option("--checkpoint-every-steps", whole(1, 10**9), 200, "optimizer steps between saved states; each epoch's end is saved too")
    option("--workers", whole_or_auto(0, 256), "auto", "processes a rank that decode images; auto: from the cores")
    option("--prefetch", whole(1, 64), 4, "batches that each of these keeps ready")
    option("--pin-memory", boolean, True, "page-locked batches, which a GPU fetches by itself")
    option("--threads", whole(0, 1024), 0, "cores a rank computes with; 0 leaves it to PyTorch")
    option("--precision", str, "auto", PRECISION_HELP, ("auto", "float32", "bfloat16", "float16"))
    option("--channels-last", boolean, True, "the memory layout that convolutions are fastest in")
    option("--compile", boolean, False, "torch.compile the network; needs a C++ compiler, and for a GPU Triton")
    option("--deterministic", boolean, True, "equal numbers from equal seeds on a GPU too, at some cost in speed")
    option("--check-images", str, "pixels", "decode every image before training, or look at its header only", ("pixels", "header"))
    option("--check-memory", str, "true", CHECK_MEMORY_HELP, ("true", "false", "only"))
    option("--export", str, "auto", EXPORT_HELP, ("auto", "onnx", "none"))
    option("--int8", boolean, True, "with onnx also try static int8, several times as fast, and serve that where it is good enough")
    option("--int8-max-loss", number(0, 100), 0.5, "percentage points of test accuracy that int8 may lose")
    option("--calibration-images", whole(1, 100_000), 256, "validation images, evenly from all classes, that int8's ranges come from")
