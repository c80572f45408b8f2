"""A frozen backbone computes the same features whatever is trained behind it: without gradients, and with its normalisation folded in."""

import copy
import warnings

import torch
from torch import nn

from .backbones import last_layer

PROBE_TOLERANCE = 1e-3


class FrozenBackbone(nn.Module):
    """``body`` under no_grad, then the one layer that is trained, which ``model`` shares."""

    def __init__(self, body: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.body, self.head = body, head

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.scores(self.features(inputs))

    def features(self, inputs: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            features: torch.Tensor = self.body(inputs)
        return features

    def scores(self, features: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.head(features)
        return scores


def split(model: nn.Module, image_size: int, device: torch.device) -> FrozenBackbone | None:
    """``model`` (in evaluation mode) as a frozen body and its last layer; None when that is not what its last step is."""
    name = last_layer(model)
    head = model.get_submodule(name)
    body = copy.deepcopy(model).requires_grad_(False)
    body.set_submodule(name, nn.Identity())
    for candidate in (folded(body), body):
        frozen = FrozenBackbone(candidate, head).to(device)
        if same_scores(model, frozen, image_size, device):
            return frozen
    return None


def folded(body: nn.Module) -> nn.Module:
    """``body`` with each batch normalisation folded into the convolution before it; as it is, where its code cannot be traced."""
    from torch.fx.experimental.optimization import fuse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fused: nn.Module = fuse(body.eval())
        except Exception:  # tracing runs the network's own code, which may fail in any way
            return body
    return fused


@torch.no_grad()
def same_scores(model: nn.Module, frozen: FrozenBackbone, image_size: int, device: torch.device) -> bool:
    """A drawn input gives equal scores both ways, but for rounding."""
    probe = torch.rand(2, 3, image_size, image_size, generator=torch.Generator().manual_seed(0)).to(device)
    expected = model(probe)
    difference = (frozen(probe) - expected).abs().max()
    return bool(difference <= PROBE_TOLERANCE * expected.abs().max().clamp(min=1))
