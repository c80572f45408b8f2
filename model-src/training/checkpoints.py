"""The state of a run on disk: written whole or not at all, found again by itself."""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer

from .distributed import World, from_first
from .errors import UsageError
from .metrics import Tally

FILE = "state.pt"


@dataclass
class Position:
    """Where a run stands: ``step`` optimizer steps of ``epoch`` (both from 0) are done; ``tally`` is that epoch's training so far."""

    epoch: int
    step: int
    tally: Tally
    history: list[dict[str, float | int]]


def save(folder: Path, recipe: dict[str, object], model: nn.Module, optimizer: Optimizer, position: Position) -> None:
    """Replace the saved state in one step: whoever is killed meanwhile leaves the old one or the new one, never half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "recipe": recipe,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": position.epoch,
        "step": position.step,
        "tally": [position.tally.loss_sum, position.tally.correct, position.tally.images],
        "history": position.history,
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


def load(folder: Path, recipe: dict[str, object], model: nn.Module, optimizer: Optimizer, world: World) -> Position:
    """The saved position, with ``model`` and ``optimizer`` filled; the beginning when nothing is saved.

    Rank 0's file counts for all: the folders of the other hosts may be empty. UsageError, on every rank, for another run's state.
    """
    path = folder / FILE
    content = from_first(path.read_bytes() if world.is_first and path.exists() else None)
    if content is None:
        return Position(0, 0, Tally(), [])
    try:
        state: dict[str, Any] = torch.load(BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:  # pickle, zip and torch each raise their own
        raise UsageError(f"{path} cannot be read ({error}); take it away to start from the beginning") from error
    different = sorted(key for key in recipe.keys() | state["recipe"].keys() if recipe.get(key) != state["recipe"].get(key))
    if different:
        changes = ", ".join(f"{key} was {state['recipe'].get(key)}, now {recipe.get(key)}" for key in different)
        raise UsageError(f"{path} belongs to a run with other arguments ({changes}); use another --checkpoint-dir, or take it away")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    # The saved tally is that of all ranks: one of them goes on with it.
    tally = Tally(*state["tally"]) if world.is_first else Tally()
    return Position(state["epoch"], state["step"], tally, state["history"])
