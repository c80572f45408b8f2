"""Randomness that follows from where the run stands, so that a resumed run repeats an undisturbed one."""

import hashlib

import torch


def derived_seed(*parts: int) -> int:
    """One 63-bit seed from several numbers."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def seed_step(seed: int, epoch: int, step: int, rank: int) -> None:
    """Seed what layers draw (dropout) in one step: no generator's state has to be saved."""
    torch.manual_seed(derived_seed(seed, epoch, step, rank))
