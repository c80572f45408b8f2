"""torch.compile, where it works."""

import torch
from torch import nn

from .errors import UsageError


def compiled(model: nn.Module, device: torch.device) -> nn.Module:
    """``model`` compiled when first used. UsageError when this machine cannot compile: known before training, not in its first step."""
    try:
        probe = torch.compile(lambda values: values * 2 + 1)
        probe(torch.ones(64, device=device))
    except Exception as error:  # the compiler's own, Triton's, a missing header's: all end the same way
        needs = (
            "a C++ compiler (Debian: apt-get install g++)" if device.type == "cpu" else "Triton, a C compiler (gcc) and Python's headers"
        )
        reason = str(error).strip().splitlines()
        raise UsageError(f"--compile true needs {needs}, which does not work here: {reason[0] if reason else error!r}") from error
    network: nn.Module = torch.compile(model)  # type: ignore[assignment]
    return network
