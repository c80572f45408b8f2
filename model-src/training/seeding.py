"""Randomness that follows from the seed, and its state where a run is saved."""

import hashlib
import os
import random
from typing import Any

import torch


def derived_seed(*parts: int) -> int:
    """One 63-bit seed from several numbers."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def seed_all(*parts: int) -> None:
    """Every generator that a layer or a library may draw from."""
    seed = derived_seed(*parts)
    random.seed(seed)
    torch.manual_seed(seed)


def be_deterministic(asked: bool) -> None:
    """Choose algorithms that add in one order. Only a GPU has others."""
    torch.use_deterministic_algorithms(asked, warn_only=True)
    torch.backends.cudnn.benchmark = not asked
    if asked:
        # cuBLAS reads it when it starts.
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")


def random_states(device: torch.device) -> dict[str, Any]:
    version, numbers, gauss = random.getstate()
    states: dict[str, Any] = {"torch": torch.get_rng_state(), "python": [version, list(numbers), gauss]}
    if device.type == "cuda":
        states["cuda"] = torch.cuda.get_rng_state(device)
    return states


def restore_random_states(states: dict[str, Any], device: torch.device) -> None:
    version, numbers, gauss = states["python"]
    random.setstate((version, tuple(numbers), gauss))
    torch.set_rng_state(states["torch"])
    if device.type == "cuda" and "cuda" in states:
        torch.cuda.set_rng_state(states["cuda"], device)
