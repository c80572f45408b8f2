"""The state of a run on disk: written whole or not at all, found again by itself."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import torch

from .distributed import World, from_first
from .errors import UsageError
from .metrics import Row, Tally

FILE = "state.pt"


class Stateful(Protocol):
    """A model, an optimizer, a schedule, a loss scaler, a running average of weights."""

    def state_dict(self) -> dict[str, Any]: ...
    def load_state_dict(self, state_dict: dict[str, Any], /) -> Any: ...  # noqa: ANN401 - some return what they missed


@dataclass
class Position:
    """Where a run stands: ``step`` optimizer steps of ``epoch`` (both from 0) are done; ``tally`` is that epoch's training so far.

    With the seed this is the sampler's position, too. ``random`` holds each rank's generators; it is empty before the first step.
    """

    epoch: int = 0
    step: int = 0
    tally: Tally = field(default_factory=Tally)
    history: list[Row] = field(default_factory=list)
    random: list[dict[str, Any]] = field(default_factory=list)


def save(folder: Path, recipe: dict[str, object], parts: Mapping[str, Stateful], position: Position) -> None:
    """Replace the saved state in one step: whoever is killed meanwhile leaves the old one or the new one, never half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    tally = position.tally
    state = {
        "recipe": recipe,
        "parts": {name: part.state_dict() for name, part in parts.items()},
        "epoch": position.epoch,
        "step": position.step,
        "tally": [tally.loss_sum, tally.correct, tally.images],
        "history": position.history,
        "random": position.random,
    }
    partial = folder / f".{FILE}.partial"
    with partial.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / FILE)
    # The rename itself is on disk only once its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load(folder: Path, recipe: dict[str, object], parts: Mapping[str, Stateful], world: World) -> Position:
    """The saved position, with ``parts`` filled; the beginning when nothing is saved.

    Rank 0's file counts for all: the folders of the other hosts may be empty. UsageError, on every rank, for another run's state.
    """
    path = folder / FILE
    content = from_first(path.read_bytes() if world.is_first and path.exists() else None)
    if content is None:
        return Position()
    state, position = read(path, content)
    refuse_other_recipe(path, state["recipe"], recipe)
    for name, part in parts.items():
        part.load_state_dict(state["parts"][name])
    return position


def check(folder: Path, arguments: dict[str, object]) -> None:
    """UsageError for a saved state that cannot be read or is of a run with other arguments; the dataset is not looked at yet."""
    path = folder / FILE
    if path.exists():
        state, _ = read(path, path.read_bytes())
        saved: dict[str, object] = state["recipe"]
        refuse_other_recipe(path, {name: saved.get(name) for name in arguments}, arguments)


def read(path: Path, content: bytes) -> tuple[dict[str, Any], Position]:
    try:
        state: dict[str, Any] = torch.load(BytesIO(content), map_location="cpu", weights_only=True)
        position = Position(state["epoch"], state["step"], Tally(*state["tally"]), state["history"], state["random"])
        dict(state["recipe"])
    except Exception as error:  # pickle, zip and torch each raise their own
        raise UsageError(f"{path} cannot be read ({error}); take it away to start from the beginning") from error
    return state, position


def refuse_other_recipe(path: Path, saved: dict[str, object], recipe: dict[str, object]) -> None:
    different = sorted(key for key in recipe.keys() | saved.keys() if recipe.get(key) != saved.get(key))
    if different:
        changes = ", ".join(f"{key} was {saved.get(key)}, now {recipe.get(key)}" for key in different)
        raise UsageError(f"{path} belongs to a run with other arguments ({changes}); use another --checkpoint-dir, or take it away")
