"""How a model is served: options of ``python -m serve``, or ``SERVE_*`` variables where there is no command line (SageMaker has none)."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .engines import ENGINES
from .errors import ModelError
from .preprocessing import DEFAULT_MAX_PIXELS

FETCH_SCHEMES: dict[str, tuple[str, ...]] = {"off": (), "https": ("https",), "http": ("https", "http")}


@dataclass(frozen=True)
class Settings:
    """``threads`` None: from the cores. See ``parser`` for what each one means."""

    model_dir: Path
    host: str
    port: int
    threads: int | None
    engine: str
    max_pixels: int
    max_images: int
    max_batch: int
    max_delay_ms: float
    fetch_urls: str

    @property
    def fetch_schemes(self) -> tuple[str, ...]:
        """The schemes of URLs that are fetched; none: JSON with a URL is refused."""
        return FETCH_SCHEMES[self.fetch_urls]


class Parser(argparse.ArgumentParser):
    """Raises where its base class would print its usage and exit: the reason is all that a container's log needs."""

    def error(self, message: str) -> NoReturn:
        raise ModelError(message.removeprefix("argument "))


def read_settings(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> Settings:
    """An option counts more than its variable. ModelError names what is wrong, and what is allowed."""
    return Settings(**vars(parser(environ).parse_args(argv)))


def parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    made = Parser(prog="python -m serve", description="Serve a model folder until SIGTERM.", allow_abbrev=False)
    made.add_argument("--model-dir", type=Path, default=Path(environ.get("SM_MODEL_DIR", "/opt/ml/model")), help="SM_MODEL_DIR")
    made.add_argument("--host", default="127.0.0.1", help="address to listen on; a container needs 0.0.0.0")
    port = environ.get("SAGEMAKER_BIND_TO_PORT", "8080")
    made.add_argument("--port", type=whole(0, 65_535), default=port, help="0 picks a free one (SAGEMAKER_BIND_TO_PORT)")

    def option(name: str, kind: Callable[[str], object], default: object, text: str) -> None:
        variable = f"SERVE_{name[2:].replace('-', '_').upper()}"
        # A text from the environment goes through `kind` as one from the command line does.
        value = environ.get(variable) or default
        made.add_argument(name, type=kind, default=value, help=f"{text} ({variable}, default: {default})")

    option("--threads", whole(1, 1024), None, "cores that one answer may use; none given: all")
    option("--engine", one_of(ENGINES), "auto", "int8 and onnx: ONNX Runtime; pytorch; auto: the first of these that is there")
    option("--max-pixels", whole(1, 10**9), DEFAULT_MAX_PIXELS, "largest width × height that is decoded")
    option("--max-images", whole(1, 1024), 32, "most images in one request")
    option("--max-batch", whole(1, 256), 8, "most images that are computed together; 1: each alone")
    option("--max-delay-ms", number(0, 10_000), 5, "how long an image waits for others that are being decoded; alone, it never waits")
    option("--fetch-urls", one_of(tuple(FETCH_SCHEMES)), "off", "take JSON with URLs and fetch these: https, or http as well")
    return made


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r}: it should be a whole number from {least} to {most}")
        return int(text)

    return read


def number(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text!r}: it should be a number from {least} to {most}")
        return value

    return read


def one_of(names: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise argparse.ArgumentTypeError(f"{text!r}: it should be one of {', '.join(names)}")
        return text

    return read
