"""The program's arguments: ``--k v`` as SageMaker passes hyper-parameters, with its ``SM_*`` variables as defaults of the folders."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

EXPORT_HELP = "onnx also leaves model.onnx, which is served faster; none leaves PyTorch's alone; auto is onnx where its packages are"


@dataclass(frozen=True)
class Arguments:
    """One run. Numbers are per run unless said otherwise; ``batch_size`` counts over all processes together."""

    data_dir: Path
    model_dir: Path
    checkpoint_dir: Path
    output_data_dir: Path
    backbone: str
    weights: str
    freeze_backbone: bool
    image_size: int
    augment: str
    epochs: int
    batch_size: int
    optimizer: str
    learning_rate: float
    momentum: float
    weight_decay: float
    label_smoothing: float
    warmup_epochs: float
    checkpoint_every_steps: int
    workers: int
    threads: int
    mixed_precision: bool
    seed: int
    export: str

    def as_json(self) -> dict[str, object]:
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}

    def recipe(self) -> dict[str, object]:
        """What decides the result: a checkpoint of another recipe must not be gone on with."""
        places = {"data_dir", "model_dir", "checkpoint_dir", "output_data_dir", "workers", "threads", "checkpoint_every_steps", "export"}
        return {name: value for name, value in self.as_json().items() if name not in places}


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> Arguments:
    """Read the arguments; a wrong or unknown one prints its name and what is allowed, and exits with status 2."""
    values = vars(build_parser(environ).parse_args(argv))
    return Arguments(**{field.name: values[field.name] for field in fields(Arguments)})


def build_parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="train.py", description="Trains an image classifier on a folder of images.", allow_abbrev=False)
    on_sagemaker = "SM_MODEL_DIR" in environ

    def folder(name: str, variable: str, default: str | None, text: str) -> None:
        value = environ.get(variable, default)
        parser.add_argument(name, type=Path, default=value, required=value is None, help=f"{text} (default: {variable})")

    def option(name: str, kind: Callable[[str], object], default: object, text: str) -> None:
        parser.add_argument(name, type=kind, default=default, help=f"{text} (default: {default})")

    folder("--data-dir", "SM_CHANNEL_TRAINING", None, "folder with train/, valid/ and test/, one folder a class in each")
    folder("--model-dir", "SM_MODEL_DIR", None, "where the finished model goes")
    folder("--output-data-dir", "SM_OUTPUT_DATA_DIR", "out/training", "where reports on the run go")
    checkpoints = "/opt/ml/checkpoints" if on_sagemaker else "out/checkpoints"
    folder("--checkpoint-dir", "CHECKPOINT_DIR", checkpoints, "where the run's state is kept; a state found there is gone on with")

    option("--backbone", str, "resnet50", "tiny, or the name of a torchvision classification model")
    weights = environ.get("SM_CHANNEL_WEIGHTS", "none")
    option("--weights", str, weights, "a state_dict file, a folder with one, or none (SM_CHANNEL_WEIGHTS)")
    option("--freeze-backbone", boolean, False, "train the last layer only")
    option("--image-size", whole(16, 1024), 224, "side of the square the model sees, pixels")
    parser.add_argument("--augment", choices=("standard", "none"), default="standard", help="random crop and flip of training images")
    option("--epochs", whole(1, 10_000), 10, "how many times each training image is seen")
    option("--batch-size", whole(1, 65_536), 32, "images an optimizer step, over all processes together")
    parser.add_argument("--optimizer", choices=("sgd", "adamw"), default="adamw", help="(default: adamw)")
    option("--learning-rate", number(0, 10, above=True), 1e-3, "at its highest, after the warm-up")
    option("--momentum", number(0, 0.9999), 0.9, "of sgd")
    option("--weight-decay", number(0, 1), 1e-4, "")
    option("--label-smoothing", number(0, 0.9), 0.1, "")
    option("--warmup-epochs", number(0, 1000), 1.0, "epochs over which the learning rate rises; then it falls as a cosine")
    option("--checkpoint-every-steps", whole(1, 10**9), 200, "optimizer steps between saved states; each epoch's end is saved too")
    option("--workers", whole(0, 256), 2, "processes a rank that decode images")
    option("--threads", whole(0, 1024), 0, "cores a rank computes with; 0 leaves it to PyTorch")
    option("--mixed-precision", boolean, True, "bfloat16 where it helps: on a GPU")
    option("--seed", whole(0, 2**31 - 1), 1, "equal seeds, equal runs")
    parser.add_argument("--export", choices=("auto", "onnx", "none"), default="auto", help=EXPORT_HELP)
    return parser


def boolean(text: str) -> bool:
    """Hyper-parameters are strings: ``True`` and ``false`` both come."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.lower() not in words:
        raise argparse.ArgumentTypeError(f"{text!r} should be true or false")
    return words[text.lower()]


def whole(low: int, high: int) -> Callable[[str], int]:
    def parse_whole(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} should be a whole number from {low} to {high}")
        return value

    return parse_whole


def number(low: float, high: float, *, above: bool = False) -> Callable[[str], float]:
    """``above``: the value must lie above ``low``, not on it."""

    def parse_number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not (low < value if above else low <= value) or not value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} should be a number {'above' if above else 'from'} {low} to {high}")
        return value

    return parse_number
