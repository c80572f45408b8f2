"""Arguments from a file: the presets beside this module, and what a search found best."""

import json
from pathlib import Path

from .errors import UsageError

FOLDER = Path(__file__).resolve().parent / "presets"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def as_arguments(name: str) -> list[str]:
    """``["--k", "v", …]`` of a preset: ``{"arguments": {"k": "v"}}``, or with a reason, ``{"k": {"value": "v", "why": "…"}}``.

    ``name`` is one of ``names()`` or a path. UsageError when it cannot be read.
    """
    path = FOLDER / f"{name}.json" if name in names() else Path(name)
    try:
        given = json.loads(path.read_text("utf-8"))["arguments"]
        pairs = {key: value["value"] if isinstance(value, dict) else value for key, value in given.items()}
    except OSError as error:
        raise UsageError(f"--preset {name}: {error.strerror or error}; it should be {', '.join(names())} or the path of a file") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f'--preset {path}: {error!r}; it should hold {{"arguments": {{"learning-rate": "0.001"}}}}') from error
    if "preset" in pairs:
        raise UsageError(f"--preset {path}: a preset cannot name another one")
    return [part for key, value in pairs.items() for part in (f"--{key}", str(value))]
